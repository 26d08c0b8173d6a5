"""Scenarios side by side as sentences and tables; the first of them is the baseline."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import pandas as pd

from planner.figures.side_by_side import yearly_spending
from planner.figures.wording import date_text, grouped, mass_text
from planner.plan import CampaignPlan
from planner.scenario.compared import Difference, Differences
from views.parts.change import signed, signed_mass

_PROOF: Final = {"optimal": "proven", "feasible": "best found"}
_SILENT: Final = "not said"
_LONGEST: Final = 90
_PARTS: Final = {
    "task": "Task", "phases": "Phases", "partners": "Partners", "fleet": "Fleet",
    "elements": "Elements", "alternatives": "Alternatives", "crew": "Crew", "supply": "Supply",
    "in_place": "In place", "budget": "Budget", "pins": "Pins", "history": "History",
    "policies": "Policies", "solver": "Solver", "catalogue": "Catalogue",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One figure of the answer, as each plan has it."""

    name: str
    told: tuple[str, ...]
    differs: bool


def headline(plans: Mapping[str, CampaignPlan], titles: Mapping[str, str]) -> str:
    """Say which of two plans or more is complete first, and by how much.

    Parameters
    ----------
    plans, titles : Mapping
        By letter, the baseline's first; every plan has a title.
    """
    days = {letter: plan.completion_date for letter, plan in plans.items()}
    best = min(days.values())
    first = [letter for letter in plans if days[letter] == best]
    if len(first) == len(plans):
        return f"{'Both' if len(plans) == 2 else 'All'} are complete on {date_text(best)}."
    second = min(day for day in days.values() if day > best)
    names = " and ".join(f"{letter}, “{titles[letter]}”," for letter in first)
    verb = "is" if len(first) == 1 else "are"
    return f"{names} {verb} complete first: {date_text(best)}, {(second - best).days} d ahead."


def answer_figures(plans: Mapping[str, CampaignPlan]) -> tuple[Figure, ...]:
    """Return the figures of plans, those in which they differ first.

    The first plan's stand as they are, the others' with the difference from it.
    """
    every = list(plans.values())
    base = every[0]
    days = [(plan.completion_date - base.completion_date).days for plan in every]
    slack = [plan.headline.slack_d for plan in every]
    flights = [plan.headline.flights for plan in every]
    landed = [plan.headline.landed_kg for plan in every]
    cost = [plan.headline.cost_musd for plan in every]
    works = [len(plan.elements) for plan in every]
    dearest = [_dearest(plan) for plan in every]
    firsts = [min(flight.launch_utc for flight in plan.flights).date() for plan in every]
    rows = [
        _row("Complete (UTC)", [date_text(p.completion_date) for p in every], days, " d"),
        _row(
            "To spare (d)",
            [grouped(one).replace("-", "\N{MINUS SIGN}") for one in slack],
            _less(slack),
            " d",
        ),
        _row("Flights", [str(one) for one in flights], _less(flights), ""),
        _mass_row("Landed payload", landed),
        _row("Flight cost (M$)", [grouped(one) for one in cost], _less(cost), " M$"),
        _row("Dearest year (M$)", [grouped(one) for one in dearest], _less(dearest), " M$"),
        _row(
            "First launch (UTC)",
            [date_text(one) for one in firsts],
            [(one - firsts[0]).days for one in firsts],
            " d",
        ),
        _row("Elements delivered", [str(one) for one in works], _less(works), ""),
        _plain_row("Answer", [proof(plan) for plan in every]),
    ]
    return tuple(sorted(rows, key=lambda row: not row.differs))


def answer_table(figures: Sequence[Figure], letters: Sequence[str]) -> pd.DataFrame:
    """Return one row a figure and one column a plan."""
    return pd.DataFrame(
        {"": [row.name for row in figures]}
        | {letter: [row.told[n] for row in figures] for n, letter in enumerate(letters)}
    )


