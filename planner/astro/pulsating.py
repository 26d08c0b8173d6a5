"""The turning frame of the CR3BP laid over the real Earth and Moon of date.

At every instant x points from the Earth to the Moon, z along the angular momentum of
their relative motion, and the unit of length is their true distance: a frame that turns
and pulsates. Its clock runs at the rate of a circular motion at that distance,
n = sqrt(GM / L³), so that a Kepler orbit about the Moon stays one. The slow turning of the
Moon's own plane (some 1e-9 rad/s) is left out. Frame outside: ICRF about the Earth, km,
km/s, TDB.

Source: Pavlak 2013, "Trajectory Design and Orbit Maintenance Strategies in Multi-Body
Dynamical Regimes", PhD thesis, Purdue University, on transitions to the ephemeris.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from planner.astro.constants import GM_EARTH_KM3_S2, GM_MOON_KM3_S2
from planner.astro.ephemeris import body_states_km_s

Array = NDArray[np.float64]

_GM_KM3_S2 = GM_EARTH_KM3_S2 + GM_MOON_KM3_S2


class MoonFrame(NamedTuple):
    """The frame at some epochs.

    Attributes
    ----------
    moon_km_s : ndarray, shape (n, 6)
        The Moon about the Earth.
    axes : ndarray, shape (n, 3, 3)
        Rows are the unit vectors x, y, z.
    length_km, length_rate_km_s : ndarray, shape (n,)
        Distance of the two bodies and its rate.
    spin_rad_s, clock_rad_s : ndarray, shape (n,)
        Rate at which the frame turns about z, and rate of its clock.
    """

    moon_km_s: Array
    axes: Array
    length_km: Array
    length_rate_km_s: Array
    spin_rad_s: Array
    clock_rad_s: Array


def moon_frame(tdb_jd: ArrayLike) -> MoonFrame:
    """Return the frame at epochs (n,) of the ephemeris, 1965 to 2065 TDB.

    Raises
    ------
    OutOfRangeError
        An epoch outside the ephemeris.
    """
    moon = body_states_km_s("moon", tdb_jd)
    place, speed = moon[:, :3], moon[:, 3:]
    length = np.linalg.norm(place, axis=1)
    momentum = np.cross(place, speed)
    size = np.linalg.norm(momentum, axis=1)
    x, z = place / length[:, None], momentum / size[:, None]
    return MoonFrame(
        moon_km_s=moon,
        axes=np.stack((x, np.cross(z, x), z), axis=1),
        length_km=length,
        length_rate_km_s=np.einsum("ij,ij->i", place, speed) / length,
        spin_rad_s=size / length**2,
        clock_rad_s=np.sqrt(_GM_KM3_S2 / length**3),
    )


def to_earth_km_s(*, tdb_jd: ArrayLike, states: ArrayLike, mu: float) -> Array:
    """Turn CR3BP states (n, 6) into Earth-centred ICRF ones at epochs (n,).

    Parameters
    ----------
    states : array_like, shape (n, 6)
        Non-dimensional, about the barycentre, in the frame of `planner.astro.cr3bp`.
    mu : float
        The Moon's share of the mass that places it at x = 1 - mu.
    """
    frame, states = moon_frame(tdb_jd), np.atleast_2d(np.asarray(states, dtype=float))
    about = states[:, :3] - [1.0 - mu, 0.0, 0.0]
    length, spin = frame.length_km[:, None], frame.spin_rad_s[:, None]
    turning = spin * np.column_stack((-about[:, 1], about[:, 0], np.zeros(len(about))))
    speed = (
        frame.length_rate_km_s[:, None] * about
        + length * turning
        + length * frame.clock_rad_s[:, None] * states[:, 3:]
    )
    return frame.moon_km_s + np.hstack((_outward(frame, length * about), _outward(frame, speed)))


def from_earth_km_s(*, tdb_jd: ArrayLike, states_km_s: ArrayLike, mu: float) -> Array:
    """Turn Earth-centred ICRF states (n, 6) into CR3BP ones: the inverse of `to_earth_km_s`."""
    frame = moon_frame(tdb_jd)
    relative = np.atleast_2d(np.asarray(states_km_s, dtype=float)) - frame.moon_km_s
    length, spin = frame.length_km[:, None], frame.spin_rad_s[:, None]
    about = _inward(frame, relative[:, :3]) / length
    turning = spin * np.column_stack((-about[:, 1], about[:, 0], np.zeros(len(about))))
    speed = _inward(frame, relative[:, 3:]) - frame.length_rate_km_s[:, None] * about
    speed = (speed / length - turning) / frame.clock_rad_s[:, None]
    return np.hstack((about + np.array([1.0 - mu, 0.0, 0.0]), speed))


def _outward(frame: MoonFrame, vectors: Array) -> Array:
    turned: Array = np.einsum("nij,ni->nj", frame.axes, vectors)
    return turned


def _inward(frame: MoonFrame, vectors: Array) -> Array:
    turned: Array = np.einsum("nij,nj->ni", frame.axes, vectors)
    return turned
