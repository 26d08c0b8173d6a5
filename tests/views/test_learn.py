"""Learn: every lesson under AppTest, its work done here and now by the real planner."""

from __future__ import annotations

from dataclasses import replace

import pytest

from planner.campaign import plan_campaign
from planner.errors import ClashingStatement, OfferedRepair
from planner.lessons import LESSONS, NumberQuestion, PlanLesson, right_answer
from tests.views.conftest import ROOT
from views.jobs.messages import Done, Infeasible
from views.parts.failure import SORRY
from views.tasks.lesson import LessonTask
from views.tasks.plan import PlanTask

LEARN = "views/learn.py"
#: What is computed here within the time of a test; the slow way has a test of its own.
QUICK = [key for key in LESSONS if key != "ways"]
_PLANS = {}


def _planned(task):
    if task.key not in _PLANS:
        _PLANS[task.key] = plan_campaign(task.scenario)
    return Done(_PLANS[task.key])


@pytest.fixture
def learn(app, service):
    """The app on the list of lessons; plans and surveys are made for real."""
    service.endings[PlanTask] = _planned
    service.endings[LessonTask] = lambda task: Done(task.run(lambda _text, _fraction: None))
    app.run()
    return sound(app.switch_page(LEARN).run())


def sound(app):
    assert not app.exception
    assert all(title.value != SORRY for title in app.title)
    return app


def press(app, key):
    return sound(app.button(key=key).click().run())


def result_of(key, choice):
    return LESSONS[key].run(choice, folder=ROOT / "scenarios", progress=lambda _t, _f: None)


def answer(app, name, question, value):
    """Fill in one answer and check it."""
    if isinstance(question, NumberQuestion):
        app.number_input(key=f"answer_{name}").set_value(value)
    else:
        app.radio(key=f"answer_{name}").set_value(value)
    return sound(app.button(key=f"check_{name}").click().run())


def test_the_list_offers_every_lesson_and_its_wait(learn):
    assert [one.value.partition(" ")[2] for one in learn.subheader[: len(LESSONS)]] == [
        one.title for one in LESSONS.values()
    ]
    assert all(learn.button(key=f"start_{key}") for key in LESSONS)
    assert sum("the planner takes" in one.value for one in learn.caption) == len(LESSONS)


@pytest.mark.parametrize("key", QUICK)
def test_a_lesson_from_the_idea_to_the_last_right_answer(learn, key):
    lesson = LESSONS[key]
    choice = lesson.options[1].id
    press(learn, f"start_{key}")
    assert learn.title[0].value == lesson.title
    assert learn.query_params["lesson"] == key
    press(learn, "lesson_next")
    learn.radio(key=f"lesson_choice_{key}").set_value(choice).run()
    assert sound(learn).query_params["choice"] == choice
    press(learn, "lesson_next")
    assert learn.query_params["step"] == "3"
    charts = learn.get("plotly_chart")
    assert charts
    assert all(chart.proto.alt for chart in charts)
    assert len(learn.dataframe) == 1
    press(learn, "lesson_next")

    found = result_of(key, choice)
    questions = lesson.questions(found)
    for question in questions:
        name = f"{key}_{choice}_{question.id}"
        answer(learn, name, question, question.expected)
    assert len(learn.success) == len(questions)
    assert not learn.warning
    assert any("All answered" in one.value for one in learn.markdown)


def test_a_wrong_answer_is_told_why_and_none_is_asked_for(learn):
    press(learn, "start_order")
    for _ in range(3):
        press(learn, "lesson_next")
    question = LESSONS["order"].questions(result_of("order", "link"))[0]
    name = f"order_link_{question.id}"
    press(learn, f"check_{name}")
    assert "Give an answer" in learn.warning[0].value
    answer(learn, name, question, question.slips[0].value)
    assert question.slips[0].says.split(".")[0] in learn.warning[0].value
    assert not learn.success


