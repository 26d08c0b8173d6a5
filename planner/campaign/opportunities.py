"""Dated flight opportunities: every transfer window of a pad and orbit, in UTC.

Windows depend on pad, orbit, light and dates, not on rockets, cadence or manifests:
a change of those finds its windows already computed.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, time
from functools import lru_cache
from threading import Lock

import numpy as np

from planner.astro.constants import J2000_JD, SECONDS_PER_DAY
from planner.campaign.dated import Light, Opportunity, WindowSet
from planner.campaign.window_store import store, stored
from planner.epochs import tdb_jd_to_utc_array, utc_to_tdb_jd
from planner.scenario import FlightOption, Scenario
from planner.transfers.departure import LaunchSite, julian_date, seconds_past_j2000
from planner.transfers.landing import SiteTrack, site_track
from planner.transfers.request import DirectRequest
from planner.transfers.windows import LandingWish, survey_of, transfer_windows

#: Longest flight, wait and margin (d) after the last departure that a site is followed for.
_TAIL_D = 90.0
#: Windows remembered between plans: twice what one scenario may ask for.
_KEPT_WINDOWS = 12_000


def window_set(scenario: Scenario, option: FlightOption) -> WindowSet:
    """The windows an option needs, in a form that other options may share."""
    policies = scenario.policies
    orbit = option.arrival_orbit
    pad = option.pad
    return WindowSet(
        start_tdb_jd=_midnight_tdb_jd(scenario.horizon.start),
        end_tdb_jd=_midnight_tdb_jd(scenario.horizon.end),
        tof_d=(policies.tof_d.min, policies.tof_d.max),
        per_month=policies.windows_per_month,
        request=DirectRequest(
            site=LaunchSite(
                # Pads of one site share their windows: the place is the key, not the pad.
                id=f"{pad.lat_deg.value:.1f}°, {pad.lon_deg.value:.1f}°",
                lat_deg=pad.lat_deg.value,
                lon_deg=pad.lon_deg.value,
                max_inclination_deg=pad.max_inclination_deg.value,
            ),
            parking_alt_km=policies.parking_alt_km,
            perilune_alt_km=orbit.perilune_alt_km,
            apolune_alt_km=orbit.apolune_alt_km,
            inclination_deg=orbit.inclination_deg,
        ),
        light=_light(scenario) if option.destination == "surface" else None,
    )


def _light(scenario: Scenario) -> Light:
    site, policies = scenario.site, scenario.policies
    margin = policies.landing_sun_margin_deg
    return Light(
        lat_deg=site.lat_deg.value,
        lon_deg=site.lon_deg.value,
        wait_min_d=policies.landing_wait_min_d,
        wait_max_d=policies.landing_wait_max_d,
        min_sun_deg=None if margin is None else site.effective_horizon_deg.value + margin,
    )


def _midnight_tdb_jd(day: object) -> float:
    return utc_to_tdb_jd(datetime.combine(day, time(), tzinfo=UTC))  # type: ignore[arg-type]


class _Kept:
    """Sets computed lately, up to so many windows in all (each holds a path, some 10 kB)."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._sets: OrderedDict[WindowSet, tuple[Opportunity, ...]] = OrderedDict()
        self._lock = Lock()

    def find(self, wanted: WindowSet) -> tuple[Opportunity, ...] | None:
        with self._lock:
            if wanted in self._sets:
                self._sets.move_to_end(wanted)
            return self._sets.get(wanted)

    def keep(self, wanted: WindowSet, found: tuple[Opportunity, ...]) -> None:
        with self._lock:
            self._sets[wanted] = found
            while len(self._sets) > 1 and sum(map(len, self._sets.values())) > self._most:
                self._sets.popitem(last=False)


_kept = _Kept(_KEPT_WINDOWS)


def opportunities(
    wanted: WindowSet, *, progress: Callable[[float], None] | None = None
) -> tuple[Opportunity, ...]:
    """Windows of a set, in order of departure; the latest sets are remembered, also on disk."""
    found = _kept.find(wanted)
    if found is None:
        found = stored(wanted)
        if found is None:
            found = _computed(wanted, progress)
            store(wanted, found)
        _kept.keep(wanted, found)
    return found


