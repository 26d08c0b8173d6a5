"""The worker process: ``python -m views.jobs.worker [MODULE ...]``.

Tasks come in on stdin, messages go out on stdout. The modules named are loaded at the
start. It ends by itself, whatever it is doing, when the server closes its end of the pipe.
"""

from __future__ import annotations

import contextlib
import importlib
import logging
import os
import pickle
import signal
import sys
import threading
from collections.abc import Iterator, Sequence
from queue import SimpleQueue
from typing import Any, BinaryIO

from planner.errors import InfeasiblePlanError, PlannerError
from views.jobs.messages import (
    Declined,
    Done,
    Ending,
    Failed,
    Message,
    Partial,
    Progress,
    infeasible,
)
from views.jobs.place import place_of
from views.jobs.task import Task
from views.jobs.wire import read_frame, write_frame

PREPARING = "Compiling the solvers, at the first start only; a minute or more"
STARTING = "Loading the planner"
#: Address space of a worker (bytes): the largest scenario that is accepted takes 1 GB.
MEMORY_BYTES = 6 * 2**30
#: How far a worker stands back behind the server where both want the same core.
_NICE = 10
TOO_LARGE = (
    f"this takes more memory than one computation may ({MEMORY_BYTES // 2**30} GiB); fewer "
    "elements, fewer flight options, a shorter horizon or a coarser grid help"
)


class Reporter:
    """Sends progress, and says so when the compiler is at work in between."""

    def __init__(self, out: BinaryIO) -> None:
        self._out = out
        self._last = Progress(STARTING, 0.0)

    def __call__(self, text: str, fraction: float) -> None:
        """Report what is being done and the share that is behind (0 to 1)."""
        self._last = Progress(text, fraction)
        self.send(self._last)

    def partial(self, answer: object) -> None:
        """Send an early answer."""
        self.send(Partial(answer))

    def compiling(self, busy: bool) -> None:
        """Tell that the compiler is at work, or that the planner goes on."""
        preparing = Progress(PREPARING, self._last.fraction, preparing=True)
        self.send(preparing if busy else self._last)

    def send(self, message: Message) -> None:
        """Write one message."""
        write_frame(self._out, pickle.dumps(message, protocol=pickle.HIGHEST_PROTOCOL))


def main(modules: Sequence[str]) -> None:
    """Serve tasks until the server goes away."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the server's to handle
    _step_back()
    limit_memory(MEMORY_BYTES)
    reporter = Reporter(_private_stdout())
    frames = _frames(sys.stdin.buffer)
    if modules:
        _load(modules, reporter)
    for frame in frames:
        reporter.send(ending(frame, reporter))


def _step_back() -> None:
    """Let the server go first: the class clicks while a few plan."""
    if hasattr(os, "nice"):  # Windows has none
        with contextlib.suppress(OSError):
            os.nice(_NICE)


def limit_memory(most_bytes: int) -> None:
    """Let this process ask for so much address space and no more, where the system can."""
    try:
        import resource
    except ImportError:  # Windows has no such limit
        return
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    allowed = most_bytes if hard == resource.RLIM_INFINITY else min(most_bytes, hard)
    with contextlib.suppress(OSError, ValueError):  # macOS refuses some limits
        resource.setrlimit(resource.RLIMIT_AS, (allowed, hard))


def ending(frame: bytes, report: Reporter) -> Ending:
    """Run a pickled task and return how it ended."""
    try:
        task: Task[Any] = pickle.loads(frame)  # noqa: S301 - our own parent wrote it
        return Done(task.run(report))
    except InfeasiblePlanError as error:
        return infeasible(error)
    except PlannerError as error:
        return Declined(str(error))
    except MemoryError as error:
        return Failed("MemoryError", TOO_LARGE, place_of(error))
    except Exception as error:
        logging.getLogger(__name__).exception("a task failed")
        return Failed(type(error).__name__, str(error), place_of(error))


def _private_stdout() -> BinaryIO:
    """Take stdout for messages; anything printed goes to stderr instead."""
    out = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    return out


def _frames(stdin: BinaryIO) -> Iterator[bytes]:
    """Yield tasks; a thread reads them, so that a closed pipe ends even a busy worker."""
    waiting: SimpleQueue[bytes] = SimpleQueue()
    threading.Thread(target=_read, args=(stdin, waiting), daemon=True).start()
    return iter(waiting.get, None)


def _read(stdin: BinaryIO, waiting: SimpleQueue[bytes]) -> None:
    try:
        while True:
            waiting.put(read_frame(stdin))
    except EOFError:
        os._exit(0)


def _load(modules: Sequence[str], reporter: Reporter) -> None:
    """Do the slow imports, and listen to the compiler they bring."""
    from views.jobs.compiler import on_compile

    on_compile(reporter.compiling)
    for module in modules:
        importlib.import_module(module)


if __name__ == "__main__":
    main(sys.argv[1:])
