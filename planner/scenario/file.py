"""What a scenario file may say. Ids refer to the catalogue or to the file itself."""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal, Self, TypeAlias

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    StringConstraints,
    model_validator,
)
from pydantic_core import PydanticCustomError

from planner.catalogue.fields import Day, Flag, Identifier, Line, Model, Real, Text
from planner.catalogue.programme import Destination
from planner.scenario.alternative_entry import AlternativeEntry
from planner.scenario.crew_entry import CrewEntry, ShipEntry, SupplyEntry
from planner.scenario.history_entry import HistoryEntry
from planner.scenario.pin_entry import PinEntry
from planner.scenario.policies import Policies, SolverSettings
from planner.scenario.support_entry import CraftEntry, TankersEntry

#: Ways to fly the planner knows.
Family: TypeAlias = Literal["direct", "nrho"]
#: What a plan may be chosen for.
Goal: TypeAlias = Literal["completion", "cost", "launches", "robustness", "science"]
MassKg: TypeAlias = Annotated[Real, Field(gt=0.0, le=1.0e6)]
PowerKw: TypeAlias = Annotated[Real, Field(ge=-1.0e4, le=1.0e4)]
SciencePoints: TypeAlias = Annotated[Real, Field(ge=0.0, le=1.0e4)]
CommissioningD: TypeAlias = Annotated[int, Field(strict=True, ge=0, le=3660)]
AltitudeKm: TypeAlias = Annotated[Real, Field(ge=15.0, le=60_000.0)]
_Inclination: TypeAlias = Annotated[Real, Field(ge=0.0, le=180.0)]
MoneyMusd: TypeAlias = Annotated[Real, Field(ge=0.0, le=1.0e6)]
_Year: TypeAlias = Annotated[str, StringConstraints(pattern=r"^[12]\d{3}$")]
_Patch: TypeAlias = dict[Identifier, dict[str, Any]]


def _not_empty(entries: object) -> object:
    """Refuse an empty list before its entries are looked at.

    A minimum length on the field would count the valid entries only, and call a
    list of faulty entries too short.
    """
    if isinstance(entries, list) and not entries:
        raise PydanticCustomError("empty", "is an empty list, allowed is one entry or more")
    return entries


def _each_once(entries: tuple[str, ...]) -> tuple[str, ...]:
    if len(set(entries)) < len(entries):
        raise PydanticCustomError("once", "names a goal twice, allowed is each once")
    return entries


_SOME: Final = BeforeValidator(_not_empty)
_ONCE: Final = AfterValidator(_each_once)


class HorizonEntry(Model):
    """First and last day the planner may use."""

    start: Day
    """First day (UTC)."""
    end: Day
    """Last day (UTC)."""


class PhaseEntry(Model):
    """A phase of the programme; its elements are not launched before it starts."""

    id: Identifier
    """Name the elements refer to."""
    title: Line | None = None
    """Name people use; the id if left out."""
    start: Day
    """First day (UTC)."""
    end: Day
    """Last day (UTC)."""


class PartnerEntry(Model):
    """A partner of the programme and what it brings."""

    id: Identifier
    """Id in the catalogue."""
    brings: Text = ""
    """What it contributes, in words."""


class OrbitEntry(Model):
    """The lunar orbit a flight option arrives in."""

    perilune_alt_km: AltitudeKm | None = None
    """Lowest altitude (km); the policy's if left out."""
    apolune_alt_km: AltitudeKm | None = None
    """Highest altitude (km); circular if left out."""
    inclination_deg: _Inclination | None = None
    """Inclination on the Moon's equator (deg); the policy's if left out."""

    @model_validator(mode="after")
    def _apolune_is_above_perilune(self) -> Self:
        if None not in (self.apolune_alt_km, self.perilune_alt_km) and (
            self.apolune_alt_km < self.perilune_alt_km  # type: ignore[operator]
        ):
            raise PydanticCustomError(
                "orbit_order", "apolune_alt_km must not be lower than perilune_alt_km"
            )
        return self


