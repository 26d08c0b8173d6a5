"""Why an element of a plan is not operational sooner: every early window, every rule it breaks.

A link asks for one element by one day. Each window that would do is taken in
turn and the rules it breaks are computed against the plan; the sentence states
what was found. A chain follows precedence and balances to the element waited for, and
cadence, pads, budgets and full flights to the flight in the way, until dates
alone explain a link.
"""

from __future__ import annotations

from dataclasses import dataclass

from planner.schedule.balances import Wait
from planner.schedule.closures import closures
from planner.schedule.instance import Instance
from planner.schedule.ledger import Ledger, Manifests
from planner.schedule.measure import operational_days
from planner.schedule.moves import Blocker, element_blockers, launch_blockers
from planner.schedule.profiles import gives
from planner.schedule.wording import amount, counted, day, days, flight, kind, listed, taken

LONGEST_CHAIN = 12


@dataclass(frozen=True, slots=True)
class Link:
    """One element of the chain and the day by which it would have to be operational."""

    element: str
    wanted_day: int


@dataclass(frozen=True, slots=True, order=True)
class Binding:
    """A rule that holds a link, and whose it is.

    ``rule`` is one of `~planner.schedule.moves.Blocker`'s, ``window`` (no window of its
    options is in time) or ``together``; ``by`` the element, launcher, pad, balance, payer
    (empty: the programme), flight option or pin behind it.
    """

    rule: str
    by: str


