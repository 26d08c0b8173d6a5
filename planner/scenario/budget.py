"""Budgets that speak of nobody who pays, or of years in which nothing can be launched."""

from __future__ import annotations

from collections.abc import Iterator

from planner.scenario.document import Path
from planner.scenario.faults import Fault, suggestion
from planner.scenario.file import LimitsEntry
from planner.scenario.resolve import Draft


def budget_faults(draft: Draft) -> Iterator[Fault]:
    """Return the years outside the horizon and the partners whose launchers do not fly."""
    budget = draft.file.budget
    yield from _years(draft, ("budget",), budget)
    payers = {option.launcher.partner for option in draft.options.values()}
    for partner, limits in budget.partners.items():
        here: Path = ("budget", "partners", partner)
        yield from _years(draft, here, limits)
        if draft.fleet_is_whole and partner not in payers:
            message = f"no launcher of the fleet is paid by '{partner}'"
            yield draft.document.fault(here, message + suggestion(partner, payers))


def _years(draft: Draft, here: Path, limits: LimitsEntry) -> Iterator[Fault]:
    if "horizon" in draft.salvaged.touched:  # a stand-in took its place
        return
    first, last = draft.file.horizon.start.year, draft.file.horizon.end.year
    for year in limits.by_year_musd:
        if not first <= int(year) <= last:
            message = f"{year} is outside the horizon, allowed {first} to {last}"
            yield draft.document.fault((*here, "by_year_musd", year), message)
