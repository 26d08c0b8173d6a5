"""Orbits kept in the ephemeris: the 9:2 near-rectilinear halo orbit, and station-keeping."""

from __future__ import annotations

from functools import cache
from typing import Final

import numpy as np

from planner.astro.constants import SYNODIC_MONTH_D
from planner.astro.propagate import EventRequest, propagate
from planner.transfers.kept_orbit import KeptOrbit, kept_orbit
from planner.transfers.staging_orbit import Family, PickedBy, staging_orbit
from planner.transfers.station_keeping import KeepingErrors, station_keeping
from planner.validation.reference import Reference

_SECTION: Final = "Orbits kept in the ephemeris"
#: 2028-01-01 TDB; half a year of burns and what the controller looks ahead.
_EPOCH: Final = 2461771.5
_DAYS: Final = 245.0
_TRIALS: Final = 50
#: NASA's 15-year reference of the Gateway as flown in GMAT: 2021-05-29 19:51:16.852 TAI.
_GATEWAY_JD: Final = 2459363.5 + (19 * 3600 + 51 * 60 + 16.852 + 32.184) / 86400.0
_GATEWAY: Final = (166473.6313022397, -274715.4872533827, -211233.2101766867,
                   0.9334516045200184, 0.4367750468419009, -0.08221102125034895)  # fmt: skip
_GATEWAY_D: Final = 58.0
_STUDIES: Final = "cislunarspace.cn, after Zhang 2022"
_NYX: Final = "GMAT, example 05 of nyx-space"
_SCALE: Final = (
    "the cost is proportional to the errors of navigation and burns, which the source does not "
    "print; here 10 km and 10 cm/s (three standard deviations): a factor of two"
)


@cache
def _life(family: Family, picked_by: PickedBy, value: float) -> KeptOrbit:
    orbit = staging_orbit(family=family, picked_by=picked_by, value=value)
    return kept_orbit(orbit=orbit, epoch_tdb_jd=_EPOCH, days=_DAYS)


def _nrho() -> KeptOrbit:
    return _life("nrho", "resonance", 4.5)


def _between_perilunes_d() -> float:
    """Mean over eight synodic months, in which the Moon's and the Sun's play returns."""
    epochs = [x.epoch_tdb_jd for x in _nrho().perilunes]
    return (epochs[36] - epochs[0]) / 36.0


@cache
def _gateway_perilunes() -> tuple[tuple[float, float], ...]:
    flown = propagate(
        epoch_tdb_jd=_GATEWAY_JD, state_km_s=_GATEWAY, duration_s=_GATEWAY_D * 86400.0,
        events=(EventRequest(name="periapsis"),),
    )  # fmt: skip
    return tuple((x.epoch_tdb_jd, x.distance_km) for x in flown.events)


@cache
def _cost_m_s(family: Family, picked_by: PickedBy, value: float, share: float = 1.0) -> float:
    """Mean cost a year, with errors a share of the usual ones."""
    usual = KeepingErrors()
    errors = KeepingErrors(
        insertion_km=share * usual.insertion_km,
        insertion_m_s=share * usual.insertion_m_s,
        navigation_km=share * usual.navigation_km,
        navigation_m_s=share * usual.navigation_m_s,
    )
    kept = station_keeping(
        kept=_life(family, picked_by, value), trials=_TRIALS, seed=1, errors=errors
    )
    return kept.mean_m_s_per_year


REFERENCES: Final = (
    Reference(
        section=_SECTION, what="9:2 NRHO over eight months: mean time between perilunes",
        published=SYNODIC_MONTH_D * 2.0 / 9.0, unit="d", source="definition", tolerance=0.01,
        reason="36 turns that differ by hours; the first and the last set the mean",
        compute=_between_perilunes_d, decimals=3,
    ),
    Reference(
        section=_SECTION, what="9:2 NRHO over eight months: mean perilune radius",
        published=3_310.0, unit="km", source="literature, CR3BP with 384 400 km",
        tolerance=100.0, decimals=0,
        reason="authors print 3250 to 3370 km for the orbit that repeats; the real Moon's "
        "distance and the Sun move single passes by 200 km either way",
        compute=lambda: float(np.mean([x.distance_km for x in _nrho().perilunes])),
    ),
    Reference(
        section=_SECTION, what="9:2 NRHO over eight months: mean apolune radius",
        published=71_000.0, unit="km", source="literature", tolerance=1_000.0, decimals=0,
        reason="printed to 1000 km",
        compute=lambda: float(np.mean([x.distance_km for x in _nrho().apolunes])),
    ),
    Reference(
        section=_SECTION, what="9:2 NRHO over eight months: worst jump at a node",
        published=0.0, unit="m", source="definition", tolerance=0.1, decimals=1,
        reason="the integrator's tolerance of 1e-13 of 400 000 km, multiplied at perilune",
        compute=lambda: _nrho().gap_km * 1e3,
    ),
    Reference(
        section=_SECTION, what="Gateway reference flown 58 days: mean time between perilunes",
        published=6.5, unit="d", source=_NYX, tolerance=0.07, decimals=3,
        reason="told as 6.5 days; single turns differ by hours",
        compute=lambda: float(np.diff([x[0] for x in _gateway_perilunes()]).mean()),
    ),
    Reference(
        section=_SECTION, what="Gateway reference flown 58 days: mean perilune radius",
        published=3_310.0, unit="km", source="literature; " + _NYX, tolerance=100.0, decimals=0,
        reason="the same range; the state alone is published, flown here for eight turns",
        compute=lambda: float(np.mean([x[1] for x in _gateway_perilunes()])),
    ),
    Reference(
        section=_SECTION, what="9:2 NRHO: station-keeping a year", published=10.0, unit="m/s",
        source="planning figure of the Gateway", tolerance=0.0, kind="at most", decimals=1,
        reason="a bound for a craft with venting and crew, which are left out here",
        compute=lambda: _cost_m_s("nrho", "resonance", 4.5),
    ),
    Reference(
        section=_SECTION, what="9:2 NRHO: station-keeping a year, regulator", published=1.63,
        unit="m/s", source=_STUDIES, tolerance=1.63, decimals=2, reason=_SCALE,
        compute=lambda: _cost_m_s("nrho", "resonance", 4.5),
    ),
    Reference(
        section=_SECTION, what="2:1 DRO: station-keeping a year, regulator", published=0.82,
        unit="m/s", source=_STUDIES, tolerance=0.82, decimals=2, reason=_SCALE,
        compute=lambda: _cost_m_s("dro", "resonance", 2.0),
    ),
    Reference(
        section=_SECTION, what="Halo, 10 000 km high, navigation of 1 km and 1 cm/s: "
        "station-keeping a year, regulator", published=1.15,
        unit="m/s", source=_STUDIES, tolerance=1.15, decimals=2,
        reason="neither the halo nor the errors are printed; ten times the errors cost ten "
        "times as much",
        compute=lambda: _cost_m_s("halo", "az_km", 10_000.0, 0.1),
    ),
)  # fmt: skip
