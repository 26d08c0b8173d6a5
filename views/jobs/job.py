"""A planning job: shared by every page that shows the same scenario."""

from __future__ import annotations

import time
from dataclasses import dataclass, field, replace
from threading import Lock
from typing import Literal, TypeAlias

from planner.plan import CampaignPlan
from planner.scenario import Scenario
from views.jobs.messages import Ending, Failed, Infeasible, Planned, Progress

State: TypeAlias = Literal[
    "waiting", "running", "planned", "infeasible", "failed", "cancelled", "timeout"
]
ACTIVE: frozenset[State] = frozenset({"waiting", "running"})
#: Endings that the same scenario would reach again.
LASTING: frozenset[State] = frozenset({"planned", "infeasible"})


@dataclass(frozen=True, slots=True, kw_only=True)
class JobView:
    """A job at one moment; safe to read anywhere.

    Attributes
    ----------
    state : str
    text, fraction : str, float
        What is being done, and the share behind (0 to 1).
    plan : CampaignPlan | None
        Set when ``state`` is ``planned``.
    reasons, proven : tuple[str, ...], bool
        Set when ``state`` is ``infeasible``.
    failure : Failed | None
        Set when ``state`` is ``failed``.
    """

    state: State = "waiting"
    text: str = "Waiting for a free worker"
    fraction: float = 0.0
    plan: CampaignPlan | None = None
    reasons: tuple[str, ...] = ()
    proven: bool = True
    failure: Failed | None = None

    @property
    def active(self) -> bool:
        """True while there is something to wait for."""
        return self.state in ACTIVE


@dataclass(eq=False)
class Job:
    """One scenario to plan, its progress, and who is watching."""

    scenario: Scenario
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
        """Note that a page is looking at this job."""
        with self._lock:
            self._watchers[watcher] = time.monotonic()

    def watched_by(self, watcher: str) -> bool:
        """Tell whether this watcher has looked and not left."""
        with self._lock:
            return watcher in self._watchers

    def leave(self, watcher: str, *, fresh_s: float) -> bool:
        """Forget a watcher; True if nobody else looked within the last ``fresh_s`` seconds."""
        with self._lock:
            self._watchers.pop(watcher, None)
            return all(time.monotonic() - seen > fresh_s for seen in self._watchers.values())

    def start(self) -> bool:
        """Move from waiting to running; False if it was ended meanwhile."""
        with self._lock:
            if self._view.state != "waiting":
                return False
            self._view = replace(self._view, state="running", text="Starting")
            return True

    def report(self, progress: Progress) -> None:
        """Take over progress, kept within 0 to 1."""
        fraction = min(1.0, max(0.0, progress.fraction))
        with self._lock:
            if self._view.active:
                self._view = replace(self._view, text=progress.text, fraction=fraction)

    def end(self, ending: Ending | State) -> None:
        """End the job; the first ending counts."""
        with self._lock:
            if self._view.active:
                self._view = _ended(ending)


def _ended(ending: Ending | State) -> JobView:
    match ending:
        case Planned(plan):
            return JobView(state="planned", fraction=1.0, plan=plan)
        case Infeasible(reasons, proven):
            return JobView(state="infeasible", fraction=1.0, reasons=reasons, proven=proven)
        case Failed():
            return JobView(state="failed", failure=ending)
        case _:
            return JobView(state=ending)
