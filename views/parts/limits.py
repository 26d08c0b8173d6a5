"""What the planner does not model yet, said where its numbers are read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from planner.plan import CampaignPlan
from planner.scenario import Scenario

LEFT_OUT: Final = (
    "The ascent is not flown: a launcher's mass at a given C3 comes from its published figures.",
    "TLI and LOI are instantaneous. The descent has the thrust of its engine and steers ideally.",
    "Between LOI and descent the lunar orbit keeps its plane; no orbit keeping is paid for.",
    "Plans fly direct transfers only; slower ways with less propellant are not tried.",
    "Light at landing is the Sun's elevation over one horizon for the whole site, no terrain map.",
    "No flight to come fails or slips; what failed or slipped already stands in the history.",
    "Crews and supplies limit the schedule only where the scenario names crews.",
    "Costs are launches and landers flown; elements and operations cost nothing here.",
)


def power_left_out(scenario: Scenario) -> str:
    """Say what of power limits this scenario's schedule, and what does not."""
    if scenario.policies.power_balance:
        return (
            "Power: what works never uses more than what works gives, by day and at night; the "
            "charge of stores and the hours of light are not followed."
        )
    return "Power does not limit the schedule: this scenario does not ask for it."


def forces_left_out(plan: CampaignPlan) -> str:
    """Name the forces the trajectories leave out, as the plan itself states them."""
    match plan.model.get("left_out"):
        case [*names] if names:
            return f"Forces: {', '.join(map(str, names))} do not act on the trajectories."
        case _:
            return "Forces: those not named in the model below do not act."


def model_rows(plan: CampaignPlan) -> list[tuple[str, str]]:
    """Return the plan's model as rows of name and value."""
    return list(_rows("", plan.model))


def _rows(inside: str, part: object) -> Iterator[tuple[str, str]]:
    match part:
        case dict():
            for name, value in part.items():
                yield from _rows(f"{inside} {name}".strip(), value)
        case list() | tuple():
            yield inside, ", ".join(map(str, part))
        case _:
            yield inside, str(part)
