"""What a descent is asked, and what is settled before it is steered: plane, moment, light.

The orbit keeps its plane while the Moon brings the site to it
(`planner.transfers.plane_chances`). What is left to the side is steered out; where that is
more than asked for, the plane is turned on the line square to the site, a quarter of a
revolution, less the braking, before DOI. Times: TDB seconds past J2000.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from planner.astro.constants import GM_MOON_KM3_S2, MOON_RADIUS_KM
from planner.transfers.braking import Descent, DescentProfile, powered_descent
from planner.transfers.braking_to_site import Ignition, nominal_arc_rad
from planner.transfers.over_site import Lead, LunarOrbit, Plane, SurfaceSite, plane_of
from planner.transfers.plane_chances import (
    LONGEST_WAIT_D,
    Chance,
    Chances,
    Reach,
    chances_over,
    first_light_s,
    out_of_reach,
)
from planner.transfers.powered_flight import Engine
from planner.transfers.request import refuse_unless, require_within

Array = NDArray[np.float64]

#: Mean speed of the last metres straight down: about what Apollo crews flew.
_SINK_M_S = 1.0
#: Most that the steering takes out to the side, about 10 degrees of the Moon.
CROSS_RANGE_LIMIT_KM = 300.0


@dataclass(frozen=True, slots=True, kw_only=True)
class DescentRequest:
    """What a descent has to do.

    Attributes
    ----------
    site : SurfaceSite
    orbit : LunarOrbit
        A circle, or an ellipse whose apolune lies where DOI is wanted.
    engine : Engine
        Mass before the first burn.
    start_alt_km : float
        Perilune after DOI, where the engine is lit: 0.1 to 100 km.
    hover_s : float
        Time of the last metres, straight down at 1 m/s: 0, or 5 to 600 s.
    wait_max_d : float
        Longest wait in orbit, to 28.5 d.
    cross_range_max_km : float
        How far to the side of the plane the site may lie, to be steered out: 0 to 300 km.
    sun_deg : tuple[float, float]
        Least and greatest elevation of the Sun at the landing.
    plane_change : bool
        Whether the plane may be turned by a burn when the wait is too short.
    """

    site: SurfaceSite
    engine: Engine
    orbit: LunarOrbit = LunarOrbit()  # noqa: RUF009 -- frozen
    start_alt_km: float = 15.0
    hover_s: float = 30.0
    wait_max_d: float = 14.0
    cross_range_max_km: float = 20.0
    sun_deg: tuple[float, float] = (-90.0, 90.0)
    plane_change: bool = False

    def __post_init__(self) -> None:
        """Refuse what no lander does, and NaN."""
        require_within("wait_max_d", self.wait_max_d, 0.0, LONGEST_WAIT_D, "d")
        require_within(
            "cross_range_max_km", self.cross_range_max_km, 0.0, CROSS_RANGE_LIMIT_KM, "km"
        )
        refuse_unless(
            self.hover_s == 0.0 or 5.0 <= self.hover_s <= 600.0,
            name="hover_s",
            value=self.hover_s,
            allowed="0, or 5 to 600 s",
        )
        refuse_unless(
            not (self.plane_change and self.orbit.apolune_alt_km is not None),
            name="plane_change",
            value=self.plane_change,
            allowed="circular orbits",
        )
        self.reach()
        self.profile()

    def reach(self) -> Reach:
        """What makes a moment a chance to land."""
        return Reach(cross_range_max_km=self.cross_range_max_km, sun_deg=self.sun_deg)

    def profile(self) -> DescentProfile:
        """Heights of the descent, from the orbit to where the last metres begin."""
        return DescentProfile(
            perilune_alt_km=self.orbit.altitude_km,
            apolune_alt_km=self.orbit.highest_alt_km,
            start_alt_km=self.start_alt_km,
            hover_s=self.hover_s,
            end_alt_km=self.site.alt_km + 1e-3 * _SINK_M_S * self.hover_s,
        )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class DescentPlan:
    """What is settled before the steering.

    Attributes
    ----------
    start_s : float
        When the wait begins (TDB seconds past J2000).
    profile, nominal : DescentProfile, Descent
        Heights, and the planar braking between them.
    first_plane, plane : Plane
        Before and after the change of plane; the same without one.
    turn_rad, off_rad : float
        The change of plane; the site's angle to the side that is steered out.
    later : tuple[Chance, ...]
    over_angle_rad : float
        Angle of the site from the node at the end of the braking.
    ignition : Ignition
    """

    start_s: float
    profile: DescentProfile
    nominal: Descent
    first_plane: Plane
    plane: Plane
    turn_rad: float
    off_rad: float
    later: tuple[Chance, ...]
    over_angle_rad: float
    ignition: Ignition

    @classmethod
    def of(cls, start_s: float, request: DescentRequest) -> DescentPlan:
        """Settle it.

        Raises
        ------
        OutOfRangeError
            A site out of reach within the wait, or too little thrust.
        """
        profile, engine = request.profile(), request.engine
        nominal = _nominal(engine.mass_kg, profile, engine)
        arc = nominal_arc_rad(nominal, profile, engine)
        lead = Lead(lag_s=half_revolution_s(profile) + nominal.duration_s, angle_rad=math.pi + arc)
        plane = _plane(start_s, lead, request)
        chances = _chances(plane, start_s, lead, request)
        turned, turn = plane, 0.0
        if not chances.reached:
            if not request.plane_change:
                patient = replace(request, wait_max_d=LONGEST_WAIT_D)
                raise out_of_reach(
                    patient=_chances(plane, start_s, lead, patient),
                    best=chances,
                    earliest_tdb_s=start_s + lead.lag_s,
                    wait_max_d=request.wait_max_d,
                    reach=request.reach(),
                    way_out="let the plane be changed",
                )
            # The turn comes a quarter of a revolution, less the braking, before DOI.
            earlier = (0.5 * math.pi - arc) / plane.rate_rad_s
            chances = _chances(plane, start_s + earlier, lead, request)
            chance = chances.first
            turned, turn = plane.turned_over(_direction(request.site, chance.t_tdb_s))
            light = engine.mass_after_kg(engine.mass_kg, turn_m_s(request.orbit, turn))
            nominal = _nominal(light, profile, engine)
            arc = nominal_arc_rad(nominal, profile, engine)
        chance = chances.first
        over = float(turned.angle_of(_direction(request.site, chance.t_tdb_s)))
        ignition_s = chance.t_tdb_s - nominal.duration_s
        return cls(
            start_s=start_s,
            profile=profile,
            nominal=nominal,
            first_plane=plane,
            plane=turned,
            turn_rad=turn,
            off_rad=0.0 if turn else chance.off_rad,
            later=() if turn else chances.later,
            over_angle_rad=over,
            ignition=_ignition(turned, ignition_s, over - arc, profile),
        )


def _ignition(plane: Plane, t_tdb_s: float, wanted_rad: float, profile: DescentProfile) -> Ignition:
    """The clock of perilunes: as wanted, or as the craft's place in orbit has it."""
    if plane.argument_rad is None:
        return Ignition(angle_rad=wanted_rad, t_tdb_s=t_tdb_s, s_per_rad=0.0)
    since_s = t_tdb_s - half_revolution_s(profile) - plane.start_tdb_s
    return Ignition(
        angle_rad=plane.argument_rad + plane.rate_rad_s * since_s + math.pi,
        t_tdb_s=t_tdb_s,
        s_per_rad=1.0 / plane.rate_rad_s,
    )


