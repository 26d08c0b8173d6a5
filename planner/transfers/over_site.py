"""A lunar orbit and a site beneath it: the place on the turning Moon, the plane over it.

The plane is taken as fixed; the Moon's uneven field would turn a polar one by less than
a degree in a fortnight. Moon-centred ICRF axes, km, km/s, TDB seconds past J2000.

Source: Bate, Mueller & White 1971, 3.3 and 7.4; body orientation after Archinal et al.
2018 (`planner.astro.orientation`).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from planner.astro.bplane import cross
from planner.astro.constants import GM_MOON_KM3_S2, MOON_RADIUS_KM
from planner.astro.orientation import moon_icrf_to_fixed
from planner.errors import OutOfRangeError
from planner.transfers.departure import axes_of_plane, node_through
from planner.transfers.request import require_within

Array = NDArray[np.float64]

#: Orbits this is meant for: above the mountains, low enough for the Earth's pull to matter little.
ORBIT_RANGE_KM = (15.0, 5000.0)
_SPIN_STEP_S = 30.0
_TURN = 2.0 * math.pi


@dataclass(frozen=True, slots=True, kw_only=True)
class SurfaceSite:
    """A place on the Moon: planetocentric latitude, east longitude, height over the mean sphere."""

    lat_deg: float
    lon_deg: float
    alt_km: float = 0.0

    def __post_init__(self) -> None:
        """Refuse places that are not on the Moon, and NaN."""
        require_within("site_lat_deg", self.lat_deg, -90.0, 90.0, "deg")
        require_within("site_lon_deg", self.lon_deg, -180.0, 360.0, "deg")
        require_within("site_alt_km", self.alt_km, -9.2, 10.8, "km, the lowest and highest place")

    def state(self, t_tdb_s: float, *, above_km: float = 0.0) -> Array:
        """Position and velocity (6,) of the place, or of a point some km above it."""
        before, now, after = (
            self._direction(t_tdb_s + step) for step in (-_SPIN_STEP_S, 0.0, _SPIN_STEP_S)
        )
        radius_km = MOON_RADIUS_KM + self.alt_km + above_km
        velocity = (after - before) / (2.0 * _SPIN_STEP_S)
        return radius_km * np.concatenate((now, velocity))

    def _direction(self, t_tdb_s: float) -> Array:
        lat, lon = math.radians(self.lat_deg), math.radians(self.lon_deg)
        up = np.array([math.cos(lat) * math.cos(lon), math.cos(lat) * math.sin(lon), math.sin(lat)])
        direction: Array = up @ moon_icrf_to_fixed(t_tdb_s)
        return direction


@dataclass(frozen=True, slots=True, kw_only=True)
class LunarOrbit:
    """A lunar orbit as asked for, angles on the Moon's true equator at the start.

    Attributes
    ----------
    altitude_km : float
        Of the circle, or of the perilune.
    apolune_alt_km : float or None
        None is a circle. The line of apsides of an ellipse lies as the flight needs it.
    inclination_deg : float
    node_deg : float or None
        Selenographic longitude of the ascending node at the start; None: where the site is
        passed over first.
    argument_deg : float or None
        Place of the craft, counted from the node, at the start (circles only); None: where
        the flight needs it.
    ascending : bool
        Without a node: whether the site is passed on the way north.
    """

    altitude_km: float = 100.0
    apolune_alt_km: float | None = None
    inclination_deg: float = 90.0
    node_deg: float | None = None
    argument_deg: float | None = None
    ascending: bool = True

    def __post_init__(self) -> None:
        """Refuse orbits through the Moon, and NaN."""
        require_within("orbit_alt_km", self.altitude_km, *ORBIT_RANGE_KM, "km")
        require_within("orbit_inclination_deg", self.inclination_deg, 0.0, 180.0, "deg")
        if self.apolune_alt_km is not None:
            low, high = self.altitude_km, ORBIT_RANGE_KM[1]
            require_within("orbit_apolune_alt_km", self.apolune_alt_km, low, high, "km")
            if self.argument_deg is not None:
                raise OutOfRangeError(
                    name="orbit_argument_deg", value=self.argument_deg, allowed="circular orbits"
                )
        for name, angle in (("node", self.node_deg), ("argument", self.argument_deg)):
            if angle is not None:
                require_within(f"orbit_{name}_deg", angle, -360.0, 360.0, "deg")

    @property
    def highest_alt_km(self) -> float:
        """Altitude of the apolune."""
        return self.altitude_km if self.apolune_alt_km is None else self.apolune_alt_km

    @property
    def rate_rad_s(self) -> float:
        """Mean motion of the circle."""
        return math.sqrt(GM_MOON_KM3_S2 / (MOON_RADIUS_KM + self.altitude_km) ** 3)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Plane:
    """An orbit's plane, and the clock of the craft in it.

    Attributes
    ----------
    axes : ndarray, (3, 3)
        Rows: unit vectors to the node, 90 degrees ahead, and along the normal.
    start_tdb_s, rate_rad_s : float
    argument_rad : float or None
        Angle of the craft from the node at the start.
    """

    axes: Array
    start_tdb_s: float
    rate_rad_s: float
    argument_rad: float | None

    def angle_of(self, direction: Array) -> Array:
        """Angle (rad) of directions (..., 3) from the node, seen along the normal."""
        angle: Array = np.arctan2(direction @ self.axes[1], direction @ self.axes[0])
        return angle

    def radial(self, angle_rad: float) -> Array:
        """Unit vector at an angle from the node."""
        out: Array = math.cos(angle_rad) * self.axes[0] + math.sin(angle_rad) * self.axes[1]
        return out

    def ahead(self, angle_rad: float) -> Array:
        """Unit vector of the motion there."""
        return self.radial(angle_rad + 0.5 * math.pi)

    def node_deg(self) -> float:
        """Selenographic longitude of the ascending node at the start, 0 to 360."""
        node = moon_icrf_to_fixed(self.start_tdb_s) @ self.axes[0]
        return math.degrees(math.atan2(node[1], node[0])) % 360.0

    def turned_over(self, direction: Array) -> tuple[Plane, float]:
        """Plane through a direction, turned about the line square to it; the turn (rad)."""
        angle = float(self.angle_of(direction))
        hinge = self.ahead(angle)
        off = math.asin(max(-1.0, min(1.0, float(direction @ self.axes[2]))))
        normal = self.axes[2] * math.cos(off) - self.radial(angle) * math.sin(off)
        base = cross(hinge, normal)  # the direction itself, by construction
        c, s = math.cos(angle), math.sin(angle)
        axes = np.stack((c * base - s * hinge, s * base + c * hinge, normal))
        turned = Plane(
            axes=axes,
            start_tdb_s=self.start_tdb_s,
            rate_rad_s=self.rate_rad_s,
            argument_rad=self.argument_rad,
        )
        return turned, off


@dataclass(frozen=True, slots=True, kw_only=True)
class Lead:
    """Where the craft is seen from the site's chance.

    The craft, ``lag_s`` before the chance, stands ``angle_rad`` behind the site's place in
    the plane.
    """

    lag_s: float
    angle_rad: float


def plane_of(
    orbit: LunarOrbit, *, site: SurfaceSite, start_tdb_s: float, first_tdb_s: float, lead: Lead
) -> Plane:
    """Lay the plane asked for; without a node, through the site at the first chance.

    Raises
    ------
    OutOfRangeError
        The inclination is lower than the site's latitude, and no node is given.
    """
    to_fixed = moon_icrf_to_fixed(start_tdb_s)
    inclination = math.radians(orbit.inclination_deg)
    argument = None if orbit.argument_deg is None else math.radians(orbit.argument_deg)
    if orbit.node_deg is not None:
        node = math.radians(orbit.node_deg)
    else:
        _require_reachable(orbit, site)
        over_s = first_tdb_s
        if argument is not None:
            then = argument + orbit.rate_rad_s * (first_tdb_s - lead.lag_s - start_tdb_s)
            place = _argument_over(orbit, site) - lead.angle_rad
            over_s += ((place - then) % _TURN) / orbit.rate_rad_s
        aim = to_fixed @ _unit(site.state(over_s))
        node = float(node_through(aim, _off_equator(inclination), orbit.ascending))
    return Plane(
        axes=axes_of_plane(node, inclination, to_fixed),
        start_tdb_s=start_tdb_s,
        rate_rad_s=orbit.rate_rad_s,
        argument_rad=argument,
    )


def _require_reachable(orbit: LunarOrbit, site: SurfaceSite) -> None:
    low = abs(site.lat_deg)
    if not low <= orbit.inclination_deg <= 180.0 - low:
        raise OutOfRangeError(
            name="orbit_inclination_deg",
            value=orbit.inclination_deg,
            allowed=f"{low:g} .. {180.0 - low:g} deg, planes that pass over latitude "
            f"{site.lat_deg:g}; give a node to fly sideways from a lower one",
        )


def _argument_over(orbit: LunarOrbit, site: SurfaceSite) -> float:
    """Angle from the node at which the orbit passes the site's latitude."""
    sine = math.sin(math.radians(site.lat_deg)) / math.sin(
        _off_equator(math.radians(orbit.inclination_deg))
    )
    rise = math.asin(max(-1.0, min(1.0, sine)))
    return rise if orbit.ascending else math.pi - rise


def _off_equator(inclination_rad: float) -> float:
    """Inclination that a node can be reckoned from: an equatorial plane has none."""
    return min(math.pi - 1e-9, max(1e-9, inclination_rad))


def _unit(state: Array) -> Array:
    unit: Array = state[:3] / np.linalg.norm(state[:3])
    return unit
