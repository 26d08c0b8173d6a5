"""Print the table: ``python -m benchmarks [topic ...]``; all topics if none is named.

``load``, ``newcomer`` and ``pages`` drive the server instead; each tells more with ``--help``.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
from importlib import import_module
from importlib.metadata import version

from benchmarks.measure import Row, count, duration, scaled

TOPICS = (
    "ephemeris", "lambert", "propagation", "halo", "transfers", "windows", "landing",
    "schedule", "scenarios", "plan",
)  # fmt: skip
#: Measured on a running server, with options of their own.
_DRIVERS = {
    "load": "benchmarks.load.__main__",
    "newcomer": "benchmarks.newcomer",
    "pages": "benchmarks.pages",
}
_PEERS = ("numpy", "numba", "scipy", "jplephem", "astropy", "boinor", "ortools")
_LINE = "{:<50} {:>9} {:>9} {:>8} {:>8} {:>8}  {:<44} {}"


def _line(row: Row) -> str:
    times = duration(row.ours_s), duration(row.peer_s), *(count(rate) for rate in row.per_second)
    return _LINE.format(
        f"{row.job}, per {row.unit}",
        *times,
        scaled(row.ratio, ((1.0, ""),)).strip(),
        row.peer,
        row.agreement,
    )


def main() -> None:
    """Run the topics asked for and print a line as each is measured."""
    if len(sys.argv) > 1 and sys.argv[1] in _DRIVERS:
        raise SystemExit(import_module(_DRIVERS[sys.argv[1]]).main(sys.argv[2:]))
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("topics", nargs="*", metavar="topic", help=", ".join(TOPICS))
    topics = parser.parse_args().topics or TOPICS
    if unknown := set(topics) - set(TOPICS):
        parser.error(f"unknown topic {', '.join(sorted(unknown))}; there are {', '.join(TOPICS)}")
    versions = ", ".join(f"{name} {version(name)}" for name in _PEERS)
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores; {versions}")
    print("Median wall times per item, compiled and loaded; ratio: peer over planner.\n")
    print(_LINE.format("job", "planner", "peer", "a second", "peer", "ratio", "peer", "agreement"))
    for topic in topics:
        for row in import_module(f"benchmarks.{topic}").rows():
            print(_line(row), flush=True)


if __name__ == "__main__":
    main()
