"""Frozen orbits about the Moon: eccentricity and perilune that stay where they are.

Two kinds, each from a condition on averaged motion as a first guess, then refined by flying:
the start is moved until the eccentricity vector (e cos w, e sin w) strays least.

*Elliptical*, high, ruled by the Earth: averaged over both motions its pull leaves e and w
alone where w is 90 or 270 degrees and cos²i = 3/5 (1 - e²), angles on the plane of the
Earth's motion. *Low*, ruled by the Moon's zonal field: J2 and J3 together leave them alone
where cos w = 0 and e sin w = -(J3 / 2 J2) (R/a) sin i.

Sources: Lidov 1962, Planet. Space Sci. 9:719; Ely 2005, J. Astronaut. Sci. 53:301; Ely &
Lieb 2006, J. Astronaut. Sci. 54:53 (elliptical); Folta & Quinn 2006, AIAA 2006-6749; Elipe
& Lara 2003, J. Guid. Control Dyn. 26:238 (low). Both conditions follow from Lagrange's
equations with the averaged potentials of Kaula 1966, "Theory of Satellite Geodesy".
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from planner.astro.constants import MOON_RADIUS_KM
from planner.astro.moon_gravity import MOON_J, REFERENCE_RADIUS_KM
from planner.errors import NoConvergenceError, OutOfRangeError
from planner.transfers.lunar_elements import History, Plane, history, orbit_state
from planner.transfers.lunar_flight import LunarField, LunarFlight, fly_coarsely

Array = NDArray[np.float64]
Progress = Callable[[str, float], None]

#: Nodes tried (deg), and how long each is flown (d): a sidereal month and a half.
_NODES: Final = tuple(range(0, 360, 30))
_NODE_DAYS: Final = 41.0
#: Flown to refine (d): most of a libration of an elliptical one, two months of a low one.
_ELLIPTICAL_DAYS: Final = 180.0
_LOW_DAYS: Final = 60.0
#: Flights of a refinement at most.
_BUDGET: Final = 14
#: Least inclination of a low frozen orbit (deg).
_LEAST_TILT_DEG: Final = 5.0
#: Six-hour samples in a sidereal month.
_MONTH: Final = 109


@dataclass(frozen=True, slots=True, kw_only=True)
class LunarEllipse:
    """An ellipse about the Moon at its start, see `planner.transfers.lunar_elements`."""

    t_tdb_s: float
    perilune_alt_km: float
    apolune_alt_km: float
    inclination_deg: float
    argp_deg: float
    node_deg: float
    true_anomaly_deg: float = 0.0
    plane: Plane = "equator"

    @property
    def semi_major_axis_km(self) -> float:
        """Half the longest diameter."""
        return MOON_RADIUS_KM + 0.5 * (self.perilune_alt_km + self.apolune_alt_km)

    @property
    def eccentricity(self) -> float:
        """0 circle, below 1."""
        return 0.5 * (self.apolune_alt_km - self.perilune_alt_km) / self.semi_major_axis_km

    def state_km_s(self) -> Array:
        """State [6] about the Moon, ICRF axes."""
        return orbit_state(
            t_tdb_s=self.t_tdb_s,
            perilune_alt_km=self.perilune_alt_km,
            apolune_alt_km=self.apolune_alt_km,
            inclination_deg=self.inclination_deg,
            argp_deg=self.argp_deg,
            node_deg=self.node_deg,
            true_anomaly_deg=self.true_anomaly_deg,
            plane=self.plane,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Frozen:
    """A frozen orbit, the guess it started from, and how far each strays.

    ``excursion`` is the root mean square distance of the eccentricity vector, averaged over
    sidereal months, from its mean over the days flown to refine it.
    """

    orbit: LunarEllipse
    guess: LunarEllipse
    excursion: float
    guess_excursion: float


def frozen_inclination_deg(eccentricity: float) -> float:
    """Inclination (deg, 0..90) on the plane of the Earth's motion of an elliptical frozen orbit.

    Raises
    ------
    OutOfRangeError
        An eccentricity outside 0 to 1.
    """
    if not 0.0 <= eccentricity < 1.0:
        raise OutOfRangeError(name="eccentricity", value=eccentricity, allowed="0 <= e < 1")
    return math.degrees(math.acos(math.sqrt(0.6 * (1.0 - eccentricity**2))))


def zonal_frozen_vector(*, semi_major_axis_km: float, inclination_deg: float) -> float:
    """Return e sin w of a low frozen orbit under J2 and J3; e cos w is zero."""
    ratio = MOON_J[3] / (2.0 * MOON_J[2]) * REFERENCE_RADIUS_KM / semi_major_axis_km
    return -ratio * math.sin(math.radians(inclination_deg))


def elliptical_frozen(
    *,
    t_tdb_s: float,
    perilune_alt_km: float,
    apolune_alt_km: float,
    apolune_over: Literal["south", "north"] = "south",
    inclination_deg: float | None = None,
    node_deg: float | None = None,
    field: LunarField | None = None,
    progress: Progress | None = None,
) -> Frozen:
    """Find an elliptical frozen orbit with these altitudes at its start, which is perilune.

    Inclination and argument of perilune are solved for; so is the node where none is given:
    eccentricity swings twice a sidereal month with the Earth's direction, and a start at the
    height of the swing keeps perilune above its first altitude longest.

    Parameters
    ----------
    apolune_over : {"south", "north"}
        The half of the Moon seen for most of the time.
    inclination_deg, node_deg : float, optional
        See `planner.transfers.lunar_elements`, on the plane of the Earth's motion. With an
        inclination given only the argument of perilune is solved for.

    Raises
    ------
    OutOfRangeError
        Altitudes no orbit has.
    NoConvergenceError
        A trial falls deep into the Moon or leaves it.
    """
    guess = LunarEllipse(
        t_tdb_s=t_tdb_s,
        perilune_alt_km=perilune_alt_km,
        apolune_alt_km=apolune_alt_km,
        inclination_deg=90.0 if inclination_deg is None else inclination_deg,
        argp_deg=90.0 if apolune_over == "south" else 270.0,
        node_deg=0.0 if node_deg is None else node_deg,
        plane="earth_orbit",
    )
    guess.state_km_s()  # says what is wrong with the shape
    if inclination_deg is None:
        guess = replace(guess, inclination_deg=frozen_inclination_deg(guess.eccentricity))
    if node_deg is None:
        guess = _best_node(guess, field, progress)

    def move(x: Array) -> LunarEllipse:
        return replace(
            guess,
            argp_deg=guess.argp_deg + float(x[0]),
            inclination_deg=guess.inclination_deg + float(sum(x[1:])),
        )

    unknowns = 2 if inclination_deg is None else 1
    return _refined(move, unknowns, _ELLIPTICAL_DAYS, field, progress)


def low_frozen(
    *,
    t_tdb_s: float,
    altitude_km: float,
    inclination_deg: float,
    node_deg: float = 0.0,
    field: LunarField | None = None,
    progress: Progress | None = None,
) -> Frozen:
    """Find the low frozen orbit of a mean altitude and an inclination.

    Parameters
    ----------
    altitude_km : float
        Semi-major axis less the Moon's mean radius.

    Raises
    ------
    OutOfRangeError
        An altitude below what the frozen ellipse needs, an inclination outside 5..175.
    NoConvergenceError
        A trial falls deep into the Moon or leaves it.
    """
    circle = LunarEllipse(
        t_tdb_s=t_tdb_s, perilune_alt_km=altitude_km, apolune_alt_km=altitude_km,
        inclination_deg=inclination_deg, argp_deg=0.0, node_deg=node_deg,
    )  # fmt: skip
    circle.state_km_s()  # says what is wrong with the shape
    if not _LEAST_TILT_DEG <= inclination_deg <= 180.0 - _LEAST_TILT_DEG:
        raise OutOfRangeError(
            name="inclination_deg", value=inclination_deg,
            allowed="5 .. 175: perilune counts from a node, which the equator has not",
        )  # fmt: skip
    a_km = circle.semi_major_axis_km
    y0 = zonal_frozen_vector(semi_major_axis_km=a_km, inclination_deg=inclination_deg)
    if not a_km * abs(y0) < altitude_km:
        raise OutOfRangeError(
            name="altitude_km", value=altitude_km,
            allowed=f"above {a_km * abs(y0):.1f}: the frozen ellipse is that much out of round",
        )  # fmt: skip

    def move(x: Array) -> LunarEllipse:
        along, across = 0.01 * float(x[0]), y0 + 0.01 * float(x[1])
        stretch_km = min(a_km * math.hypot(along, across), 0.999 * altitude_km)
        return replace(
            circle,
            perilune_alt_km=altitude_km - stretch_km,
            apolune_alt_km=altitude_km + stretch_km,
            argp_deg=math.degrees(math.atan2(across, along)),
        )

    return _refined(move, 2, _LOW_DAYS, field, progress)


def eccentricity_vector(track: History) -> Array:
    """Rows (e cos w, e sin w)."""
    w = np.radians(track.argp_deg)
    return np.stack((track.eccentricity * np.cos(w), track.eccentricity * np.sin(w)), axis=1)


def _fly(orbit: LunarEllipse, days: float, field: LunarField | None) -> LunarFlight:
    return fly_coarsely(
        t0_tdb_s=orbit.t_tdb_s, state_km_s=orbit.state_km_s(), days=days, field=field
    )


def _best_node(
    guess: LunarEllipse, field: LunarField | None, progress: Progress | None
) -> LunarEllipse:
    """The node at which eccentricity rises least above its first value."""
    found: list[tuple[float, LunarEllipse]] = []
    for i, node in enumerate(_NODES):
        if progress:
            progress("trying nodes", i / len(_NODES))
        orbit = replace(guess, node_deg=float(node))
        flight = _fly(orbit, _NODE_DAYS, field)
        highest = float(history(flight).eccentricity.max())
        found.append((highest + (0.0 if flight.ending == "in orbit" else 1.0), orbit))
    return min(found, key=lambda pair: pair[0])[1]


def _strays(orbit: LunarEllipse, days: float, field: LunarField | None) -> Array:
    """How far the monthly mean of the eccentricity vector leaves its own mean: (n, 2).

    The swing within a sidereal month is forced and nearly the same for all neighbours; it
    would only hide the drift.
    """
    flight = _fly(orbit, days, field)
    if flight.ending != "in orbit":
        raise NoConvergenceError(
            what=f"the search of a frozen orbit (a trial {flight.ending})", residual=flight.days,
            unit="d flown", way_out="raise the perilune or lower the apolune",
        )  # fmt: skip
    vector = eccentricity_vector(history(flight, plane=orbit.plane))
    sums = np.cumsum(vector, axis=0)
    means = (sums[_MONTH:] - sums[:-_MONTH]) / _MONTH
    strays: Array = means - means.mean(axis=0)
    return strays


def _refined(
    move: Callable[[Array], LunarEllipse],
    unknowns: int,
    days: float,
    field: LunarField | None,
    progress: Progress | None,
) -> Frozen:
    """Least squares on how far the eccentricity vector strays (trust region, few flights).

    ``move`` makes an orbit of unknowns of order one, the guess of zeros.
    """
    from scipy.optimize import least_squares

    flown: list[float] = []

    def residual(x: Array) -> Array:
        if progress:
            progress("refining", min(1.0, len(flown) / _BUDGET))
        strays = _strays(move(x - 1.0), days, field)
        flown.append(math.sqrt(float((strays**2).sum()) / len(strays)))
        return strays.ravel()

    # Shifted by one, because steps of differences are told relative to the unknowns.
    best = least_squares(
        residual, np.ones(unknowns), diff_step=0.1, x_scale=1.0, ftol=1e-3, xtol=1e-3,
        max_nfev=_BUDGET // (unknowns + 1),
    )  # fmt: skip
    return Frozen(
        orbit=move(best.x - 1.0),
        guess=move(np.zeros(unknowns)),
        excursion=math.sqrt(4.0 * best.cost / len(best.fun)),
        guess_excursion=flown[0],
    )
