"""What both drawings of a trajectory point out: burns, days on the way, where the bodies are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np

from planner.astro.constants import EARTH_RADIUS_KM, MOON_RADIUS_KM, SECONDS_PER_DAY
from planner.figures.frames import Positions, View
from planner.figures.palette import NEUTRAL, OKABE_ITO
from planner.figures.wording import grouped
from planner.plan import Flight

CRAFT_COLOUR: Final = OKABE_ITO["vermillion"]
MOON_COLOUR: Final = NEUTRAL
#: Least distance between two labels, as a share of the drawing.
_APART: Final = 0.12
#: Share of the width beyond which a label has more room to its left.
_LEFT_FROM: Final = 0.8


@dataclass(frozen=True, slots=True)
class Point:
    """A named place in a view (km); ``side`` is where plotly puts its label."""

    text: str
    at_km: Positions
    symbol: str
    size_px: int
    colour: str
    side: str


@dataclass(frozen=True, slots=True)
class Body:
    """A body of true size (km)."""

    name: str
    at_km: Positions
    radius_km: float
    colour: str
    side: str

    @property
    def name_km(self) -> Positions:
        """Where the name is written: below the body, or at its centre if the name is beside it."""
        below = self.radius_km if self.side.startswith("bottom") else 0.0
        return np.asarray(self.at_km - np.array([0.0, below, below]))


def points(flight: Flight, view: View) -> tuple[Point, ...]:
    """Return every place to point out: where the Moon was, days on the way, burns."""
    return (*_moon_at_tli(view), *_clock(view), *_burns(flight, view))


def bodies(view: View) -> tuple[Body, ...]:
    """Return the bodies in the view, where they are at perilune."""
    side = "bottom center" if view.name == "moon" else "middle right"
    moon = Body("Moon", view.moon_km[-1], MOON_RADIUS_KM, MOON_COLOUR, side)
    earth = Body("Earth", view.earth_km[-1], EARTH_RADIUS_KM, OKABE_ITO["blue"], "bottom left")
    return (moon,) if view.name == "moon" else (earth, moon)


def _moon_at_tli(view: View) -> Iterator[Point]:
    if view.name == "earth":
        text = "Moon at TLI"
        yield Point(text, view.moon_km[0], "circle-open", 7, MOON_COLOUR, "bottom center")


def outbound_burns(flight: Flight) -> tuple[tuple[str, float, float], ...]:
    """Return the burns of the way out: name, days since TLI, Δv (m/s).

    A flight by way of the Moon burns at the flyby, its arrival, and again to join the NRHO.
    """
    dv_m_s = flight.dv_m_s
    days = flight.path.epoch_tdb_jd - flight.path.epoch_tdb_jd[0]
    start, end = ("TLI", 0.0, dv_m_s["tli"]), float(days[-1])
    if flight.joined_utc is None:
        return start, ("LOI", end, dv_m_s["loi"])
    flyby_d = (flight.arrival_utc - flight.tli_utc).total_seconds() / SECONDS_PER_DAY
    return start, ("flyby", flyby_d, dv_m_s["flyby"]), ("into NRHO", end, dv_m_s["insertion"])


def _burns(flight: Flight, view: View) -> Iterator[Point]:
    """Yield the burns that lie in the view."""
    for name, day, dv_m_s in outbound_burns(flight):
        if view.days[0] <= day <= view.days[-1]:
            yield _burn(f"{name} {grouped(dv_m_s)} m/s", _at(view, day), view)


def _burn(text: str, at_km: Positions, view: View) -> Point:
    """Mark a burn; beside the right edge its name is written to the left."""
    x = np.concatenate([view.craft_km[:, 0], view.moon_km[:, 0]])
    edge = at_km[0] > x.min() + _LEFT_FROM * (x.max() - x.min())
    return Point(text, at_km, "x", 8, CRAFT_COLOUR, "top left" if edge else "top center")


def _clock(view: View) -> Iterator[Point]:
    """Yield the craft at each whole day of the way, or at each two hours of an approach.

    Points so near to another or to an end that their labels would run together are left out.
    """
    step_h, word = (2.0, "h") if view.name == "moon" else (24.0, "d")
    extent = float(np.ptp(view.craft_km, axis=0).max())
    taken = [view.craft_km[0], view.craft_km[-1]]
    for count in range(int(view.days[0] * 24.0 / step_h) + 1, int(view.days[-1] * 24.0 / step_h)):
        at_km = _at(view, count * step_h / 24.0)
        if min(float(np.linalg.norm(at_km - other)) for other in taken) > _APART * extent:
            taken.append(at_km)
            shown = count if word == "d" else int(count * step_h)
            yield Point(f"+{shown} {word}", at_km, "circle", 5, CRAFT_COLOUR, "bottom center")


def _at(view: View, day: float) -> Positions:
    """Interpolate the craft's position at a day since TLI (km)."""
    return np.array([np.interp(day, view.days, view.craft_km[:, axis]) for axis in range(3)])
