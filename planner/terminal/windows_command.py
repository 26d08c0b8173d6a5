"""``windows FAMILY``: departures through a range of dates; Ctrl-C keeps what is done."""

from __future__ import annotations

from typing import Any

from planner.terminal.scans import flown, grids


def add_to(verbs: Any) -> None:
    """Add the command and its families to the command line."""
    windows = verbs.add_parser("windows", help="scan departures for the cheapest transfers")
    families = windows.add_subparsers(dest="family", required=True, metavar="FAMILY")
    grids.add_to(families)
    flown.add_to(families)
