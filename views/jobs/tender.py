"""A thread that tends one worker process: starts it, feeds it, replaces it when it is gone."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from queue import SimpleQueue
from threading import Lock, Thread

from views.jobs.allowance import Allowance
from views.jobs.job import Job, State
from views.jobs.messages import Failed, Partial, Progress
from views.jobs.process import MOST_BYTES, WorkerProcess
from views.jobs.wire import FrameTooLargeError

_LOST = Failed(
    "WorkerLost",
    "the worker process ended before it was done: it was stopped from outside, or asked for "
    "more memory than it may have",
    "worker process",
)
_NO_WORKER = Failed(
    "NoWorker", "the server could not start a worker process; try again later", "worker process"
)
_TOO_LARGE = Failed(
    "AnswerTooLarge",
    f"the answer takes more than the {MOST_BYTES // 2**20} MiB an answer may; a coarser grid or a "
    "shorter span helps",
    "worker process",
)


class Tender:
    """Takes jobs from a queue, one at a time, and runs each in its worker process.

    Parameters
    ----------
    queue : SimpleQueue
        Jobs to run; ``None`` ends the thread.
    command : sequence of str
        How the worker is started.
    timeout_s : float
        Longest a job may take (s, wall clock), compiling at a first start not counted.
    """

    def __init__(
        self, queue: SimpleQueue[Job | None], *, command: Sequence[str], timeout_s: float
    ) -> None:
        self._queue, self._command, self._timeout_s = queue, command, timeout_s
        self._lock = Lock()
        self._job: Job | None = None
        self._worker: WorkerProcess | None = None
        self._thread = Thread(target=self._serve, name="jobs", daemon=True)
        self._thread.start()

    def drop(self, job: Job) -> None:
        """Kill the worker if it is at this job; a new one takes its place for the next."""
        with self._lock:
            if self._job is job and self._worker is not None:
                self._worker.kill()

    def join(self) -> None:
        """Wait until the thread has ended."""
        self._thread.join()

    def _serve(self) -> None:
        self._start_worker()  # warm before the first job
        while (job := self._queue.get()) is not None:
            worker = self._worker
            if worker is None or not worker.alive:
                worker = self._start_worker()
            if worker is None:
                job.end(_NO_WORKER)
            else:
                self._run(job, worker)
        if self._worker is not None:
            self._worker.close()

    def _start_worker(self) -> WorkerProcess | None:
        """Put a fresh worker in the place of a dead one; None if the system gives none."""
        if self._worker is not None:
            self._worker.close()
        try:
            fresh = WorkerProcess(self._command)
        except OSError:
            logging.getLogger(__name__).exception("no worker process could be started")
            fresh = None
        with self._lock:
            self._worker = fresh
        return fresh

    def _run(self, job: Job, worker: WorkerProcess) -> None:
        with self._lock:
            if not job.start():
                return
            self._job = job  # under the same lock, so that a job that runs can be dropped
        allowance = Allowance(self._timeout_s, lambda: self._stop(job, "timeout"))
        try:
            for message in worker.run(job.task):
                if isinstance(message, Progress):
                    allowance.prepares(message.preparing)
                if isinstance(message, Progress | Partial):
                    job.report(message)
                else:
                    job.end(message)
        except EOFError:
            job.end(_LOST)
            worker.kill()
        except FrameTooLargeError:
            job.end(_TOO_LARGE)
            worker.kill()
        except Exception as error:
            logging.getLogger(__name__).exception("%s failed", job.task.name)
            job.end(Failed(type(error).__name__, str(error), "worker process"))
            worker.kill()
        finally:
            allowance.end()
            with self._lock:
                self._job = None

    def _stop(self, job: Job, state: State) -> None:
        job.end(state)
        self.drop(job)
