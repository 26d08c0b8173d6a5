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
APPROACH_KM: Final = 66_000.0


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
        Seen from above the Moon's orbit, the plane of x and y is that orbit.
    """

    name: str
    days: Positions
    craft_km: Positions
    moon_km: Positions
    earth_km: Positions


def earth_centred(path: Path) -> View:
    """Keep the axes still: x to the Moon at arrival, z along the Moon's orbital motion."""
    return _turned("earth", path, _axes(path)[-1])


def rotating(path: Path) -> View:
    """Turn with the Moon: x to the Moon at each instant, so the Moon stays on the x axis."""
    return _turned("rotating", path, _axes(path))


def moon_centred(path: Path) -> View:
    """Look from the Moon at the approach, from ``APPROACH_KM`` inwards, axes still."""
    whole = earth_centred(path)
    near = np.linalg.norm(whole.craft_km - whole.moon_km, axis=1) <= APPROACH_KM
    moon = whole.moon_km[near]
    return View(
        name="moon",
        days=whole.days[near],
        craft_km=whole.craft_km[near] - moon,
        moon_km=np.zeros_like(moon),
        earth_km=-moon,
    )


#: Every view by its name.
VIEWS: Final[Mapping[str, Callable[[Path], View]]] = {
    "earth": earth_centred,
    "rotating": rotating,
    "moon": moon_centred,
}


def _axes(path: Path) -> Positions:
    """Return the rotation from ICRF at each sample, shape (n, 3, 3), rows x, y, z."""
    moon = path.moon_km
    x = moon / np.linalg.norm(moon, axis=1, keepdims=True)
    y = np.cross(np.cross(moon[0], moon[-1]), x)
    y /= np.linalg.norm(y, axis=1, keepdims=True)
    # The Moon does not quite keep to one plane, so z is made square to x at each instant.
    return np.stack([x, y, np.cross(x, y)], axis=1)


def _turned(name: str, path: Path, axes: Positions) -> View:
    def turn(positions: Positions) -> Positions:
        return np.asarray(np.einsum("...ij,...j->...i", axes, positions))

    return View(
        name=name,
        days=path.epoch_tdb_jd - path.epoch_tdb_jd[0],
        craft_km=turn(path.craft_km),
        moon_km=turn(path.moon_km),
        earth_km=np.zeros_like(path.moon_km),
    )
