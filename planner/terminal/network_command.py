"""``network FILE``: routes between places, by edges given or flown on the date."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from planner.errors import PlannerError
from planner.scenario.faults import FaultyFileError
from planner.terminal.codes import DONE, REFUSED
from planner.terminal.progress import patient_progress


def add_to(verbs: Any) -> None:
    """Add the command to the command line."""
    parser = verbs.add_parser(
        "network",
        help="find routes through a network of places and ways",
        description="Nodes, edges and trips in, routes with their burns out. Edges have burns of "
        "their own or are flown on the date. Exit code 1 if a trip has no route.",
    )
    parser.add_argument("file", type=Path, metavar="FILE", help="network (docs/network_format.md)")
    parser.add_argument("--json", action="store_true", help="print JSON instead of text")
    parser.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """Find the routes and print them; exit code."""
    from planner.logistics.network import answer_trips, load_network

    try:
        network = load_network(chosen.file)
        with patient_progress(sys.stderr) as progress:
            answers = answer_trips(network, progress)
    except (FaultyFileError, PlannerError) as error:
        print(error, file=sys.stderr)
        return REFUSED
    if chosen.json:
        from planner.exports.network_json import network_to_dict
        from planner.exports.transfer_json import dumps_document

        sys.stdout.write(dumps_document(network_to_dict(network, answers)))
    else:
        from planner.terminal.network_text import network_text

        print(network_text(network, answers))
    lost = [answer.trip for answer in answers if not answer.routes]
    for trip in lost:
        print(f"{chosen.file}: no route from {trip.start} to {trip.end}", file=sys.stderr)
    return REFUSED if lost else DONE
