"""How long a job may take, without the time the compiler takes at a first start."""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Timer


class Allowance:
    """Calls ``stop`` when the time is up; used by one thread.

    Parameters
    ----------
    limit_s : float
        Longest the job may take (s, wall clock), compiling not counted.
    stop : callable
        Ends the job.
    preparing_times : float
        Compiling may take so many times as long, counted anew each time it starts.
    """

    def __init__(
        self, limit_s: float, stop: Callable[[], None], *, preparing_times: float = 3.0
    ) -> None:
        self._left_s, self._preparing_s = limit_s, limit_s * preparing_times
        self._stop = stop
        self._preparing = False
        self._arm(limit_s)

    def prepares(self, preparing: bool) -> None:
        """Take note of whether the compiler is at work."""
        if preparing == self._preparing:
            return
        self.end()
        if preparing:
            self._left_s = max(0.0, self._left_s - (time.monotonic() - self._since_s))
        self._preparing = preparing
        self._arm(self._preparing_s if preparing else self._left_s)

    def end(self) -> None:
        """Let the job be."""
        self._timer.cancel()

    def _arm(self, seconds: float) -> None:
        self._since_s = time.monotonic()
        self._timer = Timer(seconds, self._stop)
        self._timer.daemon = True
        self._timer.start()