def _plane(start_s: float, lead: Lead, request: DescentRequest) -> Plane:
    """The plane asked for; without a node, over the site at the first light asked for."""
    first_s = start_s + lead.lag_s
    if request.orbit.node_deg is None:
        first_s = first_light_s(
            site=request.site, first_tdb_s=first_s, wait_max_d=request.wait_max_d,
            reach=request.reach(),
        )  # fmt: skip
    return plane_of(
        request.orbit, site=request.site, start_tdb_s=start_s, first_tdb_s=first_s, lead=lead
    )


def _chances(plane: Plane, start_s: float, lead: Lead, request: DescentRequest) -> Chances:
    return chances_over(
        plane,
        site=request.site,
        first_tdb_s=start_s + lead.lag_s,
        wait_max_d=request.wait_max_d,
        lead=lead,
        reach=request.reach(),
    )


def _nominal(mass_kg: float, profile: DescentProfile, engine: Engine) -> Descent:
    return powered_descent(
        mass_kg=mass_kg, thrust_n=engine.thrust_n, isp_s=engine.isp_s, profile=profile
    )


def half_revolution_s(profile: DescentProfile) -> float:
    """Seconds from DOI to ignition: half a revolution of the descent orbit."""
    a = MOON_RADIUS_KM + 0.5 * (profile.apolune_alt_km + profile.start_alt_km)
    return math.pi * math.sqrt(a**3 / GM_MOON_KM3_S2)


def turn_m_s(orbit: LunarOrbit, turn_rad: float) -> float:
    """Δv of a change of plane on the circle."""
    speed = 1e3 * math.sqrt(GM_MOON_KM3_S2 / (MOON_RADIUS_KM + orbit.altitude_km))
    return 2.0 * speed * math.sin(0.5 * abs(turn_rad))


def _direction(site: SurfaceSite, t_tdb_s: float) -> Array:
    place = site.state(t_tdb_s)[:3]
    direction: Array = place / np.linalg.norm(place)
    return direction
