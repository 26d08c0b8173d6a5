"""The network: places between the Earth and the Moon, ways between them, and routes."""

from __future__ import annotations

from planner.logistics.network.loading import load_network, loads_network
from planner.logistics.network.routes import Answer, answer_trips

__all__ = ["Answer", "answer_trips", "load_network", "loads_network"]
