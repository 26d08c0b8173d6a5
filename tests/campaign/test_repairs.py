"""Scenarios without a plan: every statement told is needed, and every repair offered plans."""

from __future__ import annotations

import pickle
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from planner.campaign import plan_campaign
from planner.campaign.diagnosis import slack_of, stated_problem
from planner.campaign.question import ask
from planner.errors import InfeasiblePlanError
from planner.scenario import load_scenario
from planner.schedule import solve_schedule
from planner.schedule.problem import ScheduleProblem
from planner.schedule.repairs import diagnose
from planner.schedule.repairs.statements import statements_of
from planner.terminal.conflict import explained
from tests.schedule.without import without

TEXT = """\
schema_version: 1
id: wanted
title: A relay, power and a rover within a year
site: shackleton_ridge
horizon: {start: 2030-01-01, end: 2030-12-31}
fleet:
  - launcher: cz8
    arrival_orbit: {perilune_alt_km: 300, apolune_alt_km: 8600, inclination_deg: 54.8}
  - {launcher: cz5, lander: cargo_cz5}
elements:
  - {id: relay, kind: relay_queqiao2}
  - {id: power, kind: solar_vsat10, requires: [relay]}
  - {id: rover, kind: rover_small, requires: [power]}
"""
EFFORT_S = 20.0


@dataclass(frozen=True)
class Wanted:
    """What is laid over the scenario above, words of the conflict, and a repair it must have."""

    name: str
    changes: dict[str, object]
    says: str
    overrides: dict[str, object] | None


NIGHT = {
    "policies.power_balance": True,
    "elements.rover.power_kw": 0,
    "elements.rover.power_night_kw": -0.1,
    "elements.rover.requires": ["relay"],
    "elements.power.power_night_kw": 0.2,
    "elements.power.requires": ["rover"],
}
CASES = (
    Wanted(
        "due",
        {"elements.rover.due": "2030-05-01"},
        "rover is due 2030-05-01",
        {"elements.rover.due": "2030-05-24"},
    ),
    Wanted(
        "cadence",
        {"catalogue.launchers.cz5.cadence_per_year": 1},
        "cz5 has 1 launch a year",
        {"catalogue.launchers.cz5.cadence_per_year": 2},
    ),
    Wanted("mass", {"elements.rover.mass_kg": 3000}, "rover weighs 3000 kg", None),
    Wanted(
        "power at night",
        NIGHT,
        "what works never uses more power on the surface at night than is given",
        None,
    ),
    Wanted(
        "budget",
        {"budget.per_year_musd": 500},
        "the programme may spend 500 M$ in 2030",
        {"budget.by_year_musd.2030": 920.0},
    ),
    Wanted(
        "budget of a partner",
        {"budget.partners.china.by_year_musd.2030": 500},
        "china may spend 500 M$ in 2030",
        {"budget.partners.china.by_year_musd.2030": 920.0},
    ),
    Wanted(
        "pin against pin",
        {
            "pins": [
                {"element": "rover", "launch": "..2030-05"},
                {"element": "power", "launch": "2030-06.."},
            ]
        },
        "the pin of line 1 (rover, launch ..2030-05-31)",
        {"pins": [{"element": "power", "launch": "2030-06-01.."}]},
    ),
    Wanted(
        "pin against windows",
        {"pins": [{"element": "relay", "launch": "2030-02-01"}]},
        "the pin of line 1 (relay, launch 2030-02-01)",
        {"pins": []},
    ),
    Wanted(
        "first flight",
        {"catalogue.launchers.cz5.first_flight": "2030-11-15"},
        "cz5-cargo_cz5 has not flown yet on 2030-11-09",
        {"catalogue.launchers.cz5.first_flight": "2030-09-16"},
    ),
    Wanted(
        "precedence",
        {"elements.relay.commissioning_d": 200, "elements.power.commissioning_d": 120},
        "power needs relay at work when it arrives",
        {"elements.power.requires": []},
    ),
    Wanted(
        "horizon",
        {"horizon.end": "2030-05-10"},
        "the horizon ends on 2030-05-10",
        {"horizon.end": "2030-05-24"},
    ),
    Wanted(
        "pad",
        {"catalogue.pads.wenchang_101.turnaround_d": 330},
        "pad wenchang_101 needs 330 days between launches",
        {"catalogue.pads.wenchang_101.turnaround_d": 296},
    ),
    Wanted(
        "fleet",
        {
            "fleet": [
                *({"launcher": "cz5", "lander": "cargo_cz5"},),
                {
                    "launcher": "cz8",
                    "arrival_orbit": {
                        "perilune_alt_km": 300,
                        "apolune_alt_km": 8600,
                        "inclination_deg": 54.8,
                    },
                },
                {"id": "late", "launcher": "cz10", "lander": "cargo_cz10"},
            ],
            "elements.power.fleet": ["late"],
            "catalogue.launchers.cz10.first_flight": "2030-11-20",
        },
        "power flies only on late",
        {"elements.power.fleet": ["late", "cz5-cargo_cz5"]},
    ),
    Wanted(
        "released too late",
        {"elements.power.earliest": "2030-10-01"},
        "power may not launch before 2030-10-01",
        None,
    ),
)


