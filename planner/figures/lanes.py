"""Lays labelled marks out in lanes so that no label runs into its neighbour."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

#: Width the layout is made for (px): a phone. A wider page only gains air.
LAYOUT_WIDTH_PX = 330.0
_CHARACTER_PX = 6.6
_MARK_PX = 22.0


def lanes(
    marks: Sequence[tuple[datetime, str]], *, span: timedelta, width_px: float = LAYOUT_WIDTH_PX
) -> list[int]:
    """Give each mark the first lane in which its label fits to the right of it.

    Parameters
    ----------
    marks : sequence of (datetime, str)
        Instant and label of each mark, in order of time.
    span : timedelta
        Time shown across the drawing.
    width_px : float
        Width of the drawing (px).

    Returns
    -------
    list[int]
        Lane of each mark, counted from 0.
    """
    free_from: list[datetime] = []
    chosen = []
    for instant, text in marks:
        taken = span * ((_MARK_PX + _CHARACTER_PX * len(text)) / width_px)
        lane = next((i for i, free in enumerate(free_from) if free <= instant), len(free_from))
        free_from[lane : lane + 1] = [instant + taken]
        chosen.append(lane)
    return chosen