@dataclass(frozen=True, slots=True)
class Finding:
    """Why a link holds, how firmly, and which links could come next.

    ``firmness`` is 0 when dates alone explain it, 1 precedence and balances, 2
    launchers, pads, budgets and full flights, 3 when a window is open after all.
    ``bound_by`` are the rules behind ``cause``; none when a window is open.
    """

    firmness: int
    cause: str
    following: tuple[Link, ...] = ()
    bound_by: tuple[Binding, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """A link of a chain and what was found for it."""

    link: Link
    finding: Finding


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan with what the questions need at hand."""

    instance: Instance
    manifests: Manifests
    operational: dict[str, int]
    flight_of: dict[str, int]


def plan_of(instance: Instance, manifests: Manifests) -> Plan:
    """Index ``manifests`` for questions."""
    return Plan(
        instance=instance,
        manifests=manifests,
        operational=operational_days(instance, manifests),
        flight_of={e: index for index, elements in manifests.items() for e in elements},
    )


def chain(plan: Plan, links: tuple[Link, ...]) -> list[str]:
    """One sentence a link, from the firmest of ``links`` back to what started it."""
    return [
        f"{_arrival(plan, step.link.element)} {step.finding.cause}" for step in steps(plan, links)
    ]


def steps(plan: Plan, links: tuple[Link, ...]) -> list[Step]:
    """The chain from the firmest of ``links`` back to what started it."""
    found: list[Step] = []
    told: set[str] = set()
    while links and len(told) < LONGEST_CHAIN:
        link, finding = min(
            ((link, explain(plan, link)) for link in links),
            key=lambda pair: (pair[1].firmness, pair[0].element),
        )
        told.add(link.element)
        found.append(Step(link, finding))
        links = tuple(link for link in finding.following if link.element not in told)
    return found


def _arrival(plan: Plan, element: str) -> str:
    index = plan.flight_of[element]
    delivered = plan.instance.opportunities[index].delivery_day
    wait = days(plan.instance.task[element].commissioning_d)
    return (
        f"{element} is operational on {day(plan.operational[element])}: "
        f"{flight(plan.instance, index)} delivers it on {day(delivered)}, "
        f"commissioning takes {wait}."
    )


def explain(plan: Plan, link: Link) -> Finding:
    """Take every window early enough for the link and say what closes it."""
    instance, task = plan.instance, plan.instance.task[link.element]
    early = [
        index
        for option in sorted(set(task.options))
        for index in instance.by_option[option]
        if instance.opportunities[index].delivery_day + task.commissioning_d <= link.wanted_day
    ]
    broken = {i: element_blockers(instance, task.id, i, plan.operational) for i in early}
    dated = [i for i in early if not _rules(broken[i]) & {"release", "capacity", "due", "pin"}]
    if not dated:
        return _closed_by_dates(plan, link, broken)
    ready = [i for i in dated if not broken[i]]
    if not ready:
        return _closed_by_waiting(plan, link, dated, broken)
    if link.element in instance.ties.companions:
        return _tied(plan, link)
    return _closed_by_resources(plan, link, ready)


def _rules(blockers: list[Blocker]) -> set[str]:
    return {blocker.rule for blocker in blockers}


def _closed_by_dates(plan: Plan, link: Link, broken: dict[int, list[Blocker]]) -> Finding:
    instance, task = plan.instance, plan.instance.task[link.element]
    by = f"to be operational by {day(link.wanted_day)}"
    if not broken:
        every = [i for option in set(task.options) for i in instance.by_option[option]]
        first = min(every, key=lambda i: (instance.opportunities[i].delivery_day, i))
        cause = (
            f"None of its options delivers in time {by}; the first window of all is "
            f"{flight(instance, first)}."
        )
        return _dated(cause, "window", instance.opportunities[first].option)
    released = [i for i, found in broken.items() if "release" not in _rules(found)]
    if not released:
        cause = (
            f"It may not launch before {day(task.release_day)}, "
            f"and no window from then on delivers in time {by}."
        )
        return _dated(cause, "release", link.element)
    pinned = plan.instance.ties.placed.get(link.element, ())
    if pinned and all("pin" in _rules(broken[i]) for i in released):
        names = [pin.text for pin in pinned]
        cause = f"No window that its pins leave ({listed(names)}) delivers in time {by}."
        return _dated(cause, "pin", *names)
    most_kg = max(instance.opportunities[i].capacity_kg for i in released)
    cause = (
        f"From its release on {day(task.release_day)} the windows in time {by} "
        f"carry {most_kg} kg at most; it weighs {task.mass_kg} kg."
    )
    return _dated(cause, "capacity", link.element)


def _dated(cause: str, rule: str, *by: str) -> Finding:
    return Finding(0, cause, bound_by=tuple(Binding(rule, name) for name in by))


def _tied(plan: Plan, link: Link) -> Finding:
    """Companions leave no window to one of them alone: ask each of them for the same flight."""
    task, others = plan.instance.task, plan.instance.ties.companions[link.element]
    delivered = link.wanted_day - task[link.element].commissioning_d
    return Finding(
        2,
        f"It is pinned together with {listed(others)} and moves only with them.",
        tuple(Link(other, delivered + task[other].commissioning_d) for other in others),
        tuple(Binding("together", other) for other in others),
    )


def _closed_by_waiting(
    plan: Plan, link: Link, dated: list[int], broken: dict[int, list[Blocker]]
) -> Finding:
    """Follow the window closest to usable: blocked by the fewest elements, then the latest."""
    instance, ledger = plan.instance, flights_without(plan, link.element)

    def closeness(index: int) -> tuple[bool, int, int]:
        resources = bool(resource_blockers(plan, ledger, index, link.element))
        waited = {e for blocker in broken[index] for e in blocker.elements}
        return (resources, len(waited), -instance.opportunities[index].delivery_day)

    index = min(dated, key=closeness)
    delivered = instance.opportunities[index].delivery_day
    works = delivered + instance.task[link.element].commissioning_d
    by = {
        "precedence": delivered,
        "support": instance.opportunities[index].first_day,
        "balance": works,
    }
    links = dict.fromkeys(
        Link(e, by[b.rule]) for b in broken[index] for e in b.elements if e in plan.operational
    )
    blocker = broken[index][0]
    tell = {"precedence": _not_ready, "support": _no_support, "balance": _lacking}[blocker.rule]
    bound_by = (Binding(b.rule, name) for b in broken[index] for name in _whose(b))
    return Finding(
        1, tell(plan, link.element, index, blocker), tuple(links), tuple(dict.fromkeys(bound_by))
    )


def _whose(blocker: Blocker) -> tuple[str, ...]:
    """What a rule that a launch would break belongs to."""
    if blocker.wait is not None:
        return (blocker.wait.balance,)
    if blocker.launcher_year is not None:
        return (blocker.launcher_year[0],)
    if blocker.payment is not None:
        return (blocker.payment[0] or "",)
    return (blocker.pad,) if blocker.pad else blocker.elements


def _not_ready(plan: Plan, _element: str, index: int, blocker: Blocker) -> str:
    delivered, waited = plan.instance.opportunities[index].delivery_day, blocker.elements[0]
    if waited not in plan.operational:
        return f"It waits for {waited}, which the plan leaves out."
    missing = days(plan.operational[waited] - delivered)
    return (
        f"It waits for {waited}: {flight(plan.instance, index)} would deliver it on "
        f"{day(delivered)}, {missing} before {waited} is operational."
    )


def _no_support(plan: Plan, _element: str, index: int, blocker: Blocker) -> str:
    here, waited = plan.instance.opportunities[index], blocker.elements[0]
    needs = f"It waits for {waited}: {flight(plan.instance, index)} needs it at work"
    if waited not in plan.operational:
        return f"{needs}, and the plan leaves it out."
    missing = days(plan.operational[waited] - here.first_day)
    return f"{needs} by {day(here.first_day)}, {missing} before {waited} is operational."


def _lacking(plan: Plan, element: str, index: int, blocker: Blocker) -> str:
    instance, wait = plan.instance, blocker.wait
    assert wait is not None
    here = instance.balances[wait.balance]
    works = instance.opportunities[index].delivery_day + instance.task[element].commissioning_d
    wanted = (
        f"{flight(instance, index)} would have it operational on {day(works)}, with "
        f"{amount(here, wait.left)} left {here.name} of the "
        f"{amount(here, wait.needed)} it {taken(here, plural=False)}"
    )
    if wait.sources:
        source = wait.sources[0]
        return (
            f"It waits for {kind(here)} until {source} works: {wanted}, "
            f"{days(plan.operational[source] - works)} before {source} is operational."
        )
    if wait.until is not None:
        return f"It waits for {kind(here)} until {day(wait.until)}: {wanted}."
    verb = "is" if here.unit == "W" else "are"
    what = f"{'no' if wait.left == 0 or here.unit == 'W' else 'too few'} {kind(here)}"
    return f"There {verb} {what} for it{_while_left_out(plan, wait)}: {wanted}."


def _while_left_out(plan: Plan, wait: Wait) -> str:
    """Name the sources that a plan which leaves elements out does not fly."""
    profiles = plan.instance.profiles[wait.balance]
    absent = sorted(e for e, p in profiles.items() if gives(p) and e not in plan.operational)
    verb = "is" if len(absent) == 1 else "are"
    return f" while {listed(absent)} {verb} left out" if absent else ""


def _closed_by_resources(plan: Plan, link: Link, ready: list[int]) -> Finding:
    instance, ledger = plan.instance, flights_without(plan, link.element)
    blocked = {i: resource_blockers(plan, ledger, i, link.element) for i in ready}
    free = [i for i, found in blocked.items() if not found]
    if free:
        return _open_window(plan, link, free[-1])
    following: dict[Link, None] = {}
    for found in blocked.values():
        for blocker in found:
            for other in blocker.flights:
                if instance.opportunities[other].delivery_day < _delivery(plan, link.element):
                    following |= dict.fromkeys(_links_of_flight(plan, other, blocker.rule))
    cause = (
        f"{counted(len(ready), 'window')} would have it operational by {day(link.wanted_day)}, "
        f"all closed: {'; '.join(closures(instance, ledger, blocked))}."
    )
    return Finding(2, cause, tuple(following), _held_by(plan, blocked))


def _held_by(plan: Plan, blocked: dict[int, list[Blocker]]) -> tuple[Binding, ...]:
    """The first rule that closes each window, as `closures` tells them; a full flight's option."""
    instance, found = plan.instance, set()
    for blocker in (blockers[0] for blockers in blocked.values()):
        of_flights = blocker.rule in ("room", "apart")
        options = (instance.opportunities[i].option for i in blocker.flights)
        found |= {Binding(blocker.rule, by) for by in (options if of_flights else _whose(blocker))}
    return tuple(sorted(found))


def _open_window(plan: Plan, link: Link, index: int) -> Finding:
    opportunity = plan.instance.opportunities[index]
    booked = index in plan.manifests
    price = "aboard a flight of the plan" if booked else f"for {opportunity.cost_musd} M$ more"
    return Finding(
        3,
        f"{flight(plan.instance, index)} could bring it by {day(link.wanted_day)} {price}: "
        "other elements hold the date, not this one.",
    )


def _delivery(plan: Plan, element: str) -> int:
    """Delivery day in the plan; after everything for an element left out."""
    if element not in plan.flight_of:
        return plan.instance.end_day + 1
    return plan.instance.opportunities[plan.flight_of[element]].delivery_day


def flights_without(plan: Plan, element: str) -> Ledger:
    """The plan's flights with ``element`` taken off; its flight too if it flies alone."""
    kept = {i: tuple(e for e in aboard if e != element) for i, aboard in plan.manifests.items()}
    return Ledger(plan.instance, kept)


def resource_blockers(plan: Plan, ledger: Ledger, index: int, element: str) -> list[Blocker]:
    """Why ``index`` cannot take the element: no room aboard, or no launch to be had.

    ``ledger`` holds the plan's flights without the element.
    """
    if index not in ledger.aboard:
        return launch_blockers(ledger, index)
    if ledger.room_kg(index) < plan.instance.task[element].mass_kg:
        return [Blocker("room", flights=(index,))]
    if plan.instance.ties.torn(element, ledger.aboard[index]):
        return [Blocker("apart", flights=(index,))]
    return []


def _links_of_flight(plan: Plan, index: int, rule: str) -> list[Link]:
    """What would have to move for the flight at ``index`` to get out of the way."""
    instance, here = plan.instance, plan.instance.opportunities[index]
    latest = here.delivery_day - 1
    if rule in ("cadence", "budget"):
        before = [
            i for i in instance.by_option[here.option] if instance.opportunities[i].year < here.year
        ]
        latest = max(
            (instance.opportunities[i].delivery_day for i in before), default=instance.start_day
        )
    return [
        Link(e, latest + instance.task[e].commissioning_d) for e in plan.manifests.get(index, ())
    ]
