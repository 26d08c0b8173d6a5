"""Lesson: why precedence costs years."""

from __future__ import annotations

from typing import ClassVar, Final

from planner.lessons.lesson import Facts, Option, Overrides, PlanLesson, PlanPair
from planner.lessons.question import ChoiceQuestion, NumberQuestion, Possible, Question, Slip
from planner.lessons.wording import counted, number
from planner.plan import CampaignPlan
from planner.scenario import Addition, Scenario

_WAITING: Final = ("hub", "rover", "telescope")
_CHANGES: Final[dict[str, Overrides]] = {
    "free": {f"elements.{name}.requires": [] for name in _WAITING},
    "link": {"elements.rover.requires": ["power"]},
    "instant": {f"elements.{name}.commissioning_d": 0 for name in ("power", *_WAITING)},
    "twice": {"catalogue.launchers.cz5.cadence_per_year": 2},
}


class Order(PlanLesson):
    """Take a prerequisite or a lead time out of a chain, and count the days."""

    id: ClassVar = "order"
    title: ClassVar = "Why does precedence cost years?"
    file: ClassVar = "lessons/order_of_work.yaml"
    idea: ClassVar = (
        (
            "Some things must work before the next is delivered: no rover without power, no "
            "telescope without somebody to set it up. That is precedence."
        ),
        (
            "What lands must first be put to work: days of commissioning. Two things of which one "
            "needs the other can then not share a flight, however light they are."
        ),
        "So a chain of four takes four flights. If the rocket flies once a year, that is years.",
    )
    task: ClassVar = (
        "Power, hub, rover and telescope each need the one before. One Long March 5 a year. Take "
        "one statement out and plan again."
    )
    control: ClassVar = "What changes"
    options: ClassVar = (
        Option(id="link", says="One link less: the rover needs power only, not the hub"),
        Option(id="free", says="No order at all: nothing waits for anything"),
        Option(id="instant", says="No lead time: all works on the day it lands"),
        Option(id="twice", says="The order stays, but two launches a year"),
    )
    wait: ClassVar = "about 2 s"
    look: ClassVar = "When each thing starts to work, with the order as written and as changed."
    teacher: ClassVar = (
        "All four weigh 2.1 t together and fit one lander: mass is not the reason. Then ask which "
        "of the links are real. Schedule, 'Why not earlier?', shows the chain for any scenario. "
        "One launch a year is the lesson's assumption."
    )

    def changes(
        self,
        choice: str,
        base: Scenario,  # noqa: ARG002
        plan: CampaignPlan,  # noqa: ARG002
    ) -> tuple[Overrides, tuple[Addition, ...]]:
        """One of the four."""
        return _CHANGES[choice], ()

    def facts(self, found: PlanPair) -> Facts:
        """One row an element: when it works, and on which flight it comes."""
        after = {one.id: one for one in found.after.elements}
        rows = tuple(
            (
                one.name,
                one.flight,
                str(one.operational_utc.date()),
                after[one.id].flight,
                str(after[one.id].operational_utc.date()),
            )
            for one in sorted(found.before.elements, key=lambda one: one.operational_utc)
        )
        total = (
            "Flights, complete",
            str(len(found.before.flights)),
            str(found.before.completion_date),
            str(len(found.after.flights)),
            str(found.after.completion_date),
        )
        return Facts(
            columns=("Element", "Flight as written", "Works", "Flight as changed", "Works now"),
            rows=(*rows, total),
        )

    def questions(self, found: PlanPair) -> tuple[Question, ...]:
        """Ask for the days bought, and for what made the difference."""
        return _days(found), _cause(found)


def _days(found: PlanPair) -> NumberQuestion:
    days = -found.change.completion_d
    years = found.before.completion_date.year - found.after.completion_date.year
    both = (found.before.status, found.after.status)
    proof = " Both are proven: no schedule of these windows is earlier."
    proof = proof if both == ("optimal", "optimal") else ""
    return NumberQuestion(
        id="days",
        asks="How many days earlier does your change complete it?",
        unit="d",
        expected=float(days),
        within=1.0,
        tolerance="one day, for counting the first or the last",
        because=f"From {found.before.completion_date} to {found.after.completion_date}: "
        f"{number(days)} d.{proof}",
        slips=(
            Slip(value=float(years), says="Those are the years. The answer is asked in days."),
            Slip(value=365.0 * years, says="Nearly: whole years. Count the days of both dates."),
        ),
    )


def _cause(found: PlanPair) -> ChoiceQuestion:
    before, after = len(found.before.flights), len(found.after.flights)
    fewer = before - after
    options = tuple(
        Possible(id=str(n), says=counted(n, "flight"), wrong=_COUNT) for n in range(before + 1)
    )
    words = (
        "What may share a flight need not wait for the next year."
        if fewer
        else "The same flights fly closer together: cadence, not order, was changed."
    )
    return ChoiceQuestion(
        id="flights",
        asks="How many flights fewer does the changed plan need?",
        options=options,
        expected=str(fewer),
        because=f"{before} flights as written, {after} with your change. {words}",
    )


_COUNT: Final = "Count the flights of both columns: things that share a flight have the same name."
