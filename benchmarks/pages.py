"""Pages, timed in a real browser: ``python -m benchmarks pages``.

Every kind of what-if of the whole station, to its first and its proven answer, and every control
that needs no new plan, to the first and the last change on the page. Needs Chromium at
/usr/bin/chromium.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Any, Final

from benchmarks.browser import STATION, STILL, Told, asked, figures, opened
from benchmarks.load.report import quantile
from benchmarks.load.server import running

_MOVES: Final = 10
#: Times, from the key or click that follows, to the first and the last change of the page (s).
#: Between the first and the last, nothing may stand still for longer than half a second.
_WATCH: Final = """within => { window.timed = new Promise((done, lost) => {
  const main = document.querySelector('[data-testid=stMain]');
  let began = null, first = null, last = null;
  const start = () => { began ??= performance.now(); };
  for (const kind of ['keydown', 'pointerdown']) {
    document.addEventListener(kind, start, {capture: true, once: true});
  }
  const counts = node => node.closest?.(within)
    && !node.closest('[data-testid=stSlider], [data-testid=stRadio]');
  setTimeout(() => lost(new Error('nothing changed within 30 s')), 30000);
  const seen = new MutationObserver(changes => {
    if (began === null || !changes.some(one => counts(one.target.parentElement ?? one.target)))
      return;
    last = performance.now();
    first ??= last;
  });
  seen.observe(main, {subtree: true, childList: true, characterData: true});
  const look = setInterval(() => {
    if (last === null || performance.now() - last < 500) return;
    clearInterval(look);
    seen.disconnect();
    done([(first - began) / 1000, (last - began) / 1000]);
  }, 50);
}); }"""

#: The chart is there; what would bring the date forward is worked out meanwhile.
_DRAWN: Final = "() => document.querySelector('.js-plotly-plot .main-svg')"

Gesture = Callable[[Any], None]


def _number(label: str, value: str) -> Gesture:
    def change(page: Any) -> None:
        field = page.get_by_role("spinbutton", name=label)
        field.fill(value)
        field.press("Tab")

    return change


def _day(label: str, value: str) -> Gesture:
    def change(page: Any) -> None:
        field = page.get_by_test_id("stDateInput").filter(has_text=label).locator("input").first
        field.fill(value)
        field.press("Enter")

    return change


def _partner_out(name: str) -> Gesture:
    def change(page: Any) -> None:
        box = page.get_by_role("combobox", name="Partners out")
        box.click()
        box.fill(name)
        page.get_by_role("option", name=name).first.click()
        page.keyboard.press("Escape")

    return change


#: What is changed, how, and the words that tell that it is planned.
_WHAT_IFS: Final[tuple[tuple[str, Gesture, str], ...]] = (
    ("Δv margin", _number("Δv margin (%)", "6"), "Δv margin 6 %"),
    ("launch-mass margin", _number("Launch-mass margin (%)", "4"), "launch-mass margin 4 %"),
    ("cadence", _number("Long March 9: flights a year", "2"), "flies 2 times a year"),
    ("a partner out", _partner_out("Egypt"), "without Egypt"),
    ("first flight", _day("Long March 9: first flight", "2033-06-01"), "2033-06-01"),
)


def _what_ifs(page: Any, told: Told) -> None:
    for name, change, words in _WHAT_IFS:
        change(page)
        began = time.perf_counter()
        page.get_by_role("button", name="Plan again").click()
        final = page.get_by_text("Changed:").filter(has_text=words)
        page.get_by_text("First answer: complete on").or_(final).first.wait_for()
        told(f"what-if, {name}: first answer", time.perf_counter() - began)
        final.wait_for()
        told(f"what-if, {name}: final answer", time.perf_counter() - began)
        page.wait_for_function(STILL)
        page.get_by_role("button", name="Take back").click()
        page.get_by_text("Changed:").wait_for(state="hidden")
        page.wait_for_function(STILL)


def _watch(page: Any, within: str = "*") -> None:
    page.evaluate(_WATCH, within)


def _move(page: Any, move: int) -> None:
    slider = page.get_by_role("slider").first
    slider.focus()
    _watch(page)
    slider.press("ArrowLeft" if move % 5 else "ArrowRight")


def _radio(page: Any, move: int) -> None:
    options = page.get_by_test_id("stRadio").first.get_by_test_id("stRadioOption")
    _watch(page, ".js-plotly-plot")  # the page tells its progress elsewhere
    options.nth((move + 1) % options.count()).click()


def _flight(page: Any, move: int) -> None:
    page.get_by_role("combobox", name="Flight").click()
    option = page.get_by_role("option").nth(1 + move % 2)  # another than is chosen
    option.wait_for()
    _watch(page)
    option.click()


#: Page, the control that is used, and how.
_LIGHT: Final[tuple[tuple[str, str, Callable[[Any, int], None]], ...]] = (
    ("", "Mission control, date moved by a key", _move),
    ("outpost", "Outpost, date moved by a key", _move),
    ("schedule", "Schedule, rows by another thing", _radio),
    ("transfer_lab", "Transfer lab, another flight", _flight),
)


def _light(page: Any, address: str, told: Told) -> None:
    for path, name, use in _LIGHT:
        page.goto(f"http://{address}/{path}?scenario={STATION}")
        page.locator("h1").first.wait_for()
        page.wait_for_function(STILL if path != "schedule" else _DRAWN)
        first, last = [], []
        for move in range(_MOVES):
            use(page, move)
            taken = page.evaluate("() => window.timed")
            first.append(taken[0])
            last.append(taken[1])
        told(f"{name}: first change, median", quantile(first, 0.5))
        told(f"{name}: last change, median", quantile(last, 0.5))
        told(f"{name}: last change, slowest of {_MOVES}", max(last))


def main(arguments: Sequence[str] | None = None) -> int:
    """Use the controls and print a line for each."""
    given = asked("pages", __doc__, arguments)
    with (
        figures(given.json) as told,
        running(port=given.port) as server,
        opened(server.address) as page,
    ):
        page.goto(f"http://{server.address}/?scenario={STATION}")
        page.get_by_role("heading", name="The station stands on").first.wait_for()
        page.wait_for_function(STILL)
        _what_ifs(page, told)
        _light(page, server.address, told)
    return 0
