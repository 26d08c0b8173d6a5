"""``windows direct`` and ``windows return``: a grid of cheap cells, its optima flown."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from planner.errors import PlannerError
from planner.terminal import options
from planner.terminal.codes import DONE, INTERRUPTED, REFUSED
from planner.terminal.families import earth_return
from planner.terminal.progress import ProgressLine
from planner.terminal.scans.common import add_dates, ground_of, interruptible
from planner.terminal.table import aligned

if TYPE_CHECKING:
    from planner.exports.windows_export import Windows
    from planner.transfers.grid import Optimum, Survey, WindowGrid

    Refine = Callable[[WindowGrid, tuple[int, int]], Optimum]

_HEAD: Final = (
    "Departure", "tof d", "Plane", "Grid m/s", "Flown m/s", "at tof d", "C3 km2/s2", "v-inf km/s",
    "Decl. deg", "Sun deg", "Earth deg",
)  # fmt: skip
#: Share of the progress bar given to the survey; flying the optima takes the rest.
_SURVEY_SHARE: Final = 0.3


@dataclass(frozen=True, slots=True, kw_only=True)
class _Scan:
    """How a family is scanned; ``kit`` reads its options when the command runs."""

    family: str
    help: str
    tof_d: tuple[float, float]
    add_options: Callable[[argparse.ArgumentParser], None]
    kit: Callable[[argparse.Namespace], tuple[Survey, Refine, tuple[float, float]]]


def _direct_options(parser: argparse.ArgumentParser) -> None:
    options.add_pad(parser)
    options.add_orbits(parser, both_planes=True)


def _direct_kit(chosen: argparse.Namespace) -> tuple[Survey, Refine, tuple[float, float]]:
    from planner.transfers.direct import TOF_RANGE_D
    from planner.transfers.porkchop_direct import direct_cells, refine_direct

    request = options.direct_request(chosen)
    return direct_cells(request), lambda g, c: refine_direct(g, c, request), TOF_RANGE_D


def _return_kit(chosen: argparse.Namespace) -> tuple[Survey, Refine, tuple[float, float]]:
    from planner.transfers.earth_return import TOF_RANGE_D
    from planner.transfers.porkchop_return import refine_return, return_cells

    request = earth_return.return_request(chosen)
    return return_cells(request), lambda g, c: refine_return(g, c, request), TOF_RANGE_D


SCANS: Final = (
    _Scan(
        family="direct", help="parking orbit to lunar orbit in 3 to 6 days", tof_d=(3.0, 6.0),
        add_options=_direct_options, kit=_direct_kit,
    ),
    _Scan(
        family="return", help="lunar orbit to an entry interface of the Earth", tof_d=(2.5, 5.5),
        add_options=lambda parser: earth_return.add_options(parser, both_planes=True),
        kit=_return_kit,
    ),
)  # fmt: skip


def add_to(families: Any) -> None:
    """Add the families that have a grid to the command line."""
    for scan in SCANS:
        parser = families.add_parser(scan.family, help=scan.help)
        add_dates(parser, step_d=1.0)
        low, high = scan.tof_d
        for option, value, what in (
            ("--tof-min-d", low, "shortest time of flight"),
            ("--tof-max-d", high, "longest"),
            ("--tof-step-d", 0.25, "between two columns of the grid"),
        ):
            parser.add_argument(
                option, type=options.number, default=value, metavar="D", help=f"{what} ({value:g})"
            )
        scan.add_options(parser)
        parser.set_defaults(run=run, kit=scan.kit)


def run(chosen: argparse.Namespace) -> int:
    """Scan, print, and tell by the exit code whether the scan was complete."""
    try:
        windows = _scan(chosen)
    except PlannerError as error:
        print(error, file=sys.stderr)
        return REFUSED
    if windows is None:
        print("\ninterrupted; nothing was scanned", file=sys.stderr)
        return INTERRUPTED
    _print(windows, chosen)
    if windows.complete:
        return DONE
    rows = len(windows.grid.depart_tdb_jd)
    flown = sum(o.refined is not None for o in windows.optima)
    print(
        f"interrupted; {rows} departures scanned, {flown} of {len(windows.optima)} optima flown",
        file=sys.stderr,
    )
    return INTERRUPTED


def _scan(chosen: argparse.Namespace) -> Windows | None:
    from planner.exports.windows_export import Windows
    from planner.transfers import grid as grids

    survey, refine, allowed_d = chosen.kit(chosen)
    ground = ground_of(chosen.site)
    jd = grids.departures(
        start_tdb_jd=options.tdb_jd(chosen.start, "--start"),
        end_tdb_jd=options.tdb_jd(chosen.end, "--end"),
        step_d=chosen.step_d,
        longest_d=allowed_d[1],
    )
    tof_d = grids.flight_times(
        low_d=chosen.tof_min_d, high_d=chosen.tof_max_d, step_d=chosen.tof_step_d,
        allowed_d=allowed_d,
    )  # fmt: skip
    blocks: list[WindowGrid] = []
    found: dict[tuple[int, int], Optimum] = {}
    with ProgressLine(sys.stderr) as line, interruptible() as course:
        line.show("surveying departures", 0.0)
        for block in grids.grid_blocks(depart_tdb_jd=jd, tof_d=tof_d, survey=survey, ground=ground):
            blocks.append(block)
            done = sum(len(b.depart_tdb_jd) for b in blocks) / len(jd)
            line.show("surveying departures", _SURVEY_SHARE * done)
        grid = grids.joined(blocks)
        cells = grids.local_optima(grid)
        for k, cell in enumerate(cells):
            found[cell] = refine(grid, cell)
            share = _SURVEY_SHARE + (1.0 - _SURVEY_SHARE) * (k + 1) / len(cells)
            line.show("flying the optima", share)
    if not blocks:
        return None
    grid = grids.joined(blocks)
    optima = tuple(
        found.get(cell, grids.Optimum(row=cell[0], column=cell[1], refined=None))
        for cell in grids.local_optima(grid)
    )
    return Windows(
        family=chosen.family, grid=grid, optima=optima, ground=ground, complete=course.complete
    )


def _print(windows: Windows, chosen: argparse.Namespace) -> None:
    from planner.exports.transfer_json import dumps_document
    from planner.exports.windows_export import windows_csv, windows_to_dict

    if chosen.json:
        sys.stdout.write(dumps_document(windows_to_dict(windows)))
    elif chosen.csv:
        sys.stdout.write(windows_csv(windows))
    else:
        print(_text(windows, chosen.site))


def _text(windows: Windows, site: str) -> str:
    from planner.exports.windows_export import optimum_to_dict

    rows = [_row(optimum_to_dict(windows, optimum)) for optimum in windows.optima]
    status = windows.grid.status
    counts = [
        f"{int((status == code).sum())} {word}"
        for code, word in enumerate(windows.grid.words)
        if (status == code).any()
    ]
    return "\n".join(
        [
            aligned(_HEAD, rows, right=frozenset(_HEAD[1:]) - {"Plane"}),
            "",
            f"{status.size} cells: {'; '.join(counts)}.",
            f"Grid: two-body arcs. Flown: ephemeris. Sun and Earth: over {site} at the Moon.",
        ]
    )


def _row(optimum: dict[str, Any]) -> tuple[str, ...]:
    grid, refined = optimum["grid"], optimum["refined"]
    return (
        grid["departure_utc"][:10],
        f"{grid['tof_d']:.2f}",
        grid["plane"],
        f"{grid['dv_total_m_s']:.0f}",
        "-" if refined is None else f"{refined['dv_total_m_s']:.0f}",
        "-" if refined is None else f"{refined['tof_d']:.2f}",
        f"{grid['c3_km2_s2']:.3f}",
        f"{grid['v_inf_km_s']:.3f}",
        f"{grid['declination_deg']:.1f}",
        f"{grid['sun_elevation_deg']:.1f}",
        f"{grid['earth_elevation_deg']:.1f}",
    )
