"""Flights to the 9:2 NRHO for crews, and what is flown between it and the ground.

The lander's flight chooses the place on the orbit; the orbit is then kept in the ephemeris from
there (`planner.transfers.kept_orbit`), and the ship, the ways down and up and the way home all
meet that life of it. The families are those of ``python -m planner transfer``: ``nrho``,
``nrho-llo``, ``llo-nrho`` and ``nrho-return``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cache, lru_cache
from typing import Final

from planner.campaign.dated import Opportunity
from planner.campaign.window_store import store, stored
from planner.epochs import tdb_jd_to_utc_array, utc_to_tdb_jd
from planner.transfers.departure import LaunchSite
from planner.transfers.earth_entry import EntryWish
from planner.transfers.flight import Flight
from planner.transfers.request import DirectRequest
from planner.transfers.staging_low_orbit import LOW_TOF_RANGE_D, staging_to_low
from planner.transfers.staging_orbit import StagingOrbit, staging_orbit
from planner.transfers.staging_outbound import to_staging_orbit
from planner.transfers.staging_request import Meeting, real_units
from planner.transfers.staging_return import from_staging_orbit
from planner.transfers.transfer import Arrival, ParkingOrbit, Transfer, frozen

#: Synodic months to revolutions: nine of the orbit in two months keep it clear of eclipses.
_RESONANCE: Final = 4.5
#: Days of the arc between the NRHO and the low lunar orbit, as in NASA's charts.
ARC_D: Final = 0.5
#: The ways out and home are looked for in planes that pass northward at the Moon.
_PLANES: Final = (True,)


@dataclass(frozen=True, slots=True, kw_only=True)
class Life:
    """A dated life of the NRHO: its first moment (TDB) and the phase it has there."""

    epoch_tdb_jd: float
    phase: float


@dataclass(frozen=True, slots=True, kw_only=True)
class OutwardSet:
    """What decides a flight to the NRHO (the key under which it is kept); no life: any phase."""

    depart_tdb_jd: float
    site: LaunchSite
    parking_alt_km: float
    life: Life | None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Outward:
    """A flight to the NRHO, and the life of the orbit it meets."""

    flown: Opportunity
    life: Life


@cache
def _orbit() -> StagingOrbit:
    return staging_orbit(family="nrho", picked_by="resonance", value=_RESONANCE, units=real_units())


def period_d() -> float:
    """Mean time (d) from one perilune to the next."""
    return Meeting(orbit=_orbit()).period_d


def outward(wanted: OutwardSet) -> Outward:
    """The flight of a day, kept on disk like windows.

    Raises
    ------
    PlannerError
        None was found for the day.
    """
    found = stored(wanted)
    if found is None:
        found = (_flown(wanted),)
        store(wanted, found)
    told = found[0].transfer.residuals
    life = wanted.life or Life(epoch_tdb_jd=told["life_tdb_jd"], phase=told["life_phase"])
    return Outward(flown=found[0], life=life)


def _flown(wanted: OutwardSet) -> Opportunity:
    request = DirectRequest(site=wanted.site, parking_alt_km=wanted.parking_alt_km)
    flight = to_staging_orbit(
        depart_tdb_jd=wanted.depart_tdb_jd,
        request=request,
        meeting=_meeting(wanted.life),
        planes=_PLANES,
    )
    transfer = _transfer(flight, request)
    launch, tli, arrival = tdb_jd_to_utc_array(
        [transfer.parking.launch_tdb_jd, *(burn.epoch_tdb_jd for burn in transfer.burns[:2])]
    )
    return Opportunity(
        transfer=transfer, launch_utc=launch, tli_utc=tli, arrival_utc=arrival, landing_utc=None
    )


def _meeting(life: Life | None, tof_d: float | None = None) -> Meeting:
    if life is None:
        return Meeting(orbit=_orbit())
    if tof_d is None:
        return Meeting(orbit=_orbit(), orbit_epoch_tdb_jd=life.epoch_tdb_jd, orbit_phase=life.phase)
    return Meeting(
        orbit=_orbit(), orbit_epoch_tdb_jd=life.epoch_tdb_jd, orbit_phase=life.phase,
        tof_d=tof_d, tof_range_d=LOW_TOF_RANGE_D,
    )  # fmt: skip


def _transfer(flight: Flight, request: DirectRequest) -> Transfer:
    """The flight as windows are told: its arrival is the flyby, its last burn joins the orbit."""
    told = {
        name: float(value)
        for name, value in flight.details.items()
        if isinstance(value, int | float)
    }
    assert flight.c3_km2_s2 is not None
    return Transfer(
        family="nrho",
        model=flight.model,
        parking=ParkingOrbit(
            altitude_km=request.parking_alt_km,
            inclination_deg=told["parking_inclination_deg"],
            raan_deg=0.0,
            argument_of_latitude_deg=0.0,
            launch_tdb_jd=told["launch_tdb_jd"],
            coast_d=told["coast_d"],
        ),
        burns=flight.burns,
        tof_d=told["flyby_d"],
        c3_km2_s2=flight.c3_km2_s2,
        arrival=Arrival(
            altitude_km=told["flyby_alt_km"],
            inclination_deg=told["flyby_inclination_deg"],
            v_inf_km_s=told["flyby_v_inf_km_s"],
            apolune_alt_km=told["flyby_alt_km"],
        ),
        residuals={
            **{name: float(value) for name, value in flight.residuals.items()},
            "life_tdb_jd": told["orbit_epoch_tdb_jd"],
            "life_phase": told["orbit_phase"],
        },
        path_tdb_jd=flight.path_tdb_jd,
        path_earth_km=flight.path_earth_km,
        path_moon_km=flight.path_moon_km,
    )


def joined_utc(flown: Opportunity) -> datetime:
    """When a flight joins the NRHO."""
    at: datetime = tdb_jd_to_utc_array([flown.transfer.burns[-1].epoch_tdb_jd])[0]
    return at


def first_and_last_utc(leg: Transfer) -> tuple[datetime, datetime]:
    """When the first and the last burn of a flight are."""
    first, last = leg.burns[0].epoch_tdb_jd, leg.burns[-1].epoch_tdb_jd
    begins, ends = tdb_jd_to_utc_array([first, last])
    return begins, ends


@dataclass(frozen=True, slots=True, kw_only=True)
class _Leg:
    """What decides a flight from the NRHO or to it; altitude and inclination of the low circle."""

    way: str
    after_tdb_jd: float
    life: Life
    altitude_km: float = 0.0
    inclination_deg: float = 0.0


def down(after_utc: datetime, life: Life, altitude_km: float, inclination_deg: float) -> Transfer:
    """From the NRHO to a low circle, from the best place within one turn."""
    return _leg(
        _Leg(
            way="down", after_tdb_jd=utc_to_tdb_jd(after_utc), life=life, altitude_km=altitude_km,
            inclination_deg=inclination_deg,
        )
    )  # fmt: skip


def up(after_utc: datetime, life: Life, altitude_km: float, inclination_deg: float) -> Transfer:
    """From a low circle to the NRHO, to the best place within one turn."""
    return _leg(
        _Leg(
            way="up", after_tdb_jd=utc_to_tdb_jd(after_utc), life=life, altitude_km=altitude_km,
            inclination_deg=inclination_deg,
        )
    )  # fmt: skip


def home(after_utc: datetime, life: Life) -> Transfer:
    """From the NRHO to the Earth's atmosphere, from the best place within one turn."""
    return _leg(_Leg(way="home", after_tdb_jd=utc_to_tdb_jd(after_utc), life=life))


