"""Two flights that make one crewed landing: the lander first, then the ship with its crew.

The lander waits in its lunar orbit and turns its plane into the one in which the ship arrives,
on its own propellant: planes of direct flights come into line about once a sidereal month. The
landing follows from the ship's plane as for a cargo lander. Ascent and rendezvous are flown by
:mod:`planner.transfers.ascent` once for each lander and orbit; what the site has turned out of
the plane since the landing is added as an impulse, ``2 v sin(angle / 2)``.

TEI is the cheapest return of that day with the node of the orbit free: the turn into the plane
of the return is left out.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from planner.campaign.crossing import (
    Crossing,
    Pair,
    ascent_m_s,
    midnight,
    out_of_plane_deg,
    turn_m_s,
)
from planner.campaign.dated import Light, Opportunity, WindowSet
from planner.campaign.deliveries import Carrier, available
from planner.campaign.opportunities import opportunities, window_set
from planner.campaign.staged_pairs import staged_pairs
from planner.epochs import utc_to_tdb_jd
from planner.errors import PlannerError
from planner.logistics.crewed import CannotCloseError
from planner.scenario import FlightOption, Rotation, Scenario
from planner.scenario.checks import SHIP_WINDOWS_PER_MONTH
from planner.transfers.cheapest import RETURN_TOF_D, cheapest_return
from planner.transfers.departure import seconds_past_j2000
from planner.transfers.earth_return import EarthReturn, ReturnRequest
from planner.transfers.scan_return import survey_return

#: Ship windows kept for each window of the lander: the earliest that close.
KEPT_PER_LANDER = 2
#: The survey of returns misses the flown one by up to 25 m/s; windows are judged with more.
SURVEY_ALLOWANCE_M_S = 40.0
_RETURN_TOFS = 13  # every quarter of a day


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CrewOffer:
    """Pairs of one flight option that serve one rotation, in order of the lander's launch."""

    id: str
    carrier: Carrier
    rotation: Rotation
    pairs: tuple[Pair, ...]
    closed: str

    @property
    def option(self) -> FlightOption:
        """The flight option."""
        return self.carrier.option


def ship_set(scenario: Scenario, option: FlightOption) -> WindowSet:
    """Windows of the ship, each with the landing that may follow the rendezvous."""
    crews, leg = scenario.crews, option.ship
    assert crews is not None
    assert leg is not None
    alike = option.model_copy(update={"pad": leg.pad})
    wanted = window_set(scenario, alike)
    light = wanted.light
    assert light is not None
    longest = max(light.wait_max_d, crews.rendezvous_d)
    return replace(
        wanted,
        per_month=max(SHIP_WINDOWS_PER_MONTH, wanted.per_month),
        light=Light(
            lat_deg=light.lat_deg,
            lon_deg=light.lon_deg,
            wait_min_d=crews.rendezvous_d,
            wait_max_d=longest,
            min_sun_deg=light.min_sun_deg,
        ),
    )


def lander_set(scenario: Scenario, option: FlightOption) -> WindowSet:
    """Windows of a lander that waits in orbit: its landing follows from the ship's."""
    return replace(window_set(scenario, option), light=None)


def crew_offer(scenario: Scenario, carrier: Carrier, rotation: Rotation) -> CrewOffer:
    """Pairs of an option that a rotation may fly, or why there are none."""
    crossing = Crossing(scenario=scenario, carrier=carrier, rotation=rotation)
    option = carrier.option
    if option.family == "nrho":
        staged, causes = staged_pairs(crossing)
        return CrewOffer(
            id=f"{option.id} [{rotation.id}]",
            carrier=carrier,
            rotation=rotation,
            pairs=staged,
            closed="" if staged else _none_staged(option, rotation, causes),
        )
    landers = [
        one
        for one in opportunities(lander_set(scenario, option))
        if available(option, one) and one.launch_utc.date() >= scenario.as_of
    ]
    ships = [one for one in opportunities(ship_set(scenario, option)) if _flies(option, one)]
    pairs: list[Pair] = []
    why: list[tuple[float, str]] = []
    for lander in landers:
        kept = 0
        for ship in ships:
            if kept < KEPT_PER_LANDER and _follows(crossing, lander, ship):
                found, problem = _closing(crossing, lander, ship)
                why += [(_between_deg(lander, ship), problem)] if problem else []
                if found is not None:
                    pairs.append(found)
                    kept += 1
    return CrewOffer(
        id=f"{option.id} [{rotation.id}]",
        carrier=carrier,
        rotation=rotation,
        pairs=tuple(pairs),
        closed="" if pairs else _closed(option, rotation, landers, ships, why),
    )


def _none_staged(option: FlightOption, rotation: Rotation, causes: tuple[str, ...]) -> str:
    start = f"{option.id} cannot carry {rotation.id}: "
    if not causes:
        return f"{start}no day between its earliest and its due one leaves time for a landing."
    return f"{start}{causes[0]} (the first of {len(causes)} pairs tried)."


def _closed(
    option: FlightOption,
    rotation: Rotation,
    landers: list[Opportunity],
    ships: list[Opportunity],
    why: list[tuple[float, str]],
) -> str:
    start = f"{option.id} cannot carry {rotation.id}: "
    if not landers or not ships:
        return f"{start}no window for its {'ship' if landers else 'lander'} within the horizon."
    if not why:
        leg = option.ship
        assert leg is not None
        return (
            f"{start}no ship launches {leg.wait_min_d:g} to {leg.wait_max_d:g} d after its lander "
            "and is home by the horizon's end."
        )
    plane_deg, problem = min(why)
    return (
        f"{start}{problem} (the pair whose planes are closest, {plane_deg:.1f} deg, of {len(why)})."
    )


