"""Ways round the Moon and back, and the burn that leaves them for a lunar orbit."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from typing import Final

from planner.epochs import utc_to_tdb_jd
from planner.transfers.departure import LaunchSite
from planner.transfers.earth_entry import EntryWish
from planner.transfers.flight import Flight
from planner.transfers.free_return import FreeReturn, free_return
from planner.transfers.hybrid_free_return import HybridRequest, hybrid_free_return
from planner.transfers.request import DirectRequest
from planner.validation.reference import Reference

_SECTION: Final = "Free returns"
_KSC: Final = LaunchSite(id="ksc", lat_deg=28.608, lon_deg=-80.604, max_inclination_deg=57.0)
_M_S_PER_FT_S: Final = 0.3048  # international foot, by definition


@cache
def _apollo_12() -> Flight:
    """TLI of 1969-11-14, midcourse burn at 30 h 52 min 44 s, 27.99 h after it."""
    direct = DirectRequest(
        site=_KSC, parking_alt_km=185.0, perilune_alt_km=115.0, apolune_alt_km=313.0,
        inclination_deg=165.0, ascending_at_moon=False,
    )  # fmt: skip
    return hybrid_free_return(
        depart_tdb_jd=utc_to_tdb_jd(datetime(1969, 11, 14, 19, 15, tzinfo=UTC)),
        request=HybridRequest(
            direct=direct, loop_perilune_alt_km=3000.0, entry=EntryWish(path_angle_deg=-6.5),
            midcourse_h=27.99,
        ),
    )  # fmt: skip


@cache
def _apollo_11() -> FreeReturn:
    """From 185 km and 32.5 deg on the day of Apollo 11, round the perilune it was trimmed to."""
    direct = DirectRequest(
        site=_KSC, parking_alt_km=185.0, parking_inclination_deg=32.5, perilune_alt_km=111.0,
        apolune_alt_km=314.0, ascending_at_moon=False, j2=True,
    )  # fmt: skip
    return free_return(
        depart_tdb_jd=utc_to_tdb_jd(datetime(1969, 7, 16, 16, 22, tzinfo=UTC)),
        request=direct,
        entry=EntryWish(path_angle_deg=-6.48),
    )


REFERENCES: Final = (
    Reference(
        section=_SECTION, what="Apollo 12: midcourse burn off the free return",
        published=61.8 * _M_S_PER_FT_S, unit="m/s", source="Apollo 12 Mission Report, MSC-01855",
        tolerance=8.0,
        reason="the perilune of the flown free return is not told: 1500 km more or less (ours is "
        "3000 km) is 8 m/s; the flown burn also set the time of arrival",
        decimals=1, compute=lambda: _apollo_12().burns[1].dv_m_s,
    ),
    Reference(
        section=_SECTION, what="Apollo 11: C3 of a free return", published=-1.391,
        unit="km²/s²", source="state after TLI of Apollo 11 Mission Report, MSC-00171",
        tolerance=0.1,
        reason="oblateness counts 0.06 with the place the energy is read at (334 km, ours 185), "
        "and the way home of 40 degrees is rounded",
        decimals=3, compute=lambda: _apollo_11().c3_km2_s2,
    ),
    Reference(
        section=_SECTION, what="Apollo 11: TLI to perilune of 111 km", published=73.06, unit="h",
        source="Apollo 11 Mission Report: from 2:50:13 to pericynthion at 75:53:35", tolerance=0.5,
        reason="half an hour is 0.015 km²/s² of C3, or 80 km of perilune",
        decimals=2, compute=lambda: 24.0 * _apollo_11().tof_d,
    ),
    Reference(
        section=_SECTION, what="Apollo 11: speed at entry of the free return", published=11.03,
        unit="km/s", source="Apollo 11 Mission Report, of the return flown from lunar orbit",
        tolerance=0.05, reason="another way home, a day longer: 30 m/s", decimals=3,
        compute=lambda: _apollo_11().entry.speed_km_s,
    ),
)  # fmt: skip
