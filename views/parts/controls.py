"""What-if controls: nothing runs before [Plan again], which keeps what differs from the file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import streamlit as st

from planner.catalogue.vehicles import AnchorPerformance, Launcher
from planner.scenario import Scenario
from views.jobs.task import content_key
from views.parts import whatif
from views.parts.glossary import meaning
from views.parts.library import Choice
from views.parts.safe_text import plain

_OPEN: Final = ""


@dataclass(frozen=True, slots=True)
class Control:
    """One control: the change it makes, what the file says, what holds now, how it is drawn."""

    key: str
    base: object
    now: object
    draw: Callable[[Any, str], Any]


def offer_what_ifs(choice: Choice, base: Choice) -> None:
    """Draw the form, set to what holds now; changes take effect with [Plan again]."""
    if base.scenario is None:
        return
    changes = whatif.what_if()
    main, more = controls(base.scenario, choice.scenario or base.scenario, changes)
    stamp = content_key(base.key, sorted(changes.items(), key=str))[:12]
    st.subheader("What if")
    with st.form(f"what_if_{stamp}", border=False):
        for control in main:
            control.draw(control.now, _widget(control, stamp))
        if more:
            with st.expander("More"):
                for control in more:
                    control.draw(control.now, _widget(control, stamp))
        st.form_submit_button(
            "Plan again",
            on_click=_plan_again,
            args=((*main, *more), stamp),
            type="primary",
            width="stretch",
            key="plan_again",
        )
    if changes:
        st.button(
            f"Take back {_count(len(changes))}",
            on_click=whatif.drop_overrides,
            width="stretch",
            key="take_back",
        )


def controls(
    base: Scenario, now: Scenario, changes: whatif.Changes
) -> tuple[list[Control], list[Control]]:
    """Return at most seven controls in sight, and those under More."""
    heavy = heaviest(base)
    main = _of_launcher(heavy[0], now) if heavy else []
    more = [control for launcher in heavy[1:2] for control in _of_launcher(launcher, now)]
    main += [
        _percent("dv_margin", "Δv margin", base.policies.dv_margin, now.policies.dv_margin),
        _percent(
            "mass_margin",
            "launch-mass margin",
            base.policies.launch_mass_margin,
            now.policies.launch_mass_margin,
        ),
        _budget(base, now),
    ]
    choices = [_alternative(one, changes) for one in base.alternatives]
    main += choices[:1]
    more += choices[1:]
    if (partners := _partners(base, changes)) is not None:
        main.append(partners)
    return main, more


def heaviest(scenario: Scenario) -> list[Launcher]:
    """Return the scenario's launchers, the one that sends most to the Moon first."""
    found = {option.launcher.id: option.launcher for option in scenario.fleet}
    return sorted(found.values(), key=_most_kg, reverse=True)


def _most_kg(launcher: Launcher) -> float:
    able = launcher.performance
    return able.mass_kg.value if isinstance(able, AnchorPerformance) else max(able.mass_kg)


def _of_launcher(launcher: Launcher, scenario: Scenario) -> list[Control]:
    now = next((o.launcher for o in scenario.fleet if o.launcher.id == launcher.id), launcher)
    name = plain(launcher.name)

    def cadence(value: Any, key: str) -> int:
        return int(
            st.number_input(
                f"{name}: flights a year",
                min_value=1,
                max_value=366,
                value=int(value),
                step=1,
                key=key,
                help=meaning("flights a year"),
            )
        )

    def first(value: Any, key: str) -> Any:
        return st.date_input(
            f"{name}: first flight",
            value=value,
            min_value=date(1950, 1, 1),
            max_value=scenario.horizon.end,
            format="YYYY-MM-DD",
            key=key,
            help=meaning("first flight"),
        )

    found = [
        Control(
            f"cadence.{launcher.id}",
            round(launcher.cadence_per_year.value),
            round(now.cadence_per_year.value),
            cadence,
        )
    ]
    before = launcher.first_flight
    if before and before.date > scenario.as_of:
        day = now.first_flight.date if now.first_flight else before.date
        found.append(Control(f"first.{launcher.id}", before.date, day, first))
    return found


def _percent(key: str, term: str, base: float, now: float) -> Control:
    def draw(value: Any, widget: str) -> float:
        return st.number_input(
            f"{term[0].upper()}{term[1:]} (%)",
            min_value=0.0,
            max_value=50.0,
            value=float(value),
            step=1.0,
            format="%g",
            key=widget,
            help=meaning(term),
        )

    return Control(key, round(100.0 * base, 9), round(100.0 * now, 9), draw)


def _budget(base: Scenario, now: Scenario) -> Control:
    def draw(value: Any, widget: str) -> Any:
        return st.number_input(
            "Budget a year (M$)",
            min_value=0.0,
            max_value=1.0e6,
            value=value,
            step=100.0,
            format="%g",
            placeholder="no limit",
            key=widget,
            help=meaning("budget"),
        )

    return Control(
        "budget", base.budget.programme.per_year_musd, now.budget.programme.per_year_musd, draw
    )


def _alternative(alternative: Any, changes: whatif.Changes) -> Control:
    options = [_OPEN, *(choice.id for choice in alternative.choices)]
    key = f"{whatif.CHOOSE}.{alternative.id}"
    now = changes.get(key, _OPEN)

    def draw(value: Any, widget: str) -> str:
        return str(
            st.selectbox(
                plain(alternative.name),
                options,
                index=options.index(value) if value in options else 0,
                format_func=lambda one: one or "whatever is best",
                key=widget,
                help=meaning("alternative"),
            )
        )

    return Control(key, _OPEN, now, draw)


def _partners(base: Scenario, changes: whatif.Changes) -> Control | None:
    bringing = list(dict.fromkeys(element.partner for element in base.elements))
    if len(bringing) < 2:
        return None
    names = {partner.id: partner.name for partner in base.partners}
    now = [name for name in str(changes.get(whatif.WITHOUT, "")).split(",") if name in bringing]

    def draw(value: Any, widget: str) -> list[str]:
        return st.multiselect(
            "Partners out",
            bringing,
            default=value,
            format_func=lambda one: names.get(one, one),
            max_selections=len(bringing) - 1,
            placeholder="all take part",
            key=widget,
            help=meaning("partners out"),
        )

    return Control(whatif.WITHOUT, [], now, draw)


def _widget(control: Control, stamp: str) -> str:
    return f"{control.key}_{stamp}"


def _plan_again(drawn: tuple[Control, ...], stamp: str) -> None:
    """Keep what differs from the file, drop what is as the file has it, leave other changes."""
    changes = whatif.what_if()
    for control in drawn:
        value = st.session_state.get(_widget(control, stamp), control.now)
        if value == control.base:
            changes.pop(control.key, None)
        elif value != control.now:
            changes[control.key] = _said(control.key, value)
    whatif.replace_overrides(changes)


def _said(key: str, value: Any) -> object:
    """Return a control's value as the scenario says it."""
    if isinstance(value, date):
        return value.isoformat()
    if key in ("dv_margin", "mass_margin"):
        return round(value / 100.0, 9)
    return ",".join(value) if isinstance(value, list) else value


def _count(changes: int) -> str:
    return "the change" if changes == 1 else f"all {changes} changes"
