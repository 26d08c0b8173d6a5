"""The editor in a real Chromium: mend a fault, use the draft, get the same bytes back."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.gestures import (
    CHROMIUM,
    ROOT,
    axe_finds,
    by_night,
    click,
    fits,
    open_page,
    seen,
    settled,
)

GOOD = (ROOT / "scenarios" / "minimal.yaml").read_bytes()
#: As another system writes it: a byte-order mark, its own line ends, a comment at the end.
FOREIGN = b"\xef\xbb\xbf" + GOOD.replace(b"\n", b"\r\n") + b"# \xe2\x82\xac, no line end"

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"needs {CHROMIUM} (apt install chromium)"),
]


@pytest.fixture
def page(reader):
    """The editor, just opened."""
    shown = reader()
    open_page(shown, "Editor", "No faults: 3 elements, 2 ways to fly")
    settled(shown)
    return shown


def headed(page, words):
    seen(page.get_by_role("heading", name=words, exact=True))


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
    )
    return box(page).input_value()


def saved(page):
    click(page.get_by_role("button", name="Save", exact=True))
    with page.expect_download() as waiting:
        click(page.get_by_role("button", name="Text as it is (YAML)"))
    page.keyboard.press("Escape")
    return waiting.value.suggested_filename, Path(waiting.value.path()).read_bytes()


def test_a_fault_is_shown_by_line_mended_and_the_draft_used(page):
    text = GOOD.decode()
    typed(page, text.replace("rover_small", "rover_smal").replace("id: minimal", "id: mine"))
    headed(page, "1 fault to mend")
    line = text[: text.index("rover_small")].count("\n") + 1
    seen(page.get_by_text(f"minimal.yaml:{line}: elements.2.kind"))
    marked = page.locator(".st-key-editor_numbers .faulty")
    seen(marked)
    expect(marked).to_have_text(re.compile(rf"\b{line}\s*$"))
    expect(page.get_by_role("button", name="Use this scenario")).to_be_disabled()

    click(page.get_by_role("button", name=f"Line {line}: write rover_small"))
    headed(page, "No faults: 3 elements, 2 ways to fly")
    assert holds(page, "rover_small") == text.replace("id: minimal", "id: mine")
    click(page.get_by_role("button", name="Use this scenario"))
    seen(page.get_by_text("The other pages plan this text."))
    expect(page).to_have_url(re.compile("scenario=upload-"))


def test_a_cell_and_a_form_write_into_the_text_and_undo_takes_them_back(page):
    title = page.get_by_role("textbox", name="Title", exact=True)
    title.fill("Mine")
    title.press("Enter")
    holds(page, "\ntitle: Mine\n")
    click(page.get_by_text("Elements", exact=True))
    table = page.get_by_test_id("stDataFrame").first
    seen(table.locator("canvas"))
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
    click(page.get_by_role("button", name="Undo", exact=True))
    holds(page, "  - {id: relay, kind: relay_queqiao2}\n")
    click(page.get_by_role("button", name="Undo", exact=True))
    assert holds(page, "title: A relay") == GOOD.decode()


def test_a_file_comes_back_byte_for_byte(page):
    click(page.get_by_role("button", name="Start from"))
    file = {"name": "foreign.yaml", "mimeType": "application/yaml", "buffer": FOREIGN}
    page.set_input_files("input[type=file]", files=[file])
    seen(page.get_by_text("Draft of foreign.yaml"))
    assert saved(page) == ("minimal.yaml", FOREIGN)
    # and after a line was typed in the browser, which knows no line end but its own
    typed(page, box(page).input_value().replace("id: minimal", "id: mine"))
    expect(page.get_by_role("button", name="Undo", exact=True)).to_be_enabled()
    page.wait_for_timeout(1_500)
    assert saved(page) == ("mine.yaml", FOREIGN.replace(b"id: minimal", b"id: mine"))


def test_axe_finds_nothing_serious_and_a_phone_is_wide_enough(page):
    typed(page, GOOD.decode().replace("rover_small", "rover_smal"))
    headed(page, "1 fault to mend")
    click(page.get_by_text("Elements", exact=True))
    seen(page.get_by_test_id("stDataFrame").first.locator("canvas"))
    settled(page)
    assert axe_finds(page) == []
    by_night(page)
    assert axe_finds(page, "color-contrast") == []
    page.set_viewport_size({"width": 390, "height": 844})
    page.wait_for_timeout(1_000)  # the layout follows the width in steps
    fits(page)
