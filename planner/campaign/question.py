"""From a scenario and its opportunities to the problem the scheduler solves."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from planner.campaign.alternatives import (
    alternatives_of,
    awaited,
    ruled_out,
    science_value,
)
from planner.campaign.budget import budgets, charge_kusd
from planner.campaign.crew_needs import brought_kg
from planner.campaign.crossing import Pair
from planner.campaign.dated import Opportunity, WindowSet
from planner.campaign.deliveries import Carrier, carrier_of
from planner.campaign.history import as_of_now, launched, past_options, past_resources
from planner.campaign.offers import Offer, offers_of, why_closed
from planner.campaign.opportunities import opportunities, window_set
from planner.campaign.pairs import CrewOffer, crew_offers, lander_set, ship_set
from planner.campaign.pins import pins_of
from planner.campaign.power import grids, power_of
from planner.campaign.stock import crew_balances, element_uses, rotation_uses
from planner.campaign.support import beside, craft_pads, needed, supported
from planner.scenario import FlightOption, Rotation, Scenario, StationElement
from planner.schedule.problem import (
    ElementTask,
    Launch,
    Launcher,
    Pad,
    ScheduleProblem,
    Window,
)
from planner.schedule.problem import FlightOption as OptionProblem

Progress = Callable[[str, float], None]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Question:
    """The problem, and the way back from its keys to flights.

    ``dated`` maps (offer id, window key) to the opportunity and the capacity (kg);
    ``offers`` are the flight options as the scheduler sees them; ``closed`` says of options
    and craft without any window why they have none; ``crew_offers`` are the crewed options,
    one for each rotation, and ``pairs`` maps (their id, window key) to the two flights.
    """

    problem: ScheduleProblem
    carriers: dict[str, Carrier]
    dated: dict[tuple[str, str], tuple[Opportunity, float]]
    offers: tuple[Offer, ...]
    closed: tuple[str, ...]
    crew_offers: tuple[CrewOffer, ...]
    pairs: dict[tuple[str, str], Pair]


def ask(scenario: Scenario, progress: Progress) -> Question:
    """Compute windows and capacities, and state the scheduling problem."""
    fleet = [o for o in scenario.fleet if any(e.fits(o) for e in scenario.elements)]
    sets = {option.id: window_set(scenario, option) for option in fleet}
    crewed = _crewed(scenario)
    for option in crewed:
        if option.family == "nrho":
            continue  # flown pair by pair
        sets[option.id] = lander_set(scenario, option)
        sets[f"{option.id} [ship]"] = ship_set(scenario, option)
    distinct = list(dict.fromkeys(sets.values()))
    found: dict[WindowSet, tuple[Opportunity, ...]] = {}
    for i, wanted in enumerate(distinct):
        pads = _pad_names(fleet, crewed, sets, wanted)
        others = f" and {len(pads) - 1} more" if len(pads) > 1 else ""
        text = f"computing transfers from {pads[0]}{others}, {i + 1} of {len(distinct)}"
        found[wanted] = opportunities(wanted, progress=_part(progress, text, i, len(distinct)))
    offers: list[Offer] = []
    closed: list[str] = []
    for option in fleet:
        carrier, wanted = carrier_of(scenario, option), sets[option.id]
        offers += offers_of(scenario, carrier, found[wanted])
        closed += why_closed(scenario, carrier, wanted, found[wanted])
    progress("pairing landers with the ships that meet them", 1.0)
    carriers = {option.id: carrier_of(scenario, option) for option in crewed}
    crews = tuple(crew_offers(scenario, carriers))
    prepared: tuple[Offer | CrewOffer, ...] = (*offers, *crews)
    return Question(
        problem=_problem(scenario, offers, crews),
        carriers={offer.id: offer.carrier for offer in prepared},
        dated={
            (offer.id, _key(index)): window
            for offer in offers
            for index, window in enumerate(offer.dated)
        },
        offers=tuple(offers),
        closed=(*closed, *(offer.closed for offer in crews if offer.closed)),
        crew_offers=crews,
        pairs={
            (offer.id, _key(index)): pair
            for offer in crews
            for index, pair in enumerate(offer.pairs)
        },
    )


def _crewed(scenario: Scenario) -> list[FlightOption]:
    """Flight options that some rotation may take."""
    named = {
        name for one in (scenario.crews.rotations if scenario.crews else ()) for name in one.fleet
    }
    return [option for option in scenario.fleet if option.id in named]


def _pad_names(
    fleet: Sequence[FlightOption],
    crewed: Sequence[FlightOption],
    sets: dict[str, WindowSet],
    wanted: WindowSet,
) -> list[str]:
    """Names of the pads that fly a set of windows."""
    names = [o.pad.name for o in (*fleet, *crewed) if sets.get(o.id) == wanted]
    names += [o.ship.pad.name for o in crewed if o.ship and sets.get(f"{o.id} [ship]") == wanted]
    return list(dict.fromkeys(names))


def _part(progress: Progress, text: str, i: int, n: int) -> Callable[[float], None]:
    """Progress within part ``i`` of ``n``."""
    return lambda fraction: progress(text, (i + fraction) / n)


def _problem(
    scenario: Scenario, offers: Sequence[Offer], crews: Sequence[CrewOffer]
) -> ScheduleProblem:
    past_launchers, past_pads = past_resources(scenario)
    out = ruled_out(scenario)
    tasks = (_task(scenario, e, offers) for e in scenario.elements if e.id not in out)
    rotations = scenario.crews.rotations if scenario.crews else ()
    options = (
        *(_option(scenario, offer) for offer in offers),
        *(_crew_option(scenario, offer) for offer in crews),
    )
    return ScheduleProblem(
        elements=(
            *(as_of_now(scenario, task) for task in tasks),
            *(_rotation_task(scenario, one, crews) for one in rotations),
        ),
        options=(*options, *past_options(scenario)),
        launchers=(*_launchers(scenario), *past_launchers),
        pads=(*_pads(scenario), *past_pads),
        start_day=scenario.horizon.start.toordinal(),
        end_day=scenario.horizon.end.toordinal(),
        balances=(*grids(scenario), *crew_balances(scenario)),
        budgets=budgets(scenario),
        alternatives=alternatives_of(scenario),
        science_day=scenario.science_to.toordinal(),
        pins=pins_of(scenario, (*offers, *crews)),
        launched=launched(scenario),
        objective=scenario.objective,
    )


def _key(index: int) -> str:
    return f"w{index:04d}"


def _option(scenario: Scenario, offer: Offer) -> OptionProblem:
    """The windows of an offer from the as-of day on."""
    option = offer.carrier.option
    return OptionProblem(
        id=offer.id,
        launcher=option.launcher.id,
        pad=option.pad.id,
        destination=option.destination,
        cost_musd=round(option.cost_musd),
        payer=option.launcher.partner,
        charge_kusd=charge_kusd(option),
        windows=tuple(
            Window(
                key=_key(index),
                launch_day=opportunity.launch_utc.date().toordinal(),
                delivery_day=opportunity.delivery_utc.date().toordinal(),
                capacity_kg=math.floor(capacity_kg),
                more=beside(option, opportunity.launch_utc.date()),
            )
            for index, (opportunity, capacity_kg) in enumerate(offer.dated)
            if opportunity.launch_utc.date() >= scenario.as_of
            and supported(scenario, option, opportunity.launch_utc.date())
        ),
        requires=needed(scenario, option),
    )


def _task(scenario: Scenario, element: StationElement, offers: Sequence[Offer]) -> ElementTask:
    phase = next(phase for phase in scenario.phases if phase.id == element.phase)
    release = max(scenario.horizon.start, phase.start, element.earliest or date.min)
    delivered = {other.id for other in scenario.elements}
    return ElementTask(
        id=element.id,
        mass_kg=math.ceil(element.mass_kg),
        options=tuple(offer.id for offer in offers if offer.serves(element)),
        release_day=release.toordinal(),
        due_day=(element.due or phase.end).toordinal(),
        commissioning_d=element.commissioning_d,
        requires=tuple(other for other in element.requires if other in delivered),
        uses=(*power_of(scenario, element), *element_uses(scenario, element, release)),
        optional=element.optional,
        awaits=awaited(scenario, element),
        value=science_value(element),
        completes=element.completes,
    )


def _crew_option(scenario: Scenario, offer: CrewOffer) -> OptionProblem:
    """The pairs of a crewed option, each a window with the ship's launch beside its own."""
    option, leg = offer.option, offer.option.ship
    assert leg is not None
    return OptionProblem(
        id=offer.id,
        launcher=option.launcher.id,
        pad=option.pad.id,
        destination=option.destination,
        cost_musd=round(option.pair_cost_musd),
        payer=option.launcher.partner,
        charge_kusd=charge_kusd(option),
        windows=tuple(
            Window(
                key=_key(index),
                launch_day=pair.lander.launch_utc.date().toordinal(),
                delivery_day=pair.landing_utc.date().toordinal(),
                capacity_kg=math.floor(pair.capacity_kg),
                more=(
                    Launch(
                        launcher=leg.launcher.id,
                        pad=leg.pad.id,
                        day=pair.ship.launch_utc.date().toordinal(),
                    ),
                    *beside(option, pair.lander.launch_utc.date()),
                ),
            )
            for index, pair in enumerate(offer.pairs)
            if supported(scenario, option, pair.lander.launch_utc.date())
        ),
        requires=needed(scenario, option),
    )


