"""Two-impulse transfers from Earth orbit to lunar orbit in the planar models.

The answer of `planner.transfers.planar_search` in km and km/s. Frame of the burns: axes that
do not turn, x from the Earth to the Moon at TLI, z along the Moon's angular momentum; TLI
about the Earth, LOI about the Moon. These models know no date: times count from TLI.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from planner.astro import constants as c
from planner.transfers.planar_model import (
    LENGTH_KM,
    MU,
    SPEED_KM_S,
    TIME_D,
    PlanarModel,
    PlanarRequest,
    Way,
)
from planner.transfers.planar_search import Flight, Found, Progress, search
from planner.transfers.transfer import Arrival, Vector, vector

Array = NDArray[np.float64]

_M_S: Final = SPEED_KM_S * 1e3


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanarBurn:
    """One impulsive burn ``time_d`` days after TLI; the rest as `planner.transfers.Burn`."""

    name: str
    time_d: float
    dv_m_s: float
    center: str
    r_km: Vector
    v_before_km_s: Vector
    v_after_km_s: Vector


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanarTransfer:
    """An Earth-Moon transfer in a planar model.

    Attributes
    ----------
    family, model : str
    burns : tuple of PlanarBurn
        TLI and LOI.
    tof_d : float
        Days from TLI to perilune.
    c3_km2_s2 : float
        Twice the two-body energy about the Earth after TLI.
    arrival : Arrival
        Inclination 0 (prograde) or 180 degrees.
    residuals : dict
        Miss of each target, unit in the name.
    start : tuple of six float
        State after TLI in the turning frame, non-dimensional, for `planner propagate`.
    duration : float
        Time of flight in the model's unit.
    sun_angle_deg : float, optional
        Sun's angle from the Earth-Moon line at TLI; None without a Sun.
    arcs : int
        Arcs flown to find it.
    """

    family: str
    model: str
    burns: tuple[PlanarBurn, PlanarBurn]
    tof_d: float
    c3_km2_s2: float
    arrival: Arrival
    residuals: dict[str, float]
    start: tuple[float, ...]
    duration: float
    sun_angle_deg: float | None
    arcs: int

    @property
    def dv_total_m_s(self) -> float:
        """Sum of all burns (m/s)."""
        return sum(burn.dv_m_s for burn in self.burns)


def planar_transfer(
    *, model: PlanarModel, request: PlanarRequest, progress: Progress | None = None
) -> PlanarTransfer:
    """The cheapest two-impulse transfer of a planar model, searched from scratch.

    Parameters
    ----------
    model : PlanarModel
        `planner.transfers.planar_model.CR3BP` or ``BCR4BP``.
    request : PlanarRequest
    progress : callable, optional
        Told what is being done and the share behind, 0 to 1.

    Raises
    ------
    NoConvergenceError
        No flight was found within the search's budget.
    """
    return assembled(search(model=model, request=request, progress=progress), family="direct")


def assembled(found: Found, *, family: str) -> PlanarTransfer:
    """A flight found by a search, in km and km/s."""
    way, flight = found.way, found.flight
    burns = (_tli(way, flight), _loi(way, flight))
    return PlanarTransfer(
        family=family,
        model=way.model.name,
        burns=burns,
        tof_d=flight.passage.time * TIME_D,
        c3_km2_s2=_c3_km2_s2(way, flight),
        arrival=_arrival(way, flight),
        residuals=_residuals(way, flight),
        start=tuple(float(value) for value in way.start(flight.leaving)),
        duration=flight.passage.time,
        sun_angle_deg=_sun_angle_deg(found),
        arcs=found.arcs,
    )


def _tli(way: Way, flight: Flight) -> PlanarBurn:
    r, after = _about(way.start(flight.leaving), -MU, 0.0)
    before = after / flight.leaving.ratio
    return _burn("tli", 0.0, "earth", r, before, after)


def _loi(way: Way, flight: Flight) -> PlanarBurn:
    time = flight.passage.time
    r, before = _about(flight.passage.state, 1.0 - MU, time)
    after = before * (way.lunar_speed / flight.passage.speed)
    return _burn("loi", time * TIME_D, "moon", r, before, after)


def _burn(
    name: str, time_d: float, center: str, r: Array, before: Array, after: Array
) -> PlanarBurn:
    return PlanarBurn(
        name=name,
        time_d=time_d,
        dv_m_s=float(np.linalg.norm(after - before)) * _M_S,
        center=center,
        r_km=vector(r * LENGTH_KM),
        v_before_km_s=vector(before * SPEED_KM_S),
        v_after_km_s=vector(after * SPEED_KM_S),
    )


def _about(state: Array, body_x: float, turned_rad: float) -> tuple[Array, Array]:
    """Position and velocity about a body, in axes the frame has since turned away from."""
    r = state[:3] - [body_x, 0.0, 0.0]
    v = state[3:] + np.array([-r[1], r[0], 0.0])
    cos, sin = np.cos(turned_rad), np.sin(turned_rad)
    turn = np.array([[cos, -sin, 0.0], [sin, cos, 0.0], [0.0, 0.0, 1.0]])
    return turn @ r, turn @ v


def _c3_km2_s2(way: Way, flight: Flight) -> float:
    speed = flight.leaving.ratio * way.parking_speed
    return float(speed**2 - 2.0 * way.parking_speed**2) * SPEED_KM_S**2


def _arrival(way: Way, flight: Flight) -> Arrival:
    passage, altitude = flight.passage, _altitude_km(flight)
    left = max(passage.speed**2 - 2.0 * MU / passage.distance, 0.0)
    return Arrival(
        altitude_km=altitude,
        inclination_deg=0.0 if passage.momentum > 0.0 else 180.0,
        v_inf_km_s=float(np.sqrt(left)) * SPEED_KM_S,
        apolune_alt_km=way.request.perilune_alt_km,
    )


def _altitude_km(flight: Flight) -> float:
    return flight.passage.distance * LENGTH_KM - c.TOPPUTO_MOON_RADIUS_KM


def _residuals(way: Way, flight: Flight) -> dict[str, float]:
    passage, asked = flight.passage, way.request
    r, v = _about(passage.state, 1.0 - MU, 0.0)
    missed = {
        "perilune_km": _altitude_km(flight) - asked.perilune_alt_km,
        "radial_speed_m_s": float(r @ v) / passage.distance * _M_S,
    }
    if asked.tof_d is not None:
        missed["tof_s"] = (passage.time * TIME_D - asked.tof_d) * c.SECONDS_PER_DAY
    return missed


def _sun_angle_deg(found: Found) -> float | None:
    if found.way.model.sun_mass is None:
        return None
    return float(np.degrees(found.flight.leaving.sun_angle_rad)) % 360.0
