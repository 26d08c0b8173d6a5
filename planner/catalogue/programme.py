"""Partners and the kinds of element they bring."""

from __future__ import annotations

from typing import Literal, TypeAlias

from planner.catalogue.fields import Identifier, Line, Model, Text
from planner.catalogue.quantities import (
    DatedFact,
    Days,
    IspS,
    MassKg,
    People,
    PerYearPoints,
    PowerKw,
)

#: Where an element works.
Destination: TypeAlias = Literal["surface", "lunar_orbit"]


class Partner(Model):
    """A state or an organisation."""

    id: Identifier
    """Name the scenario refers to."""
    name: Line
    """Name people use."""
    kind: Literal["state", "organisation"] = "state"
    """state or organisation."""
    joined: DatedFact | None = None
    """Day it joined the ILRS; none if it has not."""


class ElementPropulsion(Model):
    """Engine and tank of a craft that brakes into lunar orbit by itself."""

    isp_s: IspS
    """Vacuum specific impulse (s)."""
    propellant_kg: MassKg
    """Propellant at TLI, part of the craft's mass (kg)."""


class ElementKind(Model):
    """A kind of element: what it weighs, needs and gives."""

    id: Identifier
    """Name the scenario refers to."""
    name: Line
    """Name people use."""
    partner: Identifier
    """Partner that builds it, unless the scenario says otherwise."""
    destination: Destination
    """surface or lunar_orbit."""
    mass_kg: MassKg
    """Mass delivered; for a craft with its own propulsion, wet mass at TLI (kg)."""
    power_kw: PowerKw
    """Average electric power: given if positive, used if negative (kW); own supply 0."""
    power_night_kw: PowerKw | None = None
    """The same in darkness (kW); as by day if left out."""
    commissioning_d: Days
    """Days from delivery to work."""
    science_per_year: PerYearPoints | None = None
    """Science points a year while it works, on this sandbox's own scale; none if left out."""
    crew_berths: People | None = None
    """People who can live in it; none if nobody can."""
    maintenance: Identifier | None = None
    """Maintenance class in the catalogue, by which it needs spares; none if left out."""
    propulsion: ElementPropulsion | None = None
    """Own propulsion, if it brakes into lunar orbit by itself."""
    note: Text = ""
    """What to know before using it."""
