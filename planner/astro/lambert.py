"""Lambert's problem after Izzo (2015), well conditioned near 180 degrees.

Source: D. Izzo, "Revisiting Lambert's problem", Celestial Mechanics and Dynamical
Astronomy 121 (2015) 1-15; series of Battin for the parabolic neighbourhood.

Two departures from the paper's formulas, both about the half angle between the
radii. ``lambda`` is taken as sqrt(r1 r2) cos(theta/2) / s with
cos(theta/2) = |u1 + u2| / 2, and ``sigma`` from sin(theta/2) = |u1 - u2| / 2: the
textbook lambda^2 = 1 - c/s subtracts two nearly equal numbers near 180 degrees and
loses metres to kilometres there. Where the radii are opposite the plane of motion
is undetermined: it is then the ``normal`` the caller gives, never a random one.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from planner.errors import PlannerError

Array = NDArray[np.float64]

SOLVED = 0
NO_SUCH_REVOLUTION = 1
PLANE_UNDETERMINED = 2
DEGENERATE_RADII = 3
NOT_CONVERGED = 4

#: |u1 + u2| below which the radii count as opposite: a few rounding errors of unit vectors.
_OPPOSITE = 1e-14
_MAX_ITERATIONS = 35

_REASONS = {
    NO_SUCH_REVOLUTION: "the time of flight is too short for that many revolutions",
    PLANE_UNDETERMINED: "the radii are opposite and the normal given does not fix a plane",
    DEGENERATE_RADII: "a radius is zero, or both radii are the same point",
    NOT_CONVERGED: "the iteration did not converge",
}


class LambertError(PlannerError):
    """No solution; ``status`` is one of the module's codes, ``reason`` its words."""

    def __init__(self, *, status: int) -> None:
        self.status, self.reason = status, _REASONS[status]
        super().__init__(f"Lambert's problem has no solution: {self.reason}")


@njit(cache=True, inline="always")
def _y_of(x: float, lam: float) -> float:
    return np.sqrt(1.0 - lam * lam * (1.0 - x * x))


@njit(cache=True)
def _hypergeometric(z: float) -> float:
    """Gauss series 2F1(3, 1; 5/2; z) for |z| < 1 (Battin 1999, eq. 4.82)."""
    term = 1.0
    total = 1.0
    for j in range(200):
        term *= (3.0 + j) * (1.0 + j) / (2.5 + j) * z / (j + 1.0)
        total += term
        if abs(term) <= 1e-17 * abs(total):
            break
    return total


@njit(cache=True)
def _time_of(x: float, lam: float, revs: int) -> float:
    """Non-dimensional time of flight (Izzo 2015, eqs. 18-20)."""
    y = _y_of(x, lam)
    if revs == 0 and 0.6 < x * x < 1.4 and x > 0.0:
        eta = y - lam * x
        s1 = 0.5 * (1.0 - lam - x * eta)
        q = 4.0 / 3.0 * _hypergeometric(s1)
        return 0.5 * (eta**3 * q + 4.0 * lam * eta)
    one_minus = 1.0 - x * x
    if one_minus > 0.0:
        psi = np.arccos(min(1.0, max(-1.0, x * y + lam * one_minus)))
    else:
        psi = np.arcsinh((y - x * lam) * np.sqrt(-one_minus))
    return ((psi + revs * np.pi) / np.sqrt(abs(one_minus)) - x + lam * y) / one_minus


@njit(cache=True)
def _derivatives(x: float, t: float, lam: float) -> tuple[float, float, float]:
    """First three derivatives of the time of flight in x (Izzo 2015, eq. 22)."""
    y = _y_of(x, lam)
    one_minus = 1.0 - x * x
    lam2 = lam * lam
    lam3 = lam2 * lam
    d1 = (3.0 * t * x - 2.0 + 2.0 * lam3 * x / y) / one_minus
    d2 = (3.0 * t + 5.0 * x * d1 + 2.0 * (1.0 - lam2) * lam3 / y**3) / one_minus
    d3 = (7.0 * x * d2 + 8.0 * d1 - 6.0 * (1.0 - lam2) * lam2 * lam3 * x / y**5) / one_minus
    return d1, d2, d3


