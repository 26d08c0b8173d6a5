"""What the process tells the shell; argparse itself ends with 2 on wrong usage."""

from __future__ import annotations

from typing import Final

DONE: Final = 0
#: The scenario or plan is wrong, cannot be done, or cannot be read or written.
REFUSED: Final = 1
#: Ctrl-C, by the shells' custom 128 + SIGINT.
INTERRUPTED: Final = 130
