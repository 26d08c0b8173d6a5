"""Pins with their place in the file, as the planner keeps them."""

from __future__ import annotations

from typing import Literal, TypeAlias

from pydantic import ConfigDict

from planner.catalogue.fields import Model
from planner.scenario.document import Document
from planner.scenario.pin_entry import SUBJECTS, PinEntry
from planner.scenario.spans import Span

Subject: TypeAlias = Literal[
    "element", "together", "apart", "flight", "forbid_launcher", "forbid_option"
]


class Pin(Model):
    """A choice of the author's."""

    model_config = ConfigDict(revalidate_instances="never")

    subject: Subject
    """What it is about."""
    elements: tuple[str, ...]
    """Elements it concerns, in the order written; none for what is forbidden."""
    option: str | None
    """Flight option, if it names one."""
    launcher: str | None
    """Launcher, if it names one."""
    launch: Span
    """Days of launch it speaks of."""
    place: str
    """Where it was written, such as ``line 14``."""

    def __str__(self) -> str:
        return f"{self.place} ({self.words})"

    @property
    def words(self) -> str:
        """What it says, without its place."""
        names = ", ".join(self.elements)
        days = "" if self.launch == Span() else f", launch {self.launch}"
        match self.subject:
            case "element":
                return f"{names}{f' on {self.option}' if self.option else ''}{days}"
            case "flight":
                return f"flight of {self.option} with {names}{days}"
            case "forbid_launcher":
                return f"no {self.launcher}{days}"
            case "forbid_option":
                return f"no {self.option}{days}"
            case _:
                return f"{names} {self.subject}"


def pin_of(entry: PinEntry, document: Document, position: int) -> Pin:
    """Return the pin an entry of the file stands for."""
    subject = next(key for key in SUBJECTS if getattr(entry, key) is not None)
    elements = (entry.element,) if entry.element else (
        entry.together or entry.apart or entry.elements or ()
    )  # fmt: skip
    return Pin.model_validate(
        {
            "subject": subject,
            "elements": elements,
            "option": entry.option or entry.flight or entry.forbid_option,
            "launcher": entry.forbid_launcher,
            "launch": entry.launch or Span(),
            "place": document.place(("pins", position)),
        }
    )
