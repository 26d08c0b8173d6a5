"""Crews that no flight can carry, no house can hold or no cargo can feed: faults at once."""

from __future__ import annotations

from collections.abc import Iterator

from planner.scenario.bounds import delivered_bound_kg
from planner.scenario.crew_entry import CrewEntry, RotationEntry, SupplyEntry
from planner.scenario.crews import lasts
from planner.scenario.document import Path
from planner.scenario.faults import Fault
from planner.scenario.model import FlightOption
from planner.scenario.resolve import Draft


def crew_faults(draft: Draft) -> Iterator[Fault]:
    """Return what crews, ships and supplies ask that no plan can give."""
    for position, option in draft.options.items():
        yield from _crewed_option(draft, ("fleet", position), option)
    if draft.file.crew is not None:
        yield from _crews(draft, draft.file.crew)
    if draft.file.supply is not None:
        yield from _supply(draft, draft.file.supply)


def _crewed_option(draft: Draft, here: Path, option: FlightOption) -> Iterator[Fault]:
    fault = draft.document.fault
    crewed = option.lander is not None and option.lander.is_crewed
    if crewed and (*here, "ship") not in draft.document.marks:
        assert option.lander is not None
        message = (
            f"'{option.lander.id}' carries a crew, which comes to it in lunar orbit on a ship; "
            "name the ship, or a cargo lander"
        )
        yield fault((*here, "lander"), message)
    if option.ship is None:
        if option.family == "nrho" and (*here, "ship") not in draft.document.marks:
            message = (
                "is nrho, by which crews fly; allowed is direct where no ship meets the lander"
            )
            yield fault((*here, "family"), message)
        return
    if not crewed:
        what = f"'{option.lander.id}'" if option.lander else "nothing"
        message = f"meets {what}, which takes no crew down and up again; name a crewed lander"
        yield fault((*here, "ship"), message)
    orbit = option.arrival_orbit
    if orbit.apolune_alt_km > orbit.perilune_alt_km:
        message = (
            f"has an apolune of {orbit.apolune_alt_km:g} km above a perilune of "
            f"{orbit.perilune_alt_km:g} km; a rendezvous and a return are planned for circles"
        )
        yield fault((*here, "arrival_orbit"), message)


def _crews(draft: Draft, entry: CrewEntry) -> Iterator[Fault]:
    rates = draft.catalogue.supply_rates.get(entry.rate_set)
    knows_eva = rates is not None and any(rate.per == "eva_crew_hour" for rate in rates.rates)
    for place, rotation in enumerate(entry.rotations):
        here: Path = ("crew", "rotations", place)
        yield from _days(draft, here, rotation)
        if rotation.evas is not None and rates is not None and not knows_eva:
            message = f"rate set '{rates.id}' knows nothing of EVA; leave evas out"
            yield draft.document.fault((*here, "evas"), message)
        if rotation.evas is not None and rotation.evas.crew > rotation.crew:
            message = f"{rotation.evas.crew} go outside, but the crew has {rotation.crew}"
            yield draft.document.fault((*here, "evas", "crew"), message)
        named = [draft.by_id[name] for name in rotation.fleet if name in draft.by_id]
        for number, name in enumerate(rotation.fleet):
            if name in draft.by_id:
                yield from _seats(draft, here, number, rotation, draft.by_id[name])
        if len(named) == len(rotation.fleet):
            yield from _shelter(draft, here, rotation, named)


def _days(draft: Draft, here: Path, rotation: RotationEntry) -> Iterator[Fault]:
    horizon = draft.file.horizon
    for key in ("earliest", "due"):
        day = getattr(rotation, key)
        if day is not None and not horizon.start <= day <= horizon.end:
            message = f"{day} is outside the horizon, allowed {horizon.start} to {horizon.end}"
            yield draft.document.fault((*here, key), message)
    if (horizon.end - horizon.start).days < rotation.stay_d:
        message = (
            f"is {rotation.stay_d} d, the horizon has {(horizon.end - horizon.start).days} d; "
            "a crew is home by its end"
        )
        yield draft.document.fault((*here, "stay_d"), message)


