"""A valid plan passes the judge; every way of breaking it is caught under its own name."""

from __future__ import annotations

import ast
import copy
import json
import math
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

import planner.schedule.check as judge_package
from planner.exports.plan_json import dumps_plan
from planner.plan import CampaignPlan
from planner.scenario import Scenario
from planner.schedule.check import check_plan

Plan = dict[str, Any]
ORBITER, POWER, ROVER = 0, 1, 2  # flights of the minimal plan, in launch order


@pytest.fixture(scope="module")
def valid(minimal_plan: CampaignPlan) -> Plan:
    return json.loads(dumps_plan(minimal_plan))


def rules(scenario: Scenario, plan: object) -> set[str]:
    return {violation.rule for violation in check_plan(scenario, plan)}


def test_the_plan_of_the_planner_breaks_no_rule(minimal_scenario, valid):
    assert check_plan(minimal_scenario, valid) == ()


def test_the_fixture_has_the_flights_the_mutations_rely_on(valid):
    flights = valid["flights"]
    assert [flight["manifest"][0]["element"] for flight in flights] == ["relay", "power", "rover"]
    assert flights[ORBITER]["lander"] is None
    assert flights[POWER]["pad"] == flights[ROVER]["pad"]


def shift(flight: Plan, key: str, days: float) -> None:
    moved = datetime.fromisoformat(flight[key]) + timedelta(days=days)
    flight[key] = moved.isoformat().replace("+00:00", "Z")


def shift_all(plan: Plan, number: int, days: float) -> None:
    """Move a flight and its elements as a whole; epochs of its state too."""
    flight = plan["flights"][number]
    for key in ("launch_utc", "tli_utc", "arrival_utc", "landing_utc"):
        if flight[key] is not None:
            shift(flight, key, days)
    flight["tli_state"]["epoch_tdb_jd"] += days
    aboard = {item["element"] for item in flight["manifest"]}
    for element in plan["elements"]:
        if element["id"] in aboard:
            shift(element, "landed_utc", days)
            shift(element, "operational_utc", days)


def swap(place: str, value: object) -> Callable[[Plan], None]:
    """Set ``flights.0.mass_kg.tli`` and the like."""

    def mutate(plan: Plan) -> None:
        *path, last = (int(key) if key.isdigit() else key for key in place.split("."))
        target: Any = plan
        for key in path:
            target = target[key]
        target[last] = value

    return mutate


def scale(place: str, factor: float) -> Callable[[Plan], None]:
    def mutate(plan: Plan) -> None:
        *path, last = (int(key) if key.isdigit() else key for key in place.split("."))
        target: Any = plan
        for key in path:
            target = target[key]
        target[last] *= factor

    return mutate


def drop_flight(plan: Plan) -> None:
    del plan["flights"][ROVER]


def fly_twice(plan: Plan) -> None:
    plan["flights"][ROVER]["manifest"] = copy.deepcopy(plan["flights"][POWER]["manifest"])


def same_id(plan: Plan) -> None:
    plan["flights"][ROVER]["id"] = plan["flights"][POWER]["id"]


def delete(place: str) -> Callable[[Plan], None]:
    def mutate(plan: Plan) -> None:
        *path, last = (int(key) if key.isdigit() else key for key in place.split("."))
        target: Any = plan
        for key in path:
            target = target[key]
        del target[last]

    return mutate


