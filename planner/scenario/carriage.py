"""Can an element be carried at all? Compared with bounds no flight can beat."""

from __future__ import annotations

from collections.abc import Iterator

from planner.scenario.bounds import capture_reserve_m_s, delivered_bound_kg, loi_floor_m_s
from planner.scenario.document import Path
from planner.scenario.faults import Fault
from planner.scenario.model import FlightOption, StationElement
from planner.scenario.resolve import Draft


def carriage_faults(draft: Draft) -> Iterator[Fault]:
    """Return the elements that no flight option of the fleet can deliver.

    Silent if an option was left out of the draft: it might be the one.
    """
    if draft.fleet_is_whole:
        for position, element in draft.elements.items():
            yield from _carriage(draft, ("elements", position), element)


def _carriage(draft: Draft, here: Path, element: StationElement) -> Iterator[Fault]:
    fits = [option for option in draft.options.values() if element.fits(option)]
    if not fits:
        yield draft.document.fault((*here, "id"), _no_option(element))
        return
    best = max(fits, key=delivered_bound_kg)
    bound = delivered_bound_kg(best)
    if element.mass_kg > bound:
        key = "mass_kg" if (*here, "mass_kg") in draft.document.marks else "kind"
        message = (
            f"'{element.id}' weighs {element.mass_kg:.0f} kg, but no option that may carry it "
            f"delivers more than {bound:.0f} kg even without margins ('{best.id}')"
        )
        yield draft.document.fault((*here, key), message)
    elif element.propulsion:
        yield from _capture(draft, here, element, fits)


def _no_option(element: StationElement) -> str:
    way = "without a lander" if element.propulsion else "with a lander or tug"
    named = f" among {', '.join(element.fleet)}" if element.fleet else ""
    return (
        f"'{element.id}' goes to {element.destination} {way}, but no flight option{named} does; "
        "add one to the fleet"
    )


def _capture(
    draft: Draft, here: Path, element: StationElement, fits: list[FlightOption]
) -> Iterator[Fault]:
    least = min(loi_floor_m_s(option.arrival_orbit) for option in fits)
    assert element.propulsion is not None
    reserve = capture_reserve_m_s(element.propulsion, element.mass_kg)
    if element.propulsion.propellant_kg >= element.mass_kg:
        message = (
            f"weighs {element.mass_kg:.0f} kg with {element.propulsion.propellant_kg:.0f} kg of "
            "propellant, allowed is more than the propellant"
        )
        yield draft.document.fault((*here, "mass_kg"), message)
    elif reserve < least:
        message = (
            f"'{element.id}' can change its speed by {reserve:.0f} m/s, but the lunar orbit takes "
            f"at least {least:.0f} m/s"
        )
        yield draft.document.fault((*here, "kind"), message)
