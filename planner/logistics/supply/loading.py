"""From a demand file to a plan that can be worked out, or to all that is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from planner.catalogue import Catalogue, load_catalogue
from planner.catalogue.models import MaintenanceClass, SupplyClass, SupplyRateSet
from planner.logistics.supply.file import CargoEntry, DemandFile, ElementEntry, ExtraEntry
from planner.logistics.supply.plan import DemandPlan
from planner.scenario.document import Path
from planner.scenario.door import Door
from planner.scenario.entries import Parts
from planner.scenario.faults import suggestion


def _demand(parts: Parts) -> DemandPlan:
    catalogue = load_catalogue()
    classes = {one.number: one for one in catalogue.supply_classes.values()}
    file = parts.one(DemandFile, parts.document.data)
    elements = parts.listed("elements", lambda _value, _path: ElementEntry)
    science = parts.listed("science", lambda _value, _path: CargoEntry)
    propellant = parts.listed("propellant", lambda _value, _path: CargoEntry)
    extra = parts.listed("extra", lambda _value, _path: ExtraEntry)
    parts.written_ids("elements")
    parts.written_ids("extra")
    rates = _rates(parts, catalogue)
    kept = _elements(parts, elements, catalogue)
    for key, entries in (("science", science), ("propellant", propellant), ("extra", extra)):
        _classes(parts, key, entries, classes)
    if file is not None and rates is not None:
        _fits(parts, file, rates, extra.values())
    parts.settle()
    assert file is not None
    assert rates is not None
    return DemandPlan(
        file=file,
        rates=rates,
        elements=kept,
        science=tuple(science.values()),
        propellant=tuple(propellant.values()),
        extra=tuple(extra.values()),
        classes=classes,
    )


_DOOR: Final = Door("demand", _demand)
#: Read and check a demand file, by its name or as a text, see :class:`planner.scenario.door.Door`.
load_demand = _DOOR.load
loads_demand = _DOOR.loads


def _rates(parts: Parts, catalogue: Catalogue) -> SupplyRateSet | None:
    named = parts.document.data.get("rates")
    if not isinstance(named, str):  # the model has complained
        return None
    if named not in catalogue.supply_rates:
        known = suggestion(named, catalogue.supply_rates)
        parts.complain(("rates",), f"unknown rate set '{named}'{known}")
    return catalogue.supply_rates.get(named)


def _elements(
    parts: Parts, elements: Mapping[int, ElementEntry], catalogue: Catalogue
) -> tuple[tuple[ElementEntry, float, MaintenanceClass], ...]:
    found = []
    for place, entry in elements.items():
        here: Path = ("elements", place)
        mass_kg = entry.mass_kg
        if entry.kind is not None:
            kind = catalogue.elements.get(entry.kind)
            mass_kg = None if kind is None else kind.mass_kg.value
            if kind is None:
                words = f"unknown element kind '{entry.kind}'"
                parts.complain((*here, "kind"), words + suggestion(entry.kind, catalogue.elements))
        wear = _maintenance(parts, here, entry, catalogue)
        if mass_kg is not None and wear is not None:
            found.append((entry, mass_kg, wear))
    return tuple(found)


def _maintenance(
    parts: Parts, here: Path, entry: ElementEntry, catalogue: Catalogue
) -> MaintenanceClass | None:
    known = catalogue.maintenance_classes
    wear = known.get(entry.maintenance)
    if wear is None:
        words = f"unknown maintenance class '{entry.maintenance}'"
        parts.complain((*here, "maintenance"), words + suggestion(entry.maintenance, known))
    elif wear.per == "flight" and entry.flights is None:
        parts.complain(here, f"needs flights: class '{wear.id}' counts them")
    elif wear.per == "year" and entry.flights is not None:
        parts.complain((*here, "flights"), f"class '{wear.id}' counts years, not flights")
    return wear


def _classes(
    parts: Parts,
    key: str,
    entries: Mapping[int, CargoEntry] | Mapping[int, ExtraEntry],
    classes: Mapping[int, SupplyClass],
) -> None:
    for place, entry in entries.items():
        number = entry.class_of_supply
        if number is not None and number not in classes:
            known = ", ".join(map(str, sorted(classes)))
            words = f"unknown class of supply {number}; allowed: {known}"
            parts.complain((key, place, "class_of_supply"), words)


def _fits(
    parts: Parts, file: DemandFile, rates: SupplyRateSet, extra: Iterable[ExtraEntry]
) -> None:
    """Complain of what the rate set cannot answer: another set is never asked instead."""
    loops = {one.id for one in rates.closures}
    for name in file.closures:
        if name not in loops:
            words = f"rate set '{rates.id}' has no loop '{name}'{suggestion(name, loops)}"
            parts.complain(("closures", name), words)
    if file.packing != "none" and not rates.packing:
        words = f"rate set '{rates.id}' has no packing, allowed is none"
        parts.complain(("packing",), words)
    per = {rate.per for rate in rates.rates} | {rate.per for rate in extra}
    if file.eva is not None and "eva_crew_hour" not in per:
        words = (
            f"rate set '{rates.id}' knows nothing of EVA: add a rate with per: eva_crew_hour "
            "under extra, or leave eva out"
        )
        parts.complain(("eva",), words)
