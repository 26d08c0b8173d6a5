"""Every catalogue value a plan used, with unit, source and confidence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, TypeAlias

from planner.catalogue.fields import Model
from planner.catalogue.models import DatedFact, Quantity, Source, TablePerformance
from planner.plan import CampaignPlan
from planner.scenario import Scenario, StationElement

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
#: Fields of the catalogue no stage of the planner reads.
_UNUSED: Final = frozenset({"power_kw"})
_Cited: TypeAlias = Quantity | DatedFact | TablePerformance
_AUTHOR: Final = "stated in the scenario"


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """One value and what it rests on. ``url`` is empty if the source has none."""

    of: str
    what: str
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
        for owner, model in _used(plan, scenario)
        for citation in _walk(owner, "", model, scenario)
    ]
    return list(dict.fromkeys([*found, *_element_masses(scenario)]))


def _used(plan: CampaignPlan, scenario: Scenario) -> Iterator[tuple[str, Model]]:
    options = {option.id: option for option in scenario.fleet}
    flown = [options[key] for key in dict.fromkeys(f.option for f in plan.flights)]
    yield from ((option.launcher.name, option.launcher) for option in flown)
    yield from ((option.lander.name, option.lander) for option in flown if option.lander)
    yield from ((option.pad.name, option.pad) for option in flown)
    yield scenario.site.name, scenario.site
    yield from ((element.spec.name, element.spec) for element in scenario.elements)


def _walk(owner: str, inside: str, model: Model, scenario: Scenario) -> Iterator[Citation]:
    """Yield the values of a model and of the models in it."""
    for name, field in type(model).model_fields.items():
        value = getattr(model, name)
        what = _joined(inside, _words(field.description or name))
        if name in _UNUSED:
            continue
        if isinstance(value, Quantity | DatedFact | TablePerformance):
            yield _citation(owner, name, what, value, scenario)
        elif isinstance(value, Model):
            yield from _walk(owner, what, value, scenario)
        elif isinstance(value, tuple):
            for part in (part for part in value if isinstance(part, Model)):
                yield from _walk(owner, getattr(part, "name", what), part, scenario)


def _citation(owner: str, name: str, what: str, value: _Cited, scenario: Scenario) -> Citation:
    source = scenario.sources.get(value.source) or Source(id=value.source, title=value.source)
    return Citation(
        of=owner,
        what=what,
        value=_value(value),
        unit="kg" if isinstance(value, TablePerformance) else _unit(name),
        confidence=value.confidence,
        source=source.title,
        url=source.url if source.url.startswith(("https://", "http://")) else "",
        note=value.note,
    )


def _value(value: _Cited) -> str:
    match value:
        case Quantity():
            return f"{value.value:.10g}"
        case DatedFact():
            return value.date.isoformat()
        case TablePerformance():
            return f"{value.mass_kg[0]:.10g} to {value.mass_kg[-1]:.10g}"


def _element_masses(scenario: Scenario) -> Iterable[Citation]:
    """Yield the masses a scenario states itself instead of the catalogue's."""
    return (
        _stated(element)
        for element in scenario.elements
        if element.mass_kg != element.spec.mass_kg.value
    )


def _stated(element: StationElement) -> Citation:
    return Citation(
        of=element.name,
        what="Mass",
        value=f"{element.mass_kg:.10g}",
        unit="kg",
        confidence="assumed",
        source=_AUTHOR,
        url="",
        note="",
    )


def _words(description: str) -> str:
    """Return a field's description without its unit and full stop; the unit has its own column."""
    return description.split(" (", maxsplit=1)[0].rstrip(".").split("; ")[0]


def _joined(inside: str, what: str) -> str:
    return f"{inside}: {what[:1].lower()}{what[1:]}" if inside else what


def _unit(name: str) -> str:
    return next((unit for ending, unit in _UNITS.items() if name.endswith(ending)), "")
