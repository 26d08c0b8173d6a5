"""Compare: sides in the link, answers beside each other, and one without a plan."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from planner.errors import ClashingStatement
from planner.scenario.compared import differences
from tests.views.conftest import ROOT
from tests.views.test_mission_control import later, text
from views.jobs.messages import Done, Failed, Infeasible
from views.parts.compare_tables import answer_figures, differences_table, headline, value_text
from views.parts.failure import SORRY
from views.parts.library import read_upload
from views.tasks.plan import PlanTask

PAGE = "views/compare.py"


def open_compare(app, compare=None, **more):
    asked = ({"compare": compare} if compare else {}) | more
    for key, value in asked.items():
        app.query_params[key] = value
    app.run()
    app.switch_page(PAGE).run()
    assert not app.exception
    return app


def named(plan, task):
    """A plan as that of a task's scenario."""
    scenario = task.scenario
    return replace(plan, scenario_sha256=scenario.sha256, title=scenario.title, due=scenario.due)


@pytest.fixture
def late(service, plan):
    """Every scenario has minimal's plan, tight_budget's 20 d later, artemis_2026 none."""

    def end(task):
        if task.scenario.id == "artemis_2026":
            clash = ClashingStatement(says="the *core* flies in 2028", path=("horizon", "end"))
            return Infeasible(("no",), conflicts=((clash,),))
        return Done(named(later(plan, 20) if task.scenario.id == "tight_budget" else plan, task))

    service.endings[PlanTask] = end
    return service


def boxes(app):
    return {box.key[-1]: box for box in app.selectbox if (box.key or "").startswith("compare_")}


def tables(app):
    return {table.proto.alt.split(";")[0]: table.value for table in app.dataframe}


@pytest.mark.usefixtures("late")
def test_one_scenario_asks_for_a_second(app):
    open_compare(app)
    assert app.title[0].value.startswith("Choose a second")
    assert list(boxes(app)) == ["A", "B"]
    boxes(app)["B"].select("tight_budget").run()
    assert app.query_params["compare"] == "minimal,tight_budget"
    assert "is complete first" in app.title[0].value
    assert list(boxes(app)) == ["A", "B", "C"]


@pytest.mark.usefixtures("late")
def test_differences_stand_first(app):
    open_compare(app, "minimal,tight_budget")
    answers = next(iter(tables(app).values()))
    assert list(answers.columns) == ["", "A", "B"]
    assert list(answers[""])[:2] == ["Complete (UTC)", "To spare (d)"]
    assert answers["B"][0].endswith("(+20 d)")
    assert app.metric[1].delta == "+20 d against A"
    assert "B differs from A in" in text(app)
    assert any("is complete" in chart.proto.alt for chart in app.get("plotly_chart"))
    assert all(chart.proto.alt for chart in app.get("plotly_chart"))


@pytest.mark.usefixtures("late")
def test_one_without_a_plan_is_shown_with_its_reason(app):
    open_compare(app, "minimal,artemis_2026,tight_budget")
    assert len(app.metric) == 2
    assert "No plan exists, proven." in text(app)
    assert "the *core* flies in 2028" in text(app)
    assert "C differs from A in" in text(app)
    assert "B differs from A in" in text(app)


def test_a_failure_of_one_leaves_the_others(app, late, plan):
    late.endings[PlanTask] = lambda task: (
        Done(named(plan, task))
        if task.scenario.id == "minimal"
        else Failed("ValueError", "no", "views/x.py:1")
    )
    open_compare(app, "minimal,tight_budget")
    assert "1 not planned yet" in app.title[0].value
    assert len(app.metric) == 1
    assert any(button.label == "Try again" for button in app.button)
    assert all(title.value != SORRY for title in app.title)  # a card is no place for a headline
    assert SORRY in text(app)


def test_a_card_has_room_for_one_line_on_a_search_that_took_too_long(app, late, plan):
    late.endings[PlanTask] = lambda task: (
        Done(named(plan, task)) if task.scenario.id == "minimal" else "timeout"
    )
    open_compare(app, "minimal,tight_budget")
    assert "No answer within" in text(app)
    assert "smaller solver time limit" not in text(app)
    assert any(button.label == "Try again" for button in app.button)


def test_the_session_s_change_stands_beside_its_baseline(app, service, plan, minimal):
    service.endings[PlanTask] = lambda task: Done(
        named(plan if task.scenario.sha256 == minimal.sha256 else later(plan, 9), task)
    )
    open_compare(app, dv_margin="0.08")
    assert app.query_params["compare"] == "minimal,~changed"
    (differing,) = [t for alt, t in tables(app).items() if alt.startswith("Statements")]
    assert differing["Statement"].tolist() == ["dv_margin"]
    assert differing["B"].tolist() == ["0.08"]
    del app.query_params["dv_margin"]


@pytest.mark.usefixtures("late")
def test_another_baseline_and_one_fewer(app):
    open_compare(app, "minimal,tight_budget,ilrs_2035")
    boxes(app)["A"].set_value("large_200").run()
    assert app.query_params["compare"] == "large_200,tight_budget,ilrs_2035"
    boxes(app)["B"].set_value(None).run()
    assert app.query_params["compare"] == "large_200,ilrs_2035"
    assert not app.exception


