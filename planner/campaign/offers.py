"""What a flight option offers the scheduler: its windows, grouped by who can use them.

Craft that brake themselves share an option, but LOI differs by some 50 m/s between its
windows: one that is enough for one craft may not be for another. Windows are therefore
grouped by the craft that can brake in them, and each group is an option of its own to
the scheduler, on the same launcher and pad. Usually there is one group.
"""

from __future__ import annotations

from dataclasses import dataclass

from planner.campaign.dated import Opportunity, WindowSet
from planner.campaign.deliveries import Carrier, available, brakes_itself
from planner.campaign.opportunities import why_none
from planner.scenario import Scenario, StationElement


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Offer:
    """Windows of one flight option that serve the same craft.

    Attributes
    ----------
    id : str
        The option's own id if every craft can use every window; else it names the craft.
    carrier : Carrier
    craft : frozenset[str]
        Ids of the self-propelled elements that can brake in these windows; empty for cargo.
    dated : tuple of (Opportunity, float)
        Windows in order of departure, each with what it can deliver (kg).
    """

    id: str
    carrier: Carrier
    craft: frozenset[str]
    dated: tuple[tuple[Opportunity, float], ...]

    def serves(self, element: StationElement) -> bool:
        """Whether an element may fly in these windows."""
        able = element.propulsion is None or element.id in self.craft
        return able and element.fits(self.carrier.option)


def offers_of(
    scenario: Scenario, carrier: Carrier, found: tuple[Opportunity, ...]
) -> tuple[Offer, ...]:
    """Windows of an option that fly, deliver something and end inside the horizon."""
    craft = _craft(scenario, carrier)
    groups: dict[frozenset[str], list[tuple[Opportunity, float]]] = {}
    for opportunity in _flying(scenario, carrier, found):
        able = frozenset(e.id for e in craft if brakes_itself(e, opportunity, carrier.margins))
        capacity_kg = carrier.capacity_kg(opportunity)
        if capacity_kg >= 1.0 and (able or not craft):
            groups.setdefault(able, []).append((opportunity, capacity_kg))
    if not groups:  # the scheduler names the option in its reasons
        groups[frozenset(element.id for element in craft)] = []
    return tuple(
        Offer(
            id=_name(carrier.option.id, able, whole=len(able) == len(craft)),
            carrier=carrier,
            craft=able,
            dated=tuple(dated),
        )
        for able, dated in groups.items()
    )


def why_closed(
    scenario: Scenario, carrier: Carrier, wanted: WindowSet, found: tuple[Opportunity, ...]
) -> tuple[str, ...]:
    """Sentences on why an option, or a craft on it, has no window at all; empty if all have."""
    return tuple(f"{carrier.option.id}: {why}" for why in _causes(scenario, carrier, wanted, found))


def _causes(
    scenario: Scenario, carrier: Carrier, wanted: WindowSet, found: tuple[Opportunity, ...]
) -> tuple[str, ...]:
    option = carrier.option
    if not found:
        return (why_none(wanted),)
    flying = _flying(scenario, carrier, found)
    if not flying:
        first = f", and it first flies on {option.available_from}" if option.available_from else ""
        delivery = f"{found[0].delivery_utc:%Y-%m-%d}"
        return (f"no window ends within the horizon (the first delivers on {delivery}{first}).",)
    if all(carrier.capacity_kg(opportunity) < 1.0 for opportunity in flying):
        return (f"it can deliver nothing: {carrier.why_nothing(flying[0])}.",)
    least = min(opportunity.transfer.burns[-1].dv_m_s for opportunity in flying)
    return tuple(
        f"{element.id} carries too little propellant to brake in any window: the least takes "
        f"{least:.0f} m/s before margins."
        for element in _craft(scenario, carrier)
        if not any(brakes_itself(element, o, carrier.margins) for o in flying)
    )


def _craft(scenario: Scenario, carrier: Carrier) -> tuple[StationElement, ...]:
    """Elements that may fly on the option and brake themselves."""
    return tuple(e for e in scenario.elements if e.propulsion and e.fits(carrier.option))


def _flying(
    scenario: Scenario, carrier: Carrier, found: tuple[Opportunity, ...]
) -> tuple[Opportunity, ...]:
    return tuple(
        opportunity
        for opportunity in found
        if available(carrier.option, opportunity)
        and opportunity.delivery_utc.date() <= scenario.horizon.end
    )


def _name(option: str, craft: frozenset[str], *, whole: bool) -> str:
    """Brackets occur in no id of a scenario, so that the name is nobody else's."""
    return option if whole else f"{option} [{', '.join(sorted(craft))}]"
