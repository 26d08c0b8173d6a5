"""The command line: which words it knows, and which code it ends with."""

from __future__ import annotations

import argparse
import io
import math
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from planner.terminal import (
    commands,
    demand_command,
    lesson_command,
    motion,
    network_command,
    orbit_command,
    physics_command,
    score_command,
    stack_command,
    transfer_command,
    windows_command,
)
from planner.terminal.codes import INTERRUPTED, REFUSED
from planner.terminal.values import with_negatives_joined
from planner.terminal.what_if import add_what_if, load_what_if

STDOUT = Path("-")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code.

    Parameters
    ----------
    arguments : sequence of str, optional
        Words after ``python -m planner``; those of the process if absent.

    Returns
    -------
    int
        0 done; 1 what is asked is wrong or cannot be done, every reason on stderr;
        130 interrupted. Wrong usage raises ``SystemExit(2)``, as argparse does.
    """
    _print_any_name()
    parser = _parser()
    words = sys.argv[1:] if arguments is None else arguments
    chosen = parser.parse_args(with_negatives_joined(words))
    try:
        code = _run(chosen, parser)
        sys.stdout.flush()
    except (KeyboardInterrupt, SystemError) as error:
        if isinstance(error, SystemError) and not isinstance(error.__cause__, KeyboardInterrupt):
            raise  # compiled code that Ctrl-C meets wraps it so; anything else is a defect
        print("\ninterrupted; nothing was written", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:
        # The reader, such as head, has gone; without this the interpreter complains at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return REFUSED
    return code


def _print_any_name() -> None:
    """Names may hold letters the terminal's encoding lacks: show them escaped, never fail."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _run(chosen: argparse.Namespace, parser: argparse.ArgumentParser) -> int:
    if "run" in chosen:  # commands that bring their own function
        return int(chosen.run(chosen))
    match chosen.command:
        case "validate":
            return commands.validate(chosen.files)
        case "check":
            return commands.check(lambda: load_what_if(chosen.scenario, chosen), chosen.plan)
        case _:
            if wrong := _wrong_target(chosen.json, chosen.file):
                parser.error(f"argument --json: {wrong}")
            return commands.plan(
                chosen.file,
                lambda: load_what_if(chosen.file, chosen),
                json_path=None if chosen.json == STDOUT else chosen.json,
                to_stdout=chosen.json == STDOUT,
                time_limit_s=chosen.time_limit,
                seed=chosen.seed,
                explain=chosen.explain,
            )


def _wrong_target(target: Path | None, scenario: Path) -> str | None:
    """Say, before minutes are spent on the plan, why it could not be written."""
    if target is None or target == STDOUT:
        return None
    if not target.absolute().parent.is_dir():
        return f"there is no folder {target.parent}"
    if target.exists() and not target.is_file():
        return f"{target} is not a regular file, name one; - is the standard output"
    if target.exists() and scenario.exists() and target.samefile(scenario):
        return f"{target} is the scenario itself, name another file"
    if not os.access(target.absolute().parent, os.W_OK):
        return f"nothing may be written into {target.parent}"
    return None


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m planner",
        description="Plan a lunar research station; fly and find orbits near the Moon.",
        epilog="Exit code: 0 done, 1 what is asked cannot be done, 2 wrong usage.",
    )
    verbs = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    validate = verbs.add_parser("validate", help="say what is wrong with scenario files")
    validate.add_argument("files", nargs="+", type=Path, metavar="FILE", help="scenario (YAML)")

    plan = verbs.add_parser("plan", help="plan a scenario")
    plan.add_argument("file", type=Path, metavar="FILE", help="scenario (YAML)")
    plan.add_argument(
        "--json", type=Path, metavar="OUT", help="write the plan as JSON; - for stdout"
    )
    plan.add_argument(
        "--time-limit",
        type=_seconds,
        metavar="S",
        help="longest search of the optimiser (s); the scenario's own if absent",
    )

    plan.add_argument(
        "--seed", type=_whole, metavar="N", help="seed of the search; the scenario's own if absent"
    )
    plan.add_argument(
        "--explain",
        action="store_true",
        help="also what binds, the critical chain, and what each change would do; solved anew each",
    )
    add_what_if(plan)

    check = verbs.add_parser("check", help="judge a plan against its scenario")
    check.add_argument("scenario", type=Path, metavar="SCENARIO", help="scenario (YAML)")
    check.add_argument("plan", type=Path, metavar="PLAN.json", help="plan, as --json writes it")
    add_what_if(check)

    for command in (
        motion, orbit_command, transfer_command, windows_command, physics_command, stack_command,
        network_command, demand_command, lesson_command, score_command,
    ):  # fmt: skip
        command.add_to(verbs)
    return parser


def _whole(text: str) -> int:
    if not (text.isdecimal() and text.isascii() and int(text) < 2**31):
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 0 to {2**31 - 1}")
    return int(text)


def _seconds(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not 0.0 < value < math.inf:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of seconds above 0")
    return value
