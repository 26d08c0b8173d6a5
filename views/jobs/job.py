"""A job: one task, its progress, and who is watching."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from threading import Lock
from typing import Any, Literal, TypeAlias

from views.jobs.messages import Declined, Done, Ending, Failed, Infeasible, Partial, Progress
from views.jobs.task import Task

State: TypeAlias = Literal[
    "waiting", "running", "done", "infeasible", "declined", "failed", "cancelled", "timeout"
]
ACTIVE: frozenset[State] = frozenset({"waiting", "running"})
#: Endings that the same task would reach again.
LASTING: frozenset[State] = frozenset({"done", "infeasible", "declined"})

#: Tells whether a watcher who last looked so many seconds ago is still there.
Present: TypeAlias = Callable[[str, float], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class JobView:
    """A job at one moment; safe to read anywhere.

    Attributes
    ----------
    state : str
    text, fraction : str, float
        What is being done, and the share behind (0 to 1).
    partial, partials : object, int
        The latest early answer while the job runs, and how many there were.
    answer : object
        Set when ``state`` is ``done``.
    size_bytes : int
        Room the answer takes.
    infeasible : Infeasible | None
        Set when ``state`` is ``infeasible``.
    declined : str
        Set when ``state`` is ``declined``.
    failure : Failed | None
        Set when ``state`` is ``failed``.
    """

    state: State = "waiting"
    text: str = "Waiting for a free worker"
    fraction: float = 0.0
    partial: object = None
    partials: int = 0
    answer: object = None
    size_bytes: int = 0
    infeasible: Infeasible | None = None
    declined: str = ""
    failure: Failed | None = None

    @property
    def active(self) -> bool:
        """True while there is something to wait for."""
        return self.state in ACTIVE

    @property
    def lasting(self) -> bool:
        """True if computing it again would change nothing."""
        if self.infeasible is not None and not (self.infeasible.proven and self.infeasible.minimal):
            return False  # the clock cut it short: another time it may say more
        return self.state in LASTING


@dataclass(eq=False)
class Job:
    """One task to compute, its progress, and who is watching."""

    task: Task[Any]
    started_s: float = field(default_factory=time.monotonic)
    _view: JobView = field(default_factory=JobView)
    _watchers: dict[str, float] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    @property
    def view(self) -> JobView:
        """The job now."""
        with self._lock:
            return self._view

    @property
    def elapsed_s(self) -> float:
        """Seconds since the job was asked for."""
        return time.monotonic() - self.started_s

    def watch(self, watcher: str) -> None:
        """Note that a session is looking at this job."""
        with self._lock:
            self._watchers[watcher] = time.monotonic()

    def watched_by(self, watcher: str) -> bool:
        """Tell whether this watcher has looked and not left."""
        with self._lock:
            return watcher in self._watchers

    def leave(self, watcher: str) -> None:
        """Forget a watcher."""
        with self._lock:
            self._watchers.pop(watcher, None)

    def abandoned(self, present: Present) -> bool:
        """Tell whether none of its watchers is still there."""
        with self._lock:
            seen = list(self._watchers.items())
        now = time.monotonic()
        return not any(present(watcher, now - last) for watcher, last in seen)

    def start(self) -> bool:
        """Move from waiting to running; False if it was ended meanwhile."""
        with self._lock:
            if self._view.state != "waiting":
                return False
            self._view = replace(self._view, state="running", text="Starting")
            return True

    def report(self, message: Progress | Partial) -> None:
        """Take over progress, kept within 0 to 1, or an early answer."""
        with self._lock:
            if self._view.active:
                self._view = _moved(self._view, message)

    def end(self, ending: Ending | State) -> None:
        """End the job; the first ending counts."""
        with self._lock:
            if self._view.active:
                self._view = _ended(ending)


def _moved(view: JobView, message: Progress | Partial) -> JobView:
    if isinstance(message, Partial):
        return replace(view, partial=message.answer, partials=view.partials + 1)
    fraction = min(1.0, max(0.0, message.fraction))
    return replace(view, text=message.text, fraction=fraction)


def _ended(ending: Ending | State) -> JobView:
    match ending:
        case Done(answer, size_bytes):
            return JobView(state="done", fraction=1.0, answer=answer, size_bytes=size_bytes)
        case Infeasible():
            return JobView(state="infeasible", fraction=1.0, infeasible=ending)
        case Declined(message):
            return JobView(state="declined", fraction=1.0, declined=message)
        case Failed():
            return JobView(state="failed", failure=ending)
        case _:
            return JobView(state=ending)
