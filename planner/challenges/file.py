"""What a challenge file may say."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal, Self, TypeAlias

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from planner.catalogue.fields import Day, Identifier, Line, Model, Real, Text, Whole
from planner.scenario.variant_file import BaseName

#: What a plan is scored by.
Figure: TypeAlias = Literal["completion", "slack_d", "cost_musd", "launches", "landed_kg"]
_List: TypeAlias = Annotated[tuple[Any, ...], Field(max_length=50)]


_Path: TypeAlias = Annotated[
    str, Field(strict=True, pattern=r"^[a-z0-9_-]+(\.[A-Za-z0-9_-]+){0,7}$", max_length=200)
]


class _Rule(Model):
    """What every entry under ``may_change`` says."""

    id: Identifier
    """Name of the rule."""
    name: Line
    """What the control is called."""


class NumberRule(_Rule):
    """A number that may be changed within limits."""

    path: _Path
    """Dotted path in the scenario, entries of lists by id."""
    min: Real
    """Least value allowed."""
    max: Real
    """Most allowed."""
    step: Annotated[Real, Field(gt=0.0)] = 1.0
    """Step of the control."""
    unit: Annotated[str, Field(max_length=40)] = ""
    """Unit shown."""

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.min > self.max:
            raise PydanticCustomError("order", "has a min above its max")
        return self


class DayRule(_Rule):
    """A day that may be changed within limits."""

    path: _Path
    """Dotted path in the scenario."""
    earliest: Day
    """First day allowed."""
    latest: Day
    """Last day allowed."""

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.earliest > self.latest:
            raise PydanticCustomError("order", "has earliest after latest")
        return self


class OneOfRule(_Rule):
    """A value that may be changed to one of a few."""

    path: _Path
    """Dotted path in the scenario."""
    one_of: Annotated[tuple[Any, ...], Field(min_length=1, max_length=20)]
    """Values allowed: words, numbers, or lists of words; what the base says is always allowed."""


class PartnersRule(_Rule):
    """Partners that may be left out with all they bring."""

    partners_out: Annotated[tuple[Identifier, ...], Field(min_length=1, max_length=20)]
    """Ids of the partners."""


class WayRule(_Rule):
    """An alternative of the scenario that may be settled."""

    choose: Identifier
    """Id of the alternative."""


Rule: TypeAlias = NumberRule | DayRule | OneOfRule | PartnersRule | WayRule


def _same_kind(figure: Figure, *values: date | float | None) -> None:
    wanted = date if figure == "completion" else float
    for value in values:
        if value is not None and not isinstance(value, wanted):
            words = "days such as 2031-05-01" if wanted is date else "numbers"
            raise PydanticCustomError(
                "figure", "is about {figure} and needs {words}", {"figure": figure, "words": words}
            )


class ScoreEntry(Model):
    """A part of the score: points in proportion between two values."""

    figure: Figure
    """What of the plan is looked at."""
    full: Day | Real
    """Value that gives all points, and better ones too."""
    none: Day | Real
    """Value that gives none, and worse ones too."""
    points: Annotated[Real, Field(gt=0.0, le=1000.0)]
    """Most points of this part."""

    @model_validator(mode="after")
    def _two_values(self) -> Self:
        _same_kind(self.figure, self.full, self.none)
        if self.full == self.none:
            raise PydanticCustomError("same", "has full equal to none, allowed are two values")
        return self


class MustEntry(Model):
    """A demand: a plan that does not meet it scores nothing."""

    figure: Figure
    """What of the plan is looked at."""
    at_most: Day | Real | None = None
    """Most, or latest, allowed."""
    at_least: Day | Real | None = None
    """Least, or earliest, allowed."""

    @model_validator(mode="after")
    def _one_limit(self) -> Self:
        if (self.at_most is None) == (self.at_least is None):
            raise PydanticCustomError("either", "needs either at_most or at_least")
        _same_kind(self.figure, self.at_most, self.at_least)
        return self


class ChallengeFile(Model):
    """Rules, goal and hints of a class challenge."""

    schema_version: Literal[1]
    """Version of this format; 1."""
    id: Identifier
    """Short name."""
    title: Line
    """Name people use."""
    task: Annotated[Text, Field(min_length=1)]
    """What is asked of the students."""
    base: BaseName
    """Scenario they start from, a plain name in the folder of scenarios."""
    may_change: _List
    """What they may change, and how far; everything else stays."""
    most_changes: Annotated[Whole, Field(ge=1, le=50)] | None = None
    """How many of these at once; all if left out."""
    score: _List
    """Parts of the score."""
    must: _List = ()
    """Demands a plan has to meet to score at all."""
    hints: Annotated[tuple[Line, ...], Field(max_length=10)] = ()
    """Help, one after another."""
