"""From a schedule back to flights, elements, phases and a sentence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from planner.campaign.crewed_flights import crewed_flights
from planner.campaign.deliveries import flight_masses
from planner.campaign.question import Question
from planner.campaign.support import tanker_launches
from planner.plan import (
    CrewStay,
    Flight,
    FrozenFlight,
    Headline,
    ManifestItem,
    Path,
    PlacedElement,
    PlacedPhase,
    State,
)
from planner.scenario import PastFlight, Scenario, StationElement
from planner.schedule.schedule import Schedule, ScheduledFlight


def flights_of(scenario: Scenario, question: Question, schedule: Schedule) -> tuple[Flight, ...]:
    """Flights to come in order of launch, numbered F01, F02, ..."""
    ordered = sorted(_unnumbered(scenario, question, schedule), key=lambda one: one.launch_utc)
    names = {flight.id: f"F{number:02d}" for number, flight in enumerate(ordered, start=1)}
    return tuple(
        replace(
            flight,
            id=names[flight.id],
            rendezvous_with=names.get(flight.rendezvous_with or ""),
        )
        for flight in ordered
    )


def _unnumbered(scenario: Scenario, question: Question, schedule: Schedule) -> Iterator[Flight]:
    """Flights under names of their own, which no two of them share."""
    for flown in schedule.flights:
        key = flown.option, flown.window
        if key in question.dated:
            yield _flight(f"{flown.option} {flown.window}", scenario, question, flown)
        elif key in question.pairs:
            offer = next(one for one in question.crew_offers if one.id == flown.option)
            yield from crewed_flights(scenario, offer, question.pairs[key])


def _flight(
    identifier: str, scenario: Scenario, question: Question, flown: ScheduledFlight
) -> Flight:
    carrier = question.carriers[flown.option]
    option = carrier.option
    opportunity, capacity = question.dated[flown.option, flown.window]
    transfer = opportunity.transfer
    aboard = tuple(element for element in scenario.elements if element.id in flown.elements)
    mass, dv = flight_masses(carrier, opportunity, aboard)
    tli = transfer.burns[0]
    return Flight(
        id=identifier,
        option=option.id,
        launcher=option.launcher.id,
        lander=option.lander.id if option.lander else None,
        pad=option.pad.id,
        family=option.family,
        phase=_first_phase(scenario, aboard),
        destination=option.destination,
        launch_utc=opportunity.launch_utc,
        tli_utc=opportunity.tli_utc,
        arrival_utc=opportunity.arrival_utc,
        landing_utc=opportunity.landing_utc,
        tof_d=transfer.tof_d,
        perilune_alt_km=transfer.arrival.altitude_km,
        inclination_deg=transfer.arrival.inclination_deg,
        c3_km2_s2=transfer.c3_km2_s2,
        dv_m_s=dv,
        mass_kg=mass,
        capacity_kg=capacity,
        cost_musd=option.cost_musd,
        manifest=tuple(ManifestItem(element=e.id, mass_kg=e.mass_kg) for e in aboard),
        tankers=tanker_launches(option, opportunity.launch_utc.date()),
        reuses=option.reuses.id if option.reuses else None,
        tli_state=State(
            epoch_tdb_jd=float(tli.epoch_tdb_jd),
            center=tli.center,
            frame="ICRF",
            r_km=tli.r_km,
            v_km_s=tli.v_after_km_s,
        ),
        path=Path(
            epoch_tdb_jd=transfer.path_tdb_jd,
            craft_km=transfer.path_earth_km,
            moon_km=transfer.path_moon_km,
        ),
    )


def _first_phase(scenario: Scenario, aboard: tuple[StationElement, ...]) -> str:
    """The phase a flight counts in: the first, in the scenario's order, that it serves."""
    served = {element.phase for element in aboard}
    return next(phase.id for phase in scenario.phases if phase.id in served)


