"""The app in a real Chromium: planned for real, read, and fed good and bad files."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.gestures import (
    CHROMIUM,
    PLANNED_MS,
    ROOT,
    axe_finds,
    by_night,
    click,
    fits,
    open_page,
    seen,
    settled,
    shown,
    upload,
)
from views.parts.failure import SORRY
from views.parts.shell import PAGES

GOOD = (ROOT / "scenarios" / "minimal.yaml").read_bytes()
HOSTILE = GOOD.replace(b"title: A relay", b"title: '![x](http://192.0.2.1/x.png) A relay").replace(
    b"on the Moon\n", b"on the Moon'\n"
)

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"needs {CHROMIUM} (apt install chromium)"),
]


def test_every_page_passes_axe_by_day_and_by_night(page):
    """axe-core's own rules by day; by night those of colour, as nothing else changes."""
    shown(page, "The station stands on")
    for _, name in PAGES:
        click(page.get_by_role("link", name=name, exact=True))
        settled(page)
        assert (name, axe_finds(page)) == (name, [])
        by_night(page)
        assert (name, axe_finds(page, "color-contrast")) == (name, [])
        page.emulate_media(color_scheme="light")


def test_every_page_opens_on_the_whole_station(reader):
    page = reader("/?scenario=ilrs_2035")
    shown(page, "The station stands on")
    for _, name in PAGES:
        click(page.get_by_role("link", name=name, exact=True))
        for _ in range(2):  # a run that the click asked for may not have begun
            page.wait_for_timeout(150)
            page.wait_for_function(
                "() => document.querySelector('[data-testid=stApp]')"
                ".getAttribute('data-test-script-state') === 'notRunning'"
                " && document.querySelectorAll('h1').length === 1",
            )
        expect(page).to_have_url(re.compile("scenario=ilrs_2035"))
        assert page.get_by_text(SORRY).count() == 0


def test_a_hostile_title_is_shown_and_loads_nothing(page):
    shown(page, "The station stands on")
    open_page(page, "Editor", "No faults")
    click(page.get_by_role("button", name="Start from"))
    page.locator("input[type=file]").wait_for(state="attached")
    upload(page, "mine.yaml", HOSTILE)
    seen(page.get_by_text("Draft of mine.yaml"))
    page.keyboard.press("Escape")
    click(page.get_by_role("button", name="Use this scenario"))
    seen(page.get_by_text("The other pages plan this text"))
    open_page(page, "Mission control", "The station stands on")
    expect(page).to_have_url(re.compile("scenario=upload-"))
    expect(page.get_by_text("192.0.2.1").first).to_be_attached()
    assert page.locator("img[src*='192.0.2.1'], a[href*='192.0.2.1']").count() == 0


def frames(page):
    """Pictures the player has drawn so far."""
    return int(page.locator("section.player").get_attribute("data-frames"))


def test_the_lab_plays_a_flight_and_flies_a_cell_that_was_clicked(page):
    shown(page, "The station stands on")
    open_page(page, "Transfer lab", "Which way does it go?")
    seen(page.locator("section.player[data-frames]"))
    seen(page.locator(".js-plotly-plot"))
    settled(page)
    page.wait_for_timeout(1_000)  # whatever the page still had to send is sent
    clock = page.get_by_label("Time since departure")
    sent, drawn, started = len(page.sent), frames(page), float(clock.input_value())
    click(page.get_by_role("button", name="Play", exact=True))
    page.wait_for_timeout(2_000)
    assert frames(page) > drawn + 15
    assert float(clock.input_value()) > started
    assert len(page.sent) == sent  # the server was not asked
    click(page.get_by_role("button", name="Pause", exact=True))

    click(page.get_by_text("My own search", exact=True))
    flown = page.get_by_test_id("stMetricValue").first
    seen(flown, timeout=PLANNED_MS)
    settled(page)
    chart = page.locator(".js-plotly-plot").first
    chart.scroll_into_view_if_needed()
    before = flown.inner_text()
    box = chart.bounding_box()
    page.mouse.click(box["x"] + 0.45 * box["width"], box["y"] + 0.6 * box["height"])
    seen(page.locator("input[value*='chosen by hand']"))
    page.wait_for_function(
        "old => { const value = document.querySelector('[data-testid=stMetricValue]');"
        " return value && value.innerText !== old; }",
        arg=before,
    )
    seen(page.locator("section.player[data-frames]"))


def test_a_phone_and_a_keyboard_are_enough(page):
    shown(page, "The station stands on")
    settled(page)
    link = page.get_by_role("link", name="Transfer lab", exact=True)
    for _ in range(20):
        page.keyboard.press("Tab")
        if link.evaluate("node => node === document.activeElement"):
            break
    page.keyboard.press("Enter")
    shown(page, "Which way does it go?")

    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 844})
        page.wait_for_timeout(500)
        fits(page)


