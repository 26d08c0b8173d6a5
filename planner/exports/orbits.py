"""A plan's trajectories as boinor orbits, for notebooks.

boinor is imported when a function is called: it takes seconds and compiles in every
process, so pages and planning never touch it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from planner.errors import OutOfRangeError
from planner.plan import CampaignPlan, State

if TYPE_CHECKING:
    from boinor.twobody import Orbit

_CENTERS: Final = ("earth", "moon")


def orbit_of(state: State) -> Orbit:
    """Return the osculating two-body orbit of a state.

    Parameters
    ----------
    state : State
        ICRF axes, TDB epoch, centred on the Earth or the Moon; such as a flight's ``tli_state``.

    Returns
    -------
    boinor.twobody.Orbit
        About boinor's Earth or Moon, whose gravitational parameters are its own. The frame
        is the body's with ICRF axes (GCRS for the Earth). Two-body motion leaves the real
        transfer by thousands of kilometres within days: propagate with the plan's ``model``.

    Raises
    ------
    OutOfRangeError
        The state is centred on something else.
    """
    if state.center not in _CENTERS:
        allowed = " or ".join(_CENTERS)
        raise OutOfRangeError(name="center", value=state.center, allowed=allowed)
    from astropy import units
    from astropy.time import Time
    from boinor.bodies import Earth, Moon
    from boinor.twobody import Orbit

    return Orbit.from_vectors(
        {"earth": Earth, "moon": Moon}[state.center],
        state.r_km * units.km,
        state.v_km_s * units.km / units.s,
        epoch=Time(state.epoch_tdb_jd, format="jd", scale="tdb"),
    )


def departure_orbits(plan: CampaignPlan) -> dict[str, Orbit]:
    """Return the geocentric orbit of each flight just after TLI, by flight id."""
    return {flight.id: orbit_of(flight.tli_state) for flight in plan.flights}