def elements_of(scenario: Scenario, flights: tuple[Flight, ...]) -> tuple[PlacedElement, ...]:
    """Each element with its flight and the day it works, in order of arrival."""
    carried = {item.element: flight for flight in flights for item in flight.manifest}
    flown = scenario.flown
    placed = [
        _flown(element, flown[element.id])
        if element.id in flown
        else _placed(element, carried[element.id])
        for element in scenario.elements
        if element.id in flown or element.id in carried
    ]
    return tuple(sorted(placed, key=lambda element: element.landed_utc))


def _placed(element: StationElement, flight: Flight) -> PlacedElement:
    return _arrived(element, flight.id, flight.landing_utc or flight.arrival_utc)


def _flown(element: StationElement, past: PastFlight) -> PlacedElement:
    """What has flown, at the first moment of the day recorded."""
    assert past.delivered is not None
    return _arrived(element, past.id, datetime.combine(past.delivered, time(), tzinfo=UTC))


def _arrived(element: StationElement, flight: str, landed: datetime) -> PlacedElement:
    return PlacedElement(
        id=element.id,
        name=element.name,
        kind=element.kind,
        mission=element.mission,
        partner=element.partner,
        phase=element.phase,
        destination=element.destination,
        mass_kg=element.mass_kg,
        flight=flight,
        landed_utc=landed,
        operational_utc=landed + timedelta(days=element.commissioning_d),
        science_per_year=element.science_per_year,
    )


def history_of(scenario: Scenario) -> tuple[FrozenFlight, ...]:
    """The past as the scenario states it, with the rocket and pad of each option."""
    fleet = {option.id: option for option in scenario.fleet}
    return tuple(
        FrozenFlight(
            id=past.id,
            outcome=past.outcome,
            option=past.option,
            launcher=fleet[past.option].launcher.id if past.option else None,
            pad=fleet[past.option].pad.id if past.option else None,
            launch=past.launch,
            delivered=past.delivered,
            elements=past.elements,
            capacity_kg=past.capacity_kg,
            earliest=past.earliest,
        )
        for past in scenario.history
    )


def phases_of(scenario: Scenario, elements: tuple[PlacedElement, ...]) -> tuple[PlacedPhase, ...]:
    """Each phase with its elements and the moment the last one that counts works."""
    counts = {element.id for element in scenario.elements if element.completes}
    phases = []
    for phase in scenario.phases:
        mine = [element for element in elements if element.phase == phase.id]
        phases.append(
            PlacedPhase(
                id=phase.id,
                title=phase.title,
                start=phase.start,
                end=phase.end,
                completed_utc=max(
                    (e.operational_utc for e in mine if e.id in counts), default=None
                ),
                elements=tuple(element.id for element in mine),
            )
        )
    return tuple(phases)


def headline_of(
    *, due: date, completed: date, flights: tuple[Flight, ...], elements: tuple[PlacedElement, ...]
) -> Headline:
    """The answer in a sentence, and its figures."""
    slack = (due - completed).days
    days = "day" if abs(slack) == 1 else "days"
    verdict = f"{slack} {days} to spare" if slack >= 0 else f"{-slack} {days} after {due}"
    return Headline(
        sentence=f"The station stands on {completed}, {verdict}.",
        slack_d=slack,
        landed_kg=sum(e.mass_kg for e in elements if e.destination == "surface"),
        flights=len(flights),
        cost_musd=sum(flight.cost_musd for flight in flights),
    )


def completion_of(
    scenario: Scenario, elements: tuple[PlacedElement, ...], crews: tuple[CrewStay, ...]
) -> date:
    """Day the last element that counts works, or the crew that counts lands."""
    counts = {element.id for element in scenario.elements if element.completes}
    rotations = scenario.crews.rotations if scenario.crews else ()
    awaited = {rotation.id for rotation in rotations if rotation.completes}
    works = [one.operational_utc.date() for one in elements if one.id in counts]
    return max(works + [one.landing for one in crews if one.id in awaited])
