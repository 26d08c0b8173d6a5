"""How a checked file of any kind but a scenario is read: by its name, or as a text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from planner.scenario.document import read_document
from planner.scenario.entries import Parts
from planner.scenario.reading import read_bytes

P = TypeVar("P")


@dataclass(frozen=True, slots=True)
class Door(Generic[P]):
    """The two ways to what a file says.

    Attributes
    ----------
    what : str
        What the messages call a file of this kind, such as ``stack``.
    build : callable
        Makes it of the file's parts, complaining of everything that is wrong.
    """

    what: str
    build: Callable[[Parts], P]

    def load(self, path: str | Path) -> P:
        """Read and check a file.

        Raises
        ------
        FaultyFileError
            With every fault found, each with its line, for any file whatever.
        """
        return self.loads(read_bytes(path), name=str(path))

    def loads(self, text: str | bytes, *, name: str) -> P:
        """Check a text.

        Parameters
        ----------
        text : str or bytes
            The YAML text; bytes must be UTF-8.
        name : str
            What the messages call it.

        Raises
        ------
        FaultyFileError
            With every fault found, each with its line.
        """
        return self.build(Parts(read_document(text, name=name, what=self.what)))