def test_a_link_opens_its_lesson_step_and_choice(app, service):
    service.endings[PlanTask] = _planned
    app.query_params |= {"lesson": "failure", "step": "3", "choice": "third"}
    app.run()
    shown = sound(app.switch_page(LEARN).run())
    shown.query_params |= {"lesson": "failure", "step": "3", "choice": "third"}
    shown.run()
    assert sound(shown).title[0].value == LESSONS["failure"].title
    assert any("F03 is lost" in one.value for one in shown.markdown)


@pytest.mark.usefixtures("by_history")
@pytest.mark.parametrize(
    ("link", "title"),
    [
        ({"lesson": "nonsense", "step": "2"}, "6 lessons"),
        ({"lesson": "mass", "step": "99", "choice": "nonsense"}, "Why does Δv rule?"),
        ({"lesson": "mass", "step": "-1"}, "Why does Δv rule?"),
        ({"lesson": "<script>", "step": "²"}, "6 lessons"),
    ],
)
def test_a_link_that_makes_no_sense_still_opens_a_page(learn, link, title):
    for key, value in link.items():
        learn.query_params[key] = value
    assert sound(learn.run()).title[0].value.startswith(title)


def test_a_lesson_that_is_computed_says_so(learn, service):
    press(learn, "start_ways")
    press(learn, "lesson_next")
    service.keep_busy("lowering the cost", 0.6)
    press(learn, "lesson_next")
    assert learn.progress[0].value == 60
    assert not learn.get("plotly_chart")


def test_lessons_of_plans_ask_for_plans_that_other_pages_share(learn, service):
    press(learn, "start_mass")
    for _ in range(2):
        press(learn, "lesson_next")
    planned = [task for task in service.submitted if isinstance(task, PlanTask)]
    lesson = LESSONS["mass"]
    assert isinstance(lesson, PlanLesson)
    assert lesson.base(ROOT / "scenarios").sha256 in {task.key for task in planned}


@pytest.fixture
def challenge(app, service):
    """The app on the class challenge that plans in a second."""
    service.endings[PlanTask] = _planned
    app.run()
    shown = sound(app.switch_page(LEARN).run())
    shown.radio(key="learn").set_value("challenge").run()
    return sound(shown.selectbox(key="challenge").set_value("first_year").run())


def field(app, label):
    return next(
        one for one in (*app.number_input, *app.selectbox) if one.label.replace("\\", "") == label
    )


def test_a_try_is_planned_scored_and_kept(challenge, service):
    assert challenge.title[0].value == "Most of the first year"
    field(challenge, "Rover").set_value(2)
    press(challenge, "plan_try")
    scenario = service.submitted[-1].scenario
    assert next(one.kind for one in scenario.elements if one.id == "rover") == "rover_ltv"
    parts = challenge.dataframe[0].value
    total = parts["Points"].sum()
    shown = float(challenge.title[0].value.partition(" ")[0])
    assert shown == pytest.approx(total, abs=0.15)  # three parts, each rounded to 0.1
    plan = _PLANS[scenario.sha256]
    assert parts["This plan"][0] == plan.completion_date.isoformat()
    best = next(one for one in challenge.dataframe if "best" in one.proto.alt)
    assert len(best.value) == 1
    assert challenge.query_params["try"] == '{"rover":"rover_ltv"}'

    field(challenge, "Rover").set_value(1)
    press(challenge, "plan_try")
    best = next(one for one in challenge.dataframe if "best" in one.proto.alt).value
    assert list(best["Points"]) == sorted(best["Points"], reverse=True)
    assert len(best) == 2


def test_too_many_changes_are_told_and_not_planned(challenge, service):
    before = len(service.submitted)
    for label, value in (
        ("Rover", 1), ("Source of power", 1), ("What power waits for", 1),
        ("Days between launches from the pad (d)", 30.0),
    ):  # fmt: skip
        field(challenge, label).set_value(value)
    press(challenge, "plan_try")
    assert challenge.title[0].value == "Against the rules"
    assert any("allows 3 at once" in one.value for one in challenge.markdown)
    assert len(service.submitted) == before


