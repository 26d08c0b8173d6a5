"""``python -m planner``: see :mod:`planner.terminal`."""

from __future__ import annotations

from planner.terminal.door import main

if __name__ == "__main__":
    raise SystemExit(main())
