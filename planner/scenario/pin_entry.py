"""What the author fixes beforehand, as a scenario file says it."""

from __future__ import annotations

from typing import Final, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from planner.catalogue.fields import Identifier, Model
from planner.scenario.spans import SpanWord

#: What a pin may be about; each pin has exactly one of these keys.
SUBJECTS: Final = ("element", "together", "apart", "flight", "forbid_launcher", "forbid_option")


class PinEntry(Model):
    """A choice the author makes and the planner keeps."""

    element: Identifier | None = None
    """Element pinned to an option, to days of launch, or to both."""
    option: Identifier | None = None
    """With element: flight option it flies on."""
    together: tuple[Identifier, ...] | None = Field(default=None, min_length=2, max_length=64)
    """Elements that share a flight."""
    apart: tuple[Identifier, ...] | None = Field(default=None, min_length=2, max_length=64)
    """Elements of which no two share a flight."""
    flight: Identifier | None = None
    """Flight option of a flight fixed with all that is aboard."""
    elements: tuple[Identifier, ...] | None = Field(default=None, min_length=1, max_length=64)
    """With flight: the elements aboard, and no others."""
    forbid_launcher: Identifier | None = None
    """Launcher that does not fly."""
    forbid_option: Identifier | None = None
    """Flight option that is not flown."""
    launch: SpanWord | None = None
    """Days of launch the pin speaks of: 2031, 2031-05, 2031-05-14..2031-06-30; any if left out."""

    @model_validator(mode="after")
    def _is_about_one_thing(self) -> Self:
        about = [key for key in SUBJECTS if getattr(self, key) is not None]
        if len(about) != 1:
            raise PydanticCustomError(
                "pin", f"must have exactly one of the keys {', '.join(SUBJECTS)}"
            )
        (subject,) = about
        if wrong := self._misplaced(subject):
            raise PydanticCustomError("pin", wrong)
        return self

    def _misplaced(self, subject: str) -> str | None:
        """Say which other key is missing beside the subject, or does not belong there."""
        if (self.option is not None) and subject != "element":
            return "has an option, allowed only with element; a fixed flight names it as flight"
        if (self.elements is None) == (subject == "flight"):
            return "needs elements with flight, allowed only there"
        if self.launch is not None and subject in {"together", "apart"}:
            return f"has launch, not allowed with {subject}; pin an element to the days"
        if subject == "element" and self.option is None and self.launch is None:
            return "pins an element to nothing, give option, launch or both"
        return None
