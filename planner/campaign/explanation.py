"""Why a plan completes when it does, and what each change of the scenario would do to it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from time import perf_counter

from planner.campaign.overrides import Overrides
from planner.campaign.pipeline import Solved, plan_of, solve_campaign
from planner.campaign.sensitivities import overrides_for, variants_of
from planner.plan import CampaignPlan
from planner.scenario import Scenario
from planner.schedule.explain import ChainStep, Effect, Variant, critical_chain, latest_days, weigh

Progress = Callable[[str, float], None]

#: Share of the progress bar that the plan takes; the changes take the rest.
_PLANNING = 0.5
#: Longest search of one change (s), in solver work; and of all changes together.
ONE_LIMIT_S = 2.0
ALL_LIMIT_S = 40.0


@dataclass(frozen=True, slots=True, kw_only=True)
class BindingRule:
    """A rule on the critical chain: ``rule`` in a word, ``by`` whose it is, ``elements`` held."""

    rule: str
    by: str
    elements: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CriticalStep:
    """An element on the critical chain, its flight, and why it is not at work sooner."""

    element: str
    option: str
    launch: date
    delivered: date
    operational: date
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sensitivity:
    """A change of the scenario and what the best plan found with it differs by.

    Attributes
    ----------
    says : str
        The change in words.
    kind, subject : str
        What is changed, as `planner.schedule.explain.Variant` has it.
    tighter : bool
        Whether the change asks for more, not less.
    outcome : str
        ``plan``, ``no_plan`` (proven) or ``unknown``.
    completion_d : int | None
        Days by which completion moves; negative is earlier.
    cost_musd : int | None
        Change of the cost of flights (M$).
    completion_proven, cost_proven : bool
        What is not proven may be better still.
    overrides : dict[str, object] | None
        The change as `planner.scenario.load_scenario` takes it.
    """

    says: str
    kind: str
    subject: str
    tighter: bool
    outcome: str
    completion_d: int | None
    cost_musd: int | None
    completion_proven: bool
    cost_proven: bool
    overrides: Overrides | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ElementSlack:
    """How late an element could be with completion held: ``slack_d`` days at most."""

    element: str
    operational: date
    latest: date
    slack_d: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """What holds a plan's completion date, and what would move it.

    Attributes
    ----------
    scenario_sha256 : str
        Fingerprint of the scenario explained.
    completion_date : date
    proven : bool
        Whether every goal of the plan explained is proven.
    chain : tuple[CriticalStep, ...]
        From the first element to the last; empty if another goal came before the date.
    binding : tuple[BindingRule, ...]
        The rules on the chain.
    sensitivities : tuple[Sensitivity, ...]
        Most days bought first, then most money saved; what costs days last.
    slack : tuple[ElementSlack, ...]
        The tightest first.
    """

    scenario_sha256: str
    completion_date: date
    proven: bool
    chain: tuple[CriticalStep, ...]
    binding: tuple[BindingRule, ...]
    sensitivities: tuple[Sensitivity, ...]
    slack: tuple[ElementSlack, ...]


def _silent(text: str, fraction: float) -> None:
    """Progress for callers who do not watch."""


def explain_campaign(
    scenario: Scenario, *, progress: Progress | None = None, time_limit_s: float | None = None
) -> Explanation:
    """Plan a scenario and explain its plan.

    Parameters
    ----------
    scenario : Scenario
    progress : callable, optional
        Told what is being done and the fraction done, 0 to 1.
    time_limit_s : float, optional
        Longest search (s) of all changes together, in solver work; 2 s for each, 40 s at most, if
        absent. The plan itself is searched as the scenario says.

    Raises
    ------
    InfeasiblePlanError
        As `planner.campaign.plan_campaign`.
    """
    tell = progress or _silent
    solved = solve_campaign(scenario, progress=lambda t, f: tell(t, _PLANNING * f))
    return explained(
        scenario,
        solved,
        progress=lambda t, f: tell(t, _PLANNING + (1.0 - _PLANNING) * f),
        time_limit_s=time_limit_s,
    )


def plan_and_explain(
    scenario: Scenario,
    *,
    time_limit_s: float | None = None,
    seed: int | None = None,
    progress: Progress | None = None,
) -> tuple[CampaignPlan, Explanation]:
    """`planner.campaign.plan_campaign` and the explanation of that plan, solved once."""
    tell, began = progress or _silent, perf_counter()
    solved = solve_campaign(
        scenario,
        time_limit_s=time_limit_s,
        seed=seed,
        progress=lambda t, f: tell(t, _PLANNING * f),
    )
    plan = plan_of(scenario, solved, began_s=began)
    found = explained(
        scenario, solved, progress=lambda t, f: tell(t, _PLANNING + (1.0 - _PLANNING) * f)
    )
    return plan, found


def explained(
    scenario: Scenario,
    solved: Solved,
    *,
    progress: Progress | None = None,
    time_limit_s: float | None = None,
) -> Explanation:
    """Explain a schedule that is there."""
    tell, problem, schedule = progress or _silent, solved.question.problem, solved.schedule
    assert schedule.completion_day is not None
    chain = critical_chain(problem, schedule)
    variants = variants_of(scenario, solved.question, chain)
    limit_s = min(
        ONE_LIMIT_S, (ALL_LIMIT_S if time_limit_s is None else time_limit_s) / max(1, len(variants))
    )
    found = []
    for number, variant in enumerate(variants):
        tell(f"what if: {variant.says}", number / len(variants))
        effect = weigh(schedule, variant, time_limit_s=limit_s, seed=solved.seed)
        found.append(_sensitivity(scenario, solved, variant, effect))
    tell("explained", 1.0)
    return Explanation(
        scenario_sha256=scenario.sha256,
        completion_date=date.fromordinal(schedule.completion_day),
        proven=schedule.status == "optimal",
        chain=tuple(map(_step, chain)),
        binding=_binding(chain),
        sensitivities=tuple(sorted(found, key=_rank)),
        slack=_slack(solved),
    )


def _sensitivity(
    scenario: Scenario, solved: Solved, variant: Variant, effect: Effect
) -> Sensitivity:
    return Sensitivity(
        says=variant.says,
        kind=variant.kind,
        subject=variant.subject,
        tighter=variant.tighter,
        outcome=effect.outcome,
        completion_d=effect.completion_d,
        cost_musd=effect.cost_musd,
        completion_proven=effect.completion_proven,
        cost_proven=effect.cost_proven,
        overrides=overrides_for(scenario, solved.question, variant),
    )


def _rank(one: Sensitivity) -> tuple[float, float, str]:
    """Days bought, then money; what has no plan comes last."""
    never = float("inf")
    return (
        never if one.completion_d is None else one.completion_d,
        never if one.cost_musd is None else one.cost_musd,
        one.says,
    )


def _step(step: ChainStep) -> CriticalStep:
    return CriticalStep(
        element=step.element,
        option=step.option,
        launch=date.fromordinal(step.launch_day),
        delivered=date.fromordinal(step.delivery_day),
        operational=date.fromordinal(step.operational_day),
        says=step.says,
    )


def _binding(chain: tuple[ChainStep, ...]) -> tuple[BindingRule, ...]:
    held: dict[tuple[str, str], list[str]] = {}
    for step in chain:
        for bound in step.bound_by:
            held.setdefault((bound.rule, bound.by), []).append(step.element)
    return tuple(
        BindingRule(rule=rule, by=by, elements=tuple(elements))
        for (rule, by), elements in held.items()
    )


def _slack(solved: Solved) -> tuple[ElementSlack, ...]:
    problem, schedule = solved.question.problem, solved.schedule
    windows = {(o.id, w.key): w.delivery_day for o in problem.options for w in o.windows}
    wait = {task.id: task.commissioning_d for task in problem.elements}
    works = {
        element: windows[flown.option, flown.window] + wait[element]
        for flown in schedule.flights
        for element in flown.elements
    }
    rows = (
        ElementSlack(
            element=element,
            operational=date.fromordinal(works[element]),
            latest=date.fromordinal(latest),
            slack_d=latest - works[element],
        )
        for element, latest in latest_days(problem, schedule).items()
    )
    return tuple(sorted(rows, key=lambda row: (row.slack_d, row.element)))
