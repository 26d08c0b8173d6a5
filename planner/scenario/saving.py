"""Writes a scenario so that a failure at any moment loses nothing."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

from planner.scenario.loading import loads_scenario
from planner.scenario.model import Scenario


def save_scenario(path: str | Path, text: str) -> Scenario:
    """Replace a scenario file by a text, whole or not at all.

    The text is validated, written beside the file, forced to disk and renamed over
    it; what stood there before is kept as ``<name>.bak``. Comments stay: the text
    is written as it is.

    Parameters
    ----------
    path : str or pathlib.Path
        File to write; its folder must exist.
    text : str
        YAML text of a scenario.

    Returns
    -------
    Scenario
        What was saved.

    Raises
    ------
    ScenarioError
        If the text is not a valid scenario; the file is then untouched.
    OSError
        If the folder or disk refuses; the file is then untouched.
    """
    target = Path(path)
    scenario = loads_scenario(text, name=str(path))
    fresh = _written_beside(target, text.encode("utf-8"))
    try:
        if target.exists():
            _keep(target)
        os.replace(fresh, target)
    except OSError:
        fresh.unlink(missing_ok=True)
        raise
    _force_folder(target.parent)
    return scenario


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


def _keep(target: Path) -> None:
    """Copy the file to its backup, itself replaced whole."""
    backup = target.with_name(target.name + ".bak")
    os.replace(_written_beside(backup, target.read_bytes()), backup)


def _force_folder(folder: Path) -> None:
    """Force the renaming to disk, where the system can open folders."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
