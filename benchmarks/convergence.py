"""Random direct requests, flown: ``python -m benchmarks.convergence [--count N] [--seed S]``.

Requests lie inside the documented ranges: every pad of the catalogue, departures from
2026 to 2036, 3 to 6 days, perilune 60 to 400 km, parking orbit 160 to 500 km, both
planes, both poles first, both launch azimuths, and any lunar inclination that the
arrival allows (a fifth of them polar).
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from time import perf_counter

import numpy as np

from planner.catalogue.loading import load_catalogue
from planner.errors import PlannerError
from planner.transfers.departure import LaunchSite
from planner.transfers.direct import direct_transfer, lowest_inclination_deg
from planner.transfers.request import DirectRequest
from planner.transfers.transfer import Transfer

_FIRST_JD, _LAST_JD = 2461041.5, 2464693.5  # 2026-01-01 and 2036-01-01
#: The two-body asymptote and the flown one differ by a few degrees in declination.
_DECLINATION_MARGIN_DEG = 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """One random request."""

    depart_tdb_jd: float
    tof_d: float
    request: DirectRequest


def pads() -> tuple[LaunchSite, ...]:
    """Every pad of the catalogue."""
    return tuple(
        LaunchSite(
            id=pad.id,
            lat_deg=pad.lat_deg.value,
            lon_deg=pad.lon_deg.value,
            max_inclination_deg=pad.max_inclination_deg.value,
        )
        for pad in load_catalogue().pads.values()
    )


def trials(*, count: int, seed: int) -> Iterator[Trial]:
    """Draw requests; the same ``seed`` draws the same ones."""
    rng = np.random.default_rng(seed)
    sites = pads()
    for _ in range(count):
        north, pole, east = (bool(flag) for flag in rng.integers(0, 2, 3))
        request = DirectRequest(
            site=sites[rng.integers(len(sites))],
            parking_alt_km=rng.uniform(160.0, 500.0),
            perilune_alt_km=rng.uniform(60.0, 400.0),
            apolune_alt_km=400.0,
            ascending_at_moon=north,
            north_first=pole,
            north_east=east,
        )
        depart, tof = rng.uniform(_FIRST_JD, _LAST_JD), rng.uniform(3.0, 6.0)
        share, polar = rng.uniform(), rng.uniform() < 0.2
        inclination = 90.0 if polar else _inclination_deg(depart, tof, request, share)
        yield Trial(
            depart_tdb_jd=depart,
            tof_d=tof,
            request=replace(request, inclination_deg=inclination),
        )


def _inclination_deg(depart: float, tof: float, request: DirectRequest, share: float) -> float:
    """An inclination of the band the two-body arrival allows, less a margin."""
    lowest = lowest_inclination_deg(depart_tdb_jd=depart, tof_d=tof, request=request)
    least = lowest + _DECLINATION_MARGIN_DEG
    return least + share * (180.0 - 2.0 * least)


def fly(trial: Trial) -> Transfer:
    """Fly a trial."""
    return direct_transfer(
        depart_tdb_jd=trial.depart_tdb_jd, tof_d=trial.tof_d, request=trial.request
    )


def failures(*, count: int, seed: int) -> list[tuple[Trial, PlannerError]]:
    """Fly ``count`` requests; return those that did not converge, and why."""
    failed = []
    for trial in trials(count=count, seed=seed):
        try:
            fly(trial)
        except PlannerError as error:
            failed.append((trial, error))
    return failed


def main() -> None:
    """Print how many converged, how fast, and every reason of a failure."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.convergence", description=__doc__)
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    failures(count=2, seed=0)  # compiled code is loaded before the clock starts
    began = perf_counter()
    failed = failures(count=options.count, seed=options.seed)
    rate = options.count / (perf_counter() - began)
    print(f"{1.0 - len(failed) / options.count:.2%} of {options.count} converge, {rate:.0f}/s")
    for kind, count in Counter(type(error).__name__ for _, error in failed).items():
        print(f"{count} x {kind}")
    for trial, error in failed:
        print(f"- {trial}: {error}")


if __name__ == "__main__":
    main()
