"""Every catalogue value a plan used, with unit, source and confidence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final, TypeAlias

from planner.catalogue.fields import Model
from planner.catalogue.models import (
    AnchorPerformance,
    DatedFact,
    Quantity,
    Source,
    TablePerformance,
)
from planner.plan import CampaignPlan
from planner.scenario import Scenario, StationElement

_Cited: TypeAlias = Quantity | DatedFact | TablePerformance

#: Unit of a field, by the end of its name; the longest ending wins.
_UNITS: Final = {
    "_km2_s2": "km²/s²",
    "_per_year": "a year",
    "_musd": "M$",
    "_deg": "°",
    "_km": "km",
    "_kg": "kg",
    "_kw": "kW",
    "_n": "N",
    "_m": "m",
    "_d": "d",
    "_s": "s",
}
#: Fields of the catalogue that are read only if the power rule is kept.
_POWER: Final = frozenset({"power_kw", "power_night_kw"})
#: What is counted, where the name ends in no unit or in one that many things have.
_COUNTED: Final = {
    "crew": "people",
    "crew_berths": "people",
    "default_fraction": "part of 1",
}
#: Names of fields that are no words yet.
_WORDS: Final = {
    "isp": "specific impulse",
    "upper stage isp": "upper stage, specific impulse",
    "upper stage dry": "upper stage, dry mass",
    "lat": "latitude",
    "lon": "longitude",
    "max inclination": "greatest inclination",
    "power": "power by day",
    "power night": "power in darkness",
    "cadence": "lunar launches",
    "science": "science points",
    "effective horizon": "effective horizon of the Sun",
    "default fraction": "given back",
    "rate": "mass each time",
}
_AUTHOR: Final = "Stated in the scenario"


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """One value and what it rests on. ``url`` is empty if the source has none."""

    thing: str
    name: str
    meaning: str
    value: str
    unit: str
    confidence: str
    source: str
    url: str
    note: str


def citations(plan: CampaignPlan, scenario: Scenario) -> list[Citation]:
    """Return the values behind the flights flown, the elements carried and the site, once each."""
    found = [
        citation
        for thing, model in _used(plan, scenario)
        for citation in _walk(thing, "", model, scenario)
    ]
    return list(dict.fromkeys([*found, *_stated_masses(scenario)]))


def _used(plan: CampaignPlan, scenario: Scenario) -> Iterator[tuple[str, Model]]:
    options = {option.id: option for option in scenario.fleet}
    flown = [options[key] for key in dict.fromkeys(f.option for f in plan.flights)]
    yield from ((option.launcher.name, option.launcher) for option in flown)
    yield from ((option.lander.name, option.lander) for option in flown if option.lander)
    yield from ((option.pad.name, option.pad) for option in flown)
    for option in flown:
        if option.tankers is not None:
            yield option.tankers.launcher.name, option.tankers.launcher
            yield option.tankers.pad.name, option.tankers.pad
        if option.ship is not None:
            yield option.ship.launcher.name, option.ship.launcher
            yield option.ship.ship.name, option.ship.ship
            yield option.ship.pad.name, option.ship.pad
    yield scenario.site.name, scenario.site
    yield from ((element.spec.name, element.spec) for element in scenario.elements)
    if plan.crews and scenario.crews is not None:
        yield scenario.crews.rates.name, scenario.crews.rates


def _walk(thing: str, inside: str, model: Model, scenario: Scenario) -> Iterator[Citation]:
    """Yield the values of a model and of the models in it; ``inside`` says where in the thing."""
    for name, field in type(model).model_fields.items():
        value = getattr(model, name)
        if name in _POWER and not scenario.policies.power_balance:
            continue
        if isinstance(value, _Cited):
            cited = _citation(thing, inside, name, field.description or "", value, scenario)
            yield _at_its_c3(cited, model) if name == "mass_kg" else cited
        elif isinstance(value, Model):
            inner = "" if isinstance(value, AnchorPerformance) else _readable(name)
            yield from _walk(thing, inner, value, scenario)
        elif isinstance(value, tuple):
            for part in (part for part in value if isinstance(part, Model)):
                yield from _walk(thing, getattr(part, "name", _readable(name)), part, scenario)


def _at_its_c3(cited: Citation, model: Model) -> Citation:
    """Say the C3 of a launcher's quoted mass, which is worth nothing without it."""
    if not isinstance(model, AnchorPerformance):
        return cited
    energy = f"{model.c3_km2_s2:g}".replace("-", "\N{MINUS SIGN}")
    return replace(cited, name=f"mass at C3 = {energy} km²/s²")


def _citation(
    thing: str, inside: str, name: str, meaning: str, value: _Cited, scenario: Scenario
) -> Citation:
    source = scenario.sources.get(value.source) or Source(id=value.source, title=value.source)
    return Citation(
        thing=thing,
        name=f"{inside}, {_readable(name)}" if inside else _readable(name),
        meaning=meaning.split(" (", maxsplit=1)[0].rstrip("."),
        value=_value(value),
        unit=_unit(name, value),
        confidence=value.confidence,
        source=source.title,
        url=source.url if source.url.startswith(("https://", "http://")) else "",
        note=value.note,
    )


def _unit(name: str, value: _Cited) -> str:
    if isinstance(value, TablePerformance):
        return "kg"
    return _COUNTED.get(name, _UNITS.get(_ending(name), ""))


def _value(value: _Cited) -> str:
    match value:
        case Quantity():
            return f"{value.value:.10g}"
        case DatedFact():
            return value.date.isoformat()
        case TablePerformance():
            return f"{value.mass_kg[0]:.10g} to {value.mass_kg[-1]:.10g}"


def _stated_masses(scenario: Scenario) -> Iterable[Citation]:
    """Yield the masses a scenario states itself instead of the catalogue's."""
    return (
        _stated(element)
        for element in scenario.elements
        if element.mass_kg != element.spec.mass_kg.value
    )


def _stated(element: StationElement) -> Citation:
    return Citation(
        thing=element.name,
        name="mass",
        meaning="Mass delivered",
        value=f"{element.mass_kg:.10g}",
        unit="kg",
        confidence="assumed",
        source=_AUTHOR,
        url="",
        note="",
    )


def _readable(name: str) -> str:
    """Return a field's name as words, without its unit, which has its own column."""
    bare = name.removesuffix(_ending(name)).replace("_", " ")
    return _WORDS.get(bare, bare)


def _ending(name: str) -> str:
    return next((ending for ending in _UNITS if name.endswith(ending)), "")
