"""What a reader does in a browser, and how a test knows that the page has answered."""

from __future__ import annotations

from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

CHROMIUM = Path("/usr/bin/chromium")
ROOT = Path(__file__).resolve().parents[2]
#: A plan takes seconds; where nothing is compiled yet, a minute or two.
PLANNED_MS = 240_000
#: A page without new work: a second here, more on a slow machine with software graphics.
SHOWN_MS = 60_000
# What a page will show soon is waited for, not looked at once: it arrives piece by piece.
expect.set_options(timeout=SHOWN_MS)

_STILL = """() => {
  const app = document.querySelector('[data-testid=stApp]');
  const state = app && app.getAttribute('data-test-script-state');
  const drawn = [...document.querySelectorAll('.js-plotly-plot')].every(
    one => one.querySelector('.main-svg'));
  const waits = document.querySelector(
    '[data-testid=stSkeleton], [data-testid=stProgress], [data-stale=true]');
  return state === 'notRunning' && drawn && !waits && document.querySelector('h1');
}"""


def settled(page, *, timeout=PLANNED_MS):
    """Wait until the page has run, nothing on it is still computed, and all is drawn."""
    page.wait_for_function(_STILL, timeout=timeout)
    page.wait_for_timeout(150)  # a run that has just been asked for starts
    page.wait_for_function(_STILL, timeout=timeout)


def seen(found, *, timeout=SHOWN_MS):
    """Wait until something is on the page, once or more.

    While one page takes another's place, parts of both are there.
    """
    found.filter(visible=True).first.wait_for(timeout=timeout)


def shown(page, heading, *, timeout=PLANNED_MS):
    """Wait for a heading."""
    seen(page.get_by_role("heading", name=heading), timeout=timeout)


def click(found, *, timeout=SHOWN_MS):
    """Click what is there once, when it is there once and may be clicked."""
    expect(found.filter(visible=True)).to_have_count(1, timeout=timeout)
    found.filter(visible=True).click(timeout=timeout)


def open_page(page, name, heading):
    """Click a page's name in the menu, and wait for its heading."""
    click(page.get_by_role("link", name=name, exact=True))
    shown(page, heading, timeout=SHOWN_MS)


def upload(page, name, content):
    """Give the page a file."""
    file = {"name": name, "mimeType": "application/yaml", "buffer": content}
    page.set_input_files("input[type=file]", files=[file])


def fits(page, *, timeout=SHOWN_MS):
    """Wait until no part of the page needs sideways scrolling: a layout follows in steps."""
    page.wait_for_function(
        "() => { const main = document.querySelector('[data-testid=stMain]');"
        " return main.scrollWidth <= main.clientWidth; }",
        timeout=timeout,
    )


def axe_finds(page, *rules):
    """What axe-core finds that is serious or worse; all of its rules, or those named."""
    options = {"runOnly": {"type": "rule", "values": list(rules)}} if rules else None
    found = Axe().run(page, options=options).response["violations"]
    return [
        (one["id"], one["nodes"][0]["html"][:160])
        for one in found
        if one["impact"] in {"serious", "critical"}
    ]


def by_night(page):
    """Switch to the dark theme, which the page follows by itself."""
    page.emulate_media(color_scheme="dark")
    page.wait_for_function(
        "() => getComputedStyle(document.querySelector('[data-testid=stApp]'))"
        ".backgroundColor !== 'rgb(255, 255, 255)'",
        timeout=SHOWN_MS,
    )
    settled(page)
