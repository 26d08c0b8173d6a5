"""Power that cannot suffice in any order: a fault before anything is planned."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from itertools import product
from typing import Final, TypeAlias

from planner.scenario.faults import Fault
from planner.scenario.model import Choice
from planner.scenario.resolve import Draft, power_of

#: Where power is shared, in words.
PLACES: Final = {"surface": "on the surface", "lunar_orbit": "in lunar orbit"}
#: Columns of power, in words.
HOURS: Final = {"power_kw": "by day", "power_night_kw": "at night"}
_PARTS: Final = frozenset({"elements", "alternatives", "in_place", "catalogue", "policies"})
_ROUNDING_KW: Final = 1e-6
#: Combinations of choices that are looked through; with more, the planner itself finds out.
_MOST_COMBINATIONS: Final = 512

#: Place and column of power.
_Grid: TypeAlias = tuple[str, str]
_Powers: TypeAlias = Mapping[_Grid, list[float]]


def power_faults(draft: Draft) -> Iterator[Fault]:
    """Return where the power rule is asked for and its sources are too few for its users.

    Silent if an entry was left out of the draft: it might be the missing source.
    """
    whole = len(draft.elements) == len(draft.file.elements) and not _PARTS & draft.salvaged.touched
    if not (draft.file.policies.power_balance and whole):
        return
    there = _in_place(draft)
    short = [grid for grid, powers in there.items() if sum(powers) < -_ROUNDING_KW]
    for place, column in short:
        what = f"what is in place {PLACES[place]}"
        yield _fault(draft, there[place, column], what, HOURS[column])
    grids = [grid for grid in there if grid not in short]
    best: tuple[float, str, _Powers] | None = None
    for chosen in _combinations(draft):
        powers = _at_work(draft, there, chosen)
        missing_kw = -sum(min(0.0, sum(powers[grid])) for grid in grids)
        if best is None or missing_kw < best[0]:
            best = missing_kw, _words(draft, chosen), powers
    if best is not None:
        for place, column in grids:
            if sum(best[2][place, column]) < -_ROUNDING_KW:
                what = f"everything at work {PLACES[place]}{best[1]}"
                yield _fault(draft, best[2][place, column], what, HOURS[column])


def _combinations(draft: Draft) -> Iterable[tuple[Choice, ...]]:
    """Return what may be chosen of all alternatives together; nothing if it is too much."""
    flown = [n for past in draft.history.values() if past.delivered for n in past.elements]
    left = [alternative.open_to(flown) for alternative in draft.alternatives.values()]
    if math.prod(map(len, left)) > _MOST_COMBINATIONS:
        return ()
    return product(*left)


def _at_work(draft: Draft, there: _Powers, chosen: Iterable[Choice]) -> _Powers:
    """Powers of everything that works in the end; of what is optional only what it gives."""
    powers = {grid: [*found] for grid, found in there.items()}
    members = {name for one in draft.alternatives.values() for name in one.members}
    delivered = {name for one in chosen for name in one.elements}
    for element in draft.elements.values():
        if element.id in members and element.id not in delivered:
            continue
        for column in HOURS:
            power_kw: float = getattr(element, column)
            if power_kw > 0 or not element.optional:
                powers[element.destination, column].append(power_kw)
    return powers


def _words(draft: Draft, chosen: tuple[Choice, ...]) -> str:
    pairs = zip(draft.alternatives.values(), chosen, strict=True)
    return "".join(f" with '{choice.id}' for '{one.id}'" for one, choice in pairs)


def _in_place(draft: Draft) -> _Powers:
    powers: dict[_Grid, list[float]] = {(place, hour): [] for place in PLACES for hour in HOURS}
    for entry in draft.file.in_place:
        kind = draft.catalogue.elements.get(entry.kind)
        if kind is not None:
            for column, power_kw in power_of(entry, kind).items():
                powers[kind.destination, column].append(power_kw)
    return powers


def _fault(draft: Draft, powers: list[float], what: str, when: str) -> Fault:
    gives, uses = sum(p for p in powers if p > 0), -sum(p for p in powers if p < 0)
    message = (
        f"is true, but {what} gives {gives:.6g} kW and uses {uses:.6g} kW {when}; add a source, "
        "use less, or state what is used at night (power_night_kw)"
    )
    return draft.document.fault(("policies", "power_balance"), message)
