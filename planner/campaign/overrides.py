"""Changes of the scheduling problem in the words of a scenario, to be laid over its file.

What comes out is what `planner.scenario.load_scenario` takes as ``overrides``: dotted paths,
days as ISO text, whole lists where a list changes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any, Final, TypeAlias

from planner.campaign.pins import is_given_beside, pin_by_text
from planner.campaign.question import Question
from planner.campaign.stock import STOCK
from planner.campaign.support import craft_behind
from planner.catalogue import load_catalogue
from planner.scenario import InPlace, Pin, Scenario, Span, StationElement
from planner.scenario.power import HOURS, PLACES
from planner.schedule.repairs.changes import Change

Overrides: TypeAlias = dict[str, object]


def overrides_of(
    scenario: Scenario, question: Question, changes: Iterable[Change]
) -> Overrides | None:
    """Overrides that make the changes together; None if a scenario cannot say one of them.

    A launch more in a single year becomes one in every year, an earlier first flight of an
    option one of its launcher and lander: both allow every plan that the change allows.
    """
    found: Overrides = {}
    grouped: dict[tuple[str, str], list[Change]] = {}
    for change in changes:
        kind = change.statement.kind
        key = "" if kind in _WHOLE_LISTS else change.statement.subject
        grouped.setdefault((kind, key), []).append(change)
    for (kind, _), alike in grouped.items():
        said = _said(scenario, question, kind, alike)
        if said is None:
            return None
        found |= said
    return found


def _said(
    scenario: Scenario, question: Question, kind: str, alike: list[Change]
) -> Overrides | None:
    """What one kind of change says; of crews only the due day, of lots nothing."""
    subjects = {change.statement.subject for change in alike}
    crews = {one.id for one in (scenario.crews.rotations if scenario.crews else ())}
    lots = set(scenario.supply.lots) if scenario.supply else set()
    if subjects & lots or (subjects & crews and kind != "due"):
        return None
    if subjects & crews:
        return {
            f"crew.rotations.{change.statement.subject}.due": _iso(change.value) for change in alike
        }
    return _SAID[kind](scenario, question, alike) if kind in _SAID else None


def _iso(day: int) -> str:
    return date.fromordinal(day).isoformat()


def _element(scenario: Scenario, name: str) -> StationElement:
    return next(element for element in scenario.elements if element.id == name)


Say: TypeAlias = Callable[[Scenario, Question, list[Change]], Overrides | None]


def _field(name: str, show: Callable[[int], object]) -> Say:
    return lambda _s, _q, alike: {
        f"elements.{change.statement.subject}.{name}": show(change.value) for change in alike
    }


def _release(scenario: Scenario, _: Question, alike: list[Change]) -> Overrides | None:
    (change,) = alike
    return earlier_release(scenario, change.statement.subject, change.value)


def earlier_release(scenario: Scenario, name: str, day: int) -> Overrides | None:
    """Let an element launch from ``day`` on; None if history keeps it longer."""
    element, launch = _element(scenario, name), date.fromordinal(day)
    if any(past.earliest and past.earliest > launch for past in _past(scenario, name)):
        return None
    found: Overrides = {}
    if element.earliest is not None and element.earliest > launch:
        found[f"elements.{name}.earliest"] = launch.isoformat()
    if next(phase.start for phase in scenario.phases if phase.id == element.phase) > launch:
        found[f"phases.{element.phase}.start"] = launch.isoformat()
    return found


def _past(scenario: Scenario, name: str) -> Iterable[Any]:
    return (past for past in scenario.history if name in past.elements)


def _requires(scenario: Scenario, _: Question, alike: list[Change]) -> Overrides:
    name = alike[0].statement.subject
    dropped = {change.statement.other for change in alike}
    kept = [other for other in _element(scenario, name).requires if other not in dropped]
    return {f"elements.{name}.requires": kept}


def _fleet(scenario: Scenario, question: Question, alike: list[Change]) -> Overrides:
    name = alike[0].statement.subject
    more = (question.carriers[change.option].option.id for change in alike)
    return {f"elements.{name}.fleet": list(dict.fromkeys((*_element(scenario, name).fleet, *more)))}


def _cadence(_: Scenario, question: Question, alike: list[Change]) -> Overrides:
    name = alike[0].statement.subject
    (old,) = (x.cadence_per_year for x in question.problem.launchers if x.id == name)
    more = max(change.value for change in alike)
    return {f"catalogue.launchers.{name}.cadence_per_year": old + more}


def _turnaround(_s: Scenario, _q: Question, alike: list[Change]) -> Overrides:
    found: Overrides = {}
    for change in alike:
        if craft := craft_behind(change.statement.subject):
            found[f"craft.{craft}.cycle_d"] = max(1, change.value)
        else:
            found[f"catalogue.pads.{change.statement.subject}.turnaround_d"] = change.value
    return found


def _first_flight(_: Scenario, question: Question, alike: list[Change]) -> Overrides:
    found: Overrides = {}
    for change in alike:
        option = question.carriers[change.statement.subject].option
        day = date.fromordinal(change.value)
        for section, craft in (("launchers", option.launcher), ("landers", option.lander)):
            if craft and craft.first_flight and craft.first_flight.date > day:
                found[f"catalogue.{section}.{craft.id}.first_flight"] = day.isoformat()
    return found


def _budget(_: Scenario, question: Question, alike: list[Change]) -> Overrides:
    limits = {(one.payer or "", str(one.year)): one.limit_kusd for one in question.problem.budgets}
    found: Overrides = {}
    for change in alike:
        payer, year = change.statement.subject, change.statement.other
        whose = f"budget.partners.{payer}" if payer else "budget"
        found[f"{whose}.by_year_musd.{year}"] = (limits[payer, year] + change.value) / 1000
    return found


def _in_place(scenario: Scenario, _: Question, alike: list[Change]) -> Overrides | None:
    """One more thing in place for each place of the Moon that needs power."""
    grids = {f"{place}.{hour}": (place, hour) for place in PLACES for hour in HOURS}
    extra: dict[str, dict[str, float]] = {}
    found: Overrides = {}
    for change in alike:
        if change.statement.subject == STOCK and scenario.supply is not None:
            found["supply.in_place_kg"] = scenario.supply.in_place_kg + change.value
            continue
        if change.statement.subject not in grids:
            return None
        place, hour = grids[change.statement.subject]
        power = extra.setdefault(place, dict.fromkeys(HOURS, 0.0))
        power[hour] += change.value / 1000
    entries = [_as_written(thing) for thing in scenario.in_place]
    taken = {thing.id for thing in scenario.in_place} | {e.id for e in scenario.elements}
    for place, power in extra.items():
        entries.append(
            {
                "id": _free_name(f"more_power_{place}", taken),
                "name": f"More power {PLACES[place]}",
                "kind": _source_kind(place),
                "since": scenario.horizon.start.isoformat(),
                **power,
            }
        )
    return found | ({"in_place": entries} if extra else {})


def _as_written(thing: InPlace) -> dict[str, object]:
    return {
        "id": thing.id,
        "name": thing.name,
        "kind": thing.kind,
        "since": thing.since.isoformat(),
        "power_kw": thing.power_kw,
        "power_night_kw": thing.power_night_kw,
    }


def _free_name(name: str, taken: set[str]) -> str:
    tried = (name, *(f"{name}_{n}" for n in range(2, len(taken) + 3)))
    return next(one for one in tried if one not in taken)


def _source_kind(place: str) -> str:
    """The catalogue's strongest source of a place; its power is then stated anew."""
    kinds = (kind for kind in load_catalogue().elements.values() if kind.destination == place)
    return max(kinds, key=lambda kind: (kind.power_kw.value, kind.id)).id


