"""Conics through two points in a given time, from textbooks and other codes."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any, Final

import numpy as np

from planner.astro.lambert import lambert
from planner.validation.reference import Reference

_SECTION: Final = "Lambert's problem"
_EARTH: Final = 398600.4418
_VALLADO: Final = ((15945.34, 0.0, 0.0), (12214.83899, 10249.46731, 0.0))
_DER_1: Final = (
    (2249.171260, 1898.007100, 5639.599193),
    (1744.495443, -4601.556054, 4043.864391),
)
_DER_2: Final = (
    (22592.145603, -1599.915239, -19783.950506),
    (1922.067697, 4054.157051, -8925.727465),
)
#: 2.5 Earth radii out, and in the same unit the other end; the radius is Vallado's.
_MULTI: Final = (
    (2.5 * 6378.1363, 0.0, 0.0),
    (1.9151111 * 6378.1363, 1.6069690 * 6378.1363, 0.0),
)
_PRINTED: Final = "velocities printed to so many figures, from places printed to the metre"
_ROUNDED: Final = "worked by hand in the book, printed to four or five figures"

#: Name, source, places, time, options, v1, v2 (None where not printed), tolerance, reason.
_CASES: Final[tuple[tuple[Any, ...], ...]] = (
    ("short way, 76 min", "Vallado, 4th ed., ex. 5.7", _VALLADO, 4560.0, {},
     (2.058913, 2.915965, 0.0), (-3.451565, 0.910315, 0.0), 1e-5, _PRINTED),
    ("long way, 76 min", "nyx, tests", _VALLADO, 4560.0,
     {"mu_km3_s2": 398600.433, "retrograde": True},
     (-3.811158, -2.003854, 0.0), (4.207569, 0.914724, 0.0), 1e-5, _PRINTED),
    ("one hour", "Curtis, ex. 5.2",
     ((5000.0, 10000.0, 2100.0), (-14600.0, 2500.0, 7000.0)), 3600.0, {"mu_km3_s2": 398600.0},
     (-5.9925, 1.9254, 3.2456), (-3.3125, -4.1966, -0.38529), 1e-3, _ROUNDED),
    ("hyperbola", "GMAT, quoted by lamberthub",
     ((7100.0, 200.0, 1300.0), (-38113.5870, 67274.1946, 29309.5799)), 12000.0, {},
     (0.0, 10.35, 5.5), (-3.6379, 4.4932, 1.7735), 1e-2,
     ("GMAT's arc felt the Earth's oblateness, which moves its end by 55 km (flown here with "
     "J2: to 0.6 km of it) and a conic through both ends by 5 m/s")),
    ("27 min", "Der 2011, example 1", _DER_1, 1618.50, {},
     (-2.09572809, 3.92602196, -4.94516810), (2.46309613, 0.84490197, 6.10890863), 1e-3,
     "the book's unit of time is rounded"),
    ("10 h", "Der 2011, example 2", _DER_2, 36000.0, {},
     (2.000652697, 0.387688615, -2.666947760), (-3.79246619, -1.77707641, 6.856814395),
     1e-3, "the book's unit of time is rounded"),
    ("10 h, retrograde", "Der 2011, example 2", _DER_2, 36000.0, {"retrograde": True},
     (2.96616042, -1.27577231, -0.75545632), (5.8437455, -0.20047673, -5.48615883),
     1e-3, "the book's unit of time is rounded"),
    ("10 h, one revolution, high", "Der 2011, example 2", _DER_2, 36000.0,
     {"revs": 1, "branch": "high"},
     (0.50335770, 0.61869408, -1.57176904), (-4.18334626, -1.13262727, 6.13307091),
     5e-6, _PRINTED),
    ("10 h, one revolution, low", "Der 2011, example 2", _DER_2, 36000.0,
     {"revs": 1, "branch": "low"},
     (-2.45759553, 1.16945801, 0.43161258), (-5.53841370, 0.01822220, 5.49641054),
     5e-6, _PRINTED),
    ("26 h, one revolution, short way, low branch", "Vallado, multi-revolution test",
     _MULTI, 92854.234,
     {"mu_km3_s2": 398600.4415, "revs": 1, "branch": "low", "retrograde": False},
     (-0.86961538, 6.33515458, 0.0), (-3.40599496, 5.41198792, 0.0), 1e-6, _PRINTED),
    ("26 h, one revolution, short way, high branch", "Vallado, multi-revolution test",
     _MULTI, 92854.234,
     {"mu_km3_s2": 398600.4415, "revs": 1, "branch": "high", "retrograde": False},
     (5.83252272, 1.43199449, 0.0), (-5.38843998, -2.6521019, 0.0), 1e-6, _PRINTED),
    ("26 h, one revolution, long way, low branch", "Vallado, multi-revolution test",
     _MULTI, 92854.234,
     {"mu_km3_s2": 398600.4415, "revs": 1, "branch": "low", "retrograde": True},
     (-6.24110331, -1.3513393, 0.0), (5.64958672, 2.9765179, 0.0), 1e-6, _PRINTED),
    ("26 h, one revolution, long way, high branch", "Vallado, multi-revolution test",
     _MULTI, 92854.234,
     {"mu_km3_s2": 398600.4415, "revs": 1, "branch": "high", "retrograde": True},
     (0.64111916, -5.95750182, 0.0), (3.3382827, -4.97581459, 0.0), 1e-6, _PRINTED),
)  # fmt: skip


def _miss_km_s(places: Any, tof_s: float, options: Mapping[str, Any], v1: Any, v2: Any) -> float:
    """The larger miss of the two velocities."""
    found = lambert(
        r1_km=places[0], r2_km=places[1], tof_s=tof_s, **{"mu_km3_s2": _EARTH, **options}
    )
    pairs = zip(found, (v1, v2), strict=True)
    return max(float(np.abs(ours - np.array(theirs)).max()) for ours, theirs in pairs)


def _battin_au_year() -> float:
    """About the Sun, in astronomical units and years; the solver knows no units."""
    v1, _ = lambert(
        mu_km3_s2=39.47692641,
        r1_km=np.array([0.159321004, 0.579266185, 0.052359607]),
        r2_km=np.array([0.057594337, 0.605750797, 0.068345246]),
        tof_s=0.010794065,
    )
    return float(np.abs(v1 - [-9.303603251, 3.018641330, 1.536362143]).max())


REFERENCES: Final = (
    *(
        Reference(
            section=_SECTION, what=f"{name} ({source}): largest miss of a velocity component",
            published=0.0, unit="km/s", source=source, tolerance=tolerance, reason=reason,
            compute=partial(_miss_km_s, places, tof, options, v1, v2),
            decimals=7,
        )
        for name, source, places, tof, options, v1, v2, tolerance, reason in _CASES
    ),
    Reference(
        section=_SECTION, what="Battin 7.12: largest miss of a velocity component",
        published=0.0, unit="AU/year", source="Battin 1999, example 7.12", tolerance=1e-3,
        reason="the book's places have nine figures and the angle is small: 1e-4 of the speed",
        compute=_battin_au_year, decimals=6,
    ),
)  # fmt: skip
