"""Parts of the variational equations that every model of motion shares, compiled.

Source: Montenbruck & Gill 2000, "Satellite Orbits", eqs. 7.1 and 7.2.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from planner.astro.kernels import inlined

Array = NDArray[np.float64]


@inlined
def add_point_gradient(x: float, y: float, z: float, gm: float, grad: Array) -> None:
    """Add the gradient of a point mass's pull to the upper triangle of ``grad`` [3, 3].

    ``x, y, z`` is the way from the mass to the craft, or back.
    """
    r2 = x * x + y * y + z * z
    k = gm / (r2 * np.sqrt(r2))
    k3 = 3.0 * k / r2
    grad[0, 0] += k3 * x * x - k
    grad[0, 1] += k3 * x * y
    grad[0, 2] += k3 * x * z
    grad[1, 1] += k3 * y * y - k
    grad[1, 2] += k3 * y * z
    grad[2, 2] += k3 * z * z - k


@inlined
def transition(y: Array, grad: Array, spin: float, dydt: Array) -> None:
    """d(Phi)/dt = [[0, I], [G, W]] Phi, row-major from index 6 of ``y``.

    ``grad`` is G by its upper triangle, completed here. W is the Coriolis term of a
    frame that turns about z with the rate ``spin``: W = 2 spin [[0, 1, 0], [-1, 0, 0],
    [0, 0, 0]]; zero in a frame that does not turn.
    """
    grad[1, 0], grad[2, 0], grad[2, 1] = grad[0, 1], grad[0, 2], grad[1, 2]
    for column in range(6):
        for i in range(3):
            dydt[6 + 6 * i + column] = y[6 + 6 * (3 + i) + column]
            total = 0.0
            for j in range(3):
                total += grad[i, j] * y[6 + 6 * j + column]
            dydt[6 + 6 * (3 + i) + column] = total
        dydt[24 + column] += 2.0 * spin * y[30 + column]
        dydt[30 + column] -= 2.0 * spin * y[24 + column]
