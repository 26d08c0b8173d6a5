"""The changes of a scenario that an explanation tries, as problems and as overrides."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from planner.campaign.diagnosis import slack_of
from planner.campaign.history import PAST
from planner.campaign.overrides import Overrides, overrides_of, without_launcher
from planner.campaign.question import Question
from planner.scenario import Phase, Scenario, StationElement
from planner.schedule.explain import ChainStep, Variant
from planner.schedule.explain.variants import (
    cadences,
    closed_before,
    commissionings,
    opened_from,
    releases,
    turnarounds,
)
from planner.schedule.problem import ElementTask
from planner.schedule.repairs import Slack, Statement
from planner.schedule.repairs.changes import Change, changed

HALF_YEAR_D = 182
MONTH_D = 30


def variants_of(
    scenario: Scenario, question: Question, chain: Sequence[ChainStep]
) -> tuple[Variant, ...]:
    """Launchers and first flights of all; pads, releases and commissioning on the chain."""
    problem, flown = question.problem, scenario.flown
    elements = [step.element for step in chain if step.element not in flown]
    pads = [step.pad for step in chain if step.pad != PAST]
    return (
        *(one for one in cadences(problem) if one.subject != PAST),
        *turnarounds(problem, pads),
        *_first_flights(scenario, question, slack_of(scenario, question)),
        *_releases(scenario, question, elements),
        *_phase_starts(scenario, question, elements),
        *commissionings(problem, elements, by_d=MONTH_D),
    )


def overrides_for(scenario: Scenario, question: Question, variant: Variant) -> Overrides | None:
    """A variant as `planner.scenario.load_scenario` takes it; None if a scenario cannot say it."""
    match variant.kind:
        case "first_flight":
            section, craft = variant.subject.split(".")
            day = _moved_first_flight(scenario, variant)
            return {f"catalogue.{section}.{craft}.first_flight": day.isoformat()}
        case "phase":
            phase = _phase(scenario, variant.subject)
            new = phase.start - timedelta(days=HALF_YEAR_D)
            return {f"phases.{phase.id}.start": new.isoformat()}
        case "cadence" if _cadence(question, variant.subject) == 1 and variant.tighter:
            return without_launcher(scenario, variant.subject)
        case _:
            return overrides_of(scenario, question, variant.changes)


def _cadence(question: Question, launcher: str) -> int:
    return next(x.cadence_per_year for x in question.problem.launchers if x.id == launcher)


def _phase(scenario: Scenario, name: str) -> Phase:
    return next(phase for phase in scenario.phases if phase.id == name)


def _first_flights(scenario: Scenario, question: Question, slack: Slack) -> Iterator[Variant]:
    """The first flight of each craft half a year earlier, and half a year later."""
    half = timedelta(days=HALF_YEAR_D)
    pairs = {offer.id for offer in question.crew_offers}
    for craft, first in sorted(_debuts(scenario, question).items()):
        for shift in (-half, half):
            tighter, day = shift > timedelta(), first + shift
            days = _available(question, craft, day)
            if not tighter and not pairs.isdisjoint(days):
                continue  # pairs of flights before the first flight were never computed
            problem = question.problem
            problem = closed_before(problem, days) if tighter else opened_from(problem, days, slack)
            if problem == question.problem:
                continue
            name = craft.partition(".")[2]
            yield Variant(
                kind="first_flight",
                subject=craft,
                tighter=tighter,
                says=f"first flight of {name} on {day} instead of {first}",
                problem=problem,
            )


def _debuts(scenario: Scenario, question: Question) -> dict[str, date]:
    """Day of first flight of each launcher and lander that has one inside the horizon."""
    options = (carrier.option for carrier in question.carriers.values())
    return {
        f"{section}.{craft.id}": craft.first_flight.date
        for option in options
        for section, craft in (("launchers", option.launcher), ("landers", option.lander))
        if craft is not None
        and craft.first_flight is not None
        and craft.first_flight.date > scenario.as_of
    }


def _available(question: Question, moved: str, day: date) -> dict[str, int]:
    """First day of each offer that uses a craft whose first flight is moved to a day."""
    found = {}
    for name, carrier in question.carriers.items():
        launcher, lander = carrier.option.launcher, carrier.option.lander
        both = {f"launchers.{launcher.id}": launcher.first_flight}
        if lander is not None:
            both[f"landers.{lander.id}"] = lander.first_flight
        if carrier.option.ship is not None:
            ship = carrier.option.ship.launcher
            both.setdefault(f"launchers.{ship.id}", ship.first_flight)
        if moved in both:
            others = (fact.date for craft, fact in both.items() if fact and craft != moved)
            found[name] = max(day, *others, date.min).toordinal()
    return found


def _moved_first_flight(scenario: Scenario, variant: Variant) -> date:
    section, name = variant.subject.split(".")
    crafts = (
        option.launcher if section == "launchers" else option.lander for option in scenario.fleet
    )
    first = next(c.first_flight for c in crafts if c and c.id == name and c.first_flight)
    half = timedelta(days=HALF_YEAR_D)
    return first.date + half if variant.tighter else first.date - half


def _releases(scenario: Scenario, question: Question, elements: Sequence[str]) -> Iterator[Variant]:
    """Elements that their own earliest day holds, free half a year before it."""
    for element, task in _on_chain(scenario, question, elements):
        start = _phase(scenario, element.phase).start
        if element.earliest is None or element.earliest.toordinal() < task.release_day:
            continue
        wanted = element.earliest - timedelta(days=HALF_YEAR_D)
        day = max(_others(scenario, element), start, wanted).toordinal()
        if day < task.release_day:
            yield from releases(question.problem, {element.id: day})


def _phase_starts(
    scenario: Scenario, question: Question, elements: Sequence[str]
) -> Iterator[Variant]:
    """Phases whose start holds an element of the chain, half a year earlier."""
    holding = {
        element.phase
        for element, task in _on_chain(scenario, question, elements)
        if _phase(scenario, element.phase).start.toordinal() == task.release_day
    }
    for name in sorted(holding):
        phase, tasks = _phase(scenario, name), {t.id: t for t in question.problem.elements}
        wanted = max(phase.start - timedelta(days=HALF_YEAR_D), scenario.horizon.start)
        crewed = scenario.crews is not None and any(
            one.phase == name for one in scenario.crews.rotations
        )
        if crewed or wanted == phase.start:
            continue  # the days of rotations follow from their pairs of flights
        first = {
            e.id: max(_others(scenario, e), e.earliest or date.min, wanted).toordinal()
            for e in scenario.elements
            if e.phase == name and e.id in tasks and e.id not in scenario.flown
        }
        sooner = {e: day for e, day in first.items() if day < tasks[e].release_day}
        if sooner:
            changes = tuple(
                Change(statement=Statement(kind="release", subject=e), value=day)
                for e, day in sooner.items()
            )
            yield Variant(
                kind="phase",
                subject=name,
                tighter=False,
                says=f"phase {name} starting {wanted} instead of {phase.start}",
                problem=changed(question.problem, changes, Slack()),
                changes=changes,
            )


def _on_chain(
    scenario: Scenario, question: Question, elements: Sequence[str]
) -> list[tuple[StationElement, ElementTask]]:
    tasks = {task.id: task for task in question.problem.elements}
    return [(e, tasks[e.id]) for name in elements for e in scenario.elements if e.id == name]


def _others(scenario: Scenario, element: StationElement) -> date:
    """Earliest launch by the horizon and by history."""
    past = (one.earliest for one in scenario.history if element.id in one.elements)
    return max(scenario.horizon.start, *(day for day in past if day), date.min)
