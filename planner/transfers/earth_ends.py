"""The Earth's end of a flight past the Moon, as controls with derivatives.

Leaving: node, argument of latitude and size of a tangential burn in the parking orbit;
its epoch is the one at which the pad's clock lets it happen, so it follows the controls.
Coming home: node, argument of latitude and speed at the entry interface, where
flight-path angle and inclination are given, and the epoch. Both are flown to or from the
Moon with one code: the way home runs backwards.
"""

from __future__ import annotations

import math
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from planner.astro.bplane import cross
from planner.astro.constants import GM_EARTH_KM3_S2
from planner.astro.orientation import icrf_to_equator_of_date
from planner.transfers.departure import (
    EARTH_RATE_RAD_S,
    injection_partials,
    orbit_axes,
)
from planner.transfers.direct import pad_clock
from planner.transfers.earth_entry import EntryWish
from planner.transfers.request import DirectRequest
from planner.transfers.targeting import Aim

Array = NDArray[np.float64]


class EndState(NamedTuple):
    """An end of the flight.

    Attributes
    ----------
    t_s : float
        TDB seconds past J2000.
    state : ndarray, shape (6,)
        Earth-centred ICRF (km, km/s).
    partials : ndarray, shape (6, k)
        Derivative of the state in the controls.
    t_partials : ndarray, shape (k,)
        Derivative of the epoch.
    dv_km_s, dv_partials : float, ndarray
        What the end costs, and its derivative.
    """

    t_s: float
    state: Array
    partials: Array
    t_partials: Array
    dv_km_s: float
    dv_partials: Array


class EarthEnd(Protocol):
    """An end of the flight at the Earth; ``sense`` is 1 if the flight starts there."""

    sense: float

    def at(self, controls: Array) -> EndState:
        """State, epoch and cost for some controls."""


class PadEnd:
    """Departure from the parking orbit a pad serves.

    Parameters
    ----------
    aim : Aim
        A departure near by: radius, inclination and coast are taken from it.
    request : DirectRequest
    """

    sense = 1.0

    def __init__(self, aim: Aim, request: DirectRequest) -> None:
        self._aim, self.request = aim, request
        rate = math.sqrt(GM_EARTH_KM3_S2 / aim.radius_km**3)
        #: The launch waits for the node, the coast for the argument of latitude.
        self._t_partials = np.array([1.0 / EARTH_RATE_RAD_S, 1.0 / rate, 0.0])

    def aim_at(self, controls: Array) -> Aim:
        """Departure with these controls, at the epoch of the pad's clock."""
        aim = Aim(
            tli_s=self._aim.tli_s,
            tof_s=self._aim.tof_s,
            tdb_minus_utc_s=self._aim.tdb_minus_utc_s,
            radius_km=self._aim.radius_km,
            inclination_rad=self._aim.inclination_rad,
            controls=controls,
            coast_near_rad=self._aim.coast_near_rad,
        )
        aim.tli_s = pad_clock(aim, self.request).tli_tdb_s
        return aim

    def at(self, controls: Array) -> EndState:
        """See `EarthEnd`."""
        aim = self.aim_at(controls)
        state = aim.state
        return EndState(
            t_s=aim.tli_s,
            state=state,
            partials=injection_partials(state=state, axes=aim.axes, t_tdb_s=aim.tli_s),
            t_partials=self._t_partials,
            dv_km_s=float(controls[2]),
            dv_partials=np.array([0.0, 0.0, 1.0]),
        )


class EntryEnd:
    """Arrival at the entry interface; controls node, argument of latitude, speed, epoch.

    Parameters
    ----------
    wish : EntryWish
        Altitude, path angle and inclination.
    epoch_s : float
        Where the fourth control, in days, counts from (TDB s past J2000).
    """

    sense = -1.0
    DAY_S = 86_400.0

    def __init__(self, wish: EntryWish, epoch_s: float) -> None:
        self._wish, self._epoch_s = wish, epoch_s

    def at(self, controls: Array) -> EndState:
        """See `EarthEnd`."""
        node, u, speed, since_d = controls
        t_s = self._epoch_s + since_d * self.DAY_S
        axes = orbit_axes(
            node_rad=node, inclination_rad=math.radians(self._wish.inclination_deg), t_tdb_s=t_s
        )
        radial = math.cos(u) * axes[0] + math.sin(u) * axes[1]
        forward = cross(axes[2], radial)
        angle = math.radians(self._wish.path_angle_deg)
        way = math.sin(angle) * radial + math.cos(angle) * forward
        r, v = self._wish.radius_km * radial, speed * way
        pole = icrf_to_equator_of_date(t_s)[2]
        columns = (
            np.concatenate((cross(pole, r), cross(pole, v))),
            np.concatenate((cross(axes[2], r), cross(axes[2], v))),
            np.concatenate((np.zeros(3), way)),
            np.zeros(6),
        )
        return EndState(
            t_s=t_s,
            state=np.concatenate((r, v)),
            partials=np.stack(columns, axis=1),
            t_partials=np.array([0.0, 0.0, 0.0, self.DAY_S]),
            dv_km_s=0.0,
            dv_partials=np.zeros(4),
        )

    def controls_of(self, t_s: float, state: Array) -> Array:
        """Controls of an inbound state (6,) near the interface."""
        axes = icrf_to_equator_of_date(t_s)
        r, h = axes @ state[:3], axes @ cross(state[:3], state[3:])
        node = math.atan2(h[0], -h[1])
        to_node = np.array([math.cos(node), math.sin(node), 0.0])
        ahead = cross(h / float(np.linalg.norm(h)), to_node)
        u = math.atan2(float(r @ ahead), float(r @ to_node))
        speed = float(np.linalg.norm(state[3:]))
        return np.array([node, u, speed, (t_s - self._epoch_s) / self.DAY_S])
