"""The mass chain of a stack as JSON: ``python -m planner stack FILE --json``."""

from __future__ import annotations

from typing import Any

from planner.logistics.stacks.chain import Chain, Step
from planner.logistics.stacks.deeds import Lack
from planner.logistics.stacks.firing import Firing
from planner.logistics.stacks.plan import StackPlan


def chain_to_dict(chain: Chain) -> dict[str, Any]:
    """Return a chain as plain dictionaries, lists and numbers; see ``docs/stack_format.md``."""
    head = chain.plan.head
    return {
        "id": head.id,
        "title": head.title,
        "g0_m_s2": head.g0_m_s2,
        "margins": _margins(chain.plan),
        "capability_kg": dict(chain.plan.capability_kg),
        "steps": [_step(step) for step in chain.steps],
        "totals": {
            **{f"{name}_kg": kg for name, kg in chain.flows_kg.items()},
            "dv_m_s": chain.dv_m_s,
        },
        "lack": None if chain.lack is None else _lack(chain.lack),
    }


def _margins(plan: StackPlan) -> dict[str, Any] | None:
    if plan.policy is None:
        return None
    return {
        "policy": plan.policy.id,
        "dv_fraction": plan.policy.dv_fraction.value,
        "residual_fraction": plan.policy.residual_fraction.value,
        "growth": {item.id: plan.growth(item) - 1.0 for item in plan.items},
    }


def _step(step: Step) -> dict[str, Any]:
    return {
        "event": step.number,
        "do": step.do,
        "name": step.name,
        "day_d": step.day_d,
        "stack": step.stack,
        "before_kg": step.before_kg,
        "after_kg": step.after_kg,
        "boiled_kg": step.boiled_kg,
        "burn": None if step.firing is None else _firing(step.firing),
        "tankers": step.tankers,
        "stacks_kg": dict(step.stacks_kg),
        "items": [
            {
                "id": item.id,
                "stack": item.stack,
                "mass_kg": item.mass_kg,
                "dry_kg": item.dry_kg,
                "propellant_kg": dict(item.propellant_kg),
            }
            for item in step.items
        ],
    }


def _firing(firing: Firing) -> dict[str, Any]:
    return {
        "burned_kg": firing.burned_kg,
        "by_tank_kg": dict(firing.propellant_kg),
        "dv_m_s": firing.dv_m_s,
        "exhaust_m_s": firing.exhaust_m_s,
        "duration_s": firing.duration_s,
    }


def _lack(lack: Lack) -> dict[str, Any]:
    return {
        "event": lack.number,
        "name": lack.name,
        "words": lack.words,
        "short_kg": lack.short_kg,
        "short_m_s": lack.short_m_s,
    }
