"""Supply: crew, days, excursions and machines in, kilograms by class of supply out."""

from __future__ import annotations

from planner.logistics.supply.loading import load_demand, loads_demand
from planner.logistics.supply.needs import Demand, demand_of

__all__ = ["Demand", "demand_of", "load_demand", "loads_demand"]
