"""Money a year: what the flights cost by the catalogue, against limits and stated sums.

A flight is charged in the calendar year (UTC) of its launch, to the programme
and to the partner whose launcher it flies. What flew or was lost before the plan
was made has been charged in its year and lies under the same limit.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from planner.scenario import Scenario
from planner.schedule.check.record import PlanRecord
from planner.schedule.check.support import tankers_musd
from planner.schedule.check.violation import Violation

MONEY_TOLERANCE_MUSD = 1e-6  # a dollar: sums of a few hundred stated prices

Account = tuple[int, str | None]


def money_violations(scenario: Scenario, plan: PlanRecord) -> Iterator[Violation]:
    """Budgets exceeded, and entries of ``spending`` that do not follow from the flights."""
    flown = [(one.option, one.launch.year) for one in plan.flights if one.ship is None]
    spent = _spent(scenario, flown)
    past = [(one.option, one.launch.year) for one in scenario.history if one.launch is not None]
    earlier = _spent(scenario, past)
    for year, partner in sorted(spent, key=str):
        limit = scenario.budget.limits_of(partner).limit_musd(year)
        money = spent[year, partner] + earlier.get((year, partner), 0.0)
        if limit is not None and money > limit + MONEY_TOLERANCE_MUSD:
            message = f"{money:.10g} M$ spent in {year}, {limit:.10g} M$ allowed"
            yield Violation("budget", partner or "programme", message)
    yield from _stated(scenario, plan, spent, earlier)


def _spent(scenario: Scenario, flown: Sequence[tuple[str | None, int]]) -> dict[Account, float]:
    """Money by year and account for flights of an option in a year."""
    options = {option.id: option for option in scenario.fleet}
    spent: dict[Account, float] = defaultdict(float)
    for name, year in flown:
        if name not in options:
            continue  # reported with the option
        option = options[name]
        price = option.launcher.cost_musd.value
        price += option.lander.cost_musd.value if option.lander else 0.0
        price += tankers_musd(option)
        if leg := option.ship:  # the ship is charged with the lander it meets
            price += leg.launcher.cost_musd.value + leg.ship.cost_musd.value
        for account in (None, option.launcher.partner):
            spent[year, account] += price
    return spent


def _stated(
    scenario: Scenario,
    plan: PlanRecord,
    spent: dict[Account, float],
    earlier: dict[Account, float],
) -> Iterator[Violation]:
    listed = Counter((row.year, row.partner) for row in plan.spending)
    for year, partner in sorted(set(listed) | set(spent), key=str):
        count, wanted = listed[year, partner], int((year, partner) in spent)
        if count != wanted:
            message = f"{count} entries for {year}, {wanted} needed"
            yield Violation("spending", partner or "programme", message)
    for row in plan.spending:
        real = spent.get((row.year, row.partner), 0.0)
        if abs(row.spent_musd - real) > MONEY_TOLERANCE_MUSD:
            message = f"{row.spent_musd:.10g} M$ in {row.year}, the flights cost {real:.10g} M$"
            yield Violation("spending", row.partner or "programme", message)
        before = earlier.get((row.year, row.partner), 0.0)
        if abs(row.earlier_musd - before) > MONEY_TOLERANCE_MUSD:
            message = (
                f"{row.earlier_musd:.10g} M$ before in {row.year}, what flew or was lost cost "
                f"{before:.10g} M$"
            )
            yield Violation("spending", row.partner or "programme", message)
        limit = scenario.budget.limits_of(row.partner).limit_musd(row.year)
        if row.limit_musd != limit:
            message = f"limit of {row.year} is {row.limit_musd}, the scenario has {limit}"
            yield Violation("spending", row.partner or "programme", message)
