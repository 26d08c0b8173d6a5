"""Low thrust: from an orbit about the Earth to one about the Moon on an electric engine.

One continuous trajectory in the ephemeris field, months of it: the climb
(`planner.transfers.low_thrust_climb`), an approach, a coast into a slow pass of the
Moon, capture and winding down (`planner.transfers.low_thrust_capture`). Nothing is
patched: each leg starts at the state and mass the one before ended with. What is
searched for is the ellipse the approach steers for and the revolution it starts from,
so that the Moon is met slowly enough to be caught by; of the captures found, the one
that needs the least propellant is taken.

Model: Earth with J2, Moon and Sun as points (DE440); constant thrust and specific
impulse, cut in the shadow of the Earth and the Moon in proportion to the hidden part of
the Sun's disc. Left out: drag, radiation pressure, loss of power with age and distance,
the Moon's uneven field. Validity: accelerations of 3e-5 to 1e-3 m/s².

References
----------
Racca et al. 2002, Planetary and Space Science 50:1323 (SMART-1: perigee out of the belts,
thrust about perigee, slow capture). Petropoulos 2003, AAS 03-630. Edelbaum 1961.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from planner.astro.constants import GM_EARTH_KM3_S2, GM_MOON_KM3_S2, J2000_JD, SECONDS_PER_DAY
from planner.astro.ephemeris import LAST_S, body_states_km_s, require_covered
from planner.epochs import tdb_jd_to_utc
from planner.errors import NoConvergenceError, OutOfRangeError
from planner.transfers.departure import seconds_past_j2000
from planner.transfers.electric_craft import (
    ElectricCraft,
    LunarTarget,
    StartOrbit,
    edelbaum_dv_m_s,
)
from planner.transfers.flight import Flight
from planner.transfers.low_thrust_capture import capture, encounter, wind_down
from planner.transfers.low_thrust_climb import (
    LONGEST_D,
    Aim,
    approach,
    best_node_deg,
    branches,
    climb,
    start_moment,
)
from planner.transfers.low_thrust_log import Mission, Search, mission_to_flight
from planner.transfers.low_thrust_pilot import Leg, Pilot
from planner.transfers.request import require_within

Progress = Callable[[str, float], None]

#: Ranges of the search: semi-major axis of the approach's ellipse in lunar distances,
#: eccentricity, tilt to the Moon's orbit (deg). Below the Moon's orbit and near its plane,
#: where Jacobi's constant lies between a closed neck at L1 and a fast pass.
_SIZES, _SHAPES, _TILTS = (0.53, 0.69), (0.1, 0.4), (3.0, 16.0)
#: Captures after which the search is content.
_ENOUGH: Final = 6
#: Share of the whole that the climb is, in the progress shown.
_CLIMB_SHARE: Final = 0.1
#: Speed change about the Moon (m/s) in the estimate of the propellant: SMART-1's 14 kg.
_LUNAR_DV_M_S: Final = 750.0
#: Days in which there is no thrust, beyond the duty cycle: arcs about perigee, the encounter.
_COASTING_D: Final = 250.0
#: Tolerance of the climbs that are only compared.
_SURVEY_RTOL: Final = 1e-8
#: Bases of the four numbers a try is made of.
_BASES: Final = (2, 3, 5, 7)


def low_thrust_transfer(
    *,
    depart_tdb_jd: float,
    craft: ElectricCraft | None = None,
    start: StartOrbit | None = None,
    target: LunarTarget | None = None,
    budget: int = 240,
    rtol: float = 1e-10,
    progress: Progress | None = None,
) -> Flight:
    """Fly from an orbit about the Earth to one about the Moon on an electric engine.

    Parameters
    ----------
    depart_tdb_jd : float
        At perigee of the start orbit; 1965 to 2065, with the years the flight takes.
    craft, start, target : optional
        SMART-1, its first orbit (node: the Moon's) and its first operational orbit if None.
    budget : int
        Approaches tried, 1 to 10 000; about 30 a second. The search ends before with
        six captures.
    rtol : float
        Of the integrator, 1e-12 to 1e-8.
    progress : callable, optional
        Told what is being done and the share of it that is behind.

    Returns
    -------
    Flight
        ``burns`` has one entry for each phase with thrust: its speed change by the rocket
        equation, drawn along the velocity at the start of the phase.

    Raises
    ------
    OutOfRangeError
        A value out of range, or less propellant than the way takes; tells what it takes.
    NoConvergenceError
        No capture within the budget.
    """
    require_within("budget", budget, 1, 10_000, "approaches")
    require_within("rtol", rtol, 1e-12, 1e-8, "")
    craft, target = craft or ElectricCraft(), target or LunarTarget()
    t_tdb_s = seconds_past_j2000(depart_tdb_jd)
    require_covered(t_tdb_s)
    hunt = _Hunt(
        pilot=Pilot(craft=craft, rtol=rtol), target=target, budget=int(budget), tell=progress
    )
    orbit = start or StartOrbit()
    _require_means(craft, orbit, depart_tdb_jd)
    hunt.say("climbing", 0.0)
    node_deg = orbit.raan_deg
    if node_deg is None:
        node_deg = best_node_deg(replace(hunt.pilot, rtol=_SURVEY_RTOL), orbit, t_tdb_s)
    first = start_moment(orbit=orbit, raan_deg=node_deg, craft=craft, t_tdb_s=t_tdb_s)
    best, search = hunt.best(climb(hunt.pilot, first))
    return mission_to_flight(
        Mission(pilot=hunt.pilot, legs=best, target=target, search=search, start_raan_deg=node_deg)
    )


def _require_means(craft: ElectricCraft, orbit: StartOrbit, tdb_jd: float) -> None:
    """Refuse what even Edelbaum's spiral to half the Moon's distance cannot do, or too late."""
    v0 = (GM_EARTH_KM3_S2 / orbit.semi_major_axis_km) ** 0.5
    v1 = (GM_EARTH_KM3_S2 / (_SIZES[0] * _lunar_distance_km(tdb_jd))) ** 0.5
    dv_m_s = edelbaum_dv_m_s(v0_km_s=v0, v1_km_s=v1) + _LUNAR_DV_M_S
    need_kg = craft.propellant_for_kg(dv_m_s=dv_m_s)
    if craft.propellant_kg < 0.85 * need_kg:
        raise OutOfRangeError(
            name="propellant_kg",
            value=craft.propellant_kg,
            allowed=f"what the way takes: about {need_kg:.0f} kg from this orbit "
            f"(Edelbaum's spiral and {_LUNAR_DV_M_S:.0f} m/s about the Moon), and some more",
        )
    days = need_kg / craft.flow_kg_s / craft.duty_cycle / SECONDS_PER_DAY
    if days > LONGEST_D:
        raise OutOfRangeError(
            name="thrust_n",
            value=craft.thrust_n,
            allowed=f"{craft.thrust_n * days / LONGEST_D:.3g} N and more: the flight would take "
            f"{days:.0f} d, and {LONGEST_D:.0f} d are allowed",
        )
    last_jd = LAST_S / SECONDS_PER_DAY + J2000_JD - _COASTING_D - days
    if tdb_jd > last_jd:
        raise OutOfRangeError(
            name="depart_tdb_jd",
            value=tdb_jd,
            allowed=f"departures up to {tdb_jd_to_utc(last_jd):%Y-%m-%d} (JD {last_jd:.1f}): the "
            f"flight takes some {days:.0f} d and has to end before 2065",
        )


def _lunar_distance_km(tdb_jd: float) -> float:
    """Semi-major axis of the Moon's orbit of the day (km), from its energy."""
    moon = body_states_km_s("moon", tdb_jd)[0]
    gm = GM_EARTH_KM3_S2 + GM_MOON_KM3_S2
    return float(1.0 / (2.0 / (moon[:3] @ moon[:3]) ** 0.5 - moon[3:] @ moon[3:] / gm))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Hunt:
    """Search for a capture."""

    pilot: Pilot
    target: LunarTarget
    budget: int
    tell: Progress | None

    def say(self, text: str, share: float) -> None:
        if self.tell is not None:
            self.tell(text, share)

    def best(self, way: tuple[Leg, ...]) -> tuple[tuple[Leg, ...], Search]:
        """All legs of the capture that needs the least propellant, and what was tried."""
        found: list[tuple[float, tuple[Leg, ...], Aim]] = []
        tried = met = 0
        cut = branches(way)
        for tried, (place, aim) in enumerate(self.aims(way), 1):
            kept = way[: cut[int(place * len(cut))]]
            self.say(
                f"searching for a slow pass of the Moon ({len(found)} captures)",
                _CLIMB_SHARE + (1.0 - _CLIMB_SHARE) * tried / self.budget,
            )
            try:
                flown, encountered = self.attempt(kept, aim)
            except NoConvergenceError:  # fell into a body
                continue
            met += encountered
            if flown is not None:
                found.append((float(kept[0].start.y[6] - flown[-1].end.y[6]), kept + flown, aim))
                if len(found) == _ENOUGH:
                    break
        if not found:
            raise NoConvergenceError(
                what=f"capture at the Moon (met it in {met} of {tried} approaches)",
                residual=float(tried),
                unit="approaches tried",
                way_out="a larger budget, another day, or another node (raan_deg)",
            )
        used_kg, legs, aim = min(found, key=lambda one: one[0])
        self.require_tank(used_kg)
        return legs, Search(tried=tried, encounters=met, captures=len(found), aim=aim)

    def require_tank(self, used_kg: float) -> None:
        if used_kg > self.pilot.craft.propellant_kg:
            raise OutOfRangeError(
                name="propellant_kg",
                value=self.pilot.craft.propellant_kg,
                allowed=f"what the way takes: the cheapest capture found takes {used_kg:.1f} kg",
            )

    def attempt(self, kept: tuple[Leg, ...], aim: Aim) -> tuple[tuple[Leg, ...] | None, bool]:
        """Legs from the climb to the target, or None; and whether the Moon was met."""
        near = approach(self.pilot, kept[-1].end, aim)
        now = near[-1].end if near else kept[-1].end
        coast = encounter(self.pilot, now)
        if coast is None:
            return None, False
        caught = capture(self.pilot, coast[-1].end)
        down = caught and wind_down(self.pilot, caught[-1].end, self.target)
        return (near + coast + caught + down if caught and down else None), True

    def aims(self, way: tuple[Leg, ...]) -> Iterator[tuple[float, Aim]]:
        """Where to leave the climb (0..1), and for which ellipse; evenly spread."""
        distance_km = _lunar_distance_km(way[-1].end.t_tdb_s / SECONDS_PER_DAY + J2000_JD)
        for n in range(1, self.budget + 1):
            place, size, shape, tilt = (_spread(n, base) for base in _BASES)
            yield (
                place,
                Aim(
                    a_km=distance_km * _between(_SIZES, size),
                    e=_between(_SHAPES, shape),
                    tilt_deg=_between(_TILTS, tilt),
                ),
            )


def _between(limits: tuple[float, float], share: float) -> float:
    return limits[0] + (limits[1] - limits[0]) * share


def _spread(n: int, base: int) -> float:
    """Digits of ``n`` mirrored at the point: van der Corput's sequence, Halton's in a base."""
    value, part = 0.0, 1.0
    while n:
        part /= base
        n, digit = divmod(n, base)
        value += digit * part
    return value
