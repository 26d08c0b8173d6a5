"""A newcomer's path, timed in a real browser: ``python -m benchmarks newcomer``.

From ``streamlit run`` to the first changed plan saved as YAML, then how long a what-if of the
whole station and a move of the date take. Needs Chromium at /usr/bin/chromium.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from benchmarks.browser import STATION, STILL, Told, asked, figures, opened
from benchmarks.load.report import quantile
from benchmarks.load.server import running

_MOVES: Final = 10


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
    given = asked("newcomer", __doc__, arguments)
    with figures(given.json) as told:
        began = time.perf_counter()
        with running(port=given.port) as server:
            told("from the start: server answers", time.perf_counter() - began)
            with opened(server.address) as page:
                _first_minutes(page, began, told)
                _what_if(page, server.address, told)
                _dates(page, told)
    return 0
