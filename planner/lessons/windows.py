"""Lesson: what a launch window is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import ClassVar, Final

from planner.lessons.lesson import Facts, Lesson, Option, Progress
from planner.lessons.pad import ground_of, request_from
from planner.lessons.question import NumberQuestion, Question, Slip
from planner.lessons.wording import counted, number

#: Days surveyed: about a revolution of the Moon (27.3 d).
DAYS: Final = 28
#: Most that a day of the window may cost above the cheapest (m/s).
ALLOWED_M_S: Final = 10.0
_TOF_STEP_D: Final = 0.25


@dataclass(frozen=True, slots=True, kw_only=True)
class Departure:
    """The cheapest flight that leaves at the start of a day (UTC)."""

    day: date
    dv_m_s: float
    tof_d: float
    sun_deg: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """A month of departures to a site whose terrain hides the Sun below ``horizon_deg``."""

    choice: str
    site: str
    horizon_deg: float
    departures: tuple[Departure, ...]

    @property
    def cheapest(self) -> Departure:
        """The day of least Δv."""
        return min(self.departures, key=lambda one: one.dv_m_s)

    @property
    def dearest(self) -> Departure:
        """The day of most Δv."""
        return max(self.departures, key=lambda one: one.dv_m_s)

    def cheap(self, one: Departure) -> bool:
        """Whether a day costs little more than the cheapest."""
        return one.dv_m_s <= self.cheapest.dv_m_s + ALLOWED_M_S

    def lit(self, one: Departure) -> bool:
        """Whether the Sun shines on the site when the flight arrives."""
        return one.sun_deg >= self.horizon_deg

    @property
    def window(self) -> tuple[Departure, ...]:
        """Days that are both."""
        return tuple(one for one in self.departures if self.cheap(one) and self.lit(one))


_STARTS: Final = {"january": date(2030, 1, 1), "july": date(2030, 7, 1)}
_SITES: Final = {"pole": "shackleton_ridge", "middle": "boguslavsky", "low": "marius_hills"}


class Windows(Lesson[Month]):
    """Survey a month of departures and find the days on which a flight makes sense."""

    id: ClassVar = "windows"
    title: ClassVar = "What is a launch window?"
    idea: ClassVar = (
        (
            "The Earth turns under the way to the Moon once a day, and the Moon goes round in 27.3 "
            "days. A flight fits when pad, Earth and Moon line up."
        ),
        (
            "The Moon is not always equally far, so some days cost more Δv than others. And who "
            "lands wants light: the Sun must stand above the site."
        ),
        "A launch window is the span of days on which both hold: cheap enough, and lit.",
    )
    task: ClassVar = "Survey 28 departures from Wenchang, one a day, to a site of your choice."
    control: ClassVar = "Month and landing site"
    options: ClassVar = (
        Option(id="january-pole", says="January 2030, ridge at the south pole"),
        Option(id="january-middle", says="January 2030, Boguslavsky, 70° south"),
        Option(id="july-pole", says="July 2030, ridge at the south pole"),
        Option(id="july-low", says="July 2030, Marius Hills, 14° north"),
    )
    wait: ClassVar = "about 2 s"
    look: ClassVar = (
        "Each day is the cheapest flight of 3 to 6 days that leaves at 00:00 UTC. Low is cheap. "
        "A hollow mark means that the site is dark on arrival."
    )
    teacher: ClassVar = (
        "The surprise: the whole month differs by a few tens of m/s in four thousand. At the "
        "Moon it is light more often than Δv that closes a window; to Mars it would be Δv. The "
        "survey uses two-body arcs; the Transfer lab flies any of these days in the ephemeris."
    )

    def run(self, choice: str, *, folder: Path, progress: Progress) -> Month:  # noqa: ARG002
        """Survey the month."""
        choice = self.option(choice).id
        month, _, place = choice.partition("-")
        progress("Surveying departures", 0.0)
        return survey(choice, start=_STARTS[month], site=_SITES[place])

    def sentence(self, found: Month) -> str:
        """Say the cheapest day and how many days remain."""
        best = found.cheapest
        return (
            f"Cheapest on {best.day}: {number(best.dv_m_s, 0)} m/s in {best.tof_d:g} d. "
            f"The Sun is above the site's horizon on arrival for "
            f"{sum(map(found.lit, found.departures))} of {len(found.departures)} days."
        )

    def facts(self, found: Month) -> Facts:
        """One row a day."""
        rows = tuple(
            (
                str(one.day),
                number(one.dv_m_s, 1),
                f"{one.tof_d:g}",
                number(one.sun_deg, 2),
                "lit" if found.lit(one) else "dark",
            )
            for one in found.departures
        )
        columns = ("Leave (UTC)", "Δv (m/s)", "Flight time (d)", "Sun on arrival (°)", "Site")
        return Facts(columns=columns, rows=rows)

    def questions(self, found: Month) -> tuple[Question, ...]:
        """Ask for the cost of a bad day, and for the days of the window."""
        best, worst = found.cheapest, found.dearest
        spread = worst.dv_m_s - best.dv_m_s
        days = len(found.window)
        cheap, lit = sum(map(found.cheap, found.departures)), sum(map(found.lit, found.departures))
        return (
            NumberQuestion(
                id="spread",
                asks="How much more Δv does the dearest day cost than the cheapest?",
                unit="m/s",
                expected=spread,
                within=1.0,
                tolerance="the table is read to a tenth of a metre a second, a chart to one",
                because=f"{number(worst.dv_m_s, 1)} on {worst.day} less {number(best.dv_m_s, 1)} "
                f"on {best.day}: {number(spread, 1)} m/s, "
                f"{number(100 * spread / best.dv_m_s, 1)} % of the way.",
                slips=(
                    Slip(
                        value=worst.dv_m_s,
                        says="That is what the dearest day costs. Take the cheapest away from it.",
                    ),
                ),
            ),
            NumberQuestion(
                id="days",
                asks=f"A day belongs to the window if it costs at most {ALLOWED_M_S:g} m/s more "
                "than the cheapest and the site is lit on arrival. How many of the "
                f"{len(found.departures)} days do?",
                unit="d",
                expected=float(days),
                within=0.0,
                tolerance="days are counted",
                because=f"{counted(cheap, 'day')} are cheap enough, {counted(lit, 'day')} are "
                f"lit, and {days} are both.",
                slips=_day_slips(days, cheap, lit),
            ),
        )


def _day_slips(days: int, cheap: int, lit: int) -> tuple[Slip, ...]:
    found = (
        (cheap, "That counts the cheap days. On some of them the site is dark."),
        (lit, "That counts the lit days. Some of them cost too much."),
    )
    return tuple(Slip(value=float(value), says=says) for value, says in found if value != days)


def survey(choice: str, *, start: date, site: str) -> Month:
    """Survey a month of departures with the planner's grid of direct transfers."""
    import numpy as np

    from planner.epochs import utc_to_tdb_jd
    from planner.transfers.direct import TOF_RANGE_D
    from planner.transfers.grid import flight_times, grid_blocks, joined
    from planner.transfers.porkchop_direct import direct_cells

    name, ground = ground_of(site)
    days = [start + timedelta(days=n) for n in range(DAYS)]
    leave = np.array([utc_to_tdb_jd(datetime(d.year, d.month, d.day, tzinfo=UTC)) for d in days])
    times = flight_times(low_d=3.0, high_d=6.0, step_d=_TOF_STEP_D, allowed_d=TOF_RANGE_D)
    survey_of = direct_cells(request_from("wenchang_101"))
    blocks = grid_blocks(depart_tdb_jd=leave, tof_d=times, survey=survey_of, ground=ground)
    grid = joined(list(blocks))
    total = grid.dv_total_m_s
    departures = []
    for row, day in enumerate(days):
        if np.isnan(total[row]).all():
            continue
        column = int(np.nanargmin(total[row]))
        departures.append(
            Departure(
                day=day,
                dv_m_s=float(total[row, column]),
                tof_d=float(times[column]),
                sun_deg=float(grid.sun_deg[row, column]),
            )
        )
    return Month(
        choice=choice, site=name, horizon_deg=ground.horizon_deg, departures=tuple(departures)
    )
