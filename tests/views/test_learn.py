"""Learn: every lesson under AppTest, its work done here and now by the real planner."""

from __future__ import annotations

import pytest

from planner.campaign import plan_campaign
from planner.lessons import LESSONS, NumberQuestion, PlanLesson
from tests.views.conftest import ROOT
from views.jobs.messages import Done
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
    assert [one.value.partition(" ")[2] for one in learn.subheader] == [
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
