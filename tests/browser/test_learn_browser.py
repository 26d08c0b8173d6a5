"""A whole lesson in a real Chromium: by keyboard, answered wrongly and then rightly."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from planner.lessons import LESSONS
from tests.browser.gestures import (
    CHROMIUM,
    PLANNED_MS,
    ROOT,
    axe_finds,
    click,
    seen,
    settled,
    shown,
)

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"needs {CHROMIUM} (apt install chromium)"),
]


@pytest.fixture
def learner(reader):
    """A page on the list of lessons."""
    page = reader("/?page=learn", viewport={"width": 1280, "height": 720})
    shown(page, "lessons, each with questions")
    return page


def press(page, name):
    """Reach a button and press it with the keyboard."""
    settled(page)
    button = page.get_by_role("button", name=name, exact=True)
    button.focus()
    page.keyboard.press("Enter")


def test_a_lesson_is_done_by_keyboard_and_its_link_shared(learner, reader):
    page, lesson = learner, LESSONS["order"]
    result = lesson.run("free", folder=ROOT / "scenarios", progress=lambda _t, _f: None)
    days, flights = lesson.questions(result)

    settled(page)
    page.get_by_role("button", name="Start", exact=True).nth(4).click()
    seen(page.get_by_role("heading", name=lesson.title, exact=True, level=1))
    press(page, "Do it")
    click(page.get_by_text(lesson.option("free").says))
    page.wait_for_url("**choice=free**")
    press(page, "Run it")
    seen(page.locator(".js-plotly-plot"), timeout=PLANNED_MS)
    seen(page.get_by_text(lesson.sentence(result)[:30]))
    press(page, "To the questions")

    seen(page.get_by_role("button", name="Check", exact=True))
    settled(page)
    answer = page.get_by_role("spinbutton").first
    answer.fill(str(int(days.expected) + 500))
    press_check = page.get_by_role("button", name="Check", exact=True)
    press_check.first.click()
    seen(page.get_by_text("Not yet."))
    settled(page)
    answer.fill(str(int(days.expected)))
    press_check.first.click()
    seen(page.get_by_text("Right. From"))
    said = next(one.says for one in flights.options if one.id == flights.expected)
    settled(page)
    click(page.get_by_text(said, exact=True))
    press_check.nth(1).click()
    seen(page.get_by_text("All answered"))
    assert axe_finds(page) == []

    query = page.url.partition("?")[2]  # a reader who has never been here
    other = reader(f"/?page=learn&{query}")
    shown(other, lesson.title)
    seen(other.get_by_text("How many days earlier"), timeout=PLANNED_MS)


def test_arrow_keys_turn_the_presenters_screens(learner):
    page = learner
    click(page.get_by_role("button", name="Present the answer of the scenario picked"))
    seen(page.get_by_text("1 of "), timeout=PLANNED_MS)
    # The menu is folded away by a style that arrives with the screen, or a moment after it.
    expect(page.get_by_role("link", name="Mission control")).to_be_hidden()
    for place in (2, 3):
        settled(page)
        page.keyboard.press("ArrowRight")
        seen(page.get_by_text(f"{place} of "))
    forward = page.get_by_role("button", name="Next")  # for a tablet: a finger needs 44 px
    settled(page)
    assert forward.evaluate("one => one.getBoundingClientRect().height") >= 44
    click(forward)
    seen(page.get_by_text("4 of "))
    seen(page.locator(".js-plotly-plot .main-svg"))
    settled(page)
    page.keyboard.press("ArrowLeft")
    seen(page.get_by_text("3 of "))
    settled(page)
    page.keyboard.press("ArrowLeft")
    heading = page.get_by_role("heading", name="The station stands on")
    seen(heading)
    # Ten metres from a screen two metres wide: 22 px of 1280 are 34 mm, above the 1/300 of the
    # distance that signs are read at without effort; the headline is larger still.
    assert heading.evaluate("one => parseFloat(getComputedStyle(one).fontSize)") >= 40
    below = page.locator(".st-key-present_below p").first
    assert below.evaluate("one => parseFloat(getComputedStyle(one).fontSize)") >= 22
    page.wait_for_function(
        "() => { const main = document.querySelector('[data-testid=stMain]');"
        " return main.scrollHeight <= main.clientHeight; }",
    )
    page.keyboard.press("Escape")
    seen(page.get_by_role("heading", name="lessons, each with questions"))
