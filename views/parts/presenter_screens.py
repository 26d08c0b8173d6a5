"""What the presenter shows: one idea a screen, from a lesson or from a plan."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from planner.campaign.named import naming
from planner.figures.chart import Chart
from planner.figures.landed_mass import landed_mass
from planner.figures.wording import date_text, grouped, mass_text
from planner.lessons import ChoiceQuestion, Lesson, right_answer
from planner.plan import CampaignPlan
from planner.scenario import Scenario
from views.jobs.messages import Infeasible
from views.parts.gathered import gathered
from views.parts.lesson_look import chart_of, facts_table
from views.parts.names import with_names
from views.parts.tables import mass_table

#: What is said of one year.
#: Lines below a text that stay on one screen.
_MOST_LINES: Final = 6


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Screen:
    """One screen: a small line above a large text, or a heading above a drawing; lines below.

    ``table`` holds the facts of the drawing.
    """

    above: str
    text: str = ""
    below: tuple[str, ...] = ()
    chart: Chart | None = None
    table: pd.DataFrame | None = None


def lesson_screens(lesson: Lesson[Any], choice: str, found: Any) -> tuple[Screen, ...]:
    """Return a lesson as screens; each answer comes after its question."""
    return tuple(_of_lesson(lesson, choice, found))


def _of_lesson(lesson: Lesson[Any], choice: str, found: Any) -> Iterator[Screen]:
    yield Screen(above="Lesson", text=lesson.title)
    for paragraph in lesson.idea:
        yield Screen(above="The idea", text=paragraph)
    yield Screen(
        above="We try it",
        text=lesson.task,
        below=(f"{lesson.control}: {lesson.option(choice).says}",),
    )
    yield Screen(above="What came out", text=lesson.sentence(found))
    chart = chart_of(lesson, found)
    if chart is not None:
        table = facts_table(lesson.facts(found))
        yield Screen(above=lesson.title, below=(lesson.look,), chart=chart, table=table)
    questions = lesson.questions(found)
    for number, question in enumerate(questions, start=1):
        above = f"Question {number} of {len(questions)}"
        offered = (
            tuple(one.says for one in question.options)
            if isinstance(question, ChoiceQuestion)
            else ()
        )
        yield Screen(above=above, text=question.asks, below=offered)
        yield Screen(
            above=f"Answer {number}", text=right_answer(question), below=(question.because,)
        )


def answer_screens(plan: CampaignPlan, scenario: Scenario) -> tuple[Screen, ...]:
    """Return the answer to a scenario as screens."""
    return tuple(_of_plan(plan, scenario))


def clash_screens(found: Infeasible, scenario: Scenario) -> tuple[Screen, ...]:
    """Return why a scenario has no plan, and what would give it one, as screens."""
    return tuple(_of_clash(found, scenario))


def _of_clash(found: Infeasible, scenario: Scenario) -> Iterator[Screen]:
    named = naming(scenario)
    yield _opening(scenario)
    yield Screen(
        above="The answer",
        text="No plan does all that this scenario asks."
        if found.proven
        else "No plan was found in the time allowed.",
        below=("Proven: the search has ruled out every one." if found.proven else
               "Nothing proves that there is none.",),
    )  # fmt: skip
    for number, conflict in enumerate(found.conflicts, start=1):
        several = f" ({number} of {len(found.conflicts)})" if len(found.conflicts) > 1 else ""
        yield Screen(
            above=f"Why not?{several}",
            text="These cannot all hold",
            below=_few(tuple(said for said, _ in gathered(conflict, named))),
        )
    if not found.conflicts:
        yield Screen(above="Why not?", text="What the search saw", below=_few(found.reasons))
    if found.repairs:
        told = tuple(named(one.says) for one in found.repairs)
        yield Screen(
            above="What would give a plan?",
            text="Each of these changes alone" if len(told) > 1 else "This change",
            below=_few(told),
        )


def _few(lines: tuple[str, ...]) -> tuple[str, ...]:
    """Keep as many lines as a screen has room for; Mission control has all of them."""
    shown = tuple(f"{one[:1].upper()}{one[1:]}" for one in lines[:_MOST_LINES])
    more = len(lines) - len(shown)
    return (*shown, f"and {more} more, on Mission control") if more > 0 else shown


def _opening(scenario: Scenario) -> Screen:
    teaches = tuple(filter(None, (scenario.teaches,)))
    return Screen(above="Scenario", text=scenario.title, below=teaches)


def _of_plan(plan: CampaignPlan, scenario: Scenario) -> Iterator[Screen]:
    head = plan.headline
    yield _opening(scenario)
    proof = "Proven: no schedule of these windows is earlier, or as early for less."
    yield Screen(
        above="The answer",
        text=head.sentence,
        below=(proof if plan.status == "optimal" else "The best found in the time allowed.",),
    )
    first = min(flight.launch_utc for flight in plan.flights)
    yield Screen(
        above="What it takes",
        text=f"{head.flights} flights land {mass_text(head.landed_kg)} of elements",
        below=(
            f"The first leaves on {date_text(first)}.",
            f"Launchers and landers cost {grouped(head.cost_musd)} M$ (million US dollars).",
        ),
    )
    told = with_names(plan, scenario)
    yield Screen(
        above="How much is delivered, and when?", chart=landed_mass(told), table=mass_table(told)
    )
    for reason in map(naming(scenario), plan.reasons):
        yield Screen(above="Why not earlier?", text=reason)