def _computed(
    wanted: WindowSet, progress: Callable[[float], None] | None
) -> tuple[Opportunity, ...]:
    found = transfer_windows(
        start_tdb_jd=wanted.start_tdb_jd,
        end_tdb_jd=wanted.end_tdb_jd,
        tof_d=wanted.tof_d,
        per_month=wanted.per_month,
        request=wanted.request,
        landing=_wish(wanted),
        progress=progress,
    )
    if not found:
        return ()
    transfers = [window.transfer for window in found]
    launch = tdb_jd_to_utc_array([t.parking.launch_tdb_jd for t in transfers])
    tli = tdb_jd_to_utc_array([t.burns[0].epoch_tdb_jd for t in transfers])
    arrival = tdb_jd_to_utc_array([t.burns[-1].epoch_tdb_jd for t in transfers])
    landing = tdb_jd_to_utc_array(
        [julian_date(w.landing.t_tdb_s) if w.landing else J2000_JD for w in found]
    )
    return tuple(
        Opportunity(
            transfer=window.transfer,
            launch_utc=launch[i],
            tli_utc=tli[i],
            arrival_utc=arrival[i],
            landing_utc=landing[i] if window.landing else None,
        )
        for i, window in enumerate(found)
    )


def why_none(wanted: WindowSet) -> str:
    """Say what leaves a set without any window: the pad, the lunar orbit, or the landing."""
    request, site = wanted.request, wanted.request.site
    if not _is_reached(wanted, replace(request, inclination_deg=90.0)):
        return (
            f"no plane from {site.id} with an inclination up to {site.max_inclination_deg:g} deg "
            f"leads to the Moon in {wanted.tof_d[0]:g} to {wanted.tof_d[1]:g} d within the horizon."
        )
    if not _is_reached(wanted, request):
        return (
            f"a direct transfer cannot arrive in a lunar orbit of {request.inclination_deg:g} deg; "
            "an inclination nearer to 90 deg is needed."
        )
    if wanted.light is None:
        return "no transfer found by the survey holds in the ephemeris; widen tof_d."
    return f"no arrival is followed by a landing: {_landing_asked(wanted.light, request)}."


def _is_reached(wanted: WindowSet, request: DirectRequest) -> bool:
    """Whether the survey has any departure at all."""
    survey = survey_of(
        start_tdb_jd=wanted.start_tdb_jd,
        end_tdb_jd=wanted.end_tdb_jd,
        tof_d=wanted.tof_d,
        request=request,
    )
    return bool(np.isfinite(survey.dv_total_m_s).any())


def _landing_asked(light: Light, request: DirectRequest) -> str:
    sun = (
        "" if light.min_sun_deg is None else f" with the Sun at least {light.min_sun_deg:g} deg up"
    )
    return (
        f"the orbit of {request.inclination_deg:g} deg does not pass over the site at latitude "
        f"{light.lat_deg:g} deg between {light.wait_min_d:g} and {light.wait_max_d:g} d after "
        f"arrival{sun}"
    )


def _wish(wanted: WindowSet) -> LandingWish | None:
    light = wanted.light
    if light is None:
        return None
    return LandingWish(
        track=_track(light.lat_deg, light.lon_deg, wanted.start_tdb_jd, wanted.end_tdb_jd),
        wait_min_d=light.wait_min_d,
        wait_max_d=light.wait_max_d,
        min_sun_deg=light.min_sun_deg,
    )


@lru_cache(maxsize=4)
def _track(lat_deg: float, lon_deg: float, start_jd: float, end_jd: float) -> SiteTrack:
    start = seconds_past_j2000(start_jd)
    return site_track(
        lat_deg=lat_deg,
        lon_deg=lon_deg,
        start_tdb_s=start - SECONDS_PER_DAY,
        end_tdb_s=seconds_past_j2000(end_jd) + _TAIL_D * SECONDS_PER_DAY,
    )
