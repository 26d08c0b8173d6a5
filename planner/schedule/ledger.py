"""Flights booked so far, and whether one more launch fits launchers, pads and budgets."""

from __future__ import annotations

from collections import defaultdict

from planner.schedule.instance import Instance, Payment

Manifests = dict[int, tuple[str, ...]]


class Ledger:
    """Launches by opportunity index, with the elements aboard each.

    Parameters
    ----------
    instance : Instance
    manifests : dict[int, tuple[str, ...]], optional
        Flights to book at once, taken as given.
    """

    def __init__(self, instance: Instance, manifests: Manifests | None = None) -> None:
        self.instance = instance
        self.aboard: dict[int, list[str]] = {}
        self.load_kg: dict[int, int] = {}
        self._year: dict[tuple[str, int], list[int]] = defaultdict(list)
        self._pad: dict[str, list[int]] = defaultdict(list)
        self._charged: dict[Payment, list[int]] = defaultdict(list)
        for index, elements in (manifests or {}).items():
            for element in elements:
                self.book(index, element)

    def book(self, index: int, element: str) -> None:
        """Put ``element`` aboard the flight at ``index``, opening the flight if new."""
        if index not in self.aboard:
            opportunity = self.instance.opportunities[index]
            self.aboard[index], self.load_kg[index] = [], 0
            self._year[opportunity.launcher, opportunity.year].append(index)
            self._pad[opportunity.pad].append(index)
            for payment in self.instance.payments(index):
                self._charged[payment].append(index)
        self.aboard[index].append(element)
        self.load_kg[index] += self.instance.task[element].mass_kg

    def drop(self, index: int) -> tuple[str, ...]:
        """Cancel the flight at ``index`` and return the elements that were aboard."""
        opportunity = self.instance.opportunities[index]
        self._year[opportunity.launcher, opportunity.year].remove(index)
        self._pad[opportunity.pad].remove(index)
        for payment in self.instance.payments(index):
            self._charged[payment].remove(index)
        del self.load_kg[index]
        return tuple(self.aboard.pop(index))

    def same_year(self, index: int) -> tuple[int, ...]:
        """Booked flights of the same launcher in the same calendar year, in launch order."""
        opportunity = self.instance.opportunities[index]
        return tuple(sorted(self._year[opportunity.launcher, opportunity.year]))

    def cadence_full(self, index: int) -> bool:
        """Whether the launcher has no launch left in the year of ``index``."""
        here = self.instance.opportunities[index]
        return len(self.same_year(index)) >= self.instance.cadence_left(here.launcher, here.year)

    def pad_conflicts(self, index: int) -> tuple[int, ...]:
        """Booked flights that leave the pad less than its turnaround from ``index``."""
        opportunities = self.instance.opportunities
        here = opportunities[index]
        turnaround_d = self.instance.pads[here.pad].turnaround_d
        return tuple(
            sorted(
                other
                for other in self._pad[here.pad]
                if abs(opportunities[other].launch_day - here.launch_day) < turnaround_d
            )
        )

    def charged(self, payment: Payment) -> tuple[int, ...]:
        """Booked flights charged to a budget, in launch order."""
        return tuple(sorted(self._charged[payment]))

    def left_kusd(self, payment: Payment) -> int:
        """Money left in a budget (thousand US dollars)."""
        opportunities = self.instance.opportunities
        spent = sum(opportunities[index].charge_kusd for index in self._charged[payment])
        return self.instance.budgets[payment] - spent

    def short_budgets(self, index: int) -> tuple[Payment, ...]:
        """Budgets that do not have the money for one more launch at ``index``."""
        charge_kusd = self.instance.opportunities[index].charge_kusd
        payments = self.instance.payments(index)
        return tuple(payment for payment in payments if self.left_kusd(payment) < charge_kusd)

    def may_open(self, index: int) -> bool:
        """Whether a new flight at ``index`` keeps cadence, pad turnaround and budgets."""
        return (
            index not in self.aboard
            and not self.cadence_full(index)
            and not self.pad_conflicts(index)
            and not self.short_budgets(index)
        )

    def room_kg(self, index: int) -> int:
        """Capacity left aboard (kg); the whole capacity if the flight is not booked."""
        return self.instance.opportunities[index].capacity_kg - self.load_kg.get(index, 0)

    def manifests(self) -> Manifests:
        """Booked flights in launch order, elements sorted by id."""
        return {index: tuple(sorted(self.aboard[index])) for index in sorted(self.aboard)}
