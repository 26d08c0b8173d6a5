"""Transfers of days from a pad to a polar orbit, over a year."""

from __future__ import annotations

from functools import cache
from typing import Final

import numpy as np

from planner.transfers.departure import LaunchSite
from planner.transfers.direct import direct_transfer
from planner.transfers.request import DirectRequest
from planner.validation.reference import Reference

_SECTION: Final = "Direct transfers, every week of 2030"
_NEW_YEAR_2030: Final = 2462502.5


@cache
def _year_m_s() -> np.ndarray:
    """TLI and LOI (m/s), 167 km to 100 km polar in 4.5 d, from Wenchang."""
    request = DirectRequest(
        site=LaunchSite(id="wenchang", lat_deg=19.6145, lon_deg=110.951), parking_alt_km=167.0
    )
    flown = [
        direct_transfer(depart_tdb_jd=_NEW_YEAR_2030 + day, tof_d=4.5, request=request)
        for day in range(0, 365, 7)
    ]
    return np.array([[burn.dv_m_s for burn in transfer.burns] for transfer in flown])


def _least(burn: int) -> float:
    return float(_year_m_s()[:, burn].min())


def _most(burn: int) -> float:
    return float(_year_m_s()[:, burn].max())


_DISTANCE: Final = "the Moon is up to 7 % nearer or farther than its mean distance: 10 m/s of TLI"
_POLAR: Final = (
    "a real Moon up to 7 % nearer or farther, a polar orbit instead of one in the Moon's plane, "
    "and a fixed 4.5 d instead of the best time: 40 m/s of LOI"
)

REFERENCES: Final = (
    Reference(
        section=_SECTION, what="TLI from 167 km, least", published=3139.7, unit="m/s",
        source="half ellipse to 384 400 km", tolerance=10.0, reason=_DISTANCE, decimals=1,
        compute=lambda: _least(0),
    ),
    Reference(
        section=_SECTION, what="TLI from 167 km, most", published=3139.7, unit="m/s",
        source="half ellipse to 384 400 km", tolerance=10.0, reason=_DISTANCE, decimals=1,
        compute=lambda: _most(0),
    ),
    Reference(
        section=_SECTION, what="LOI to 100 km, least", published=810.5, unit="m/s",
        source="planar, four bodies: solved anew after Topputo 2013", tolerance=40.0,
        reason=_POLAR, decimals=1, compute=lambda: _least(1),
    ),
    Reference(
        section=_SECTION, what="LOI to 100 km, most", published=889.3, unit="m/s",
        source="Apollo 11 LOI-1, into 60 by 170 n mi", tolerance=60.0, decimals=1,
        reason="Apollo left an ellipse (16 m/s less) and came from a free return of 3 d, "
        "faster by 60 m/s at the Moon than 4.5 d",
        compute=lambda: _most(1),
    ),
    Reference(
        section=_SECTION, what="TLI and LOI, mean", published=3945.0, unit="m/s",
        source="Topputo 2013, 5 d, planar, best phase", tolerance=40.0, reason=_POLAR, decimals=0,
        compute=lambda: float(_year_m_s().sum(axis=1).mean()),
    ),
)  # fmt: skip
