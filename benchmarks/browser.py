"""A browser of their own for benchmarks of the pages, and the lines that they print."""

from __future__ import annotations

import argparse
import json
import os
import platform
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

_CHROMIUM: Final = Path("/usr/bin/chromium")
_PLANNED_MS: Final = 300_000
_LINE: Final = "{:<64} {:>8}"
#: The scenario that is timed.
STATION: Final = "ilrs_2035"
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
        browser = driver.chromium.launch(executable_path=str(_CHROMIUM), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1280, "height": 720})
        page.set_default_timeout(_PLANNED_MS)
        page.goto(f"http://{address}/")
        yield page
        browser.close()


def asked(name: str, about: str | None, arguments: Sequence[str] | None) -> argparse.Namespace:
    """Read the arguments of such a benchmark: ``port`` and ``json``."""
    parser = argparse.ArgumentParser(prog=f"python -m benchmarks {name}", description=about)
    parser.add_argument("--port", type=int, help="port of the server; a free one if left out")
    parser.add_argument("--json", type=Path, help="file for the same figures")
    given = parser.parse_args(arguments)
    if not _CHROMIUM.exists():
        parser.error(f"needs {_CHROMIUM} (apt install chromium)")
    return given


@contextmanager
def figures(file: Path | None) -> Iterator[Told]:
    """Print what is told, the machine first; write it as JSON at the end if asked."""
    versions = f"streamlit {version('streamlit')}, playwright {version('playwright')}"
    load = f"load {os.getloadavg()[0]:.1f} at the start"
    print(f"Python {platform.python_version()}, {versions}, {os.cpu_count()} cores, {load}\n")
    found: dict[str, float] = {}

    def told(what: str, seconds: float) -> None:
        found[what] = seconds
        print(_LINE.format(what, f"{seconds:.2f} s"), flush=True)

    yield told
    if file is not None:
        file.write_text(json.dumps(found, indent=1), encoding="utf-8")
