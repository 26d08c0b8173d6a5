"""What the plan says of itself: scenario, status, objective, bounds, headline, phases, reasons."""

from __future__ import annotations

from collections.abc import Iterator

from planner.scenario import Scenario
from planner.schedule.check.choices import science_point_years
from planner.schedule.check.elements import INSTANT_TOLERANCE
from planner.schedule.check.record import PhaseRecord, PlanRecord
from planner.schedule.check.support import tanker_count
from planner.schedule.check.violation import Violation

SUM_TOLERANCE = 1e-6  # relative to sums of a few dozen numbers
#: Name of each goal in a plan.
GOALS = {
    "completion": "completion_d",
    "cost": "cost_musd",
    "launches": "launches",
    "robustness": "least_slack_d",
    "science": "science_point_years",
}
#: Goals of which more is better, so that the bound lies above.
MOST = frozenset({"least_slack_d", "science_point_years"})


def total_violations(scenario: Scenario, plan: PlanRecord) -> Iterator[Violation]:
    """Figures that must follow from the flights and elements."""
    if (plan.scenario, plan.scenario_sha256) != (scenario.id, scenario.sha256):
        message = f"made for {plan.scenario} {plan.scenario_sha256[:12]}…, judged by {scenario.id}"
        yield Violation("scenario", plan.scenario, f"{message} {scenario.sha256[:12]}…")
    if plan.due != scenario.due:
        yield Violation("scenario", "due", f"is {plan.due}, the scenario has {scenario.due}")
    yield from _completion(scenario, plan)
    yield from _bounds(plan)
    yield from _headline(scenario, plan)
    yield from _phases(scenario, plan)
    if not plan.reasons:
        yield Violation("reasons", "plan", "gives no reason for its completion date")


def _differs(stated: float, real: float, tolerance: float = 0.0) -> bool:
    return abs(stated - real) > tolerance + SUM_TOLERANCE * max(1.0, abs(real))


def _completion(scenario: Scenario, plan: PlanRecord) -> Iterator[Violation]:
    counts = {element.id for element in scenario.elements if not element.optional}
    works = [e.operational.date() for e in plan.elements if e.id in counts]
    awaited = scenario.crews.rotations[:1] if scenario.crews else ()
    landed = {stay.id: stay.landing for stay in plan.crews}
    works += [landed[one.id] for one in awaited if not one.optional and one.id in landed]
    done = max(works, default=None)
    if done is not None and plan.completion != done:
        message = f"is {plan.completion}, the last element that counts works on {done}"
        yield Violation("completion", "completion_date", message)
    yield from _objective(scenario, plan)


def _objective(scenario: Scenario, plan: PlanRecord) -> Iterator[Violation]:
    wanted = [GOALS[goal] for goal in scenario.objective]
    if list(plan.objective) != wanted:
        message = f"is {', '.join(plan.objective) or 'empty'}, asked is {', '.join(wanted)}"
        yield Violation("objective", "objective", message)
        return
    # The optimiser counts whole millions: half a million a flight may be rounded away.
    rounded = 0.5 * len(plan.flights)
    figures = {
        "completion_d": ((plan.completion - scenario.horizon.start).days, 0.0),
        "cost_musd": (sum(flight.cost_musd for flight in plan.flights), rounded),
        "launches": (len(plan.flights) + tanker_count(scenario, plan), 0.0),
        "least_slack_d": (_least_slack_d(scenario, plan), 0.0),
        "science_point_years": science_point_years(scenario, plan),
    }
    for name, stated in plan.objective.items():
        real, tolerance = figures[name]
        if _differs(stated, real, tolerance=tolerance):
            yield Violation("objective", name, f"is {stated:g}, the plan gives {real:g}")


