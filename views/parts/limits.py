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
    "Plans fly direct, crews also by way of an NRHO if asked; slower, cheaper ways are not tried.",
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
    """Return the plan's model as rows of part and value; what it leaves out stands above."""
    rows = _rows("", {name: part for name, part in plan.model.items() if name != "left_out"})
    return [(_called(name), f"{value} {_unit_of(name)}".strip()) for name, value in rows]


def _rows(inside: str, part: object) -> Iterator[tuple[str, str]]:
    match part:
        case dict():
            for name, value in part.items():
                yield from _rows(f"{inside} {name}".strip(), value)
        case list() | tuple():
            yield inside, ", ".join(_BODIES.get(str(one), str(one)) for one in part)
        case float() | int():
            yield inside, repr(part)
        case _:
            yield inside, _BODIES.get(str(part), str(part))


#: Parts of the model in words; a part of several, such as software, by its first word.
_PARTS: Final = {
    "name": "Kind of model",
    "ephemeris": "Ephemeris",
    "center": "Centre of the states",
    "frame": "Frame",
    "time_scale": "Time scale",
    "bodies": "Bodies that attract",
    "gm_km3_s2": "Gravitational parameter of the",
    "terms": "Terms",
    "earth_radius_km": "Radius of the Earth",
    "moon_radius_km": "Radius of the Moon",
    "integrator": "Integrator",
    "software": "Software,",
}
_BODIES: Final = {"earth": "Earth", "moon": "Moon", "sun": "Sun"}


def _called(name: str) -> str:
    first, _, rest = name.partition(" ")
    return f"{_PARTS.get(first, first.replace('_', ' '))} {_BODIES.get(rest, rest)}".strip()


def _unit_of(name: str) -> str:
    first = name.partition(" ")[0]
    return "km³/s²" if first.endswith("_km3_s2") else "km" if first.endswith("_km") else ""
