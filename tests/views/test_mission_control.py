"""Mission control: what-ifs, the change against the baseline, the day, clash and repairs."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from planner.errors import ClashingStatement, OfferedRepair
from planner.scenario import load_scenario, loads_scenario
from tests.views.conftest import ROOT
from views.jobs.messages import Done, Infeasible
from views.parts import whatif
from views.parts.controls import controls, heaviest
from views.parts.downloads import scenario_yaml
from views.parts.library import Choice, varied
from views.tasks.plan import PlanTask


def later(plan, days):
    """The plan with its last element and its completion moved, as another scenario's."""
    *rest, last = sorted(plan.elements, key=lambda one: one.operational_utc)
    moved = replace(last, operational_utc=last.operational_utc + timedelta(days=days))
    return replace(
        plan,
        elements=(*rest, moved),
        completion_date=plan.completion_date + timedelta(days=days),
        scenario_sha256="changed",
    )


def text(app):
    return " ".join(part.value.replace("\\", "") for part in (*app.markdown, *app.caption))


def number(app, label):
    return next(one for one in app.number_input if one.label == label)


def plan_again(app):
    return next(one for one in app.button if one.label == "Plan again").click().run()


@pytest.fixture
def changing(service, plan, minimal):
    """A service that delays the last element by 20 d whenever the scenario is changed."""
    service.endings[PlanTask] = lambda task: Done(
        plan if task.scenario.sha256 == minimal.sha256 else later(plan, 20)
    )
    return service


def test_nothing_is_planned_before_the_button(app, changing):
    app.run()
    number(app, "Δv margin (%)").set_value(8.0)
    assert len(changing.submitted) == 1
    plan_again(app)
    assert not app.exception
    assert changing.submitted[-1].scenario.policies.dv_margin == 0.08
    assert app.query_params["dv_margin"] == "0.08"


def test_a_change_is_told_by_number_and_picture(app, changing):  # noqa: ARG001
    app.run()
    number(app, "Δv margin (%)").set_value(8.0)
    plan_again(app)
    assert [metric.delta for metric in app.metric][:2] == ["+20 d", "±0"]
    assert "20 d later" in text(app)
    assert "Δv margin 8 %" in text(app)
    assert any("elements differ" in chart.proto.alt for chart in app.get("plotly_chart"))
    next(one for one in app.button if one.label.startswith("Take back")).click().run()
    assert "dv_margin" not in app.query_params
    assert "Against the baseline" not in text(app)


def test_the_date_says_what_stands(app, plan):
    app.query_params["date"] = "2030-01-01"
    app.run()
    assert "What stands on" in app.header[1].value
    everything = len(plan.elements)
    app.slider[0].set_value(plan.completion_date).run()
    assert app.query_params["date"] == plan.completion_date.isoformat()
    assert not app.exception
    assert f"{everything} of {everything} things work" in text(app)


def test_a_clash_shows_places_and_a_repair_is_applied(app, service, plan, minimal):
    clash = ClashingStatement(says="rover works by then", path=("elements", "rover", "due"))
    repair = OfferedRepair(says="a later end", overrides={"horizon.end": "2033-12-31"})
    impossible = Infeasible(("no",), conflicts=((clash,),), repairs=(repair,))
    service.endings[PlanTask] = lambda task: (
        impossible if task.scenario.sha256 == minimal.sha256 else Done(later(plan, 0))
    )
    app.run()
    assert "1. Yutu-2 class rover works by then" in text(app)
    assert "minimal.yaml:" in text(app)
    next(one for one in app.button if one.label == "A later end").click().run()
    assert service.submitted[-1].scenario.horizon.end.isoformat() == "2033-12-31"
    assert len(app.metric) == 5
    assert "has no plan" in text(app)


def test_things_that_look_the_same_share_a_tile(app, service, plan):
    twins = tuple(replace(one, name="Twin") for one in plan.elements)
    service.endings[PlanTask] = lambda _: Done(replace(plan, elements=twins))
    app.run()
    tiles = text(app)
    assert tiles.count("Twin") < len(twins)
    assert " × 2" in tiles


def test_a_card_picks_its_scenario_and_the_list_closes(app):
    app.run()
    next(one for one in app.button if one.key == "card_ilrs_late_reactor").click().run()
    assert app.query_params["scenario"] == "ilrs_late_reactor"
    assert app.session_state["scenario_cards"] is False


def test_a_long_clash_shows_eight_statements_and_keeps_the_rest_at_hand(app, service):
    clash = [
        ClashingStatement(says=f"rover weighs {kg} kg", path=("elements", "rover", "mass_kg"))
        for kg in range(20)
    ]
    service.endings[PlanTask] = lambda _: Infeasible(
        ("no",), conflicts=(tuple(clash),), minimal=False
    )
    app.run()
    assert "And 12 more" in [one.label for one in app.expander]
    said = text(app)
    assert all(f"{n}. Yutu-2 class rover weighs {n - 1} kg" in said for n in range(1, 21))


def test_one_line_said_of_several_years_is_one_statement(app, service):
    years = [
        ClashingStatement(
            says=f"the programme may spend 5 M$ in {year}", path=("budget", "per_year_musd")
        )
        for year in range(2030, 2033)
    ]
    other = ClashingStatement(says="rover works by then", path=("elements", "rover", "due"))
    service.endings[PlanTask] = lambda _: Infeasible(("no",), conflicts=((*years, other),))
    app.run()
    assert "1. The programme may spend 5 M$ in each of the years 2030 to 2032 " in text(app)
    assert "2. Yutu-2 class rover works by then" in text(app)


@pytest.mark.parametrize("name", ["minimal", "ilrs_2035", "artemis_2026", "tight_budget"])
def test_at_most_seven_controls_and_each_starts_as_the_file_says(name):
    scenario = load_scenario(ROOT / "scenarios" / f"{name}.yaml")
    main, more = controls(scenario, scenario, {})
    assert len(main) <= 7
    assert all(one.base == one.now for one in (*main, *more))


def test_the_heaviest_launcher_comes_first():
    scenario = load_scenario(ROOT / "scenarios" / "ilrs_2035.yaml")
    assert [launcher.id for launcher in heaviest(scenario)][:2] == ["cz9", "cz10"]


@pytest.mark.parametrize("uploaded", [False, True])
def test_a_changed_scenario_saved_and_read_again_is_the_same(uploaded):
    path = ROOT / "scenarios" / "ilrs_2035.yaml"
    choice = Choice(
        key="ilrs_2035",
        file_name=path.name,
        text=path.read_bytes(),
        scenario=load_scenario(path),
        uploaded=uploaded,
    )
    changes = {"cadence.cz9": 2, "dv_margin": 0.1, "without": "russia"}
    changed = varied(choice, changes)
    again = loads_scenario(scenario_yaml(changed), name="saved.yaml", bases=path.parent)
    own = {"sha256", "id", "title"}
    for field in type(again).model_fields.keys() - own:
        assert getattr(again, field) == getattr(changed.scenario, field), field
    assert scenario_yaml(choice) == choice.text


def test_a_repair_and_a_control_of_the_same_thing_are_one_change():
    overrides, _, _ = whatif.overrides_of({"cadence.cz9": 2})
    assert [whatif._short(key) for key in overrides] == ["cadence.cz9"]
