"""Answers that several files of tests ask for, each computed once for all processes of a run."""

from __future__ import annotations

import hashlib
import inspect
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

    def search(self, function: Callable[..., T], **asked: object) -> T:
        """Return what a search finds, made unless another test has asked it the same.

        Who watches its progress makes no difference to what is asked.
        """
        given = inspect.signature(function).bind(**asked)
        given.apply_defaults()
        told = {name: value for name, value in given.arguments.items() if name != "progress"}
        key = hashlib.sha256(repr(sorted(told.items())).encode()).hexdigest()
        name = f"{function.__module__}.{function.__name__}_{key[:16]}"
        return self.answer(name, lambda: function(**asked))

    def shares(self, function: Callable[..., T]) -> Callable[..., T]:
        """Return a search that is made once a run for each thing it is asked."""
        return lambda **asked: self.search(function, **asked)
