"""What the author fixed beforehand, made ready for the search.

A pin places elements on options and launch days, ties elements to one flight,
keeps them on different flights, or closes options. Days are ordinals.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from planner.schedule.problem import Pin


@dataclass(frozen=True, slots=True)
class Ties:
    """Pins in the form the search asks them.

    Attributes
    ----------
    placed : dict[str, tuple[Pin, ...]]
        Pins that say where or when an element flies; none for elements without.
    companions : dict[str, tuple[str, ...]]
        The other elements that share the element's flight, sorted.
    apart : dict[str, frozenset[str]]
        Elements that must not be aboard the element's flight.
    """

    placed: Mapping[str, tuple[Pin, ...]]
    companions: Mapping[str, tuple[str, ...]]
    apart: Mapping[str, frozenset[str]]

    def allow(self, element: str, *, option: str, launch_day: int) -> bool:
        """Whether the element may fly on the option that day."""
        return all(
            pin.speaks_of(option=option, launch_day=launch_day)
            for pin in self.placed.get(element, ())
        )

    def torn(self, element: str, aboard: Iterable[str]) -> bool:
        """Whether the element must not fly with one of those aboard."""
        return not self.apart.get(element, frozenset()).isdisjoint(aboard)


def ties_of(pins: Iterable[Pin], elements: Iterable[str]) -> Ties:
    """Gather pins by element; what shares a flight shares its places and what it is kept from."""
    pins, everything = tuple(pins), frozenset(elements)
    family: dict[str, frozenset[str]] = {}
    for pin in pins:
        if pin.kind in {"together", "flight"}:
            mine = [family.get(element, frozenset((element,))) for element in pin.elements]
            whole = frozenset().union(*mine)
            family |= dict.fromkeys(whole, whole)
    placed: dict[str, tuple[Pin, ...]] = {}
    apart: dict[str, frozenset[str]] = {}
    for pin in pins:
        if pin.kind in {"place", "flight"}:
            for element in frozenset().union(*(family.get(e, {e}) for e in pin.elements)):
                placed[element] = (*placed.get(element, ()), pin)
        for one, others in _kept_apart(pin, everything):
            for element in family.get(one, (one,)):
                apart[element] = apart.get(element, frozenset()) | others
                for other in others:
                    apart[other] = apart.get(other, frozenset()) | {element}
    companions = {e: tuple(sorted(whole - {e})) for e, whole in family.items() if len(whole) > 1}
    return Ties(placed=placed, companions=companions, apart=apart)


def _kept_apart(pin: Pin, everything: frozenset[str]) -> list[tuple[str, frozenset[str]]]:
    if pin.kind == "apart":
        return [(e, frozenset(pin.elements) - {e}) for e in pin.elements]
    if pin.kind == "flight":
        return [(pin.elements[0], everything - frozenset(pin.elements))]
    return []


def with_shared_needs(
    needs: Mapping[str, tuple[str, ...]], ties: Ties
) -> dict[str, tuple[str, ...]]:
    """What each element waits for once it waits for its companions' needs too.

    Implied by the pins, and it lets each element be looked at alone.
    """
    shared = dict(needs)
    for element, others in ties.companions.items():
        more = {need for other in others for need in shared[other]}
        shared[element] = (
            *shared[element],
            *sorted(more - {element, *others, *shared[element]}),
        )
    return shared
