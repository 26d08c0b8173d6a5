"""Libration points and orbits that repeat, of the circular three-body problem."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial
from typing import Any, Final

import numpy as np

from planner.astro.constants import CR3BP_LENGTH_KM, CR3BP_MU, TOPPUTO_MU
from planner.astro.cr3bp import jacobi_constant, libration_points, propagate_cr3bp
from planner.astro.periodic import apsides
from planner.transfers.staging_orbit import staging_orbit
from planner.validation.reference import Reference

_SECTION: Final = "Three-body orbits"
_JPL: Final = "JPL catalogue of three-body orbits"
_PERIOD_9_2: Final = 1.4799795545729917
#: x, z, vy at the crossing of the x-z plane, and the period.
_ROWS: Final = {
    "9:2 NRHO": (
        1.0196625817475922, -0.18041918731575562, -0.09805982467069076, 1.4799795545729917, _JPL
    ),
    "NRHO of 1.502 time units": (
        1.0213448959167291, -0.18162633785360355, -0.10177771593237860, 1.5021912429136250, _JPL
    ),
    "NRHO of Grebow": (
        1.021881345465263, -0.182, -0.102950816739606, 1.509263667286943, "Grebow 2006"
    ),
    "DRO at 19 990 km": (0.9365533473672659, 0.0, 0.543422052357867, 0.6101931543722168, _JPL),
    "DRO at 29 977 km": (0.9109268205488843, 0.0, 0.48739292494611014, 1.0673527928177289, _JPL),
}  # fmt: skip
_CLOSURE: Final = {_JPL: 1e-11, "Grebow 2006": 1e-5}
_CORRECTED: Final = (
    "the catalogue's states are corrected to 1e-12; an unstable orbit multiplies that by its "
    "largest eigenvalue, 2 to 3, and the integrator adds 1e-12"
)


def _state(row: tuple[Any, ...]) -> np.ndarray:
    return np.array([row[0], 0.0, row[1], 0.0, row[2], 0.0])


def _closure(row: tuple[Any, ...]) -> float:
    start = _state(row)
    return float(np.abs(propagate_cr3bp(mu=CR3BP_MU, state=start, time=row[3]).state - start).max())


@cache
def _nrho() -> dict[str, Any]:
    """The southern L2 orbit of the catalogue's period, found from the mass ratio."""
    return staging_orbit(family="nrho", picked_by="period_tu", value=_PERIOD_9_2).as_dict()


@cache
def _dro(perilune_km: float) -> dict[str, Any]:
    return staging_orbit(family="dro", picked_by="perilune_km", value=perilune_km).as_dict()


def _catalogue_perilune_km(row: tuple[Any, ...]) -> float:
    return CR3BP_LENGTH_KM * apsides(CR3BP_MU, _state(row), row[3])[0]


def _place(mu: float, point: int) -> float:
    return float(libration_points(mu=mu)[point, 0])


def _level(mu: float, point: int) -> float:
    place = libration_points(mu=mu)[point]
    return jacobi_constant(mu=mu, state=np.concatenate((place, np.zeros(3))))


def _points() -> tuple[Reference, ...]:
    published = (
        ("JPL's mass ratio", CR3BP_MU,
         (0.836915125772, 1.155682165445, -1.005062645810),
         (3.1883411177, 3.1721604610, 3.0121471507, 2.98799705)),
        ("Topputo's mass ratio", TOPPUTO_MU,
         (0.836914718893, 1.155682483479, -1.005062680263),
         (3.1883418803, 3.1721611136, 3.0121472333, 2.98799697)),
    )  # fmt: skip
    rows = []
    for name, mu, places, levels in published:
        for i, x in enumerate(places):
            rows.append(_point(f"x of L{i + 1}, {name}", x, 12, partial(_place, mu, i)))
        for i, level in enumerate(levels):
            what = f"Jacobi constant of L{i + 1}, {name}"
            rows.append(_point(what, level, 8 if i == 3 else 10, partial(_level, mu, i)))
    return tuple(rows)


