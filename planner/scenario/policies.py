"""Rules the planner keeps: orbits, times of flight, margins, light at landing."""

from __future__ import annotations

from typing import Annotated, Self, TypeAlias

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from planner.catalogue.fields import Flag, Model, Real, Whole

#: Times of flight (d) the direct transfer is flown for, ``planner.transfers.direct``.
_TofD: TypeAlias = Annotated[Real, Field(ge=2.5, le=6.5)]


class TofRange(Model):
    """Shortest and longest flight from TLI to perilune (days)."""

    min: _TofD = 3.0
    """Shortest (d)."""
    max: _TofD = 6.0
    """Longest (d)."""

    @model_validator(mode="after")
    def _runs_upwards(self) -> Self:
        if self.min > self.max:
            raise PydanticCustomError("tof_order", "min must not be greater than max")
        return self


class Policies(Model):
    """Rules and margins; the defaults are those of the shipped scenarios."""

    parking_alt_km: Annotated[Real, Field(ge=150.0, le=1000.0)] = 200.0
    """Altitude of the circular parking orbit (km)."""
    perilune_alt_km: Annotated[Real, Field(ge=15.0, le=20_000.0)] = 100.0
    """Altitude of the circular lunar orbit flown to unless an option says otherwise (km)."""
    lunar_inclination_deg: Annotated[Real, Field(ge=0.0, le=180.0)] = 90.0
    """Inclination of that orbit on the Moon's equator (deg)."""
    tof_d: TofRange = TofRange()
    """Shortest and longest flight from TLI to perilune (d)."""
    windows_per_month: Annotated[Whole, Field(ge=1, le=8)] = 2
    """Launch windows computed for each flight option and month."""
    dv_margin: Annotated[Real, Field(ge=0.0, le=0.5)] = 0.05
    """Part added to every speed change of lander and craft (0.05 is 5 %)."""
    launch_mass_margin: Annotated[Real, Field(ge=0.0, le=0.5)] = 0.05
    """Part of the launcher's mass kept back (0.05 is 5 %)."""
    propellant_residual: Annotated[Real, Field(ge=0.0, le=0.2)] = 0.02
    """Part of the propellant that cannot be burnt (0.02 is 2 %)."""
    hover_s: Annotated[Real, Field(ge=0.0, le=600.0)] = 30.0
    """Hover before touchdown (s)."""
    descent_start_alt_km: Annotated[Real, Field(ge=5.0, le=100.0)] = 15.0
    """Altitude at which powered descent starts (km)."""
    landing_wait_max_d: Annotated[Real, Field(ge=0.0, le=60.0)] = 14.0
    """Longest wait in lunar orbit for light at the site (d)."""
    landing_wait_min_d: Annotated[Real, Field(ge=0.0, le=30.0)] = 2.0
    """Shortest stay in lunar orbit before descent, for orbit determination (d)."""
    landing_sun_margin_deg: Annotated[Real, Field(ge=-5.0, le=30.0)] | None = 0.0
    """Elevation of the Sun above the site's effective horizon at landing (deg); null: any."""
    power_balance: Flag = False
    """Whether what works may never use more power than what works gives, by day and at night."""

    @model_validator(mode="after")
    def _the_wait_runs_upwards(self) -> Self:
        if self.landing_wait_min_d > self.landing_wait_max_d:
            raise PydanticCustomError(
                "wait_order", "landing_wait_min_d must not be greater than landing_wait_max_d"
            )
        return self


class SolverSettings(Model):
    """How long the optimiser may search, and from which seed."""

    time_limit_s: Annotated[Real, Field(gt=0.0, le=3600.0)] = 20.0
    """Longest search (s)."""
    seed: Annotated[Whole, Field(ge=0, le=2**31 - 1)] = 1
    """Seed of the search."""
