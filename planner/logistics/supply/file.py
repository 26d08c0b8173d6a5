"""What a demand file may say."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self, TypeAlias

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from planner.catalogue.fields import Identifier, Line, Model, Real, Text, Whole
from planner.catalogue.supply import ClassNumber, Environment, RatePer

_Days: TypeAlias = Annotated[Real, Field(ge=0.0, le=36_600.0)]
_MassKg: TypeAlias = Annotated[Real, Field(ge=0.0, le=1.0e7)]
_Part: TypeAlias = Annotated[Real, Field(ge=0.0, le=1.0)]
_Count: TypeAlias = Annotated[Whole, Field(ge=0, le=100_000)]
_List: TypeAlias = Annotated[tuple[Any, ...], Field(max_length=500)]


def _either(model: Model, one: str, other: str) -> None:
    if (getattr(model, one) is None) == (getattr(model, other) is None):
        raise PydanticCustomError("either", f"needs either {one} or {other}")


class EvaEntry(Model):
    """Excursions."""

    count: _Count | None = None
    """How many."""
    per_week: Annotated[Real, Field(ge=0.0, le=100.0)] | None = None
    """How many in seven days of the stay; broken ones at its end are not made."""
    duration_h: Annotated[Real, Field(gt=0.0, le=24.0)]
    """Time outside (h)."""
    crew: Annotated[Whole, Field(ge=1, le=100)]
    """How many go."""

    @model_validator(mode="after")
    def _one_count(self) -> Self:
        _either(self, "count", "per_week")
        return self


class ElementEntry(Model):
    """Something that needs spares."""

    id: Identifier
    """Name of it."""
    kind: Identifier | None = None
    """Kind of element in the catalogue, whose mass it has."""
    mass_kg: _MassKg | None = None
    """Its mass (kg)."""
    count: _Count = 1
    """How many there are."""
    maintenance: Identifier
    """Maintenance class in the catalogue."""
    flights: _Count | None = None
    """Flights each makes, for a class that counts flights."""

    @model_validator(mode="after")
    def _one_mass(self) -> Self:
        _either(self, "kind", "mass_kg")
        return self


class CargoEntry(Model):
    """A mass that is wanted as it is."""

    name: Line
    """Name people use."""
    kg: _MassKg
    """Mass (kg)."""
    class_of_supply: ClassNumber | None = None
    """SpaceNet's number; 601 for science and 1 for propellant if left out."""
    environment: Environment = "pressurised"
    """How it travels; propellant travels in tanks and is not packed."""


class ExtraEntry(Model):
    """A rate the author adds to the set, marked as the author's."""

    id: Identifier
    """Name within the file."""
    name: Line
    """Name people use."""
    class_of_supply: ClassNumber
    """SpaceNet's number."""
    per: RatePer
    """What it is multiplied by."""
    rate_kg: Annotated[Real, Field(ge=0.0, le=1.0e4)]
    """Mass used each time (kg)."""
    environment: Environment = "pressurised"
    """How it travels."""


class DemandFile(Model):
    """Who stays how long, with what, on which rates."""

    schema_version: Literal[1]
    """Version of this format; 1."""
    id: Identifier
    """Short name."""
    title: Line
    """Name people use."""
    note: Text = ""
    """Where the numbers come from."""
    rates: Identifier
    """Rate set in the catalogue; sets are never mixed."""
    crew: Annotated[Whole, Field(ge=0, le=1000)]
    """Members of the crew."""
    stay_d: _Days
    """Days they stay (d)."""
    reserve_d: _Days = 0.0
    """Days for which supplies are kept in reserve (d)."""
    closures: dict[Identifier, _Part] = Field(default_factory=dict)
    """Part given back by each loop; the set's default if left out."""
    eva: EvaEntry | None = None
    """Excursions; none if left out."""
    packing: Literal["none", "factors", "bags"] = "none"
    """none; the set's packing factors; or bags for what travels under pressure."""
    elements: _List = ()
    """What needs spares."""
    science: _List = ()
    """Instruments and field equipment."""
    propellant: _List = ()
    """Propellant to bring."""
    extra: _List = ()
    """Rates the set does not have."""
