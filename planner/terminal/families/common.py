"""What the families of ``transfer`` share: options, models, progress, the answer."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final, Protocol, TypeAlias

from planner.errors import OutOfRangeError, PlannerError
from planner.terminal import options
from planner.terminal.codes import DONE, REFUSED
from planner.terminal.progress import Progress, patient_progress

if TYPE_CHECKING:
    from planner.transfers.flight import Flight

#: Reads a family's options and flies: a `Flight`, or another answer as costed and dated.
Fly: TypeAlias = Callable[[argparse.Namespace, Progress], Any]
#: Models every family knows by name; which of them it flies is the family's matter.
MODELS: Final = ("conic", "cr3bp", "bcr4bp", "ephemeris")


class Common(Protocol):
    """Adds what all families of one command share: of ``transfer``, or of ``windows``."""

    def __call__(self, parser: argparse.ArgumentParser, *, fly: Fly, dated: bool = True) -> None:
        """See `add_common`."""


def add_common(parser: argparse.ArgumentParser, *, fly: Fly, dated: bool = True) -> None:
    """Options every family of ``transfer`` has, and how it is run.

    ``fly`` reads the options and flies; a family that flies in models without a date as
    well is not ``dated``.
    """
    parser.add_argument(
        "--depart", type=options.epoch, required=dated, metavar="DATE",
        help="first burn: 2030-01-01, or 2030-01-01T12:00:00 TDB (UTC, TAI, TT)",
    )  # fmt: skip
    parser.add_argument("--model", choices=MODELS, default="ephemeris")
    parser.add_argument("--json", action="store_true", help="print JSON instead of text")
    parser.set_defaults(run=_run, fly=fly, complain=parser.error)


def _run(chosen: argparse.Namespace) -> int:
    """Fly and print; exit code."""
    return answer(chosen, lambda progress: chosen.fly(chosen, progress))


def require_model(chosen: argparse.Namespace, known: tuple[str, ...]) -> None:
    """Refuse a model the family is not flown in.

    Raises
    ------
    OutOfRangeError
    """
    if chosen.model not in known:
        raise OutOfRangeError(
            name="--model",
            value=chosen.model,
            allowed=f"the models of the family {chosen.family}: {', '.join(known)}",
        )


def answer(chosen: argparse.Namespace, fly: Callable[[Progress], Flight]) -> int:
    """Fly and print; exit code.

    ``fly`` takes a progress function ``(text, share)`` and returns the flight. Every
    `PlannerError` is told on stderr.
    """
    try:
        with patient_progress(sys.stderr) as progress:
            flight = fly(progress)
    except PlannerError as error:
        print(error, file=sys.stderr)
        return REFUSED
    from planner.exports.flight_json import flight_to_dict
    from planner.exports.transfer_json import dumps_document
    from planner.terminal.flight_text import flight_text

    text = dumps_document(flight_to_dict(flight)) if chosen.json else flight_text(flight) + "\n"
    sys.stdout.write(text)
    return DONE
