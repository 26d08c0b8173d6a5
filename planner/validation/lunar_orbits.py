"""Orbits about the Moon: periods, drift of the node, frozen relays and what they cover."""

from __future__ import annotations

from functools import cache
from typing import Final

import numpy as np

from planner.astro.constants import GM_MOON_KM3_S2, MOON_RADIUS_KM
from planner.astro.moon_gravity import MOON_J, REFERENCE_RADIUS_KM
from planner.transfers.lunar_coverage import site_coverage
from planner.transfers.lunar_elements import history, rate_per_d
from planner.transfers.lunar_flight import LunarField, LunarFlight, fly_about_moon
from planner.transfers.lunar_frozen import (
    LunarEllipse,
    elliptical_frozen,
    frozen_inclination_deg,
    low_frozen,
    zonal_frozen_vector,
)
from planner.validation.reference import Reference

_SECTION: Final = "Orbits about the Moon"
#: 2030-01-01, TDB seconds past J2000; a start like any other.
_START: Final = 946_728_000.0
_ALONE: Final = LunarField(degree=0, bodies=())


@cache
def _flown(
    altitude_km: float, inclination_deg: float, field: LunarField, days: float
) -> LunarFlight:
    """A circle flown."""
    start = LunarEllipse(
        t_tdb_s=_START, perilune_alt_km=altitude_km, apolune_alt_km=altitude_km,
        inclination_deg=inclination_deg, argp_deg=0.0, node_deg=0.0,
    )  # fmt: skip
    return fly_about_moon(t0_tdb_s=_START, state_km_s=start.state_km_s(), days=days, field=field)


def _period_min(altitude_km: float) -> float:
    """From the angle a flight sweeps in a day (its node rests: nothing but the Moon pulls)."""
    flight = _flown(altitude_km, 90.0, _ALONE, 1.0)
    r = flight.states_km_s[:, :3] / np.linalg.norm(flight.states_km_s[:, :3], axis=1)[:, None]
    swept = np.arccos(np.clip((r[1:] * r[:-1]).sum(axis=1), -1.0, 1.0)).sum()
    return float(1440.0 * 2.0 * np.pi / swept)


def _speed_m_s(altitude_km: float) -> float:
    return float(1e3 * np.linalg.norm(_flown(altitude_km, 90.0, _ALONE, 1.0).states_km_s[-1, 3:]))


def _oblate_node_deg_d(altitude_km: float, inclination_deg: float) -> float:
    a_km = MOON_RADIUS_KM + altitude_km
    n = np.sqrt(GM_MOON_KM3_S2 / a_km**3)
    rate = -1.5 * n * MOON_J[2] * (REFERENCE_RADIUS_KM / a_km) ** 2
    return float(np.degrees(rate * np.cos(np.radians(inclination_deg))) * 86400.0)


def _node_deg_d() -> float:
    track = history(_flown(500.0, 45.0, LunarField(degree=2, bodies=()), 54.64))
    return rate_per_d(track.t_tdb_s, track.node_deg)


def _ellipse(perilune_km: float, apolune_km: float) -> LunarEllipse:
    return LunarEllipse(
        t_tdb_s=_START, perilune_alt_km=perilune_km, apolune_alt_km=apolune_km,
        inclination_deg=60.0, argp_deg=90.0, node_deg=0.0,
    )  # fmt: skip


def _ellipse_period_h(perilune_km: float, apolune_km: float) -> float:
    """From the perilunes of a flight of ten days in the whole field."""
    start = _ellipse(perilune_km, apolune_km)
    flight = fly_about_moon(t0_tdb_s=_START, state_km_s=start.state_km_s(), days=10.0)
    track = history(flight)
    a_km = float(track.semi_major_axis_km.mean())
    return float(2.0 * np.pi * np.sqrt(a_km**3 / GM_MOON_KM3_S2) / 3600.0)


@cache
def _relay(perilune_km: float, apolune_km: float) -> LunarFlight:
    """A year of the elliptical frozen orbit found with these altitudes."""
    found = elliptical_frozen(
        t_tdb_s=_START, perilune_alt_km=perilune_km, apolune_alt_km=apolune_km
    )
    return fly_about_moon(t0_tdb_s=_START, state_km_s=found.orbit.state_km_s(), days=365.0)


def _relay_inclination_deg() -> float:
    track = history(_relay(200.0, 16000.0), plane="earth_orbit")
    return float(track.inclination_deg.mean())


def _relay_hours_a_turn() -> float:
    """Hours in a turn of 12 in which the pole and the Earth see a 300 by 8600 km relay."""
    flight = _relay(300.0, 8600.0)
    seen = site_coverage(flight, lat_deg=-90.0, lon_deg=0.0)
    return seen.relay.share * _ellipse_period_h(300.0, 8600.0)


def _low_frozen_vector() -> float:
    found = low_frozen(
        t_tdb_s=_START,
        altitude_km=400.0,
        inclination_deg=90.0,
        field=LunarField(degree=3, bodies=()),
    ).orbit
    return found.eccentricity * float(np.sin(np.radians(found.argp_deg)))


_PRINTED: Final = "closed form of two bodies: figures lost in print only"

