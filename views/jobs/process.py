"""One worker process, seen from the server: send a task, read messages, kill."""

from __future__ import annotations

import contextlib
import pickle
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import IO, Any, Final, cast

from views.jobs.messages import Done, Message, Partial, Progress
from views.jobs.place import ROOT
from views.jobs.task import Task
from views.jobs.wire import read_frame, write_frame

#: How a worker is started: a fresh interpreter, because ``multiprocessing`` would run the
#: page script itself in its child (Streamlit makes that script the main module). It loads
#: the modules named, so that the first task need not wait for them.
COMMAND: Final = (sys.executable, "-m", "views.jobs.worker", "planner.campaign.explanation")
#: Largest answer that is taken (bytes): a plan of the largest scenario takes some 10 MB.
MOST_BYTES: Final = 64 * 2**20


class WorkerProcess:
    """A running worker. Killing it is safe at any time and from any thread."""

    def __init__(self, command: Sequence[str] = COMMAND) -> None:
        self._process = subprocess.Popen(
            command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        self._killed = False

    @property
    def pid(self) -> int:
        """Process id."""
        return self._process.pid

    @property
    def alive(self) -> bool:
        """True until the process has ended or been killed."""
        return not self._killed and self._process.poll() is None

    def run(self, task: Task[Any]) -> Iterator[Message]:
        """Send a task and yield its messages up to the ending.

        Raises
        ------
        EOFError
            The process ended before the task was done: killed, or crashed.
        """
        stdin, stdout = cast(IO[bytes], self._process.stdin), cast(IO[bytes], self._process.stdout)
        payload = pickle.dumps(task)
        try:
            write_frame(stdin, payload)
            message: Message = Progress("", 0.0)
            while isinstance(message, Progress | Partial):
                message = _message(read_frame(stdout, most_bytes=MOST_BYTES))
                yield message
        except OSError as error:
            raise EOFError(f"worker {self.pid} is gone") from error

    def kill(self) -> None:
        """End the process at once. Whoever reads its messages gets ``EOFError``."""
        self._killed = True
        self._process.kill()

    def close(self) -> None:
        """End the process and give its pipes back; only for the thread that runs tasks."""
        self.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            with contextlib.suppress(OSError):  # what was buffered for it is of no use
                cast(IO[bytes], pipe).close()


def _message(frame: bytes) -> Message:
    message: Message = pickle.loads(frame)  # noqa: S301 - our own child wrote it
    if isinstance(message, Done):
        return replace(message, size_bytes=len(frame))
    return message
