"""Where Sun and Earth stand over a site at noon of every day of a span."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from planner.campaign.compass import Direction
from views.jobs.task import Report, Task, content_key

_NOON: Final = time(12, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class SkyTask(Task[tuple[tuple[Direction, ...], tuple[Direction, ...]]]):
    """Sun and Earth from a place on the Moon (deg), day by day from ``first`` to ``last``."""

    lat_deg: float
    lon_deg: float
    first: date
    last: date

    @property
    def key(self) -> str:
        """The place and the days."""
        return content_key(self.lat_deg, self.lon_deg, self.first, self.last)

    @property
    def name(self) -> str:
        """Names the days."""
        return f"sky from {self.first} to {self.last}"

    def run(self, report: Report) -> tuple[tuple[Direction, ...], tuple[Direction, ...]]:
        """Compute."""
        from planner.campaign.sky import directions

        report("computing where Sun and Earth stand", 0.0)
        days = (self.last - self.first).days + 1
        noons = [datetime.combine(self.first + timedelta(days=n), _NOON) for n in range(days)]
        sun, earth = (
            directions(body, lat_deg=self.lat_deg, lon_deg=self.lon_deg, instants_utc=noons)
            for body in ("sun", "earth")
        )
        return sun, earth
