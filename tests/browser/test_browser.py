"""The app in a real Chromium: planned for real, read, and fed good and bad files."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

from views.parts.shell import PAGES

CHROMIUM = Path("/usr/bin/chromium")
ROOT = Path(__file__).resolve().parents[2]
GOOD = (ROOT / "scenarios" / "minimal.yaml").read_bytes()
BROKEN = GOOD.replace(b"kind: rover_small", b"kind: rover_smal")
HOSTILE = GOOD.replace(b"title: A relay", b"title: '![x](http://192.0.2.1/x.png) A relay").replace(
    b"on the Moon\n", b"on the Moon'\n"
)
#: A plan takes seconds; where nothing is compiled yet, a minute or two.
PLANNED_MS = 240_000
#: A page without new work: a second here, more on a slow machine with software graphics.
SHOWN_MS = 30_000

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"needs {CHROMIUM} (apt install chromium)"),
]


@pytest.fixture(scope="module")
def server():
    """The app on a free port of this machine."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.headless=true"]
    process = subprocess.Popen([*command, f"--server.port={port}"], cwd=ROOT)
    url = f"http://127.0.0.1:{port}"
    try:
        wait_until_healthy(url, process)
        yield url
    finally:
        process.terminate()
        process.wait(timeout=20)


def wait_until_healthy(url, process):
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
def page(server):
    """A browser page that must end without foreign requests and without console errors."""
    playwright = pytest.importorskip("playwright.sync_api")
    requests, errors = [], []
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(
            executable_path=str(CHROMIUM),
            args=["--no-sandbox"],  # Chromium refuses its sandbox to root, who runs containers
        )
        shown = browser.new_page(viewport={"width": 1280, "height": 900})
        shown.on("request", lambda request: requests.append(request.url))
        shown.sent = []
        shown.on(
            "websocket",
            lambda line: line.on("framesent", lambda frame: shown.sent.append(frame)),  # noqa: PLW0108 - playwright marks its handlers
        )
        shown.on("pageerror", lambda error: errors.append(str(error)))
        shown.on("console", lambda line: errors.append(line.text) if line.type == "error" else None)
        shown.goto(server)
        yield shown
        browser.close()
    local = (server, server.replace("http", "ws"), "data:", "blob:")
    assert [url for url in requests if not url.startswith(local)] == []
    assert errors == []


def open_page(page, name, heading):
    page.get_by_role("link", name=name, exact=True).click()
    page.get_by_role("heading", name=heading).wait_for(timeout=SHOWN_MS)


def upload(page, name, content):
    file = {"name": name, "mimeType": "application/yaml", "buffer": content}
    page.set_input_files("input[type=file]", files=[file])


def fits(page):
    """No part of the page needs sideways scrolling."""
    return page.evaluate(
        "() => { const main = document.querySelector('[data-testid=stMain]');"
        " return main.scrollWidth <= main.clientWidth; }"
    )


def test_every_page_then_a_broken_and_a_good_file(page):
    page.get_by_role("heading", name="The station stands on").wait_for(timeout=PLANNED_MS)
    page.locator(".js-plotly-plot").nth(1).wait_for(timeout=SHOWN_MS)
    assert page.locator(".js-plotly-plot").count() == 2

    open_page(page, "Transfer lab", "Which way does it go?")
    page.locator("section.player canvas").wait_for(timeout=SHOWN_MS)
    open_page(page, "Sources", "What the model leaves out")
    open_page(page, "Editor", "No faults: 3 elements, 2 ways to fly")

    page.get_by_role("button", name="Start from").click()
    upload(page, "mine.yaml", BROKEN)
    line = BROKEN[: BROKEN.index(b"rover_smal")].count(b"\n") + 1
    page.get_by_text(f"mine.yaml:{line}: elements.2.kind").wait_for(timeout=SHOWN_MS)

    page.get_by_role("button", name="Start from").click()
    upload(page, "mine.yaml", HOSTILE)
    page.get_by_role("heading", name="No faults").wait_for(timeout=SHOWN_MS)
    page.get_by_role("button", name="Use this scenario").click(timeout=SHOWN_MS)
    page.get_by_role("link", name="See the plan").click(timeout=SHOWN_MS)
    page.get_by_role("heading", name="The station stands on").wait_for(timeout=PLANNED_MS)
    assert "scenario=upload-" in page.url
    assert page.locator("img[src*='192.0.2.1'], a[href*='192.0.2.1']").count() == 0


