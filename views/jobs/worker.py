"""The worker process: ``python -m views.jobs.worker``; orders on stdin, messages on stdout.

It ends by itself, whatever it is doing, when the server closes its end of the pipe.
"""

from __future__ import annotations

import contextlib
import logging
import os
import pickle
import signal
import sys
import threading
from collections.abc import Iterator
from queue import SimpleQueue
from typing import BinaryIO

from planner.errors import InfeasiblePlanError
from views.jobs.messages import Ending, Failed, Infeasible, Message, Order, Planned, Progress
from views.jobs.place import place_of

PREPARING = "Preparing the compiled solvers, first start only, up to a minute"
STARTING = "Loading the planner"
#: Address space of a worker (bytes): the largest scenario that is accepted takes 1 GB.
MEMORY_BYTES = 6 * 2**30
TOO_LARGE = (
    f"this scenario takes more memory than a plan may ({MEMORY_BYTES // 2**30} GiB); fewer "
    "elements, fewer flight options or a shorter horizon help"
)


class Reporter:
    """Sends progress, and says so when the compiler is at work in between."""

    def __init__(self, out: BinaryIO) -> None:
        self._out = out
        self._last = Progress(STARTING, 0.0)

    def send(self, message: Message) -> None:
        """Write one message."""
        pickle.dump(message, self._out)
        self._out.flush()

    def progress(self, text: str, fraction: float) -> None:
        """Report what is being done and the share that is behind (0 to 1)."""
        self._last = Progress(text, fraction)
        self.send(self._last)

    def compiling(self, busy: bool) -> None:
        """Tell that the compiler is at work, or that the planner goes on."""
        self.send(Progress(PREPARING, self._last.fraction) if busy else self._last)


def main() -> None:
    """Serve orders until the server goes away."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the server's to handle
    limit_memory(MEMORY_BYTES)
    reporter = Reporter(_private_stdout())
    orders = _orders(sys.stdin.buffer)
    _load_planner(reporter)
    for order in orders:
        reporter.send(_ending(order, reporter))


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


def _private_stdout() -> BinaryIO:
    """Take stdout for messages; anything printed goes to stderr instead."""
    out = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    return out


def _orders(stdin: BinaryIO) -> Iterator[Order]:
    """Yield orders; a thread reads them, so that a closed pipe ends even a busy worker."""
    waiting: SimpleQueue[Order] = SimpleQueue()
    threading.Thread(target=_read, args=(stdin, waiting), daemon=True).start()
    return iter(waiting.get, None)


def _read(stdin: BinaryIO, waiting: SimpleQueue[Order]) -> None:
    try:
        while True:
            waiting.put(pickle.load(stdin))  # noqa: S301 - our own parent wrote it
    except EOFError:
        os._exit(0)


def _load_planner(reporter: Reporter) -> None:
    """Do the slow imports, and listen to the compiler they bring."""
    from views.jobs.compiler import on_compile

    on_compile(reporter.compiling)
    import planner.campaign  # noqa: F401 - the import is the work


def _ending(order: Order, reporter: Reporter) -> Ending:
    from planner.campaign import plan_campaign

    try:
        return Planned(plan_campaign(order.scenario, progress=reporter.progress))
    except InfeasiblePlanError as error:
        return Infeasible(
            error.told,
            error.proven,
            conflicts=error.conflicts,
            minimal=error.minimal,
            repairs=error.repairs,
        )
    except MemoryError as error:
        return Failed("MemoryError", TOO_LARGE, place_of(error))
    except Exception as error:
        logging.getLogger(__name__).exception("planning %s failed", order.scenario.id)
        return Failed(type(error).__name__, str(error), place_of(error))


if __name__ == "__main__":
    main()
