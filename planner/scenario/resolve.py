"""Replaces the ids of a scenario file by the objects they stand for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from planner.catalogue import Catalogue
from planner.catalogue.models import Destination, ElementKind, Lander
from planner.scenario.alternative_entry import AlternativeEntry
from planner.scenario.crews import ship_leg
from planner.scenario.document import Document, Path
from planner.scenario.file import (
    ElementEntry,
    FleetEntry,
    HorizonEntry,
    InPlaceEntry,
    OrbitEntry,
    ScenarioFile,
)
from planner.scenario.history import PastFlight, past_of
from planner.scenario.model import (
    Alternative,
    ArrivalOrbit,
    Choice,
    FlightOption,
    Horizon,
    Phase,
    Propulsion,
    StationElement,
)
from planner.scenario.pins import Pin, pin_of
from planner.scenario.policies import Policies
from planner.scenario.salvage import Salvaged
from planner.scenario.support import craft_of, tankers_of

#: Id of the phase a scenario without phases has.
WHOLE: str = "campaign"


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """The sound part of a scenario on its way to becoming one.

    ``options``, ``elements``, ``alternatives``, ``pins`` and ``history`` hold what could be
    resolved, by position in the file.
    """

    document: Document
    salvaged: Salvaged
    catalogue: Catalogue
    phases: tuple[Phase, ...]
    options: dict[int, FlightOption]
    elements: dict[int, StationElement]
    alternatives: dict[int, Alternative]
    pins: dict[int, Pin]
    history: dict[int, PastFlight]

    @property
    def file(self) -> ScenarioFile:
        """The validated file."""
        return self.salvaged.file

    @property
    def by_id(self) -> dict[str, FlightOption]:
        """The resolved flight options by id."""
        return {option.id: option for option in self.options.values()}

    @property
    def ids(self) -> tuple[str, ...]:
        """Ids of the validated elements, in the order of the file."""
        return tuple(entry.id for entry in self.file.elements)

    @property
    def fleet_is_whole(self) -> bool:
        """True if no flight option was left out, so that a missing one is truly missing."""
        kept = len(self.options) == len(self.file.fleet)
        return kept and not {"fleet", "catalogue"} & self.salvaged.touched

    def position(self, name: str, index: int) -> int:
        """Return the place in the file of an entry of the validated lists."""
        return self.salvaged.positions[name][index]


def draft(document: Document, salvaged: Salvaged, catalogue: Catalogue) -> Draft:
    """Resolve whatever can be resolved."""
    file = salvaged.file
    phases = _phases(file)
    options = {
        salvaged.positions["fleet"][index]: option
        for index, entry in enumerate(file.fleet)
        if (option := _option(entry, catalogue, file)) is not None
    }
    choosable = {one.id for one in file.alternatives}
    elements = {
        salvaged.positions["elements"][index]: element
        for index, entry in enumerate(file.elements)
        if (element := element_of(entry, catalogue, phases, choosable)) is not None
    }
    places = salvaged.positions.get("alternatives", ())
    alternatives = {at: _alternative(e) for at, e in zip(places, file.alternatives, strict=True)}
    places = salvaged.positions.get("pins", ())
    pins = {at: pin_of(one, document, at) for at, one in zip(places, file.pins, strict=True)}
    places = salvaged.positions.get("history", ())
    history = {
        at: past_of(one, number, document, at)
        for number, (at, one) in enumerate(zip(places, file.history, strict=True), start=1)
    }
    return Draft(
        document=document,
        salvaged=salvaged,
        catalogue=catalogue,
        phases=phases,
        options=options,
        elements=elements,
        alternatives=alternatives,
        pins=pins,
        history=history,
    )


def _phases(file: ScenarioFile) -> tuple[Phase, ...]:
    if not file.phases:
        return whole_horizon(file.horizon)
    return tuple(
        Phase(id=one.id, title=one.title or one.id, start=one.start, end=one.end)
        for one in file.phases
    )


def whole_horizon(horizon: Horizon | HorizonEntry) -> tuple[Phase, ...]:
    """Return the phases of a scenario that states none."""
    return (Phase(id=WHOLE, title="Campaign", start=horizon.start, end=horizon.end),)


def option_id(entry: Mapping[str, Any]) -> str | None:
    """Return the id of a flight option as written, or made of its parts."""
    if entry.get("id") is not None:
        return entry["id"] if isinstance(entry["id"], str) else None
    parts = [entry.get(key) for key in ("launcher", "lander")]
    return "-".join(part for part in parts if isinstance(part, str))[:64] or None


def written_ids(draft: Draft, name: str) -> list[tuple[Path, str]]:
    """Return the ids the file declares, also those of entries that were left out."""
    entries = draft.document.data.get(name)
    found = [
        ((name, index, "id"), option_id(entry) if name == "fleet" else entry.get("id"))
        for index, entry in enumerate(entries if isinstance(entries, list) else ())
        if isinstance(entry, dict)
    ]
    return [(path, key) for path, key in found if isinstance(key, str)]


def _option(entry: FleetEntry, catalogue: Catalogue, file: ScenarioFile) -> FlightOption | None:
    launcher = catalogue.launchers.get(entry.launcher)
    lander = catalogue.landers.get(entry.lander) if entry.lander else None
    if launcher is None or (entry.lander and lander is None):
        return None
    pad = catalogue.pads.get(entry.pad or launcher.pads[0])
    if pad is None:
        return None
    return FlightOption(
        id=option_id(entry.model_dump()) or entry.launcher,
        launcher=launcher,
        lander=lander,
        pad=pad,
        family=entry.family,
        arrival_orbit=_orbit(entry.arrival_orbit, file.policies),
        destination=natural_destination(lander),
        ship=ship_leg(entry.ship, catalogue) if entry.ship else None,
        tankers=tankers_of(entry.tankers, catalogue) if entry.tankers else None,
        reuses=craft_of(entry.reuses, file.craft),
    )


def natural_destination(lander: Lander | None) -> Destination:
    """Return where a flight ends: on the surface if a stage does the descent."""
    return "surface" if lander is not None and lander.lands else "lunar_orbit"


def _orbit(entry: OrbitEntry, policies: Policies) -> ArrivalOrbit:
    perilune = entry.perilune_alt_km
    if perilune is None:
        perilune = policies.perilune_alt_km
    inclination = entry.inclination_deg
    if inclination is None:
        inclination = policies.lunar_inclination_deg
    return ArrivalOrbit(
        perilune_alt_km=perilune,
        apolune_alt_km=max(perilune, entry.apolune_alt_km or perilune),
        inclination_deg=inclination,
    )


def phase_of(entry: ElementEntry, phases: tuple[Phase, ...]) -> Phase | None:
    """Return an element's phase; with a single phase it need not be named."""
    if entry.phase is None:
        return phases[0] if len(phases) == 1 else None
    return next((phase for phase in phases if phase.id == entry.phase), None)


