"""What every scan shares: dates, the site whose light is told, Ctrl-C that keeps what is done."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from planner.terminal import options

if TYPE_CHECKING:
    from planner.transfers.grid import Ground

DEFAULT_SITE: Final = "ce7_peak"


def add_dates(parser: argparse.ArgumentParser, *, step_d: float) -> None:
    """From when to when, in which steps, told how."""
    parser.add_argument("--start", type=options.epoch, required=True, metavar="DATE")
    parser.add_argument("--end", type=options.epoch, required=True, metavar="DATE")
    parser.add_argument("--step-d", type=options.number, default=step_d, metavar="D",
                        help=f"days between departures ({step_d:g})")  # fmt: skip
    parser.add_argument(
        "--site", default=DEFAULT_SITE, metavar="ID",
        help=f"lunar site whose light at the Moon is reported ({DEFAULT_SITE})",
    )  # fmt: skip
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="print JSON instead of a table")
    form.add_argument("--csv", action="store_true", help="print every departure as CSV")
    parser.set_defaults(complain=parser.error)


def ground_of(site_id: str) -> Ground:
    """The site of `--site`.

    Raises
    ------
    OutOfRangeError
        No such site.
    """
    from planner.transfers.grid import Ground

    site = options.catalogue_entry("sites", site_id, "--site")
    return Ground(
        lat_deg=site.lat_deg.value,
        lon_deg=site.lon_deg.value,
        horizon_deg=site.effective_horizon_deg.value,
    )


@dataclass(slots=True)
class Course:
    """Whether a scan came to its end."""

    complete: bool = False


@contextmanager
def interruptible() -> Iterator[Course]:
    """Swallow Ctrl-C: what was done until then stands, and the course is not complete."""
    course = Course()
    try:
        yield course
        course.complete = True
    except (KeyboardInterrupt, SystemError) as error:
        # Compiled code that Ctrl-C meets wraps it so; anything else is a defect.
        if isinstance(error, SystemError) and not isinstance(error.__cause__, KeyboardInterrupt):
            raise
