"""Months round by the Sun: in the plane against published optima, in space against flights."""

from __future__ import annotations

import math
from functools import cache
from typing import Final

import numpy as np

from planner.astro.constants import GM_MOON_KM3_S2, MOON_RADIUS_KM
from planner.transfers import planar_low_energy
from planner.transfers.cheapest import cheapest_direct
from planner.transfers.departure import LaunchSite
from planner.transfers.flight import Flight
from planner.transfers.low_energy import low_energy_transfer
from planner.transfers.low_energy_arrival import orbit_speed_km_s, perilune_speed_km_s
from planner.transfers.request import DirectRequest
from planner.validation.reference import Reference

_PLANE: Final = "Low energy in the plane, 167 km to 100 km"
_SPACE: Final = "Low energy in the ephemeris"
_KSC: Final = LaunchSite(id="ksc", lat_deg=28.608, lon_deg=-80.604, max_inclination_deg=57.0)
_NEW_YEAR_2030: Final = 2462502.5
#: First day of GRAIL's launch period, 2011-09-08.
_GRAIL_TDB_JD: Final = 2455812.5
#: Perilune (km) of the ellipse GRAIL entered, and its period (s): 11.5 h.
_PERILUNE_ALT_KM: Final = 100.0
_PERIOD_S: Final = 11.5 * 3600.0
_ARCS: Final = 3000


@cache
def _planar_m_s() -> float:
    """The least total the planar search finds within 100 d."""
    return planar_low_energy.low_energy_transfer(longest_d=100.0).dv_total_m_s


def _apolune_alt_km() -> float:
    """Of the ellipse with GRAIL's period, by Kepler's third law."""
    axis_km = math.cbrt(GM_MOON_KM3_S2 * (_PERIOD_S / math.tau) ** 2)
    return 2.0 * (axis_km - MOON_RADIUS_KM) - _PERILUNE_ALT_KM


_ROUND: Final = DirectRequest(site=_KSC, parking_alt_km=167.0)
_LONG: Final = DirectRequest(
    site=_KSC, parking_alt_km=167.0, perilune_alt_km=_PERILUNE_ALT_KM,
    apolune_alt_km=_apolune_alt_km(),
)  # fmt: skip


def _from_parabola_m_s() -> float:
    """LOI of a craft that comes with no energy about the Moon."""
    return (perilune_speed_km_s(0.0, _LONG) - orbit_speed_km_s(_LONG)) * 1e3


@cache
def _grail() -> Flight:
    """The cheapest flight of a month in GRAIL's launch period, into its first orbit."""
    return low_energy_transfer(start_tdb_jd=_GRAIL_TDB_JD, request=_LONG, arcs=_ARCS)


def _apogee_million_km() -> float:
    """The farthest the path of that flight is from the Earth."""
    return float(np.linalg.norm(_grail().path_earth_km, axis=1).max()) / 1e6


@cache
def _round() -> Flight:
    """The cheapest flight of January 2030 to a round polar orbit."""
    return low_energy_transfer(start_tdb_jd=_NEW_YEAR_2030, request=_ROUND, arcs=_ARCS)


def _saved_percent() -> float:
    """What the arrival's burn saves against the cheapest direct flight of the same day."""
    tli, loi = _round().burns
    direct = cheapest_direct(depart_tdb_jd=tli.epoch_tdb_jd, request=_ROUND)
    return 100.0 * (1.0 - loi.dv_m_s / direct.burns[1].dv_m_s)


REFERENCES: Final = (
    Reference(
        section=_PLANE, what="Least total found", published=3787.0, unit="m/s",
        source="Peng 2016, least energy, about 100 d", tolerance=20.0,
        reason="published as about; what the search meets is the cheapest of three flights from "
        "a coarse survey, not the bottom of the family",
        decimals=1, compute=_planar_m_s, slow=True,
    ),
    Reference(
        section=_PLANE, what="Least total found, against an optimum with more burns",
        published=3832.6, unit="m/s", source="Hiraiwa et al. 2026, 193 d", tolerance=0.0,
        kind="at most", reason="a bound: the family of the Sun's tide lies below",
        decimals=1, compute=_planar_m_s, slow=True,
    ),
    Reference(
        section=_PLANE, what="Least any two impulses may total", published=3726.0, unit="m/s",
        source="Sweetser 1991, bound by the Jacobi constant", tolerance=0.0, kind="at least",
        reason="a bound: nothing may lie below it", decimals=1, compute=_planar_m_s, slow=True,
    ),
    Reference(
        section=_SPACE, what="LOI from a parabola into an orbit of 11.5 h", published=191.0,
        unit="m/s", source="GRAIL: Roncoli & Fujii 2010, AIAA 2010-8383", tolerance=15.0,
        reason="GRAIL's burn lasted 39 minutes (5 to 10 m/s lost), and it came a little slower "
        "than a parabola",
        decimals=0, compute=_from_parabola_m_s,
    ),
    Reference(
        section=_SPACE, what="GRAIL's launch period, LOI into an orbit of 11.5 h",
        published=191.0, unit="m/s", source="Roncoli & Fujii 2010, AIAA 2010-8383",
        tolerance=0.0, kind="at most",
        reason="a bound: two craft a day apart kept one arrival date over 42 days of launches, "
        "so that GRAIL did not have the slowest arrival of its month",
        decimals=0, compute=lambda: _grail().burns[1].dv_m_s, slow=True,
    ),
    Reference(
        section=_SPACE, what="GRAIL's launch period, time of flight", published=112.0, unit="d",
        source="GRAIL-A, 2011-09-10 to 2011-12-31", tolerance=40.0,
        reason="flights of 75 to 140 d cost within 20 m/s of each other; GRAIL's arrival date "
        "was fixed by eclipses",
        decimals=0, compute=lambda: _grail().tof_d, slow=True,
    ),
    Reference(
        section=_SPACE, what="GRAIL's launch period, apogee", published=1.42,
        unit="million km", source="CAPSTONE, 1.3 to 1.54 million km", tolerance=0.25,
        reason="the range flown, and as much again for another month and another lunar orbit",
        decimals=2, compute=_apogee_million_km, slow=True,
    ),
    Reference(
        section=_SPACE, what="January 2030, 167 km to 100 km polar: total", published=3850.0,
        unit="m/s", source="da Silva Fernandes & Marinho 2012, 58 d, planar", tolerance=10.0,
        kind="at most",
        reason="longer flights cost less; a polar orbit and a real Moon move it by 10 m/s",
        decimals=0, compute=lambda: _round().dv_total_m_s, slow=True,
    ),
    Reference(
        section=_SPACE, what="January 2030: saved at the Moon against a direct flight",
        published=18.0, unit="%", source="Belbruno & Miller 1993; Belbruno 1994 says 20 %",
        tolerance=6.0,
        reason="what a direct flight costs that day varies by 5 % with the Moon's distance",
        decimals=0, compute=_saved_percent, slow=True,
    ),
)  # fmt: skip