@pytest.fixture(scope="module")
def file(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("wanted") / "wanted.yaml"
    path.write_text(TEXT, encoding="utf-8")
    return path


@cache
def refusal(file: Path, number: int) -> InfeasiblePlanError:
    with pytest.raises(InfeasiblePlanError) as caught:
        plan_campaign(load_scenario(file, CASES[number].changes))
    return caught.value


@cache
def problem_of(file: Path, number: int):
    scenario = load_scenario(file, CASES[number].changes)
    question = ask(scenario, lambda _text, _fraction: None)
    return stated_problem(scenario, question), slack_of(scenario, question)


def has_plan(problem: ScheduleProblem) -> bool:
    status = solve_schedule(problem, time_limit_s=EFFORT_S, seed=1).status
    assert status != "unknown"
    return status != "infeasible"


EACH = pytest.mark.parametrize("number", range(len(CASES)), ids=[case.name for case in CASES])


@EACH
def test_the_conflict_names_what_is_asked_too_much(file, number):
    error, case = refusal(file, number), CASES[number]
    assert error.proven
    assert error.minimal
    assert case.says in {clash.says for clash in error.conflicts[0]}


@EACH
def test_no_statement_of_the_conflict_can_be_spared(file, number):
    """All other statements struck out, it still clashes; without any one of it no more."""
    asked, slack = problem_of(file, number)
    conflict = diagnose(asked, time_limit_s=EFFORT_S, seed=1, slack=slack).conflicts[0]
    held = {clash.statement for clash in conflict}
    rest = [one for one in statements_of(asked, slack) if one not in held]
    assert not has_plan(asked)
    assert not has_plan(without(asked, *rest, slack=slack))
    for clash in conflict:
        assert has_plan(without(asked, *rest, clash.statement, slack=slack)), clash.says


@EACH
def test_every_repair_laid_over_the_file_plans(file, number):
    error, case = refusal(file, number), CASES[number]
    assert error.repairs
    offered = [repair.overrides for repair in error.repairs if repair.overrides is not None]
    assert offered
    assert case.overrides is None or case.overrides in offered
    for overrides in offered:
        assert plan_campaign(load_scenario(file, case.changes | overrides)).flights


def test_less_power_in_place_than_offered_is_too_little(file):
    number = next(n for n, case in enumerate(CASES) if case.name == "power at night")
    (more,) = (
        repair.overrides
        for repair in refusal(file, number).repairs
        if repair.overrides and "in_place" in repair.overrides
    )
    (added,) = more["in_place"]
    assert (added["power_kw"], added["power_night_kw"]) == (0.0, 0.1)
    added = added | {"power_night_kw": 0.099}
    with pytest.raises(InfeasiblePlanError):
        plan_campaign(load_scenario(file, CASES[number].changes | {"in_place": [added]}))


def test_one_more_rocket_is_told_with_its_year_and_said_for_every_year(file):
    number = next(n for n, case in enumerate(CASES) if case.name == "cadence")
    told = {repair.says: repair.overrides for repair in refusal(file, number).repairs}
    assert told["one more cz5 in 2030"] == {"catalogue.launchers.cz5.cadence_per_year": 2}


def test_the_refusal_survives_pickling(file):
    error = refusal(file, 0)
    again = pickle.loads(pickle.dumps(error))
    assert (again.told, again.conflicts, again.repairs) == (
        error.told, error.conflicts, error.repairs,
    )  # fmt: skip


def test_the_terminal_shows_what_to_write(file):
    lines = list(explained(refusal(file, 0), file))
    assert '      elements.rover.due: "2030-05-24"' in lines
