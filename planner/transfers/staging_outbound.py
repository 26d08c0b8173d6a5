"""To a staging orbit (NRHO, halo, DRO) by a powered lunar flyby, from a pad's parking orbit.

Three burns: TLI along the parking orbit, one at perilune, one that joins the orbit. The
ways to the Moon (3 to 6 days, both planes a day) and the places of the orbit are surveyed
with two-body arcs; the best few are corrected in the ephemeris and made as cheap as they
get (`planner.transfers.powered_flyby`), first on the CR3BP orbit laid over the Moon of
date, at last on an orbit kept in the ephemeris.

Model: point masses from DE440 (Earth, Moon, Sun by default), impulsive burns.

Source: Whitley & Martinez 2016, "Options for Staging Orbits in Cislunar Space", IEEE
Aerospace Conference; Davis et al. 2017, AAS 17-826.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from planner.astro.bplane import cross
from planner.astro.constants import MOON_RADIUS_KM, SECONDS_PER_DAY
from planner.astro.orientation import moon_pole
from planner.errors import NoConvergenceError, OutOfRangeError, PlannerError
from planner.transfers.departure import julian_date, seconds_past_j2000
from planner.transfers.direct import first_guess, pad_clock
from planner.transfers.earth_ends import PadEnd
from planner.transfers.flyby_survey import Candidate, Crossing, distinct, survey_flybys
from planner.transfers.leg import moon_state
from planner.transfers.powered_flyby import Flyby, FlybyGuess, FlybyProblem, cheapest_flyby
from planner.transfers.request import DirectRequest
from planner.transfers.staging_path import DatedOrbit, MappedOrbit, OrbitEnd
from planner.transfers.targeting import correct

Array = NDArray[np.float64]
Progress = Callable[[str, float], None]

_TOFS_D = np.arange(3.0, 6.01, 0.5)
_PHASES = np.arange(0.0, 1.0, 1.0 / 24.0)
_TRIED, _FINISHED = 10, 3


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Outbound:
    problem: FlybyProblem
    flight: Flyby
    request: DirectRequest


def crossings_from(depart_tdb_jd, request):
    out=[]; aims=[]
    for tof in _TOFS_D:
        for north in (True, False):
            rq = replace(request, ascending_at_moon=north)
            try:
                aim, v_inf = first_guess(depart_tdb_jd=depart_tdb_jd, tof_d=float(tof), request=rq)
            except OutOfRangeError as e:
                continue
            out.append(Crossing(aim.tli_s+aim.tof_s, v_inf, 1.0, float(aim.controls[2]), len(aims)))
            aims.append((aim, rq))
    return out, aims

def start(c: Candidate, aims, orbit, bodies, least):
    aim, rq = aims[c.crossing.index]
    r, v = c.perilune[:3], c.perilune[3:]
    pole = moon_pole(c.crossing.moon_s)
    h = cross(r, v); h /= np.linalg.norm(h)
    s = c.crossing.v_inf_km_s/np.linalg.norm(c.crossing.v_inf_km_s)
    # R = S x T points south
    t = cross(s, pole); rr = cross(s, t)
    b = cross(s, h)
    inc = float(np.degrees(np.arccos(h @ pole)))
    rq = replace(rq, inclination_deg=inc, north_first=bool(b @ rr < 0.0), perilune_alt_km=float(np.linalg.norm(r))-MOON_RADIUS_KM, apolune_alt_km=50000.)
    import copy
    aim = copy.copy(aim); aim.controls = aim.controls.copy()
    correct(aim, rq, lambda moved: pad_clock(moved, rq).tli_tdb_s - moved.tli_s)
    pb = FlybyProblem(end=PadEnd(aim, rq), orbit=orbit, bodies=bodies, least_radius_km=least)
    return pb, FlybyGuess(aim.controls, c.velocity + moon_state(c.crossing.moon_s)[3:], c.place)
