"""Progress on one line of a terminal, or on plain lines in a log."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Final, Self, TextIO

#: Told what is being done and the share of the whole that is behind (0 to 1).
Progress = Callable[[str, float], None]

#: Work shorter than this (s) shows no progress.
_PATIENCE_S: Final = 1.0

#: Share of the work between two lines of a log that tell the same.
_LOG_STEP: Final = 0.25


class ProgressLine:
    """Shows what is being done and the share that is behind.

    Parameters
    ----------
    stream : TextIO
        Where to; a terminal gets one line that is written over, anything else a line
        whenever the work changes or another quarter of the whole is done.
    """

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._overwrites = stream.isatty()
        self._width = 0
        self._last: tuple[str, float] = ("", -1.0)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._overwrites:
            self._stream.write("\r" + " " * self._width + "\r")
            self._stream.flush()

    def show(self, text: str, fraction: float) -> None:
        """Tell what is being done, and the share of the whole that is behind (0 to 1)."""
        line = f"{fraction:4.0%}  {text}"
        if self._overwrites:
            self._stream.write("\r" + line.ljust(self._width))
            self._width = len(line)
        elif text != self._last[0] or fraction >= self._last[1] + _LOG_STEP:
            self._stream.write(line + "\n")
            self._last = (text, fraction)
        self._stream.flush()


@contextmanager
def patient_progress(stream: TextIO) -> Iterator[Progress]:
    """Progress that stays silent at first: short work shows nothing."""
    began = time.monotonic()
    with ProgressLine(stream) as line:

        def show(text: str, fraction: float) -> None:
            if time.monotonic() - began > _PATIENCE_S:
                line.show(text, fraction)

        yield show
