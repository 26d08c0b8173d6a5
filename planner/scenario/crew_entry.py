"""What a scenario file may say of crews, of the ships they fly in, and of their supplies."""

from __future__ import annotations

from typing import Annotated, Self, TypeAlias

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from planner.catalogue.fields import Day, Flag, Identifier, Line, Model, Real, Whole

_Days: TypeAlias = Annotated[Whole, Field(ge=0, le=3660)]
_MassKg: TypeAlias = Annotated[Real, Field(ge=0.0, le=1.0e6)]
_Part: TypeAlias = Annotated[Real, Field(ge=0.0, le=1.0)]
_Names: TypeAlias = Annotated[tuple[Identifier, ...], Field(max_length=64)]


class WaitEntry(Model):
    """Days from the launch of the lander to that of its ship."""

    min: Annotated[Real, Field(ge=1.0, le=365.0)] = 3.0
    """Shortest (d)."""
    max: Annotated[Real, Field(ge=1.0, le=365.0)] = 60.0
    """Longest (d)."""

    @model_validator(mode="after")
    def _runs_upwards(self) -> Self:
        if self.min > self.max:
            raise PydanticCustomError("wait_range", "min must not be greater than max")
        return self


class ShipEntry(Model):
    """The ship that brings the crew to a lander waiting in lunar orbit, and home."""

    launcher: Identifier
    """Id in the catalogue."""
    ship: Identifier
    """Id in the catalogue."""
    pad: Identifier | None = None
    """Id in the catalogue; the launcher's first pad if left out."""
    wait_d: WaitEntry = WaitEntry()
    """Days from the lander's launch to the ship's (d)."""


class EvasEntry(Model):
    """Excursions of a stay."""

    count: Annotated[Whole, Field(ge=0, le=1000)]
    """How many."""
    duration_h: Annotated[Real, Field(gt=0.0, le=24.0)]
    """Time outside (h)."""
    crew: Annotated[Whole, Field(ge=1, le=100)]
    """How many go."""


class RotationEntry(Model):
    """A crew that lands, stays and goes home."""

    id: Identifier
    """Name of the rotation; no element may have it."""
    name: Line | None = None
    """Name people use; the id if left out."""
    fleet: Annotated[tuple[Identifier, ...], Field(min_length=1, max_length=64)]
    """Flight options with a ship that may carry it."""
    crew: Annotated[Whole, Field(ge=1, le=100)]
    """People."""
    stay_d: Annotated[Whole, Field(ge=1, le=1000)]
    """Days on the surface (d)."""
    phase: Identifier | None = None
    """Phase it belongs to; may be left out if there is only one."""
    earliest: Day | None = None
    """First day its lander may be launched (UTC)."""
    due: Day | None = None
    """Last day on which it must land (UTC)."""
    requires: _Names = ()
    """Elements, or things in place, that must work before it lands."""
    optional: Flag = False
    """Whether a plan may leave it out."""
    samples_kg: _MassKg = 0.0
    """What it takes home (kg)."""
    supplies_kg: _MassKg | None = None
    """Supplies it takes down itself (kg); left out: all it needs if it lives in its lander."""
    evas: EvasEntry | None = None
    """Excursions; none if left out."""


class CrewEntry(Model):
    """Crews: on which rates they live, what they weigh, and when they stay."""

    rate_set: Identifier
    """Rate set in the catalogue: bvad or spacenet_1_3; sets are never mixed."""
    closures: dict[Identifier, _Part] = Field(default_factory=dict)
    """Part given back by each loop of the set; the set's default if left out."""
    crew_mass_kg: Annotated[Real, Field(ge=50.0, le=500.0)] = 100.0
    """Mass of one of the crew with suit and belongings (kg)."""
    reserve_d: _Days = 7
    """Days for which supplies are kept beyond the stay (d)."""
    rendezvous_d: Annotated[Real, Field(ge=0.1, le=30.0)] = 2.0
    """Days from arrival or ascent to the landing or departure that follows a rendezvous (d)."""
    rotations: Annotated[tuple[RotationEntry, ...], Field(min_length=1, max_length=32)]
    """Crews, in any order."""


class SupplyEntry(Model):
    """Resupply: what stands there, and the lots that may be flown."""

    lot_kg: Annotated[Real, Field(gt=0.0, le=1.0e5)]
    """What one lot holds (kg)."""
    kind: Identifier = "supply_carrier"
    """Kind of element it travels in, whose mass comes on top."""
    fleet: _Names = ()
    """Flight options that may carry lots; any with a cargo lander if left out."""
    most_lots: Annotated[Whole, Field(ge=0, le=60)] = 12
    """Most lots a plan may fly."""
    in_place_kg: _MassKg = 0.0
    """What is there at the start (kg)."""
    spares: Flag = False
    """Whether elements with a maintenance class take spares a year."""
    until: Day | None = None
    """Last day for which supplies must suffice (UTC); the scenario's due day if left out."""