def _seats(
    draft: Draft, here: Path, number: int, rotation: RotationEntry, option: FlightOption
) -> Iterator[Fault]:
    fault, where = draft.document.fault, (*here, "fleet", number)
    if option.ship is None:
        if _ship_is_faulty(draft, option):
            return
        message = f"'{option.id}' has no ship; a crew flies with one that brings it home"
        yield fault(where, message)
        return
    lander, ship = option.lander, option.ship.ship
    seats = [(ship.name, ship.crew.value)]
    if lander is not None and lander.crew is not None:
        seats.append((lander.name, lander.crew.value))
    for name, most in seats:
        if rotation.crew > most:
            message = f"is {rotation.crew}, but {name} on '{option.id}' seats {most:g}"
            yield fault((*here, "crew"), message)
    if rotation.stay_d > ship.endurance_d.value:
        message = (
            f"is {rotation.stay_d} d, but {ship.name} on '{option.id}' stays in lunar orbit for "
            f"{ship.endurance_d.value:g} d"
        )
        yield fault((*here, "stay_d"), message)


def _ship_is_faulty(draft: Draft, option: FlightOption) -> bool:
    """Whether an option has a ship in the file, which has its own fault."""
    place = next(at for at, one in draft.options.items() if one is option)
    return ("fleet", place, "ship") in draft.document.marks


def _shelter(
    draft: Draft, here: Path, rotation: RotationEntry, options: list[FlightOption]
) -> Iterator[Fault]:
    if all(lasts(option.lander, rotation.stay_d) for option in options):
        return
    landers = {o.lander.name: o.lander.endurance_d for o in options if o.lander}
    endurance = ", ".join(
        f"{name} {days.value:g} d" for name, days in landers.items() if days is not None
    )
    if _berths(draft) < rotation.crew and "elements" not in draft.salvaged.touched:
        message = (
            f"is {rotation.stay_d} d, longer than its lander keeps a crew ({endurance}), and the "
            f"scenario's habitats have {_berths(draft)} berths for {rotation.crew} people; add a "
            "habitat or shorten the stay"
        )
        yield draft.document.fault((*here, "stay_d"), message)
    if rotation.supplies_kg is None and "supply" not in draft.document.data:
        message = (
            f"'{rotation.id}' lives at the station for {rotation.stay_d} d, but nothing supplies "
            "it; add a supply section, or state its supplies_kg"
        )
        yield draft.document.fault(here, message)


def _berths(draft: Draft) -> int:
    kinds = [element.spec for element in draft.elements.values()]
    in_place = (draft.catalogue.elements.get(entry.kind) for entry in draft.file.in_place)
    kinds += [kind for kind in in_place if kind is not None]
    return sum(
        round(kind.crew_berths.value)
        for kind in kinds
        if kind.crew_berths is not None and kind.destination == "surface"
    )


def _supply(draft: Draft, entry: SupplyEntry) -> Iterator[Fault]:
    fault, horizon = draft.document.fault, draft.file.horizon
    if entry.until is not None and not horizon.start <= entry.until <= horizon.end:
        message = f"{entry.until} is outside the horizon, allowed {horizon.start} to {horizon.end}"
        yield fault(("supply", "until"), message)
    kind = draft.catalogue.elements.get(entry.kind)
    if kind is None:
        return
    if kind.destination != "surface" or kind.propulsion is not None:
        message = f"'{kind.id}' is no cargo for the surface, which supplies travel in"
        yield fault(("supply", "kind"), message)
    able = [option for option in draft.options.values() if _carries_cargo(option)]
    for place, name in enumerate(entry.fleet):
        option = draft.by_id.get(name)
        if option is not None and option not in able:
            message = f"'{name}' lands no cargo; name a flight option with a cargo lander"
            yield fault(("supply", "fleet", place), message)
    able = [option for option in able if not entry.fleet or option.id in entry.fleet]
    mass_kg = entry.lot_kg + kind.mass_kg.value
    most_kg = max(map(delivered_bound_kg, able), default=0.0)
    if entry.most_lots and draft.fleet_is_whole and mass_kg > most_kg:
        message = (
            f"is {entry.lot_kg:g} kg, {mass_kg:g} kg with its carrier, but no option that may "
            f"carry it delivers more than {most_kg:.0f} kg even without margins"
        )
        yield fault(("supply", "lot_kg"), message)


def _carries_cargo(option: FlightOption) -> bool:
    return option.lander is not None and option.destination == "surface" and option.ship is None
