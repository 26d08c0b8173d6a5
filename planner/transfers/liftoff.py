"""What an ascent is asked, and the moment of liftoff.

The waiting craft's plane comes over the site as for a landing
(`planner.transfers.plane_chances`). Where the craft's place in orbit is given, liftoff is
shifted until the target has its lead (`planner.transfers.rendezvous`) at insertion. Times:
TDB seconds past J2000.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from planner.errors import NoConvergenceError
from planner.transfers.climb import Climb, Insertion, climb, require_thrust
from planner.transfers.over_site import Lead, LunarOrbit, Plane, SurfaceSite, plane_of
from planner.transfers.plane_chances import (
    LONGEST_WAIT_D,
    Chances,
    Reach,
    chances_over,
    out_of_reach,
)
from planner.transfers.powered_flight import Engine
from planner.transfers.rendezvous import RendezvousWish, Sequence, rendezvous
from planner.transfers.request import refuse_unless, require_within

#: Widest dog-leg: it costs some 180 m/s at Apollo's thrust, more than a turn in orbit.
CROSS_RANGE_LIMIT_KM = 100.0
_NO_LEAD = Lead(lag_s=0.0, angle_rad=0.0)
#: The target is where it should be, within this angle (rad): a metre.
_IN_PLACE = 5e-7
_MAX_SHIFTS = 10
_TURN = 2.0 * math.pi


@dataclass(frozen=True, slots=True, kw_only=True)
class AscentRequest:
    """What an ascent has to do.

    Attributes
    ----------
    site : SurfaceSite
    engine : Engine
        Mass at liftoff; the rendezvous burns are counted with the same specific impulse.
    orbit : LunarOrbit
        The waiting craft's circle; its argument is the craft's.
    insertion : Insertion
        The ellipse the ascent ends in, at perilune.
    rise_s : float
        Straight up at first: 0 to 60 s.
    wait_max_d : float
        Longest wait on the surface, to 28.5 d.
    cross_range_max_km : float
        How far to the side of the plane the site may lie: 0 to 100 km.
    rendezvous : RendezvousWish
    """

    site: SurfaceSite
    engine: Engine
    orbit: LunarOrbit = LunarOrbit()  # noqa: RUF009 -- frozen
    insertion: Insertion = Insertion()  # noqa: RUF009 -- frozen
    rise_s: float = 10.0
    wait_max_d: float = 14.0
    cross_range_max_km: float = 20.0
    rendezvous: RendezvousWish = RendezvousWish()  # noqa: RUF009 -- frozen

    def __post_init__(self) -> None:
        """Refuse what no ascender does, and NaN."""
        require_within("rise_s", self.rise_s, 0.0, 60.0, "s")
        require_within("wait_max_d", self.wait_max_d, 0.0, LONGEST_WAIT_D, "d")
        require_within(
            "cross_range_max_km", self.cross_range_max_km, 0.0, CROSS_RANGE_LIMIT_KM, "km"
        )
        low = max(5.0, self.site.alt_km + 5.0)
        require_within(
            "insertion_perilune_alt_km", self.insertion.perilune_alt_km, low, 100.0, "km"
        )
        require_within(
            "insertion_apolune_alt_km", self.insertion.apolune_alt_km,
            self.insertion.perilune_alt_km, 5000.0, "km",
        )  # fmt: skip
        refuse_unless(
            self.orbit.apolune_alt_km is None,
            name="orbit_apolune_alt_km",
            value=self.orbit.apolune_alt_km,
            allowed="circles: the rendezvous is planned for one",
        )
        require_thrust(self.engine)
        self.sequence()

    def sequence(self) -> Sequence:
        """Return the rendezvous in the plane."""
        return rendezvous(
            perilune_alt_km=self.insertion.perilune_alt_km,
            apolune_alt_km=self.insertion.apolune_alt_km,
            target_alt_km=self.orbit.altitude_km,
            wish=self.rendezvous,
        )


def lifted_off(
    start_s: float, request: AscentRequest, sequence: Sequence
) -> tuple[Plane, float, Climb]:
    """Plane, the site's angle off it (rad), and the ascent at the moment that suits the target.

    Raises
    ------
    OutOfRangeError
        A site out of reach within the wait, or too little thrust.
    NoConvergenceError
        No steering, or no moment, was found.
    """
    if not sequence.impulses:  # nobody to meet: any moment will do
        request = replace(request, orbit=replace(request.orbit, argument_deg=None))
    lead = _lead_at_liftoff(start_s, request, sequence)
    plane = plane_of(
        request.orbit, site=request.site, start_tdb_s=start_s, first_tdb_s=start_s, lead=lead
    )
    reach = Reach(cross_range_max_km=request.cross_range_max_km)

    def within(wait_max_d: float) -> Chances:
        return chances_over(
            plane, site=request.site, first_tdb_s=start_s, wait_max_d=wait_max_d, lead=lead,
            reach=reach,
        )  # fmt: skip

    chances = within(request.wait_max_d)
    if not chances.reached:
        raise out_of_reach(
            patient=within(LONGEST_WAIT_D),
            best=chances,
            earliest_tdb_s=start_s,
            wait_max_d=request.wait_max_d,
            reach=reach,
            way_out="let the waiting craft change its plane",
        )
    liftoff_s = chances.first.t_tdb_s
    throttle: float | None = None
    for _ in range(_MAX_SHIFTS):
        flown = _climbed(plane, request, liftoff_s, throttle)
        throttle = flown.throttle
        late = _late_rad(plane, flown, sequence)
        if abs(late) <= _IN_PLACE:
            break
        liftoff_s -= late / plane.rate_rad_s
    else:
        raise NoConvergenceError(
            what="moment of liftoff",
            residual=abs(late),
            unit="rad of the target's orbit",
            way_out="leave the target's argument open, or allow less cross-range",
        )
    place = request.site.state(liftoff_s)[:3]
    off = math.asin(float(place @ plane.axes[2]) / float(np.linalg.norm(place)))
    return plane, off, flown


def _climbed(
    plane: Plane, request: AscentRequest, liftoff_s: float, throttle: float | None = None
) -> Climb:
    return climb(
        plane=plane,
        site=request.site,
        insertion=request.insertion,
        engine=request.engine,
        rise_s=request.rise_s,
        liftoff_tdb_s=liftoff_s,
        throttle=throttle,
    )


def _lead_at_liftoff(start_s: float, request: AscentRequest, sequence: Sequence) -> Lead:
    """Where the target has to be at liftoff, from an ascent straight into the plane."""
    if request.orbit.argument_deg is None:
        return _NO_LEAD
    reachable = max(request.orbit.inclination_deg, abs(request.site.lat_deg))
    through = replace(
        request.orbit, node_deg=None, argument_deg=None,
        inclination_deg=min(reachable, 180.0 - abs(request.site.lat_deg)),
    )  # fmt: skip
    plane = plane_of(
        through, site=request.site, start_tdb_s=start_s, first_tdb_s=start_s, lead=_NO_LEAD
    )
    flown = _climbed(plane, request, start_s)
    _, states = flown.path()
    arc = float(plane.angle_of(states[-1, :3]) - plane.angle_of(states[0, :3])) % _TURN
    ahead = arc + sequence.lead_rad - plane.rate_rad_s * flown.duration_s
    return Lead(lag_s=0.0, angle_rad=-ahead)


def _late_rad(plane: Plane, flown: Climb, sequence: Sequence) -> float:
    """How far the target is past its place at insertion (rad); 0 where its place is free."""
    if plane.argument_rad is None:
        return 0.0
    _, states = flown.path()
    cutoff_s = flown.liftoff_tdb_s + flown.duration_s
    target = plane.argument_rad + plane.rate_rad_s * (cutoff_s - plane.start_tdb_s)
    wanted = float(plane.angle_of(states[-1, :3])) + sequence.lead_rad
    return (target - wanted + math.pi) % _TURN - math.pi