@njit(cache=True)
def _householder(x0: float, target: float, lam: float, revs: int) -> tuple[bool, float]:
    """Third-order iteration to the x whose time of flight is ``target``."""
    x = x0
    for _ in range(_MAX_ITERATIONS):
        if abs(1.0 - x * x) < 1e-9:
            x += 2e-9
        f = _time_of(x, lam, revs) - target
        d1, d2, d3 = _derivatives(x, f + target, lam)
        half = d1 * d1 - 0.5 * f * d2
        step = f * half / (d1 * half - f * (0.5 * d1 * d2 - d3 * f / 6.0))
        x_new = x - step
        if x_new <= -1.0:
            x_new = 0.5 * (x - 1.0)
        converged = abs(x_new - x) <= 1e-14 * max(1.0, abs(x_new))
        x = x_new
        if converged:
            return True, x
    # Rounding can leave the last step flickering above the tolerance: judge by the time.
    return abs(_time_of(x, lam, revs) - target) <= 1e-12 * target, x


@njit(cache=True)
def _shortest_time(lam: float, revs: int) -> tuple[float, float]:
    """The x and the time of the fastest ``revs``-revolution arc (Halley on dT/dx = 0)."""
    x = 0.0
    for _ in range(_MAX_ITERATIONS):
        t = _time_of(x, lam, revs)
        d1, d2, d3 = _derivatives(x, t, lam)
        step = 2.0 * d1 * d2 / (2.0 * d2 * d2 - d1 * d3)
        x = min(0.999, max(-0.999, x - step))
        if abs(step) < 1e-13:
            break
    return x, _time_of(x, lam, revs)


@njit(cache=True)
def _first_guess(t: float, lam: float) -> float:
    """Starting x without revolutions (Izzo 2015, eq. 30)."""
    t00 = np.arccos(lam) + lam * np.sqrt(1.0 - lam * lam)
    t1 = 2.0 / 3.0 * (1.0 - lam**3)
    if t >= t00:
        return (t00 / t) ** (2.0 / 3.0) - 1.0
    if t < t1:
        return 2.5 * t1 / t * (t1 - t) / (1.0 - lam**5) + 1.0
    return np.exp(np.log(2.0) * np.log(t / t00) / np.log(t1 / t00)) - 1.0


@njit(cache=True)
def _solve_x(t: float, lam: float, revs: int, high_branch: bool) -> tuple[int, float]:
    if revs == 0:
        ok, x = _householder(_first_guess(t, lam), t, lam, 0)
        return (SOLVED if ok else NOT_CONVERGED), x
    x_fast, t_fast = _shortest_time(lam, revs)
    if t < t_fast:
        return NO_SUCH_REVOLUTION, 0.0
    if high_branch:
        q = ((revs + 1.0) * np.pi / (8.0 * t)) ** (2.0 / 3.0)
    else:
        q = (8.0 * t / (revs * np.pi)) ** (2.0 / 3.0)
    ok, x = _householder((q - 1.0) / (q + 1.0), t, lam, revs)
    on_side = x <= x_fast + 1e-9 if high_branch else x >= x_fast - 1e-9
    if ok and on_side and -1.0 < x < 1.0:
        return SOLVED, x
    return _bisect_x(t, lam, revs, x_fast, high_branch)


@njit(cache=True)
def _bisect_x(t: float, lam: float, revs: int, x_fast: float, high: bool) -> tuple[int, float]:
    """Safe fallback on one side of the fastest arc, where the time is monotone."""
    slow = -1.0 + 1e-12 if high else 1.0 - 1e-12
    fast = x_fast
    for _ in range(200):
        middle = 0.5 * (slow + fast)
        if _time_of(middle, lam, revs) > t:
            slow = middle
        else:
            fast = middle
    return SOLVED, 0.5 * (slow + fast)


