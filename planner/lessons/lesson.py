"""What a lesson is: an idea, one thing to choose, what came of it, and questions about that."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import ClassVar, Generic, TypeAlias, TypeVar

from planner.campaign.comparison import PlanChange, compare
from planner.lessons.question import Question
from planner.lessons.wording import later
from planner.plan import CampaignPlan
from planner.scenario import Addition, Scenario, load_scenario

Progress: TypeAlias = Callable[[str, float], None]
Overrides: TypeAlias = dict[str, object]
F = TypeVar("F")


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One thing the reader may choose: its name in links, and what it says."""

    id: str
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What to look at: a small table, the first column being names."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class Lesson(ABC, Generic[F]):
    """A guided lesson; ``F`` is what its experiment finds.

    Attributes
    ----------
    id, title : str
    idea : tuple[str, ...]
        The idea, a short paragraph a screen.
    task, control : str
        What to do; what the options choose.
    options : tuple[Option, ...]
    wait : str
        How long the planner takes.
    look : str
        What to mind in the result.
    teacher : str
        A note for the teacher.
    """

    id: ClassVar[str]
    title: ClassVar[str]
    idea: ClassVar[tuple[str, ...]]
    task: ClassVar[str]
    control: ClassVar[str]
    options: ClassVar[tuple[Option, ...]]
    wait: ClassVar[str]
    look: ClassVar[str]
    teacher: ClassVar[str]

    @abstractmethod
    def run(self, choice: str, *, folder: Path, progress: Progress) -> F:
        """Do the experiment with the planner; ``folder`` holds the scenarios.

        Raises
        ------
        PlannerError
            The planner cannot do it.
        """

    @abstractmethod
    def sentence(self, found: F) -> str:
        """Say what came out in a sentence."""

    @abstractmethod
    def facts(self, found: F) -> Facts:
        """Return the figures to look at."""

    @abstractmethod
    def questions(self, found: F) -> tuple[Question, ...]:
        """Return questions about this result, each with its computed answer."""

    def option(self, choice: str) -> Option:
        """Return the option of an id; the first if there is none of that id."""
        return next((one for one in self.options if one.id == choice), self.options[0])


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanPair:
    """A plan of a scenario's file, and one with the change that was chosen."""

    choice: str
    base: Scenario
    before: CampaignPlan
    changed: Scenario
    after: CampaignPlan

    @property
    def change(self) -> PlanChange:
        """What differs; what has flown meanwhile keeps its day and is no part of the new plan."""
        found = compare(self.before, self.after)
        flown = {
            name for past in self.after.history if past.outcome == "flown" for name in past.elements
        }
        moved = tuple(one for one in found.elements if one.id not in flown)
        still = len(found.elements) - len(moved)
        return replace(found, elements=moved, unmoved=found.unmoved + still)


class PlanLesson(Lesson[PlanPair]):
    """A lesson that plans a scenario twice: as its file says, and changed.

    ``file`` is the scenario's place in the folder of scenarios.
    """

    file: ClassVar[str]

    @abstractmethod
    def changes(
        self, choice: str, base: Scenario, plan: CampaignPlan
    ) -> tuple[Overrides, tuple[Addition, ...]]:
        """Return what an option lays over the file, given its own plan."""

    def base(self, folder: Path) -> Scenario:
        """Read the scenario as its file says it."""
        return load_scenario(folder / self.file)

    def changed(self, choice: str, base: Scenario, plan: CampaignPlan, *, folder: Path) -> Scenario:
        """Read the scenario with the change chosen."""
        overrides, additions = self.changes(choice, base, plan)
        return load_scenario(folder / self.file, overrides, additions)

    def run(self, choice: str, *, folder: Path, progress: Progress) -> PlanPair:
        """Plan twice."""
        from planner.campaign import plan_campaign

        choice = self.option(choice).id
        base = self.base(folder)
        before = plan_campaign(base, progress=lambda text, part: progress(text, 0.5 * part))
        changed = self.changed(choice, base, before, folder=folder)
        after = plan_campaign(changed, progress=lambda text, part: progress(text, 0.5 + 0.5 * part))
        return PlanPair(choice=choice, base=base, before=before, changed=changed, after=after)

    def sentence(self, found: PlanPair) -> str:
        """Say when both plans are complete."""
        shift = later(found.change.completion_d)
        return (
            f"As the file says: complete on {found.before.completion_date}. "
            f"With your change: {found.after.completion_date}, {shift}."
        )
