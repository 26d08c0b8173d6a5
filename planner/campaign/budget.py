"""Money a year: limits in the scheduler's terms, and what a plan spends beside them."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence

from planner.plan import Flight, Spending
from planner.scenario import FlightOption, Scenario
from planner.schedule.problem import YearBudget


def budgets(scenario: Scenario) -> tuple[YearBudget, ...]:
    """What is left of every limit of every year of the horizon, rounded down.

    Flights of the past have been charged in theirs, whatever became of them.
    """
    earlier = earlier_musd(scenario)
    years = range(scenario.horizon.start.year, scenario.horizon.end.year + 1)
    payers = (None, *(partner for partner, _ in scenario.budget.partners))
    limits = [
        (payer, year, scenario.budget.limits_of(payer).limit_musd(year))
        for payer in payers
        for year in years
    ]
    return tuple(
        YearBudget(
            payer=payer,
            year=year,
            limit_kusd=max(0, math.floor(_kusd(limit - earlier.get((year, payer), 0.0)))),
        )
        for payer, year, limit in limits
        if limit is not None
    )


def earlier_musd(scenario: Scenario) -> dict[tuple[int, str | None], float]:
    """Money for what flew or was lost, by year and payer; None is the programme."""
    fleet = {option.id: option for option in scenario.fleet}
    spent: dict[tuple[int, str | None], float] = defaultdict(float)
    for past in scenario.history:
        if past.launch is not None and past.option is not None:
            option = fleet[past.option]
            for payer in (None, option.launcher.partner):
                spent[past.launch.year, payer] += option.cost_musd
    return dict(spent)


def charge_kusd(option: FlightOption) -> int:
    """Price of a flight (thousand US dollars), rounded up."""
    return math.ceil(_kusd(option.pair_cost_musd))


def _kusd(money_musd: float) -> float:
    """Thousands of dollars, less the noise of binary fractions (below a thousandth of a dollar)."""
    return round(money_musd * 1000.0, 6)


def spending_of(scenario: Scenario, flights: Sequence[Flight]) -> tuple[Spending, ...]:
    """Money by year of launch, for the programme and then for each partner that paid."""
    payer = {option.launcher.id: option.launcher.partner for option in scenario.fleet}
    charged = {flight.id: flight for flight in flights}
    spent: dict[tuple[int, str], float] = defaultdict(float)
    for flight in flights:
        # A ship is charged with the lander it meets, which was launched before it.
        first = charged[flight.rendezvous_with or flight.id] if flight.ship else flight
        spent[first.launch_utc.year, ""] += flight.cost_musd
        spent[first.launch_utc.year, payer[first.launcher]] += flight.cost_musd
    earlier = earlier_musd(scenario)
    return tuple(
        Spending(
            year=year,
            partner=partner or None,
            spent_musd=money,
            earlier_musd=earlier.get((year, partner or None), 0.0),
            limit_musd=scenario.budget.limits_of(partner or None).limit_musd(year),
        )
        for (year, partner), money in sorted(spent.items())
    )
