"""One control for each thing a challenge lets change, within its limits."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import streamlit as st

from planner.challenges import (
    Challenge,
    DayRule,
    NumberRule,
    OneOfRule,
    PartnersRule,
    Rule,
    WayRule,
)
from planner.challenges.differences import UNSAID, alike
from views.parts.safe_text import plain

_AS_IT_IS = "as it is"


def draw_control(challenge: Challenge, rule: Rule, now: Any, key: str) -> Any:
    """Draw the control of a rule, set to what holds now; return its value."""
    said = challenge.said(rule)
    name = plain(rule.name)
    match rule:
        case NumberRule():
            unit = f" ({plain(rule.unit)})" if rule.unit else ""
            return _number(challenge, rule, f"{name}{unit}", said if now is None else now, key)
        case DayRule():
            return _day(challenge, rule, name, said if now is None else now, key)
        case OneOfRule():
            return _one_of(challenge, rule, name, said, now, key)
        case PartnersRule():
            return st.multiselect(
                name,
                list(rule.partners_out),
                default=[one for one in now or () if one in rule.partners_out],
                format_func=challenge.told,
                placeholder="all take part",
                key=key,
            )
        case WayRule():
            return _way(challenge, rule, name, now, key)


def _number(
    challenge: Challenge, rule: NumberRule, name: str, value: Any, key: str
) -> float | None:
    sound = isinstance(value, int | float) and rule.min <= value <= rule.max
    return st.number_input(
        name,
        min_value=float(rule.min),
        max_value=float(rule.max),
        value=float(value) if sound else None,
        step=float(rule.step),
        format="%g",
        placeholder="no limit" if value is UNSAID else _AS_IT_IS,
        key=key,
        help=plain(limits(challenge, rule)),
    )


def _day(challenge: Challenge, rule: DayRule, name: str, value: Any, key: str) -> Any:
    if isinstance(value, str):
        value = date.fromisoformat(value)
    sound = isinstance(value, date) and rule.earliest <= value <= rule.latest
    return st.date_input(
        name,
        value=value if sound else None,
        min_value=rule.earliest,
        max_value=rule.latest,
        format="YYYY-MM-DD",
        key=key,
        help=plain(limits(challenge, rule)),
    )


def _one_of(challenge: Challenge, rule: OneOfRule, name: str, said: Any, now: Any, key: str) -> Any:
    values = list(rule.one_of)
    if not any(alike(said, one) for one in values):
        values.insert(0, said)
    wanted = said if now is None else now
    place = next((n for n, one in enumerate(values) if alike(one, wanted)), 0)
    chosen = st.selectbox(
        name,
        range(len(values)),
        index=place,
        format_func=lambda n: challenge.told(values[n]),
        key=key,
    )
    value = values[int(chosen)]
    return None if value is UNSAID else value


def _way(challenge: Challenge, rule: WayRule, name: str, now: Any, key: str) -> str:
    alternative = next(one for one in challenge.scenario.alternatives if one.id == rule.choose)
    options = ["", *(one.id for one in alternative.choices)]
    return str(
        st.selectbox(
            name,
            options,
            index=options.index(now) if now in options else 0,
            format_func=lambda one: one or "whatever is best",
            key=key,
        )
    )


def limits(challenge: Challenge, rule: Rule) -> str:
    """Say what a rule allows."""
    match rule:
        case NumberRule():
            return f"{rule.min:g} to {rule.max:g} {rule.unit}".strip()
        case DayRule():
            return f"{rule.earliest} to {rule.latest}"
        case OneOfRule():
            return " or ".join(map(challenge.told, rule.one_of))
        case PartnersRule():
            return "any of " + challenge.told(rule.partners_out)
        case WayRule():
            return "any of its choices"


def rules_rows(challenge: Challenge) -> Mapping[str, list[str]]:
    """Return what may be changed as columns of a table."""
    said = [
        "all take part" if isinstance(rule, PartnersRule) else challenge.told(challenge.said(rule))
        for rule in challenge.rules
    ]
    allowed = [limits(challenge, rule) for rule in challenge.rules]
    return {
        "May be changed": [rule.name for rule in challenge.rules],
        "As the file has it": said,
        "Allowed": allowed,
    }
