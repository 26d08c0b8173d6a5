"""One worker process, seen from the server: send an order, read messages, kill."""

from __future__ import annotations

import contextlib
import pickle
import subprocess
import sys
from collections.abc import Iterator, Sequence
from typing import IO, cast

from views.jobs.messages import Message, Order, Progress
from views.jobs.place import ROOT

#: How a worker is started: a fresh interpreter, because ``multiprocessing`` would run the
#: page script itself in its child (Streamlit makes that script the main module).
COMMAND = (sys.executable, "-m", "views.jobs.worker")


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

    def run(self, order: Order) -> Iterator[Message]:
        """Send an order and yield its messages up to the ending.

        Raises
        ------
        EOFError
            The process ended before the order was done: killed, or crashed.
        """
        stdin, stdout = cast(IO[bytes], self._process.stdin), cast(IO[bytes], self._process.stdout)
        try:
            pickle.dump(order, stdin)
            stdin.flush()
            message: Message = Progress("", 0.0)
            while isinstance(message, Progress):
                message = pickle.load(stdout)  # noqa: S301 - our own child wrote it
                yield message
        except (OSError, ValueError, pickle.UnpicklingError) as error:
            raise EOFError(f"worker {self.pid} is gone") from error

    def kill(self) -> None:
        """End the process at once. Whoever reads its messages gets ``EOFError``."""
        self._killed = True
        self._process.kill()

    def close(self) -> None:
        """End the process and give its pipes back; only for the thread that runs orders."""
        self.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            with contextlib.suppress(OSError):  # what was buffered for it is of no use
                cast(IO[bytes], pipe).close()
