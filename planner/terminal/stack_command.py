"""``stack FILE``: the mass chain of a stack of stages, as text or JSON."""

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
        "stack",
        help="follow the masses of a stack of stages through its burns",
        description="Every mass after every event. Exit code 1 if a tank runs dry: the chain up "
        "to there is printed, and what is short.",
    )
    parser.add_argument("file", type=Path, metavar="FILE", help="stack (docs/stack_format.md)")
    parser.add_argument("--json", action="store_true", help="print JSON instead of text")
    parser.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """Follow a stack and print it; exit code."""
    from planner.logistics.stacks import fly, load_stack

    try:
        plan = load_stack(chosen.file)
    except FaultyFileError as error:
        print(error, file=sys.stderr)
        return REFUSED
    chain = fly(plan)
    if chosen.json:
        from planner.exports.stack_json import chain_to_dict
        from planner.exports.transfer_json import dumps_document

        sys.stdout.write(dumps_document(chain_to_dict(chain)))
    else:
        from planner.terminal.stack_text import chain_text

        print(chain_text(chain))
    if chain.lack is None:
        return DONE
    sys.stdout.flush()
    print(f"{chosen.file}: {chain.lack}", file=sys.stderr)
    return REFUSED
