"""What the judge hands down."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Violation:
    """One rule a plan breaks.

    Attributes
    ----------
    rule : str
        Name of the rule, e.g. ``cadence``.
    subject : str
        The flight, element or field it concerns.
    message : str
        What is wrong, with the numbers.
    """

    rule: str
    subject: str
    message: str

    def __str__(self) -> str:
        return f"{self.rule}: {self.subject}: {self.message}"
