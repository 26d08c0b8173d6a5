"""The Moon's end of the arc to a staging orbit: a flyby of a flight past it, or a low orbit.

Either is a state near the Moon told by controls, with derivatives; the burn there changes it
into the start of the arc (or, backwards, into its end).
"""

from __future__ import annotations

import math
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from planner.astro.bplane import cross
from planner.astro.constants import GM_MOON_KM3_S2, SECONDS_PER_DAY
from planner.astro.orientation import moon_pole
from planner.transfers.earth_ends import EarthEnd, EndState
from planner.transfers.leg import Leg, moon_rate, moon_state, perilune_leg, state_rate

Array = NDArray[np.float64]

#: Units of a search, in which the burns curve about alike: 300 km of perilune radius, 60 km
#: of its place across the plane, 2 h of its epoch.
_FLYBY_UNITS = np.array([300.0, 60.0, 7200.0])
#: Of the epoch at the Earth (d), where that is a control.
_EPOCH_UNIT_D = 0.2
#: Of a low orbit: 0.02 rad of its node, 0.1 rad along it, half an hour.
_LOW_UNITS = np.array([0.02, 0.1, 1800.0 / SECONDS_PER_DAY])
_POLE = np.array([0.0, 0.0, 1.0])


class MoonEnd(NamedTuple):
    """A state near the Moon, on the far side of its burn from the staging orbit.

    Attributes
    ----------
    t_s : float
        TDB seconds past J2000.
    state : ndarray, shape (6,)
        Earth-centred ICRF (km, km/s).
    partials, t_partials : ndarray, shape (6, k), (k,)
        Derivatives of state and epoch in the controls.
    first_s, first_partials : float, ndarray
        Epoch of the far end of the flight (the Earth's, or this one), and its derivative.
    dv_km_s, dv_partials : float, ndarray
        Cost of that far end, and its derivative.
    natural : ndarray, shape (k, k)
        Derivative of well-scaled coordinates of the search in the controls.
    """

    t_s: float
    state: Array
    partials: Array
    t_partials: Array
    first_s: float
    first_partials: Array
    dv_km_s: float
    dv_partials: Array
    natural: Array


class NearMoon(Protocol):
    """Something near the Moon that an arc to the orbit starts from.

    ``sense`` is 1 if the flight goes to the staging orbit, -1 if it comes from there;
    ``moves_radius`` tells whether the controls move its distance from the Moon.
    """

    sense: float
    moves_radius: bool

    def at(self, controls: Array, rtol: float) -> MoonEnd:
        """Where it is for some controls."""


class FlybyEnd:
    """Perilune of a flight from or to the Earth."""

    moves_radius = True

    def __init__(self, earth: EarthEnd, bodies: tuple[str, ...]) -> None:
        self.earth, self._bodies = earth, bodies
        self.sense = earth.sense

    def at(self, controls: Array, rtol: float) -> MoonEnd:
        """See `NearMoon`.

        Raises
        ------
        NoConvergenceError
            The flight does not come by the Moon.
        """
        end = self.earth.at(controls)
        leg = perilune_leg(
            start_s=end.t_s, state=end.state, sense=self.sense, bodies=self._bodies, rtol=rtol
        )
        partials, t_partials, relative = self._partials(end, leg)
        r, v = (leg.state - moon_state(leg.end_s))[:3], (leg.state - moon_state(leg.end_s))[3:]
        radius, h = float(np.linalg.norm(r)), cross(r, v)
        rows = np.vstack((r @ relative / radius, h @ relative / np.linalg.norm(h), t_partials))
        more = np.eye(len(controls))[3:] / _EPOCH_UNIT_D
        return MoonEnd(
            t_s=leg.end_s,
            state=leg.state,
            partials=partials,
            t_partials=t_partials,
            first_s=end.t_s,
            first_partials=end.t_partials,
            dv_km_s=end.dv_km_s,
            dv_partials=end.dv_partials,
            natural=np.vstack((rows / _FLYBY_UNITS[:, None], more)),
        )

    def _partials(self, end: EndState, leg: Leg) -> tuple[Array, Array, Array]:
        """Derivatives of state (6, k), epoch (k,) and Moon-centred place (3, k) at perilune."""
        moon, fall = moon_state(leg.end_s), moon_rate(leg.end_s)
        rate = state_rate(leg.end_s, leg.state, self._bodies)
        begun = state_rate(end.t_s, end.state, self._bodies)
        fixed = leg.stm @ (end.partials - np.outer(begun, end.t_partials))
        r, v = (leg.state - moon)[:3], (leg.state - moon)[3:]
        # Perilune, where r.v = 0, moves by -d(r.v) / (d(r.v)/dt).
        turn = float(v @ v + r @ (rate - fall)[3:])
        t_partials = -np.concatenate((v, r)) @ fixed / turn
        moved = fixed + np.outer(rate, t_partials)
        return moved, t_partials, fixed[:3] + np.outer(v, t_partials)