def _rotation_task(
    scenario: Scenario, rotation: Rotation, crews: Sequence[CrewOffer]
) -> ElementTask:
    phase = next(phase for phase in scenario.phases if phase.id == rotation.phase)
    release = max(scenario.horizon.start, phase.start, rotation.earliest or date.min)
    delivered = {element.id for element in scenario.elements}
    assert scenario.crews is not None
    return ElementTask(
        id=rotation.id,
        mass_kg=brought_kg(scenario.crews, rotation),
        options=tuple(one.id for one in crews if one.rotation.id == rotation.id),
        release_day=release.toordinal(),
        due_day=(rotation.due or phase.end).toordinal(),
        commissioning_d=0,
        requires=tuple(name for name in rotation.requires if name in delivered),
        uses=rotation_uses(scenario, rotation),
        optional=rotation.optional,
        completes=rotation.completes,
    )


def _launchers(scenario: Scenario) -> tuple[Launcher, ...]:
    distinct = {option.launcher.id: option.launcher for option in scenario.fleet}
    distinct |= {o.ship.launcher.id: o.ship.launcher for o in scenario.fleet if o.ship}
    distinct |= {o.tankers.launcher.id: o.tankers.launcher for o in scenario.fleet if o.tankers}
    return tuple(
        Launcher(id=key, cadence_per_year=math.floor(launcher.cadence_per_year.value))
        for key, launcher in distinct.items()
    )


def _pads(scenario: Scenario) -> tuple[Pad, ...]:
    distinct = {option.pad.id: option.pad for option in scenario.fleet}
    distinct |= {o.ship.pad.id: o.ship.pad for o in scenario.fleet if o.ship}
    distinct |= {o.tankers.pad.id: o.tankers.pad for o in scenario.fleet if o.tankers}
    pads = (
        Pad(id=key, turnaround_d=math.ceil(pad.turnaround_d.value)) for key, pad in distinct.items()
    )
    return (*pads, *craft_pads(scenario))