MUTATIONS = [
    ("format", delete("flights.1.tof_d")),
    ("format", delete("headline")),
    ("format", swap("flights", "none")),
    ("format", swap("flights.1.tof_d", "four")),
    ("format", swap("flights.1.cost_musd", True)),
    ("format", swap("flights.1.mass_kg.tli", math.nan)),
    ("format", swap("flights.1.tli_state.r_km", [1.0, 2.0])),
    ("format", swap("flights.1.tli_state.v_km_s", [1.0, 2.0, math.inf])),
    ("format", swap("flights.1.launch_utc", "2030-02-13 12:32")),
    ("format", swap("flights.1.launch_utc", "2030-02-13T12:32:57.860+08:00")),
    ("format", swap("completion_date", "May 2030")),
    ("format", swap("schema_version", 0)),
    ("scenario", swap("scenario", "ilrs_2035")),
    ("scenario", swap("scenario_sha256", "0" * 64)),
    ("scenario", swap("due", "2031-12-30")),
    ("option", swap("flights.1.option", "saturn_v")),
    ("option", swap("flights.1.launcher", "cz8")),
    ("option", swap("flights.1.lander", None)),
    ("option", swap("flights.1.pad", "wenchang_201")),
    ("option", swap("flights.1.family", "low_energy")),
    ("option", swap("flights.1.destination", "lunar_orbit")),
    ("option", swap("flights.1.cost_musd", 1.0)),
    ("duplicate", same_id),
    ("time_order", lambda plan: shift(plan["flights"][POWER], "launch_utc", 0.1)),
    ("time_order", lambda plan: shift(plan["flights"][POWER], "launch_utc", -2.0)),
    ("time_order", lambda plan: shift(plan["flights"][POWER], "landing_utc", -20.0)),
    ("time_of_flight", swap("flights.1.tof_d", 4.7)),
    ("time_of_flight", lambda plan: shift(plan["flights"][ORBITER], "arrival_utc", 2 / 86400)),
    ("landing", swap("flights.1.landing_utc", None)),
    ("landing", lambda plan: shift(plan["flights"][POWER], "landing_utc", 20.0)),
    ("landing", lambda plan: shift(plan["flights"][POWER], "landing_utc", -2.5)),
    ("horizon", lambda plan: shift_all(plan, ORBITER, -30.0)),
    ("horizon", lambda plan: shift_all(plan, ROVER, 605.0)),
    ("due", lambda plan: shift_all(plan, ROVER, 600.0)),
    ("pad_turnaround", lambda plan: shift_all(plan, ROVER, -20.0)),
    ("precedence", lambda plan: shift_all(plan, ORBITER, 30.0)),
    ("arrival_orbit", swap("flights.1.perilune_alt_km", 102.0)),
    ("arrival_orbit", swap("flights.1.inclination_deg", 89.8)),
    ("tli_state", swap("flights.1.tli_state.center", "moon")),
    ("tli_state", swap("flights.1.c3_km2_s2", -2.0)),
    ("tli_state", scale("flights.1.tli_state.r_km.0", 1.01)),
    ("tli_state", scale("flights.1.tli_state.v_km_s.1", 1.00001)),
    ("tli_state", lambda plan: shift(plan["flights"][POWER], "tli_utc", 1 / 86400)),
    ("burns", swap("flights.1.dv_m_s.tli", 3000.0)),
    ("burns", swap("flights.1.dv_m_s.tli", 3400.0)),
    ("burns", swap("flights.1.dv_m_s.loi", 500.0)),
    ("burns", swap("flights.1.dv_m_s.loi", 2500.0)),
    ("burns", swap("flights.1.dv_m_s.descent", 1700.0)),
    ("burns", swap("flights.1.dv_m_s.descent", 3000.0)),
    ("burns", delete("flights.1.dv_m_s.descent")),
    ("burns", swap("flights.0.dv_m_s.descent", 10.0)),
    ("launch_mass", swap("flights.1.mass_kg.tli", 9000.0)),
    ("launch_mass", swap("flights.1.c3_km2_s2", 60.0)),
    ("propellant", swap("flights.0.dv_m_s.loi", 2200.0)),
    ("mass_balance", scale("flights.1.mass_kg.tli", 1.0001)),
    ("mass_balance", scale("flights.1.mass_kg.lunar_orbit", 1.0001)),
    ("mass_balance", scale("flights.1.mass_kg.landed", 1.0001)),
    ("mass_balance", swap("flights.1.mass_kg.landed", None)),
    ("mass_balance", swap("flights.0.mass_kg.landed", 500.0)),
    ("mass_balance", scale("flights.0.mass_kg.lunar_orbit", 1.001)),
    ("manifest", swap("flights.1.manifest", [])),
    ("manifest", swap("flights.1.manifest.0.element", "crystal_ball")),
    ("manifest", swap("flights.1.manifest.0.mass_kg", 599.0)),
    ("manifest", swap("flights.1.mass_kg.payload", 599.0)),
    ("capacity", swap("flights.1.capacity_kg", 599.0)),
    ("permission", swap("flights.1.manifest.0.element", "relay")),
    ("permission", swap("flights.0.manifest.0.element", "power")),
    ("phase", swap("flights.1.phase", "utilisation")),
    ("delivered_once", drop_flight),
    ("delivered_once", fly_twice),
    ("element", lambda plan: plan["elements"].pop()),
    ("element", swap("elements.1.id", "crystal_ball")),
    ("element", swap("elements.1.flight", "F01")),
    ("element", swap("elements.1.mass_kg", 601.0)),
    ("element", swap("elements.1.name", "Windmill")),
    ("element", lambda plan: shift(plan["elements"][1], "landed_utc", 0.5)),
    ("commissioning", lambda plan: shift(plan["elements"][1], "operational_utc", -1.0)),
    ("completion", swap("completion_date", "2030-05-23")),
    ("objective", swap("objective.completion_d", 100.0)),
    ("objective", swap("objective.cost_musd", 100.0)),
    ("objective", delete("objective.cost_musd")),
    ("status", swap("status", "perfect")),
    ("bound", swap("lower_bound.cost_musd", 1e6)),
    ("bound", swap("lower_bound.completion_d", 1.0)),
    ("bound", delete("lower_bound.completion_d")),
    ("headline", swap("headline.flights", 4)),
    ("headline", swap("headline.slack_d", 1)),
    ("headline", swap("headline.landed_kg", 741.0)),
    ("headline", swap("headline.cost_musd", 1.0)),
    ("phases", swap("phases", [])),
    ("phases", swap("phases.0.end", "2031-12-30")),
    ("phases", swap("phases.0.elements", ["relay"])),
    ("phases", swap("phases.0.completed_utc", None)),
    ("phases", swap("phases.0.id", "other")),
    ("reasons", swap("reasons", [])),
    ("format", delete("spending")),
    ("format", swap("spending.0.year", 2030.5)),
    ("format", swap("spending.0.partner", 7)),
    ("format", swap("spending.0.limit_musd", "none")),
    ("spending", swap("spending", [])),
    ("spending", lambda plan: plan["spending"].append(plan["spending"][0])),
    ("spending", scale("spending.0.spent_musd", 1.001)),
    ("spending", swap("spending.1.partner", "russia")),
    ("spending", swap("spending.0.year", 2031)),
    ("spending", swap("spending.0.limit_musd", 5000.0)),
    ("launch_plane", lambda plan: shift(plan["flights"][ORBITER], "launch_utc", -0.02)),
    ("capacity_claim", scale("flights.1.capacity_kg", 1.1)),
    ("capacity_claim", scale("flights.1.capacity_kg", 0.7)),
    ("capacity_claim", scale("flights.0.capacity_kg", 0.99)),
    ("order", swap("flights.1.id", "F07")),
    ("order", lambda plan: plan["elements"].reverse()),
    ("order", lambda plan: plan["flights"].reverse()),
    ("model", swap("model.center", "moon")),
    ("model", swap("model.time_scale", "UTC")),
    ("model", swap("model.gm_km3_s2", None)),
    ("model", swap("model.gm_km3_s2.moon", "large")),
    ("model", scale("model.moon_radius_km", 1.001)),
    ("scenario", swap("title", "A station")),
    ("headline", swap("headline.sentence", "The station stands tomorrow.")),
    ("phases", swap("phases.0.title", "Other")),
]


