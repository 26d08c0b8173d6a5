"""Items and tanks while the events pass, and how they look at one moment."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from planner.logistics.stacks.file import ItemEntry, TankEntry
from planner.logistics.stacks.tank_name import full_name


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemMass:
    """An item at one moment.

    Attributes
    ----------
    id : str
    stack : str
        Stack it is part of.
    dry_kg : float
        Mass without propellant, growth included.
    propellant_kg : Mapping[str, float]
        What each tank holds.
    """

    id: str
    stack: str
    dry_kg: float
    propellant_kg: Mapping[str, float]

    @property
    def mass_kg(self) -> float:
        """Mass with propellant."""
        return self.dry_kg + sum(self.propellant_kg.values())


@dataclass(slots=True)
class Tank:
    """A tank as it is now.

    ``peak_kg`` is the most it has held: the part that cannot be burnt is a share of it.
    """

    name: str
    entry: TankEntry
    residual_fraction: float
    kg: float
    peak_kg: float

    @property
    def usable_kg(self) -> float:
        """Propellant that can still be burnt (kg)."""
        return max(0.0, self.kg - self.residual_fraction * self.peak_kg)

    @property
    def room_kg(self) -> float:
        """Propellant that still fits in (kg)."""
        capacity = self.entry.capacity_kg
        return (self.entry.propellant_kg if capacity is None else capacity) - self.kg

    def add(self, kg: float) -> None:
        """Fill or, with a negative mass, empty it (kg)."""
        self.kg += kg
        self.peak_kg = max(self.peak_kg, self.kg)


@dataclass(slots=True)
class Item:
    """An item as it is now; ``stack`` is None once it is gone."""

    id: str
    dry_kg: float
    tanks: dict[str, Tank]
    stack: str | None

    @property
    def mass_kg(self) -> float:
        """Mass with propellant (kg)."""
        return self.dry_kg + sum(tank.kg for tank in self.tanks.values())


class State:
    """Every item, where it is and what it weighs.

    Parameters
    ----------
    entries : iterable of ItemEntry
    where : Mapping[str, str]
        Stack of each item at the start.
    growth : Mapping[str, float]
        Factor on the dry mass of each item, 1 for none.
    residual_fraction : float
        Share of the propellant held at most that a tank cannot give.
    """

    def __init__(
        self,
        entries: Iterable[ItemEntry],
        *,
        where: Mapping[str, str],
        growth: Mapping[str, float],
        residual_fraction: float,
    ) -> None:
        self.items = {
            entry.id: Item(
                id=entry.id,
                dry_kg=entry.dry_mass_kg * growth[entry.id],
                tanks={tank.id: _full(entry, tank, residual_fraction) for tank in entry.tanks},
                stack=where[entry.id],
            )
            for entry in entries
        }

    def tank(self, name: str) -> Tank:
        """Return a tank by its name, the item's alone if it has one tank."""
        item, _, tank = name.partition(".")
        tanks = self.items[item].tanks
        return tanks[tank] if tank else next(iter(tanks.values()))

    def live(self) -> list[Item]:
        """Return the items that are still there."""
        return [item for item in self.items.values() if item.stack is not None]

    def stack_of(self, name: str) -> str:
        """Return the stack a tank or item is in."""
        return str(self.items[name.partition(".")[0]].stack)

    def stacks_kg(self) -> dict[str, float]:
        """Return the mass of every stack (kg)."""
        masses: dict[str, float] = {}
        for item in self.live():
            masses[str(item.stack)] = masses.get(str(item.stack), 0.0) + item.mass_kg
        return masses

    def boil(self, days: float) -> float:
        """Let time pass; return what boiled off (kg)."""
        lost = 0.0
        for tank in (tank for item in self.live() for tank in item.tanks.values()):
            gone = tank.kg * (1.0 - (1.0 - tank.entry.boiloff_per_d) ** days)
            tank.add(-gone)
            lost += gone
        return lost

    def snapshot(self) -> tuple[ItemMass, ...]:
        """Return every item that is still there."""
        return tuple(
            ItemMass(
                id=item.id,
                stack=str(item.stack),
                dry_kg=item.dry_kg,
                propellant_kg={key: tank.kg for key, tank in item.tanks.items()},
            )
            for item in self.live()
        )


def _full(item: ItemEntry, tank: TankEntry, residual_fraction: float) -> Tank:
    name = full_name(item, tank.id)
    kg = tank.propellant_kg
    return Tank(name=name, entry=tank, residual_fraction=residual_fraction, kg=kg, peak_kg=kg)
