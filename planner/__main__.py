"""``python -m planner``: see :mod:`planner.terminal`."""

from __future__ import annotations

import os
import signal
from types import FrameType


def _stop(_signal: int, _frame: FrameType | None) -> None:
    """End at once: 130, by the shells' custom, and a sentence.

    Ctrl-C as an exception would have to pass through libraries that are loading and
    compiled code that calls back, and some of those swallow it.
    """
    os.write(2, b"\ninterrupted; nothing was written\n")
    os._exit(130)


def _run() -> int:
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:  # not ignored, as by nohup
        signal.signal(signal.SIGINT, _stop)
    from planner.terminal.door import main

    return main()


if __name__ == "__main__":
    raise SystemExit(_run())