@pytest.mark.parametrize(
    ("rule", "mutate"), MUTATIONS, ids=[f"{rule}-{n}" for n, (rule, _) in enumerate(MUTATIONS)]
)
def test_a_broken_plan_is_caught(minimal_scenario, valid, rule, mutate):
    broken = copy.deepcopy(valid)
    mutate(broken)
    assert broken != valid
    assert rule in rules(minimal_scenario, broken)


def test_not_a_plan_at_all(minimal_scenario):
    assert rules(minimal_scenario, ["flights"]) == {"format"}


def with_fleet(scenario: Scenario, **launcher_changes: object) -> Scenario:
    """The scenario with every launcher changed; the plan stays as it was."""
    fleet = tuple(
        option.model_copy(update={"launcher": option.launcher.model_copy(update=launcher_changes)})
        for option in scenario.fleet
    )
    return scenario.model_copy(update={"fleet": fleet})


def with_element(scenario: Scenario, name: str, **changes: object) -> Scenario:
    elements = tuple(
        element.model_copy(update=changes) if element.id == name else element
        for element in scenario.elements
    )
    return scenario.model_copy(update={"elements": elements})


def test_cadence_counts_calendar_years(minimal_scenario, valid):
    once = minimal_scenario.fleet[0].launcher.cadence_per_year.model_copy(update={"value": 1.0})
    found = check_plan(with_fleet(minimal_scenario, cadence_per_year=once), valid)
    assert {(violation.rule, violation.subject) for violation in found} == {("cadence", "cz5")}
    assert "2 launches in 2030, 1 a year allowed" in found[0].message


