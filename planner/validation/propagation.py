"""Flights through the field of the Earth, the Moon and more, against other codes' ends."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

import numpy as np

from planner.astro.constants import J2000_JD, SECONDS_PER_DAY
from planner.astro.ephemeris import body_states_km_s
from planner.astro.orientation import pole_of_date
from planner.astro.propagate import EventRequest, propagate
from planner.epochs import utc_to_tdb_jd
from planner.validation.reference import Reference

_SECTION: Final = "Propagation"
#: Gravitational parameters of the GMAT runs (km³/s²).
_GMAT_GM: Final = {
    "earth": 398600.4415,
    "moon": 4902.8005821478,
    "sun": 132712440017.99,
    "jupiter": 126712767.8578,
}
#: 2020-01-01 TAI; TT is 32.184 s ahead of TAI by definition, TDB 2 ms of TT.
_NEW_YEAR_2020_TAI: Final = 2458849.5 + 32.184 / SECONDS_PER_DAY
_HALO: Final = (333321.004516, -76134.198887, -20873.831939, 0.257153712, 0.930284066, 0.346177)
_LOW: Final = (
    -752.9485277404609, 5624.035455855085, 3278.632833875311,
    -7.683161946015461, -0.8606703014186993, -0.08561403537028035,
)  # fmt: skip
_KM_PER_NMI: Final = 1.852  # international nautical mile, by definition
#: Range zero 1969-07-16 13:32:00 UTC, and 2:50:13.03 to TLI cut-off + 10 s.
_TLI: Final = datetime(1969, 7, 16, 16, 22, 13, 30_000, tzinfo=UTC)
_RANGE_ZERO: Final = datetime(1969, 7, 16, 13, 32, tzinfo=UTC)
_APOLLO_11: Final = (6369.709, 1759.611, 1175.215, -2.065795, 9.094669, 5.513756)


def _miss_m(
    start: tuple[float, ...],
    *,
    epoch_tdb_jd: float,
    hours: float,
    bodies: tuple[str, ...],
    end_km: tuple[float, float, float],
) -> float:
    flown = propagate(
        epoch_tdb_jd=epoch_tdb_jd,
        state_km_s=start,
        duration_s=3600.0 * hours,
        bodies=bodies,
        gm_km3_s2=_GMAT_GM,
    )
    return 1000.0 * float(np.linalg.norm(flown.state_km_s[:3] - end_km))


def _pericynthion(*, j2: bool) -> tuple[float, float]:
    """Altitude (n mi) over the landing site's radius, and hours since range zero."""
    epoch = utc_to_tdb_jd(_TLI)
    flown = propagate(
        epoch_tdb_jd=epoch,
        state_km_s=_APOLLO_11,
        duration_s=4.0 * SECONDS_PER_DAY,
        j2=j2,
        pole=pole_of_date(SECONDS_PER_DAY * (epoch - J2000_JD)),
        events=(EventRequest(name="periapsis", body="moon", stops=True),),
    )
    [event] = flown.events
    moon = body_states_km_s("moon", event.epoch_tdb_jd)[0, :3]
    distance_nmi = float(np.linalg.norm(event.state_km_s[:3] - moon)) / _KM_PER_NMI
    return distance_nmi - 937.17, 24.0 * (event.epoch_tdb_jd - utc_to_tdb_jd(_RANGE_ZERO))


_GMAT: Final = (
    "DE438 there, DE440 here: the Moon differs by under 1 m, the force by 1e-9 of itself; "
    "0.2 m covers both and TAI printed to the second"
)
_TLI_ERROR: Final = (
    "the state is printed to 0.1 ft/s, 0.0001 deg and 0.01 n mi; 1 ft/s along the path moves "
    "pericynthion by 110 n mi (the report: 1.6 ft/s, 177 n mi), and the tracking of the hour "
    "after injection was no better than 2 to 3 ft/s"
)

REFERENCES: Final = (
    Reference(
        section=_SECTION, what="A day on an Earth-Moon halo, Earth and Moon: miss of the end",
        published=0.0, unit="m", source="GMAT, in the tests of nyx", tolerance=0.2, reason=_GMAT,
        compute=lambda: _miss_m(
            _HALO, epoch_tdb_jd=_NEW_YEAR_2020_TAI, hours=24.0, bodies=("earth", "moon"),
            end_km=(345395.2167587544, 5967.890264751025, 7350.734617702599),
        ), decimals=2,
    ),
    Reference(
        section=_SECTION, what="The same with Sun and Jupiter: miss of the end",
        published=0.0, unit="m", source="GMAT, in the tests of nyx", tolerance=0.2, reason=_GMAT,
        compute=lambda: _miss_m(
            _HALO, epoch_tdb_jd=_NEW_YEAR_2020_TAI, hours=24.0,
            bodies=("earth", "moon", "sun", "jupiter"),
            end_km=(345350.6643064027, 5930.672402473843, 7333.28387081147),
        ), decimals=2,
    ),
    Reference(
        section=_SECTION, what="36 h low over the Earth, with Moon and Sun: miss of the end",
        published=0.0, unit="m", source="GMAT, in the tests of nyx", tolerance=0.2, reason=_GMAT,
        compute=lambda: _miss_m(
            _LOW, epoch_tdb_jd=utc_to_tdb_jd(datetime(2022, 11, 27, 5, 55, 49, tzinfo=UTC)),
            hours=36.0, bodies=("earth", "moon", "sun"),
            end_km=(-6151.500843512164, 1833.914559118256, 1384.255278442759),
        ), decimals=4,
    ),
    Reference(
        section=_SECTION, what="Apollo 11 after TLI, with J2: altitude of pericynthion",
        published=896.3, unit="n mi", source="Apollo 11 Mission Report, MSC-00171",
        tolerance=300.0, reason=_TLI_ERROR,
        compute=lambda: _pericynthion(j2=True)[0], decimals=0,
    ),
    Reference(
        section=_SECTION, what="Apollo 11 after TLI, with J2: time of pericynthion",
        published=75.0 + 5.0 / 60.0 + 21.0 / 3600.0, unit="h",
        source="Apollo 11 Mission Report, MSC-00171", tolerance=0.25,
        reason="1 ft/s moves it by 4 min, see above",
        compute=lambda: _pericynthion(j2=True)[1], decimals=2,
    ),
)  # fmt: skip
