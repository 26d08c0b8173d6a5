"""``orbit FAMILY``: an orbit near the Moon, as text or JSON."""

from __future__ import annotations

from typing import Any

from planner.terminal.orbits import ORBITS


def add_to(verbs: Any) -> None:
    """Add the command and its families to the command line."""
    orbit = verbs.add_parser("orbit", help="find an orbit near the Moon")
    families = orbit.add_subparsers(dest="family", required=True, metavar="FAMILY")
    for module in ORBITS:
        module.add_to(families)
