"""``demand FILE``: what a stay on the Moon uses up, as text or JSON."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from planner.scenario.faults import FaultyFileError
from planner.terminal.codes import DONE, REFUSED


def add_to(verbs: Any) -> None:
    """Add the command to the command line."""
    parser = verbs.add_parser(
        "demand",
        help="say what crew, EVAs and machines use up, by class of supply",
        description="Crew, days, EVAs and elements in, kilograms by class of supply out.",
    )
    parser.add_argument("file", type=Path, metavar="FILE", help="demand (docs/supply.md)")
    parser.add_argument("--json", action="store_true", help="print JSON instead of text")
    parser.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """Work a demand out and print it; exit code."""
    from planner.logistics.supply import demand_of, load_demand

    try:
        demand = demand_of(load_demand(chosen.file))
    except FaultyFileError as error:
        print(error, file=sys.stderr)
        return REFUSED
    if chosen.json:
        from planner.exports.demand_json import demand_to_dict
        from planner.exports.transfer_json import dumps_document

        sys.stdout.write(dumps_document(demand_to_dict(demand)))
    else:
        from planner.terminal.demand_text import demand_text

        print(demand_text(demand))
    return DONE
