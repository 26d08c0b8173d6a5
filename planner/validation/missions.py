"""Flown missions to lunar orbit: when they had to start, and what capturing took.

The launch time is the sharpest figure a press notice gives: 4 minutes are a degree of the
parking orbit's node, so that it tells whether plane, coast, phasing and arrival fit together.
Of the four ways a day offers (north-east or south-east from the pad, northward or southward at
the Moon) the one near the flown time is taken, here always south-east and northward; the
others lie hours away.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from typing import Final

import numpy as np

from planner.astro.constants import EARTH_RADIUS_KM, GM_EARTH_KM3_S2, GM_MOON_KM3_S2
from planner.epochs import tdb_jd_to_utc, utc_to_tdb_jd
from planner.transfers.capture import capture_burn
from planner.transfers.capture_sequence import apolune_of_period_km
from planner.transfers.cheapest import cheapest_direct
from planner.transfers.departure import Ascent, LaunchSite
from planner.transfers.direct import direct_transfer
from planner.transfers.phasing import Phased, PhasingRequest, phasing_transfer, with_first_apogee
from planner.transfers.phasing_orbits import PhasingPlan, period_h_of
from planner.transfers.request import DirectRequest
from planner.transfers.transfer import Burn, Transfer
from planner.validation.reference import Reference

_SECTION: Final = "Flown missions"
_WENCHANG: Final = LaunchSite(id="wenchang", lat_deg=19.6145, lon_deg=110.951)
_XICHANG: Final = LaunchSite(
    id="xichang", lat_deg=28.246, lon_deg=102.027, max_inclination_deg=60.0
)
_CAPE: Final = LaunchSite(id="cape", lat_deg=28.583, lon_deg=-80.583, max_inclination_deg=57.0)
_SRIHARIKOTA: Final = LaunchSite(
    id="sriharikota", lat_deg=13.72, lon_deg=80.23, max_inclination_deg=60.0
)
_KM_PER_NMI: Final = 1.852  # international nautical mile, by definition
_KM_PER_FT: Final = 0.3048e-3  # international foot, by definition


def _hour(tdb_jd: float) -> float:
    """Hour of the day (UTC)."""
    at = tdb_jd_to_utc(tdb_jd)
    return at.hour + at.minute / 60.0 + at.second / 3600.0


def _at(*moment: int) -> float:
    return utc_to_tdb_jd(datetime(*moment, tzinfo=UTC))  # type: ignore[misc, arg-type]


@cache
def _lro() -> Transfer:
    request = DirectRequest(
        site=_CAPE, parking_alt_km=185.0, perilune_alt_km=216.0, apolune_alt_km=216.0,
        north_east=False, j2=True,
    )  # fmt: skip
    return direct_transfer(depart_tdb_jd=_at(2009, 6, 18, 22), tof_d=4.5, request=request)


@cache
def _change_6() -> Transfer:
    request = DirectRequest(
        site=_WENCHANG, perilune_alt_km=200.0, apolune_alt_km=200.0, north_east=False, j2=True
    )
    return direct_transfer(depart_tdb_jd=_at(2024, 5, 3, 10), tof_d=112.0 / 24.0, request=request)


@cache
def _change_1() -> Phased:
    """Into 51 000 km, then 24 and 48 h, as flown; inclination 31 deg; Moon after 114 h."""
    direct = DirectRequest(
        site=_XICHANG, parking_inclination_deg=31.0, perilune_alt_km=200.0,
        apolune_alt_km=apolune_of_period_km(period_h=12.0, perilune_alt_km=200.0),
        north_east=False, j2=True,
    )  # fmt: skip
    plan = PhasingPlan(periods_h=(16.0, 24.0, 48.0), revolutions=(3, 3, 1))
    return phasing_transfer(
        depart_tdb_jd=_at(2007, 10, 24, 10, 29),
        tof_d=114.0 / 24.0,
        request=PhasingRequest(direct=direct, plan=plan),
    )


@cache
def _chandrayaan_3() -> Phased:
    """Its five ellipses by their apogees and the days of their burns; ascent of 965 s."""
    direct = DirectRequest(
        site=_SRIHARIKOTA, parking_alt_km=170.0, parking_inclination_deg=21.3,
        perilune_alt_km=164.0, apolune_alt_km=18_074.0, north_east=False, j2=True,
        ascent=Ascent(duration_s=965.0, arc_deg=35.0),
    )  # fmt: skip
    apogees = ((41_762.0, 173.0), (51_400.0, 228.0), (71_351.0, 233.0), (127_603.0, 236.0))
    periods = tuple(period_h_of(apogee_alt_km=high, perigee_alt_km=low) for high, low in apogees)
    request = with_first_apogee(
        PhasingRequest(
            direct=direct, plan=PhasingPlan(periods_h=periods, revolutions=(6, 3, 5, 3))
        ),
        apogee_alt_km=36_500.0,
        revolutions=2,
    )
    return phasing_transfer(depart_tdb_jd=_at(2023, 7, 14, 9, 21), tof_d=4.8, request=request)


def _tli(phased: Phased) -> Burn:
    return next(burn for burn in phased.transfer.burns if burn.name == "tli")


def _days_from(start: float, burn: Burn) -> float:
    return burn.epoch_tdb_jd - start


def _apogee_km(burn: Burn) -> float:
    """Osculating apogee altitude after a burn about the Earth."""
    r, v = math.hypot(*burn.r_km), math.hypot(*burn.v_after_km_s)
    return 2.0 / (2.0 / r - v * v / GM_EARTH_KM3_S2) - r - EARTH_RADIUS_KM


def _apollo_11_loi_m_s() -> float:
    """From speed and height at ignition to 60 by 169.7 n mi, in one impulse at perilune."""
    site_km = 937.17 * _KM_PER_NMI  # the radius the report counts its altitudes from
    energy = 0.5 * (8250.0 * _KM_PER_FT) ** 2 - GM_MOON_KM3_S2 / (site_km + 86.7 * _KM_PER_NMI)
    low = site_km + 60.0 * _KM_PER_NMI
    speed = math.sqrt(2.0 * (energy + GM_MOON_KM3_S2 / low))
    burn = capture_burn(
        relative_km_s=np.array([low, 0.0, 0.0, 0.0, speed, 0.0]),
        epoch_tdb_jd=_at(1969, 7, 19, 17, 22),
        apolune_alt_km=site_km + 169.7 * _KM_PER_NMI - 1737.4,
    )
    return burn.dv_m_s


@cache
def _gmat_sample() -> Transfer:
    """Ex_GivenEpochGoToTheMoon: the day, orbit and perilune of its first guess."""
    perilune = 15_000.0 - 1737.4
    request = DirectRequest(
        site=LaunchSite(id="cape", lat_deg=28.5, lon_deg=-80.583, max_inclination_deg=57.0),
        parking_alt_km=6563.0 - EARTH_RADIUS_KM, parking_inclination_deg=28.7,
        perilune_alt_km=perilune, apolune_alt_km=perilune,
    )  # fmt: skip
    return cheapest_direct(depart_tdb_jd=_at(2022, 7, 15, 1, 7), request=request, tof_d=5.0)


_LAUNCH: Final = (
    "a degree of inclination above the lowest, which the notices do not tell, moves the launch "
    "by half an hour; ascent and coast are assumed"
)
_XINHUA: Final = "Xinhua, October and November 2007"
_ISRO: Final = "ISRO, July and August 2023"


def _launch(
    mission: str, published: float, source: str, compute: Callable[[], Transfer]
) -> Reference:
    return Reference(
        section=_SECTION, what=f"{mission}: launch, hour of the day in UTC", published=published,
        unit="h", source=source, tolerance=0.5, reason=_LAUNCH, decimals=2,
        compute=lambda: _hour(compute().parking.launch_tdb_jd),
    )  # fmt: skip


REFERENCES: Final = (
    _launch("Chang'e-1 by phasing orbits, 2007-10-24", 10.08, _XINHUA,
            lambda: _change_1().transfer),
    _launch("Chandrayaan-3 by phasing orbits, 2023-07-14", 9.088, _ISRO,
            lambda: _chandrayaan_3().transfer),
    _launch("LRO, 2009-06-18", 21.53, "NASA, June 2009", _lro),
    _launch("Chang'e-6, 2024-05-03", 9.45, "CNSA, May 2024", _change_6),
    Reference(
        section=_SECTION, what="Chang'e-1: launch to TLI", published=6.966, unit="d",
        source=_XINHUA, tolerance=0.1,
        reason="perigee was raised to 600 km at the first apogee, which lengthens the 16 h orbit, "
        "and periods are told in whole hours: a seventh of an hour a revolution",
        decimals=2,
        compute=lambda: _days_from(
            _change_1().transfer.parking.launch_tdb_jd, _tli(_change_1())
        ),
    ),
    Reference(
        section=_SECTION, what="Chang'e-1: speed lost into the 12 h orbit", published=352.0,
        unit="m/s", source=_XINHUA, tolerance=60.0,
        reason="the speed before the burn is told as 2.3 km/s: half a digit is 50 m/s",
        decimals=0, compute=lambda: _change_1().transfer.burns[-1].dv_m_s,
    ),
    Reference(
        section=_SECTION, what="Chang'e-1: apolune of 12 h above 200 km", published=8600.0,
        unit="km", source=_XINHUA, tolerance=50.0, reason="told in hundreds of km", decimals=0,
        compute=lambda: apolune_of_period_km(period_h=12.0, perilune_alt_km=200.0),
    ),
    Reference(
        section=_SECTION, what="Chang'e-1: apolune of 3.5 h above 200 km", published=1700.0,
        unit="km", source=_XINHUA, tolerance=50.0, reason="told in hundreds of km", decimals=0,
        compute=lambda: apolune_of_period_km(period_h=3.5, perilune_alt_km=200.0),
    ),
    Reference(
        section=_SECTION, what="Chandrayaan-3: launch to TLI", published=17.41, unit="d",
        source=_ISRO, tolerance=0.15,
        reason="told as between 18:30 and 19:30 UTC; a burn at apogee raised perigee from 173 to "
        "226 km, and trims between are not told: 3 h in 19 revolutions",
        decimals=2,
        compute=lambda: _days_from(
            _chandrayaan_3().transfer.parking.launch_tdb_jd, _tli(_chandrayaan_3())
        ),
    ),
    Reference(
        section=_SECTION, what="Chandrayaan-3: apogee after TLI", published=369.3,
        unit="thousand km", source=_ISRO, tolerance=8.0,
        reason="3900 km for each m/s; the flown perigee was 288 km, ours follows from the pull of "
        "Sun and Moon alone",
        decimals=1, compute=lambda: _apogee_km(_tli(_chandrayaan_3())) / 1e3,
    ),
    Reference(
        section=_SECTION, what="Chandrayaan-1: period of 336 x 74 715 km", published=25.5,
        unit="h", source="ISRO, October 2008", tolerance=0.5, reason="told in half hours",
        decimals=2, compute=lambda: period_h_of(apogee_alt_km=74_715.0, perigee_alt_km=336.0),
    ),
    Reference(
        section=_SECTION, what="Chandrayaan-1: period of 348 x 164 600 km", published=73.0,
        unit="h", source="ISRO, October 2008", tolerance=0.5, reason="told in hours",
        decimals=2, compute=lambda: period_h_of(apogee_alt_km=164_600.0, perigee_alt_km=348.0),
    ),
    Reference(
        section=_SECTION, what="Apollo 11: LOI-1 from speed and height at ignition",
        published=889.3, unit="m/s", source="Apollo 11 Mission Report, MSC-00171", tolerance=25.0,
        reason="the burn lasted six minutes over 23 degrees of arc and turned the plane by some "
        "degrees; ours is instantaneous, at perilune and in the plane",
        decimals=1, compute=_apollo_11_loi_m_s,
    ),
    Reference(
        section=_SECTION, what="GMAT's sample of 2022-07-15: TLI", published=3140.0, unit="m/s",
        source="Ex_GivenEpochGoToTheMoon, first guess", tolerance=15.0,
        reason="a first guess to 10 m/s for another day's Moon", decimals=1,
        compute=lambda: _gmat_sample().burns[0].dv_m_s,
    ),
    Reference(
        section=_SECTION, what="GMAT's sample of 2022-07-15: LOI at 15 000 km", published=550.0,
        unit="m/s", source="Ex_GivenEpochGoToTheMoon, first guesses 500 and 600",
        tolerance=50.0, reason="two first guesses 100 m/s apart", decimals=1,
        compute=lambda: _gmat_sample().burns[-1].dv_m_s,
    ),
)  # fmt: skip
