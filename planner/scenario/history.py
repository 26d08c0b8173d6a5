"""The frozen past of a scenario: what flew, what was lost, what is delayed."""

from __future__ import annotations

from datetime import date, timedelta

from pydantic import ConfigDict

from planner.catalogue.fields import Model
from planner.scenario.document import Document
from planner.scenario.history_entry import HistoryEntry, Outcome


class PastFlight(Model):
    """One entry of the history; nothing of it is up to the planner."""

    model_config = ConfigDict(revalidate_instances="never")

    id: str
    """H01, H02, … in the order of the file."""
    outcome: Outcome
    """flown, lost or delayed."""
    option: str | None
    """Flight option it flew on."""
    launch: date | None
    """Day of launch (UTC); None for a delay."""
    delivered: date | None
    """Day of delivery (UTC); None unless flown."""
    elements: tuple[str, ...]
    """Elements aboard."""
    capacity_kg: float | None
    """What it could have delivered (kg), if recorded."""
    earliest: date | None
    """Earliest launch of its elements hereafter (UTC): after the delay or the rebuilding."""
    place: str
    """Where it was written, such as ``line 14``."""

    def __str__(self) -> str:
        when = f"earliest {self.earliest}" if self.launch is None else f"launched {self.launch}"
        return f"{self.place} ({', '.join(self.elements)} {self.outcome}, {when})"


def past_of(entry: HistoryEntry, number: int, document: Document, position: int) -> PastFlight:
    """Return the record an entry of the file stands for."""
    earliest = entry.earliest
    if entry.launch is not None and entry.rebuild_d is not None:
        earliest = entry.launch + timedelta(days=entry.rebuild_d)
    return PastFlight(
        id=f"H{number:02d}",
        outcome=entry.outcome,
        option=entry.option,
        launch=entry.launch,
        delivered=entry.delivered,
        elements=entry.elements,
        capacity_kg=entry.capacity_kg,
        earliest=earliest,
        place=document.place(("history", position)),
    )
