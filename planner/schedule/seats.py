"""Room aboard flights while elements are placed one by one, kept free for their companions."""

from __future__ import annotations

from collections import defaultdict

from planner.schedule.domains import Domains
from planner.schedule.ledger import Ledger


class Seats:
    """Windows an element can still take, given who is aboard and who must follow.

    Parameters
    ----------
    ledger : Ledger
        Flights booked so far.
    domains : Domains
        Opportunities open to each element.
    """

    def __init__(self, ledger: Ledger, domains: Domains) -> None:
        self._ledger, self._domains = ledger, domains
        self._kept: dict[str, int] = {}
        self._kept_kg: dict[int, int] = defaultdict(int)

    def usable(self, element: str, ready_day: int) -> list[int]:
        """Windows late enough for what the element requires, with room if already booked."""
        opportunities = self._ledger.instance.opportunities
        needed_kg, aboard = self._needed_kg(element), self._ledger.aboard
        # Every window of a domain has room for the element alone.
        alone = element not in self._ledger.instance.ties.companions
        return [
            index
            for index in self._open_to(element)
            if opportunities[index].delivery_day >= ready_day
            and (
                (alone and index not in aboard)
                or (self._room_kg(index) >= needed_kg and not self._torn(element, index))
            )
        ]

    def take(self, index: int, element: str) -> None:
        """Book the element, and keep room aboard for those who must fly with it."""
        task, ties = self._ledger.instance.task, self._ledger.instance.ties
        self._ledger.book(index, element)
        if element in self._kept:
            self._kept_kg[index] -= task[element].mass_kg
            return
        for other in ties.companions.get(element, ()):
            self._kept[other] = index
            self._kept_kg[index] += task[other].mass_kg

    def _open_to(self, element: str) -> tuple[int, ...]:
        if element in self._kept:
            return tuple(i for i in self._domains[element] if i == self._kept[element])
        companions = self._ledger.instance.ties.companions.get(element, ())
        if not companions:
            return self._domains[element]
        shared = set(self._domains[element]).intersection(*(self._domains[e] for e in companions))
        return tuple(i for i in self._domains[element] if i in shared)

    def _room_kg(self, index: int) -> int:
        return self._ledger.room_kg(index) - self._kept_kg[index]

    def _needed_kg(self, element: str) -> int:
        task = self._ledger.instance.task
        if element in self._kept:
            return 0  # its room was kept
        others = self._ledger.instance.ties.companions.get(element, ())
        return task[element].mass_kg + sum(task[other].mass_kg for other in others)

    def _torn(self, element: str, index: int) -> bool:
        ties, aboard = self._ledger.instance.ties, self._ledger.aboard.get(index, ())
        return ties.torn(element, aboard)