def frames(page):
    """Pictures the player has drawn so far."""
    return int(page.locator("section.player").get_attribute("data-frames"))


def test_the_lab_plays_a_flight_and_flies_a_cell_that_was_clicked(page):
    page.get_by_role("heading", name="The station stands on").wait_for(timeout=PLANNED_MS)
    open_page(page, "Transfer lab", "Which way does it go?")
    page.locator("section.player[data-frames]").wait_for(timeout=SHOWN_MS)
    page.locator(".js-plotly-plot").first.wait_for(timeout=SHOWN_MS)
    page.wait_for_timeout(1_000)  # whatever the page still had to send is sent
    clock = page.get_by_label("Time since departure")
    sent, drawn, started = len(page.sent), frames(page), float(clock.input_value())
    page.get_by_role("button", name="Play", exact=True).click()
    page.wait_for_timeout(2_000)
    assert frames(page) > drawn + 15
    assert float(clock.input_value()) > started
    assert len(page.sent) == sent  # the server was not asked
    page.get_by_role("button", name="Pause", exact=True).click()

    page.get_by_text("My own search", exact=True).click()
    flown = page.get_by_test_id("stMetricValue").first
    flown.wait_for(timeout=PLANNED_MS)
    chart = page.locator(".js-plotly-plot").first
    chart.scroll_into_view_if_needed()
    before = flown.inner_text()
    box = chart.bounding_box()
    page.mouse.click(box["x"] + 0.45 * box["width"], box["y"] + 0.6 * box["height"])
    page.locator("input[value*='chosen by hand']").wait_for(timeout=SHOWN_MS)
    page.wait_for_function(
        "old => { const value = document.querySelector('[data-testid=stMetricValue]');"
        " return value && value.innerText !== old; }",
        arg=before,
        timeout=SHOWN_MS,
    )
    page.locator("section.player[data-frames]").wait_for(timeout=SHOWN_MS)


def test_a_phone_and_a_keyboard_are_enough(page):
    page.get_by_role("heading", name="The station stands on").wait_for(timeout=PLANNED_MS)
    page.locator(".js-plotly-plot").first.wait_for(timeout=SHOWN_MS)
    link = page.get_by_role("link", name="Transfer lab", exact=True)
    for _ in range(20):
        page.keyboard.press("Tab")
        if link.evaluate("node => node === document.activeElement"):
            break
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Which way does it go?").wait_for(timeout=SHOWN_MS)

    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 844})
        page.wait_for_timeout(500)  # the layout follows the width in steps
        assert fits(page)


def test_a_change_is_planned_told_and_shared(page):
    page.get_by_role("heading", name="The station stands on").wait_for(timeout=PLANNED_MS)
    margin = page.get_by_role("spinbutton", name="Δv margin (%)")
    margin.fill("9")
    margin.press("Tab")
    page.get_by_role("button", name="Plan again").click()
    page.get_by_text("Against the baseline").or_(page.get_by_text("Nothing: the same")).wait_for(
        timeout=PLANNED_MS
    )
    assert "dv_margin=0.09" in page.url
    told = page.get_by_text("Changed: Δv margin 9 %")
    told.wait_for(timeout=SHOWN_MS)
    page.get_by_role("button", name="Share").click()
    link = page.get_by_text("scenario=minimal").first.inner_text()

    context = page.context.browser.new_context()  # a reader who has never been here
    fresh = context.new_page()
    fresh.goto(link)
    fresh.get_by_text("Changed: Δv margin 9 %").wait_for(timeout=PLANNED_MS)
    assert fresh.get_by_role("spinbutton", name="Δv margin (%)").input_value() == "9"
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious_on_any_page(page, scheme):
    """axe-core's own rules; colour contrast among them."""
    page.emulate_media(color_scheme=scheme)
    page.reload()
    page.get_by_role("heading", name="The station stands on").wait_for(timeout=PLANNED_MS)
    for _, name in PAGES:
        page.get_by_role("link", name=name, exact=True).click()
        page.locator("h1").first.wait_for(timeout=SHOWN_MS)
        page.wait_for_timeout(3_000)  # charts and tables arrive after the heading
        found = Axe().run(page).response["violations"]
        serious = [
            (name, one["id"], one["nodes"][0]["html"][:160])
            for one in found
            if one["impact"] in {"serious", "critical"}
        ]
        assert serious == []
