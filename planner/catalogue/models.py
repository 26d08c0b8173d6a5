"""Every model of the catalogue under one name."""

from __future__ import annotations

from planner.catalogue.margins import GrowthClass, MarginPolicy
from planner.catalogue.places import Pad, Site, Station
from planner.catalogue.programme import Destination, ElementKind, ElementPropulsion, Partner
from planner.catalogue.quantities import Confidence, DatedFact, Quantity, Source
from planner.catalogue.supply import MaintenanceClass, SupplyClass, SupplyRate, SupplyRateSet
from planner.catalogue.vehicles import (
    AnchorPerformance,
    BurnName,
    Lander,
    Launcher,
    Performance,
    Ship,
    Stage,
    TablePerformance,
)

__all__ = [
    "AnchorPerformance",
    "BurnName",
    "Confidence",
    "DatedFact",
    "Destination",
    "ElementKind",
    "ElementPropulsion",
    "GrowthClass",
    "Lander",
    "Launcher",
    "MaintenanceClass",
    "MarginPolicy",
    "Pad",
    "Partner",
    "Performance",
    "Quantity",
    "Ship",
    "Site",
    "Source",
    "Stage",
    "Station",
    "SupplyClass",
    "SupplyRate",
    "SupplyRateSet",
    "TablePerformance",
]
