"""A value and what it rests on: source and confidence travel with every number."""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from pydantic import AfterValidator
from pydantic_core import PydanticCustomError

from planner.catalogue.fields import Day, Identifier, Line, Model, Real, Text

#: ``sourced``: read in a publication. ``assumed``: from memory, or an engineering choice.
Confidence: TypeAlias = Literal["sourced", "assumed"]


class Source(Model):
    """A publication, or the honest statement that there is none."""

    id: Identifier
    """Name the values refer to."""
    title: Line
    """What was read."""
    url: Text = ""
    """Where it was read; empty for assumptions."""
    read: Day | None = None
    """Day it was read."""
    note: Text = ""
    """What to know before trusting it."""


class Quantity(Model):
    """A number; its unit is the suffix of the field that holds it."""

    value: Real
    """The number, in the unit of the field's name."""
    source: Identifier
    """Id of a source."""
    confidence: Confidence
    """sourced: read in the source. assumed: from memory or an engineering choice."""
    note: Text = ""
    """How the number was obtained."""


class DatedFact(Model):
    """A day and what it rests on."""

    date: Day
    """The day (UTC)."""
    source: Identifier
    """Id of a source."""
    confidence: Confidence
    """sourced: read in the source. assumed: from memory or an engineering choice."""
    note: Text = ""
    """How the day was chosen."""


class _Between:
    """Checks a quantity's value against limits that any real thing obeys."""

    def __init__(self, low: float, high: float) -> None:
        self.low, self.high = low, high

    def __call__(self, quantity: Quantity) -> Quantity:
        if not self.low <= quantity.value <= self.high:
            raise PydanticCustomError(
                "quantity_range",
                "is {value}, allowed {low} to {high}",
                {"value": quantity.value, "low": self.low, "high": self.high},
            )
        return quantity


# The limits catch slips of unit (tonnes, km/s, minutes), not unusual designs.
MassKg: TypeAlias = Annotated[Quantity, AfterValidator(_Between(0.001, 1.0e6))]
IspS: TypeAlias = Annotated[Quantity, AfterValidator(_Between(50.0, 20_000.0))]
ThrustN: TypeAlias = Annotated[Quantity, AfterValidator(_Between(0.001, 1.0e8))]
PowerKw: TypeAlias = Annotated[Quantity, AfterValidator(_Between(-1.0e4, 1.0e4))]
CostMusd: TypeAlias = Annotated[Quantity, AfterValidator(_Between(0.0, 1.0e6))]
PerYear: TypeAlias = Annotated[Quantity, AfterValidator(_Between(1.0, 366.0))]
PerYearPoints: TypeAlias = Annotated[Quantity, AfterValidator(_Between(0.0, 1.0e4))]
Days: TypeAlias = Annotated[Quantity, AfterValidator(_Between(0.0, 3660.0))]
LatitudeDeg: TypeAlias = Annotated[Quantity, AfterValidator(_Between(-90.0, 90.0))]
LongitudeDeg: TypeAlias = Annotated[Quantity, AfterValidator(_Between(-180.0, 360.0))]
InclinationDeg: TypeAlias = Annotated[Quantity, AfterValidator(_Between(0.0, 180.0))]
ElevationDeg: TypeAlias = Annotated[Quantity, AfterValidator(_Between(-10.0, 90.0))]
AltitudeM: TypeAlias = Annotated[Quantity, AfterValidator(_Between(-500.0, 9000.0))]
DishM: TypeAlias = Annotated[Quantity, AfterValidator(_Between(1.0, 600.0))]
#: Seats or berths.
People: TypeAlias = Annotated[Quantity, AfterValidator(_Between(1.0, 100.0))]
Fraction: TypeAlias = Annotated[Quantity, AfterValidator(_Between(0.0, 1.0))]
#: What is used up, down to grams.
RateKg: TypeAlias = Annotated[Quantity, AfterValidator(_Between(0.0, 1.0e4))]
