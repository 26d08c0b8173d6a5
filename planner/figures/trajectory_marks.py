"""What both drawings of a trajectory point out: burns, days on the way, where the bodies are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from planner.figures.frames import Positions, View
from planner.figures.wording import grouped
from planner.plan import Flight

#: Colours of the two bodies (Okabe and Ito 2008), on both pages above 3:1.
EARTH_COLOUR: Final = "#0072B2"
MOON_COLOUR: Final = "#7C8594"
CRAFT_COLOUR: Final = "#D55E00"


@dataclass(frozen=True, slots=True)
class Point:
    """A named place in a view (km)."""

    text: str
    at_km: Positions


def burns(flight: Flight, view: View) -> tuple[Point, ...]:
    """Return the burns that lie in the view: TLI at its start, LOI at perilune."""
    found = [Point(f"LOI {grouped(flight.dv_m_s['loi'])} m/s", view.craft_km[-1])]
    if view.days[0] == 0.0:
        found.insert(0, Point(f"TLI {grouped(flight.dv_m_s['tli'])} m/s", view.craft_km[0]))
    return tuple(found)


def clock(view: View) -> tuple[Point, ...]:
    """Return the craft at each whole day of the way, or at each six hours of an approach."""
    hours = 24.0 if view.days[0] == 0.0 else 6.0
    ticks = np.arange(np.ceil(view.days[0] * 24.0 / hours) * hours, view.days[-1] * 24.0, hours)
    ticks = ticks[ticks > view.days[0] * 24.0]
    texts = [f"+{t / 24.0:.0f} d" if hours == 24.0 else f"+{t:.0f} h" for t in ticks]
    return tuple(
        Point(text, _at(view, tick / 24.0)) for text, tick in zip(texts, ticks, strict=True)
    )


def _at(view: View, day: float) -> Positions:
    """Interpolate the craft's position at a day since TLI (km)."""
    axes = [np.interp(day, view.days, view.craft_km[:, axis]) for axis in range(3)]
    return np.array(axes)