REFERENCES: Final = (
    Reference(
        section=_SECTION, what="Period at 100 km", published=117.79, unit="min",
        source="closed form", tolerance=0.006, reason=_PRINTED, decimals=3,
        compute=lambda: _period_min(100.0),
    ),
    Reference(
        section=_SECTION, what="Period at 200 km", published=127.54, unit="min",
        source="closed form", tolerance=0.006, reason=_PRINTED, decimals=3,
        compute=lambda: _period_min(200.0),
    ),
    Reference(
        section=_SECTION, what="Speed at 100 km", published=1633.5, unit="m/s",
        source="closed form", tolerance=0.06, reason=_PRINTED, decimals=2,
        compute=lambda: _speed_m_s(100.0),
    ),
    Reference(
        section=_SECTION, what="Speed at 200 km", published=1590.8, unit="m/s",
        source="closed form", tolerance=0.06, reason=_PRINTED, decimals=2,
        compute=lambda: _speed_m_s(200.0),
    ),
    Reference(
        section=_SECTION, what="Drift of the node at 500 km, 45 deg, flown in degree 2",
        published=_oblate_node_deg_d(500.0, 45.0), unit="deg/d",
        source="-3/2 n J2 (R/p)² cos i, Kaula 1966", tolerance=0.01,
        reason="first order in J2; C22, a tenth of it, turns twice a month beneath the orbit, "
        "and the equator of date moves: 2 %",
        decimals=4, compute=_node_deg_d,
    ),
    Reference(
        section=_SECTION, what="Queqiao-2, 200 by 16 000 km: period", published=24.0, unit="h",
        source="CNSA 2024", tolerance=0.5, reason="published to the hour, altitudes to 100 km",
        decimals=2, compute=lambda: _ellipse_period_h(200.0, 16000.0),
    ),
    Reference(
        section=_SECTION, what="Queqiao-2, 200 by 16 000 km: eccentricity", published=0.803,
        unit="", source="as quoted with the altitudes", tolerance=0.001,
        reason="arithmetic of the altitudes over 1737.4 km; published to 0.001", decimals=4,
        compute=lambda: _ellipse(200.0, 16000.0).eccentricity,
    ),
    Reference(
        section=_SECTION, what="Queqiao-2: frozen inclination, averaged", published=62.4,
        unit="deg", source="as quoted by Wikipedia, 2024", tolerance=0.2,
        reason="cos²i = 3/5 (1 - e²) on the Earth's plane; 100 km of apolune are 0.1 deg",
        decimals=2,
        compute=lambda: frozen_inclination_deg(_ellipse(200.0, 16000.0).eccentricity),
    ),
    Reference(
        section=_SECTION, what="Queqiao-2: mean inclination of the orbit found, one year",
        published=62.4, unit="deg", source="as quoted by Wikipedia, 2024", tolerance=2.0,
        reason="200 km are near the lowest perilune here, by a start at the height of the "
        "monthly swing: the mean eccentricity is 0.78, whose frozen inclination is 61",
        decimals=1, compute=_relay_inclination_deg, slow=True,
    ),
    Reference(
        section=_SECTION, what="Queqiao-2: days without a burn of the orbit found",
        published=365.0, unit="d", source="called stable: CNSA 2024", tolerance=0.0,
        kind="at least", reason="flown for a year only", decimals=0,
        compute=lambda: _relay(200.0, 16000.0).days, slow=True,
    ),
    Reference(
        section=_SECTION, what="Relay of 300 by 8600 km: period", published=12.0, unit="h",
        source="Zhang 2021, as quoted by Reuters 2024", tolerance=0.25,
        reason="published to the hour, altitudes to 100 km", decimals=2,
        compute=lambda: _ellipse_period_h(300.0, 8600.0),
    ),
    Reference(
        section=_SECTION, what="Relay of 300 by 8600 km: frozen inclination, averaged",
        published=55.0, unit="deg", source="SpaceNews 2024", tolerance=0.5,
        reason="published to the degree", decimals=2,
        compute=lambda: frozen_inclination_deg(_ellipse(300.0, 8600.0).eccentricity),
    ),
    Reference(
        section=_SECTION, what="Relay of 300 by 8600 km: hours a turn with south pole and Earth",
        published=8.0, unit="h", source="Zhang 2021, as quoted by Reuters 2024", tolerance=0.0,
        kind="at least", reason="a bound: more than eight", decimals=1,
        compute=_relay_hours_a_turn, slow=True,
    ),
    Reference(
        section=_SECTION, what="Low frozen orbit at 400 km, polar, degree 3 alone: e sin w",
        published=zonal_frozen_vector(semi_major_axis_km=MOON_RADIUS_KM + 400.0,
                                      inclination_deg=90.0),
        unit="", source="-(J3 / 2 J2)(R/a) sin i", tolerance=0.0008,
        reason="averages against osculating elements, 3/2 J2 (R/a)² = 2e-4 apart within a turn; "
        "C22 and C31, which a mean over months does not see, in their squares: 5 %",
        decimals=4, compute=_low_frozen_vector, slow=True,
    ),
)  # fmt: skip