def _point(what: str, published: float, decimals: int, compute: Callable[[], float]) -> Reference:
    return Reference(
        section=_SECTION, what=what, published=published, unit="", tolerance=10.0**-decimals,
        source="roots of Euler's quintics, scipy", reason="printed to so many figures",
        compute=compute, decimals=decimals,
    )  # fmt: skip


REFERENCES: Final = (
    *_points(),
    *(
        Reference(
            section=_SECTION, what=f"{name}: miss after one period from the published state",
            published=0.0, unit="", source=row[4], tolerance=_CLOSURE[row[4]],
            reason=_CORRECTED if row[4] == _JPL
            else "its speed is printed to 15 decimals but corrected to 1e-7 for another mass ratio",
            compute=partial(_closure, row), decimals=13,
        )
        for name, row in _ROWS.items()
    ),
    Reference(
        section=_SECTION, what="9:2 NRHO found by its period: closure", published=1e-11, unit="",
        source=_JPL, tolerance=0.0, reason="the closure asked of it", kind="at most",
        compute=lambda: float(_nrho()["closure"]), decimals=13,
    ),
    Reference(
        section=_SECTION, what="9:2 NRHO found by its period: Jacobi constant",
        published=3.04890858931598, unit="", source=_JPL, tolerance=1e-11,
        reason="the period fixes the member to the 1e-12 the catalogue is corrected to",
        compute=lambda: float(_nrho()["jacobi_constant"]), decimals=12,
    ),
    Reference(
        section=_SECTION, what="9:2 NRHO found by its period: perilune radius",
        published=2930.67, unit="km", source=_JPL, tolerance=0.01,
        reason="printed to 0.01 km, in the catalogue's unit of length",
        compute=lambda: float(_nrho()["perilune_km"]), decimals=2,
    ),
    Reference(
        section=_SECTION, what="9:2 NRHO found by its period: apolune radius",
        published=71395.0, unit="km", source=_JPL, tolerance=1.0,
        reason="printed to 1 km", compute=lambda: float(_nrho()["apolune_km"]), decimals=0,
    ),
    Reference(
        section=_SECTION, what="9:2 NRHO found by its period: period in days",
        published=6.560237, unit="d", source=_JPL, tolerance=1e-6, reason="printed to 1e-6 d",
        compute=lambda: float(_nrho()["period_d"]), decimals=6,
    ),
    Reference(
        section=_SECTION, what="9:2 NRHO: period of two ninths of a synodic month",
        published=6.5624, unit="d", source="29.530589 d x 2/9", tolerance=1e-4,
        reason="printed to 1e-4 d", decimals=4,
        compute=lambda: float(
            staging_orbit(family="nrho", picked_by="resonance", value=4.5).as_dict()["period_d"]
        ),
    ),
    Reference(
        section=_SECTION, what="9:2 NRHO found by its period: stability index",
        published=1.2554, unit="", source=_JPL, tolerance=1e-4, reason="printed to 1e-4",
        compute=lambda: float(_nrho()["stability"]), decimals=4,
    ),
    Reference(
        section=_SECTION, what="NRHO of 1.502 time units: perilune radius", published=3187.3,
        unit="km", source=_JPL, tolerance=0.1, reason="printed to 0.1 km",
        compute=lambda: _catalogue_perilune_km(_ROWS["NRHO of 1.502 time units"]), decimals=1,
    ),
    Reference(
        section=_SECTION, what="DRO found by its perilune of 19 990 km: period",
        published=2.704775, unit="d", source=_JPL, tolerance=2e-4,
        reason="the perilune is printed to 1 km, half of which is 1e-4 d of period",
        compute=lambda: float(_dro(19990.0)["period_d"]), decimals=4,
    ),
    Reference(
        section=_SECTION, what="DRO found by its perilune of 29 977 km: period",
        published=4.731205, unit="d", source=_JPL, tolerance=2e-4,
        reason="the perilune is printed to 1 km, half of which is 1e-4 d of period",
        compute=lambda: float(_dro(29977.0)["period_d"]), decimals=4,
    ),
)  # fmt: skip