class FleetEntry(Model):
    """A way to fly: launcher, lander (or none), pad, family of transfers."""

    id: Identifier | None = None
    """Name the elements refer to; launcher-lander if left out."""
    launcher: Identifier
    """Id in the catalogue."""
    lander: Identifier | None = None
    """Id in the catalogue; left out, the elements brake by themselves."""
    pad: Identifier | None = None
    """Id in the catalogue; the launcher's first pad if left out."""
    ship: ShipEntry | None = None
    """Crew ship that meets the lander in lunar orbit; none if it flies cargo."""
    tankers: TankersEntry | None = None
    """Launches that fill its lander before it leaves; none if it needs none."""
    reuses: Identifier | None = None
    """Craft it uses, of the list craft; none if all of it is new."""
    family: Family = "direct"
    """Family of transfers; nrho is for crews, whose lander and ship meet in the 9:2 NRHO."""
    destination: Destination | None = None
    """surface or lunar_orbit; surface if the lander lands, lunar_orbit otherwise."""
    arrival_orbit: OrbitEntry = OrbitEntry()
    """Lunar orbit it arrives in; for a landing, the one the descent starts from."""


class ElementEntry(Model):
    """An element to deliver and put to work."""

    id: Identifier
    """Name of this element."""
    kind: Identifier
    """Kind of element, id in the catalogue."""
    name: Line | None = None
    """Name people use; the kind's if left out."""
    partner: Identifier | None = None
    """Who brings it; the kind's builder if left out."""
    phase: Identifier | None = None
    """Phase it belongs to; may be left out if there is only one."""
    mission: Line | None = None
    """Mission that brings it, such as ILRS-1; the phase's title if left out."""
    mass_kg: MassKg | None = None
    """Mass (kg); the kind's if left out."""
    power_kw: PowerKw | None = None
    """Electric power given (+) or used (-) (kW); the kind's if left out."""
    power_night_kw: PowerKw | None = None
    """The same in darkness (kW); the kind's if left out, and power_kw if the kind has none."""
    destination: Destination | None = None
    """surface or lunar_orbit; the kind's if left out."""
    requires: tuple[Identifier, ...] = Field(default=(), max_length=64)
    """Elements that must work before this one is delivered; an alternative: what is chosen."""
    optional: Flag = False
    """Whether the plan may leave it out."""
    science_per_year: SciencePoints | None = None
    """Science points a year while it works; the kind's if left out."""
    earliest: Day | None = None
    """First day it may be launched (UTC)."""
    due: Day | None = None
    """Last day on which it must start to work (UTC)."""
    commissioning_d: CommissioningD | None = None
    """Days from delivery to work (d); the kind's if left out."""
    fleet: tuple[Identifier, ...] = Field(default=(), max_length=64)
    """Flight options that may carry it; any with its destination if left out."""


class InPlaceEntry(Model):
    """Something that stands or orbits already."""

    id: Identifier
    """Name the elements refer to."""
    name: Line | None = None
    """Name people use; the kind's if left out."""
    kind: Identifier
    """Kind of element, id in the catalogue."""
    since: Day
    """Day it started to work (UTC)."""
    power_kw: PowerKw | None = None
    """Electric power given (+) or used (-) (kW); the kind's if left out."""
    power_night_kw: PowerKw | None = None
    """The same in darkness (kW); the kind's if left out, and power_kw if the kind has none."""


class LimitsEntry(Model):
    """Most money a calendar year; a flight is charged in the year of its launch."""

    per_year_musd: MoneyMusd | None = None
    """Limit of every year (million US dollars); none if left out."""
    by_year_musd: dict[_Year, MoneyMusd] = Field(default_factory=dict)
    """Limits of single years (million US dollars), in place of per_year_musd."""


