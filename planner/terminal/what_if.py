"""Options of a command that change the scenario it reads, for this run alone."""

from __future__ import annotations

import argparse
from pathlib import Path

from planner.scenario import Addition, Scenario, load_scenario
from planner.scenario.pin_words import pin_entry


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
    """
    return load_scenario(file, additions=tuple(chosen.pin))
