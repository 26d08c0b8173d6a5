"""What has happened already, as a scenario file says it."""

from __future__ import annotations

from typing import Annotated, Literal, Self, TypeAlias

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from planner.catalogue.fields import Day, Identifier, Model, Real, Whole

Outcome: TypeAlias = Literal["flown", "lost", "delayed"]


class HistoryEntry(Model):
    """A flight that flew or was lost before the as-of day, or one that is delayed."""

    outcome: Outcome
    """flown: delivered or on its way; lost: its elements must be built and flown again; delayed."""
    option: Identifier | None = None
    """Flight option it flew on; not needed for a delay."""
    launch: Day | None = None
    """Day of launch (UTC), before the as-of day; not for a delay."""
    delivered: Day | None = None
    """Flown: day of delivery (UTC)."""
    elements: tuple[Identifier, ...] = Field(min_length=1, max_length=64)
    """Elements aboard."""
    capacity_kg: Annotated[Real, Field(gt=0.0, le=1.0e6)] | None = None
    """Flown: what it could have delivered (kg), if recorded."""
    rebuild_d: Annotated[Whole, Field(ge=0, le=7320)] | None = None
    """Lost: days from the launch to the earliest launch of what is built anew (d)."""
    earliest: Day | None = None
    """Delayed: earliest day of launch (UTC)."""

    @model_validator(mode="after")
    def _says_what_its_outcome_needs(self) -> Self:
        needed = {
            "flown": {"option", "launch", "delivered"},
            "lost": {"option", "launch", "rebuild_d"},
            "delayed": {"earliest"},
        }[self.outcome]
        allowed = (
            needed | {"flown": {"capacity_kg"}, "lost": set(), "delayed": {"option"}}[self.outcome]
        )
        keys = ("option", "launch", "delivered", "capacity_kg", "rebuild_d", "earliest")
        given = {key for key in keys if getattr(self, key) is not None}
        for words, names in (("needs", needed - given), ("has", given - allowed)):
            if names:
                end = "" if words == "needs" else ", not allowed there"
                raise PydanticCustomError(
                    "history", f"is {self.outcome} and {words} {', '.join(sorted(names))}{end}"
                )
        return self
