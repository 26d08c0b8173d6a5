"""A demand file with everything it refers to at hand."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from planner.catalogue.models import MaintenanceClass, SupplyClass, SupplyRateSet
from planner.logistics.supply.file import CargoEntry, DemandFile, ElementEntry, ExtraEntry


@dataclass(frozen=True, slots=True, kw_only=True)
class DemandPlan:
    """What is asked for, its names looked up.

    Attributes
    ----------
    file : DemandFile
    rates : SupplyRateSet
    elements : tuple[tuple[ElementEntry, float, MaintenanceClass], ...]
        With the mass of one (kg) and its class.
    science, propellant : tuple[CargoEntry, ...]
    extra : tuple[ExtraEntry, ...]
    classes : Mapping[int, SupplyClass]
        By SpaceNet's number.
    """

    file: DemandFile
    rates: SupplyRateSet
    elements: tuple[tuple[ElementEntry, float, MaintenanceClass], ...]
    science: tuple[CargoEntry, ...]
    propellant: tuple[CargoEntry, ...]
    extra: tuple[ExtraEntry, ...]
    classes: Mapping[int, SupplyClass]

    @property
    def eva_count(self) -> int:
        """Excursions made."""
        eva = self.file.eva
        if eva is None:
            return 0
        if eva.count is not None:
            return eva.count
        return math.floor((eva.per_week or 0.0) * self.file.stay_d / 7.0 + 1e-9)

    @property
    def eva_crew_h(self) -> float:
        """Hours outside, of all who go (h)."""
        eva = self.file.eva
        return 0.0 if eva is None else self.eva_count * eva.duration_h * eva.crew

    def closure(self, name: str | None) -> float:
        """Part a loop gives back."""
        if name is None:
            return 0.0
        default = next(one.default_fraction.value for one in self.rates.closures if one.id == name)
        return self.file.closures.get(name, default)