def test_a_change_is_planned_told_and_shared(page, reader):
    shown(page, "The station stands on")
    settled(page)
    margin = page.get_by_role("spinbutton", name="Δv margin (%)")
    margin.fill("9")
    margin.press("Tab")
    click(page.get_by_role("button", name="Plan again"))
    told = page.get_by_text("Against the baseline").or_(page.get_by_text("Nothing: the same"))
    seen(told, timeout=PLANNED_MS)
    expect(page).to_have_url(re.compile(r"dv_margin=0\.09"))
    seen(page.get_by_text("Changed: Δv margin 9 %"))

    fresh = reader(shared(page, "scenario=minimal"))
    seen(fresh.get_by_text("Changed: Δv margin 9 %"), timeout=PLANNED_MS)
    margin = fresh.get_by_role("spinbutton", name="Δv margin (%)")
    expect(margin).to_have_value("9", timeout=PLANNED_MS)

    open_page(page, "Compare", "What differs in the answer?")
    settled(page)
    expect(page).to_have_url(re.compile("compare=minimal"))
    address = shared(page, "page=compare")
    again = reader(address)
    shown(again, "What differs in the answer?")
    settled(again)
    headline = page.get_by_role("heading", level=1).inner_text()
    expect(again.get_by_role("heading", level=1)).to_have_text(headline)


def shared(page, within):
    """The link under Share; the page at rest again."""
    settled(page)
    click(page.get_by_role("button", name="Share"))
    address = page.get_by_text(within).filter(visible=True).first
    address.wait_for()
    text = address.inner_text()
    page.keyboard.press("Escape")
    return text


def test_a_repair_gives_the_tight_budget_a_plan(reader):
    page = reader("/?scenario=tight_budget")
    shown(page, "These statements cannot all hold")
    settled(page)
    repair = page.get_by_role("main").get_by_role("button").filter(has_text="build")
    repair = repair.or_(page.locator("[class*=st-key-repair_] button")).first
    repair.click()
    shown(page, "The station stands on")
    told = page.get_by_text("has no plan. With your changes it has this")
    seen(told.or_(page.get_by_text("What did my change do?")), timeout=PLANNED_MS)


def test_the_date_is_one_and_rows_follow_the_choice(page):
    shown(page, "The station stands on")
    settled(page)
    slider = page.get_by_role("slider").first
    slider.focus()
    slider.press("ArrowLeft")
    page.wait_for_url("**date=**")
    day = page.url.partition("date=")[2][:10]
    seen(page.get_by_role("heading", name=f"What stands on {day}?"))
    assert f"date={day}" in shared(page, "scenario=minimal")  # moved in a fragment of its own
    line = page.locator(".st-key-timeline .date-line")
    line.wait_for(state="attached")
    late_px = line.evaluate("one => parseFloat(one.style.left)")
    slider.press("Home")
    page.wait_for_function(
        "late => parseFloat(document.querySelector('.date-line').style.left) < late",
        arg=late_px,
    )

    settled(page)
    day = page.url.partition("date=")[2][:10]

    open_page(page, "Outpost", day)
    settled(page)
    slider = page.get_by_role("slider").first
    slider.focus()
    slider.press("ArrowRight")
    page.wait_for_function("day => !location.href.includes(day)", arg=day)

    open_page(page, "Schedule", "What flies when?")
    settled(page)
    click(page.get_by_role("radiogroup").get_by_text("Launcher", exact=True))
    page.wait_for_url("**rows=launcher**")
    settled(page)
    chart = page.locator(".js-plotly-plot").first
    expect(chart).to_contain_text("Long March")


def test_the_back_button_takes_choices_back_and_gets_past_every_page(page):
    shown(page, "The station stands on")
    settled(page)
    open_page(page, "Editor", "No faults")
    settled(page)
    click(page.get_by_role("combobox", name="Scenario"))
    page.get_by_role("option").nth(2).click()
    page.wait_for_function("() => !location.href.includes('scenario=minimal')")
    settled(page)

    page.go_back()
    page.wait_for_function("() => location.href.includes('scenario=minimal')")
    seen(page.get_by_role("heading", name="No faults: 3 elements"))
    for _ in range(4):  # a page is entered by one step, its own choices take another
        if "/editor" not in page.url:
            break
        settled(page)
        page.go_back()
        page.wait_for_timeout(300)
    shown(page, "The station stands on")
    expect(page).to_have_url(re.compile("scenario=minimal"))
