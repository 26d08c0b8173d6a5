"""Two flights that make one crewed landing: the lander first, then the ship with its crew.

The lander waits in its lunar orbit and turns its plane into the one in which the ship arrives,
on its own propellant: planes of direct flights come into line about once a sidereal month. The
landing follows from the ship's plane as for a cargo lander. Ascent and rendezvous are flown by
:mod:`planner.transfers.ascent` once for each lander and orbit; what the site has turned out of
the plane since the landing is added as an impulse, ``2 v sin(angle / 2)``.

For its way home the ship waits until its plane holds the direction home (`way_home`).
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

import numpy as np

from planner.campaign.crossing import (
    Crossing,
    Pair,
    ascent_m_s,
    midnight,
    out_of_plane_deg,
    plane_normal,
    turn_m_s,
)
from planner.campaign.dated import Light, Opportunity, WindowSet
from planner.campaign.deliveries import Carrier, available
from planner.campaign.opportunities import opportunities, window_set
from planner.campaign.staged_pairs import staged_pairs
from planner.campaign.way_home import SURVEY_ALLOWANCE_M_S, tei_of
from planner.errors import PlannerError
from planner.logistics.crewed import CannotCloseError
from planner.scenario import FlightOption, Rotation, Scenario
from planner.scenario.checks import SHIP_WINDOWS_PER_MONTH
from planner.transfers.cheapest import RETURN_TOF_D

#: Ship windows kept for each window of the lander: the earliest that close.
KEPT_PER_LANDER = 2


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
        _home_in_time(crossing, pair)
        crossing.ship_masses(pair, pair.dv_tei_m_s + SURVEY_ALLOWANCE_M_S)
        crossing.lander_masses(pair)
        capacity = crossing.lander(pair).most_cargo_kg(crossing.who)
    except PlannerError as error:
        return None, str(error)
    return replace(pair, capacity_kg=max(capacity, crossing.who.cargo_kg)), ""


def _home_in_time(crossing: Crossing, pair: Pair) -> None:
    """The ship lasts until its plane holds the way home, and is back by the horizon's end."""
    leg = crossing.carrier.option.ship
    assert leg is not None
    waits_d = (pair.tei_utc - pair.ship.arrival_utc).total_seconds() / 86_400.0
    reason = ""
    if waits_d > leg.ship.endurance_d.value:
        reason = f"its plane holds the way home after {waits_d:.1f} d in orbit, it lasts "
        reason += f"{leg.ship.endurance_d.value:g} d"
    elif (pair.tei_utc + timedelta(days=RETURN_TOF_D[1])).date() > crossing.scenario.horizon.end:
        reason = f"it is not home by {crossing.scenario.horizon.end}"
    if reason:
        raise CannotCloseError(craft=leg.ship.name, burn="TEI", reason=reason)


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
    ready = departure + timedelta(days=crews.rendezvous_d)
    tei, dv_tei_m_s = tei_of(ready, plane_normal(ship), crossing.home)
    return Pair(
        lander=lander,
        ship=ship,
        plane_deg=plane_deg,
        dv_plane_m_s=turn_m_s(plane_deg, height_km),
        dv_ascent_m_s=ascent_m_s(crossing) + turn_m_s(off_deg, height_km),
        landing_utc=ship.landing_utc,
        departure_utc=departure,
        tei_utc=tei,
        capacity_kg=0.0,
        dv_tei_m_s=dv_tei_m_s,
    )


def _between_deg(one: Opportunity, other: Opportunity) -> float:
    """Angle between the planes in which two craft circle the Moon (deg)."""
    first, second = np.array(plane_normal(one)), np.array(plane_normal(other))
    across = float(np.linalg.norm(np.cross(first, second)))
    return math.degrees(math.atan2(across, float(np.dot(first, second))))


def crew_offers(scenario: Scenario, carriers: dict[str, Carrier]) -> Iterator[CrewOffer]:
    """Every rotation on each of its flight options."""
    for rotation in scenario.crews.rotations if scenario.crews else ():
        for name in rotation.fleet:
            yield crew_offer(scenario, carriers[name], rotation)
