"""The mass chain of a stack on one screen."""

from __future__ import annotations

from typing import Final

from planner.logistics.stacks.chain import Chain, Step
from planner.logistics.stacks.plan import StackPlan
from planner.terminal.table import aligned

_HEAD: Final = (
    "#", "Day", "Event", "Name", "Stack", "Before kg", "After kg", "Burnt kg", "dv m/s", "s",
)  # fmt: skip
_RIGHT: Final = frozenset({"#", "Day", "Before kg", "After kg", "Burnt kg", "dv m/s", "s"})
_ITEMS: Final = ("Item", "Stack", "Mass kg", "Dry kg", "Propellant kg")


def chain_text(chain: Chain) -> str:
    """Return the events with their masses, what is left of every item, and the totals."""
    plan = chain.plan
    parts = [
        f"{plan.head.title}\n{_margins(plan)}",
        aligned(_HEAD, [_row(step) for step in chain.steps], right=_RIGHT),
        aligned(_ITEMS, _items(chain.steps[-1]), right=frozenset({"Mass kg", "Dry kg"})),
        _totals(chain),
    ]
    return "\n\n".join(parts)


def _margins(plan: StackPlan) -> str:
    if plan.policy is None:
        return "No margins."
    policy = plan.policy
    growth = sum(item.dry_mass_kg * (plan.growth(item) - 1.0) for item in plan.items)
    return (
        f"Margins: {policy.name}; {policy.dv_fraction.value:.0%} on every dv, "
        f"{policy.residual_fraction.value:.0%} of the propellant stays in the tank, "
        f"dry masses grown by {growth:,.1f} kg."
    )


def _row(step: Step) -> tuple[str, ...]:
    firing = step.firing
    tankers = "" if step.tankers is None else f" ({step.tankers} tankers)"
    duration = None if firing is None else firing.duration_s
    return (
        str(step.number),
        f"{step.day_d:.2f}",
        step.do + tankers,
        step.name,
        step.stack or "all",
        f"{step.before_kg:,.1f}",
        f"{step.after_kg:,.1f}",
        "-" if firing is None else f"{firing.burned_kg:,.1f}",
        "-" if firing is None else f"{firing.dv_m_s:,.1f}",
        "-" if duration is None else f"{duration:,.1f}",
    )


def _items(step: Step) -> list[tuple[str, ...]]:
    return [
        (
            item.id,
            item.stack,
            f"{item.mass_kg:,.1f}",
            f"{item.dry_kg:,.1f}",
            ", ".join(f"{tank} {kg:,.1f}" for tank, kg in item.propellant_kg.items()) or "-",
        )
        for item in step.items
    ]


def _totals(chain: Chain) -> str:
    told = {name: kg for name, kg in chain.flows_kg.items() if kg or name in {"initial", "left"}}
    masses = ", ".join(f"{name} {kg:,.1f} kg" for name, kg in told.items())
    return f"Totals: {masses}; dv of all burns {chain.dv_m_s:,.1f} m/s."
