"""State and Keplerian elements, for every conic but the straight line.

The semi-latus rectum stands for the size, so that parabolas are nothing special, and
angles come from arctangents of two components, so that none loses digits where a
cosine is flat. Where an angle is undefined it is set to zero and its neighbour takes
its meaning: on a circle the true anomaly counts from the node, in the plane of
reference the argument of periapsis counts from the x axis. The sum of the three
angles is always well determined; each alone is uncertain by rounding/eccentricity, or
rounding/sin(inclination).

Units km, km/s, rad. Axes: those of the state, any inertial ones.

References
----------
Bate, Mueller & White 1971, sections 2.3-2.5. Vallado 2013, algorithms 9 and 10.
"""

from __future__ import annotations

import math
from typing import Final, NamedTuple

import numpy as np
from numba import njit
from numpy.typing import ArrayLike, NDArray

from planner.errors import OutOfRangeError

FloatArray = NDArray[np.float64]

_TURN: Final = 2.0 * math.pi
#: Eccentricity below which a circle is meant: a few roundings of unit vectors.
_CIRCLE: Final = 1e-14


class Elements(NamedTuple):
    """Keplerian elements of a conic.

    Attributes
    ----------
    p_km : float
        Semi-latus rectum, positive.
    eccentricity : float
        0 circle, below 1 ellipse, 1 parabola, above 1 hyperbola.
    inclination_rad : float
        0..pi.
    raan_rad : float
        Right ascension of the ascending node, 0..2 pi.
    argp_rad : float
        Argument of periapsis, 0..2 pi.
    true_anomaly_rad : float
        -pi..pi.
    """

    p_km: float
    eccentricity: float
    inclination_rad: float
    raan_rad: float
    argp_rad: float
    true_anomaly_rad: float

    @property
    def periapsis_km(self) -> float:
        """Radius of periapsis."""
        return self.p_km / (1.0 + self.eccentricity)

    @property
    def semi_major_axis_km(self) -> float:
        """Negative for a hyperbola, infinite for a parabola."""
        shape = (1.0 - self.eccentricity) * (1.0 + self.eccentricity)
        return self.p_km / shape if shape else math.inf


@njit(cache=True)
def elements_core(state: FloatArray, gm: float) -> tuple[float, float, float, float, float, float]:
    """Fields of `Elements` from a state (6,) [km, km/s] (compiled); NaN on a straight line."""
    x, y, z, vx, vy, vz = state
    hx, hy, hz = y * vz - z * vy, z * vx - x * vz, x * vy - y * vx
    h = math.sqrt(hx * hx + hy * hy + hz * hz)
    r = math.sqrt(x * x + y * y + z * z)
    if not h > 0.0:
        return np.nan, np.nan, np.nan, np.nan, np.nan, np.nan
    across = math.hypot(hx, hy)
    inclination = math.atan2(across, hz)
    raan = math.atan2(hx, -hy) if across > 0.0 else 0.0
    # Argument of latitude: along the node, and along the normal times the node.
    c, s = math.cos(raan), math.sin(raan)
    u = math.atan2((-hz * s * x + hz * c * y + (hx * s - hy * c) * z) / h, c * x + s * y)
    p = h * h / gm
    e_cos = p / r - 1.0
    e_sin = (x * vx + y * vy + z * vz) * h / (gm * r)
    e = math.hypot(e_cos, e_sin)
    if e < _CIRCLE:
        return p, 0.0, inclination, raan % _TURN, 0.0, u
    nu = math.atan2(e_sin, e_cos)
    return p, e, inclination, raan % _TURN, (u - nu) % _TURN, nu


@njit(cache=True)
def state_core(
    p: float, e: float, inclination: float, raan: float, argp: float, nu: float, gm: float
) -> FloatArray:
    """State (6,) [km, km/s] from the fields of `Elements` (compiled); no checks."""
    u = argp + nu
    r = p / (1.0 + e * math.cos(nu))
    speed = math.sqrt(gm / p)
    radial, forward = speed * e * math.sin(nu), speed * (1.0 + e * math.cos(nu))
    cu, su, cn, sn = math.cos(u), math.sin(u), math.cos(raan), math.sin(raan)
    ci, si = math.cos(inclination), math.sin(inclination)
    out = np.empty(6)
    out[0], out[1], out[2] = cn * cu - sn * su * ci, sn * cu + cn * su * ci, su * si
    out[3], out[4], out[5] = -cn * su - sn * cu * ci, -sn * su + cn * cu * ci, cu * si
    for k in range(3):
        out[k], out[k + 3] = r * out[k], radial * out[k] + forward * out[k + 3]
    return out


def elements_from_state(state_km_s: ArrayLike, *, gm_km3_s2: float) -> Elements:
    """Osculating elements of a state.

    Parameters
    ----------
    state_km_s : array_like, (6,)
        Position [km] and velocity [km/s] about the attracting body, inertial axes.
    gm_km3_s2 : float
        Gravitational parameter of the body.

    Raises
    ------
    OutOfRangeError
        The position and the velocity lie on one line, or a component is not finite.
    """
    state = np.array(state_km_s, dtype=np.float64)
    elements = Elements(*elements_core(state, gm_km3_s2))
    if not all(map(math.isfinite, elements)):
        raise OutOfRangeError(
            name="state_km_s", value=state.tolist(), allowed="states with angular momentum"
        )
    return elements


def state_from_elements(elements: Elements, *, gm_km3_s2: float) -> FloatArray:
    """State of a craft on a conic.

    Parameters
    ----------
    elements : Elements
    gm_km3_s2 : float
        Gravitational parameter of the body.

    Returns
    -------
    ndarray, (6,)
        Position [km] and velocity [km/s] in the axes the elements refer to.

    Raises
    ------
    OutOfRangeError
        A semi-latus rectum that is not positive, a negative eccentricity, or a true
        anomaly beyond the asymptote of a hyperbola.
    """
    p, e, *_, nu = elements
    if not (0.0 < p < math.inf and 0.0 <= e < math.inf):
        raise OutOfRangeError(
            name="elements", value=elements, allowed="p_km > 0, eccentricity >= 0"
        )
    if not 1.0 + e * math.cos(nu) > 0.0:
        raise OutOfRangeError(
            name="true_anomaly_rad", value=nu, allowed="the branch before the asymptote"
        )
    state: FloatArray = state_core(*elements, gm_km3_s2)
    return state
