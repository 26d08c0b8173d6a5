"""Lays labelled marks out in lanes so that no label runs into its neighbour or off the edge."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

#: Width the layout is made for (px): a phone. A wider page only gains air.
LAYOUT_WIDTH_PX = 330.0
CHARACTER_PX = 6.6
MARK_PX = 22.0


@dataclass(frozen=True, slots=True)
class Place:
    """Where a mark goes: its lane, counted from 0, and the side of the mark its label is on."""

    lane: int
    right: bool


def lanes(
    marks: Sequence[tuple[datetime, str]],
    *,
    first: datetime,
    last: datetime,
    width_px: float = LAYOUT_WIDTH_PX,
    lines: Sequence[datetime] = (),
) -> list[Place]:
    """Give each mark the first lane in which it and its label have room.

    Parameters
    ----------
    marks : sequence of (datetime, str)
        Instant and label of each mark, in order of time.
    first, last : datetime
        Ends of the drawing.
    width_px : float
        Width of the drawing (px).
    lines : sequence of datetime
        Lines through all lanes, which a label crosses only if it has no other side.

    Returns
    -------
    list[Place]
        A label goes to the right of its mark, or to the left where it would leave the drawing;
        one that fits on neither side goes where there is more room.
    """
    taken_until: list[datetime] = []
    chosen = []
    for instant, text in marks:
        mark = (last - first) * (MARK_PX / width_px)
        label = (last - first) * (CHARACTER_PX * len(text) / width_px)
        spans = {True: (instant, instant + mark + label), False: (instant - label, instant + mark)}
        fits_right, fits_left = spans[True][1] <= last, first <= spans[False][0]
        right = fits_right or (not fits_left and last - instant >= instant - first)
        if fits_right and fits_left and _crossed(*spans[True], lines):
            right = _crossed(instant - label, instant, lines)
        start, end = spans[right]
        lane = next((i for i, end in enumerate(taken_until) if end <= start), len(taken_until))
        taken_until[lane : lane + 1] = [end]
        chosen.append(Place(lane, right))
    return chosen


def _crossed(start: datetime, end: datetime, lines: Sequence[datetime]) -> bool:
    return any(start < line < end for line in lines)
