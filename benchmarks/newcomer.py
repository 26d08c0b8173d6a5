"""A newcomer's path, timed in a real browser: ``python -m benchmarks newcomer``.

From ``streamlit run`` to the first changed plan saved as YAML, then how long a what-if of the
whole station and a move of the date take. Needs Chromium at /usr/bin/chromium.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

from benchmarks.load.report import quantile
from benchmarks.load.server import running

CHROMIUM: Final = "/usr/bin/chromium"
_PLANNED_MS: Final = 300_000
STATION: Final = "ilrs_2035"
_MOVES: Final = 10
_LINE: Final = "{:<58} {:>8}"
#: The page has run, and nothing on it is still computed.
STILL: Final = """() => {
  const app = document.querySelector('[data-testid=stApp]');
  return app && app.getAttribute('data-test-script-state') === 'notRunning'
    && !document.querySelector('[data-testid=stProgress], [data-testid=stSkeleton]');
}"""

Told = Callable[[str, float], None]


@contextmanager
def opened(address: str) -> Iterator[Any]:
    """Open the server in a browser of its own."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1280, "height": 720})
        page.set_default_timeout(_PLANNED_MS)
        page.goto(f"http://{address}/")
        yield page
        browser.close()


def _shown(page: Any, heading: str) -> None:
    page.get_by_role("heading", name=heading).first.wait_for()


def _change_margin(page: Any, percent: float) -> None:
    field = page.get_by_role("spinbutton", name="Δv margin (%)")
    field.fill(f"{percent:g}")
    field.press("Tab")
    page.get_by_role("button", name="Plan again").click()


def _first_minutes(page: Any, began: float, told: Told) -> None:
    """From the start of the server to the file saved."""
    page.locator("h1").first.wait_for()
    told("from the start: first page", time.perf_counter() - began)
    _shown(page, "The station stands on")
    told("from the start: first plan", time.perf_counter() - began)
    _change_margin(page, 8)
    page.get_by_text("Changed: Δv margin 8 %").wait_for()
    told("from the start: changed plan beside the baseline", time.perf_counter() - began)
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save YAML").first.click()
    if "dv_margin" not in Path(saved.value.path()).read_text(encoding="utf-8"):
        raise RuntimeError("the file saved does not hold the change")
    told("from the start: changed scenario saved as YAML", time.perf_counter() - began)


def _what_if(page: Any, address: str, told: Told) -> None:
    """A change of the whole station: its first answer, and the proven one."""
    began = time.perf_counter()
    page.goto(f"http://{address}/?scenario={STATION}")
    _shown(page, "The station stands on")
    told(f"{STATION}: opened and planned", time.perf_counter() - began)
    page.wait_for_function(STILL)
    began = time.perf_counter()
    _change_margin(page, 6)
    final = page.get_by_text("Changed: Δv margin 6 %")
    page.get_by_text("First answer: complete on").or_(final).first.wait_for()
    told(f"{STATION}, what-if: first answer", time.perf_counter() - began)
    final.wait_for()
    told(f"{STATION}, what-if: final answer", time.perf_counter() - began)


def _dates(page: Any, told: Told) -> None:
    """Moves of the date, from the key to the new heading."""
    page.wait_for_function(STILL)
    taken = []
    for _ in range(_MOVES):
        slider = page.get_by_role("slider").first
        slider.focus()
        heading = page.get_by_role("heading", name="What stands on").first
        before = heading.inner_text()
        began = time.perf_counter()
        slider.press("ArrowLeft")
        page.wait_for_function(
            "old => [...document.querySelectorAll('h2')].some(one =>"
            " one.innerText.startsWith('What stands on') && one.innerText !== old)",
            arg=before,
        )
        taken.append(time.perf_counter() - began)
        page.wait_for_function(STILL)
    told(f"date moved by a key, median of {_MOVES}", quantile(taken, 0.5))
    told("date moved by a key, slowest", max(taken))


def main(arguments: Sequence[str] | None = None) -> int:
    """Walk the path and print a line as each part of it is done."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks newcomer", description=__doc__)
    parser.add_argument("--port", type=int, help="port of the server; a free one if left out")
    parser.add_argument("--json", type=Path, help="file for the same figures")
    given = parser.parse_args(arguments)
    if not Path(CHROMIUM).exists():
        parser.error(f"needs {CHROMIUM} (apt install chromium)")
    figures: dict[str, float] = {}

    def told(what: str, seconds: float) -> None:
        figures[what] = seconds
        print(_LINE.format(what, f"{seconds:.2f} s"), flush=True)

    versions = f"streamlit {version('streamlit')}, playwright {version('playwright')}"
    print(f"Python {platform.python_version()}, {versions}, {os.cpu_count()} cores\n")
    began = time.perf_counter()
    with running(port=given.port) as server:
        told("from the start: server answers", time.perf_counter() - began)
        with opened(server.address) as page:
            _first_minutes(page, began, told)
            _what_if(page, server.address, told)
            _dates(page, told)
    if given.json:
        given.json.write_text(json.dumps(figures, indent=1), encoding="utf-8")
    return 0
