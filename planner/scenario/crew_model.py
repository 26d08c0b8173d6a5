"""Crews, their ships and their supplies as the planner sees them: every id resolved."""

from __future__ import annotations

from datetime import date

from pydantic import ConfigDict

from planner.catalogue.fields import Model
from planner.catalogue.models import Launcher, MaintenanceClass, Pad, Ship, SupplyRateSet
from planner.scenario.crew_entry import EvasEntry


class _Resolved(Model):
    """Built by the planner from checked input, so validation only keeps it closed."""

    model_config = ConfigDict(revalidate_instances="never")


class ShipLeg(_Resolved):
    """The ship of a crewed flight option, and its own launch."""

    launcher: Launcher
    """Rocket."""
    ship: Ship
    """Ship."""
    pad: Pad
    """Launch pad."""
    wait_min_d: float
    """Shortest time from the lander's launch to the ship's (d)."""
    wait_max_d: float
    """Longest (d)."""

    @property
    def cost_musd(self) -> float:
        """Price of the ship's launch and of the ship (million US dollars)."""
        return self.launcher.cost_musd.value + self.ship.cost_musd.value


class Rotation(_Resolved):
    """A crew that lands, stays and goes home."""

    id: str
    """Name of the rotation."""
    name: str
    """Name people use."""
    fleet: tuple[str, ...]
    """Flight options that may carry it."""
    crew: int
    """People."""
    stay_d: int
    """Days on the surface (d)."""
    phase: str
    """Phase it belongs to."""
    earliest: date | None
    """First day its lander may be launched (UTC)."""
    due: date | None
    """Last day on which it must land (UTC)."""
    requires: tuple[str, ...]
    """What must work before it lands."""
    optional: bool
    """Whether a plan may leave it out."""
    completes: bool
    """Whether completion waits for its landing."""
    samples_kg: float
    """What it takes home (kg)."""
    supplies_kg: float | None
    """Supplies it takes down itself (kg); None: all it needs if it lives in its lander."""
    evas: EvasEntry | None
    """Excursions."""
    in_lander: bool
    """Whether it lives in its lander, whose endurance covers the stay on every option."""


class Crews(_Resolved):
    """All rotations and the rates they live on."""

    rates: SupplyRateSet
    """Rate set."""
    closures: tuple[tuple[str, float], ...]
    """Part given back by each loop the author speaks of."""
    crew_mass_kg: float
    """Mass of one of the crew (kg)."""
    reserve_d: int
    """Days of reserve (d)."""
    rendezvous_d: float
    """Days a rendezvous takes (d)."""
    rotations: tuple[Rotation, ...]
    """Crews, in the order of the file."""


class Supply(_Resolved):
    """Resupply lots and spares."""

    lot_kg: float
    """What one lot holds (kg)."""
    kind: str
    """Kind of element it travels in."""
    fleet: tuple[str, ...]
    """Flight options that may carry lots; empty: any."""
    most_lots: int
    """Most lots a plan may fly."""
    in_place_kg: float
    """What is there at the start (kg)."""
    spares: bool
    """Whether elements take spares."""
    until: date
    """Last day for which supplies must suffice (UTC)."""
    maintenance: tuple[MaintenanceClass, ...]
    """Classes by which spares are reckoned."""

    @property
    def lots(self) -> tuple[str, ...]:
        """Ids of the lots, in the order in which they are flown."""
        return tuple(f"supply-{number:02d}" for number in range(1, self.most_lots + 1))