@pytest.mark.usefixtures("late")
def test_a_link_is_bounded_and_what_is_not_here_is_told(app):
    open_compare(app, "minimal,nowhere,minimal,ilrs_2035,large_200,artemis_2024,tight_budget")
    assert app.query_params["compare"] == "minimal,ilrs_2035,large_200,artemis_2024"
    assert "not here" in text(app)
    assert list(boxes(app)) == ["A", "B", "C", "D"]


@pytest.mark.usefixtures("late")
def test_an_upload_is_offered_and_its_link_is_not(app):
    file = (ROOT / "scenarios" / "minimal.yaml").read_bytes().replace(b"mass_kg", b"mass_kg")
    mine = read_upload("mine.yaml", file + b"\n# mine\n")
    app.session_state["uploads"] = {mine.key: mine}
    open_compare(app, f"minimal,{mine.key}")
    assert not differences(read_upload("m.yaml", file).scenario, mine.scenario).total
    assert "says the same" in text(app)
    assert "All are complete" in app.title[0].value or "Both are complete" in app.title[0].value


def test_no_plan_is_computed_twice(app, late):
    open_compare(app, "minimal,tight_budget")
    submitted = [task.scenario.id for task in late.submitted if isinstance(task, PlanTask)]
    assert sorted(submitted) == ["minimal", "tight_budget"]


def test_figures_of_a_plan_beside_itself_do_not_differ(plan):
    figures = answer_figures({"A": plan, "B": plan})
    assert not any(row.differs for row in figures)
    assert all(row.told[0] == row.told[1] for row in figures)


def test_the_headline_names_the_first_whichever_it_is(plan):
    titles = {"A": "one", "B": "two", "C": "three"}
    other = later(plan, 20)
    assert headline({"A": other, "B": plan}, titles).startswith("B, “two”, is complete first")
    assert "20 d ahead" in headline({"A": plan, "B": other}, titles)
    assert headline({"A": plan, "B": plan, "C": other}, titles).startswith("A, “one”, and B")
    assert headline({"A": plan, "B": plan}, titles).startswith("Both are complete")


def test_the_table_has_a_row_for_what_any_differs_in(minimal):
    from planner.scenario import load_scenario

    path = ROOT / "scenarios" / "minimal.yaml"
    one = load_scenario(path, {"policies.dv_margin": 0.2})
    two = load_scenario(path, {"elements.rover.due": minimal.due - timedelta(days=30)})
    table = differences_table({"B": differences(minimal, one), "C": differences(minimal, two)}, "A")
    assert table["Part"].tolist() == ["Elements", "Policies"]
    assert table["B"].tolist() == ["as A", "0.2"]
    assert table["C"][1] == "as A"


@pytest.mark.parametrize(
    ("value", "words"),
    [(None, "not said"), (True, "true"), ((), "none"), (0.05, "0.05"), ("", "empty"), (7, "7")],
)
def test_values_are_written_for_people(value, words):
    assert value_text(value) == words


def test_long_values_are_cut():
    assert len(value_text("x" * 4000)) <= 90


@pytest.mark.usefixtures("late")
def test_a_link_through_the_first_page_opens_this_one(app):
    app.query_params["page"] = "compare"
    app.query_params["compare"] = "minimal,tight_budget"
    app.run()
    assert not app.exception
    assert "is complete first" in app.title[0].value
    assert "page" not in app.query_params
    assert app.query_params["compare"] == "minimal,tight_budget"


@pytest.mark.parametrize("page", ["nowhere", "../app", "__init__", "jobs", ""])
def test_a_link_to_no_page_opens_the_first(app, page):
    app.query_params["page"] = page
    app.run()
    assert not app.exception
    assert "stands on" in app.title[0].value


HOSTILE = "![x](http://192.0.2.1/x.png) <img src=x onerror=alert(1)> $x^2$ :red[r]"


def test_a_hostile_title_is_only_text_wherever_compare_shows_it(app, service, plan):
    content = (ROOT / "scenarios" / "minimal.yaml").read_text(encoding="utf-8")
    own = content.replace("A relay, power and a rover on the Moon", f"'{HOSTILE}'")
    choice = read_upload("own.yaml", own.replace("id: minimal", "id: own").encode())
    assert choice.scenario is not None
    app.session_state["uploads"] = {choice.key: choice}
    service.endings[PlanTask] = lambda task: Done(named(later(plan, 3), task))
    open_compare(app, f"minimal,{choice.key},tight_budget")
    read_as_markdown = [
        *(one.value for one in (*app.title, *app.markdown, *app.caption)),
        *app.radio(key="beside").options,
        *(one.label for one in (*app.button, *app.radio, *app.selectbox)),
    ]
    assert any("onerror" in one for one in read_as_markdown)
    for one in read_as_markdown:
        bare = re.sub(r"\\.", "", one)
        assert not any(part in bare for part in ("![", "<img", "$x", ":red["))
