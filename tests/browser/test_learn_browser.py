"""A whole lesson in a real Chromium: by keyboard, answered wrongly and then rightly."""

from __future__ import annotations

import pytest

from planner.lessons import LESSONS
from tests.browser.gestures import CHROMIUM, PLANNED_MS, ROOT, SHOWN_MS, axe_finds, shown

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"needs {CHROMIUM} (apt install chromium)"),
]


@pytest.fixture
def learner(reader):
    """A page on the list of lessons."""
    page = reader("/?page=learn", viewport={"width": 1280, "height": 720})
    shown(page, "lessons, each with questions", timeout=SHOWN_MS)
    return page


def press(page, name):
    """Reach a button and press it with the keyboard."""
    button = page.get_by_role("button", name=name, exact=True)
    button.focus()
    page.keyboard.press("Enter")


def test_a_lesson_is_done_by_keyboard_and_its_link_shared(learner, reader):
    page, lesson = learner, LESSONS["order"]
    result = lesson.run("free", folder=ROOT / "scenarios", progress=lambda _t, _f: None)
    days, flights = lesson.questions(result)

    page.get_by_role("button", name="Start", exact=True).nth(4).click()
    page.get_by_role("heading", name=lesson.title).wait_for(timeout=SHOWN_MS)
    press(page, "Do it")
    page.get_by_text(lesson.option("free").says).click()
    page.wait_for_url("**choice=free**", timeout=SHOWN_MS)
    press(page, "Run it")
    page.locator(".js-plotly-plot").wait_for(timeout=PLANNED_MS)
    page.get_by_text(lesson.sentence(result)[:30]).wait_for(timeout=SHOWN_MS)
    press(page, "To the questions")

    answer = page.get_by_role("spinbutton").first
    answer.fill(str(int(days.expected) + 500))
    press_check = page.get_by_role("button", name="Check", exact=True)
    press_check.first.click()
    page.get_by_text("Not yet.").wait_for(timeout=SHOWN_MS)
    answer.fill(str(int(days.expected)))
    press_check.first.click()
    page.get_by_text("Right. From").wait_for(timeout=SHOWN_MS)
    said = next(one.says for one in flights.options if one.id == flights.expected)
    page.get_by_text(said, exact=True).click()
    press_check.nth(1).click()
    page.get_by_text("All answered").wait_for(timeout=SHOWN_MS)
    assert axe_finds(page) == []

    query = page.url.partition("?")[2]  # a reader who has never been here
    other = reader(f"/?page=learn&{query}")
    shown(other, lesson.title)
    other.get_by_text("How many days earlier").wait_for(timeout=PLANNED_MS)


def test_arrow_keys_turn_the_presenters_screens(learner):
    page = learner
    page.get_by_role("button", name="Present the answer of the scenario picked").click()
    page.get_by_text("1 of ").wait_for(timeout=PLANNED_MS)
    # The menu is folded away by a style that arrives with the screen, or a moment after it.
    page.get_by_role("link", name="Mission control").wait_for(state="hidden", timeout=SHOWN_MS)
    for place in (2, 3):
        page.keyboard.press("ArrowRight")
        page.get_by_text(f"{place} of ").wait_for(timeout=SHOWN_MS)
    forward = page.get_by_role("button", name="Next")  # for a tablet: a finger needs 44 px
    assert forward.evaluate("one => one.getBoundingClientRect().height") >= 44
    forward.click()
    page.get_by_text("4 of ").wait_for(timeout=SHOWN_MS)
    page.locator(".js-plotly-plot .main-svg").first.wait_for(timeout=SHOWN_MS)
    page.keyboard.press("ArrowLeft")
    page.get_by_text("3 of ").wait_for(timeout=SHOWN_MS)
    page.keyboard.press("ArrowLeft")
    heading = page.get_by_role("heading", name="The station stands on")
    heading.wait_for(timeout=SHOWN_MS)
    # Ten metres from a screen two metres wide: 22 px of 1280 are 34 mm, above the 1/300 of the
    # distance that signs are read at without effort; the headline is larger still.
    assert heading.evaluate("one => parseFloat(getComputedStyle(one).fontSize)") >= 40
    below = page.locator(".st-key-present_below p").first
    assert below.evaluate("one => parseFloat(getComputedStyle(one).fontSize)") >= 22
    page.wait_for_function(
        "() => { const main = document.querySelector('[data-testid=stMain]');"
        " return main.scrollHeight <= main.clientHeight; }",
        timeout=SHOWN_MS,
    )
    page.keyboard.press("Escape")
    page.get_by_role("heading", name="lessons, each with questions").wait_for(timeout=SHOWN_MS)