def test_the_file_of_a_try_scores_as_the_try_did(challenge):
    from planner.challenges import Challenge
    from views.parts.challenge import try_text
    from views.parts.challenge_files import challenges

    field(challenge, "What power waits for").set_value(1)
    press(challenge, "plan_try")
    points = challenge.title[0].value
    rules = challenges()["first_year"]
    assert isinstance(rules, Challenge)
    text = try_text(rules, {"order": []}).encode()
    challenge.file_uploader(key="try_first_year").upload("mine.yaml", text).run()
    assert any(one.value == f"**{points}**" for one in sound(challenge).markdown)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (b"[", "is not YAML"),
        ((b"schema_version: 1\nbase: minimal.yaml\nid: m\ntitle: M\n"
         b"changes: {policies: {hover_s: 0}}\n"), "policies.hover_s"),
    ],
)  # fmt: skip
def test_a_file_with_faults_or_against_the_rules_is_told(challenge, text, told):
    challenge.file_uploader(key="try_first_year").upload("mine.yaml", text).run()
    assert any(told in one.value for one in sound(challenge).code)


FIRST_YEAR = (ROOT / "scenarios" / "challenges" / "first_year.yaml").read_bytes()


def opened(app, content, name="../mine.yaml"):
    box = next(one for one in app.file_uploader if one.label.startswith("Challenge"))
    return sound(box.upload(name, content).run())


def test_a_teacher_s_file_is_a_challenge_of_this_session_alone(challenge):
    ours = FIRST_YEAR.replace(b"title: Most of the first year", b"title: '*Ours* ![x](//a.b/c)'")
    opened(challenge, ours)
    key = challenge.selectbox(key="challenge").value
    assert key.startswith("first_year-")
    assert "\\*Ours\\* \\!\\[x\\]" in challenge.title[0].value
    assert "try" not in challenge.query_params
    field(challenge, "Rover").set_value(1)
    press(challenge, "plan_try")
    assert "points" in challenge.title[0].value
    assert any("Pass its file on" in one.value for one in challenge.markdown)
    # The one that ships, of the same id, has no try and no best of it.
    sound(challenge.selectbox(key="challenge").set_value("first_year").run())
    assert challenge.title[0].value == "Most of the first year"
    assert not [one for one in challenge.dataframe if "best" in one.proto.alt]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (FIRST_YEAR.replace(b"figure: completion", b"figure: completoin", 1), "mine.yaml:"),
        (FIRST_YEAR.replace(b"base: minimal.yaml", b"base: ../../etc/passwd"), "base"),
        (b"\xff\xfe\x00", "UTF-8"),
        (b"#" * 300_000, "256 kB"),
    ],
)
def test_a_refused_challenge_leaves_the_one_that_is_open(challenge, content, told):
    opened(challenge, content)
    assert challenge.selectbox(key="challenge").value == "first_year"
    assert "was not opened" in challenge.error[0].value
    assert any(told in one.value for one in challenge.code)
    assert not sound(challenge.run()).error  # told once


@pytest.mark.parametrize("link", ["[[[[[[[[", "{", "7", '{"rover": "hopper"}', '{"x": 1}', "{}"])
def test_any_try_in_the_link_opens_a_page(challenge, link):
    challenge.query_params["try"] = link
    assert len(sound(challenge.run()).title) == 1


def presented(app, service, **link):
    service.endings[PlanTask] = _planned
    app.run()
    app.switch_page(LEARN)
    for key, value in link.items():
        app.query_params[key] = value
    return sound(app.run())