class BudgetEntry(LimitsEntry):
    """Limits of the whole programme, and of partners for the launchers they bring."""

    partners: dict[Identifier, LimitsEntry] = Field(default_factory=dict)
    """Limits by partner, who pays for the flights of its own launchers."""


class CatalogueEntry(Model):
    """Changes to the catalogue for this scenario: section, id, then the fields that differ.

    A bare number or day in place of a value replaces it and marks it as this
    scenario's assumption.
    """

    sources: _Patch = Field(default_factory=dict)
    """Publications."""
    partners: _Patch = Field(default_factory=dict)
    """States and organisations."""
    pads: _Patch = Field(default_factory=dict)
    """Launch pads."""
    sites: _Patch = Field(default_factory=dict)
    """Places on the Moon."""
    stations: _Patch = Field(default_factory=dict)
    """Ground stations."""
    launchers: _Patch = Field(default_factory=dict)
    """Rockets."""
    landers: _Patch = Field(default_factory=dict)
    """Landers and tugs."""
    ships: _Patch = Field(default_factory=dict)
    """Crew ships."""
    elements: _Patch = Field(default_factory=dict)
    """Kinds of element."""


class ScenarioFile(Model):
    """A scenario: where, when, who, with what, and what is to be built."""

    schema_version: Literal[1]
    """Version of this format; 1."""
    id: Identifier
    """Short name of the scenario."""
    title: Line
    """Name people use."""
    teaches: Text = ""
    """What a reader can learn from it."""
    as_of: Day | None = None
    """Day of the knowledge it holds (UTC), before which nothing launches; else horizon's start."""
    horizon: HorizonEntry
    """First and last day the planner may use."""
    objective: Annotated[tuple[Goal, ...], _SOME, _ONCE] = ("completion", "cost")
    """What the plan is chosen for, the first goal before the second, and so on."""
    due: Day | None = None
    """Day by which everything should work (UTC); the horizon's end if left out."""
    science_to: Day | None = None
    """Day to which science is counted (UTC); the due day if left out."""
    site: Identifier
    """Landing site, id in the catalogue."""
    phases: tuple[PhaseEntry, ...] = Field(default=(), max_length=32)
    """Phases; one over the whole horizon if left out."""
    partners: tuple[PartnerEntry, ...] = Field(default=(), max_length=128)
    """Partners; those the elements name if left out."""
    fleet: Annotated[tuple[FleetEntry, ...], _SOME] = Field(max_length=64)
    """Ways to fly."""
    elements: Annotated[tuple[ElementEntry, ...], _SOME] = Field(max_length=300)
    """What is to be delivered."""
    alternatives: tuple[AlternativeEntry, ...] = Field(default=(), max_length=64)
    """Ways to do one thing, of which one is chosen."""
    craft: tuple[CraftEntry, ...] = Field(default=(), max_length=64)
    """Tugs, landers and transporters that are used again."""
    crew: CrewEntry | None = None
    """Crews that stay at the station."""
    supply: SupplyEntry | None = None
    """Resupply and spares."""
    in_place: tuple[InPlaceEntry, ...] = Field(default=(), max_length=128)
    """What is there already."""
    budget: BudgetEntry = BudgetEntry()
    """Most money a year; no limit if left out."""
    pins: tuple[PinEntry, ...] = Field(default=(), max_length=300)
    """Choices the author makes beforehand."""
    history: tuple[HistoryEntry, ...] = Field(default=(), max_length=300)
    """What flew, was lost or is delayed."""
    policies: Policies = Policies()
    """Rules and margins."""
    solver: SolverSettings = SolverSettings()
    """Search settings."""
    cites: tuple[Identifier, ...] = Field(default=(), max_length=128)
    """Publications behind its dates and text, ids of sources."""
    catalogue: CatalogueEntry = CatalogueEntry()
    """Changes to the catalogue for this scenario."""
