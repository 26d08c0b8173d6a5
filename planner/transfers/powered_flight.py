"""One engine between a lunar orbit and a site: units, refusals, and the steering solved.

`planner.astro.powered_arc` flies a burn; here Newton's method finds the steering that
meets the ends, and a burn found is flown again in short pieces, for its path and for an
end that shows what the steps of the first left over.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from planner.astro.constants import GM_MOON_KM3_S2
from planner.astro.powered_arc import fly
from planner.astro.rocket import exhaust_m_s
from planner.errors import NoConvergenceError
from planner.transfers.request import refuse_unless

Array = NDArray[np.float64]

#: Miss at which Newton stops, in canonical units: 2 mm, 2 µm/s.
_CONVERGED = 1e-9
_MAX_ITERATIONS = 30
_MAX_HALVINGS = 10
#: Pieces a burn is flown again in.
PIECES = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Engine:
    """A craft and its engine: mass at the first burn, full thrust, vacuum specific impulse."""

    mass_kg: float
    thrust_n: float
    isp_s: float

    def __post_init__(self) -> None:
        """Refuse what does not fly, and NaN."""
        for name in ("mass_kg", "thrust_n"):
            value = getattr(self, name)
            refuse_unless(
                0.0 < value < math.inf, name=name, value=value, allowed="positive numbers"
            )
        refuse_unless(
            100.0 <= self.isp_s <= 1000.0, name="isp_s", value=self.isp_s, allowed="100 to 1000 s"
        )

    @property
    def exhaust_m_s(self) -> float:
        """Effective exhaust speed."""
        return exhaust_m_s(isp_s=self.isp_s)

    def mass_after_kg(self, mass_kg: float, dv_m_s: float) -> float:
        """Mass after a speed change."""
        return mass_kg * math.exp(-dv_m_s / self.exhaust_m_s)


@dataclass(frozen=True, slots=True)
class Units:
    """Canonical units of a length: the Moon's gravitational parameter is 1.

    Attributes
    ----------
    length_km : float
    """

    length_km: float

    @property
    def speed_km_s(self) -> float:
        """Circular speed at the length."""
        return math.sqrt(GM_MOON_KM3_S2 / self.length_km)

    @property
    def time_s(self) -> float:
        """Length over speed."""
        return self.length_km / self.speed_km_s

    @property
    def acceleration_m_s2(self) -> float:
        """Gravity at the length."""
        return 1e3 * self.speed_km_s / self.time_s

    def scaled(self, state_km_s: Array) -> Array:
        """State (6,) in these units."""
        return state_km_s / self._sizes()

    def physical(self, state: Array) -> Array:
        """State (6,) in km and km/s."""
        return state * self._sizes()

    def _sizes(self) -> Array:
        return np.repeat([self.length_km, self.speed_km_s], 3)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Burning:
    """A burn that is steered: what `planner.astro.powered_arc.fly` needs, in `units`.

    Attributes
    ----------
    start : ndarray, (6,)
    normal : ndarray, (3,)
    thrust, exhaust : float
    forward : float
    steering : ndarray, (5,)
    """

    units: Units
    start: Array
    normal: Array
    thrust: float
    exhaust: float
    forward: float
    steering: Array

    @property
    def duration_s(self) -> float:
        """Length of the burn."""
        return float(self.steering[4]) * self.units.time_s

    @property
    def dv_m_s(self) -> float:
        """Speed change the propellant burnt stands for."""
        share = self.thrust * float(self.steering[4]) / self.exhaust
        return -1e3 * self.exhaust * self.units.speed_km_s * math.log1p(-share)

    def pitch_deg(self, share: float) -> float:
        """Angle of the thrust above the horizontal after a share of the burn."""
        return math.degrees(math.atan(self._tangent(0, share)))

    def yaw_deg(self, share: float) -> float:
        """Angle of the thrust out of the vertical plane of motion after a share of the burn."""
        return math.degrees(math.atan(self._tangent(2, share)))

    def _tangent(self, row: int, share: float) -> float:
        tangent, rate = self.steering[row : row + 2]
        return float(tangent + rate * share * self.steering[4])

    def path(self) -> tuple[Array, Array]:
        """Seconds after ignition (n,) and states (n, 6; km, km/s), flown in short pieces."""
        state, piece = self.start, self.steering[4] / PIECES
        states = [state]
        for i in range(PIECES):
            a, a_rate, c, c_rate, _ = self.steering
            t = i * piece
            left = 1.0 - self.thrust / self.exhaust * t
            steering = np.array([a + a_rate * t, a_rate, c + c_rate * t, c_rate, piece])
            state = fly(
                state, self.normal, self.thrust / left, self.exhaust, self.forward, steering
            )
            states.append(state)
        seconds = np.linspace(0.0, self.duration_s, PIECES + 1)
        return seconds, np.array([self.units.physical(each) for each in states])


def newton(
    reading: Callable[[Array], tuple[Array, Array]],
    guess: Array,
    *,
    allowed: Callable[[Array], bool],
    what: str,
    way_out: str,
) -> Array:
    """Root of a reading that returns misses (n,) and their Jacobian (n, n).

    Steps that do not lessen the miss, or leave what is ``allowed``, are halved.

    Raises
    ------
    NoConvergenceError
        No root within the iterations.
    """
    x = guess
    miss, slope = reading(x)
    size = float(np.linalg.norm(miss))
    for _ in range(_MAX_ITERATIONS):
        if size <= _CONVERGED:
            return x
        try:
            step = np.linalg.solve(slope, miss)
        except np.linalg.LinAlgError:
            break
        for halving in range(_MAX_HALVINGS):
            trial = x - step * 0.5**halving
            if not allowed(trial):
                continue
            miss, slope = reading(trial)
            if float(np.linalg.norm(miss)) < size:
                break
        else:
            break
        x, size = trial, float(np.linalg.norm(miss))
    raise NoConvergenceError(what=what, residual=size, unit="of the radius", way_out=way_out)
