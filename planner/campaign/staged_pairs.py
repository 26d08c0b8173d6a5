"""Crewed landings by way of the 9:2 NRHO: lander and ship meet there, not in a low orbit.

Every pair is flown in the ephemeris but for the way home, which is flown for the pairs a plan
takes. So few are offered: one about every three months of the rotation's time, at most
`MOST_PAIRS`; `earliest` and `due` of a rotation say which three months.

The low orbit comes down in the plane that is cheapest, and the lander turns it to pass over the
site: near a pole by a fraction of a degree, elsewhere at a price that closes the pair. What the
site lies off the plane of the way up is paid for in the same way.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Final

import numpy as np

from planner.astro.orientation import moon_icrf_to_fixed, sun_elevation_deg
from planner.campaign.crossing import Crossing, Halfway, Pair, ascent_m_s, midnight, turn_m_s
from planner.campaign.staging import (
    Life,
    Outward,
    OutwardSet,
    down,
    first_and_last_utc,
    joined_utc,
    outward,
    period_d,
    up,
)
from planner.catalogue.models import Pad
from planner.epochs import utc_to_tdb_jd
from planner.errors import PlannerError
from planner.logistics.crewed import CannotCloseError
from planner.scenario import ShipLeg
from planner.transfers.departure import LaunchSite, seconds_past_j2000
from planner.transfers.transfer import Burn, Transfer

#: Pairs offered to a rotation on one option, and the days between them: a quarter of a year.
MOST_PAIRS: Final = 4
_SPACING_D: Final = 91
#: A day on which nothing closes is tried again so much later (d): the Moon is elsewhere then.
_SHIFTS_D: Final = (0, 9, 18)
#: Days in the low orbit before descent and before the way up: a few turns to find one's place.
LOW_ORBIT_D: Final = 0.25
#: The ship leaves so long after its lander (d), if the author lets it: time to see it arrive.
_SHIP_AFTER_D: Final = 12.0
#: Most the way home was seen to take (m/s), 516, and some more; pairs are judged with it.
HOME_MOST_M_S: Final = 560.0
#: The way home leaves where it is cheapest: three quarters of a turn after the way up joins the
#: orbit, seen on dates through a year, and here some more.
_HOME_TURNS: Final = 0.8
#: Longest way home (d).
HOME_LONGEST_D: Final = 10.0


def staged_pairs(crossing: Crossing) -> tuple[tuple[Pair, ...], tuple[str, ...]]:
    """The pairs that close, in order of launch, and what kept the others from it."""
    pairs: list[Pair] = []
    why: list[str] = []
    leg = crossing.carrier.option.ship
    assert leg is not None
    follows = _release(crossing) + timedelta(days=leg.wait_min_d)
    if follows > _latest(crossing):  # told before anything is flown: seconds a pair
        late = f"its ship leaves on {follows} at the earliest, due {_latest(crossing)}"
        return (), (str(_refusal("TLI", late)),)
    for first in _days(crossing):
        for shift_d in _SHIFTS_D:
            try:
                pairs.append(_pair(crossing, first + timedelta(days=shift_d)))
            except PlannerError as error:
                why.append(str(error))
            else:
                break
    return tuple(pairs), tuple(why)


def _days(crossing: Crossing) -> Iterator[date]:
    """Days near which the lander may leave."""
    scenario, rotation, option = crossing.scenario, crossing.rotation, crossing.carrier.option
    last = _latest(crossing) - timedelta(days=_SHIP_AFTER_D + 2.0 * period_d() + 6.0)
    first = _release(crossing) + timedelta(days=1)
    leg = option.ship
    assert leg is not None
    flies = [fact.date for fact in (leg.launcher.first_flight, leg.ship.first_flight) if fact]
    if flies:
        first = max(first, max(flies) - timedelta(days=_wait_d(leg) - 1.0))
    for number in range(MOST_PAIRS):
        day = first + timedelta(days=number * _SPACING_D)
        if day > min(last, scenario.horizon.end) and number:
            return
        if rotation.earliest is None or day >= rotation.earliest:
            yield day


def _release(crossing: Crossing) -> date:
    scenario, rotation = crossing.scenario, crossing.rotation
    phase = next(one for one in scenario.phases if one.id == rotation.phase)
    flies = crossing.carrier.option.available_from or date.min
    return max(
        scenario.horizon.start, scenario.as_of, phase.start, rotation.earliest or date.min, flies
    )


def _latest(crossing: Crossing) -> date:
    scenario, rotation = crossing.scenario, crossing.rotation
    phase = next(one for one in scenario.phases if one.id == rotation.phase)
    return min(rotation.due or phase.end, scenario.horizon.end)


def _wait_d(leg: ShipLeg) -> float:
    """Days from the lander's launch to the ship's, a day clear of both ends if there is room."""
    low, high = leg.wait_min_d, leg.wait_max_d
    return min(max(_SHIP_AFTER_D, low + 1.0), max(high - 1.0, 0.5 * (low + high)))


def _pair(crossing: Crossing, day: date) -> Pair:
    """The pair whose lander leaves about a day; PlannerError says what does not close."""
    crews, option = crossing.scenario.crews, crossing.carrier.option
    leg, orbit = option.ship, option.arrival_orbit
    assert crews is not None
    assert leg is not None
    lander = _outward(crossing, option.pad, midnight(day), None)
    follows = lander.flown.tli_utc + timedelta(days=_wait_d(leg))
    ship = _outward(crossing, leg.pad, follows, lander.life)
    _in_time(crossing, lander, ship)
    meets = timedelta(days=crews.rendezvous_d)
    way_down = down(
        joined_utc(ship.flown) + meets, lander.life, orbit.perilune_alt_km, orbit.inclination_deg
    )
    landing = first_and_last_utc(way_down)[1] + timedelta(days=LOW_ORBIT_D)
    _in_light(crossing, landing)
    if landing.date() > _latest(crossing):
        _refuse("descent", f"it lands on {landing.date()}, due {_latest(crossing)}")
    leaves = landing + timedelta(days=crossing.rotation.stay_d)
    way_up = up(
        leaves + timedelta(days=LOW_ORBIT_D), lander.life, orbit.perilune_alt_km,
        orbit.inclination_deg,
    )  # fmt: skip
    plane_deg = _off_deg(crossing, way_down.burns[-1], landing)
    off_deg = _off_deg(crossing, way_up.burns[0], leaves)
    pair = Pair(
        lander=lander.flown,
        ship=ship.flown,
        plane_deg=plane_deg,
        dv_plane_m_s=turn_m_s(plane_deg, orbit.perilune_alt_km),
        dv_ascent_m_s=ascent_m_s(crossing) + turn_m_s(off_deg, orbit.perilune_alt_km),
        landing_utc=landing,
        departure_utc=leaves,
        tei_utc=_up_utc(way_up) + meets,
        capacity_kg=0.0,
        halfway=Halfway(life=lander.life, down=way_down, up=way_up),
    )
    _home_in_time(crossing, pair)
    crossing.ship_masses(pair, HOME_MOST_M_S)
    crossing.lander_masses(pair)
    capacity = crossing.lander(pair).most_cargo_kg(crossing.who)
    return replace(pair, capacity_kg=max(capacity, crossing.who.cargo_kg))


def _up_utc(way_up: Transfer) -> datetime:
    return first_and_last_utc(way_up)[1]


def _outward(crossing: Crossing, place: Pad, at: datetime, life: Life | None) -> Outward:
    return outward(
        OutwardSet(
            depart_tdb_jd=utc_to_tdb_jd(at),
            site=LaunchSite(
                id=f"{place.lat_deg.value:.1f}°, {place.lon_deg.value:.1f}°",
                lat_deg=place.lat_deg.value,
                lon_deg=place.lon_deg.value,
                max_inclination_deg=place.max_inclination_deg.value,
            ),
            parking_alt_km=crossing.scenario.policies.parking_alt_km,
            life=life,
        )
    )


def _refusal(burn: str, reason: str) -> CannotCloseError:
    return CannotCloseError(craft="the pair", burn=burn, reason=reason)


def _refuse(burn: str, reason: str) -> None:
    raise _refusal(burn, reason)


def _in_time(crossing: Crossing, lander: Outward, ship: Outward) -> None:
    """Nobody leaves too early, and the lander waits when the ship arrives."""
    leg = crossing.carrier.option.ship
    assert leg is not None
    if lander.flown.launch_utc.date() < _release(crossing):
        _refuse("TLI", f"its lander would leave on {lander.flown.launch_utc.date()}")
    wait_d = (ship.flown.launch_utc - lander.flown.launch_utc).total_seconds() / 86_400.0
    if not leg.wait_min_d <= wait_d <= leg.wait_max_d:
        _refuse("TLI", f"its ship leaves {wait_d:.1f} d after its lander")
    firsts = (leg.launcher.first_flight, leg.ship.first_flight)
    if any(one is not None and ship.flown.launch_utc < midnight(one.date) for one in firsts):
        _refuse("TLI", f"its ship would leave on {ship.flown.launch_utc.date()}, before it flies")
    if joined_utc(ship.flown) <= joined_utc(lander.flown):
        _refuse("insertion", "its ship arrives before its lander")


def _in_light(crossing: Crossing, landing: datetime) -> None:
    scenario = crossing.scenario
    margin = scenario.policies.landing_sun_margin_deg
    if margin is None:
        return
    site = scenario.site
    least = site.effective_horizon_deg.value + margin
    sun = sun_elevation_deg(
        lat_deg=site.lat_deg.value, lon_deg=site.lon_deg.value, t_tdb_s=[_tdb_s(landing)]
    )[0]
    if sun < least:
        _refuse("descent", f"the Sun stands {sun:.1f} deg high, {least:g} deg asked")


def _home_in_time(crossing: Crossing, pair: Pair) -> None:
    """Nobody stays longer than ship, due day and horizon allow."""
    leg = crossing.carrier.option.ship
    assert leg is not None
    assert pair.halfway is not None
    rejoined = _up_utc(pair.halfway.up)
    latest = rejoined + timedelta(days=_HOME_TURNS * period_d())
    while latest < pair.tei_utc:
        latest += timedelta(days=period_d())
    waits_d = (latest - joined_utc(pair.ship)).total_seconds() / 86_400.0
    if waits_d > leg.ship.endurance_d.value:
        _refuse("TEI", f"its ship waits up to {waits_d:.1f} d, {leg.ship.endurance_d.value:g} d "
                "at most")  # fmt: skip
    end = crossing.scenario.horizon.end
    if (latest + timedelta(days=HOME_LONGEST_D)).date() > end:
        _refuse("TEI", f"its crew is not home by {end}")


def _off_deg(crossing: Crossing, burn: Burn, at: datetime) -> float:
    """How far the site lies off the plane of a low orbit at a moment (deg).

    The plane is that of the state about the Moon in which the orbit is entered or left.
    """
    low = burn.v_after_km_s if burn.name == "loi" else burn.v_before_km_s
    normal = np.cross(np.array(burn.r_km), np.array(low))
    site = crossing.scenario.site
    lat, lon = math.radians(site.lat_deg.value), math.radians(site.lon_deg.value)
    fixed = np.array([math.cos(lat) * math.cos(lon), math.cos(lat) * math.sin(lon), math.sin(lat)])
    direction = moon_icrf_to_fixed(_tdb_s(at)).T @ fixed
    sine = float(normal @ direction) / float(np.linalg.norm(normal))
    return math.degrees(math.asin(min(1.0, abs(sine))))


def _tdb_s(at: datetime) -> float:
    return seconds_past_j2000(utc_to_tdb_jd(at.astimezone(UTC)))
