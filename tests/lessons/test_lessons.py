"""Lessons: what their questions expect, against figures worked out here in another way."""

from __future__ import annotations

import json
import math
import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.campaign import plan_campaign
from planner.exports.plan_json import dumps_plan
from planner.lessons import (
    LESSONS,
    ChoiceQuestion,
    NumberQuestion,
    PlanLesson,
    Possible,
    judge,
    right_answer,
)
from planner.lessons.night import reactor_lighter_from_d
from planner.lessons.windows import survey
from planner.lessons.wording import later, number
from planner.scenario import ScenarioError, load_scenario
from planner.schedule.check import check_plan

SCENARIOS = Path(__file__).parents[2] / "scenarios"
PLANNED = [
    (key, option.id)
    for key, lesson in LESSONS.items()
    if isinstance(lesson, PlanLesson)
    for option in lesson.options
]


def quiet(_text, _fraction):
    """Nobody watches."""


@pytest.fixture(scope="module")
def found():
    """Results by lesson and choice, computed once."""
    kept = {}

    def of(lesson, choice):
        if (lesson, choice) not in kept:
            kept[lesson, choice] = LESSONS[lesson].run(choice, folder=SCENARIOS, progress=quiet)
        return kept[lesson, choice]

    return of


def asked(lesson, result):
    return {question.id: question for question in LESSONS[lesson].questions(result)}


def test_there_are_six_lessons_with_choices_of_their_own():
    assert len(LESSONS) >= 6
    for lesson in LESSONS.values():
        assert len(lesson.options) >= 2
        assert len({one.id for one in lesson.options}) == len(lesson.options)


@pytest.mark.parametrize(("lesson", "choice"), PLANNED)
def test_every_plan_of_a_lesson_passes_the_judge(lesson, choice, found):
    result = found(lesson, choice)
    for scenario, plan in ((result.base, result.before), (result.changed, result.after)):
        assert check_plan(scenario, json.loads(dumps_plan(plan))) == ()


@pytest.mark.parametrize(("lesson", "choice"), PLANNED)
def test_the_right_answer_is_right_and_every_slip_is_wrong(lesson, choice, found):
    for question in LESSONS[lesson].questions(found(lesson, choice)):
        assert judge(question, question.expected).right
        assert right_answer(question)
        if isinstance(question, ChoiceQuestion):
            others = [one.id for one in question.options if one.id != question.expected]
            assert len(others) == len(question.options) - 1
            assert not any(judge(question, one).right for one in others)
            continue
        for slip in question.slips:
            if abs(slip.value - question.expected) > question.within:
                verdict = judge(question, slip.value)
                assert (verdict.right, verdict.says) == (False, slip.says)


def test_days_bought_are_those_between_two_plans_made_apart(found):
    for choice, requires in (("link", ["power"]), ("free", None)):
        path = SCENARIOS / "lessons" / "order_of_work.yaml"
        changes = (
            {"elements.rover.requires": requires}
            if requires
            else {f"elements.{name}.requires": [] for name in ("hub", "rover", "telescope")}
        )
        base, bold = plan_campaign(load_scenario(path)), plan_campaign(load_scenario(path, changes))
        questions = asked("order", found("order", choice))
        bought = (base.completion_date - bold.completion_date).days
        assert questions["days"].expected == bought > 300  # a year, less what windows shift
        assert questions["flights"].expected == str(len(base.flights) - len(bold.flights))


def test_the_share_that_lands_obeys_the_rocket_equation(found):
    # Δv of the plan, margin of the option, specific impulse of the catalogue file.
    for choice, margin in (("none", 0.0), ("twenty", 0.2)):
        result = found("mass", choice)
        flight = next(one for one in result.after.flights if one.landing_utc)
        text = (Path("planner") / "catalogue" / "landers.yaml").read_text(encoding="utf-8")
        block = text[text.index("\ncargo_cz5:") :]
        isp_s = float(re.search(r"isp_s: \{value: (\d+)", block)[1])
        dv = (flight.dv_m_s["loi"] + flight.dv_m_s["descent"]) * (1.0 + margin)
        share = 100.0 * math.exp(-dv / (9.80665 * isp_s))
        # Between LOI and descent no mass is dropped; what is not burnt stays aboard.
        assert asked("mass", result)["share"].expected == pytest.approx(share, abs=0.05)


def test_night_energy_and_stores(found):
    questions = asked("night", found("night", "three"))
    # comm_hub 0.5 kW and lab_geo 1.5 kW, as their kinds say, through five days.
    assert questions["energy"].expected == pytest.approx((0.5 + 1.5) * 5 * 24)
    assert questions["stores"].expected == 3  # 240 kWh in units of 100


def test_the_planner_keeps_the_balance_a_choice_asks_for(found):
    for option in LESSONS["night"].options:
        result = found("night", option.id)
        rows = {name: values for name, *values in LESSONS["night"].facts(result).rows}
        alone, chosen = rows["Least margin, darkness (kW)"]
        assert alone.startswith("\N{MINUS SIGN}")
        assert not chosen.startswith("\N{MINUS SIGN}")


