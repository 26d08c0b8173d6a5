"""Large-neighbourhood search for an earlier completion: most flights kept, a few planned anew.

A round takes the plan apart around what completes last: some flights are dissolved, all
others stay as they are, with their room open to whoever fits. What is left is a small problem
of the ordinary model, so a round cannot break a rule that the model knows, and it is solved by
CP-SAT within a fixed effort (Shaw, 1998). The days by which elements miss the proven bound are
made least together, which moves a plan whose last flights are several.

Rounds, their sizes and their efforts follow from the seed alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from random import Random
from typing import TYPE_CHECKING

from planner.schedule import engine, measure
from planner.schedule.domains import Domains, narrow
from planner.schedule.instance import Instance
from planner.schedule.ledger import Ledger, Manifests
from planner.schedule.model import ScheduleModel, add_hint, build_model, flight_cost

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

#: Flights dissolved in a round at first, at least and at most.
FIRST_SIZE, LEAST_SIZE, MOST_SIZE = 6, 3, 14
#: Effort of a round (deterministic units).
ROUND_UNITS = 0.15
#: Rounds in a row without a better plan after which the search ends.
MOST_IDLE = 25
#: What building a round's model costs beside solving it (units a variable), as measured.
UNITS_A_VARIABLE = 6e-5

Found = Callable[[Manifests], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Aim:
    """What a search is to bring down.

    ``day`` is the completion aimed at; with ``cost`` the flights' cost is brought down
    instead, among plans that complete by ``day``.
    """

    day: int
    cost: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Effort:
    """Work a search may spend in all, and what tells it to end sooner."""

    units: float
    seed: int
    wall_left_s: Callable[[], float]
    stopped: Callable[[], bool]


@dataclass(frozen=True, slots=True)
class Improved:
    """The best plan, and the work it took (deterministic units)."""

    manifests: Manifests
    spent: float


def improve(
    instance: Instance,
    domains: Domains,
    start: Manifests,
    aim: Aim,
    effort: Effort,
    found: Found,
) -> Improved:
    """Improve a plan until it reaches the aim or the effort is spent; never a worse one.

    ``found`` is told of every plan that is better than those before it.
    """
    random, size, spent, idle = Random(effort.seed), float(FIRST_SIZE), 0.0, 0
    best = current = start
    ways = _ways(random)
    while not _reached(instance, best, aim) and spent < effort.units and idle < MOST_IDLE:
        if effort.stopped() or effort.wall_left_s() <= 0.0:
            break
        freed = next(ways)(instance, current, aim, round(size), random)
        part = _Part(instance, domains, current, freed, aim)
        limits = engine.Limits(
            deterministic=min(ROUND_UNITS, effort.units - spent),
            wall_s=effort.wall_left_s(),
            seed=effort.seed,
            stopped=effort.stopped,
        )
        plan, proven, work = part.solved(limits)
        spent += work
        idle += 1
        if plan is not None and _score(instance, plan, aim) <= _score(instance, current, aim):
            idle *= _score(instance, plan, aim) == _score(instance, current, aim)
            current = plan
        if _worth(instance, current, aim) < _worth(instance, best, aim):
            best = current
            found(best)
        size = _resized(size, proven)
    return Improved(best, spent)


def _resized(size: float, proven: bool) -> float:
    """Rounds that are solved to the end grow, others shrink."""
    return min(size * 1.08, MOST_SIZE) if proven else max(size * 0.92, LEAST_SIZE)


def _reached(instance: Instance, plan: Manifests, aim: Aim) -> bool:
    if aim.cost:
        return measure.cost_musd(instance, plan) <= 0
    return measure.completion_day(instance, plan) <= aim.day


def _worth(instance: Instance, plan: Manifests, aim: Aim) -> int:
    """What the caller is told of: less is better."""
    return (measure.cost_musd if aim.cost else measure.completion_day)(instance, plan)


def _score(instance: Instance, plan: Manifests, aim: Aim) -> int:
    """What rounds bring down."""
    if aim.cost:
        return measure.cost_musd(instance, plan)
    late = _late(instance, plan, aim.day)
    return sum(late.values()) + max(late.values(), default=0)


def _late(instance: Instance, plan: Manifests, day: int) -> dict[str, int]:
    """Elements that work later than a day and must not, with the days between."""
    done = measure.operational_days(instance, plan)
    return {
        e: works - day for e, works in done.items() if works > day and instance.task[e].completes
    }


class _Part:
    """The problem with most flights kept: each an option of its own with a single window."""

    def __init__(
        self,
        instance: Instance,
        domains: Domains,
        plan: Manifests,
        freed: frozenset[int],
        aim: Aim,
    ) -> None:
        self._whole, self._plan, self._aim = instance, plan, aim
        self._kept = {index: ids for index, ids in plan.items() if index not in freed}
        names = {i: f"{instance.opportunities[i].option} @ {i}" for i in self._kept}
        self._instance = _split(instance, names)
        self.domains = self._domains(domains)

    def _domains(self, domains: Domains) -> Domains:
        fixed = {e: (index,) for index, ids in self._kept.items() for e in ids}
        ledger = Ledger(self._whole, self._kept)
        last = self._aim.day
        if not self._aim.cost:
            last = measure.completion_day(self._whole, self._plan)
        joined = set(self._kept)
        opens = {
            i
            for i in range(len(self._whole.opportunities))
            if i not in joined and ledger.may_open(i)
        }
        opens |= set(self._plan) - joined
        mine = {
            e: fixed.get(e)
            or tuple(
                i
                for i in domain
                if i in opens or (i in joined and ledger.room_kg(i) >= self._whole.task[e].mass_kg)
            )
            for e, domain in domains.items()
        }
        return narrow(self._instance, mine, completion_day=last)

    def solved(self, limits: engine.Limits) -> tuple[Manifests | None, bool, float]:
        """A plan at least as good, if one was found; whether the round is done; the work."""
        instance, whole = self._instance, self._whole
        cost = measure.cost_musd(whole, self._plan) if self._aim.cost else None
        last = self._aim.day
        if not self._aim.cost:
            last = measure.completion_day(whole, self._plan)
        model = build_model(
            instance,
            self.domains,
            completion_days=(instance.start_day, last),
            cost_limit_musd=cost,
        )
        goal = flight_cost(model) if self._aim.cost else self._lateness(model, last)
        add_hint(model, self._plan)
        outcome = engine.minimise(model, goal, limits)
        built = UNITS_A_VARIABLE * len(model.cp.proto.variables)
        proven = outcome.status in {"optimal", "infeasible"}
        return outcome.manifests, proven, outcome.spent + built

    def _lateness(self, model: ScheduleModel, last: int) -> cp_model.LinearExprT:
        """Days after the aim: of every element that may be late, and of the last."""
        day, terms = self._aim.day, []
        for task in self._instance.elements:
            domain = self.domains[task.id]
            works = [self._instance.opportunities[i].delivery_day for i in domain]
            most = max(works, default=0) + task.commissioning_d - day
            if most > 0 and task.completes:
                late = model.cp.new_int_var(0, most, f"{task.id} late")
                model.cp.add(late >= model.variables.delivery[task.id] + task.commissioning_d - day)
                terms.append(late)
        whole = model.cp.new_int_var(0, max(last - day, 0), "late")
        model.cp.add(whole >= model.variables.completion - day)
        return sum(terms) + whole


def _split(instance: Instance, names: dict[int, str]) -> Instance:
    """The instance with an option of its own for each of some opportunities."""
    opportunities = list(instance.opportunities)
    options = dict(instance.options)
    for index, name in names.items():
        options[name] = replace(options[opportunities[index].option], id=name)
        opportunities[index] = replace(opportunities[index], option=name)
    return replace(instance, options=options, opportunities=tuple(opportunities), alike=())


Way = Callable[[Instance, Manifests, Aim, int, Random], frozenset[int]]


def _ways(random: Random) -> Iterator[Way]:
    """Ways to choose flights, again and again in a drawn order."""
    ways: list[Way] = [_any_flights, _span_of_time, _roomy_flights, _span_of_time, _last_flights]
    while True:
        random.shuffle(ways)
        yield from ways


def _seeds(instance: Instance, plan: Manifests, aim: Aim, random: Random) -> list[int]:
    """Flights that are to be dissolved in any case: some of what is late, or any one."""
    if aim.cost:
        return [random.choice(sorted(plan))]
    late = _late(instance, plan, aim.day)
    flights = sorted(
        (index for index, ids in plan.items() if any(e in late for e in ids)),
        key=lambda index: -max(late.get(e, 0) for e in plan[index]),
    )
    return flights[:3] or [random.choice(sorted(plan))]


def _any_flights(
    instance: Instance, plan: Manifests, aim: Aim, size: int, random: Random
) -> frozenset[int]:
    seeds = _seeds(instance, plan, aim, random)
    return frozenset(seeds + random.sample(sorted(plan), min(size, len(plan))))


def _span_of_time(
    instance: Instance, plan: Manifests, aim: Aim, size: int, random: Random
) -> frozenset[int]:
    flights = sorted(plan)
    first = random.randrange(max(1, len(flights) - size + 1))
    return frozenset(_seeds(instance, plan, aim, random) + flights[first : first + size])


def _last_flights(
    instance: Instance, plan: Manifests, aim: Aim, size: int, random: Random
) -> frozenset[int]:
    return frozenset(_seeds(instance, plan, aim, random) + sorted(plan)[-size:])


def _roomy_flights(
    instance: Instance, plan: Manifests, aim: Aim, size: int, random: Random
) -> frozenset[int]:
    """Those that fly with most of their capacity unused, with some chance."""
    ledger = Ledger(instance, plan)
    drawn = {i: ledger.room_kg(i) * random.random() for i in sorted(plan)}
    flights = sorted(drawn, key=lambda i: (-drawn[i], i))
    return frozenset(_seeds(instance, plan, aim, random) + flights[:size])
