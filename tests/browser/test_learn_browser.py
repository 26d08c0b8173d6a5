"""A whole lesson in a real Chromium: by keyboard, answered wrongly and then rightly."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

from planner.lessons import LESSONS

CHROMIUM = Path("/usr/bin/chromium")
ROOT = Path(__file__).resolve().parents[2]
PLANNED_MS, SHOWN_MS = 240_000, 30_000

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"needs {CHROMIUM} (apt install chromium)"),
]


@pytest.fixture(scope="module")
def address():
    """The app on a free port of this machine."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.headless=true"]
    process = subprocess.Popen([*command, f"--server.port={port}"], cwd=ROOT)
    url = f"http://127.0.0.1:{port}"
    try:
        _wait(url, process)
        yield url
    finally:
        process.terminate()
        process.wait(timeout=20)


def _wait(url, process):
    deadline = time.monotonic() + 60.0
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{url}/_stcore/health", timeout=5) as answer:
                if answer.read() == b"ok":
                    return
        except OSError:
            time.sleep(0.1)
    pytest.fail("the server did not start")


@pytest.fixture
def learner(address):
    """A page on the list of lessons that must end without console errors or foreign requests."""
    playwright = pytest.importorskip("playwright.sync_api")
    requests, errors = [], []
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1280, "height": 720})
        page.on("request", lambda request: requests.append(request.url))
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda line: errors.append(line.text) if line.type == "error" else None)
        page.goto(address)
        page.get_by_role("link", name="Learn", exact=True).click(timeout=SHOWN_MS)
        page.get_by_role("heading", name="lessons, each with questions").wait_for(timeout=SHOWN_MS)
        yield page
        browser.close()
    local = (address, address.replace("http", "ws"), "data:", "blob:")
    assert [url for url in requests if not url.startswith(local)] == []
    assert errors == []


def serious(page):
    """What axe-core finds that is serious or worse."""
    found = Axe().run(page).response["violations"]
    return [(one["id"], one["nodes"][0]["html"][:160]) for one in found
            if one["impact"] in {"serious", "critical"}]  # fmt: skip


def press(page, name):
    """Reach a button and press it with the keyboard."""
    button = page.get_by_role("button", name=name, exact=True)
    button.focus()
    page.keyboard.press("Enter")


def test_a_lesson_is_done_by_keyboard_and_its_link_shared(learner):
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
    assert serious(page) == []

    fresh = page.context.browser.new_context()  # a reader who has never been here
    other = fresh.new_page()
    other.goto(page.url)
    other.get_by_role("heading", name=lesson.title).wait_for(timeout=SHOWN_MS)
    other.get_by_text("How many days earlier").wait_for(timeout=PLANNED_MS)
    fresh.close()


def test_arrow_keys_turn_the_presenters_screens(learner):
    page = learner
    page.get_by_role("button", name="Present the answer of the scenario picked").click()
    page.get_by_text("1 of ").wait_for(timeout=PLANNED_MS)
    assert not page.get_by_role("link", name="Mission control").is_visible()
    for place in (2, 3, 4):
        page.keyboard.press("ArrowRight")
        page.get_by_text(f"{place} of ").wait_for(timeout=SHOWN_MS)
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
    main = page.locator("[data-testid=stMain]")
    assert main.evaluate("one => one.scrollHeight <= one.clientHeight")
    page.keyboard.press("Escape")
    page.get_by_role("heading", name="lessons, each with questions").wait_for(timeout=SHOWN_MS)
