"""Windows are offered to those who can use them, and a missing window has a reason."""

from __future__ import annotations

import math

import pytest

from planner.campaign import plan_campaign
from planner.campaign.deliveries import brakes_itself, carrier_of
from planner.campaign.offers import offers_of
from planner.campaign.opportunities import opportunities, window_set
from planner.campaign.question import ask
from planner.errors import InfeasiblePlanError
from planner.scenario import loads_scenario

#: Five months give some ten windows, whose LOI differs by tens of m/s.
BASE = """
schema_version: 1
id: small
title: Small
site: shackleton_ridge
horizon: {start: 2030-01-01, end: 2030-05-31}
"""
CRAFT = """
fleet: [{launcher: cz8, arrival_orbit: {perilune_alt_km: 300, apolune_alt_km: 8600}}]
elements:
  - {id: strong, kind: relay_queqiao2, commissioning_d: 0}
  - {id: weak, kind: relay_smallsat, commissioning_d: 0}
catalogue: {elements: {relay_smallsat: {propulsion: {propellant_kg: PROPELLANT}}}}
"""
CARGO = """
fleet: [{launcher: cz5, lander: cargo_cz5}]
elements: [{id: power, kind: solar_vsat10}]
"""


def scenario_of(*parts: str):
    return loads_scenario(BASE + "".join(parts), name="small.yaml")


def windows_of(scenario, element):
    """Launch days the scheduler may choose from for an element."""
    problem = ask(scenario, lambda *_: None).problem
    task = next(task for task in problem.elements if task.id == element)
    return [
        window.launch_day
        for option in problem.options
        if option.id in task.options
        for window in option.windows
    ]


@pytest.mark.parametrize("propellant_kg", [8.75, 8.85, 22.0])
def test_each_craft_is_offered_every_window_in_which_it_can_brake(propellant_kg):
    """61 kg at 225 s need 8.73 kg for 317 m/s and 9.2 kg for 335 m/s, margins included."""
    scenario = scenario_of(CRAFT.replace("PROPELLANT", str(propellant_kg)))
    option = scenario.fleet[0]
    found = opportunities(window_set(scenario, option))
    carrier = carrier_of(scenario, option)
    for element in scenario.elements:
        able = [o for o in found if brakes_itself(element, o, carrier.margins)]
        expected = [opportunity.launch_utc.date().toordinal() for opportunity in able]
        assert sorted(windows_of(scenario, element.id)) == expected
    if propellant_kg < 22.0:
        assert 0 < len(windows_of(scenario, "weak")) < len(windows_of(scenario, "strong"))
        assert len(offers_of(scenario, carrier, found)) == 2


def test_a_plan_uses_a_window_only_one_of_two_craft_can_brake_in():
    plan = plan_campaign(scenario_of(CRAFT.replace("PROPELLANT", "8.75")))
    flown = {item.element: flight for flight in plan.flights for item in flight.manifest}
    assert {flight.option for flight in plan.flights} == {"cz8"}
    # Exhaust speed times the logarithm of the mass ratio, less the 2 % that cannot be burnt
    # and the 5 % on the burn.
    limit_m_s = 225.0 * 9.80665 * math.log(61.0 / (61.0 - 0.98 * 8.75)) / 1.05
    assert flown["weak"].dv_m_s["loi"] <= limit_m_s


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (CRAFT.replace("PROPELLANT", "8.4"), "cz8: weak carries too little propellant"),
        (
            CRAFT.replace("PROPELLANT", "22").replace("8600", "8600, inclination_deg: 0"),
            "cz8: a direct transfer cannot arrive in a lunar orbit of 0 deg",
        ),
        (CARGO + "policies: {landing_sun_margin_deg: 30}", "with the Sun at least 28.55 deg up"),
        (CARGO + "policies: {landing_wait_min_d: 0, landing_wait_max_d: 0}", "between 0 and 0 d"),
        (
            CARGO + "policies: {hover_s: 600, dv_margin: 0.5, propellant_residual: 0.2}",
            "cz5-cargo_cz5: it can deliver nothing: mass ratio of stage",
        ),
        (
            CARGO + "catalogue: {pads: {wenchang_101: {lat_deg: 0, max_inclination_deg: 4}}}",
            "with an inclination up to 4 deg leads to the Moon",
        ),
    ],
)
def test_what_cannot_fly_says_why(text, words):
    with pytest.raises(InfeasiblePlanError) as caught:
        plan_campaign(scenario_of(text))
    assert words in str(caught.value)
    assert caught.value.proven


def test_an_option_no_element_can_use_costs_no_transfers():
    scenario = scenario_of(CARGO.replace("[{l", "[{launcher: cz8}, {l"))
    assert set(ask(scenario, lambda *_: None).carriers) == {"cz5-cargo_cz5"}