@given(used=st.integers(100, 1000), store=st.integers(50, 600), reactor=st.integers(700, 5000))
def test_the_reactor_is_lighter_from_the_first_day_that_says_so(used, store, reactor):
    used_kw = used / 100.0  # energies in units of a tenth of a kWh are whole: no rounding here
    days = reactor_lighter_from_d(
        used_kw=used_kw, store_kg=store, reactor_kg=reactor, array_kg=600.0
    )

    def mass_kg(n):
        return 600 + store * -(-(used * 24 * n) // 10_000)

    assert mass_kg(days) > reactor
    assert days == 1 or mass_kg(days - 1) <= reactor


def test_after_a_loss_the_past_is_kept_and_the_cargo_flies_again(found):
    for option in LESSONS["failure"].options:
        result = found("failure", option.id)
        lost = [one for one in result.after.history if one.outcome == "lost"]
        assert len(lost) == 1
        flights = [one for one in result.before.flights if one.launch_utc.date() == lost[0].launch]
        assert [item.element for item in flights[0].manifest] == list(lost[0].elements)
        assert all(one.launch_utc.date() > lost[0].launch for one in result.after.flights)
        again = {item.element for one in result.after.flights for item in one.manifest}
        assert set(lost[0].elements) <= again
        launches = [one for one in result.before.flights if one.launch_utc.date() <= lost[0].launch]
        total = len(launches) + len(result.after.flights)
        assert asked("failure", result)["flights"].expected == total
        days = (result.after.completion_date - result.before.completion_date).days
        assert asked("failure", result)["days"].expected == days > 0


def test_the_window_counts_days_that_are_cheap_and_lit():
    month = survey("july-low", start=date(2030, 7, 1), site="marius_hills")
    questions = asked("windows", month)
    costs = [one.dv_m_s for one in month.departures]
    assert questions["spread"].expected == max(costs) - min(costs)
    days = [o for o in month.departures if o.dv_m_s <= min(costs) + 10.0 and o.sun_deg >= 0.0]
    assert questions["days"].expected == len(days)
    assert 0 < len(days) < len(month.departures)
    assert [one.day for one in month.departures] == [
        date(2030, 7, 1) + timedelta(days=n) for n in range(28)
    ]
    # The Sun goes round the Moon's sky once a synodic month: about half of it is night.
    assert 11 <= sum(one.sun_deg >= 0.0 for one in month.departures) <= 17


@pytest.mark.slow
def test_the_slow_way_saves_the_craft_what_the_rocket_equation_says(found):
    result = found("ways", "2030-07-01")
    questions = asked("ways", result)
    saved = result.direct.loi_m_s - result.slow.loi_m_s
    # Published ways by the Sun save 100 to 200 m/s of LOI (Parker and Anderson 2014, ch. 3).
    assert 100.0 < saved < 200.0
    assert questions["saved"].expected == saved
    first_term = 100.0 * saved / (9.80665 * 320.0)  # exp(x) - 1 = x + x^2 / 2 + ...
    assert first_term < questions["gain"].expected < first_term * (1.0 + first_term / 100.0)
    assert questions["crew"].expected == "no"
    assert 60.0 <= result.slow.tof_d <= 150.0
    assert 3.0 <= result.direct.tof_d <= 6.0


def question(**changes):
    told = {
        "id": "q", "asks": "?", "unit": "d", "expected": 100.0, "within": 1.0, "tolerance": "t",
        "because": "b",
    }  # fmt: skip
    return NumberQuestion(**(told | changes))


@given(st.floats(-1e9, 1e9), st.floats(0.001, 1e3), st.floats(-2.0, 2.0))
def test_numbers_count_up_to_the_tolerance_and_not_beyond(expected, within, off):
    asked = question(expected=expected, within=within)
    answer = expected + off * within
    assert judge(asked, answer).right == (abs(answer - expected) <= within)


@pytest.mark.parametrize("answer", [math.nan, math.inf, -math.inf])
def test_what_is_no_number_is_no_answer(answer):
    assert not judge(question(), answer).right


def test_a_wrong_number_is_told_its_side_and_never_the_answer():
    for answer, word in ((50.0, "small"), (150.0, "large"), (5000.0, "unit"), (-100.0, "sign")):
        verdict = judge(question(), answer)
        assert not verdict.right
        assert word in verdict.says
        assert "100" not in verdict.says


def test_a_choice_that_is_not_offered_is_wrong():
    options = (Possible(id="a", says="A"), Possible(id="b", says="B", wrong="no B"))
    asked = ChoiceQuestion(id="q", asks="?", options=options, expected="a", because="it is")
    assert judge(asked, "a").says == "it is"
    assert judge(asked, "b").says == "no B"
    assert not judge(asked, "c").right


def test_words():
    assert number(1234567.0) == "1\u202f234\u202f567"
    assert number(2251.4, 0) == "2251"
    assert number(0.1) == "0.1"
    assert number(-2.5) == "\N{MINUS SIGN}2.5"
    assert later(-3) == "3 d earlier"
    assert later(0) == "the same day"


def test_lesson_scenarios_are_valid_and_name_their_command():
    for path in (SCENARIOS / "lessons").glob("*.yaml"):
        scenario = load_scenario(path)
        assert scenario.elements
        (key,) = re.findall(r"planner lesson (\w+)", path.read_text(encoding="utf-8"))
        assert LESSONS[key].file == f"lessons/{path.name}"


def test_a_folder_without_the_scenario_is_said():
    with pytest.raises(ScenarioError):
        LESSONS["order"].run("link", folder=SCENARIOS / "stacks", progress=quiet)
