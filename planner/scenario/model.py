"""The scenario the planner works from: frozen, complete, every id resolved to its object.

Days are UTC dates, masses kg, powers kW, altitudes km above the Moon's mean
radius, inclinations deg on the Moon's equator.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Final

from pydantic import ConfigDict

from planner.catalogue.fields import Model
from planner.catalogue.models import (
    Destination,
    ElementKind,
    Lander,
    Launcher,
    Pad,
    Site,
    Source,
)
from planner.scenario.crew_model import Crews, ShipLeg, Supply
from planner.scenario.file import Family, Goal
from planner.scenario.history import PastFlight
from planner.scenario.pins import Pin
from planner.scenario.policies import Policies, SolverSettings
from planner.scenario.support import ReusedCraft, Tankers


class _Resolved(Model):
    """Built by the planner from checked input, so validation only keeps it closed."""

    model_config = ConfigDict(revalidate_instances="never")


class Horizon(_Resolved):
    """First and last day the planner may use."""

    start: date
    """First day (UTC)."""
    end: date
    """Last day (UTC)."""


class Phase(_Resolved):
    """A phase of the programme."""

    id: str
    """Name the elements refer to."""
    title: str
    """Name people use."""
    start: date
    """First day (UTC)."""
    end: date
    """Last day (UTC)."""


class PartnerRole(_Resolved):
    """A partner in this scenario."""

    id: str
    """Id in the catalogue."""
    name: str
    """Name people use."""
    joined: date | None
    """Day it joined the programme, if it has."""
    brings: str
    """What it contributes, in words."""


class ArrivalOrbit(_Resolved):
    """Lunar orbit a flight arrives in."""

    perilune_alt_km: float
    """Lowest altitude (km)."""
    apolune_alt_km: float
    """Highest altitude (km)."""
    inclination_deg: float
    """Inclination on the Moon's equator (deg)."""


class FlightOption(_Resolved):
    """A way to fly, with the objects it uses."""

    id: str
    """Name the elements refer to."""
    launcher: Launcher
    """Rocket."""
    lander: Lander | None
    """Lander or tug; None if the craft brakes by itself."""
    pad: Pad
    """Launch pad."""
    family: Family
    """Family of transfers."""
    arrival_orbit: ArrivalOrbit
    """Lunar orbit it arrives in."""
    destination: Destination
    """surface or lunar_orbit."""
    ship: ShipLeg | None = None
    """Ship that meets the lander with its crew; None for cargo."""
    tankers: Tankers | None = None
    """Launches that fill the lander before it leaves."""
    reuses: ReusedCraft | None = None
    """Craft it uses that has flown before and will again."""

    @property
    def available_from(self) -> date | None:
        """First flight of launcher and lander, whichever is later; None if both fly."""
        facts = [self.launcher.first_flight, self.lander.first_flight if self.lander else None]
        return max((fact.date for fact in facts if fact), default=None)

    @property
    def cost_musd(self) -> float:
        """Price of a flight: launcher, lander and tankers (million US dollars)."""
        lander = self.lander.cost_musd.value if self.lander else 0.0
        tankers = self.tankers.cost_musd if self.tankers else 0.0
        return self.launcher.cost_musd.value + lander + tankers

    @property
    def pair_cost_musd(self) -> float:
        """Price with the ship and its launch, if it has one (million US dollars)."""
        return self.cost_musd + (self.ship.cost_musd if self.ship else 0.0)


class Propulsion(_Resolved):
    """Engine and tank of a craft that brakes into lunar orbit by itself."""

    isp_s: float
    """Vacuum specific impulse (s)."""
    propellant_kg: float
    """Propellant at TLI, part of the craft's mass (kg)."""


class StationElement(_Resolved):
    """An element to deliver and put to work."""

    id: str
    """Name of this element."""
    name: str
    """Name people use."""
    kind: str
    """Kind of element, id in the catalogue."""
    partner: str
    """Who brings it."""
    phase: str
    """Phase it belongs to."""
    mission: str
    """Mission that brings it."""
    mass_kg: float
    """Mass delivered; wet mass at TLI if it has propulsion (kg)."""
    destination: Destination
    """surface or lunar_orbit."""
    power_kw: float
    """Electric power given (+) or used (-) (kW)."""
    power_night_kw: float
    """The same in darkness (kW)."""
    requires: tuple[str, ...]
    """Elements, or things in place, that must work before it is delivered."""
    awaits: tuple[str, ...] = ()
    """Alternatives of which what is chosen must work before it is delivered."""
    optional: bool = False
    """Whether a plan may leave it out."""
    science_per_year: float = 0.0
    """Science points a year while it works."""
    earliest: date | None
    """First day it may be launched (UTC)."""
    due: date | None
    """Last day on which it must start to work (UTC)."""
    commissioning_d: int
    """Days from delivery to work."""
    fleet: tuple[str, ...]
    """Flight options that may carry it; empty: any that fits."""
    propulsion: Propulsion | None
    """Own propulsion; None for cargo."""
    spec: ElementKind
    """The catalogue entry behind it, with the sources of its values."""

    @property
    def completes(self) -> bool:
        """Whether the station is complete only once it works."""
        return not self.optional

    def fits(self, option: FlightOption) -> bool:
        """Say whether an option goes where this element goes, in the way it travels.

        A craft with its own propulsion flies without a lander, cargo with one.
        """
        return (
            option.ship is None
            and option.destination == self.destination
            and (option.lander is None) == (self.propulsion is not None)
            and (not self.fleet or option.id in self.fleet)
        )


