"""The planning service: a few worker processes, one job a scenario, a bounded memory."""

from __future__ import annotations

import os
import threading
from collections import OrderedDict
from collections.abc import Sequence
from queue import SimpleQueue
from typing import Final

from planner.scenario import Scenario
from views.jobs.job import LASTING, Job, State
from views.jobs.process import COMMAND
from views.jobs.tender import Tender

#: Longest a plan may take before its process is ended (s, wall clock).
TIMEOUT_S: Final = 300.0
#: Answers kept for the whole class.
KEEP: Final = 32
#: A page that has not looked for this long does not hold a job back from Cancel (s).
_FRESH_S: Final = 15.0


def default_workers() -> int:
    """Return how many worker processes suit this machine: the solver wants cores of its own."""
    return 2 if (os.cpu_count() or 1) >= 4 else 1


class PlanService:
    """Plans scenarios, each once for everybody, in processes that can be killed.

    Parameters
    ----------
    workers : int
        Worker processes, each with a thread that tends it.
    timeout_s : float
        Longest a plan may take (s).
    keep : int
        Lasting answers remembered, the least recently used forgotten first.
    command : sequence of str
        How a worker is started.
    """

    def __init__(
        self,
        *,
        workers: int | None = None,
        timeout_s: float = TIMEOUT_S,
        keep: int = KEEP,
        command: Sequence[str] = COMMAND,
    ) -> None:
        self._keep = keep
        self._jobs: OrderedDict[str, Job] = OrderedDict()
        self._lock = threading.Lock()
        self._queue: SimpleQueue[Job | None] = SimpleQueue()
        self._tenders = [
            Tender(self._queue, command=command, timeout_s=timeout_s)
            for _ in range(workers or default_workers())
        ]

    def find(self, sha256: str) -> Job | None:
        """Return the job of a scenario, if it is known."""
        with self._lock:
            return self._jobs.get(sha256)

    def submit(self, scenario: Scenario, *, watcher: str) -> Job:
        """Return the job of a scenario, started if there is no answer yet.

        The watcher leaves whatever else it was waiting for.
        """
        self._leave_others(watcher, but=scenario.sha256)
        with self._lock:
            job = self._jobs.get(scenario.sha256)
            if job is None or not (job.view.active or job.view.state in LASTING):
                job = self._jobs[scenario.sha256] = Job(scenario)
                self._queue.put(job)
            self._jobs.move_to_end(scenario.sha256)
            self._forget_oldest()
        job.watch(watcher)
        return job

    def cancel(self, job: Job, *, watcher: str) -> None:
        """Stop watching a job, and kill its process if nobody else is watching."""
        if job.leave(watcher, fresh_s=_FRESH_S):
            self._stop(job, "cancelled")

    def ahead_of(self, job: Job) -> int:
        """Return how many jobs wait or run before this one."""
        with self._lock:
            active = [one for one in self._jobs.values() if one.view.active]
        return sum(one.started_s < job.started_s for one in active)

    def close(self) -> None:
        """End every job and every process."""
        with self._lock:
            jobs = list(self._jobs.values())
        for _ in self._tenders:
            self._queue.put(None)
        for job in jobs:
            self._stop(job, "cancelled")
        for tender in self._tenders:
            tender.join()

    def _stop(self, job: Job, state: State) -> None:
        job.end(state)
        for tender in self._tenders:
            tender.drop(job)

    def _leave_others(self, watcher: str, *, but: str) -> None:
        with self._lock:
            jobs = list(self._jobs.items())
        others = [job for sha256, job in jobs if sha256 != but and job.watched_by(watcher)]
        for job in others:
            self.cancel(job, watcher=watcher)

    def _forget_oldest(self) -> None:
        for sha256 in list(self._jobs):
            if len(self._jobs) <= self._keep:
                return
            if not self._jobs[sha256].view.active:
                del self._jobs[sha256]
