"""What a plan says of flights that serve more than one part of the programme."""

from __future__ import annotations

from planner.campaign import plan_campaign
from planner.scenario import loads_scenario

#: The element of the later phase stands first in the file; one flight is the cheapest.
TWO_PHASES = """
schema_version: 1
id: two
title: Two
site: shackleton_ridge
horizon: {start: 2030-01-01, end: 2030-04-30}
phases:
  - {id: early, start: 2030-01-01, end: 2030-04-30}
  - {id: late, start: 2030-01-02, end: 2030-04-30}
fleet: [{launcher: cz5, lander: cargo_cz5}]
elements:
  - {id: second, kind: rover_small, phase: late, commissioning_d: 0}
  - {id: first, kind: rover_small, phase: early, commissioning_d: 0}
"""


def test_a_flight_for_two_phases_counts_in_the_earlier_one():
    plan = plan_campaign(loads_scenario(TWO_PHASES, name="two.yaml"))
    (flight,) = plan.flights
    assert [item.element for item in flight.manifest] == ["second", "first"]
    assert flight.phase == "early"
    assert [phase.elements for phase in plan.phases] == [("first",), ("second",)]
