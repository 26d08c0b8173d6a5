"""Lesson: direct, or slow and cheap."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path as FilePath
from typing import ClassVar, Final

from planner.astro.rocket import exhaust_m_s
from planner.catalogue import load_catalogue
from planner.lessons.lesson import Facts, Lesson, Option, Progress
from planner.lessons.pad import request_from
from planner.lessons.question import ChoiceQuestion, NumberQuestion, Possible, Question, Slip
from planner.lessons.windows import DAYS, survey
from planner.lessons.wording import number
from planner.plan import Path

_PAD: Final = "wenchang_101"
_LANDER: Final = "cargo_cz5"
#: Arrivals flown back: a few seconds; more find flights a few m/s cheaper.
_ARCS: Final = 3000
#: Points of a path kept for its drawing.
_MOST_POINTS: Final = 400
#: A craft after TLI, about what a Long March 5 sends (kg), and a crew.
_CRAFT_KG: Final = 8000.0
_CREW: Final = 2
_MULTIPLY: Final = "Multiply the extra days by what is used up a day, and compare."
#: Share of the progress bar of the first search.
_FIRST: Final = 0.2


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class FlownWay:
    """A flight found and flown in the ephemeris."""

    path: Path
    leaves: datetime
    arrives: datetime
    tof_d: float
    tli_m_s: float
    loi_m_s: float

    @property
    def total_m_s(self) -> float:
        """Both burns."""
        return self.tli_m_s + self.loi_m_s


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TwoWays:
    """The cheapest direct flight of four weeks, and the cheapest low-energy one found."""

    choice: str
    direct: FlownWay
    slow: FlownWay
    isp_s: float

    @property
    def gain(self) -> float:
        """How much more mass the slow way brings into lunar orbit, 0.05 being 5 %."""
        saved = self.direct.loi_m_s - self.slow.loi_m_s
        return math.exp(saved / exhaust_m_s(isp_s=self.isp_s)) - 1.0


class Ways(Lesson[TwoWays]):
    """Search both ways to the Moon in the same four weeks."""

    id: ClassVar = "ways"
    title: ClassVar = "Direct, or slow and cheap?"
    idea: ClassVar = (
        (
            "The direct way takes three to six days. The craft meets the Moon fast and must brake "
            "hard to stay: that burn is LOI."
        ),
        (
            "The slow way goes out to four times the Moon's distance. There the Sun pulls for "
            "weeks and changes the orbit for nothing, so that the craft meets the Moon slowly."
        ),
        (
            "The launcher pays TLI. The craft pays LOI, from its own tanks. What LOI saves becomes "
            "payload."
        ),
    )
    task: ClassVar = (
        "Choose four weeks. The planner finds the cheapest direct flight, then searches "
        "low-energy flights by flying thousands of arrivals backwards through the fields of "
        "Earth, Moon and Sun."
    )
    control: ClassVar = "Leave within four weeks from"
    options: ClassVar = (
        Option(id="2030-01-01", says="2030-01-01"),
        Option(id="2030-04-01", says="2030-04-01"),
        Option(id="2030-07-01", says="2030-07-01"),
        Option(id="2030-10-01", says="2030-10-01"),
    )
    wait: ClassVar = "5 to 10 s"
    look: ClassVar = "Compare the burns, and the days from TLI to lunar orbit."
    teacher: ClassVar = (
        "Both are flown in DE440 to the same polar orbit of 100 km. The search has a small "
        "budget to be quick in class; python -m planner transfer low-energy searches longer. "
        "GRAIL flew such a way in 2011 (Parker and Anderson 2014). Months in space "
        "cost what this table does not show: operations, radiation, boil-off."
    )

    def run(self, choice: str, *, folder: FilePath, progress: Progress) -> TwoWays:  # noqa: ARG002
        """Search both."""
        from planner.epochs import utc_to_tdb_jd
        from planner.transfers.cheapest import cheapest_direct
        from planner.transfers.low_energy import low_energy_transfer

        choice = self.option(choice).id
        request = request_from(_PAD)
        start = date.fromisoformat(choice)
        progress("searching the cheapest direct flight", 0.0)
        best = survey(choice, start=start, site="shackleton_ridge").cheapest
        direct = cheapest_direct(depart_tdb_jd=_midnight(best.day), request=request)
        slow = low_energy_transfer(
            start_tdb_jd=utc_to_tdb_jd(datetime(start.year, start.month, start.day, tzinfo=UTC)),
            request=request,
            days=float(DAYS),
            arcs=_ARCS,
            progress=lambda text, part: progress(text, _FIRST + (1.0 - _FIRST) * part),
        )
        (stage,) = load_catalogue().landers[_LANDER].stages
        return TwoWays(
            choice=choice, direct=_flown(direct), slow=_flown(slow), isp_s=stage.isp_s.value
        )

    def sentence(self, found: TwoWays) -> str:
        """Say times and costs of both."""
        direct, slow = found.direct, found.slow
        return (
            f"Direct: {number(direct.total_m_s, 0)} m/s in {number(direct.tof_d, 1)} d. "
            f"Slow: {number(slow.total_m_s, 0)} m/s in {number(slow.tof_d, 0)} d."
        )

    def facts(self, found: TwoWays) -> Facts:
        """Both ways side by side."""
        both = (found.direct, found.slow)
        return Facts(
            columns=("", "Direct", "Low energy"),
            rows=(
                ("TLI (UTC)", *(f"{one.leaves:%Y-%m-%d}" for one in both)),
                ("LOI (UTC)", *(f"{one.arrives:%Y-%m-%d}" for one in both)),
                ("Time of flight (d)", *(number(one.tof_d, 1) for one in both)),
                ("TLI, by the launcher (m/s)", *(number(one.tli_m_s, 0) for one in both)),
                ("LOI, by the craft (m/s)", *(number(one.loi_m_s, 0) for one in both)),
                ("Both burns (m/s)", *(number(one.total_m_s, 0) for one in both)),
            ),
        )

    def questions(self, found: TwoWays) -> tuple[Question, ...]:
        """Ask who saves what, and what it is worth."""
        return _saved(found), _gain(found), _who(found)


def _saved(found: TwoWays) -> NumberQuestion:
    saved = found.direct.loi_m_s - found.slow.loi_m_s
    in_all = found.direct.total_m_s - found.slow.total_m_s
    return NumberQuestion(
        id="saved",
        asks="How much Δv does the slow way save the craft at the Moon (LOI)?",
        unit="m/s",
        expected=saved,
        within=1.5,
        tolerance="a difference of two figures rounded to 1 m/s",
        because=f"{number(found.direct.loi_m_s, 0)} less {number(found.slow.loi_m_s, 0)} m/s. "
        f"TLI costs {number(found.slow.tli_m_s - found.direct.tli_m_s, 0)} m/s more, because it "
        f"must reach farther out: both burns together save {number(in_all, 0)} m/s.",
        slips=(Slip(value=in_all, says="That counts both burns. The craft itself only pays LOI."),),
    )


def _gain(found: TwoWays) -> NumberQuestion:
    speed = exhaust_m_s(isp_s=found.isp_s)
    return NumberQuestion(
        id="gain",
        asks=f"With an exhaust speed of {number(speed, 0)} m/s: how much more mass (in %) does "
        "the slow way bring into lunar orbit, for the same mass after TLI?",
        unit="%",
        expected=100.0 * found.gain,
        within=0.3,
        tolerance="the saving is read to about 1 m/s, worth 0.03 %; the rest is for working "
        "with exp or with its first term",
        because="exp(saved LOI / exhaust speed) − 1 = "
        f"{number(100.0 * found.gain, 1)} %: of the same mass at TLI, "
        f"{number(100 * math.exp(-found.slow.loi_m_s / speed), 1)} % arrive in place of "
        f"{number(100 * math.exp(-found.direct.loi_m_s / speed), 1)} %.",
        slips=(
            Slip(
                value=100.0 * (1.0 - 1.0 / (1.0 + found.gain)),
                says="Nearly. You compared with the slow way; the question compares with the "
                "direct one.",
            ),
        ),
    )


def _who(found: TwoWays) -> ChoiceQuestion:
    days = found.slow.tof_d - found.direct.tof_d
    speed = exhaust_m_s(isp_s=found.isp_s)
    arrives = math.exp(-found.direct.loi_m_s / speed)
    more_kg = _CRAFT_KG * arrives * found.gain
    daily_kg = supplies_kg(stay_d=1.0)
    eaten_kg = supplies_kg(stay_d=days)
    return ChoiceQuestion(
        id="crew",
        asks=f"Of {number(_CRAFT_KG)} kg after TLI the slow way brings {number(more_kg, 0)} kg "
        f"more into lunar orbit. A crew of {_CREW} uses up {number(daily_kg, 1)} kg a day (NASA's "
        "BVAD rates, its usual recycling). Does the gain feed such a crew over the extra days?",
        options=(
            Possible(id="yes", says="Yes, something is left", wrong=_MULTIPLY),
            Possible(id="no", says="No, they use up more than is gained", wrong=_MULTIPLY),
        ),
        expected="yes" if more_kg >= eaten_kg else "no",
        because=f"{number(days, 1)} d more take {number(eaten_kg, 0)} kg of supplies; the gain is "
        f"{number(more_kg, 0)} kg. Cargo can wait for months, people pay for every day.",
    )


def supplies_kg(*, stay_d: float) -> float:
    """What the crew of the question uses up in so many days (kg)."""
    from planner.logistics.supply import demand_of, loads_demand

    text = (
        f"schema_version: 1\nid: way\ntitle: The way\nrates: bvad\ncrew: {_CREW}\n"
        f"stay_d: {stay_d:.6f}\n"
    )
    return demand_of(loads_demand(text, name="the way")).total_kg


def _midnight(day: date) -> float:
    from planner.epochs import utc_to_tdb_jd

    return utc_to_tdb_jd(datetime(day.year, day.month, day.day, tzinfo=UTC))


def _flown(flight: object) -> FlownWay:
    from planner.epochs import tdb_jd_to_utc
    from planner.transfers.flight import Flight
    from planner.transfers.transfer import Transfer

    assert isinstance(flight, Flight | Transfer)
    burns = {burn.name: burn for burn in flight.burns}
    leaves = burns["tli"].epoch_tdb_jd
    every = max(1, len(flight.path_tdb_jd) // _MOST_POINTS)
    kept = slice(None, None, -every)  # from the end, so that the arrival is kept
    path = Path(
        epoch_tdb_jd=flight.path_tdb_jd[kept][::-1].copy(),
        craft_km=flight.path_earth_km[kept][::-1].copy(),
        moon_km=flight.path_moon_km[kept][::-1].copy(),
    )
    return FlownWay(
        path=path,
        leaves=tdb_jd_to_utc(leaves),
        arrives=tdb_jd_to_utc(leaves + flight.tof_d),
        tof_d=flight.tof_d,
        tli_m_s=burns["tli"].dv_m_s,
        loi_m_s=burns["loi"].dv_m_s,
    )
