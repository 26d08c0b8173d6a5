"""``python -m planner``: see :mod:`planner.terminal`."""

from __future__ import annotations

from planner.terminal.codes import INTERRUPTED


def _run() -> int:
    try:
        from planner.terminal.door import main
    except KeyboardInterrupt:
        return INTERRUPTED  # while still loading, there is nothing to tell
    return main()


if __name__ == "__main__":
    raise SystemExit(_run())
