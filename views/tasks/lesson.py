"""The searches of lessons that plan nothing."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from views.jobs.task import Report, Task, content_key

SCENARIOS: Final = Path(__file__).resolve().parents[2] / "scenarios"


@dataclass(frozen=True, slots=True)
class LessonTask(Task[Any]):
    """Do the experiment of a lesson, by its id and what was chosen in it."""

    lesson: str
    choice: str

    @property
    def key(self) -> str:
        """Lesson and choice."""
        return content_key(self.lesson, self.choice)

    @property
    def name(self) -> str:
        """Names both."""
        return f"lesson {self.lesson}, {self.choice}"

    def run(self, report: Report) -> Any:
        """Search."""
        from planner.lessons import LESSONS

        return LESSONS[self.lesson].run(self.choice, folder=SCENARIOS, progress=report)
