"""What a job is asked to do: a value with a key, and a way to compute its answer."""

from __future__ import annotations

from abc import ABC, abstractmethod
from hashlib import sha256
from typing import Generic, Protocol, TypeVar

T_co = TypeVar("T_co", covariant=True)


class Report(Protocol):
    """How a task tells what it is doing; callable like the planner's own ``progress``."""

    def __call__(self, text: str, fraction: float) -> None:
        """Tell what is being done and the share of the work that is behind (0 to 1)."""

    def partial(self, answer: object) -> None:
        """Give an early answer, shown until the next one or the final one."""


class Task(ABC, Generic[T_co]):
    """A piece of heavy work. Subclasses are frozen dataclasses that can be pickled."""

    __slots__ = ()

    @property
    @abstractmethod
    def key(self) -> str:
        """Hash of everything the answer depends on: same key, same answer."""

    @property
    @abstractmethod
    def name(self) -> str:
        """What is computed, in a few words, for reports and the log."""

    @abstractmethod
    def run(self, report: Report) -> T_co:
        """Compute the answer; runs in a worker process."""

    @property
    def identity(self) -> str:
        """The key, told apart from those of other kinds of task."""
        return f"{type(self).__module__}.{type(self).__qualname__}:{self.key}"


def content_key(*parts: object) -> str:
    """Return the hash of values that print all of themselves: text, numbers, dates, tuples."""
    return sha256("\x1f".join(map(repr, parts)).encode()).hexdigest()
