"""What a stay uses up, line by line, and its sums by class of supply.

Crew consumables and excursions by rates (Shishko et al., SpaceNet), spares as a part of
the mass of what they are for, a year being 365 days as in SpaceNet.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from planner.catalogue.models import MaintenanceClass, SupplyRate
from planner.catalogue.supply import Environment, RatePer
from planner.logistics.supply.file import CargoEntry, ElementEntry
from planner.logistics.supply.plan import DemandPlan

#: Source of what the file itself states.
AUTHOR: Final = "this_file"
_YEAR_D: Final = 365.0
_SPARES, _PACKING, _BAGS, _SCIENCE, _PROPELLANT = 401, 5, 501, 601, 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """One line of a demand.

    Attributes
    ----------
    name : str
    class_of_supply : int
        SpaceNet's number.
    kg : float
    basis : str
        How it was reckoned.
    environment : str
        How it travels; ``tank`` for propellant.
    source, confidence : str
        Of the rate.
    """

    name: str
    class_of_supply: int
    kg: float
    basis: str
    environment: Environment | str
    source: str
    confidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """What a stay needs.

    Attributes
    ----------
    plan : DemandPlan
    needs : tuple[Need, ...]
    by_class_kg : Mapping[int, float]
        By class of supply as the lines name them, in the order of their numbers.
    by_main_class_kg : Mapping[int, float]
        By the ten classes.
    """

    plan: DemandPlan
    needs: tuple[Need, ...]
    by_class_kg: Mapping[int, float]
    by_main_class_kg: Mapping[int, float]

    @property
    def total_kg(self) -> float:
        """Everything."""
        return sum(need.kg for need in self.needs)

    @property
    def provisions_kg_per_crew_d(self) -> float | None:
        """Crew provisions (class 2) by crew-day of the stay; None without crew or stay."""
        crew_d = self.plan.file.crew * self.plan.file.stay_d
        return None if crew_d == 0.0 else self.by_main_class_kg.get(2, 0.0) / crew_d


def main_class(number: int) -> int:
    """Return the class a number belongs to: 2 for 201, 4 for 4011, 10 for 10."""
    return number if number == 10 else int(str(number)[0])


def demand_of(plan: DemandPlan) -> Demand:
    """Work out what a stay needs; lines of nothing are left out."""
    goods = [*_rated(plan), *_extra(plan), *_spares(plan), *_science(plan)]
    everything = [*goods, *_packing(plan, goods), *_propellant(plan)]
    needs = tuple(need for need in everything if need.kg > 0.0)
    return Demand(
        plan=plan,
        needs=needs,
        by_class_kg=_sums((need.class_of_supply, need.kg) for need in needs),
        by_main_class_kg=_sums((main_class(need.class_of_supply), need.kg) for need in needs),
    )


def _sums(pairs: Iterable[tuple[int, float]]) -> dict[int, float]:
    sums: dict[int, float] = {}
    for number, kg in sorted(pairs):
        sums[number] = sums.get(number, 0.0) + kg
    return sums


def _rated(plan: DemandPlan) -> Iterator[Need]:
    for rate in plan.rates.rates:
        back = plan.closure(rate.closure)
        times, words = _times(plan, rate.per, in_reserve=rate.in_reserve)
        every_d = 1.0 if rate.every_d is None else rate.every_d.value
        yield Need(
            name=rate.name,
            class_of_supply=rate.class_of_supply,
            kg=rate.rate_kg.value * times / every_d * (1.0 - back),
            basis=_basis(rate, words, every_d, back),
            environment=rate.environment,
            source=rate.rate_kg.source,
            confidence=rate.rate_kg.confidence,
        )


def _basis(rate: SupplyRate, words: str, every_d: float, back: float) -> str:
    lasts = "" if every_d == 1.0 else f" every {every_d:g} d"
    recovered = f", {back:.0%} recovered" if back else ""
    return f"{rate.rate_kg.value:g} kg{lasts} x {words}{recovered}"


def _times(plan: DemandPlan, per: RatePer, *, in_reserve: bool) -> tuple[float, str]:
    """How often a rate is used, as a number and in words."""
    file = plan.file
    if per == "crew_day":
        days = file.stay_d + (file.reserve_d if in_reserve else 0.0)
        return file.crew * days, f"{file.crew} crew x {days:g} d"
    if per == "crew":
        return float(file.crew), f"{file.crew} crew"
    if per == "mission":
        return float(file.crew > 0), "a mission"
    return plan.eva_crew_h, f"{plan.eva_crew_h:g} crew-hours of {plan.eva_count} EVAs"


def _extra(plan: DemandPlan) -> Iterator[Need]:
    for rate in plan.extra:
        times, words = _times(plan, rate.per, in_reserve=True)
        yield Need(
            name=rate.name,
            class_of_supply=rate.class_of_supply,
            kg=rate.rate_kg * times,
            basis=f"{rate.rate_kg:g} kg x {words}",
            environment=rate.environment,
            source=AUTHOR,
            confidence="assumed",
        )


def _spares(plan: DemandPlan) -> Iterator[Need]:
    for entry, mass_kg, kind in plan.elements:
        times, words = _wear(entry, kind, plan.file.stay_d)
        parts: tuple[tuple[Environment, str], ...] = (
            ("pressurised", "pressurised_fraction"),
            ("unpressurised", "unpressurised_fraction"),
        )
        for environment, field in parts:
            share = getattr(kind, field)
            yield Need(
                name=f"Spares for {entry.id}, {environment}",
                class_of_supply=_SPARES,
                kg=mass_kg * entry.count * share.value * times,
                basis=f"{share.value:.0%} of {entry.count} x {mass_kg:g} kg x {words}",
                environment=environment,
                source=share.source,
                confidence=share.confidence,
            )


def _wear(entry: ElementEntry, kind: MaintenanceClass, stay_d: float) -> tuple[float, str]:
    if kind.per == "flight":
        return float(entry.flights or 0), f"{entry.flights} flights"
    return stay_d / _YEAR_D, f"{stay_d:g} d of a year"


def _science(plan: DemandPlan) -> Iterator[Need]:
    return (_as_stated(entry, _SCIENCE, entry.environment) for entry in plan.science)


def _propellant(plan: DemandPlan) -> Iterator[Need]:
    return (_as_stated(entry, _PROPELLANT, "tank") for entry in plan.propellant)


def _as_stated(entry: CargoEntry, default: int, environment: str) -> Need:
    return Need(
        name=entry.name,
        class_of_supply=entry.class_of_supply or default,
        kg=entry.kg,
        basis="as stated",
        environment=environment,
        source=AUTHOR,
        confidence="assumed",
    )


def _packing(plan: DemandPlan, goods: Iterable[Need]) -> Iterator[Need]:
    """Packing by how the goods travel; bags take the place of the factor under pressure."""
    if plan.file.packing == "none":
        return
    carried: dict[str, float] = {}
    for need in goods:
        carried[need.environment] = carried.get(need.environment, 0.0) + need.kg
    for factor in plan.rates.packing:
        kg = carried.get(factor.environment, 0.0)
        if plan.file.packing == "bags" and factor.environment == "pressurised":
            yield from _bags(plan, kg)
            continue
        share = factor.packing_fraction
        yield Need(
            name=f"Packing, {factor.environment}",
            class_of_supply=_PACKING,
            kg=kg * share.value,
            basis=f"{share.value:g} kg x {kg:,.1f} kg",
            environment="packing",
            source=share.source,
            confidence=share.confidence,
        )


def _bags(plan: DemandPlan, kg: float) -> Iterator[Need]:
    bag = plan.rates.bag
    if bag is None:
        return
    count = math.ceil(kg / bag.holds_kg.value)
    yield Need(
        name="Transfer bags",
        class_of_supply=_BAGS,
        kg=count * bag.tare_kg.value,
        basis=f"{count} bags of {bag.tare_kg.value:g} kg for {kg:,.1f} kg",
        environment="packing",
        source=bag.tare_kg.source,
        confidence=bag.tare_kg.confidence,
    )