@lru_cache(maxsize=512)
def _leg(wanted: _Leg) -> Transfer:
    """A leg, kept on disk like windows."""
    found = stored(wanted)
    if found is None:
        flight = _flown_leg(wanted)
        begins, ends = tdb_jd_to_utc_array(
            [flight.burns[0].epoch_tdb_jd, flight.burns[-1].epoch_tdb_jd]
        )
        found = (
            Opportunity(
                transfer=_as_transfer(flight), launch_utc=begins, tli_utc=begins,
                arrival_utc=ends, landing_utc=None,
            ),
        )  # fmt: skip
        store(wanted, found)
    return found[0].transfer


def _flown_leg(wanted: _Leg) -> Flight:
    if wanted.way == "home":
        return from_staging_orbit(
            depart_tdb_jd=wanted.after_tdb_jd, entry=EntryWish(), meeting=_meeting(wanted.life),
            planes=_PLANES,
        )  # fmt: skip
    return staging_to_low(
        depart_tdb_jd=wanted.after_tdb_jd, meeting=_meeting(wanted.life, ARC_D),
        direction="up" if wanted.way == "up" else "down",
        orbit_alt_km=wanted.altitude_km, orbit_inclination_deg=wanted.inclination_deg,
    )  # fmt: skip


def _as_transfer(flight: Flight) -> Transfer:
    """A flight that begins in no parking orbit, in the form that is kept."""
    nothing = dict.fromkeys(
        ("altitude_km", "inclination_deg", "raan_deg", "argument_of_latitude_deg",
         "launch_tdb_jd", "coast_d"), 0.0,
    )  # fmt: skip
    return Transfer(
        family=flight.family,
        model=flight.model,
        parking=ParkingOrbit(**nothing),
        burns=flight.burns,
        tof_d=float(flight.tof_d),
        c3_km2_s2=0.0,
        arrival=Arrival(altitude_km=0.0, inclination_deg=0.0, v_inf_km_s=0.0, apolune_alt_km=0.0),
        residuals={name: float(value) for name, value in flight.residuals.items()},
        path_tdb_jd=frozen(flight.path_tdb_jd),
        path_earth_km=frozen(flight.path_earth_km),
        path_moon_km=frozen(flight.path_moon_km),
    )
