"""``transfer FAMILY``: one transfer on one date, as text or JSON."""

from __future__ import annotations

from typing import Any

from planner.terminal.families import FAMILIES


def add_to(verbs: Any) -> None:
    """Add the command and its families to the command line."""
    transfer = verbs.add_parser("transfer", help="fly one transfer")
    families = transfer.add_subparsers(dest="family", required=True, metavar="FAMILY")
    for family in FAMILIES:
        family.add_to(families)
