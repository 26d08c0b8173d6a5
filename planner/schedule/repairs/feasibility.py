"""Whether a problem has a plan at all, asked many times within one budget of solver work."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from planner.schedule import engine
from planner.schedule.domains import narrow, own_domains, viable
from planner.schedule.greedy import greedy_plan
from planner.schedule.instance import make_instance
from planner.schedule.model import build_model
from planner.schedule.problem import ScheduleProblem
from planner.schedule.stages import Budget
from planner.schedule.supply import shortages

#: Share of what is left that one question may use.
_SHARE = 0.1
#: Questions asked at most: those that greedy starts or dates answer use no solver work.
_MOST_ASKED = 600
#: Greedy starts of one question: every "no" costs all of them, and there are many.
_STARTS = 8


@dataclass(slots=True)
class Judge:
    """Answers yes, no, or None when its effort ran out.

    ``doubts`` counts the questions left open; ``tell`` hears after each which part of the effort
    is spent.
    """

    budget: Budget
    tell: Callable[[float], None] = lambda _spent: None
    asked: int = 0
    doubts: int = 0
    known: dict[ScheduleProblem, bool | None] = field(default_factory=dict)
    whole: float = field(init=False)

    def __post_init__(self) -> None:
        self.whole = self.budget.units

    def has_plan(self, problem: ScheduleProblem) -> bool | None:
        """Whether some plan keeps every rule."""
        if problem not in self.known:
            self.known[problem] = self._answer(problem)
        return self.known[problem]

    @property
    def exhausted(self) -> bool:
        """Whether nothing more should be asked."""
        spent = self.budget.units <= 0.0 or self.budget.limits(0.0).wall_s <= 0.0
        return spent or self.asked >= _MOST_ASKED

    def _answer(self, problem: ScheduleProblem) -> bool | None:
        self.asked += 1
        answer = None if self.exhausted else self._worked_out(problem)
        self.doubts += answer is None
        left = self.budget.units / self.whole if self.whole > 0.0 else 0.0
        self.tell(min(1.0, max(1.0 - left, self.asked / _MOST_ASKED)))
        return answer

    def _worked_out(self, problem: ScheduleProblem) -> bool | None:
        instance = make_instance(problem)
        domains = narrow(instance, own_domains(instance))
        if not viable(instance, domains):
            return False
        last = instance.end_day
        begun = greedy_plan(
            instance, domains, seed=self.budget.seed, good_enough_day=last, starts=_STARTS
        )
        if begun is not None:
            return True
        if shortages(instance, domains):
            return False
        model = build_model(instance, domains, completion_days=(instance.start_day, last))
        outcome = engine.minimise(model, 0, self.budget.limits(_SHARE * self.budget.units))
        self.budget.units -= outcome.spent
        return {"optimal": True, "feasible": True, "infeasible": False}.get(outcome.status)
