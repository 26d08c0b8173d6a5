"""Pull of an uneven body and its gradient, by Cunningham's recursion.

The potential is GM/R Re sum c_nm U_nm with c = C - i S (unnormalised) and
U_nm = (R/r)^(n+1) P_nm(sin lat) exp(i m lon). A derivative of U_nm along an axis is a
sum of two functions of the next degree, so a derivative of the potential is a sum of the
same kind with other coefficients. These are worked out once, when a model is made;
compiled code then only fills the table of U and adds up. Axes: fixed in the body.

Sources: Cunningham 1970, Celestial Mechanics 2:207; Montenbruck & Gill 2000, "Satellite
Orbits", eqs. 3.27-3.33.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from planner.astro.field import compiled

Array = NDArray[np.float64]
Coefficients = Mapping[tuple[int, int], complex]

#: Axes of the six different second derivatives.
_PAIRS = ((0, 0), (0, 1), (0, 2), (1, 1), (1, 2), (2, 2))


def table_size(degree: int) -> int:
    """Number of functions U_nm up to a degree, orders 0 to n; (n, m) is at n(n+1)/2 + m."""
    return (degree + 1) * (degree + 2) // 2


def derivative_coefficients(series: Coefficients, axis: int) -> dict[tuple[int, int], complex]:
    """Coefficients of R times the derivative along x, y or z (0, 1, 2)."""
    out: dict[tuple[int, int], complex] = {}

    def add(n: int, m: int, value: complex) -> None:
        # Of order 0 only the real part is seen.
        out[n, m] = out.get((n, m), 0.0) + (value if m else complex(value.real))

    turn = 1.0 if axis == 0 else 1.0j
    for (n, m), c in series.items():
        if axis == 2:
            add(n + 1, m, -(n - m + 1) * c)
        elif m == 0:
            add(n + 1, 1, (-1.0 if axis == 0 else 1.0j) * c.real)
        else:
            add(n + 1, m + 1, (-0.5 if axis == 0 else 0.5j) * c)
            add(n + 1, m - 1, 0.5 * turn * (n - m + 2) * (n - m + 1) * c)
    return out


def _packed(series: Coefficients, degree: int) -> Array:
    """Real parts and negative imaginary parts, so that a sum is two dot products."""
    out = np.zeros((2, table_size(degree)))
    for (n, m), c in series.items():
        out[:, n * (n + 1) // 2 + m] = c.real, -c.imag
    return out


def field_tables(series: Coefficients, degree: int) -> tuple[Array, Array]:
    """Coefficients of the pull (3, 2, k) and of its gradient's upper triangle (6, 2, l)."""
    first = [derivative_coefficients(series, axis) for axis in range(3)]
    second = [derivative_coefficients(first[i], j) for i, j in _PAIRS]
    return (
        np.array([_packed(part, degree + 1) for part in first]),
        np.array([_packed(part, degree + 2) for part in second]),
    )


@compiled
def fill_table(x: float, y: float, z: float, radius: float, top: int, u: Array) -> None:
    """Write U_nm, real and imaginary, up to degree ``top`` into ``u`` (2, size)."""
    r2 = x * x + y * y + z * z
    scale = radius / r2
    x0, y0, z0, rho = x * scale, y * scale, z * scale, radius * scale
    u[0, 0], u[1, 0] = radius / np.sqrt(r2), 0.0
    for m in range(top + 1):
        at = m * (m + 1) // 2 + m
        if m > 0:
            back = at - m - 1
            k = 2.0 * m - 1.0
            u[0, at] = k * (x0 * u[0, back] - y0 * u[1, back])
            u[1, at] = k * (x0 * u[1, back] + y0 * u[0, back])
        for n in range(m + 1, top + 1):
            here = n * (n + 1) // 2 + m
            one = here - n
            a = (2.0 * n - 1.0) * z0 / (n - m)
            u[0, here], u[1, here] = a * u[0, one], a * u[1, one]
            if n > m + 1:
                two = one - n + 1
                b = (n + m - 1.0) * rho / (n - m)
                u[0, here] -= b * u[0, two]
                u[1, here] -= b * u[1, two]


@compiled
def series_sum(table: Array, row: int, u: Array) -> float:
    """Sum of one packed series over the table of U."""
    total = 0.0
    for i in range(table.shape[2]):
        total += table[row, 0, i] * u[0, i] + table[row, 1, i] * u[1, i]
    return total
