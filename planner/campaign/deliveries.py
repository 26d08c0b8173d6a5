"""What each flight option delivers in each of its windows, by the rocket equation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time

from planner.campaign.dated import Opportunity
from planner.errors import PlannerError
from planner.logistics.capability import Capability
from planner.logistics.delivery import CannotDeliverError, Delivery
from planner.logistics.from_catalogue import (
    capability_of,
    margins_of,
    stages_of,
)
from planner.logistics.payload import flown_masses, landed_payload, launch_limit_kg
from planner.logistics.self_propelled import insertion_masses
from planner.logistics.stage import Margins, StageSpec
from planner.plan import FlightMass
from planner.scenario import FlightOption, Scenario, StationElement
from planner.transfers.braking import DescentProfile


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Carrier:
    """A flight option in the numbers the mass budget takes."""

    option: FlightOption
    capability: Capability
    stages: tuple[StageSpec, ...]
    margins: Margins
    profile: DescentProfile | None

    def launch_mass_kg(self, opportunity: Opportunity) -> float:
        """Injected mass (kg) at the transfer's C3, before margin."""
        return self.capability.mass_kg(c3_km2_s2=opportunity.transfer.c3_km2_s2)

    def capacity_kg(self, opportunity: Opportunity) -> float:
        """Payload (kg) the window can deliver; 0 where it cannot deliver anything."""
        try:
            return self._most_kg(opportunity)
        except PlannerError:  # a C3 the launcher does not reach, a stack too weak for the burns
            return 0.0

    def why_nothing(self, opportunity: Opportunity) -> str:
        """What keeps a window from delivering anything, for one whose capacity is below 1 kg."""
        try:
            return f"at most {self._most_kg(opportunity):.1f} kg are left"
        except PlannerError as error:
            return str(error)

    def _most_kg(self, opportunity: Opportunity) -> float:
        launch_mass_kg = self.launch_mass_kg(opportunity)
        if not self.stages:
            return launch_limit_kg(launch_mass_kg=launch_mass_kg, margins=self.margins)
        return landed_payload(
            launch_mass_kg=launch_mass_kg,
            stages=self.stages,
            dv_loi_m_s=opportunity.transfer.burns[-1].dv_m_s,
            profile=self.profile,
            margins=self.margins,
        ).payload_kg

    def flown(self, opportunity: Opportunity, payload_kg: float) -> Delivery:
        """Masses of a flight with this payload aboard a lander."""
        return flown_masses(
            payload_kg=payload_kg,
            launch_mass_kg=self.launch_mass_kg(opportunity),
            stages=self.stages,
            dv_loi_m_s=opportunity.transfer.burns[-1].dv_m_s,
            profile=self.profile,
            margins=self.margins,
        )


def carrier_of(scenario: Scenario, option: FlightOption) -> Carrier:
    """Prepare an option's launcher, stages, margins and descent."""
    policies = scenario.policies
    lands = option.destination == "surface"
    return Carrier(
        option=option,
        capability=capability_of(option.launcher, parking_alt_km=policies.parking_alt_km),
        stages=stages_of(option.lander) if option.lander else (),
        margins=margins_of(policies),
        profile=_descent_profile(scenario, option) if lands else None,
    )


def _descent_profile(scenario: Scenario, option: FlightOption) -> DescentProfile:
    return DescentProfile(
        perilune_alt_km=option.arrival_orbit.perilune_alt_km,
        apolune_alt_km=option.arrival_orbit.apolune_alt_km,
        start_alt_km=scenario.policies.descent_start_alt_km,
        hover_s=scenario.policies.hover_s,
    )


def available(option: FlightOption, opportunity: Opportunity) -> bool:
    """Whether launcher and lander exist by the day of launch."""
    first = option.available_from
    return first is None or opportunity.launch_utc >= datetime.combine(first, time(), tzinfo=UTC)


def brakes_itself(element: StationElement, opportunity: Opportunity, margins: Margins) -> bool:
    """Whether a craft's own propellant suffices for the window's LOI."""
    try:
        _in_orbit_kg(element, opportunity, margins)
    except CannotDeliverError:
        return False
    return True


def _in_orbit_kg(element: StationElement, opportunity: Opportunity, margins: Margins) -> float:
    assert element.propulsion is not None
    return insertion_masses(
        name=element.id,
        wet_mass_kg=element.mass_kg,
        propellant_kg=element.propulsion.propellant_kg,
        isp_s=element.propulsion.isp_s,
        dv_loi_m_s=opportunity.transfer.burns[-1].dv_m_s,
        margins=margins,
    ).lunar_orbit_kg


def flight_masses(
    carrier: Carrier, opportunity: Opportunity, aboard: tuple[StationElement, ...]
) -> tuple[FlightMass, dict[str, float]]:
    """Masses along the way and the Δv of each burn, for what is really aboard."""
    payload = sum(element.mass_kg for element in aboard)
    tli, loi = (burn.dv_m_s for burn in opportunity.transfer.burns)
    if not carrier.stages:
        in_orbit = sum(_in_orbit_kg(e, opportunity, carrier.margins) for e in aboard)
        mass = FlightMass(tli=payload, lunar_orbit=in_orbit, landed=None, payload=payload)
        return mass, {"tli": tli, "loi": loi}
    delivery = carrier.flown(opportunity, payload)
    mass = FlightMass(
        tli=delivery.tli_kg,
        lunar_orbit=delivery.lunar_orbit_kg,
        landed=delivery.landed_kg,
        payload=payload,
    )
    return mass, {"tli": tli, **delivery.dv_m_s}
