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
from datetime import UTC, datetime, time, timedelta
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from planner.astro.constants import GM_MOON_KM3_S2, MOON_RADIUS_KM
from planner.campaign.crew_needs import brought_kg
from planner.campaign.dated import Light, Opportunity, WindowSet
from planner.campaign.deliveries import Carrier, available
from planner.campaign.opportunities import opportunities, window_set
from planner.epochs import utc_to_tdb_jd
from planner.errors import PlannerError
from planner.logistics.crewed import (
    CannotCloseError,
    CrewLander,
    CrewMass,
    LanderMasses,
    ShipMasses,
    ShipSpec,
    ship_masses,
)
from planner.logistics.from_catalogue import capability_of
from planner.scenario import FlightOption, Rotation, Scenario
from planner.scenario.checks import SHIP_WINDOWS_PER_MONTH
from planner.transfers.ascent import ascent
from planner.transfers.cheapest import RETURN_TOF_D, cheapest_return
from planner.transfers.departure import seconds_past_j2000
from planner.transfers.earth_return import EarthReturn, ReturnRequest
from planner.transfers.liftoff import AscentRequest
from planner.transfers.over_site import LunarOrbit, SurfaceSite
from planner.transfers.powered_flight import Engine
from planner.transfers.scan_return import survey_return

#: Ship windows kept for each window of the lander: the earliest that close.
KEPT_PER_LANDER = 2
#: The survey of returns misses the flown one by up to 25 m/s; windows are judged with more.
SURVEY_ALLOWANCE_M_S = 40.0
_MOON_TURN_DEG_D = 360.0 / 27.321661  # sidereal
_RETURN_TOFS = 13  # every quarter of a day


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Pair:
    """A lander's flight, the ship that meets it, and what both weigh.

    ``capacity_kg`` is the most cargo beside the crew; ``plane_deg`` the angle between the
    planes in which they arrive.
    """

    lander: Opportunity
    ship: Opportunity
    plane_deg: float
    dv_plane_m_s: float
    dv_ascent_m_s: float
    landing_utc: datetime
    departure_utc: datetime
    tei_utc: datetime
    capacity_kg: float


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


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Crossing:
    """What a pair is worked out with: scenario, carrier and rotation."""

    scenario: Scenario
    carrier: Carrier
    rotation: Rotation

    @property
    def who(self) -> CrewMass:
        """Crew, samples and the supplies brought (kg)."""
        crews = self.scenario.crews
        assert crews is not None
        return CrewMass(
            crew_kg=self.rotation.crew * crews.crew_mass_kg,
            samples_kg=self.rotation.samples_kg,
            cargo_kg=float(brought_kg(crews, self.rotation)),
        )

    def lander(self, pair: Pair) -> CrewLander:
        """The lander on the flight of a pair."""
        margins, lander = self.carrier.margins, self.carrier.option.lander
        assert lander is not None
        assert self.carrier.profile is not None
        return CrewLander(
            name=lander.name,
            stages=self.carrier.stages,
            margins=margins,
            launch_limit_kg=self.carrier.launch_mass_kg(pair.lander) * (1.0 - margins.launch_mass),
            profile=self.carrier.profile,
            dv_loi_m_s=pair.lander.transfer.burns[-1].dv_m_s + pair.dv_plane_m_s,
            dv_ascent_m_s=pair.dv_ascent_m_s,
        )

    def lander_masses(self, pair: Pair) -> LanderMasses:
        """Masses of the lander with what it carries; CannotCloseError if it cannot."""
        return self.lander(pair).masses(self.who)

    def ship_masses(self, pair: Pair, dv_tei_m_s: float) -> ShipMasses:
        """Masses of the ship; CannotCloseError if it cannot."""
        leg, margins = self.carrier.option.ship, self.carrier.margins
        assert leg is not None
        able = capability_of(
            leg.launcher, parking_alt_km=self.scenario.policies.parking_alt_km
        ).mass_kg(c3_km2_s2=pair.ship.transfer.c3_km2_s2)
        return ship_masses(
            ship=ShipSpec(
                name=leg.ship.name,
                dry_mass_kg=leg.ship.dry_mass_kg,
                propellant_kg=leg.ship.propellant_kg.value,
                isp_s=leg.ship.isp_s.value,
            ),
            who=self.who,
            dv_loi_m_s=pair.ship.transfer.burns[-1].dv_m_s,
            dv_tei_m_s=dv_tei_m_s,
            margins=margins,
            launch_limit_kg=able * (1.0 - margins.launch_mass),
        )

    @property
    def home(self) -> ReturnRequest:
        """The lunar orbit the ship leaves."""
        orbit = self.carrier.option.arrival_orbit
        return ReturnRequest(
            orbit_alt_km=orbit.perilune_alt_km, orbit_inclination_deg=orbit.inclination_deg
        )


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
    return all(one is None or ship.launch_utc >= _midnight(one.date) for one in firsts)