@njit(cache=True)
def izzo2015_core(
    mu: float,
    r1: Array,
    r2: Array,
    tof: float,
    normal: Array,
    revs: int,
    high_branch: bool,
    v1: Array,
    v2: Array,
) -> int:
    """Solve one Lambert problem into ``v1`` and ``v2``; return a status code.

    ``normal`` [3] points to the side the orbit turns about (its length is free): it
    picks the direction of motion and, for opposite radii, is the plane's normal.
    Any consistent units. Not checked: ``mu``, ``tof`` > 0.
    """
    r1n = np.sqrt(r1[0] ** 2 + r1[1] ** 2 + r1[2] ** 2)
    r2n = np.sqrt(r2[0] ** 2 + r2[1] ** 2 + r2[2] ** 2)
    if r1n == 0.0 or r2n == 0.0:
        return DEGENERATE_RADII
    # Written out by component: arrays of three would be allocated at every call.
    ax, ay, az = r1[0] / r1n, r1[1] / r1n, r1[2] / r1n
    bx, by, bz = r2[0] / r2n, r2[1] / r2n, r2[2] / r2n
    px, py, pz = ax + bx, ay + by, az + bz
    cos_half = 0.5 * np.sqrt(px * px + py * py + pz * pz)
    sin_half = 0.5 * np.sqrt((bx - ax) ** 2 + (by - ay) ** 2 + (bz - az) ** 2)
    chord = np.sqrt((r1n - r2n) ** 2 + 4.0 * r1n * r2n * sin_half * sin_half)
    if chord < 1e-15 * (r1n + r2n):
        return DEGENERATE_RADII

    nx, ny, nz = normal[0], normal[1], normal[2]
    floor = 1e-15 * cos_half
    if 2.0 * cos_half < _OPPOSITE or sin_half < 1e-15:
        along = nx * ax + ny * ay + nz * az
        hx, hy, hz = nx - along * ax, ny - along * ay, nz - along * az
        floor = 1e-12 * np.sqrt(nx * nx + ny * ny + nz * nz)
    else:
        hx, hy, hz = ay * pz - az * py, az * px - ax * pz, ax * py - ay * px
    h_norm = np.sqrt(hx * hx + hy * hy + hz * hz)
    if not h_norm > floor:
        return PLANE_UNDETERMINED
    long_way = hx * nx + hy * ny + hz * nz < 0.0
    if long_way:
        h_norm = -h_norm
    hx, hy, hz = hx / h_norm, hy / h_norm, hz / h_norm

    s = 0.5 * (r1n + r2n + chord)
    root = np.sqrt(r1n * r2n)
    lam = root * cos_half / s
    if long_way:
        lam = -lam
    status, x = _solve_x(np.sqrt(2.0 * mu / s**3) * tof, lam, revs, high_branch)
    if status != SOLVED:
        return status

    y = _y_of(x, lam)
    gamma = np.sqrt(0.5 * mu * s)
    rho = (r1n - r2n) / chord
    sigma = 2.0 * root * sin_half / chord
    a = lam * y - x
    b = rho * (lam * y + x)
    vr1 = gamma * (a - b) / r1n
    vr2 = -gamma * (a + b) / r2n
    vt1 = gamma * sigma * (y + lam * x) / r1n
    vt2 = vt1 * r1n / r2n
    v1[0] = vr1 * ax + vt1 * (hy * az - hz * ay)
    v1[1] = vr1 * ay + vt1 * (hz * ax - hx * az)
    v1[2] = vr1 * az + vt1 * (hx * ay - hy * ax)
    v2[0] = vr2 * bx + vt2 * (hy * bz - hz * by)
    v2[1] = vr2 * by + vt2 * (hz * bx - hx * bz)
    v2[2] = vr2 * bz + vt2 * (hx * by - hy * bx)
    return SOLVED


@njit(cache=True, nogil=True)
def izzo2015_many(
    mu: float, r1: Array, r2: Array, tof: Array, normal: Array, v1: Array, v2: Array
) -> Any:
    """Solve ``n`` zero-revolution problems; arrays (n, 3) and (n,); return n status codes."""
    status = np.empty(len(tof), np.int64)
    for i in range(len(tof)):
        status[i] = izzo2015_core(mu, r1[i], r2[i], tof[i], normal, 0, False, v1[i], v2[i])
    return status


def lambert(
    *,
    mu_km3_s2: float,
    r1_km: Array,
    r2_km: Array,
    tof_s: float,
    normal: Array | None = None,
    revs: int = 0,
    branch: str = "low",
    retrograde: bool = False,
) -> tuple[Array, Array]:
    """Velocities at both ends of the conic through two points in a given time.

    Parameters
    ----------
    mu_km3_s2 : float
        Gravitational parameter (km³/s²).
    r1_km, r2_km : array_like, shape (3,)
        Positions (km) in one inertial frame, centred on the attracting body.
    tof_s : float
        Time of flight (s), > 0.
    normal : array_like, shape (3,), optional
        Side the motion turns about; +z if absent. Gives the plane at 180 degrees.
    revs : int
        Complete revolutions, >= 0.
    branch : {"low", "high"}
        With revolutions: the arc of smaller (``low``) or larger (``high``)
        semi-major axis side of the fastest one, in Izzo's x.
    retrograde : bool
        Turn about ``-normal``.

    Returns
    -------
    v1_km_s, v2_km_s : ndarray, shape (3,)

    Raises
    ------
    LambertError
        No such revolution, undetermined plane, or degenerate radii.
    """
    side = np.array([0.0, 0.0, 1.0]) if normal is None else np.asarray(normal, dtype=float)
    v1, v2 = np.empty(3), np.empty(3)
    status = izzo2015_core(
        mu_km3_s2,
        np.asarray(r1_km, dtype=float),
        np.asarray(r2_km, dtype=float),
        tof_s,
        -side if retrograde else side,
        revs,
        branch == "high",
        v1,
        v2,
    )
    if status != SOLVED:
        raise LambertError(status=status)
    return v1, v2
