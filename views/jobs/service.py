"""The job service: a few worker processes, one job a task, a bounded memory."""

from __future__ import annotations

import os
import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from queue import SimpleQueue
from typing import Any, Final

from views.jobs.job import Job, State
from views.jobs.process import COMMAND
from views.jobs.task import Task
from views.jobs.tender import Tender

#: Longest a job may take before its process is ended (s, wall clock).
TIMEOUT_S: Final = 300.0
#: Answers kept for the whole class, and the room they may take together (bytes, as pickled).
KEEP: Final = 64
KEEP_BYTES: Final = 256 * 2**20
#: A watcher that has not looked for this long, and is not connected, has left (s).
GRACE_S: Final = 15.0
#: How often the service looks for jobs that nobody watches (s).
_LOOK_S: Final = 2.0


def default_workers() -> int:
    """Return how many worker processes suit this machine: the solver wants cores of its own."""
    return 2 if (os.cpu_count() or 1) >= 4 else 1


class JobService:
    """Runs tasks, each once for everybody, in processes that can be killed.

    Parameters
    ----------
    workers : int
        Worker processes, each with a thread that tends it.
    timeout_s : float
        Longest a job may take (s).
    keep, keep_bytes : int
        Lasting answers remembered, in number and in bytes, the least recently used
        forgotten first.
    grace_s : float
        A watcher not seen for so long has left, unless it is connected (s).
    connected : callable
        Tells whether a watcher's session is connected to the server at this moment.
    command : sequence of str
        How a worker is started.
    """

    def __init__(
        self,
        *,
        workers: int | None = None,
        timeout_s: float = TIMEOUT_S,
        keep: int = KEEP,
        keep_bytes: int = KEEP_BYTES,
        grace_s: float = GRACE_S,
        connected: Callable[[str], bool] = lambda _: False,
        command: Sequence[str] = COMMAND,
    ) -> None:
        self._keep, self._keep_bytes = keep, keep_bytes
        self._grace_s, self._connected = grace_s, connected
        self._jobs: OrderedDict[str, Job] = OrderedDict()
        self._lock = threading.Lock()
        self._queue: SimpleQueue[Job | None] = SimpleQueue()
        self._tenders = [
            Tender(self._queue, command=command, timeout_s=timeout_s)
            for _ in range(workers or default_workers())
        ]
        self._closed = threading.Event()
        self._reaper = threading.Thread(target=self._reap, name="jobs-left", daemon=True)
        self._reaper.start()

    def find(self, task: Task[Any]) -> Job | None:
        """Return the job of a task, if it is known; who looks at an answer uses it."""
        with self._lock:
            job = self._jobs.get(task.identity)
            if job is not None:
                self._jobs.move_to_end(task.identity)
            return job

    def submit(self, task: Task[Any], *, watcher: str) -> Job:
        """Return the job of a task, started if there is no answer yet.

        The watcher leaves whatever else it was waiting for.
        """
        identity = task.identity
        self._leave_others(watcher, but=identity)
        with self._lock:
            job = self._jobs.get(identity)
            if job is None or not (job.view.active or job.view.lasting):
                job = self._jobs[identity] = Job(task)
                job.watch(watcher)  # before it can be taken for abandoned
                self._queue.put(job)
            job.watch(watcher)
            self._jobs.move_to_end(identity)
            self._forget_oldest()
        return job

    def cancel(self, job: Job, *, watcher: str) -> None:
        """Stop watching a job, and kill its process if nobody else is watching."""
        job.leave(watcher)
        if job.view.active and job.abandoned(self._present):
            self._stop(job, "cancelled")

    def ahead_of(self, job: Job) -> int:
        """Return how many jobs wait or run before this one."""
        with self._lock:
            active = [one for one in self._jobs.values() if one.view.active]
        return sum(one.started_s < job.started_s for one in active)

    def close(self) -> None:
        """End every job and every process."""
        self._closed.set()
        with self._lock:
            jobs = list(self._jobs.values())
        for _ in self._tenders:
            self._queue.put(None)
        for job in jobs:
            self._stop(job, "cancelled")
        for tender in self._tenders:
            tender.join()
        self._reaper.join()

    def _present(self, watcher: str, unseen_s: float) -> bool:
        return unseen_s <= self._grace_s or self._connected(watcher)

    def _reap(self) -> None:
        """Stop the jobs whose watchers have all left, again and again."""
        while not self._closed.wait(min(_LOOK_S, self._grace_s)):
            with self._lock:
                active = [job for job in self._jobs.values() if job.view.active]
            for job in active:
                if job.abandoned(self._present):
                    self._stop(job, "cancelled")

    def _stop(self, job: Job, state: State) -> None:
        job.end(state)
        for tender in self._tenders:
            tender.drop(job)

    def _leave_others(self, watcher: str, *, but: str) -> None:
        with self._lock:
            jobs = list(self._jobs.items())
        for identity, job in jobs:
            if identity != but and job.watched_by(watcher):
                self.cancel(job, watcher=watcher)

    def _forget_oldest(self) -> None:
        room = sum(job.view.size_bytes for job in self._jobs.values())
        for identity in list(self._jobs):
            if len(self._jobs) <= self._keep and room <= self._keep_bytes:
                return
            job = self._jobs[identity]
            if not job.view.active and identity != next(reversed(self._jobs)):
                room -= job.view.size_bytes
                del self._jobs[identity]
