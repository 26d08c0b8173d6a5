"""Launchers, landers and crew ships: what lifts, what brakes, and the stages that do it."""

from __future__ import annotations

from itertools import pairwise
from typing import Annotated, Literal, Self, TypeAlias

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from planner.catalogue.fields import Identifier, Line, Model, Real, Text
from planner.catalogue.quantities import (
    Confidence,
    CostMusd,
    DatedFact,
    Days,
    IspS,
    MassKg,
    People,
    PerYear,
    ThrustN,
)

#: Manoeuvres a stage can do, in the order they are flown.
BurnName: TypeAlias = Literal["loi", "descent", "ascent"]
_C3 = Annotated[Real, Field(ge=-60.0, le=200.0)]


class AnchorPerformance(Model):
    """One quoted mass, moved along C3 by the upper stage's rocket equation.

    The upper stage leaves a circular parking orbit; stage and payload together
    weigh the same there whatever C3 is asked, and what burns is the difference.
    """

    kind: Literal["anchor"]
    """anchor: one quoted mass."""
    c3_km2_s2: _C3
    """C3 of the quoted mass (km2/s2); about -2 for a direct flight to the Moon."""
    mass_kg: MassKg
    """Quoted mass separated at that C3 (kg)."""
    upper_stage_isp_s: IspS
    """Vacuum specific impulse of the stage that does TLI (s)."""
    upper_stage_dry_kg: MassKg
    """Mass of that stage at burnout (kg)."""
    valid_c3_km2_s2: tuple[_C3, _C3]
    """Lowest and highest C3 the anchor may be moved to (km2/s2)."""

    @model_validator(mode="after")
    def _anchor_lies_in_its_range(self) -> Self:
        low, high = self.valid_c3_km2_s2
        if not low <= self.c3_km2_s2 <= high:
            raise PydanticCustomError(
                "anchor_range", "valid_c3_km2_s2 must run upwards and contain c3_km2_s2"
            )
        return self


class TablePerformance(Model):
    """Mass against C3, read linearly between the points and refused outside them."""

    kind: Literal["table"]
    """table: masses at several C3."""
    c3_km2_s2: tuple[_C3, ...] = Field(min_length=2, max_length=200)
    """C3 of each point, rising (km2/s2)."""
    mass_kg: tuple[Annotated[Real, Field(gt=0.0, le=1.0e6)], ...]
    """Mass separated at each C3 (kg)."""
    source: Identifier
    """Id of a source."""
    confidence: Confidence
    """sourced: read in the source. assumed: from memory or an engineering choice."""
    note: Text = ""
    """How the table was obtained."""

    @model_validator(mode="after")
    def _one_mass_for_each_rising_c3(self) -> Self:
        if len(self.mass_kg) != len(self.c3_km2_s2):
            raise PydanticCustomError("table_size", "needs one mass_kg for each c3_km2_s2")
        if any(low >= high for low, high in pairwise(self.c3_km2_s2)):
            raise PydanticCustomError("table_order", "c3_km2_s2 must rise from point to point")
        return self


Performance: TypeAlias = Annotated[
    AnchorPerformance | TablePerformance, Field(discriminator="kind")
]


class Launcher(Model):
    """A rocket: what it sends towards the Moon, how often, since when, at what price."""

    id: Identifier
    """Name the scenario refers to."""
    name: Line
    """Name people use."""
    partner: Identifier
    """Partner that flies it."""
    pads: tuple[Identifier, ...] = Field(min_length=1)
    """Pads it flies from; the first is taken when a scenario names none."""
    performance: Performance
    """Mass separated against C3."""
    cadence_per_year: PerYear
    """Lunar launches a calendar year the programme may use."""
    first_flight: DatedFact | None = None
    """First flight, flown or planned; none if it flies already and the day does not matter."""
    cost_musd: CostMusd
    """Price of a launch (million US dollars)."""
    note: Text = ""
    """What to know before using it."""


class Stage(Model):
    """A stage of a lander and the burns it does."""

    name: Line
    """Name people use."""
    dry_mass_kg: MassKg
    """Mass without propellant and payload (kg)."""
    propellant_kg: MassKg
    """Propellant when full (kg)."""
    isp_s: IspS
    """Vacuum specific impulse (s)."""
    thrust_n: ThrustN
    """Full thrust (N)."""
    burns: tuple[BurnName, ...] = Field(min_length=1)
    """Burns the stage does, in order; it is dropped after its last one."""


class Lander(Model):
    """What brakes into lunar orbit and, for a lander, sets down: stages in burn order."""

    id: Identifier
    """Name the scenario refers to."""
    name: Line
    """Name people use."""
    partner: Identifier
    """Partner that builds it."""
    stages: tuple[Stage, ...] = Field(min_length=1, max_length=8)
    """Stages, first to burn first."""
    crew: People | None = None
    """Seats; none for a lander that carries no crew."""
    endurance_d: Days | None = None
    """Days its crew can live in it on the surface (d)."""
    quoted_payload_kg: MassKg | None = None
    """Payload someone quotes, to compare with; the planner computes its own (kg)."""
    cost_musd: CostMusd
    """Price of one (million US dollars)."""
    first_flight: DatedFact | None = None
    """First flight, flown or planned."""
    note: Text = ""
    """What to know before using it, and the payload its masses close at."""

    @model_validator(mode="after")
    def _burns_come_in_flight_order(self) -> Self:
        if self.burns not in {("loi",), ("loi", "descent"), ("loi", "descent", "ascent")}:
            raise PydanticCustomError(
                "burn_order",
                "stages must do loi first, then descent if they land, then ascent if they carry "
                "a crew, each once",
            )
        seats = (self.crew is not None, self.endurance_d is not None)
        if seats != ("ascent" in self.burns,) * 2:
            raise PydanticCustomError(
                "crewed_lander", "crew, endurance_d and a stage that does ascent go together"
            )
        return self

    @property
    def burns(self) -> tuple[BurnName, ...]:
        """Burns of all stages in flight order."""
        return tuple(burn for stage in self.stages for burn in stage.burns)

    @property
    def lands(self) -> bool:
        """True if a stage does the descent."""
        return "descent" in self.burns

    @property
    def is_crewed(self) -> bool:
        """True if it takes a crew down and up again."""
        return "ascent" in self.burns


class Ship(Model):
    """A crew ship: takes a crew to lunar orbit, waits there, and brings it home."""

    id: Identifier
    """Name the scenario refers to."""
    name: Line
    """Name people use."""
    partner: Identifier
    """Partner that builds it."""
    wet_mass_kg: MassKg
    """Mass at TLI with full tanks, crew and samples not counted (kg)."""
    propellant_kg: MassKg
    """Propellant when full, part of wet_mass_kg; it loads what the flight takes (kg)."""
    isp_s: IspS
    """Vacuum specific impulse (s)."""
    crew: People
    """Seats."""
    endurance_d: Days
    """Days it can stay in lunar orbit, from its arrival to its departure (d)."""
    cost_musd: CostMusd
    """Price of one (million US dollars)."""
    first_flight: DatedFact | None = None
    """First flight, flown or planned."""
    note: Text = ""
    """What to know before using it."""

    @model_validator(mode="after")
    def _more_than_its_propellant(self) -> Self:
        if self.propellant_kg.value >= self.wet_mass_kg.value:
            raise PydanticCustomError(
                "ship_mass", "propellant_kg must be less than wet_mass_kg, of which it is a part"
            )
        return self

    @property
    def dry_mass_kg(self) -> float:
        """Mass without propellant (kg)."""
        return self.wet_mass_kg.value - self.propellant_kg.value
