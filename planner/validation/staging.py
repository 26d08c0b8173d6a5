"""Flights to staging orbits and from them: Δv published for the Gateway's neighbourhood."""

from __future__ import annotations

from functools import cache
from typing import Final

from planner.epochs import parse_epoch
from planner.transfers.departure import LaunchSite
from planner.transfers.earth_entry import EntryWish
from planner.transfers.flight import Flight
from planner.transfers.request import DirectRequest
from planner.transfers.staging_low_orbit import LOW_TOF_RANGE_D, staging_to_low
from planner.transfers.staging_orbit import StagingOrbit, staging_orbit
from planner.transfers.staging_outbound import to_staging_orbit
from planner.transfers.staging_request import Meeting, real_units
from planner.transfers.staging_return import from_staging_orbit
from planner.validation.reference import Reference

_SECTION: Final = "Staging orbits"
_WHITLEY: Final = "Whitley & Martinez 2016, IEEE Aerospace (range; not checked in print)"
_CHARTS: Final = "NASA charts, quoted by New Papyrus Magazine 2018"
_MONTH: Final = (
    "the range is over dates the paper does not tell; the Moon on its ellipse moves the cost "
    "by 30 m/s in the course of a month"
)
_DATE: Final = "2030-01-10"


@cache
def _nrho() -> StagingOrbit:
    return staging_orbit(family="nrho", picked_by="resonance", value=4.5, units=real_units())


@cache
def _outward() -> Flight:
    site = LaunchSite(id="ksc_39a", lat_deg=28.608, lon_deg=-80.604, max_inclination_deg=57.0)
    return to_staging_orbit(
        depart_tdb_jd=parse_epoch(_DATE),
        request=DirectRequest(site=site, parking_alt_km=185.0),
        meeting=Meeting(orbit=_nrho()),
    )


def _down(orbit: StagingOrbit, days: float) -> float:
    meeting = Meeting(orbit=orbit, tof_d=days, tof_range_d=LOW_TOF_RANGE_D)
    return staging_to_low(depart_tdb_jd=parse_epoch(_DATE), meeting=meeting).dv_total_m_s


def _dro() -> StagingOrbit:
    return staging_orbit(family="dro", picked_by="perilune_km", value=70_000.0, units=real_units())


@cache
def _halo() -> StagingOrbit:
    return staging_orbit(family="halo", picked_by="az_km", value=10_000.0, units=real_units())


def _halo_m_s() -> float:
    site = LaunchSite(id="ksc_39a", lat_deg=28.608, lon_deg=-80.604, max_inclination_deg=57.0)
    return to_staging_orbit(
        depart_tdb_jd=parse_epoch(_DATE),
        request=DirectRequest(site=site, parking_alt_km=185.0),
        meeting=Meeting(orbit=_halo(), tof_d=8.0),
    ).dv_total_m_s


def _home_m_s() -> float:
    return from_staging_orbit(
        depart_tdb_jd=parse_epoch(_DATE), entry=EntryWish(), meeting=Meeting(orbit=_nrho())
    ).dv_total_m_s


REFERENCES: Final = (
    Reference(
        section=_SECTION, what="Low Earth orbit to NRHO, TLI", published=3124.0, unit="m/s",
        source=_CHARTS, tolerance=25.0,
        reason="the parking orbit is not told: 100 km higher is 25 m/s less; 185 km here",
        compute=lambda: _outward().burns[0].dv_m_s, decimals=0, slow=True,
    ),
    Reference(
        section=_SECTION, what="TLI to 9:2 NRHO by powered flyby, both burns", published=435.0,
        unit="m/s", source=_WHITLEY, tolerance=45.0, reason=f"420 to 450 m/s; {_MONTH}",
        compute=lambda: _outward().dv_total_m_s - _outward().burns[0].dv_m_s, decimals=0,
        slow=True,
    ),
    Reference(
        section=_SECTION, what="9:2 NRHO to the Earth by powered flyby, both burns",
        published=430.0, unit="m/s", source=_WHITLEY, tolerance=50.0,
        reason=f"410 to 450 m/s; {_MONTH}", compute=_home_m_s, decimals=0, slow=True,
    ),
    Reference(
        section=_SECTION, what="9:2 NRHO to polar low lunar orbit in 12 h", published=730.0,
        unit="m/s", source=_CHARTS, tolerance=40.0,
        reason="the NRHO's perilune breathes by 10 % and the Moon's distance by 13 %: 700 to "
        "750 m/s in the course of a month",
        compute=lambda: _down(_nrho(), 0.5), decimals=0,
    ),
    Reference(
        section=_SECTION, what="DRO to low lunar orbit in 4 d", published=830.0, unit="m/s",
        source=_CHARTS, tolerance=40.0,
        reason="the size of the DRO and the inclination of the low orbit are not told: 70 000 km "
        "and polar here; a day of flight more or less is 15 m/s",
        compute=lambda: _down(_dro(), 4.0), decimals=0,
    ),
    Reference(
        section=_SECTION, what="Low Earth orbit to a halo about L2 by powered flyby in 8 d",
        published=3430.0, unit="m/s", source=_CHARTS, tolerance=45.0,
        reason="published for the point L2: a halo of 10 000 km about it here; the parking "
        "orbit is not told (100 km higher is 25 m/s less), nor the date: 40 m/s in a year",
        compute=_halo_m_s, decimals=0, slow=True,
    ),
    Reference(
        section=_SECTION, what="Halo about L2 to low lunar orbit in 3 d", published=800.0,
        unit="m/s", source=_CHARTS, tolerance=40.0,
        reason="published for the point L2: from a halo of 10 000 km the best place is chosen; "
        "polar here, the inclination is not told",
        compute=lambda: _down(_halo(), 3.0), decimals=0, slow=True,
    ),
)  # fmt: skip
