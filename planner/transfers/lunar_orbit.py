"""Orbits about the Moon from their start to their end: how long, how high, what they see.

The answers of `planner.transfers.lunar_flight`, `lunar_elements`, `lunar_coverage` and
`lunar_frozen` in one report.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, Literal

import numpy as np
from numpy.typing import NDArray

from planner.astro.constants import (
    EARTH_MOON_MASS_RATIO,
    GM_MOON_KM3_S2,
    J2000_JD,
    MOON_RADIUS_KM,
    SECONDS_PER_DAY,
)
from planner.astro.cr3bp import jacobi_constant
from planner.astro.ephemeris import body_states_km_s
from planner.transfers.lunar_coverage import Coverage, require_site, site_coverage
from planner.transfers.lunar_elements import History, history, rate_per_d
from planner.transfers.lunar_flight import LunarField, LunarFlight, Progress, fly_about_moon
from planner.transfers.lunar_frozen import Frozen, LunarEllipse

Array = NDArray[np.float64]
Family = Literal["lunar", "frozen", "elfo"]

_DAYS_PER_YEAR: Final = 365.25
#: Eccentricity below which the place of perilune means nothing: the field's own swing.
_ROUND: Final = 2e-3


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """A site to be served: planetocentric degrees, lowest elevation."""

    lat_deg: float = -90.0
    lon_deg: float = 0.0
    min_elevation_deg: float = 5.0

    def __post_init__(self) -> None:
        """Refuse what cannot be watched from."""
        require_site(
            lat_deg=self.lat_deg, lon_deg=self.lon_deg, min_elevation_deg=self.min_elevation_deg
        )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LunarOrbit:
    """An orbit, the flight it started, and what that flight shows.

    ``frozen`` tells of the search where the orbit was found by one.
    """

    family: Family
    start: LunarEllipse
    field: LunarField
    days_asked: float
    flight: LunarFlight
    coverage: Coverage
    frozen: Frozen | None

    def as_dict(self) -> dict[str, Any]:
        """Return what a script reads.

        ``lifetime_d`` ends with ``ending``: ``came down``, ``escaped``, or ``in orbit`` when the
        days asked for were over, so that it is a lower bound. Perilune and apolune radii are
        from the Moon's centre, altitudes over 1737.4 km; ``inclination_deg`` on the Moon's
        equator of date. ``stability`` holds mean rates and the ranges of osculating elements.
        """
        state = self.flight.states_km_s[0]
        track = history(self.flight)
        a_km = float(track.semi_major_axis_km[0])
        e = float(track.eccentricity[0])
        lowest, highest = self.flight.altitudes_km()
        perilunes, apolunes = self.flight.apsides()
        return {
            "family": self.family,
            "model": self._model(),
            "center": "moon",
            "frame": "ICRF",
            "epoch_tdb_jd": J2000_JD + float(self.flight.t_tdb_s[0]) / SECONDS_PER_DAY,
            "r_km": state[:3].tolist(),
            "v_km_s": state[3:].tolist(),
            "period_d": 2.0 * np.pi * (a_km**3 / GM_MOON_KM3_S2) ** 0.5 / SECONDS_PER_DAY,
            "semi_major_axis_km": a_km,
            "eccentricity": e,
            "perilune_km": a_km * (1.0 - e),
            "apolune_km": a_km * (1.0 + e),
            "perilune_alt_km": a_km * (1.0 - e) - MOON_RADIUS_KM,
            "apolune_alt_km": a_km * (1.0 + e) - MOON_RADIUS_KM,
            "inclination_deg": float(track.inclination_deg[0]),
            "argp_deg": float(track.argp_deg[0]) % 360.0,
            "node_deg": float(track.node_deg[0]) % 360.0,
            "jacobi_constant": lunar_jacobi(float(self.flight.t_tdb_s[0]), state),
            "stability": _stability(track),
            "days_asked": self.days_asked,
            "lifetime_d": self.flight.days,
            "ending": self.flight.ending,
            "altitude_km": [lowest, highest],
            "perilunes_alt_km": _range(perilunes),
            "apolunes_alt_km": _range(apolunes),
            "coverage": self.coverage.as_dict(),
            **({} if self.frozen is None else {"search": _search(self.frozen)}),
        }

    def _model(self) -> dict[str, Any]:
        return {
            "name": "ephemeris",
            "moon_field_degree": self.field.degree,
            "bodies": ["moon", *self.field.bodies],
            "srp_area_m2_kg": self.field.srp_area_m2_kg,
            "srp_cr": self.field.srp_cr,
        }


def lunar_orbit(
    *,
    family: Family,
    start: LunarEllipse | Frozen,
    days: float = 365.0,
    field: LunarField | None = None,
    watch: Watch | None = None,
    floor_alt_km: float = 0.0,
    progress: Progress | None = None,
) -> LunarOrbit:
    """Fly an orbit and tell its lifetime, altitudes, drift and what a site gets of it.

    Parameters
    ----------
    start : LunarEllipse or Frozen
        An ellipse in words, or what `planner.transfers.lunar_frozen` found.
    days : float
        Longest flight, to 1096.
    floor_alt_km : float
        Height over the mean sphere that counts as the ground.

    Raises
    ------
    OutOfRangeError
        A value outside the ranges of the modules named above.
    NoConvergenceError
        The integrator failed.
    """
    field, watch = field or LunarField(), watch or Watch()
    found = start if isinstance(start, Frozen) else None
    orbit = start.orbit if isinstance(start, Frozen) else start
    flight = fly_about_moon(
        t0_tdb_s=orbit.t_tdb_s, state_km_s=orbit.state_km_s(), days=days, field=field,
        floor_alt_km=floor_alt_km, progress=progress,
    )  # fmt: skip
    coverage = site_coverage(
        flight, lat_deg=watch.lat_deg, lon_deg=watch.lon_deg,
        min_elevation_deg=watch.min_elevation_deg,
    )  # fmt: skip
    return LunarOrbit(
        family=family,
        start=orbit,
        field=field,
        days_asked=days,
        flight=flight,
        coverage=coverage,
        frozen=found,
    )


def lunar_jacobi(t_tdb_s: float, state_km_s: Array) -> float:
    """Jacobi constant of a state about the Moon, in the three-body problem of its instant.

    The Earth and the Moon are put on circles with the distance and the angular rate they
    have at that moment; the value changes by some hundredths in the course of a month,
    because the Moon's distance does.

    Parameters
    ----------
    state_km_s : ndarray, shape (6,)
        Moon-centred, ICRF axes.
    """
    moon = body_states_km_s("moon", J2000_JD + t_tdb_s / SECONDS_PER_DAY)[0]
    distance = float(np.linalg.norm(moon[:3]))
    spin = np.cross(moon[:3], moon[3:])
    rate = float(np.linalg.norm(spin)) / distance**2
    x, z = moon[:3] / distance, spin / np.linalg.norm(spin)
    axes = np.array([x, np.cross(z, x), z])
    r = axes @ state_km_s[:3] / distance
    # Speed in the turning axes, unit of length fixed at its value of the moment.
    v = axes @ state_km_s[3:] / (distance * rate) - np.cross([0.0, 0.0, 1.0], r)
    mu = 1.0 / (1.0 + EARTH_MOON_MASS_RATIO)
    shift = np.array([1.0 - mu, 0.0, 0.0, 0.0, 0.0, 0.0])
    return jacobi_constant(mu=mu, state=np.concatenate((r, v)) + shift)


def _stability(track: History) -> dict[str, Any]:
    """Mean rates, and the ranges of osculating elements; no perilune of a round orbit."""
    told: dict[str, Any] = {
        "eccentricity_per_year": _per_year(track, track.eccentricity),
        "inclination_deg_per_year": _per_year(track, track.inclination_deg),
        "node_deg_per_year": _per_year(track, track.node_deg),
        "argp_deg_per_year": None,
        "eccentricity": _range(track.eccentricity),
        "inclination_deg": _range(track.inclination_deg),
        "argp_deg": None,
    }
    if track.eccentricity.min() > _ROUND:
        told["argp_deg_per_year"] = _per_year(track, track.argp_deg)
        told["argp_deg"] = _range(track.argp_deg)
    return told


def _per_year(track: History, values: Array) -> float:
    return rate_per_d(track.t_tdb_s, values) * _DAYS_PER_YEAR


def _range(values: Array) -> list[float] | None:
    """Least and greatest, or None of nothing."""
    return [float(values.min()), float(values.max())] if len(values) else None


def _search(found: Frozen) -> dict[str, Any]:
    """The averaged guess beside what was found, in the plane the search was made in."""

    def told(orbit: LunarEllipse) -> dict[str, float]:
        return {
            "eccentricity": orbit.eccentricity,
            "inclination_deg": orbit.inclination_deg,
            "argp_deg": orbit.argp_deg % 360.0,
            "node_deg": orbit.node_deg % 360.0,
        }

    return {
        "plane": found.orbit.plane,
        "guess": {**told(found.guess), "excursion": found.guess_excursion},
        "found": {**told(found.orbit), "excursion": found.excursion},
    }
