"""``windows FAMILY``: a porkchop scan, its optima flown; Ctrl-C keeps what is done."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING, Any, Final

from planner.errors import PlannerError
from planner.terminal import options
from planner.terminal.codes import DONE, INTERRUPTED, REFUSED
from planner.terminal.progress import ProgressLine
from planner.terminal.table import aligned

if TYPE_CHECKING:
    from planner.exports.windows_export import Windows
    from planner.transfers.porkchop import Ground

DEFAULT_SITE: Final = "ce7_peak"
_HEAD: Final = (
    "Departure", "tof d", "Plane", "Grid m/s", "Flown m/s", "at tof d", "C3 km2/s2", "v-inf km/s",
    "Decl. deg", "Sun deg", "Earth deg",
)  # fmt: skip
#: Share of the progress bar given to the survey; flying the optima takes the rest.
_SURVEY_SHARE: Final = 0.3


def add_to(verbs: Any) -> None:
    """Add the command and its families to the command line."""
    windows = verbs.add_parser("windows", help="scan departures for the cheapest transfers")
    families = windows.add_subparsers(dest="family", required=True, metavar="FAMILY")
    direct = families.add_parser("direct", help="parking orbit to lunar orbit in 3 to 6 days")
    direct.add_argument("--start", type=options.epoch, required=True, metavar="DATE")
    direct.add_argument("--end", type=options.epoch, required=True, metavar="DATE")
    direct.add_argument("--step-d", type=options.number, default=1.0, metavar="D")
    direct.add_argument("--tof-min-d", type=options.number, default=3.0, metavar="D")
    direct.add_argument("--tof-max-d", type=options.number, default=6.0, metavar="D")
    direct.add_argument("--tof-step-d", type=options.number, default=0.25, metavar="D")
    direct.add_argument(
        "--site", default=DEFAULT_SITE, metavar="ID",
        help=f"lunar site whose light on arrival is reported ({DEFAULT_SITE})",
    )  # fmt: skip
    form = direct.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="print the grid and optima as JSON")
    form.add_argument("--csv", action="store_true", help="print every cell as CSV")
    options.add_pad(direct)
    options.add_orbits(direct, both_planes=True)
    direct.set_defaults(run=run_windows)


def run_windows(chosen: argparse.Namespace) -> int:
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
    rows, flown = len(windows.grid.tli_tdb_jd), sum(o.refined is not None for o in windows.optima)
    print(
        f"interrupted; {rows} departures scanned, {flown} of {len(windows.optima)} optima flown",
        file=sys.stderr,
    )
    return INTERRUPTED


def _scan(chosen: argparse.Namespace) -> Windows | None:
    from planner.exports.windows_export import Windows
    from planner.transfers import porkchop

    request = options.direct_request(chosen)
    ground = _ground(chosen.site)
    jd = porkchop.departures(
        start_tdb_jd=options.tdb_jd(chosen.start),
        end_tdb_jd=options.tdb_jd(chosen.end),
        step_d=chosen.step_d,
    )
    tof_d = porkchop.flight_times(
        low_d=chosen.tof_min_d, high_d=chosen.tof_max_d, step_d=chosen.tof_step_d
    )
    blocks: list[porkchop.Porkchop] = []
    found: dict[tuple[int, int], porkchop.Optimum] = {}
    complete = False
    with ProgressLine(sys.stderr) as line:
        try:
            line.show("surveying departures", 0.0)
            for block in porkchop.porkchop_blocks(
                tli_tdb_jd=jd, tof_d=tof_d, request=request, ground=ground
            ):
                blocks.append(block)
                done = sum(len(b.tli_tdb_jd) for b in blocks) / len(jd)
                line.show("surveying departures", _SURVEY_SHARE * done)
            grid = porkchop.joined(blocks)
            cells = porkchop.local_optima(grid)
            for k, cell in enumerate(cells):
                found[cell] = porkchop.refine(grid, cell, request)
                share = _SURVEY_SHARE + (1.0 - _SURVEY_SHARE) * (k + 1) / len(cells)
                line.show("flying the optima", share)
            complete = True
        except (KeyboardInterrupt, SystemError) as error:
            # Compiled code that Ctrl-C meets wraps it so; anything else is a defect.
            if isinstance(error, SystemError) and not isinstance(
                error.__cause__, KeyboardInterrupt
            ):
                raise
    if not blocks:
        return None
    grid = porkchop.joined(blocks)
    optima = tuple(
        found.get(cell, porkchop.Optimum(row=cell[0], column=cell[1], refined=None))
        for cell in porkchop.local_optima(grid)
    )
    return Windows(family=chosen.family, grid=grid, optima=optima, ground=ground, complete=complete)


def _ground(site_id: str) -> Ground:
    from planner.transfers.porkchop import Ground

    site = options.catalogue_entry("sites", site_id, "--site")
    return Ground(
        lat_deg=site.lat_deg.value,
        lon_deg=site.lon_deg.value,
        horizon_deg=site.effective_horizon_deg.value,
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
    from planner.transfers.scan import CELL_WORDS

    rows = [_row(optimum_to_dict(windows, optimum)) for optimum in windows.optima]
    status = windows.grid.status
    counts = [
        f"{int((status == code).sum())} {word}"
        for code, word in enumerate(CELL_WORDS)
        if (status == code).any()
    ]
    return "\n".join(
        [
            aligned(_HEAD, rows, right=frozenset(_HEAD[1:]) - {"Plane"}),
            "",
            f"{status.size} cells: {'; '.join(counts)}.",
            f"Grid: two-body arcs. Flown: ephemeris. Sun and Earth: over {site} on arrival.",
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
