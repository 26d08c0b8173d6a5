"""What decides a set of windows, and a window as people date it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from planner.transfers.request import DirectRequest
from planner.transfers.transfer import Transfer


@dataclass(frozen=True, slots=True, kw_only=True)
class Light:
    """A site and what its landings need: the key of a `LandingWish`."""

    lat_deg: float
    lon_deg: float
    wait_min_d: float
    wait_max_d: float
    min_sun_deg: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowSet:
    """What decides a set of windows (hashable: the key of their cache)."""

    start_tdb_jd: float
    end_tdb_jd: float
    tof_d: tuple[float, float]
    per_month: int
    request: DirectRequest
    light: Light | None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Opportunity:
    """A window as people date it; ``landing_utc`` None for flights that stay in orbit."""

    transfer: Transfer
    launch_utc: datetime
    tli_utc: datetime
    arrival_utc: datetime
    landing_utc: datetime | None

    @property
    def delivery_utc(self) -> datetime:
        """When the payload is where it is going."""
        return self.landing_utc or self.arrival_utc
