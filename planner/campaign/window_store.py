"""Windows kept on disk between processes, beside the compiled kernels.

A file holds one set: figures as JSON, sampled paths as plain arrays, nothing that runs when
it is read. Its name is a hash of what decides the windows: the set, every source file behind
them and the versions of the libraries. A file that cannot be read is as good as none and is
written again; files appear whole or not at all, so processes may share the folder. The sets
used longest ago go when the folder grows too large.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
from collections.abc import Hashable, Sequence
from contextlib import suppress
from dataclasses import asdict
from datetime import datetime
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

import numpy as np

from planner import epochs
from planner.astro.kernel_cache import fingerprint
from planner.campaign.dated import Opportunity
from planner.files import replace_file
from planner.transfers.transfer import Arrival, Burn, ParkingOrbit, Transfer, frozen

#: Most the folder may hold (bytes): the sets of some ten scenarios.
MOST_BYTES: Final = 256_000_000
#: Set to ``off``, nothing is read from disk or written.
SWITCH: Final = "LUNAR_STATION_WINDOW_CACHE"

#: The ephemeris.
_DATA: Final = Path(__file__).parents[1] / "astro" / "data"
_PATHS: Final = ("path_tdb_jd", "path_earth_km", "path_moon_km")
#: The leap seconds behind UTC come with pyerfa and astropy-iers-data.
_LIBRARIES: Final = (
    "numpy", "scipy", "numba", "jplephem", "astropy", "pyerfa", "astropy-iers-data",
)  # fmt: skip


def stored(wanted: Hashable) -> tuple[Opportunity, ...] | None:
    """The windows of a set, if they are on disk and whole."""
    file = _file(wanted)
    if file is None:
        return None
    try:
        with file.open("rb") as stream, np.load(stream, allow_pickle=False) as held:
            arrays = {name: held[name] for name in held.files}
        found = _read(json.loads(arrays["figures"].tobytes()), arrays)
    except Exception:  # whatever is wrong with the file, computing anew mends it
        return None
    with suppress(OSError):
        os.utime(file)
    return found


def store(wanted: Hashable, found: Sequence[Opportunity]) -> None:
    """Keep a set on disk; silently nothing where that cannot be."""
    file = _file(wanted)
    if file is None:
        return
    with suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        replace_file(file, _written(found))
        _forget(file)


def _file(wanted: Hashable) -> Path | None:
    kernels = os.environ.get("NUMBA_CACHE_DIR")
    if kernels is None or os.environ.get(SWITCH) == "off":
        return None
    folder = Path(kernels)
    base = folder.parent.parent if folder.parent.name == "kernels" else folder
    name = hashlib.sha256(f"{_software()} {wanted!r}".encode()).hexdigest()[:32]
    return base / "windows" / f"{name}.npz"


@cache
def _software() -> str:
    """What computes the windows: kernels and all that stands around them, and libraries."""
    digest = hashlib.sha256(fingerprint().encode())
    here = Path(__file__)
    names = ("dated.py", "opportunities.py", "staging.py")
    around = (here, *map(here.with_name, names))
    for file in (*around, Path(epochs.__file__), *sorted(_DATA.glob("*.bsp"))):
        digest.update(file.read_bytes())
    return f"{digest.hexdigest()} {[version(name) for name in _LIBRARIES]}"


def _written(found: Sequence[Opportunity]) -> bytes:
    figures = [_figures(opportunity) for opportunity in found]
    arrays = {
        name: np.concatenate([getattr(o.transfer, name) for o in found] or [np.empty(0)])
        for name in _PATHS
    }
    arrays["figures"] = np.frombuffer(json.dumps(figures).encode(), dtype=np.uint8)
    buffer = io.BytesIO()
    np.savez(buffer, allow_pickle=False, **arrays)
    return buffer.getvalue()


def _figures(opportunity: Opportunity) -> dict[str, Any]:
    transfer = opportunity.transfer
    dates = (
        opportunity.launch_utc,
        opportunity.tli_utc,
        opportunity.arrival_utc,
        opportunity.landing_utc,
    )
    return {
        "dates": [None if date is None else date.isoformat() for date in dates],
        "samples": len(transfer.path_tdb_jd),
        "family": transfer.family,
        "model": transfer.model,
        "parking": asdict(transfer.parking),
        "burns": [asdict(burn) for burn in transfer.burns],
        "tof_d": transfer.tof_d,
        "c3_km2_s2": transfer.c3_km2_s2,
        "arrival": asdict(transfer.arrival),
        "residuals": dict(transfer.residuals),
    }


def _read(figures: list[dict[str, Any]], arrays: dict[str, Any]) -> tuple[Opportunity, ...]:
    found, at = [], 0
    for one in figures:
        part = slice(at, at + one["samples"])
        at = part.stop
        found.append(_opportunity(one, {name: frozen(arrays[name][part]) for name in _PATHS}))
    if any(len(arrays[name]) != at for name in _PATHS):
        raise ValueError("paths and figures differ in number")
    return tuple(found)


def _opportunity(one: dict[str, Any], paths: dict[str, Any]) -> Opportunity:
    launch, tli, arrival, landing = (
        None if date is None else datetime.fromisoformat(date) for date in one["dates"]
    )
    assert launch is not None
    assert tli is not None
    assert arrival is not None
    transfer = Transfer(
        family=one["family"],
        model=one["model"],
        parking=ParkingOrbit(**one["parking"]),
        burns=tuple(_burn(burn) for burn in one["burns"]),
        tof_d=one["tof_d"],
        c3_km2_s2=one["c3_km2_s2"],
        arrival=Arrival(**one["arrival"]),
        residuals=one["residuals"],
        **paths,
    )
    return Opportunity(
        transfer=transfer,
        launch_utc=launch,
        tli_utc=tli,
        arrival_utc=arrival,
        landing_utc=landing,
    )


def _burn(burn: dict[str, Any]) -> Burn:
    vectors = {key: tuple(burn[key]) for key in ("r_km", "v_before_km_s", "v_after_km_s")}
    plain: dict[str, Any] = burn | vectors
    return Burn(**plain)


def _forget(newest: Path) -> None:
    """Remove the sets used longest ago until the rest is small enough."""
    files = [file for file in newest.parent.glob("*.npz") if file != newest]
    files.sort(key=lambda file: file.stat().st_mtime, reverse=True)
    size = newest.stat().st_size
    for file in files:
        size += file.stat().st_size
        if size > MOST_BYTES:
            file.unlink(missing_ok=True)