@pytest.mark.parametrize("key", ["order", "answer"])
def test_every_screen_has_one_idea_and_the_keys_turn_it(app, service, key):
    shown = presented(app, service, present=key)
    count = int(shown.caption[-1].value.rpartition(" ")[2])
    assert count > 5
    for place in range(1, count + 1):
        assert shown.query_params["screen"] == str(place)
        assert len(sound(shown).title) == 1
        assert len(shown.get("plotly_chart")) <= 1
        assert len(shown.title[0].value) < 400
        if place < count:
            assert shown.button(key="present_next").proto.shortcut == "right"
            press(shown, "present_next")
    assert shown.button(key="present_next").proto.disabled
    press(shown, "present_back")
    assert shown.query_params["screen"] == str(count - 1)
    press(shown, "present_leave")
    assert "present" not in shown.query_params
    assert len(shown.title) == 1


def said(text):
    """A text as written, without what keeps it from being read as Markdown or broken in a date."""
    return text.replace("\\", "").replace("\u2011", "-").replace("\xa0", " ")


def test_a_drawing_has_its_table_and_the_reasons_have_names(app, service, plan, minimal):
    shown = presented(app, service, present="answer", screen="4")
    assert shown.get("plotly_chart")
    assert shown.dataframe[0].value["Flight"].tolist()
    service.endings[PlanTask] = Done(replace(plan, reasons=("rover waits for relay.",)))
    service.jobs.clear()
    press(shown, "present_next")
    names = {one.id: one.name for one in minimal.elements}
    assert said(shown.title[0].value) == f"{names['rover']} waits for {names['relay']}."


def test_a_scenario_without_a_plan_is_presented_and_can_be_left(app, service):
    says = [f"the programme may spend 1200 M$ in {year}" for year in range(2026, 2036)]
    clash = tuple(ClashingStatement(says=one, path=("budget",)) for one in (*says, "rover is due"))
    shown = presented(app, service, present="answer")
    service.endings[PlanTask] = Infeasible(
        ("no",), conflicts=(clash,), repairs=(OfferedRepair(says="one launch more a year"),)
    )
    service.jobs.clear()
    sound(shown.run())
    press(shown, "present_next")
    assert shown.title[0].value.startswith("No plan does all")
    press(shown, "present_next")
    told = [said(one.value) for one in shown.markdown]
    assert "The programme may spend 1200 M$ in each of the years 2026 to 2035" in told
    press(shown, "present_next")
    assert "One launch more a year" in [said(one.value) for one in shown.markdown]
    press(shown, "present_leave")
    assert "present" not in shown.query_params


def test_a_presenter_that_waits_can_be_left(app, service):
    shown = presented(app, service, present="answer")
    service.endings[PlanTask] = "timeout"
    service.jobs.clear()
    press(sound(shown.run()), "present_leave")
    assert "present" not in shown.query_params


def test_an_answer_is_never_on_the_screen_of_its_question(app, service):
    result = result_of("order", "free")
    texts = {}
    shown = presented(app, service, present="order", screen="6", choice="free")
    count = int(shown.caption[-1].value.rpartition(" ")[2])
    for place in range(int(shown.query_params["screen"]), count + 1):
        texts[place] = said(shown.title[0].value)
        if place < count:
            press(shown, "present_next")
    for question in LESSONS["order"].questions(result):
        asked = next(place for place, text in texts.items() if text == question.asks)
        assert texts[asked + 1].split() == right_answer(question).split()


@pytest.mark.parametrize(("link", "place"), [("0", "1"), ("999", None), ("x", "1"), ("²", "1")])
def test_a_screen_that_is_not_there_is_the_nearest(app, service, link, place):
    shown = presented(app, service, present="answer", screen=link)
    count = shown.caption[-1].value.rpartition(" ")[2]
    assert shown.query_params["screen"] == (place or count)


def test_presenting_what_there_is_not_shows_the_lessons(app, service):
    shown = presented(app, service, present="nonsense")
    assert shown.title[0].value.startswith("6 lessons")


def test_every_lesson_explains_its_terms_on_hover(learn):
    for key, lesson in LESSONS.items():
        press(learn, f"start_{key}")
        terms = [one for one in learn.markdown if one.proto.help]
        assert len(terms) >= 2, lesson.title
        press(learn, "lesson_list")
