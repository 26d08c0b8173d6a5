"""The editor in a real Chromium: mend a fault, use the draft, get the same bytes back."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

CHROMIUM = Path("/usr/bin/chromium")
ROOT = Path(__file__).resolve().parents[2]
GOOD = (ROOT / "scenarios" / "minimal.yaml").read_bytes()
#: As another system writes it: a byte-order mark, its own line ends, a comment at the end.
FOREIGN = b"\xef\xbb\xbf" + GOOD.replace(b"\n", b"\r\n") + b"# \xe2\x82\xac, no line end"
SHOWN_MS = 60_000

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
        deadline = time.monotonic() + 60.0
        while not healthy(url):
            assert time.monotonic() < deadline, "the server did not start"
            time.sleep(0.1)
        yield url
    finally:
        process.terminate()
        process.wait(timeout=20)


def healthy(url):
    try:
        with urllib.request.urlopen(f"{url}/_stcore/health", timeout=5) as answer:
            return answer.read() == b"ok"
    except OSError:
        return False


@pytest.fixture
def page(server):
    """The editor; it must end without foreign requests and without console errors."""
    playwright = pytest.importorskip("playwright.sync_api")
    requests, errors = [], []
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(
            executable_path=str(CHROMIUM),
            args=["--no-sandbox"],  # Chromium refuses its sandbox to root, who runs containers
        )
        shown = browser.new_page(viewport={"width": 1280, "height": 900})
        shown.on("request", lambda request: requests.append(request.url))
        shown.on("pageerror", lambda error: errors.append(str(error)))
        shown.on("console", lambda line: errors.append(line.text) if line.type == "error" else None)
        shown.goto(server)
        shown.get_by_role("link", name="Editor", exact=True).click(timeout=SHOWN_MS)
        headed(shown, "No faults: 3 elements, 2 ways to fly")
        yield shown
        browser.close()
    local = (server, server.replace("http", "ws"), "data:", "blob:")
    assert [url for url in requests if not url.startswith(local)] == []
    assert errors == []


def headed(page, words):
    page.get_by_role("heading", name=words, exact=True).wait_for(timeout=SHOWN_MS)


def box(page):
    return page.get_by_role("textbox", name="Text (YAML)")


def typed(page, text):
    box(page).fill(text)
    box(page).press("Control+Enter")


def holds(page, words):
    """Wait until the text box holds some words; what is below a form is drawn after it."""
    page.wait_for_function(
        "words => document.querySelector('.st-key-editor_text textarea')?.value.includes(words)",
        arg=words,
        timeout=SHOWN_MS,
    )
    return box(page).input_value()


def saved(page):
    page.get_by_role("button", name="Save", exact=True).click()
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Text as it is (YAML)").click()
    page.keyboard.press("Escape")
    return waiting.value.suggested_filename, Path(waiting.value.path()).read_bytes()


def test_a_fault_is_shown_by_line_mended_and_the_draft_used(page):
    text = GOOD.decode()
    typed(page, text.replace("rover_small", "rover_smal").replace("id: minimal", "id: mine"))
    headed(page, "1 fault to mend")
    line = text[: text.index("rover_small")].count("\n") + 1
    page.get_by_text(f"minimal.yaml:{line}: elements.2.kind").wait_for(timeout=SHOWN_MS)
    marked = page.locator(".st-key-editor_numbers .faulty")
    marked.wait_for(timeout=SHOWN_MS)
    assert marked.inner_text().split()[-1] == str(line)
    assert page.get_by_role("button", name="Use this scenario").is_disabled()

    page.get_by_role("button", name=f"Line {line}: write rover_small").click()
    headed(page, "No faults: 3 elements, 2 ways to fly")
    assert holds(page, "rover_small") == text.replace("id: minimal", "id: mine")
    page.get_by_role("button", name="Use this scenario").click()
    page.get_by_text("The other pages plan this text.").wait_for(timeout=SHOWN_MS)
    assert "scenario=upload-" in page.url


def test_a_cell_and_a_form_write_into_the_text_and_undo_takes_them_back(page):
    title = page.get_by_role("textbox", name="Title", exact=True)
    title.fill("Mine")
    title.press("Enter")
    holds(page, "\ntitle: Mine\n")
    page.get_by_text("Elements", exact=True).click()
    table = page.get_by_test_id("stDataFrame").first
    table.locator("canvas").first.wait_for(timeout=SHOWN_MS)
    page.wait_for_timeout(2_000)  # the table measures itself
    around = table.bounding_box()
    page.mouse.click(around["x"] + 60, around["y"] + 55)
    page.wait_for_timeout(500)
    page.keyboard.press("Enter")
    page.wait_for_timeout(1_500)  # the cell opens, its old words selected
    page.keyboard.type("orbiter", delay=60)
    page.wait_for_timeout(500)
    page.keyboard.press("Enter")
    headed(page, "1 fault to mend")  # power still needs the relay
    holds(page, "  - {id: orbiter, kind: relay_queqiao2}\n")
    page.get_by_role("button", name="Undo", exact=True).click()
    holds(page, "  - {id: relay, kind: relay_queqiao2}\n")
    page.get_by_role("button", name="Undo", exact=True).click()
    assert holds(page, "title: A relay") == GOOD.decode()


def test_a_file_comes_back_byte_for_byte(page):
    page.get_by_role("button", name="Start from").click()
    file = {"name": "foreign.yaml", "mimeType": "application/yaml", "buffer": FOREIGN}
    page.set_input_files("input[type=file]", files=[file])
    page.get_by_text("Draft of foreign.yaml").wait_for(timeout=SHOWN_MS)
    assert saved(page) == ("minimal.yaml", FOREIGN)
    # and after a line was typed in the browser, which knows no line end but its own
    typed(page, box(page).input_value().replace("id: minimal", "id: mine"))
    page.get_by_role("button", name="Undo", exact=True).and_(page.locator(":enabled")).wait_for()
    page.wait_for_timeout(1_500)
    assert saved(page) == ("mine.yaml", FOREIGN.replace(b"id: minimal", b"id: mine"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious_and_a_phone_is_wide_enough(page, scheme):
    page.emulate_media(color_scheme=scheme)
    typed(page, GOOD.decode().replace("rover_small", "rover_smal"))
    headed(page, "1 fault to mend")
    page.get_by_text("Elements", exact=True).click()
    page.wait_for_timeout(2_000)
    found = Axe().run(page).response["violations"]
    serious = [
        (one["id"], one["nodes"][0]["html"][:160])
        for one in found
        if one["impact"] in {"serious", "critical"}
    ]
    assert serious == []
    page.set_viewport_size({"width": 390, "height": 844})
    page.wait_for_timeout(1_000)
    assert page.evaluate(
        "() => { const main = document.querySelector('[data-testid=stMain]');"
        " return main.scrollWidth <= main.clientWidth; }"
    )
