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
        self._pad: dict[str, list[tuple[int, int]]] = defaultdict(list)
        self._charged: dict[Payment, list[int]] = defaultdict(list)
        for index, elements in (manifests or {}).items():
            for element in elements:
                self.book(index, element)

    def book(self, index: int, element: str) -> None:
        """Put ``element`` aboard the flight at ``index``, opening the flight if new."""
        if index not in self.aboard:
            opportunity = self.instance.opportunities[index]
            self.aboard[index], self.load_kg[index] = [], 0
            for key in opportunity.launcher_years:
                self._year[key].append(index)
            for launch in opportunity.launches:
                self._pad[launch.pad].append((launch.day, index))
            for payment in self.instance.payments(index):
                self._charged[payment].append(index)
        self.aboard[index].append(element)
        self.load_kg[index] += self.instance.task[element].mass_kg

    def drop(self, index: int) -> tuple[str, ...]:
        """Cancel the flight at ``index`` and return the elements that were aboard."""
        opportunity = self.instance.opportunities[index]
        for key in opportunity.launcher_years:
            self._year[key].remove(index)
        for launch in opportunity.launches:
            self._pad[launch.pad].remove((launch.day, index))
        for payment in self.instance.payments(index):
            self._charged[payment].remove(index)
        del self.load_kg[index]
        return tuple(self.aboard.pop(index))

    def same_year(self, launcher: str, year: int) -> tuple[int, ...]:
        """Booked flights that launch one of the launcher in the calendar year, in order."""
        return tuple(sorted(set(self._year[launcher, year])))

    def full_years(self, index: int) -> tuple[tuple[str, int], ...]:
        """Launchers and years without the launches that a flight at ``index`` takes."""
        needed = self.instance.opportunities[index].launcher_years
        if len(needed) == 1:  # nearly always, and asked for every window
            full = len(self._year[needed[0]]) >= self.instance.cadence_left(*needed[0])
            return needed if full else ()
        return tuple(
            key
            for key in dict.fromkeys(needed)
            if len(self._year[key]) + needed.count(key) > self.instance.cadence_left(*key)
        )

    def busy_pads(self, index: int) -> dict[str, tuple[int, ...]]:
        """Pads that a flight at ``index`` finds busy, with the booked flights too near to it."""
        busy: dict[str, set[int]] = {}
        for launch in self.instance.opportunities[index].launches:
            turnaround_d = self.instance.pads[launch.pad].turnaround_d
            for day, other in self._pad[launch.pad]:
                if abs(day - launch.day) < turnaround_d:
                    busy.setdefault(launch.pad, set()).add(other)
        return {pad: tuple(sorted(others)) for pad, others in busy.items()}

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
        if not self.instance.budgets:
            return ()
        charge_kusd = self.instance.opportunities[index].charge_kusd
        payments = self.instance.payments(index)
        return tuple(payment for payment in payments if self.left_kusd(payment) < charge_kusd)

    def may_open(self, index: int) -> bool:
        """Whether a new flight at ``index`` keeps cadence, pad turnaround and budgets."""
        return (
            index not in self.aboard
            and not self.full_years(index)
            and not self._finds_busy_pad(index)
            and not self.short_budgets(index)
        )

    def _finds_busy_pad(self, index: int) -> bool:
        """Whether `busy_pads` has any, without the names: asked for every window."""
        for launch in self.instance.opportunities[index].launches:
            turnaround_d = self.instance.pads[launch.pad].turnaround_d
            for day, _ in self._pad[launch.pad]:
                if abs(day - launch.day) < turnaround_d:
                    return True
        return False

    def room_kg(self, index: int) -> int:
        """Capacity left aboard (kg); the whole capacity if the flight is not booked."""
        return self.instance.opportunities[index].capacity_kg - self.load_kg.get(index, 0)

    def manifests(self) -> Manifests:
        """Booked flights in launch order, elements sorted by id."""
        return {index: tuple(sorted(self.aboard[index])) for index in sorted(self.aboard)}
