"""What a stack file may say: items with tanks, how they are stacked, margins by name."""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal, TypeAlias

from pydantic import Field, StringConstraints

from planner.astro.constants import G0_M_S2
from planner.catalogue.fields import Identifier, Line, Model, Real, Text

_ID: Final = r"[a-z0-9][a-z0-9_-]{0,63}"
#: A tank: ``csm.rcs``, or ``csm`` for the only tank of an item.
TankName: TypeAlias = Annotated[str, StringConstraints(pattern=rf"^{_ID}(\.{_ID})?$")]
#: Masses a file may state; the limits catch slips of unit.
MassKg: TypeAlias = Annotated[Real, Field(ge=0.0, le=1.0e7)]
_C3: TypeAlias = Annotated[Real, Field(ge=-60.0, le=200.0)]


class TankEntry(Model):
    """A tank and the engine it feeds."""

    id: Identifier = "main"
    """Name within the item; main if left out."""
    propellant_kg: MassKg
    """Propellant in it at the start (kg)."""
    capacity_kg: MassKg | None = None
    """Propellant it can hold (kg); what it holds at the start if left out."""
    isp_s: Annotated[Real, Field(ge=50.0, le=20_000.0)]
    """Vacuum specific impulse of its engine (s)."""
    thrust_n: Annotated[Real, Field(gt=0.0, le=1.0e8)] | None = None
    """Full thrust of its engine (N); needed for burns told by duration or made together."""
    boiloff_per_d: Annotated[Real, Field(ge=0.0, lt=1.0)] = 0.0
    """Fraction of the propellant in it that boils off in a day."""


class ItemEntry(Model):
    """A stage, a craft or a piece of cargo."""

    id: Identifier
    """Name the events refer to."""
    name: Line | None = None
    """Name people use; the id if left out."""
    dry_mass_kg: Annotated[Real, Field(gt=0.0, le=1.0e7)]
    """Mass without the propellant of its tanks (kg), before any mass growth."""
    maturity: Identifier | None = None
    """How well the dry mass is known: a class of the margin policy; no growth if left out."""
    tanks: tuple[TankEntry, ...] = Field(default=(), max_length=16)
    """Tanks with their engines; none for cargo."""


class LaunchEntry(Model):
    """The rocket that injects a stack."""

    launcher: Identifier
    """Id in the catalogue."""
    c3_km2_s2: _C3
    """C3 it is injected at (km2/s2)."""


class StackEntry(Model):
    """Items that fly together from the start."""

    id: Identifier
    """Name the events refer to."""
    items: Annotated[tuple[Identifier, ...], Field(min_length=1, max_length=64)]
    """Items in it."""
    launch: LaunchEntry | None = None
    """Rocket that injects it, whose capability it must not exceed."""


class StackHead(Model):
    """What a stack file says beside its lists."""

    schema_version: Literal[1]
    """Version of this format; 1."""
    id: Identifier
    """Short name of the stack."""
    title: Line
    """Name people use."""
    note: Text = ""
    """Where the numbers come from."""
    g0_m_s2: Annotated[Real, Field(ge=9.7, le=9.9)] = G0_M_S2
    """Standard gravity that turns specific impulse into exhaust speed (m/s2)."""
    margins: Identifier | None = None
    """Margin policy, id in the catalogue; no margins if left out."""
    items: Annotated[tuple[Any, ...], Field(min_length=1, max_length=200)]
    """Stages, craft and cargo."""
    stacks: Annotated[tuple[Any, ...], Field(min_length=1, max_length=64)]
    """What flies together at the start."""
    events: Annotated[tuple[Any, ...], Field(max_length=1000)] = ()
    """What happens, in order."""