class LowOrbitEnd:
    """A circular orbit about the Moon; controls: node, argument of latitude, epoch.

    Parameters
    ----------
    radius_km, inclination_rad : float
        On the Moon's true equator of date.
    epoch_s : float
        Where the third control, in days, counts from (TDB s past J2000).
    sense : float
        1 for a flight that leaves it, -1 for one that ends in it.
    fixed_epoch : bool
        Whether the third control is left out.
    """

    moves_radius = False

    def __init__(
        self, *, radius_km: float, inclination_rad: float, epoch_s: float, sense: float,
        fixed_epoch: bool,
    ) -> None:  # fmt: skip
        self.radius_km, self.inclination_rad = radius_km, inclination_rad
        self.epoch_s, self.sense = epoch_s, sense
        self._k = 2 if fixed_epoch else 3

    def epoch_of(self, controls: Array) -> float:
        """TDB seconds past J2000 for some controls."""
        return self.epoch_s + (float(controls[2]) * SECONDS_PER_DAY if self._k == 3 else 0.0)

    def axes(self, node_rad: float, t_s: float) -> Array:
        """Rows: unit vectors (ICRF) to the node, 90 degrees ahead in the plane, and normal."""
        pole, x, y = _equator(t_s)
        to_node = math.cos(node_rad) * x + math.sin(node_rad) * y
        across = cross(pole, to_node)
        c, s = math.cos(self.inclination_rad), math.sin(self.inclination_rad)
        return np.stack((to_node, c * across + s * pole, c * pole - s * across))

    def relative(self, controls: Array, t_s: float) -> Array:
        """Moon-centred state (6,) for some controls at an epoch."""
        axes, u = self.axes(float(controls[0]), t_s), float(controls[1])
        radial = math.cos(u) * axes[0] + math.sin(u) * axes[1]
        speed = math.sqrt(GM_MOON_KM3_S2 / self.radius_km)
        return np.concatenate((self.radius_km * radial, speed * cross(axes[2], radial)))

    def controls_of(self, low_km: Array, normal: Array) -> Array:
        """Controls of a Moon-centred place in a plane, at ``epoch_s``."""
        _, x, y = _equator(self.epoch_s)
        node = math.atan2(float(normal @ x), -float(normal @ y))
        axes = self.axes(node, self.epoch_s)
        u = math.atan2(float(low_km @ axes[1]), float(low_km @ axes[0]))
        return np.array([node, u, 0.0])[: self._k]

    def at(self, controls: Array, rtol: float) -> MoonEnd:  # noqa: ARG002 -- nothing is flown
        """See `NearMoon`."""
        t_s = self.epoch_of(controls)
        relative = self.relative(controls, t_s)
        normal = self.axes(float(controls[0]), t_s)[2]
        columns = [
            np.concatenate((cross(axis, relative[:3]), cross(axis, relative[3:])))
            for axis in (moon_pole(t_s), normal)
        ]
        columns.append(moon_rate(t_s) * SECONDS_PER_DAY)
        t_partials = np.array([0.0, 0.0, SECONDS_PER_DAY])[: self._k]
        nothing = np.zeros(self._k)
        return MoonEnd(
            t_s=t_s,
            state=moon_state(t_s) + relative,
            partials=np.stack(columns[: self._k], axis=1),
            t_partials=t_partials,
            first_s=t_s,
            first_partials=t_partials,
            dv_km_s=0.0,
            dv_partials=nothing,
            natural=np.diag(1.0 / _LOW_UNITS[: self._k]),
        )


def _equator(t_s: float) -> tuple[Array, Array, Array]:
    """The Moon's pole of date, and two axes of its equator; nodes count from the first."""
    pole = moon_pole(t_s)
    node = cross(_POLE, pole)
    node /= np.linalg.norm(node)
    return pole, node, cross(pole, node)
