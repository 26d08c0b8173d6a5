"""The score of a plan, each part with its figures and where they come from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final, TypeAlias

from planner.challenges.challenge import Challenge
from planner.challenges.file import Figure, MustEntry, ScoreEntry
from planner.plan import CampaignPlan

Value: TypeAlias = date | float

#: Each figure: its name, its unit, and where it stands in the plan's JSON.
FIGURES: Final[dict[Figure, tuple[str, str, str]]] = {
    "completion": ("Completion", "", "completion_date"),
    "slack_d": ("Days to spare", "d", "headline.slack_d"),
    "cost_musd": ("Flight cost", "M$", "headline.cost_musd"),
    "launches": ("Flights", "", "headline.flights"),
    "landed_kg": ("Landed payload", "kg", "headline.landed_kg"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of the score: the value of the plan, the points it gives and the most there are."""

    figure: Figure
    value: Value
    full: Value
    none: Value
    points: float
    most: float

    @property
    def name(self) -> str:
        """What the figure is called."""
        return FIGURES[self.figure][0]

    @property
    def source(self) -> str:
        """Where the plan says it."""
        return FIGURES[self.figure][2]


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """A demand, and whether the plan meets it."""

    figure: Figure
    value: Value
    says: str
    met: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """All parts; ``total`` is nothing if a demand is not met."""

    parts: tuple[Part, ...]
    demands: tuple[Demand, ...]

    @property
    def met(self) -> bool:
        """Whether every demand is met."""
        return all(one.met for one in self.demands)

    @property
    def total(self) -> float:
        """Sum of the points, 0 if a demand is missed."""
        return sum(one.points for one in self.parts) if self.met else 0.0

    @property
    def most(self) -> float:
        """Most points there are."""
        return sum(one.most for one in self.parts)


def score_of(challenge: Challenge, plan: CampaignPlan) -> Score:
    """Score a plan by the parts and demands of a challenge."""
    return Score(
        parts=tuple(_part(entry, plan) for entry in challenge.parts),
        demands=tuple(_demand(entry, plan) for entry in challenge.musts),
    )


def value_text(figure: Figure, value: Value) -> str:
    """Format a value with its unit."""
    if isinstance(value, date):
        return value.isoformat()
    decimals = 0 if float(value).is_integer() or figure == "landed_kg" else 1
    return f"{value:.{decimals}f} {FIGURES[figure][1]}".strip()


def _value(figure: Figure, plan: CampaignPlan) -> Value:
    match figure:
        case "completion":
            return plan.completion_date
        case "slack_d":
            return float(plan.headline.slack_d)
        case "cost_musd":
            return plan.headline.cost_musd
        case "launches":
            return float(plan.headline.flights)
        case "landed_kg":
            return plan.headline.landed_kg


def _number(value: Value) -> float:
    return float(value.toordinal()) if isinstance(value, date) else float(value)


def _part(entry: ScoreEntry, plan: CampaignPlan) -> Part:
    value = _value(entry.figure, plan)
    full, none = _number(entry.full), _number(entry.none)
    share = (_number(value) - none) / (full - none)
    return Part(
        figure=entry.figure,
        value=value,
        full=entry.full,
        none=entry.none,
        points=entry.points * min(1.0, max(0.0, share)),
        most=entry.points,
    )


def _demand(entry: MustEntry, plan: CampaignPlan) -> Demand:
    value = _value(entry.figure, plan)
    name = FIGURES[entry.figure][0]
    if entry.at_most is not None:
        word = "by" if isinstance(entry.at_most, date) else "at most"
        says = f"{name} {word} {value_text(entry.figure, entry.at_most)}"
        met = _number(value) <= _number(entry.at_most)
    else:
        assert entry.at_least is not None
        word = "not before" if isinstance(entry.at_least, date) else "at least"
        says = f"{name} {word} {value_text(entry.figure, entry.at_least)}"
        met = _number(value) >= _number(entry.at_least)
    return Demand(figure=entry.figure, value=value, says=says, met=met)