def spending_table(plans: Mapping[str, CampaignPlan]) -> pd.DataFrame:
    """Return one row a year with what each plan spends on flights."""
    spent = yearly_spending(plans)
    return pd.DataFrame(
        {"Year": [str(year) for year in spent]}
        | {f"{name} (M$)": [round(row[name]) for row in spent.values()] for name in plans}
    )


def proof(plan: CampaignPlan) -> str:
    """Say whether a plan is proven or the best found, and how far its date may be off."""
    word = _PROOF[plan.status]
    gap = plan.date_gap
    return f"{word}, date within {gap:.1%}" if plan.status != "optimal" and gap else word


def differences_table(sides: Mapping[str, Differences], base: str) -> pd.DataFrame:
    """Return one row a statement on which any scenario differs from the baseline.

    Parameters
    ----------
    sides : Mapping[str, Differences]
        Each other scenario's differences from the baseline, by letter.
    base : str
        The baseline's letter.
    """
    found: dict[tuple[str, ...], dict[str, Difference]] = {}
    for letter, differing in sides.items():
        for one in differing.told:
            found.setdefault(one.path, {})[letter] = one
    # What stood first with one scenario stands first with all: parts keep their order.
    order = list(_PARTS)
    rows = sorted(
        found.items(), key=lambda row: (order.index(next(iter(row[1].values())).part), row[0])
    )
    some = [next(iter(by_letter.values())) for _, by_letter in rows]
    table = {
        "Part": [_PARTS[one.part] for one in some],
        "Of": [one.thing for one in some],
        "Statement": [".".join(one.path[one.part != "task" :]) for one in some],
        base: [value_text(one.before) for one in some],
    }
    for letter in sides:
        table[letter] = [
            value_text(by_letter[letter].after) if letter in by_letter else f"as {base}"
            for _, by_letter in rows
        ]
    return pd.DataFrame(table)


def differences_sentence(differing: Differences, letter: str, base: str) -> str:
    """Say how much two scenarios differ in, and where."""
    if not differing.total:
        return f"{letter} says the same as {base}."
    counts: dict[str, int] = {}
    for one in differing.told:
        counts[one.part] = counts.get(one.part, 0) + 1
    told = ", ".join(f"{_PARTS[part].lower()} {count}" for part, count in counts.items())
    noun = "statement" if differing.total == 1 else "statements"
    more = differing.total - len(differing.told)
    rest = f"; {more} more are not listed" if more else ""
    return f"{letter} differs from {base} in {differing.total} {noun}: {told}{rest}."


def value_text(value: object) -> str:
    """Write a value of a scenario in a cell."""
    match value:
        case None:
            return _SILENT
        case bool():
            return "true" if value else "false"
        case float():
            return f"{value:g}" if abs(value) < 1e6 else grouped(value)
        case tuple():
            return _cut(", ".join(value_text(one) for one in value)) or "none"
        case _:
            return _cut(str(value)) or "empty"


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1].rstrip() + "…"


def _dearest(plan: CampaignPlan) -> float:
    return max((one.spent_musd for one in plan.spending if one.partner is None), default=0.0)


def _less(values: Sequence[float]) -> list[float]:
    return [value - values[0] for value in values]


def _row(name: str, told: Sequence[str], beyond: Sequence[float], unit: str) -> Figure:
    written = [told[0]] + [
        one if not round(more) else f"{one} ({signed(more)}{unit})"
        for one, more in zip(told[1:], beyond[1:], strict=True)
    ]
    return Figure(name=name, told=tuple(written), differs=any(map(round, beyond)))


def _mass_row(name: str, masses_kg: Sequence[float]) -> Figure:
    beyond = _less(masses_kg)
    written = [mass_text(masses_kg[0])] + [
        mass_text(one) if not round(more) else f"{mass_text(one)} ({signed_mass(more)})"
        for one, more in zip(masses_kg[1:], beyond[1:], strict=True)
    ]
    return Figure(name=name, told=tuple(written), differs=any(map(round, beyond)))


def _plain_row(name: str, told: Sequence[str]) -> Figure:
    return Figure(name=name, told=tuple(told), differs=len(set(told)) > 1)
