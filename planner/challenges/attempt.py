"""A student's try: what it changes of the base, and which rules it breaks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path as Folder
from typing import Any

from planner.challenges.challenge import OWN_NAMES, Challenge
from planner.challenges.differences import UNSAID, Difference, alike, differences
from planner.challenges.file import DayRule, NumberRule, OneOfRule, PartnersRule, Rule, WayRule
from planner.scenario import Scenario, loads_scenario
from planner.scenario.document import Document
from planner.scenario.faults import Fault, shown
from planner.scenario.overrides import with_overrides
from planner.scenario.reduced import elements_of, reduced
from planner.scenario.variants import read_scenario


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """A try.

    Attributes
    ----------
    scenario : Scenario
        What is to be planned.
    made : Mapping[str, object]
        What was changed, by the id of the rule that allows it.
    broken : tuple[Fault, ...]
        Every rule that is broken, each with the line that breaks it.
    """

    scenario: Scenario
    made: Mapping[str, object]
    broken: tuple[Fault, ...]


def read_attempt(
    challenge: Challenge, text: str | bytes, *, name: str, scenarios: Folder
) -> Attempt:
    """Read a scenario somebody hands in, and hold it against the rules.

    It may be a variant of the base or a whole file: what counts is where it differs.

    Raises
    ------
    ScenarioError
        It is no valid scenario; every fault is told.
    """
    scenario = loads_scenario(text, name=name, bases=scenarios)
    document = read_scenario(text, name=name, bases=scenarios).document
    made, overrides = _taken_out(challenge, scenario)
    expected = with_overrides(challenge.document, overrides)
    broken: list[Fault] = []
    by_path = {
        rule.path: rule for rule in challenge.rules if not isinstance(rule, PartnersRule | WayRule)
    }
    for one in differences(expected.data, document.data):
        if one.path.split(".")[0] in OWN_NAMES:
            continue
        rule = by_path.get(one.path)
        wrong = _not_allowed(one) if rule is None else _beyond(rule, one.after, challenge)
        if wrong:
            broken.append(document.fault(one.place, wrong))
        elif rule is not None and not alike(one.after, challenge.said(rule)):
            made[rule.id] = one.after
    broken += _too_many(challenge, made, document)
    broken.sort(key=lambda fault: fault.line)
    return Attempt(scenario=scenario, made=made, broken=tuple(broken))


def settings_of(
    challenge: Challenge, settings: Mapping[str, object], *, scenarios: Folder
) -> dict[str, object]:
    """Return what controls say as overrides of the base.

    Parameters
    ----------
    challenge : Challenge
    settings : Mapping[str, object]
        By the id of the rule: a number, a day or its text, a value of ``one_of``, partners
        left out, or the choice taken. What is as the base says makes no override.

    Raises
    ------
    ScenarioError
        Together they make no scenario.
    """
    overrides: dict[str, object] = {}
    partners: list[str] = []
    chosen: dict[str, str] = {}
    for rule in challenge.rules:
        value = settings.get(rule.id)
        if value is None or value == "":
            continue
        if isinstance(rule, PartnersRule):
            partners += [str(one) for one in _listed(value)]
        elif isinstance(rule, WayRule):
            chosen[rule.choose] = str(value)
        elif not alike(value, challenge.said(rule)):
            overrides[rule.path] = value.isoformat() if isinstance(value, date) else value
    if partners or chosen:
        laid = loads_scenario(
            challenge.text, name=challenge.file.base, overrides=overrides, bases=scenarios
        )
        gone = elements_of(laid, partners)
        overrides |= reduced(laid, without=gone, chosen=chosen)
    return overrides


def _listed(value: object) -> Iterable[object]:
    return value if isinstance(value, list | tuple) else ()


def _taken_out(
    challenge: Challenge, scenario: Scenario
) -> tuple[dict[str, object], dict[str, object]]:
    """Partners left out and alternatives settled, and the overrides that do the same."""
    base = challenge.scenario
    there = {one.id for one in scenario.elements}
    made: dict[str, object] = {}
    without: list[str] = []
    chosen: dict[str, str] = {}
    still_open = {one.id: len(one.choices) for one in scenario.alternatives}
    for rule in challenge.rules:
        if isinstance(rule, PartnersRule):
            out = [
                partner
                for partner in rule.partners_out
                if (brought := elements_of(base, (partner,))) and there.isdisjoint(brought)
            ]
            if out:
                made[rule.id] = out
                without += elements_of(base, out)
        elif isinstance(rule, WayRule) and rule.choose not in still_open:
            alternative = next(one for one in base.alternatives if one.id == rule.choose)
            kept = [one.id for one in alternative.choices if there.issuperset(one.elements)]
            if len(kept) == 1:
                made[rule.id] = chosen[rule.choose] = kept[0]
    return made, reduced(base, without=without, chosen=chosen) if made else {}


def _not_allowed(one: Difference) -> str:
    if one.after is UNSAID:
        return f"'{one.path}' is left out, which the challenge does not allow"
    if one.before is UNSAID and isinstance(one.after, Mapping):
        return f"'{one.path}' is added, which the challenge does not allow"
    return f"'{one.path}' is changed, which the challenge does not allow"


def _beyond(rule: Rule, value: Any, challenge: Challenge) -> str:
    """Say how a value breaks its rule; empty if it does not."""
    if value is UNSAID or value is None:
        return f"{rule.name} is left out, which the challenge does not allow"
    if alike(value, challenge.said(rule)):
        return ""
    match rule:
        case NumberRule():
            number = isinstance(value, int | float) and not isinstance(value, bool)
            if number and rule.min <= value <= rule.max:
                return ""
            allowed = f"{rule.min:g} to {rule.max:g} {rule.unit}".strip()
        case DayRule():
            day = _day(value)
            if day is not None and rule.earliest <= day <= rule.latest:
                return ""
            allowed = f"{rule.earliest} to {rule.latest}"
        case OneOfRule():
            if any(alike(value, one) for one in rule.one_of):
                return ""
            allowed = ", ".join(_told(one) for one in rule.one_of)
        case _:
            return ""
    return f"{rule.name} is {_told(value)}, allowed by the challenge: {allowed}"


def _day(value: object) -> date | None:
    try:
        return value if isinstance(value, date) else date.fromisoformat(str(value))
    except ValueError:
        return None


def _told(value: object) -> str:
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(str, value)) + "]"
    return str(value) if isinstance(value, int | float | date) else shown(value)


def _too_many(
    challenge: Challenge, made: Mapping[str, object], document: Document
) -> Iterable[Fault]:
    most = challenge.file.most_changes
    if most is not None and len(made) > most:
        names = ", ".join(rule.name for rule in challenge.rules if rule.id in made)
        yield document.fault(
            (), f"makes {len(made)} changes ({names}), the challenge allows {most} at once"
        )