def _midnight(day: object) -> datetime:
    return datetime.combine(day, time(), tzinfo=UTC)  # type: ignore[arg-type]


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


def turn_m_s(angle_deg: float, altitude_km: float) -> float:
    """Impulse (m/s) that turns the plane of a circular lunar orbit."""
    speed = 1000.0 * math.sqrt(GM_MOON_KM3_S2 / (MOON_RADIUS_KM + altitude_km))
    return 2.0 * speed * math.sin(0.5 * math.radians(angle_deg))


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


def out_of_plane_deg(*, lat_deg: float, inclination_deg: float, stay_d: float) -> float:
    """How far a site lies off a fixed plane that held it a stay ago (deg).

    Of the two ways the plane may have passed over the site the farther is taken.
    """
    lat, tilt = math.radians(lat_deg), math.radians(inclination_deg)
    turned = math.radians(_MOON_TURN_DEG_D * stay_d)
    if math.sin(tilt) == 0.0:
        return 0.0
    sine = max(-1.0, min(1.0, -math.tan(lat) * math.cos(tilt) / math.sin(tilt)))
    at_landing = math.asin(sine)  # node less longitude of the site
    across, along = math.cos(lat) * math.sin(tilt), math.sin(lat) * math.cos(tilt)
    sines = (
        across * math.sin(angle - turned) + along for angle in (at_landing, math.pi - at_landing)
    )
    return max(math.degrees(math.asin(min(1.0, abs(sine)))) for sine in sines)


def ascent_m_s(crossing: Crossing) -> float:
    """Ascent and rendezvous (m/s) of the lander from the site, in the plane of the orbit."""
    option, site = crossing.carrier.option, crossing.scenario.site
    stage = crossing.carrier.stages[-1]
    # Half of what it could carry up: between the first second of the ascent and the last.
    mass_kg = stage.dry_mass_kg + crossing.who.crew_kg + 0.5 * min(
        stage.propellant_kg, stage.dry_mass_kg
    )  # fmt: skip
    return _ascent_m_s(
        site.lat_deg.value,
        site.lon_deg.value,
        option.arrival_orbit.perilune_alt_km,
        option.arrival_orbit.inclination_deg,
        mass_kg,
        stage.thrust_n,
        stage.isp_s,
        utc_to_tdb_jd(_midnight(crossing.scenario.horizon.start)),
    )


@lru_cache(maxsize=64)
def _ascent_m_s(
    lat_deg: float,
    lon_deg: float,
    altitude_km: float,
    inclination_deg: float,
    mass_kg: float,
    thrust_n: float,
    isp_s: float,
    tdb_jd: float,
) -> float:
    flown = ascent(
        depart_tdb_jd=tdb_jd,
        request=AscentRequest(
            site=SurfaceSite(lat_deg=lat_deg, lon_deg=lon_deg),
            engine=Engine(mass_kg=mass_kg, thrust_n=thrust_n, isp_s=isp_s),
            orbit=LunarOrbit(altitude_km=altitude_km, inclination_deg=inclination_deg),
            wait_max_d=28.0,
        ),
        model="conic",
    )
    return sum(burn.dv_m_s for burn in flown.burns)


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
