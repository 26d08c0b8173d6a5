"""Every model of the catalogue under one name."""

from __future__ import annotations

from planner.catalogue.places import Pad, Site, Station
from planner.catalogue.programme import Destination, ElementKind, ElementPropulsion, Partner
from planner.catalogue.quantities import Confidence, DatedFact, Quantity, Source
from planner.catalogue.vehicles import (
    AnchorPerformance,
    BurnName,
    Lander,
    Launcher,
    Performance,
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
    "Lander",
    "Launcher",
    "Pad",
    "Partner",
    "Performance",
    "Quantity",
    "Site",
    "Source",
    "Stage",
    "Station",
    "TablePerformance",
]
