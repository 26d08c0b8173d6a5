"""A trajectory seen from the Earth, from the Moon, or turning with the Moon. km, ICRF axes in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from planner.plan import Path

Positions = NDArray[np.float64]

#: The Moon-centred view starts here (km): inside it the Moon bends the path.
APPROACH_KM: Final = 30_000.0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class View:
    """Positions of craft, Moon and Earth in one frame.

    Attributes
    ----------
    name : str
        ``earth``, ``rotating`` or ``moon``.
    days : ndarray, shape (n,)
        Days since TLI.
    craft_km, moon_km, earth_km : ndarray, shape (n, 3)
        The plane of x and y is the Moon's orbit or, from the Moon, the craft's own.
    """

    name: str
    days: Positions
    craft_km: Positions
    moon_km: Positions
    earth_km: Positions


def earth_centred(path: Path) -> View:
    """Keep the axes still: x to the Moon at arrival, z along the Moon's orbital motion."""
    return _turned("earth", path, moon_axes(path.moon_km)[-1])


def rotating(path: Path) -> View:
    """Turn with the Moon: x to the Moon at each instant, so the Moon stays on the x axis."""
    return _turned("rotating", path, moon_axes(path.moon_km))


def moon_centred(path: Path) -> View:
    """Look from the Moon at the approach, from ``APPROACH_KM`` inwards, face on.

    x points to where the craft comes from, z along its angular momentum about the Moon.
    """
    from_moon = path.craft_km - path.moon_km
    near = np.linalg.norm(from_moon, axis=1) <= APPROACH_KM
    axes = _face_on(from_moon[near])
    return View(
        name="moon",
        days=_days(path)[near],
        craft_km=_turn(axes, from_moon[near]),
        moon_km=np.zeros((near.sum(), 3)),
        earth_km=_turn(axes, -path.moon_km[near]),
    )


#: Every view by its name.
VIEWS: Final[Mapping[str, Callable[[Path], View]]] = {
    "earth": earth_centred,
    "rotating": rotating,
    "moon": moon_centred,
}


def moon_axes(moon_km: Positions) -> Positions:
    """Return the axes that turn with the Moon: x to it, z along its orbital motion.

    Parameters
    ----------
    moon_km : ndarray, shape (n, 3)
        Earth-centred, at least two samples in order of time.

    Returns
    -------
    ndarray, shape (n, 3, 3)
        Rotation from the given axes at each sample, rows x, y, z.
    """
    x = moon_km / np.linalg.norm(moon_km, axis=1, keepdims=True)
    # Twice the area swept from sample to sample: unlike first times last, it keeps its sense
    # however many times the Moon goes round.
    pole = np.cross(moon_km[:-1], moon_km[1:]).sum(axis=0)
    y = np.cross(pole, x)
    y /= np.linalg.norm(y, axis=1, keepdims=True)
    # The Moon does not quite keep to one plane, so z is made square to x at each instant.
    return np.stack([x, y, np.cross(x, y)], axis=1)


def _face_on(craft_km: Positions) -> Positions:
    """Return the rotation that lays an approach in the plane of x and y, shape (3, 3)."""
    x = craft_km[0] / np.linalg.norm(craft_km[0])
    z = np.cross(craft_km[0], craft_km[-1])
    z /= np.linalg.norm(z)
    return np.stack([x, np.cross(z, x), z])


def _turned(name: str, path: Path, axes: Positions) -> View:
    return View(
        name=name,
        days=_days(path),
        craft_km=_turn(axes, path.craft_km),
        moon_km=_turn(axes, path.moon_km),
        earth_km=np.zeros_like(path.moon_km),
    )


def _days(path: Path) -> Positions:
    return np.asarray(path.epoch_tdb_jd - path.epoch_tdb_jd[0])


def _turn(axes: Positions, positions: Positions) -> Positions:
    return np.asarray(np.einsum("...ij,...j->...i", axes, positions))
