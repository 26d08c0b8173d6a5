"""RKN12(10)17: the tableau by its order conditions, the method against DOP853."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pytest

from planner.astro.arc import Arc, run
from planner.astro.constants import J2000_JD
from planner.astro.ephemeris import MOON
from planner.astro.events import DISTANCE
from planner.astro.field import Pace, bind, body_state, derivative
from planner.astro.forces import ForceModel, force_model
from planner.astro.rkn1210_tableau import B10, D10, STAGES, A, B, C, D

# Weights reach 49 and are doubles: their sums are known to some 1e-14.
ROUNDING = 2e-14


def test_stages_stand_where_their_nodes_say() -> None:
    """Sum a c^q = c^(q+2) / (q+1)(q+2): each stage is a solution of some order itself."""
    for q, first in ((0, 1), (1, 2), (2, 4), (3, 4), (4, 8)):
        want = C ** (q + 2) / ((q + 1) * (q + 2))
        assert np.abs(A @ C**q - want)[first:].max() < ROUNDING


@pytest.mark.parametrize(("place", "speed", "order"), [(B, D, 12), (B10, D10, 10)])
def test_weights_integrate_powers_up_to_their_order(
    place: np.ndarray, speed: np.ndarray, order: int
) -> None:
    for q in range(order):
        assert speed @ C**q == pytest.approx(1.0 / (q + 1), abs=ROUNDING)
    for q in range(order - 1):
        assert place @ C**q == pytest.approx(1.0 / ((q + 1) * (q + 2)), abs=ROUNDING)


def test_the_error_weights_see_the_eleventh_power() -> None:
    assert abs(D10 @ C**10 - 1.0 / 11.0) > 1e-7
    assert abs(B10 @ C**9 - 1.0 / 110.0) > 1e-7


def _kepler(steps: int) -> tuple[float, float]:
    """Miss after one revolution of eccentricity 0.3 in equal steps, and the largest error told."""
    y = np.array([0.7, 0.0])
    v = np.array([0.0, np.sqrt(1.3 / 0.7)])
    start = y.copy()
    h = 2.0 * np.pi / steps
    told = 0.0
    for _ in range(steps):
        f = np.zeros((STAGES, 2))
        for i in range(STAGES):
            q = y + C[i] * h * v + h * h * (A[i] @ f)
            f[i] = -q / np.linalg.norm(q) ** 3
        told = max(told, float(np.linalg.norm(h * (D - D10) @ f)))
        y, v = y + h * v + h * h * (B @ f), v + h * (D @ f)
    return float(np.linalg.norm(y - start)), told


def test_the_orders_of_convergence() -> None:
    (coarse, told), (fine, told_fine) = _kepler(16), _kepler(24)
    # The order of what a revolution misses, and one more for a single step of order 10; half
    # an order of play, as terms beyond the leading one count at such steps.
    assert np.log(coarse / fine) / np.log(1.5) == pytest.approx(12.0, abs=0.5)
    assert np.log(told / told_fine) / np.log(1.5) == pytest.approx(11.0, abs=0.5)


class ByDop853(NamedTuple):
    """The ephemeris model hidden in another, which the integrator takes for any model."""

    force: ForceModel


def _rate(t: float, y: np.ndarray, field: ByDop853, scratch: np.ndarray, dydt: np.ndarray) -> None:
    derivative(t, y, field.force, scratch, dydt)


def _places(t: float, field: ByDop853, body: int, state: np.ndarray) -> None:
    body_state(t, field.force, body, state)


bind(ByDop853, rate=_rate, places=_places, steps=Pace(first=30.0, least=1e-9, root=1e-7))


def _fly(field: object, *, stm: bool) -> Arc:
    """From a low orbit to the Moon in 4.4 days, with a distance from it as an event."""
    rows = np.array([[DISTANCE, MOON, 60_000.0, -1.0, 0.0]])
    start = np.array(
        [-3275.63074986, 5392.88366318, 1859.81991447, -9.42810931, -4.81005437, -2.65775256]
    )
    times = np.linspace(0.0, 4.4 * 86400.0, 7)
    return run(
        field, start, times[-1], rtol=1e-13, stm=stm, sample_t=times, event_rows=rows, unit="s"
    )


@pytest.mark.parametrize("stm", [False, True])
def test_both_methods_fly_the_same_way(stm: bool) -> None:
    force = force_model(
        t0_s=(2462502.0673792395 - J2000_JD) * 86400.0, bodies=("earth", "moon", "sun", "jupiter")
    )
    nystrom, dop853 = _fly(force, stm=stm), _fly(ByDop853(force=force), stm=stm)
    # 2 cm near the Moon: DOP853 at 1e-13, amplified some thousandfold on the way.
    assert np.abs(nystrom.samples - dop853.samples)[:, :3].max() < 2e-5
    assert np.abs(nystrom.y - dop853.y)[:3].max() < 2e-5
    assert nystrom.events[:, 1] == pytest.approx(dop853.events[:, 1], abs=1e-4)
    assert len(nystrom.events) == 1
    if stm:
        ours, theirs = nystrom.y[6:].reshape(6, 6), dop853.y[6:].reshape(6, 6)
        assert np.linalg.norm(ours - theirs) < 1e-8 * np.linalg.norm(theirs)
        # Liouville: the flow keeps volumes.
        assert np.linalg.det(ours) == pytest.approx(1.0, abs=1e-7)