def test_a_launcher_does_not_fly_before_its_first_flight(minimal_scenario, valid):
    from planner.catalogue.models import DatedFact

    later = DatedFact(date=date(2030, 2, 14), source="engineering", confidence="assumed")
    found = check_plan(with_fleet(minimal_scenario, first_flight=later), valid)
    assert {violation.rule for violation in found} == {"first_flight"}
    assert {violation.subject for violation in found} == {"F01", "F02"}


@pytest.mark.parametrize(
    ("rule", "changes"),
    [
        ("earliest", {"earliest": date(2030, 2, 14)}),
        ("due", {"due": date(2030, 3, 12)}),
        ("permission", {"fleet": ("cz8",)}),
        ("precedence", {"requires": ("rover",)}),
        ("precedence", {"requires": ("nothing_known",)}),
        ("commissioning", {"commissioning_d": 21}),
        ("manifest", {"mass_kg": 700.0}),
    ],
)
def test_a_stricter_element_is_missed(minimal_scenario, valid, rule, changes):
    assert rule in rules(with_element(minimal_scenario, "power", **changes), valid)


def test_a_phase_that_starts_later_is_missed(minimal_scenario, valid):
    (phase,) = minimal_scenario.phases
    later = phase.model_copy(update={"start": date(2030, 2, 14)})
    found = check_plan(minimal_scenario.model_copy(update={"phases": (later,)}), valid)
    assert ("phase", "F02") in {(violation.rule, violation.subject) for violation in found}


def test_tanks_count(minimal_scenario, valid):
    (option,) = (option for option in minimal_scenario.fleet if option.lander)
    (stage,) = option.lander.stages
    small = stage.propellant_kg.model_copy(update={"value": 2000.0})
    lander = option.lander.model_copy(
        update={"stages": (stage.model_copy(update={"propellant_kg": small}),)}
    )
    fleet = tuple(
        o.model_copy(update={"lander": lander}) if o.lander else o for o in minimal_scenario.fleet
    )
    found = check_plan(minimal_scenario.model_copy(update={"fleet": fleet}), valid)
    rules = ("propellant", "capacity_claim")
    flights = ("F02", "F03")
    assert {(v.rule, v.subject) for v in found} == {(r, f) for r in rules for f in flights}


def test_margins_count(minimal_scenario, valid):
    strict = minimal_scenario.policies.model_copy(update={"launch_mass_margin": 0.5})
    found = rules(minimal_scenario.model_copy(update={"policies": strict}), valid)
    assert found == {"launch_mass", "capacity_claim"}
    heavy = minimal_scenario.policies.model_copy(update={"propellant_residual": 0.03})
    assert "mass_balance" in rules(minimal_scenario.model_copy(update={"policies": heavy}), valid)


