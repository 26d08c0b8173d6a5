"""Replaces the ids of crews and supplies by what they stand for, and makes the lots."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

from planner.catalogue import Catalogue
from planner.catalogue.models import ElementKind, Lander
from planner.scenario.crew_entry import RotationEntry, ShipEntry, SupplyEntry
from planner.scenario.crew_model import Crews, Rotation, ShipLeg, Supply
from planner.scenario.file import ElementEntry, ScenarioFile
from planner.scenario.model import FlightOption, Phase


def ship_leg(entry: ShipEntry, catalogue: Catalogue) -> ShipLeg | None:
    """The ship of an option; None if an id is unknown."""
    launcher, ship = catalogue.launchers.get(entry.launcher), catalogue.ships.get(entry.ship)
    if launcher is None or ship is None:
        return None
    pad = catalogue.pads.get(entry.pad or launcher.pads[0])
    if pad is None:
        return None
    return ShipLeg(
        launcher=launcher,
        ship=ship,
        pad=pad,
        wait_min_d=entry.wait_d.min,
        wait_max_d=entry.wait_d.max,
    )


def crews_of(
    file: ScenarioFile,
    catalogue: Catalogue,
    options: dict[str, FlightOption],
    phases: tuple[Phase, ...],
) -> Crews | None:
    """Crews with what they refer to; None if the file has none, or an id is unknown.

    Completion waits for the first rotation of the file, unless it may be left out.
    """
    entry = file.crew
    if entry is None or entry.rate_set not in catalogue.supply_rates:
        return None
    return Crews(
        rates=catalogue.supply_rates[entry.rate_set],
        closures=tuple(sorted(entry.closures.items())),
        crew_mass_kg=entry.crew_mass_kg,
        reserve_d=entry.reserve_d,
        rendezvous_d=entry.rendezvous_d,
        rotations=tuple(
            _rotation(one, place, options, phases) for place, one in enumerate(entry.rotations)
        ),
    )


def _rotation(
    entry: RotationEntry,
    place: int,
    options: dict[str, FlightOption],
    phases: tuple[Phase, ...],
) -> Rotation:
    return Rotation(
        **entry.model_dump(exclude={"name", "phase", "evas"}),
        name=entry.name or entry.id,
        phase=entry.phase or phases[0].id,
        completes=place == 0 and not entry.optional,
        evas=entry.evas,
        in_lander=all(
            lasts(options[name].lander, entry.stay_d) for name in entry.fleet if name in options
        ),
    )


def lasts(lander: Lander | None, stay_d: float) -> bool:
    """Whether a crew can live in a lander for its stay."""
    endurance = lander.endurance_d if lander else None
    return endurance is not None and stay_d <= endurance.value


def supply_of(file: ScenarioFile, catalogue: Catalogue) -> Supply | None:
    """Resupply with what it refers to; None if the file has none."""
    entry = file.supply
    if entry is None:
        return None
    return Supply(
        **entry.model_dump(exclude={"until"}),
        until=entry.until or file.due or file.horizon.end,
        maintenance=tuple(catalogue.maintenance_classes.values()) if entry.spares else (),
    )


def lot_entries(
    entry: SupplyEntry, kind: ElementKind, phases: tuple[Phase, ...]
) -> Iterator[ElementEntry]:
    """Lots as optional elements of the last phase, each as heavy as what it holds and travels in.

    A lot is packed for its flight and needs nothing else to stand there first.
    """
    last = max(phases, key=lambda phase: phase.end)
    for number in count(1):
        if number > entry.most_lots:
            return
        yield ElementEntry(
            id=f"supply-{number:02d}",
            kind=kind.id,
            name=f"Supplies, lot {number}",
            phase=last.id,
            mission="Resupply",
            mass_kg=entry.lot_kg + kind.mass_kg.value,
            fleet=entry.fleet,
            optional=True,
        )
