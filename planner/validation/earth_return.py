"""Flights home: Apollo 11 from the flown epochs of TEI and entry."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from typing import Final

from planner.epochs import utc_to_tdb_jd
from planner.transfers.earth_entry import EntryWish
from planner.transfers.earth_return import EarthReturn, ReturnRequest, earth_return
from planner.validation.reference import Reference

_SECTION: Final = "Return to the Earth"
_SOURCE: Final = "Apollo 11 Mission Report, MSC-00171"


@cache
def _apollo_11() -> EarthReturn:
    """Flown epochs and path angle; the plane home is rounded to 40 degrees."""
    range_zero = utc_to_tdb_jd(datetime(1969, 7, 16, 13, 32, tzinfo=UTC))
    tei_h = 135 + (23 + 42.3 / 60) / 60
    entry_h = 195 + (3 + 5.7 / 60) / 60
    return earth_return(
        depart_tdb_jd=range_zero + tei_h / 24.0,
        tof_d=(entry_h - tei_h) / 24.0,
        request=ReturnRequest(
            orbit_alt_km=111.1, orbit_inclination_deg=170.0, northward=False,
            entry=EntryWish(path_angle_deg=-6.48, inclination_deg=40.0),
        ),
    )  # fmt: skip


REFERENCES: Final = (
    Reference(
        section=_SECTION, what="Apollo 11, TEI", published=999.4, unit="m/s", source=_SOURCE,
        tolerance=20.0,
        reason="the flown orbit was 54 by 66 n mi and its plane given; here it is round and its "
        "node free, so that no plane change is paid, and the burn of 151 s is instantaneous",
        compute=lambda: _apollo_11().dv_total_m_s, decimals=1,
    ),
    Reference(
        section=_SECTION, what="Apollo 11, speed at 400 000 ft", published=11032.0, unit="m/s",
        source=_SOURCE, tolerance=5.0,
        reason="energy at the interface: 1 % of the speed at the Moon's distance is 2 m/s here",
        compute=lambda: 1000.0 * _apollo_11().entry.speed_km_s, decimals=0,
    ),
)  # fmt: skip
