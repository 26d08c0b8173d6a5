"""The whole job: a scenario file planned, beside scipy flying the plan's flights once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

import numpy as np

from benchmarks import judge
from benchmarks.measure import Row, length
from planner.campaign import plan_campaign
from planner.plan import CampaignPlan, Flight
from planner.scenario import load_scenario

_SCENARIO = Path(__file__).parents[1] / "scenarios" / "ilrs_2035.yaml"


def _perilune_miss_km(flight: Flight) -> float:
    state = flight.tli_state
    start = np.array([*state.r_km, *state.v_km_s])
    flown_km = judge.perilune_alt_km(start, state.epoch_tdb_jd, flight.tof_d * judge.DAY_S)
    return abs(flown_km - flight.perilune_alt_km)


def _plan() -> CampaignPlan:
    return plan_campaign(load_scenario(_SCENARIO))


def rows() -> Iterator[Row]:
    """Load, transfers, masses and schedule, once; agreement of the flights' perilunes."""
    began = perf_counter()
    plan = _plan()
    ours_s = perf_counter() - began
    began = perf_counter()
    misses_km = [_perilune_miss_km(flight) for flight in plan.flights]
    peer_s = perf_counter() - began
    yield Row(
        job=f"{_SCENARIO.name} to a plan ({plan.status})",
        unit="plan",
        ours_s=ours_s,
        peer=f"scipy and jplephem, flying its {len(plan.flights)} flights once",
        peer_s=peer_s,
        agreement=f"{length(1e3 * max(misses_km))} of perilune",
    )
