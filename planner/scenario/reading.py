"""Reads a file somebody names, whatever it turns out to be."""

from __future__ import annotations

import stat
from pathlib import Path

from planner.scenario.faults import Fault, FaultyFileError
from planner.scenario.guard import MAX_BYTES


def read_bytes(path: str | Path) -> bytes:
    """Return a file's content, or its first bytes if it is larger than one may be.

    Raises
    ------
    FaultyFileError
        If there is no such regular file or it cannot be read.
    """
    try:
        mode = Path(path).stat().st_mode
        if not stat.S_ISREG(mode):
            what = "a directory" if stat.S_ISDIR(mode) else "not a regular file"
            raise FaultyFileError([Fault(str(path), 0, "", f"is {what}, give a YAML file")])
        with Path(path).open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise FaultyFileError([Fault(str(path), 0, "", f"cannot be read: {reason}")]) from error
    except ValueError as error:  # a NUL in the name
        raise FaultyFileError([Fault(ascii(path), 0, "", f"cannot be read: {error}")]) from error
