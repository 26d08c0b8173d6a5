"""Serial schedule generation: one element after another is given a flight that still fits.

An element is taken once all it waits for has its flight and there is enough for it in
every balance. When nothing can be taken, an optional element is brought in that gives to
a balance short of something, or that a flight option requires.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from planner.schedule.balances import BalanceBook, is_closed
from planner.schedule.domains import Domains
from planner.schedule.instance import Instance
from planner.schedule.ledger import Ledger, Manifests
from planner.schedule.opportunity import Opportunity
from planner.schedule.presence import brought_along
from planner.schedule.profiles import gives
from planner.schedule.seats import Seats

Priority = Mapping[str, tuple[float, ...]]
Choice = Callable[[Ledger, list[int]], int | None]


class Serial:
    """One plan being made.

    Parameters
    ----------
    instance : Instance
    domains : Domains
        Opportunities open to each element.
    selection : frozenset[str]
        Elements to deliver; what they require is among them.
    priority : dict[str, tuple[float, ...]]
        Of the elements that can be taken, the least is.
    """

    def __init__(
        self, instance: Instance, domains: Domains, selection: frozenset[str], priority: Priority
    ) -> None:
        self._instance, self._domains, self._priority = instance, domains, priority
        self._ledger, self._book = Ledger(instance), BalanceBook(instance)
        self._seats = Seats(self._ledger, domains)
        self._done: dict[str, int] = {}
        self._helpers: set[str] = set()
        self._refused: set[str] = set()
        self._skipped: set[str] = set()
        self._support: dict[str, set[frozenset[str]]] = {}
        self._select(selection)

    def plan(self, choose: Choice, *, partial: bool = False) -> Manifests | None:
        """Place everything; None if that fails, or what could be placed if ``partial``."""
        while self._selected - self._done.keys() - self._skipped:
            served = [e for e in self._open if self._is_served(e)]
            if not served:
                if self._bring_help():
                    continue
                return self._ledger.manifests() if partial else None
            element = min(served, key=lambda e: (self._priority[e], e))
            self._open.remove(element)
            index = choose(self._ledger, self._usable(element))
            if index is not None:
                self._take(index, element)
            elif element in self._helpers and not self._torn_if_dropped(element):
                self._drop(element)
            elif partial:
                self._skipped.add(element)
            else:
                return None
        return self._ledger.manifests()

    def _select(self, selection: frozenset[str]) -> None:
        """Work out anew what waits for what among the elements to deliver."""
        tasks, self._selected = self._instance.task, selection
        self._waiting: dict[str, int] = {}
        self._ready_day = dict.fromkeys(selection, self._instance.start_day)
        for element in selection - self._done.keys() - self._skipped:
            task = tasks[element]
            waited = {*task.requires, *(e for e in task.awaits if e in selection)}
            placed = [self._done[e] for e in waited if e in self._done]
            self._ready_day[element] = max([self._instance.start_day, *placed])
            self._waiting[element] = len(waited) - len(placed)
        self._open = [element for element, count in self._waiting.items() if count == 0]

    def _is_served(self, element: str) -> bool:
        return self._book.short(element) is None and not self._unsupported(element)

    def _unsupported(self, element: str) -> frozenset[str]:
        """What is missing to every flight that could carry the element; empty if to none."""
        if not self._instance.supporting:
            return frozenset()
        if element not in self._support:
            opportunities, options = self._instance.opportunities, self._instance.options
            open_to = {opportunities[i].option for i in self._domains[element]}
            self._support[element] = {frozenset(options[option].requires) for option in open_to}
        lacking = [required - self._done.keys() for required in self._support[element]]
        return frozenset[str]().union(*lacking) if all(lacking) else frozenset()

    def _usable(self, element: str) -> list[int]:
        """Windows open to the element, with enough in every balance and all a flight requires."""
        usable = self._seats.usable(element, self._ready_day[element])
        opportunities = self._instance.opportunities
        if closed := self._book.closed(element):
            wait_d = self._instance.task[element].commissioning_d
            usable = [
                i for i in usable if not is_closed(closed, opportunities[i].delivery_day + wait_d)
            ]
        if not self._instance.supporting:
            return usable
        return [i for i in usable if self._supported(opportunities[i])]

    def _supported(self, here: Opportunity) -> bool:
        required = self._instance.options[here.option].requires
        return all(e in self._done and self._done[e] <= here.first_day for e in required)

    def _take(self, index: int, element: str) -> None:
        self._seats.take(index, element)
        wait_d = self._instance.task[element].commissioning_d
        done = self._instance.opportunities[index].delivery_day + wait_d
        self._done[element] = done
        self._book.book(element, done)
        for successor in self._instance.successors[element]:
            if successor in self._waiting:
                self._ready_day[successor] = max(self._ready_day[successor], done)
                self._waiting[successor] -= 1
                if self._waiting[successor] == 0:
                    self._open.append(successor)

    def _bring_help(self) -> bool:
        """Select one more optional element of use to one that waits; False if there is none."""
        for waiting in sorted(self._open, key=lambda e: (self._priority[e], e)):
            short = self._book.short(waiting)
            useful = (
                self._unsupported(waiting)
                if short is None
                else {e for e, p in self._instance.profiles[short].items() if gives(p)}
            )
            for helper in sorted(useful - self._selected - self._refused):
                if self._brought(helper):
                    return True
        return False

    def _brought(self, helper: str) -> bool:
        instance = self._instance
        along = brought_along(instance.task, instance.ties.companions, (helper,)) - self._selected
        late = {e for placed in self._done for e in instance.task[placed].awaits}
        if any(self._fixed(e) for e in along) or along & late:
            self._refused.add(helper)
            return False
        self._helpers |= along
        self._select(self._selected | along)
        return True

    def _fixed(self, element: str) -> bool:
        """Whether an element not selected is to stay away, by what was chosen or for good."""
        return not self._domains[element] or not self._instance.task[element].optional

    def _torn_if_dropped(self, element: str) -> bool:
        """Whether one that shares the element's flight flies already."""
        return not self._done.keys().isdisjoint(self._instance.ties.companions.get(element, ()))

    def _drop(self, element: str) -> None:
        """Give up a helper, those that require it, and those that share its flight."""
        lost, tasks, tied = {element}, self._instance.task, self._instance.ties.companions
        while more := {
            e for e in self._helpers - lost if lost & {*tasks[e].requires, *tied.get(e, ())}
        }:
            lost |= more
        self._refused |= lost
        self._helpers -= lost
        self._select(self._selected - lost)
