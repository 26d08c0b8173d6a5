"""Lesson: what one failed launch does."""

from __future__ import annotations

from datetime import timedelta
from typing import ClassVar, Final

from planner.campaign.named import naming
from planner.lessons.lesson import Facts, Option, Overrides, PlanLesson, PlanPair
from planner.lessons.question import ChoiceQuestion, NumberQuestion, Possible, Question, Slip
from planner.lessons.wording import counted, later, number
from planner.plan import CampaignPlan, Flight
from planner.scenario import Addition, Scenario

#: Which flight is lost, in order of launch, and days until its cargo is built anew.
_LOST: Final = {"first": (0, 240), "second": (1, 240), "third": (2, 240), "second-spare": (1, 30)}


class Failure(PlanLesson):
    """Lose a flight, and plan again from the day after."""

    id: ClassVar = "failure"
    title: ClassVar = "What does one failed launch do?"
    file: ClassVar = "minimal.yaml"
    idea: ClassVar = (
        "Rockets fail now and then. A plan of many flights must be ready to lose one.",
        (
            "What was aboard must be built again, and all that needed it waits. What does not need "
            "it can fly as before."
        ),
        "A plan is then made anew from that day: the past is frozen, the future is not.",
    )
    task: ClassVar = (
        "Let one flight of the small campaign be lost. The planner states it as history and plans "
        "from the day after."
    )
    control: ClassVar = "Lost"
    options: ClassVar = (
        Option(id="second", says="The second flight; its cargo is built again in 240 d"),
        Option(id="first", says="The first flight; its cargo is built again in 240 d"),
        Option(id="third", says="The third flight; its cargo is built again in 240 d"),
        Option(id="second-spare", says="The second flight; a spare is ready in 30 d"),
    )
    wait: ClassVar = "about 2 s"
    look: ClassVar = "When each thing starts to work, in the first plan and after the loss."
    teacher: ClassVar = (
        "On the command line: python -m planner plan FILE --as-of DATE --history PLAN.json takes "
        "the flights before a day as flown; a loss is an entry under history "
        "(docs/scenario_format.md). Compare the days lost with the days to rebuild: why are they "
        "not the same?"
    )

    def changes(
        self,
        choice: str,
        base: Scenario,
        plan: CampaignPlan,
    ) -> tuple[Overrides, tuple[Addition, ...]]:
        """History up to the loss, and the day after it as the day of knowledge."""
        place, rebuild_d = _LOST[choice]
        flights = _in_order(plan)
        lost = flights[place]
        as_of = lost.launch_utc.date() + timedelta(days=1)
        assert all(one.launch_utc.date() < as_of for one in flights[:place])
        told = [_flown(one) for one in flights[:place]]
        told.append(_lost(lost, rebuild_d))
        origin = f"lesson {self.id} of {base.id}"
        additions = tuple(Addition(origin=origin, key="history", entry=one) for one in told)
        return {"as_of": as_of}, additions

    def sentence(self, found: PlanPair) -> str:
        """Say what was lost, and both dates."""
        lost = _lost_one(found)
        return (
            f"{lost.id} is lost on {lost.launch_utc:%Y-%m-%d}. The station was to stand on "
            f"{found.before.completion_date}; planned again it stands on "
            f"{found.after.completion_date}, {later(found.change.completion_d)}."
        )

    def facts(self, found: PlanPair) -> Facts:
        """One row an element, before and after."""
        after = {one.id: one.operational_utc.date() for one in found.after.elements}
        flown = {
            name: past.delivered
            for past in found.after.history
            if past.outcome == "flown"
            for name in past.elements
        }
        rows = []
        for one in sorted(found.before.elements, key=lambda one: one.operational_utc):
            was = one.operational_utc.date()
            now = was if one.id in flown else after[one.id]
            word = "flew before the loss" if one.id in flown else later((now - was).days)
            rows.append((one.name, str(was), str(now), word))
        return Facts(columns=("Element", "Worked from", "Works from", "Shift"), rows=tuple(rows))

    def questions(self, found: PlanPair) -> tuple[Question, ...]:
        """Ask for the days lost, how they compare with rebuilding, and the flights to come."""
        return _days(found), _beside(found), _flights(found)


def _in_order(plan: CampaignPlan) -> list[Flight]:
    return sorted(plan.flights, key=lambda one: one.launch_utc)


def _lost_one(found: PlanPair) -> Flight:
    return _in_order(found.before)[_LOST[found.choice][0]]


def _flown(flight: Flight) -> dict[str, object]:
    delivered = flight.landing_utc or flight.arrival_utc
    return {
        "outcome": "flown",
        "option": flight.option,
        "launch": flight.launch_utc.date(),
        "delivered": delivered.date(),
        "elements": [item.element for item in flight.manifest],
        "capacity_kg": flight.capacity_kg,
    }


def _lost(flight: Flight, rebuild_d: int) -> dict[str, object]:
    return {
        "outcome": "lost",
        "option": flight.option,
        "launch": flight.launch_utc.date(),
        "elements": [item.element for item in flight.manifest],
        "rebuild_d": rebuild_d,
    }


def _days(found: PlanPair) -> NumberQuestion:
    days = found.change.completion_d
    rebuild_d = _LOST[found.choice][1]
    return NumberQuestion(
        id="days",
        asks="How many days later does the station stand?",
        unit="d",
        expected=float(days),
        within=1.0,
        tolerance="one day, for counting the first or the last",
        because=f"From {found.before.completion_date} to {found.after.completion_date}: "
        f"{number(days)} d.",
        slips=(
            Slip(
                value=float(rebuild_d),
                says="That is the time to build the cargo again. The next window, the pad and "
                "what waits come on top, and what had slack may take some away.",
            ),
        ),
    )


def _beside(found: PlanPair) -> ChoiceQuestion:
    days, rebuild_d = found.change.completion_d, _LOST[found.choice][1]
    expected = "same" if days == rebuild_d else "more" if days > rebuild_d else "less"
    held = " ".join(map(naming(found.changed), found.after.reasons[:2]))
    return ChoiceQuestion(
        id="beside",
        asks=f"Building the cargo again takes {rebuild_d} d. Is the station later by more, by "
        "less, or by as much?",
        options=(
            Possible(id="more", says="By more"),
            Possible(id="same", says="By exactly as much"),
            Possible(id="less", says="By less"),
        ),
        expected=expected,
        because=f"{number(days)} d against {rebuild_d} d. In the planner's words: {held}",
    )


def _flights(found: PlanPair) -> NumberQuestion:
    launched = sum(past.outcome != "delayed" for past in found.after.history)
    total = launched + len(found.after.flights)
    return NumberQuestion(
        id="flights",
        asks="How many launches does the campaign take in all now, the lost one counted?",
        unit="",
        expected=float(total),
        within=0.0,
        tolerance="they are counted",
        because=f"{counted(launched, 'launch', 'launches')} up to the loss and "
        f"{len(found.after.flights)} to come: {total} in place of {len(found.before.flights)}.",
        slips=_flight_slips(first=len(found.before.flights), to_come=len(found.after.flights)),
    )


def _flight_slips(*, first: int, to_come: int) -> tuple[Slip, ...]:
    again = Slip(
        value=float(first),
        says="That was the first plan. The lost flight must be flown once more.",
    )
    coming = Slip(
        value=float(to_come),
        says="Those are the flights to come. Count those that have left as well.",
    )
    return (again,) if first == to_come else (again, coming)