def _least_slack_d(scenario: Scenario, plan: PlanRecord) -> int:
    """Fewest days between an element's start of work and its due day, the past aside."""
    phases = {phase.id: phase.end for phase in scenario.phases}
    due = {e.id: min(e.due or phases[e.phase], scenario.horizon.end) for e in scenario.elements}
    rotations = {one.id: one for one in (scenario.crews.rotations if scenario.crews else ())}
    stays = [
        (min(one.due or phases[one.phase], scenario.horizon.end) - stay.landing).days
        for stay in plan.crews
        if (one := rotations.get(stay.id)) is not None
    ]
    return min(
        (
            *stays,
            *(
                (due[record.id] - record.operational.date()).days
                for record in plan.elements
                if record.id in due and record.id not in scenario.flown
            ),
        ),
        default=0,
    )


def _bounds(plan: PlanRecord) -> Iterator[Violation]:
    if plan.status not in ("optimal", "feasible"):
        yield Violation("status", "status", f"is {plan.status!r}; optimal or feasible are known")
    if set(plan.lower_bound) != set(plan.objective):
        message = f"covers {sorted(plan.lower_bound)}, the objective {sorted(plan.objective)}"
        yield Violation("bound", "lower_bound", message)
    for name in sorted(set(plan.objective) & set(plan.lower_bound)):
        value, bound = plan.objective[name], plan.lower_bound[name]
        if name in MOST:
            value, bound = -value, -bound
        if bound > value:
            yield Violation("bound", name, f"lower bound {bound:g} exceeds the objective {value:g}")
        elif plan.status == "optimal" and bound < value:
            message = f"called optimal with {value:g} reached and {bound:g} proven"
            yield Violation("bound", name, message)


def _headline(scenario: Scenario, plan: PlanRecord) -> Iterator[Violation]:
    landed_kg = sum(
        mass_kg
        for flight in plan.flights
        for _, mass_kg in flight.manifest
        if flight.destination == "surface"
    ) + sum(
        element.mass_kg
        for element in scenario.elements
        if element.id in scenario.flown and element.destination == "surface"
    )
    figures = {
        "flights": (plan.flight_count, len(plan.flights)),
        "slack_d": (plan.slack_d, (scenario.due - plan.completion).days),
        "landed_kg": (plan.landed_kg, landed_kg),
        "cost_musd": (plan.cost_musd, sum(flight.cost_musd for flight in plan.flights)),
    }
    for name, (stated, real) in figures.items():
        if _differs(stated, real):
            yield Violation("headline", name, f"is {stated:g}, the plan gives {real:g}")


def _phases(scenario: Scenario, plan: PlanRecord) -> Iterator[Violation]:
    stated = {record.id: record for record in plan.phases}
    for phase in scenario.phases:
        record = stated.pop(phase.id, None)
        if record is None:
            yield Violation("phases", phase.id, "is missing")
            continue
        if (record.start, record.end) != (phase.start, phase.end):
            message = (
                f"{record.start} to {record.end}, the scenario has {phase.start} to {phase.end}"
            )
            yield Violation("phases", phase.id, message)
        yield from _phase_content(scenario, plan, record)
    for name in stated:
        yield Violation("phases", name, "is not in the scenario")


def _phase_content(
    scenario: Scenario, plan: PlanRecord, record: PhaseRecord
) -> Iterator[Violation]:
    delivered = {entry.id for entry in plan.elements}
    here = {one.id: one for one in scenario.elements if one.phase == record.id}
    mine = here.keys() & delivered
    if set(record.elements) != mine or len(record.elements) != len(mine):
        message = f"lists {sorted(record.elements)}, delivered are {sorted(mine)}"
        yield Violation("phases", record.id, message)
    counts = {name for name in mine if not here[name].optional}
    done = max((e.operational for e in plan.elements if e.id in counts), default=None)
    if done is None or record.completed is None:
        agrees = done is record.completed
    else:
        agrees = abs(done - record.completed) <= INSTANT_TOLERANCE
    if not agrees:
        message = f"completed_utc is {record.completed}, its last element works {done}"
        yield Violation("phases", record.id, message)
