"""Orbits to wait in between the Earth and the Moon's surface: NRHO, DRO, halo.

`planner.astro.halo` and `planner.astro.dro` in kilometres and days. Validity: the
CR3BP; in the real field such orbits are kept by small burns, and their kilometres and
days depend on the unit of length and time chosen (2 % between authors).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from planner.astro.constants import (
    CR3BP_LENGTH_KM,
    CR3BP_MU,
    CR3BP_TIME_S,
    EARTH_RADIUS_KM,
    MOON_RADIUS_KM,
    SECONDS_PER_DAY,
    SYNODIC_MONTH_D,
)
from planner.astro.dro import dro_orbit
from planner.astro.halo import Branch, Point, halo_orbit
from planner.astro.periodic import PeriodicOrbit, Quantity
from planner.astro.symmetric import NotInFamilyError

Family = Literal["nrho", "dro", "halo"]
PickedBy = Literal["resonance", "period_d", "period_tu", "perilune_km", "jacobi", "az_km"]


class _Turn(NamedTuple):
    """From what a person says to a non-dimensional value, and back."""

    factor: float
    inverse: bool = False

    def there(self, value: float) -> float:
        return self.factor / value if self.inverse else self.factor * value

    def back(self, value: float) -> float:
        return self.factor / value if self.inverse else value / self.factor


@dataclass(frozen=True, slots=True, kw_only=True)
class SystemUnits:
    """Mass ratio, unit of length and of time; those of JPL's catalogue if absent."""

    mu: float = CR3BP_MU
    length_unit_km: float = CR3BP_LENGTH_KM
    time_unit_s: float = CR3BP_TIME_S

    @property
    def time_unit_d(self) -> float:
        """Unit of time in days."""
        return self.time_unit_s / SECONDS_PER_DAY


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class StagingOrbit:
    """A periodic orbit and the units that turn it into kilometres and days.

    ``point`` and ``branch`` are None for a DRO.
    """

    family: Family
    point: Point | None
    branch: Branch | None
    units: SystemUnits
    orbit: PeriodicOrbit

    def as_dict(self) -> dict[str, Any]:
        """Return what a script reads; distances are from the Moon's centre."""
        orbit, units = self.orbit, self.units
        about = {} if self.point is None else {"point": self.point, "branch": self.branch}
        return {
            "family": self.family,
            **about,
            "mu": units.mu,
            "length_unit_km": units.length_unit_km,
            "time_unit_s": units.time_unit_s,
            "initial_state": orbit.state.tolist(),
            "period_tu": orbit.period,
            "period_d": orbit.period * units.time_unit_d,
            "perilune_km": orbit.perilune * units.length_unit_km,
            "apolune_km": orbit.apolune * units.length_unit_km,
            "jacobi_constant": orbit.jacobi,
            "stability": orbit.stability,
            "eigenvalues": [[float(x.real), float(x.imag)] for x in orbit.eigenvalues],
            "closure": orbit.closure,
        }


def staging_orbit(
    *,
    family: Family,
    picked_by: PickedBy,
    value: float,
    point: Point = "L2",
    branch: Branch = "southern",
    units: SystemUnits | None = None,
) -> StagingOrbit:
    """Find the first orbit of a family that has what is asked for.

    Parameters
    ----------
    picked_by, value
        ``resonance``: periods in a synodic month (4.5 for 9:2). ``period_d``,
        ``period_tu``: days, time units. ``perilune_km``: from the Moon's centre.
        ``jacobi``: Jacobi constant. ``az_km``: height over the plane at the crossing far
        from the Moon.
    point, branch
        For ``nrho`` and ``halo``.

    Raises
    ------
    NotInFamilyError
        No orbit of the family has it above the surfaces; the error tells the range.
    """
    units = units or SystemUnits()
    quantity, turn = _measure(picked_by, units)
    radii = {
        "earth_radius": EARTH_RADIUS_KM / units.length_unit_km,
        "moon_radius": MOON_RADIUS_KM / units.length_unit_km,
    }
    try:
        if family == "dro":
            orbit = dro_orbit(mu=units.mu, quantity=quantity, value=turn.there(value), **radii)
        else:
            orbit = halo_orbit(
                mu=units.mu, point=point, branch=branch, quantity=quantity, value=turn.there(value),
                near_rectilinear=family == "nrho", **radii,
            )  # fmt: skip
    except NotInFamilyError as error:
        low, high = sorted((turn.back(error.low), turn.back(error.high)))
        raise NotInFamilyError(name=picked_by, value=value, low=low, high=high) from error
    planar = family == "dro"
    return StagingOrbit(
        family=family,
        point=None if planar else point,
        branch=None if planar else branch,
        units=units,
        orbit=orbit,
    )


def _measure(picked_by: PickedBy, units: SystemUnits) -> tuple[Quantity, _Turn]:
    """Which non-dimensional quantity is meant, and how its value is found."""
    match picked_by:
        case "resonance":
            return "period", _Turn(SYNODIC_MONTH_D / units.time_unit_d, inverse=True)
        case "period_d":
            return "period", _Turn(1.0 / units.time_unit_d)
        case "period_tu":
            return "period", _Turn(1.0)
        case "perilune_km":
            return "perilune", _Turn(1.0 / units.length_unit_km)
        case "az_km":
            return "height", _Turn(1.0 / units.length_unit_km)
        case _:
            return "jacobi", _Turn(1.0)
