"""The author's pins in the numbers and names of the scheduling problem."""

from __future__ import annotations

from collections.abc import Sequence

from planner.campaign.alternatives import ruled_out
from planner.campaign.offers import Offer
from planner.campaign.pairs import CrewOffer
from planner.scenario import FlightOption, Pin, Scenario
from planner.schedule.problem import Pin as PinProblem

_KINDS = {
    "element": "place",
    "together": "together",
    "apart": "apart",
    "flight": "flight",
    "forbid_launcher": "close",
    "forbid_option": "close",
}


def pins_of(scenario: Scenario, offers: Sequence[Offer | CrewOffer]) -> tuple[PinProblem, ...]:
    """State each pin with the offers its option or launcher stands for.

    What has flown has kept its pins, or the scenario would be faulty: only who
    else must stay apart is left of them, and nothing of what is ruled out.
    """
    left = (_unflown(scenario, pin) for pin in scenario.pins)
    return tuple(_pin(pin, offers) for pin in left if pin is not None)


def pin_by_text(scenario: Scenario) -> dict[str, Pin]:
    """The scenario's pin behind each text that the problem's pins bear."""
    pairs = ((pin, _unflown(scenario, pin)) for pin in scenario.pins)
    return {str(left): pin for pin, left in pairs if left is not None}


def is_given_beside(pin: Pin) -> bool:
    """Whether a pin was not written in the scenario's file but given with it."""
    return pin.place.startswith("--")


def _unflown(scenario: Scenario, pin: Pin) -> Pin | None:
    gone = {*scenario.flown, *ruled_out(scenario)}
    if pin.subject != "apart":
        return pin if gone.isdisjoint(pin.elements) else None
    rest = tuple(name for name in pin.elements if name not in gone)
    return pin.model_copy(update={"elements": rest}) if len(rest) > 1 else None


def _pin(pin: Pin, offers: Sequence[Offer | CrewOffer]) -> PinProblem:
    named = pin.option is not None or pin.launcher is not None
    days = {}
    if pin.launch.start is not None:
        days["first_day"] = pin.launch.start.toordinal()
    if pin.launch.end is not None:
        days["last_day"] = pin.launch.end.toordinal()
    return PinProblem(
        kind=_KINDS[pin.subject],
        text=str(pin),
        elements=pin.elements,
        options=tuple(o.id for o in offers if _names(pin, o.carrier.option)) if named else None,
        **days,
    )


def _names(pin: Pin, option: FlightOption) -> bool:
    if pin.option:
        return option.id == pin.option
    rockets = {option.launcher.id, *((option.ship.launcher.id,) if option.ship else ())}
    return pin.launcher in rockets