def _flies(option: FlightOption, ship: Opportunity) -> bool:
    leg = option.ship
    assert leg is not None
    firsts = (leg.launcher.first_flight, leg.ship.first_flight)
    return all(one is None or ship.launch_utc >= midnight(one.date) for one in firsts)


def _follows(crossing: Crossing, lander: Opportunity, ship: Opportunity) -> bool:
    """Whether the ship follows the lander in time, and is home within the horizon."""
    leg, crews = crossing.carrier.option.ship, crossing.scenario.crews
    assert leg is not None
    assert crews is not None
    assert ship.landing_utc is not None
    wait_d = (ship.launch_utc - lander.launch_utc).total_seconds() / 86_400.0
    if not leg.wait_min_d <= wait_d <= leg.wait_max_d or ship.arrival_utc <= lander.arrival_utc:
        return False
    home_d = crossing.rotation.stay_d + crews.rendezvous_d + RETURN_TOF_D[1]
    last = ship.landing_utc + timedelta(days=home_d)
    orbit_d = (last - ship.arrival_utc).total_seconds() / 86_400.0 - RETURN_TOF_D[1]
    enough = orbit_d <= leg.ship.endurance_d.value
    return enough and last.date() <= crossing.scenario.horizon.end


def _closing(crossing: Crossing, lander: Opportunity, ship: Opportunity) -> tuple[Pair | None, str]:
    """The pair with its capacity, or what keeps it from closing."""
    try:
        pair = pair_of(crossing, lander, ship)
        crossing.ship_masses(pair, _surveyed_tei_m_s(pair.tei_utc, crossing.home))
        crossing.lander_masses(pair)
        capacity = crossing.lander(pair).most_cargo_kg(crossing.who)
    except PlannerError as error:
        return None, str(error)
    return replace(pair, capacity_kg=max(capacity, crossing.who.cargo_kg)), ""


def pair_of(crossing: Crossing, lander: Opportunity, ship: Opportunity) -> Pair:
    """Dates and speed changes of a pair, its capacity still open."""
    scenario, option, crews = crossing.scenario, crossing.carrier.option, crossing.scenario.crews
    assert crews is not None
    assert ship.landing_utc is not None
    height_km = option.arrival_orbit.perilune_alt_km
    plane_deg = _between_deg(lander, ship)
    off_deg = out_of_plane_deg(
        lat_deg=scenario.site.lat_deg.value,
        inclination_deg=option.arrival_orbit.inclination_deg,
        stay_d=crossing.rotation.stay_d,
    )
    departure = ship.landing_utc + timedelta(days=crossing.rotation.stay_d)
    return Pair(
        lander=lander,
        ship=ship,
        plane_deg=plane_deg,
        dv_plane_m_s=turn_m_s(plane_deg, height_km),
        dv_ascent_m_s=ascent_m_s(crossing) + turn_m_s(off_deg, height_km),
        landing_utc=ship.landing_utc,
        departure_utc=departure,
        tei_utc=departure + timedelta(days=crews.rendezvous_d),
        capacity_kg=0.0,
    )


def _between_deg(one: Opportunity, other: Opportunity) -> float:
    """Angle between the planes in which two craft circle the Moon (deg)."""
    first, second = _normal(one), _normal(other)
    across = float(np.linalg.norm(np.cross(first, second)))
    return math.degrees(math.atan2(across, float(np.dot(first, second))))


def _normal(flight: Opportunity) -> NDArray[np.float64]:
    """Direction of the angular momentum after LOI; its length does not matter."""
    last = flight.transfer.burns[-1]
    normal: NDArray[np.float64] = np.cross(np.array(last.r_km), np.array(last.v_after_km_s))
    return normal


@lru_cache(maxsize=4096)
def _surveyed_tei_m_s(tei_utc: datetime, request: ReturnRequest) -> float:
    """Cheapest TEI of a day by two bodies (m/s), with what the survey may miss."""
    low, high = RETURN_TOF_D
    survey = survey_return(
        tei_tdb_s=np.array([seconds_past_j2000(utc_to_tdb_jd(tei_utc))]),
        tof_d=np.linspace(low, high, _RETURN_TOFS),
        request=request,
    )
    costs = survey.dv_tei_m_s[np.isfinite(survey.dv_tei_m_s)]
    if not costs.size:
        raise CannotCloseError(craft="the ship", burn="TEI", reason="no return leaves that orbit")
    return float(costs.min()) + SURVEY_ALLOWANCE_M_S


@lru_cache(maxsize=512)
def return_of(tei_utc: datetime, request: ReturnRequest) -> EarthReturn:
    """The cheapest return of a moment, flown in the ephemeris."""
    return cheapest_return(depart_tdb_jd=utc_to_tdb_jd(tei_utc), request=request)


def crew_offers(scenario: Scenario, carriers: dict[str, Carrier]) -> Iterator[CrewOffer]:
    """Every rotation on each of its flight options."""
    for rotation in scenario.crews.rotations if scenario.crews else ():
        for name in rotation.fleet:
            yield crew_offer(scenario, carriers[name], rotation)
