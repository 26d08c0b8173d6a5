"""Options of a command that change the scenario it reads, for this run alone."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path

from planner.scenario import Addition, Scenario, load_scenario
from planner.scenario.pin_words import pin_entry
from planner.terminal.earlier_plan import flown_in


def add_what_if(command: argparse.ArgumentParser) -> None:
    """Add the options; a plan is judged with the same ones it was made with."""
    command.add_argument(
        "--pin",
        action="append",
        default=[],
        type=_pin,
        metavar="PIN",
        help="a choice to keep, once for each: rover=lander, rover@2031-05, rover=lander@2031-05, "
        "rover+arm (together), rover/arm (apart), 'lander@2031: rover, arm' (a fixed flight), "
        "'no launcher cz9@2033', 'no option lander@2033'; added to the scenario's pins",
    )
    command.add_argument(
        "--objective",
        type=lambda word: [name.strip() for name in word.split(",")],
        metavar="GOALS",
        help="what the plan is chosen for, the first before the second: of completion, cost, "
        "launches, robustness, science; completion,cost unless the scenario says otherwise",
    )
    command.add_argument(
        "--as-of",
        type=_day,
        metavar="DATE",
        help="day from which is planned, 2031-05-14: nothing launches before",
    )
    command.add_argument(
        "--history",
        type=Path,
        metavar="PLAN.json",
        help="earlier plan; its flights before the as-of day are flown as it says",
    )


def _day(word: str) -> date:
    try:
        return date.fromisoformat(word)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{word!r} is no day, write it as 2031-05-14") from error


def _pin(word: str) -> Addition:
    try:
        return Addition(origin=f"--pin {word!r}", key="pins", entry=pin_entry(word))
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def load_what_if(file: Path, chosen: argparse.Namespace) -> Scenario:
    """Load a scenario with what the options change.

    Raises
    ------
    ScenarioError
        With every fault of the file and of the options.
    PlannerError
        The earlier plan cannot be read.
    """
    given = {"as_of": chosen.as_of, "objective": chosen.objective}
    overrides = {key: value for key, value in given.items() if value is not None}
    if chosen.history is None:
        return load_scenario(file, overrides, tuple(chosen.pin))
    flown = flown_in(chosen.history, load_scenario(file, overrides))
    return load_scenario(file, overrides, (*chosen.pin, *flown))