def element_of(
    entry: ElementEntry, catalogue: Catalogue, phases: tuple[Phase, ...], choosable: set[str]
) -> StationElement | None:
    """Return an element with what it refers to; None if its kind or phase is unknown."""
    kind, phase = catalogue.elements.get(entry.kind), phase_of(entry, phases)
    if kind is None or phase is None:
        return None
    given = entry.model_dump(
        include={
            "mass_kg", "destination", "commissioning_d", "name", "partner", "science_per_year",
        },
        exclude_none=True,
    )  # fmt: skip
    return StationElement(
        **_of_the_kind(kind)
        | given
        | power_of(entry, kind)
        | {
            "id": entry.id,
            "phase": phase.id,
            "mission": entry.mission or phase.title,
            "requires": tuple(name for name in entry.requires if name not in choosable),
            "awaits": tuple(name for name in entry.requires if name in choosable),
            "optional": entry.optional,
            "earliest": entry.earliest,
            "due": entry.due,
            "fleet": entry.fleet,
        }
    )


def _alternative(entry: AlternativeEntry) -> Alternative:
    choices = tuple(Choice(id=one.id, elements=one.elements) for one in entry.choices)
    return Alternative(id=entry.id, name=entry.name or entry.id, choices=choices)


def power_of(entry: ElementEntry | InPlaceEntry, kind: ElementKind) -> dict[str, float]:
    """Return the power of an entry by day and at night (kW), the kind's where it says nothing."""
    day = kind.power_kw.value if entry.power_kw is None else entry.power_kw
    night = entry.power_night_kw
    if night is None:
        night = day if kind.power_night_kw is None else kind.power_night_kw.value
    return {"power_kw": day, "power_night_kw": night}


def _of_the_kind(kind: ElementKind) -> dict[str, object]:
    own = kind.propulsion
    return {
        "kind": kind.id,
        "spec": kind,
        "name": kind.name,
        "partner": kind.partner,
        "destination": kind.destination,
        "mass_kg": kind.mass_kg.value,
        "commissioning_d": round(kind.commissioning_d.value),
        "science_per_year": kind.science_per_year.value if kind.science_per_year else 0.0,
        "propulsion": own
        and Propulsion(isp_s=own.isp_s.value, propellant_kg=own.propellant_kg.value),
    }