def _pins(scenario: Scenario, _: Question, alike: list[Change]) -> Overrides | None:
    by_text = pin_by_text(scenario)
    dropped = [by_text[change.statement.subject] for change in alike]
    if any(is_given_beside(pin) for pin in dropped):
        return None
    kept = [p for p in scenario.pins if p not in dropped and not is_given_beside(p)]
    return {"pins": [_entry(pin) for pin in kept]}


def without_launcher(scenario: Scenario, launcher: str) -> Overrides:
    """No flight of a launcher: the catalogue's least cadence is one a year."""
    kept = [_entry(pin) for pin in scenario.pins if not is_given_beside(pin)]
    return {"pins": [*kept, {"forbid_launcher": launcher}]}


def _entry(pin: Pin) -> dict[str, object]:
    """A pin as a file would say it."""
    names = list(pin.elements)
    entry: dict[str, object] = {}
    match pin.subject:
        case "element":
            entry = {"element": names[0]}
            if pin.option:
                entry["option"] = pin.option
        case "flight":
            entry = {"flight": pin.option, "elements": names}
        case "forbid_launcher":
            entry = {"forbid_launcher": pin.launcher}
        case "forbid_option":
            entry = {"forbid_option": pin.option}
        case _:
            entry = {pin.subject: names}
    return entry if pin.launch == Span() else entry | {"launch": str(pin.launch)}


#: Kinds whose changes are made in one list of the scenario.
_WHOLE_LISTS: Final = frozenset({"pin", "balance"})
#: ``capacity`` is left out: what a window delivers follows from rocket, lander and burns.
_SAID: Final[dict[str, Say]] = {
    "due": _field("due", _iso),
    "mass": _field("mass_kg", float),
    "commissioning": _field("commissioning_d", int),
    "release": _release,
    "requires": _requires,
    "fleet": _fleet,
    "cadence": _cadence,
    "turnaround": _turnaround,
    "first_flight": _first_flight,
    "horizon": lambda _s, _q, alike: {"horizon.end": _iso(alike[0].value)},
    "budget": _budget,
    "balance": _in_place,
    "pin": _pins,
}
