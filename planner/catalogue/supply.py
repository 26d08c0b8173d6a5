"""Supply: what a crew, its excursions and its machines use up, by class of supply."""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from planner.catalogue.fields import Identifier, Line, Model, Text, Whole
from planner.catalogue.quantities import Days, Fraction, RateKg

#: What a rate is multiplied by.
RatePer: TypeAlias = Literal["crew_day", "crew", "mission", "eva_crew_hour"]
#: How a supply travels, which decides what it is packed in.
Environment: TypeAlias = Literal["gas", "liquid", "pressurised", "unpressurised"]
#: Number of a class of supply as SpaceNet counts them: 2, 201, 4011.
ClassNumber: TypeAlias = Annotated[Whole, Field(ge=1, le=9999)]


class SupplyClass(Model):
    """A class of supply, numbered as SpaceNet does."""

    id: Identifier
    """Name in the catalogue."""
    number: ClassNumber
    """SpaceNet's number; its first digits are those of the class it belongs to."""
    name: Line
    """What it holds."""
    source: Identifier
    """Id of a source."""


class SupplyRate(Model):
    """What is used of one thing."""

    id: Identifier
    """Name within the set."""
    name: Line
    """Name people use."""
    class_of_supply: ClassNumber
    """SpaceNet's number."""
    per: RatePer
    """What it is multiplied by."""
    rate_kg: RateKg
    """Mass used each time (kg)."""
    every_d: Days | None = None
    """For crew_day: days one such mass lasts; a day if left out (d)."""
    closure: Identifier | None = None
    """Loop that gives part of it back."""
    in_reserve: bool = True
    """For crew_day: whether it is also kept for the days in reserve."""
    environment: Environment
    """How it travels."""


class Closure(Model):
    """A loop that gives part of a supply back."""

    id: Identifier
    """Name the files refer to."""
    default_fraction: Fraction
    """Part given back unless a file says otherwise."""


class PackingFactor(Model):
    """Packing carried with a supply."""

    environment: Environment
    """How the supply travels."""
    packing_fraction: Fraction
    """Mass of packing for each kilogram of supply."""


class Bag(Model):
    """A transfer bag."""

    tare_kg: RateKg
    """Its own mass (kg)."""
    holds_kg: RateKg
    """What it holds (kg)."""


class SupplyRateSet(Model):
    """Rates that were published together; sets are never mixed."""

    id: Identifier
    """Name the files refer to."""
    name: Line
    """Name people use."""
    rates: tuple[SupplyRate, ...] = Field(min_length=1)
    """Everything the set knows."""
    closures: tuple[Closure, ...] = ()
    """Loops the set knows."""
    packing: tuple[PackingFactor, ...] = ()
    """Packing by how a supply travels; none if the set has none."""
    bag: Bag | None = None
    """Bag for pressurised goods."""
    note: Text = ""
    """What to know before using it."""


class MaintenanceClass(Model):
    """Spares an element needs, as a part of its own mass."""

    id: Identifier
    """Name the files refer to."""
    name: Line
    """What it is for."""
    per: Literal["year", "flight"]
    """Whether a year (of 365 days) or a flight uses it up."""
    pressurised_fraction: Fraction
    """Part of the mass needed as spares stowed under pressure."""
    unpressurised_fraction: Fraction
    """Part of the mass needed as spares stowed outside."""
    note: Text = ""
    """What to know before using it."""
