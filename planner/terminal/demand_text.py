"""A demand on one screen: every line, then the sums by class of supply."""

from __future__ import annotations

from typing import Final

from planner.logistics.supply.needs import Demand
from planner.terminal.table import aligned

_LINES: Final = ("Class", "Supply", "kg", "Reckoned as", "Source", "")
_SUMS: Final = ("Class", "Supply", "kg")
_RIGHT: Final = frozenset({"Class", "kg"})


def demand_text(demand: Demand) -> str:
    """Return the lines of a demand with their sources, and the sums of the ten classes."""
    plan, file = demand.plan, demand.plan.file
    lines = [
        (str(n.class_of_supply), n.name, f"{n.kg:,.1f}", n.basis, n.source, n.confidence)
        for n in sorted(demand.needs, key=lambda need: str(need.class_of_supply))
    ]
    sums = [
        (str(number), plan.classes[number].name, f"{kg:,.1f}")
        for number, kg in demand.by_main_class_kg.items()
    ]
    head = f"{file.title}\nRates: {plan.rates.name}. {plan.rates.note}"
    parts = [head, aligned(_LINES, lines, right=_RIGHT), aligned(_SUMS, sums, right=_RIGHT)]
    return "\n\n".join([*parts, _total(demand)])


def _total(demand: Demand) -> str:
    each = demand.provisions_kg_per_crew_d
    share = "" if each is None else f"; crew provisions {each:.3f} kg by crew and day"
    return f"Total {demand.total_kg:,.1f} kg{share}."
