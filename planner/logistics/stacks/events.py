"""What may happen to a stack; each event is a mapping with a key ``do``."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, Final, Literal, Self, TypeAlias

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from planner.catalogue.fields import Identifier, Line, Model, Real
from planner.logistics.stacks.file import MassKg, TankName

_Items: TypeAlias = Annotated[tuple[Identifier, ...], Field(min_length=1, max_length=64)]


def _exactly_one(model: Model, *names: str) -> None:
    given = [name for name in names if getattr(model, name) is not None]
    if len(given) != 1:
        said = ", ".join(given) or "none of them"
        words = f"needs exactly one of {', '.join(names)}, not {said}"
        raise PydanticCustomError("exactly_one", "{words}", {"words": words})


class Event(Model):
    """What every event may say."""

    name: Line | None = None
    """Name people use; the kind of event if left out."""
    after_d: Annotated[Real, Field(ge=0.0, le=36_600.0)] = 0.0
    """Days since the event before; propellant boils off meanwhile (d)."""


class Wait(Event):
    """Time passes."""

    do: Literal["wait"]
    """wait."""


class Burn(Event):
    """One engine burns, or several together in the ratio of their mass flows."""

    do: Literal["burn"]
    """burn."""
    tanks: Annotated[tuple[TankName, ...], Field(min_length=1, max_length=16)]
    """Tanks that feed the burn."""
    dv_m_s: Annotated[Real, Field(ge=0.0, le=50_000.0)] | None = None
    """Speed change (m/s), to which the policy's margin is added."""
    propellant_kg: MassKg | None = None
    """Propellant burnt (kg), as given."""
    duration_s: Annotated[Real, Field(ge=0.0, le=1.0e9)] | None = None
    """Time at full thrust (s), as given."""

    @model_validator(mode="after")
    def _one_measure(self) -> Self:
        _exactly_one(self, "dv_m_s", "propellant_kg", "duration_s")
        return self


class Separate(Event):
    """Items leave their stack and fly on as a stack of their own."""

    do: Literal["separate"]
    """separate."""
    items: _Items
    """Items that leave."""
    into: Identifier
    """Name of the new stack."""


class Dock(Event):
    """Stacks become one: rendezvous, or stacking in orbit."""

    do: Literal["dock"]
    """dock."""
    stacks: Annotated[tuple[Identifier, ...], Field(min_length=2, max_length=16)]
    """Stacks that join."""
    into: Identifier
    """Name of the joint stack; one of theirs may be kept."""


class Drop(Event):
    """Items are thrown away with all that is in them: a spent stage."""

    do: Literal["drop"]
    """drop."""
    items: _Items
    """Items that go."""


class Deliver(Event):
    """Items are left where they are wanted: a payload."""

    do: Literal["deliver"]
    """deliver."""
    items: _Items
    """Items that stay behind."""


class Refuel(Event):
    """Propellant enters a tank, from another tank of the stack or from outside."""

    do: Literal["refuel"]
    """refuel."""
    tank: TankName
    """Tank that is filled."""
    kg: MassKg
    """Propellant that enters it (kg)."""
    source: TankName | None = None
    """Tank it comes from; from outside the file if left out."""
    tanker_kg: Annotated[Real, Field(gt=0.0, le=1.0e7)] | None = None
    """Propellant one tanker flight brings from outside (kg): the flights are counted."""
    tanker_every_d: Annotated[Real, Field(ge=0.0, le=3660.0)] = 0.0
    """Days between tanker flights, in which what was brought boils off (d)."""


class Vent(Event):
    """Mass is lost otherwise than by a burn: thrusters, crew, leaks, things left behind."""

    do: Literal["vent"]
    """vent."""
    item: Identifier | None = None
    """Item whose dry mass shrinks."""
    tank: TankName | None = None
    """Tank that loses propellant."""
    kg: MassKg
    """Mass lost (kg)."""

    @model_validator(mode="after")
    def _one_place(self) -> Self:
        _exactly_one(self, "item", "tank")
        return self


class Load(Event):
    """Mass from outside is taken aboard an item: samples, cargo."""

    do: Literal["load"]
    """load."""
    item: Identifier
    """Item it is put into."""
    kg: MassKg
    """Mass taken aboard (kg)."""


class Move(Event):
    """Crew or cargo goes from one item to another of the same stack."""

    do: Literal["move"]
    """move."""
    item: Identifier
    """Item that gets lighter."""
    to: Identifier
    """Item that gets heavier."""
    kg: MassKg
    """Mass moved (kg)."""


AnyEvent: TypeAlias = Wait | Burn | Separate | Dock | Drop | Deliver | Refuel | Vent | Load | Move
#: Model of each event by its ``do``.
EVENTS: Final[Mapping[str, type[AnyEvent]]] = MappingProxyType(
    {
        "wait": Wait, "burn": Burn, "separate": Separate, "dock": Dock, "drop": Drop,
        "deliver": Deliver, "refuel": Refuel, "vent": Vent, "load": Load, "move": Move,
    }
)  # fmt: skip
