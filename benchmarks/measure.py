"""Timing two ways of doing one job, and one row of the table that comes of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import isnan
from statistics import median
from time import perf_counter

#: A sample repeats a fast job until it lasts this long (s): the clock's noise is far below.
_SAMPLE_S = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A job, the planner's time and a peer's (s per ``unit``), and how far they agree."""

    job: str
    unit: str
    ours_s: float
    peer: str
    peer_s: float
    agreement: str

    @property
    def per_second(self) -> tuple[float, float]:
        """How many the planner and the peer do in a second."""
        return 1.0 / self.ours_s, 1.0 / self.peer_s

    @property
    def ratio(self) -> float:
        """How many times as long the peer takes."""
        return self.peer_s / self.ours_s


def scaled(value: float, units: tuple[tuple[float, str], ...]) -> str:
    """Three digits of a value with the first unit, largest first, that it reaches; - for NaN."""
    if isnan(value):
        return "-"
    size, name = next((unit for unit in units if abs(value) >= unit[0]), units[-1])
    return f"{value / size:.3g} {name}"


def length(metres: float) -> str:
    """A length with its unit."""
    return scaled(metres, ((1e3, "km"), (1.0, "m"), (1e-3, "mm"), (1e-6, "um"), (1e-9, "nm")))


def count(number: float) -> str:
    """A number of things, in thousands or millions where it reaches them."""
    return scaled(number, ((1e6, "M"), (1e3, "k"), (1.0, ""))).rstrip()


def duration(seconds: float) -> str:
    """A time with its unit."""
    return scaled(seconds, ((1.0, "s"), (1e-3, "ms"), (1e-6, "us"), (1e-9, "ns")))


def median_seconds(*jobs: Callable[[], object], samples: int = 7) -> tuple[float, ...]:
    """Median wall time (s) of each job, sampled in turn so that load falls on all alike.

    Each job runs once before, which compiles and loads what it needs.
    """
    calls = [_calls_in_a_sample(job) for job in jobs]
    times: list[list[float]] = [[] for _ in jobs]
    for _ in range(samples):
        for job, count, taken in zip(jobs, calls, times, strict=True):
            taken.append(_seconds(job, count))
    return tuple(median(taken) for taken in times)


def _seconds(job: Callable[[], object], count: int) -> float:
    began = perf_counter()
    for _ in range(count):
        job()
    return (perf_counter() - began) / count


def _calls_in_a_sample(job: Callable[[], object]) -> int:
    job()
    return max(1, round(_SAMPLE_S / max(_seconds(job, 1), 1e-7)))
