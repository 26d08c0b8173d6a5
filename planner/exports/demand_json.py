"""A demand as JSON: ``python -m planner demand FILE --json``."""

from __future__ import annotations

from typing import Any

from planner.logistics.supply.needs import Demand, Need


def demand_to_dict(demand: Demand) -> dict[str, Any]:
    """Return a demand as plain dictionaries, lists and numbers; see ``docs/supply.md``."""
    plan, file = demand.plan, demand.plan.file
    return {
        "id": file.id,
        "title": file.title,
        "rates": plan.rates.id,
        "crew": file.crew,
        "stay_d": file.stay_d,
        "reserve_d": file.reserve_d,
        "evas": plan.eva_count,
        "eva_crew_h": plan.eva_crew_h,
        "closures": {one.id: plan.closure(one.id) for one in plan.rates.closures},
        "needs": [_need(need) for need in demand.needs],
        "by_class": _sums(demand, dict(demand.by_class_kg)),
        "by_main_class": _sums(demand, dict(demand.by_main_class_kg)),
        "total_kg": demand.total_kg,
        "provisions_kg_per_crew_d": demand.provisions_kg_per_crew_d,
    }


def _need(need: Need) -> dict[str, Any]:
    return {
        "name": need.name,
        "class_of_supply": need.class_of_supply,
        "kg": need.kg,
        "basis": need.basis,
        "environment": need.environment,
        "source": need.source,
        "confidence": need.confidence,
    }


def _sums(demand: Demand, sums: dict[int, float]) -> list[dict[str, Any]]:
    classes = demand.plan.classes
    return [
        {"class_of_supply": number, "name": classes[number].name, "kg": kg}
        for number, kg in sums.items()
    ]
