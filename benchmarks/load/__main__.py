"""Load: ``python -m benchmarks load --sessions 30 --minutes 5``."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import os
import platform
import time
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Final

from benchmarks.load.pupil import Pupil, Tally, warm_up
from benchmarks.load.report import Sample, as_dict, lines
from benchmarks.load.server import ROOT, Server, memory_mb, running
from planner.scenario import load_scenario

#: What the class looks at: the first is what the app opens with, the last is planned anew.
_SCENARIOS: Final = ("minimal", "ilrs_2035")
_WARM_S: Final = 300.0
_LOOK_S: Final = 2.0


async def measure(
    server: Server,
    *,
    sessions: int,
    seconds: float,
    replanning: int,
    think_s: tuple[float, float],
    scenarios: Sequence[str] = _SCENARIOS,
) -> tuple[Tally, list[Sample]]:
    """Warm the server up, run the class, and return what it saw.

    Parameters
    ----------
    server : Server
    sessions : int
        Readers, each with a session of its own.
    seconds : float
        How long they click (s), after the warming up.
    replanning : int
        Readers among them who plan anew with changes of their own.
    think_s : tuple[float, float]
        Shortest and longest pause between two clicks (s).
    scenarios : sequence of str
        Files looked at.
    """
    titles = {name: load_scenario(ROOT / "scenarios" / f"{name}.yaml").title for name in scenarios}
    await warm_up(server.address, titles, Tally(), patience_s=_WARM_S)
    tally, memory = Tally(), list[Sample]()
    began = time.monotonic()
    pupils = [
        Pupil(number, sessions, server.address, titles, tally, think_s, replans=number < replanning)
        for number in range(sessions)
    ]

    def over() -> bool:
        return time.monotonic() - began > seconds

    watch = asyncio.create_task(_watch(server, memory, began))
    await asyncio.gather(*(pupil.live(over) for pupil in pupils))
    watch.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await watch
    return tally, memory


async def _watch(server: Server, memory: list[Sample], began: float) -> None:
    while True:
        found = await asyncio.to_thread(memory_mb, server.process.pid)
        if found is not None:
            memory.append(Sample(time.monotonic() - began, *found))
        await asyncio.sleep(_LOOK_S)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a class and print what it saw; 1 if an answer was lost, foreign or an error."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks load", description=__doc__)
    parser.add_argument("--sessions", type=int, default=30, help="readers (30)")
    parser.add_argument("--minutes", type=float, default=5.0, help="how long they click (5)")
    parser.add_argument("--replanning", type=int, default=3, help="of them plan anew (3)")
    parser.add_argument(
        "--think", type=float, nargs=2, default=(2.0, 8.0), metavar="S", help="pause in s (2 8)"
    )
    parser.add_argument("--port", type=int, help="port of the server; a free one if left out")
    parser.add_argument("--json", type=Path, help="file for every measured time")
    given = parser.parse_args(arguments)
    if given.sessions < 1 or given.minutes <= 0 or not 0 <= given.replanning <= given.sessions:
        parser.error("needs a session, some minutes, and no more who plan anew than sessions")
    seconds = 60.0 * given.minutes
    print(
        f"Python {platform.python_version()}, streamlit {version('streamlit')}, "
        f"{os.cpu_count()} cores; load average before: {_load_average()}"
    )
    with running(port=given.port) as server:
        tally, memory = asyncio.run(
            measure(
                server,
                sessions=given.sessions,
                seconds=seconds,
                replanning=given.replanning,
                think_s=tuple(given.think),
            )
        )
    print("\n".join(lines(tally, memory, sessions=given.sessions, seconds=seconds)))
    if given.json:
        told = as_dict(tally, memory, sessions=given.sessions, seconds=seconds)
        given.json.write_text(json.dumps(told, indent=1), encoding="utf-8")
    return 1 if tally.lost or tally.foreign or tally.errors else 0


def _load_average() -> str:
    try:
        return f"{os.getloadavg()[0]:.1f}"
    except (AttributeError, OSError):
        return "not told"


if __name__ == "__main__":
    raise SystemExit(main())
