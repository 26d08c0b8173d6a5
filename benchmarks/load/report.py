"""What the class saw, as a table and as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any, Final

from benchmarks.load.pupil import Tally

#: Interactions that ask for no new plan, in the order of the table.
LIGHT: Final = ("page", "date", "scenario", "flight")
_ORDER: Final = ("open", *LIGHT, "plan again", "re-planned")
_LINE: Final = "{:<22} {:>6} {:>9} {:>9} {:>9}"
_MOST_TOLD: Final = 10


@dataclass(frozen=True, slots=True)
class Sample:
    """Memory at a moment: of the server, and of its worker processes (MB)."""

    after_s: float
    server_mb: float
    workers_mb: float


def quantile(values: Sequence[float], share: float) -> float:
    """Return the smallest value that so large a share of the values does not exceed."""
    ranked = sorted(values)
    return ranked[max(ceil(share * len(ranked)), 1) - 1]


def lines(tally: Tally, memory: Sequence[Sample], *, sessions: int, seconds: float) -> list[str]:
    """Return the table: seconds from the click to the end of the script, by kind."""
    rows = {kind: tally.seconds[kind] for kind in _ORDER if tally.seconds.get(kind)}
    light = [one for kind in LIGHT for one in rows.get(kind, ())]
    told = [
        f"{sessions} sessions for {seconds:.0f} s; seconds from the click to its answer",
        "",
        _LINE.format("interaction", "count", "p50 (s)", "p95 (s)", "max (s)"),
    ]
    told += [_row(kind, values) for kind, values in rows.items()]
    if light:
        told.append(_row("all light ones", light))
    told += ["", *_memory_lines(memory), ""]
    told += _told("lost answers", tally.lost)
    told += _told("answers of another session", tally.foreign)
    told += _told("errors", tally.errors)
    return told


def as_dict(
    tally: Tally, memory: Sequence[Sample], *, sessions: int, seconds: float
) -> dict[str, Any]:
    """Return the same for a file, every measured time in it."""
    return {
        "sessions": sessions,
        "seconds": seconds,
        "latencies_s": tally.seconds,
        "memory_mb": [[one.after_s, one.server_mb, one.workers_mb] for one in memory],
        "lost": tally.lost,
        "foreign": tally.foreign,
        "errors": tally.errors,
    }


def _row(kind: str, values: Sequence[float]) -> str:
    figures = (quantile(values, 0.5), quantile(values, 0.95), max(values))
    return _LINE.format(kind, len(values), *(f"{one:.2f}" for one in figures))


def _memory_lines(memory: Sequence[Sample]) -> list[str]:
    if not memory:
        return ["memory: not measured, this system tells it neither in /proc nor by ps"]
    last = len(memory) - 1
    picked = [memory[round(last * part / 4)] for part in range(5)]
    head = _LINE.format("memory (MB)", *(f"{one.after_s:.0f} s" for one in picked[:4]))
    return [
        f"{head} {f'{picked[4].after_s:.0f} s':>9}",
        _memory_row("server", [one.server_mb for one in picked]),
        _memory_row("its workers", [one.workers_mb for one in picked]),
    ]


def _memory_row(name: str, values: Sequence[float]) -> str:
    told = [f"{one:.0f}" for one in values]
    return f"{_LINE.format(name, *told[:4])} {told[4]:>9}"


def _told(what: str, found: Sequence[str]) -> list[str]:
    more = len(found) - _MOST_TOLD
    rest = [f"  and {more} more"] if more > 0 else []
    return [f"{what}: {len(found)}", *(f"  {one}" for one in found[:_MOST_TOLD]), *rest]
