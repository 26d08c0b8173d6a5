"""What a crewed landing is worked out with: the pair of flights, its masses and its turns.

Ascent and rendezvous are flown by :mod:`planner.transfers.ascent` once for each lander and
orbit; an angle between a plane and a site, or between two planes, is paid for as an impulse,
``2 v sin(angle / 2)``.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import UTC, datetime, time
from functools import lru_cache

import numpy as np

from planner.astro.constants import GM_MOON_KM3_S2, MOON_RADIUS_KM
from planner.campaign.crew_needs import brought_kg
from planner.campaign.dated import Opportunity
from planner.campaign.deliveries import Carrier
from planner.campaign.staging import Life
from planner.epochs import utc_to_tdb_jd
from planner.logistics.crewed import (
    CrewLander,
    CrewMass,
    LanderMasses,
    ShipMasses,
    ShipSpec,
    ship_masses,
)
from planner.logistics.from_catalogue import capability_of
from planner.scenario import Rotation, Scenario
from planner.transfers.ascent import ascent
from planner.transfers.earth_return import ReturnRequest
from planner.transfers.liftoff import AscentRequest
from planner.transfers.over_site import LunarOrbit, SurfaceSite
from planner.transfers.powered_flight import Engine
from planner.transfers.transfer import Transfer, Vector, vector

_MOON_TURN_DEG_D = 360.0 / 27.321661  # sidereal


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Halfway:
    """What a pair that meets in an NRHO flies besides: the life of the orbit, down and up."""

    life: Life
    down: Transfer
    up: Transfer

    @property
    def down_m_s(self) -> float:
        """Speed changes from the NRHO to the low circle (m/s)."""
        return self.down.dv_total_m_s

    @property
    def up_m_s(self) -> float:
        """Speed changes from the low circle to the NRHO (m/s)."""
        return self.up.dv_total_m_s


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Pair:
    """A lander's flight, the ship that meets it, and what both weigh.

    ``capacity_kg`` is the most cargo beside the crew; ``plane_deg`` the angle the lander turns
    its low orbit by. ``tei_utc`` is the first moment for the
    way home.
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
    dv_tei_m_s: float = 0.0
    halfway: Halfway | None = None


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
        halfway = pair.halfway
        assert lander is not None
        assert self.carrier.profile is not None
        return CrewLander(
            name=lander.name,
            stages=self.carrier.stages,
            margins=margins,
            launch_limit_kg=self.carrier.launch_mass_kg(pair.lander) * (1.0 - margins.launch_mass),
            profile=self.carrier.profile,
            dv_loi_m_s=captured_m_s(pair.lander) + (0.0 if halfway else pair.dv_plane_m_s),
            dv_down_m_s=halfway.down_m_s + pair.dv_plane_m_s if halfway else 0.0,
            dv_ascent_m_s=pair.dv_ascent_m_s + (halfway.up_m_s if halfway else 0.0),
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
            dv_loi_m_s=captured_m_s(pair.ship),
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


def captured_m_s(flight: Opportunity) -> float:
    """What a craft burns itself to arrive: all burns after TLI (m/s)."""
    return sum(burn.dv_m_s for burn in flight.transfer.burns[1:])


def turn_m_s(angle_deg: float, altitude_km: float) -> float:
    """Impulse (m/s) that turns the plane of a circular lunar orbit."""
    speed = 1000.0 * math.sqrt(GM_MOON_KM3_S2 / (MOON_RADIUS_KM + altitude_km))
    return 2.0 * speed * math.sin(0.5 * math.radians(angle_deg))


def plane_normal(flight: Opportunity) -> Vector:
    """Direction of the angular momentum about the Moon after LOI; its length does not matter."""
    last = flight.transfer.burns[-1]
    return vector(np.cross(np.array(last.r_km), np.array(last.v_after_km_s)))


def midnight(day: object) -> datetime:
    """First moment of a day."""
    return datetime.combine(day, time(), tzinfo=UTC)  # type: ignore[arg-type]


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
        utc_to_tdb_jd(midnight(crossing.scenario.horizon.start)),
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