def with_power(scenario: Scenario) -> Scenario:
    kept = scenario.policies.model_copy(update={"power_balance": True})
    return scenario.model_copy(update={"policies": kept})


def test_the_plan_has_power_enough(minimal_scenario, valid):
    assert check_plan(with_power(minimal_scenario), valid) == ()


def test_a_user_that_works_before_its_source_is_caught(minimal_scenario, valid):
    broken = copy.deepcopy(valid)
    shift_all(broken, POWER, 90.0)
    found = [v for v in check_plan(with_power(minimal_scenario), broken) if v.rule == "power"]
    assert [v.subject for v in found] == ["surface"]
    assert "0.15 kW short by day" in found[0].message
    assert "when rover starts to work: 0 kW given, 0.15 kW used" in found[0].message
    assert "power" not in rules(minimal_scenario, broken)


@pytest.mark.parametrize(
    ("name", "changes", "place", "said"),
    [
        ("rover", {"power_kw": -10.001}, "surface", "0.001 kW short by day"),
        ("rover", {"power_night_kw": -0.1}, "surface", "0.1 kW short at night"),
        ("power", {"power_kw": 0.1}, "surface", "0.05 kW short by day"),
        ("relay", {"power_night_kw": -1.0}, "lunar_orbit", "1 kW short at night"),
    ],
)
def test_a_hungrier_element_is_missed(minimal_scenario, valid, name, changes, place, said):
    hungry = with_element(minimal_scenario, name, **changes)
    assert check_plan(hungry, valid) == ()
    (found,) = check_plan(with_power(hungry), valid)
    assert (found.rule, found.subject) == ("power", place)
    assert said in found.message


def test_what_is_in_place_is_part_of_the_balance(minimal_scenario, valid):
    from planner.scenario import InPlace

    def with_lab(power_kw: float) -> Scenario:
        lab = InPlace(
            id="lab", name="Lab", kind="lab_geo", since=date(2029, 1, 1), destination="surface",
            power_kw=power_kw, power_night_kw=0.0,
        )  # fmt: skip
        return with_power(minimal_scenario).model_copy(update={"in_place": (lab,)})

    assert check_plan(with_lab(0.0), valid) == ()
    (found,) = check_plan(with_lab(-1.5), valid)
    assert found.rule == "power"
    assert "1.5 kW short by day from 2029-01-01, when lab starts to work" in found.message


def with_budget(scenario: Scenario, partner: str | None, **limits: object) -> Scenario:
    from planner.scenario import Budget, MoneyLimits

    mine, free = MoneyLimits(**limits), MoneyLimits()
    budget = Budget(
        programme=mine if partner is None else free,
        partners=() if partner is None else ((partner, mine),),
    )
    return scenario.model_copy(update={"budget": budget})


PRICES_MUSD = {"cz8": 60.0, "cz5": 180.0, "cargo_cz5": 250.0}  # planner/catalogue, added by hand


def test_the_prices_are_those_of_the_catalogue(minimal_scenario):
    craft = [thing for o in minimal_scenario.fleet for thing in (o.launcher, o.lander) if thing]
    assert {thing.id: thing.cost_musd.value for thing in craft} == PRICES_MUSD


@pytest.mark.parametrize("partner", [None, "china"])
@pytest.mark.parametrize(
    "limits",
    [
        {"per_year_musd": 919.9},
        {"by_year_musd": ((2030, 919.9),)},
        {"per_year_musd": 9000.0, "by_year_musd": ((2030, 0.0),)},
    ],
)
def test_a_year_that_costs_too_much_is_caught(minimal_scenario, valid, partner, limits):
    # All three flights launch in 2030: 60 + 2 * (180 + 250) = 920 M$.
    found = check_plan(with_budget(minimal_scenario, partner, **limits), valid)
    (broken,) = [violation for violation in found if violation.rule == "budget"]
    assert broken.subject == (partner or "programme")
    assert "920 M$ spent in 2030" in broken.message
    assert {violation.rule for violation in found} == {"budget", "spending"}  # limits not beside it


