"""Tells when numba compiles: what its cache holds is loaded in silence."""

from __future__ import annotations

from collections.abc import Callable

from numba.core.event import Event, Listener, register


class _CompileListener(Listener):  # type: ignore[misc] # numba publishes no types
    """Passes the outermost start and end of compiling on; kernels compile one another."""

    def __init__(self, tell: Callable[[bool], None]) -> None:
        self._tell = tell
        self._depth = 0

    def on_start(self, event: Event) -> None:  # noqa: ARG002 - numba's signature
        if self._depth == 0:
            self._tell(True)
        self._depth += 1

    def on_end(self, event: Event) -> None:  # noqa: ARG002 - numba's signature
        self._depth -= 1
        if self._depth == 0:
            self._tell(False)


def on_compile(tell: Callable[[bool], None]) -> None:
    """Call ``tell(True)`` when compiling starts and ``tell(False)`` when it ends."""
    register("numba:compile", _CompileListener(tell))
