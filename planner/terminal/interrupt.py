"""Ctrl-C while a plan is sought: the search ends, and what it found is kept."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from threading import Event, Thread, current_thread, main_thread
from types import FrameType
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from planner.schedule.schedule import Incumbent

T = TypeVar("T")

#: Between two looks at whether the job is done (s); signals are handled in between.
_LOOK_S = 0.1


class Search:
    """A search that Ctrl-C ends: `told` hears of its plans, `ended` says whether to end.

    The first Ctrl-C after a plan was found asks for the end; any other does what Ctrl-C
    did before. The job runs in a thread of its own, since Python handles signals in the
    main thread alone, and not while that is inside a solver.
    """

    def __init__(self) -> None:
        self._end, self._found = Event(), Event()
        self._before: Callable[[int, FrameType | None], object] | int | None = None

    def told(self, _plan: Incumbent) -> None:
        """A plan was found: from now on there is something to keep."""
        self._found.set()

    def ended(self) -> bool:
        """Whether the search is to end."""
        return self._end.is_set()

    def run(self, job: Callable[[], T]) -> T:
        """What the job returns or raises."""
        if current_thread() is not main_thread():
            return job()
        answers: list[T] = []
        faults: list[BaseException] = []

        def work() -> None:
            try:
                answers.append(job())
            except BaseException as fault:  # told to the thread that waits
                faults.append(fault)

        thread = Thread(target=work, name="planning", daemon=True)
        self._before = signal.getsignal(signal.SIGINT)
        if callable(self._before):
            signal.signal(signal.SIGINT, self._interrupted)
        try:
            thread.start()
            while thread.is_alive():
                thread.join(_LOOK_S)
        finally:
            if callable(self._before):
                signal.signal(signal.SIGINT, self._before)
        if faults:
            raise faults[0]
        return answers[0]

    def _interrupted(self, number: int, frame: FrameType | None) -> None:
        if self._found.is_set() and not self._end.is_set():
            self._end.set()
            with suppress(OSError):
                os.write(sys.stderr.fileno(), b"\nending the search; Ctrl-C again to leave\n")
        elif callable(self._before):
            self._before(number, frame)
