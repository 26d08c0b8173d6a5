"""A plan with names people use in place of catalogue ids. For the eye only."""

from __future__ import annotations

from dataclasses import replace

from planner.plan import CampaignPlan, Flight
from planner.scenario import Scenario


def with_names(plan: CampaignPlan, scenario: Scenario) -> CampaignPlan:
    """Return the plan with launchers, landers, pads and partners called by their names."""
    partners = {partner.id: partner.name for partner in scenario.partners}
    return replace(
        plan,
        flights=tuple(_named(flight, scenario) for flight in plan.flights),
        elements=tuple(
            replace(element, partner=partners.get(element.partner, element.partner))
            for element in plan.elements
        ),
    )


def _named(flight: Flight, scenario: Scenario) -> Flight:
    """Name a flight's craft; the ship of a crewed landing has a launcher and a pad of its own."""
    option = next(option for option in scenario.fleet if option.id == flight.option)
    if flight.ship is not None and option.ship is not None:
        leg = option.ship
        return replace(
            flight, launcher=leg.launcher.name, pad=leg.pad.name, ship=leg.ship.name, lander=None
        )
    return replace(
        flight,
        launcher=option.launcher.name,
        lander=option.lander.name if option.lander else None,
        pad=option.pad.name,
    )
