"""A judge of motion in the Moon's field, sharing no code with the planner.

The potential is a polynomial in x/r, y/r, z/r, summed in 50 decimal digits with the
coefficients printed in the kernel's comments; pull and gradient are central differences of
it. For flights there is a quicker pull from scipy's Legendre functions, with jplephem's
bodies and scipy's integrator. Principal axes are SPICE's rotation of the mean-Earth axes.
"""

from __future__ import annotations

import re
from decimal import Decimal, getcontext
from functools import lru_cache
from math import factorial

import numpy as np
import spiceypy
from jplephem.daf import DAF
from scipy.integrate import solve_ivp
from scipy.special import assoc_legendre_p_all

from tests.judges.nbody import GM_KM3_S2, KERNEL, geocentric_km

RADIUS_KM = 1738.0
GM_MOON = GM_KM3_S2["moon"]
#: Principal axes from mean-Earth axes, arc seconds, as NAIF's frame kernel writes them:
#: angles about axes 3, 2, 1.
FRAME_KERNEL = (67.8526, 78.6944, 0.2785)


@lru_cache(maxsize=1)
def printed() -> dict[str, float]:
    """Every named number of the kernel's comments, by its name."""
    with KERNEL.open("rb") as file:
        text = DAF(file).comments()
    rows = re.findall(r"^(\w+) +([-+.\d]+D[-+]\d+)", text, flags=re.MULTILINE)
    return {name: float(value.replace("D", "e")) for name, value in rows}


def _coefficients(n: int, m: int) -> tuple[float, float]:
    if n == 0:
        return 1.0, 0.0
    if m == 0:
        return -printed().get(f"J{n}M", 0.0), 0.0
    return printed().get(f"C{n}{m}M", 0.0), printed().get(f"S{n}{m}M", 0.0)


def _legendre_derivative(n: int, m: int) -> list[Decimal]:
    """Coefficients, from the constant up, of the m-th derivative of P_n (Rodrigues)."""
    out = [Decimal(0)] * (n - m + 1)
    for k in range(n // 2 + 1):
        power = n - 2 * k
        if power >= m:
            c = Decimal((-1) ** k * factorial(2 * n - 2 * k)) / (
                2**n * factorial(k) * factorial(n - k) * factorial(power)
            )
            out[power - m] = c * (factorial(power) // factorial(power - m))
    return out


def potential(x: Decimal, y: Decimal, z: Decimal, degree: int) -> Decimal:
    """GM/r sum (R/r)^n P_nm(sin lat) (C cos m lon + S sin m lon), in fixed axes, km²/s²."""
    getcontext().prec = 50
    r = (x * x + y * y + z * z).sqrt()
    s, radius, total = z / r, Decimal(RADIUS_KM), Decimal(0)
    for n in range(degree + 1):
        real, imaginary = Decimal(1), Decimal(0)
        for m in range(n + 1):
            c, sine = (Decimal(v) for v in _coefficients(n, m))
            legendre = Decimal(0)
            for k in reversed(_legendre_derivative(n, m)):
                legendre = legendre * s + k
            total += (radius / r) ** n * legendre * (c * real + sine * imaginary)
            real, imaginary = (real * x - imaginary * y) / r, (real * y + imaginary * x) / r
    return Decimal(GM_MOON) / r * total


def pull(position: np.ndarray, degree: int) -> np.ndarray:
    """Gradient of the potential by differences of 1e-12 km in 50 digits, km/s²."""
    return np.array([float(_slope(_decimals(position), i, degree)) for i in range(3)])


def bend(position: np.ndarray, degree: int) -> np.ndarray:
    """Second derivatives of the potential, 1/s²."""
    h, base, out = Decimal("1e-12"), _decimals(position), np.empty((3, 3))
    for j in range(3):
        for i in range(3):
            above, below = list(base), list(base)
            above[j] += h
            below[j] -= h
            out[i, j] = float((_slope(above, i, degree) - _slope(below, i, degree)) / (2 * h))
    return out


def _decimals(position: np.ndarray) -> list[Decimal]:
    return [Decimal(float(v)) for v in position]


def _slope(position: list[Decimal], axis: int, degree: int) -> Decimal:
    h = Decimal("1e-12")
    above, below = list(position), list(position)
    above[axis] += h
    below[axis] -= h
    return (potential(*above, degree) - potential(*below, degree)) / (2 * h)


def principal_from_mean() -> np.ndarray:
    """Rotation as SPICE builds it from the angles of the frame kernel."""
    return spiceypy.eul2m(*(np.radians(a / 3600.0) for a in FRAME_KERNEL), 3, 2, 1)


def quick_pull(position: np.ndarray, degree: int) -> np.ndarray:
    """The same pull in double precision, from scipy's Legendre functions and their slopes."""
    r = float(np.linalg.norm(position))
    lat, lon = np.arcsin(position[2] / r), np.arctan2(position[1], position[0])
    p, dp = assoc_legendre_p_all(degree, degree, np.sin(lat), diff_n=1)
    radial = across = along = 0.0
    for n in range(degree + 1):
        k = (RADIUS_KM / r) ** n
        for m in range(n + 1):
            c, s = _coefficients(n, m)
            sign = (-1.0) ** m  # scipy's functions carry the Condon-Shortley phase
            wave = c * np.cos(m * lon) + s * np.sin(m * lon)
            radial -= k * (n + 1) * sign * p[n, m] * wave
            across += k * sign * dp[n, m] * np.cos(lat) * wave
            turned = m * (s * np.cos(m * lon) - c * np.sin(m * lon))
            along += k * sign * p[n, m] / np.cos(lat) * turned
    up = position / r
    north = np.array([-np.sin(lat) * np.cos(lon), -np.sin(lat) * np.sin(lon), np.cos(lat)])
    east = np.array([-np.sin(lon), np.cos(lon), 0.0])
    return GM_MOON / r**2 * (radial * up + across * north + along * east)


def judge_about_moon(
    epoch: float, state: np.ndarray, seconds: float, *, degree: int, axes, bodies: tuple[str, ...]
) -> np.ndarray:
    """Final Moon-centred state; ``axes(t)`` turns ICRF into principal axes at t seconds."""

    def rate(t: float, y: np.ndarray) -> np.ndarray:
        turn = axes(t)
        acc = turn.T @ quick_pull(turn @ y[:3], degree)
        moon = geocentric_km("moon", epoch, t / 86400.0)
        for body in bodies:
            place = np.zeros(3) if body == "earth" else geocentric_km(body, epoch, t / 86400.0)
            b = place - moon
            d = b - y[:3]
            acc = acc + GM_KM3_S2[body] * (d / np.linalg.norm(d) ** 3 - b / np.linalg.norm(b) ** 3)
        return np.concatenate((y[3:], acc))

    answer = solve_ivp(rate, (0.0, seconds), state, method="DOP853", rtol=1e-11, atol=1e-10)
    assert answer.success
    return answer.y[:, -1]