@pytest.mark.parametrize(
    ("partner", "limits"),
    [
        (None, {"per_year_musd": 920.0}),
        (None, {"per_year_musd": 1.0, "by_year_musd": ((2030, 920.0),)}),
        ("russia", {"per_year_musd": 0.0}),
    ],
)
def test_a_year_within_its_budget_is_not(minimal_scenario, valid, partner, limits):
    assert "budget" not in rules(with_budget(minimal_scenario, partner, **limits), valid)


def test_money_is_charged_in_the_year_of_launch(minimal_scenario, valid):
    late = copy.deepcopy(valid)
    shift_all(late, ROVER, 365.0)
    limited = with_budget(minimal_scenario, None, by_year_musd=((2030, 490.0), (2031, 429.0)))
    (broken,) = [v for v in check_plan(limited, late) if v.rule == "budget"]
    assert "430 M$ spent in 2031, 429 M$ allowed" in broken.message


def test_the_judge_imports_nothing_it_judges():
    """Only the standard library, the scenario's types and its own modules."""
    allowed = ("planner.scenario", "planner.schedule.check")
    for path in Path(judge_package.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [node.module] if isinstance(node, ast.ImportFrom) else []
            names += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            for name in names:
                known = name.split(".")[0] in sys.stdlib_module_names or name.startswith(allowed)
                assert known, f"{path.name} imports {name}"


def test_a_pad_does_not_reach_any_plane(minimal_scenario, valid):
    fleet = tuple(
        option.model_copy(
            update={
                "pad": option.pad.model_copy(
                    update={
                        "max_inclination_deg": option.pad.max_inclination_deg.model_copy(
                            update={"value": 20.0}
                        )
                    }
                )
            }
        )
        for option in minimal_scenario.fleet
    )
    found = check_plan(minimal_scenario.model_copy(update={"fleet": fleet}), valid)
    assert {violation.rule for violation in found} == {"launch_plane"}
    assert {violation.subject for violation in found} <= {"F01", "F02", "F03"}


def test_light_is_asked_for_by_the_policy_alone(minimal_scenario, valid):
    def judged(margin_deg: float | None) -> set[str]:
        policies = minimal_scenario.policies.model_copy(
            update={"landing_sun_margin_deg": margin_deg}
        )
        return rules(minimal_scenario.model_copy(update={"policies": policies}), valid)

    assert judged(3.0) == {"light"}
    assert judged(None) == set()


def test_the_judges_sun_is_that_of_meeus_and_of_the_planner():
    """The short series against a printed example and against the ephemeris.

    Meeus 1998, example 53.a: on 1992 April 12 at 0h TD the Sun stands over longitude 67.89 and
    latitude 1.46 degrees.
    """
    import numpy as np

    from planner.astro.orientation import sun_elevation_deg as planner_sun_deg
    from planner.epochs import utc_to_tdb_jd
    from planner.schedule.check.sun import subsolar_deg, sun_elevation_deg
    from planner.transfers.departure import seconds_past_j2000

    lon_deg, lat_deg = subsolar_deg(datetime(1992, 4, 11, 23, 58, 51, tzinfo=UTC))
    assert abs((lon_deg - 67.89 + 180.0) % 360.0 - 180.0) < 0.03
    assert abs(lat_deg - 1.46) < 0.03
    begin = datetime(2026, 1, 1, tzinfo=UTC)
    for n in range(60):
        at, lat, lon = begin + timedelta(days=97.3 * n), -88.8 + 2.9 * n, 6.0 * n - 180.0
        t_tdb_s = np.array([seconds_past_j2000(utc_to_tdb_jd(at))])
        real_deg = planner_sun_deg(lat_deg=lat, lon_deg=lon, t_tdb_s=t_tdb_s)[0]
        own_deg = sun_elevation_deg(at=at, lat_deg=lat, lon_deg=lon)
        assert abs(own_deg - real_deg) < 0.06  # the judge's tolerance: physical libration
