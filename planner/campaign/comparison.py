"""Two plans beside each other: what moved, what came and went, and the figures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from planner.plan import CampaignPlan, PlacedElement


@dataclass(frozen=True, slots=True, kw_only=True)
class ElementChange:
    """An element that works at another instant in the second plan, or in one of them only.

    Attributes
    ----------
    id, name, phase : str
        As in the second plan, or in the first if it is in no other.
    before_utc, after_utc : datetime | None
        When it starts to work in the first and in the second plan; None if it is not there.
    """

    id: str
    name: str
    phase: str
    before_utc: datetime | None
    after_utc: datetime | None

    @property
    def days(self) -> float | None:
        """Days it works later in the second plan; negative if earlier, None if in one only."""
        if self.before_utc is None or self.after_utc is None:
            return None
        return (self.after_utc - self.before_utc).total_seconds() / 86_400.0


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanChange:
    """What the second of two plans differs in from the first.

    Attributes
    ----------
    completion_d : int
        Days the second completes later.
    flights : int
        Flights more.
    landed_kg, cost_musd : float
        Payload landed and money more.
    elements : tuple[ElementChange, ...]
        Those that moved, came or went, the earliest first; an element that keeps its instant
        is not there.
    unmoved : int
        Elements that keep their instant.
    """

    completion_d: int
    flights: int
    landed_kg: float
    cost_musd: float
    elements: tuple[ElementChange, ...]
    unmoved: int

    @property
    def nothing(self) -> bool:
        """Whether both plans say the same of all that is compared."""
        figures = (self.completion_d, self.flights, self.landed_kg, self.cost_musd)
        return not self.elements and not any(figures)


def compare(before: CampaignPlan, after: CampaignPlan) -> PlanChange:
    """Compare two plans, their elements by id.

    Parameters
    ----------
    before, after : CampaignPlan
        Plans of one scenario and of its variant, or of any two scenarios.
    """
    first = {element.id: element for element in before.elements}
    second = {element.id: element for element in after.elements}
    both = {**first, **second}
    changes = [_change(first.get(name), second.get(name), both[name]) for name in both]
    moved = [one for one in changes if one.before_utc != one.after_utc]
    return PlanChange(
        completion_d=(after.completion_date - before.completion_date).days,
        flights=len(after.flights) - len(before.flights),
        landed_kg=after.headline.landed_kg - before.headline.landed_kg,
        cost_musd=after.headline.cost_musd - before.headline.cost_musd,
        elements=tuple(sorted(moved, key=_order)),
        unmoved=len(changes) - len(moved),
    )


def _change(
    before: PlacedElement | None, after: PlacedElement | None, named: PlacedElement
) -> ElementChange:
    return ElementChange(
        id=named.id,
        name=named.name,
        phase=named.phase,
        before_utc=before.operational_utc if before else None,
        after_utc=after.operational_utc if after else None,
    )


def _order(change: ElementChange) -> tuple[datetime, str]:
    instants = [one for one in (change.before_utc, change.after_utc) if one is not None]
    return min(instants), change.id
