"""Writing files whole or not at all."""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
from pathlib import Path


def replace_file(target: Path, content: bytes) -> None:
    """Put a content where a file stands, or is to stand, so that nobody sees half of it.

    The content is written beside the file, forced to disk and renamed over it.

    Parameters
    ----------
    target : pathlib.Path
        File to write; its folder must exist. An existing file's permissions are kept.
    content : bytes
        What it shall hold.

    Raises
    ------
    OSError
        If the folder or disk refuses, or something other than a file stands there; it is
        then untouched.
    """
    target = target.resolve()  # a link stays a link
    if target.exists() and not target.is_file():
        raise FileExistsError(errno.EEXIST, "is not a regular file", str(target))
    fresh = _written_beside(target, content)
    try:
        fresh.replace(target)
    except OSError:
        fresh.unlink(missing_ok=True)
        raise
    _force_folder(target.parent)


def _written_beside(target: Path, content: bytes) -> Path:
    handle, name = tempfile.mkstemp(prefix=f".{target.name}.", suffix=".new", dir=target.parent)
    fresh = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if target.exists():
            shutil.copymode(target, fresh)
        else:
            fresh.chmod(0o644)  # mkstemp makes files only their owner can read
    except BaseException:
        fresh.unlink(missing_ok=True)
        raise
    return fresh


def _force_folder(folder: Path) -> None:
    """Force the renaming to disk, where the system can open folders."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
