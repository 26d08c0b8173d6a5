"""Answers that several files of tests ask for, each computed once for all processes of a run."""

from __future__ import annotations

import os
import pickle
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")


class Kept:
    """Answers kept in a folder that all processes of a run share."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(exist_ok=True)

    def answer(self, name: str, compute: Callable[[], T]) -> T:
        """Return what ``compute`` returns, computed unless another test has."""
        file = self._folder / f"{name}.pickle"
        if not file.exists():
            new = file.with_suffix(f".{os.getpid()}")
            new.write_bytes(pickle.dumps(compute()))
            new.replace(file)
        kept: T = pickle.loads(file.read_bytes())  # ours, of this run
        return kept
