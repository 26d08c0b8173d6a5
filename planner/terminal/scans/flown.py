"""``windows`` of the families without a grid: every date is flown as ``transfer`` would."""

from __future__ import annotations

import argparse
import sys
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from planner.errors import PlannerError
from planner.terminal import options
from planner.terminal.codes import DONE, INTERRUPTED, REFUSED
from planner.terminal.families import SCANNED
from planner.terminal.families.common import Fly
from planner.terminal.progress import ProgressLine
from planner.terminal.scans.common import DEFAULT_SITE, add_dates, ground_of, interruptible
from planner.terminal.table import aligned

if TYPE_CHECKING:
    from planner.exports.flown_export import FlownWindows
    from planner.transfers.flown_windows import FlownDeparture

_HEAD: Final = (
    "Departure", "", "Flown m/s", "tof d", "C3 km2/s2", "v-inf km/s", "Sun deg", "Earth deg"
)  # fmt: skip
#: Days between departures if nothing is said.
_STEP_D: Final = 1.0
#: Reasons can be long: a table shows this much of them, JSON and CSV all.
_REASON_WIDTH: Final = 60


def add_to(families: Any) -> None:
    """Add the families that are flown date by date to the command line."""
    for module in SCANNED:
        module.add_to(families, common=_add_scan)


def _add_scan(parser: argparse.ArgumentParser, *, fly: Fly, dated: bool = True) -> None:  # noqa: ARG001
    """Dates in the place of ``--depart``; a family's own ``--site`` replaces that of the light."""
    parser.conflict_handler = "resolve"
    add_dates(parser, step_d=_STEP_D)
    parser.set_defaults(run=run, fly=fly, model="ephemeris")


def run(chosen: argparse.Namespace) -> int:
    """Fly every date, print, and tell by the exit code whether the scan was complete."""
    try:
        windows = _scan(chosen)
    except PlannerError as error:
        print(error, file=sys.stderr)
        return REFUSED
    if not windows.departures:
        print("\ninterrupted; nothing was flown", file=sys.stderr)
        return INTERRUPTED
    _print(windows, chosen)
    if windows.complete:
        return DONE
    print(f"interrupted; {len(windows.departures)} departures flown", file=sys.stderr)
    return INTERRUPTED


def _scan(chosen: argparse.Namespace) -> FlownWindows:
    from planner.exports.flown_export import FlownWindows
    from planner.transfers.flown_windows import fly_departures
    from planner.transfers.grid import departures

    ground = ground_of(chosen.site or DEFAULT_SITE)
    dates = departures(
        start_tdb_jd=options.tdb_jd(chosen.start),
        end_tdb_jd=options.tdb_jd(chosen.end),
        step_d=chosen.step_d,
        longest_d=0.0,
    )
    found: list[FlownDeparture] = []
    with ProgressLine(sys.stderr) as line, interruptible() as course:
        line.show("flying departures", 0.0)
        fly = partial(_fly, chosen, line, len(dates), found)
        for departure in fly_departures(depart_tdb_jd=dates, fly=fly, ground=ground):
            found.append(departure)
            line.show("flying departures", len(found) / len(dates))
    return FlownWindows(
        family=chosen.family, departures=tuple(found), ground=ground, complete=course.complete
    )


def _fly(
    chosen: argparse.Namespace, line: ProgressLine, count: int, found: list[Any], date: float
) -> Any:
    """One date; what its own search tells moves the bar inside this date's share."""

    def within(_: str, share: float) -> None:
        line.show("flying departures", (len(found) + share) / count)

    return chosen.fly(argparse.Namespace(**vars(chosen), scanned_tdb_jd=date), within)


def _print(windows: FlownWindows, chosen: argparse.Namespace) -> None:
    from planner.exports.flown_export import flown_csv, flown_to_dict
    from planner.exports.transfer_json import dumps_document

    if chosen.json:
        sys.stdout.write(dumps_document(flown_to_dict(windows)))
    elif chosen.csv:
        sys.stdout.write(flown_csv(windows))
    else:
        rows = [_row(row) for row in flown_to_dict(windows)["departures"]]
        print(aligned(_HEAD, rows, right=frozenset(_HEAD[2:])))
        site = chosen.site or DEFAULT_SITE
        print(f"\n* no neighbour is cheaper. Sun and Earth: over {site} at the Moon.")


def _row(departure: dict[str, Any]) -> tuple[str, ...]:
    day = departure["asked_utc"][:16].replace("T", " ")
    if departure["dv_total_m_s"] is None:
        return (day, departure["status"][:_REASON_WIDTH], *["-"] * (len(_HEAD) - 2))
    numbers = (
        ("dv_total_m_s", 1), ("tof_d", 3), ("c3_km2_s2", 3), ("v_inf_km_s", 3),
        ("sun_elevation_deg", 1), ("earth_elevation_deg", 1),
    )  # fmt: skip
    return (
        day,
        "*" if departure["optimum"] else "",
        *(
            "-" if departure[name] is None else f"{departure[name]:.{decimals}f}"
            for name, decimals in numbers
        ),
    )
