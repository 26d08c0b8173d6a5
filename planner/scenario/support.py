"""Tankers and craft that are used again, every id resolved."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from pydantic import ConfigDict

from planner.catalogue import Catalogue
from planner.catalogue.fields import Model
from planner.catalogue.models import Launcher, Pad
from planner.scenario.support_entry import CraftEntry, TankersEntry


class _Resolved(Model):
    """Built by the planner from checked input, so validation only keeps it closed."""

    model_config = ConfigDict(revalidate_instances="never")


class Tankers(_Resolved):
    """Launches that fill the lander of a flight before it leaves."""

    launcher: Launcher
    """Rocket of the tankers."""
    pad: Pad
    """Their pad."""
    count: int
    """Tankers a flight takes."""
    every_d: int
    """Days from one to the next (d)."""
    last_d: int
    """Days from the last to the launch of the flight (d)."""

    @property
    def cost_musd(self) -> float:
        """Price of all of them (million US dollars)."""
        return self.count * self.launcher.cost_musd.value

    def days(self, launch: date) -> Iterator[date]:
        """Days on which they leave for a flight of a day, the first first."""
        for number in reversed(range(self.count)):
            yield launch - timedelta(days=self.last_d + number * self.every_d)


class ReusedCraft(_Resolved):
    """A tug, lander or transporter that flies again and again."""

    id: str
    """Name flight options refer to."""
    name: str
    """Name people use."""
    cycle_d: int
    """Days from the launch of one flight that uses it to that of the next (d)."""
    requires: tuple[str, ...]
    """What must work before each use."""


def tankers_of(entry: TankersEntry, catalogue: Catalogue) -> Tankers | None:
    """The tankers of an option; None if an id is unknown."""
    launcher = catalogue.launchers.get(entry.launcher)
    pad = catalogue.pads.get(entry.pad or launcher.pads[0]) if launcher else None
    if launcher is None or pad is None:
        return None
    return Tankers(
        launcher=launcher, pad=pad, count=entry.count, every_d=entry.every_d, last_d=entry.last_d
    )


def craft_of(name: str | None, entries: Iterable[CraftEntry]) -> ReusedCraft | None:
    """The craft of a name; None if there is none."""
    found = next((one for one in entries if one.id == name), None)
    if found is None:
        return None
    return ReusedCraft(
        id=found.id, name=found.name or found.id, cycle_d=found.cycle_d, requires=found.requires
    )