class InPlace(_Resolved):
    """Something that stands or orbits already."""

    id: str
    """Name the elements refer to."""
    name: str
    """Name people use."""
    kind: str
    """Kind of element, id in the catalogue."""
    since: date
    """Day it started to work (UTC)."""
    destination: Destination
    """surface or lunar_orbit."""
    power_kw: float
    """Electric power given (+) or used (-) (kW)."""
    power_night_kw: float
    """The same in darkness (kW)."""
    crew_berths: int = 0
    """People who can live in it."""


class Choice(_Resolved):
    """One of the ways of an alternative."""

    id: str
    """Name within its alternative."""
    elements: tuple[str, ...]
    """Elements delivered if it is chosen."""


class Alternative(_Resolved):
    """Ways to do one thing, of which exactly one is chosen."""

    id: str
    """Name elements refer to."""
    name: str
    """Name people use."""
    choices: tuple[Choice, ...]
    """The ways, in the order of the file."""

    @property
    def members(self) -> tuple[str, ...]:
        """Every element of any choice, once each."""
        return tuple(dict.fromkeys(name for one in self.choices for name in one.elements))

    def open_to(self, flown: Iterable[str]) -> tuple[Choice, ...]:
        """Choices that have everything of it that has flown; all if nothing has."""
        mine = set(flown) & set(self.members)
        return tuple(one for one in self.choices if mine <= set(one.elements))


class MoneyLimits(_Resolved):
    """Most money that may be spent in a calendar year."""

    per_year_musd: float | None = None
    """Limit of every year not named below (million US dollars); None: no limit."""
    by_year_musd: tuple[tuple[int, float], ...] = ()
    """Years with limits of their own (million US dollars)."""

    def limit_musd(self, year: int) -> float | None:
        """Limit of a calendar year (million US dollars); None if it has none."""
        return dict(self.by_year_musd).get(year, self.per_year_musd)


class Budget(_Resolved):
    """Limits of the programme and of its partners."""

    programme: MoneyLimits
    """Limits on all flights together."""
    partners: tuple[tuple[str, MoneyLimits], ...]
    """Limits on the flights of each partner's launchers."""

    def limits_of(self, partner: str | None) -> MoneyLimits:
        """Limits of a partner, or of the programme for None."""
        return self.programme if partner is None else dict(self.partners).get(partner, NO_LIMITS)


NO_LIMITS: Final = MoneyLimits()


class Scenario(_Resolved):
    """Everything the planner is asked, with the objects of the catalogue it may use."""

    id: str
    """Short name."""
    title: str
    """Name people use."""
    teaches: str
    """What a reader can learn from it."""
    as_of: date
    """Day of the knowledge it holds (UTC): nothing launches before."""
    horizon: Horizon
    """First and last day the planner may use."""
    due: date
    """Day by which everything should work (UTC)."""
    science_to: date
    """Day to which science is counted (UTC)."""
    objective: tuple[Goal, ...]
    """What the plan is chosen for, in order."""
    site: Site
    """Landing site."""
    phases: tuple[Phase, ...]
    """Phases, in the order of the file."""
    partners: tuple[PartnerRole, ...]
    """Partners, in the order of the file."""
    fleet: tuple[FlightOption, ...]
    """Ways to fly, in the order of the file."""
    elements: tuple[StationElement, ...]
    """What is to be delivered, in the order of the file."""
    alternatives: tuple[Alternative, ...]
    """Ways to do one thing, in the order of the file."""
    crews: Crews | None
    """Crews that stay at the station."""
    supply: Supply | None
    """Resupply and spares."""
    in_place: tuple[InPlace, ...]
    """What is there already."""
    budget: Budget
    """Most money a year."""
    pins: tuple[Pin, ...]
    """Choices of the author's that every plan keeps."""
    history: tuple[PastFlight, ...]
    """What flew, was lost or is delayed, in the order of the file."""
    policies: Policies
    """Rules and margins."""
    solver: SolverSettings
    """Search settings."""
    sha256: str
    """Fingerprint of the text and of the overrides applied to it (hexadecimal)."""
    cited: tuple[Source, ...]
    """Sources of every value above, and those the author names."""

    @property
    def flown(self) -> Mapping[str, PastFlight]:
        """The flight of each element that has flown."""
        return {
            name: past for past in self.history if past.outcome == "flown" for name in past.elements
        }

    @property
    def sources(self) -> Mapping[str, Source]:
        """Sources of every value in the scenario, by id; read only."""
        return MappingProxyType({source.id: source for source in self.cited})
