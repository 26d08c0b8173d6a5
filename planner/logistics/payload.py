"""Launcher, stages and speed changes in; what is delivered, and every mass, out.

The speed change of a descent depends on the mass at its start, which depends on
the payload and on the propellant for that very descent: a secant settles it, each
try costing one descent (about 30 us).
"""

from __future__ import annotations

import math
from functools import lru_cache

from planner.errors import NoConvergenceError
from planner.logistics.delivery import CannotDeliverError, Delivery, Flight, Mission
from planner.logistics.stage import Margins, StageSpec
from planner.transfers.braking import DescentProfile
from planner.transfers.request import refuse_unless

__all__ = ["CannotDeliverError", "Delivery", "flown_masses", "landed_payload", "launch_limit_kg"]

#: Agreement (m/s) between the descent paid for and the one flown. At an exhaust speed
#: of 3 km/s it moves a 27 t craft by 10 g.
_SETTLED_M_S = 1e-3
_MAX_TRIES = 30
#: Deliveries remembered (some kB each): six margins of a whole station.
_KEPT = 8192


def launch_limit_kg(*, launch_mass_kg: float, margins: Margins) -> float:
    """Wet mass (kg) that may be injected: capability less the launch margin."""
    refuse_unless(
        math.isfinite(launch_mass_kg) and launch_mass_kg > 0.0,
        name="launch_mass_kg",
        value=launch_mass_kg,
        allowed="positive numbers",
    )
    return launch_mass_kg * (1.0 - margins.launch_mass)


def landed_payload(
    *,
    launch_mass_kg: float,
    stages: tuple[StageSpec, ...],
    dv_loi_m_s: float,
    profile: DescentProfile | None,
    margins: Margins,
) -> Delivery:
    """Largest payload that a launcher and a lander deliver, with all masses.

    Parameters
    ----------
    launch_mass_kg : float
        Capability of the launcher at the transfer's C3, before margin.
    stages : tuple[StageSpec, ...]
        The lander, first stage to fire first.
    dv_loi_m_s : float
        Lunar orbit insertion, without margin.
    profile : DescentProfile | None
        The descent; None for a delivery to lunar orbit.
    margins : Margins

    Raises
    ------
    CannotDeliverError
        Not even the empty stack can be delivered; the error says by how much.
    OutOfRangeError
        Stages that cannot fly these burns, or a value outside its range.
    """
    limit_kg = launch_limit_kg(launch_mass_kg=launch_mass_kg, margins=margins)
    return _most(
        Mission(
            stages=stages,
            margins=margins,
            launch_limit_kg=limit_kg,
            dv_loi_m_s=dv_loi_m_s,
            profile=profile,
        )
    )


def flown_masses(
    *,
    payload_kg: float,
    launch_mass_kg: float,
    stages: tuple[StageSpec, ...],
    dv_loi_m_s: float,
    profile: DescentProfile | None,
    margins: Margins,
) -> Delivery:
    """Masses of a flight with a given payload, loaded with the propellant it needs.

    Parameters and errors as :func:`landed_payload`, and CannotDeliverError if
    ``payload_kg`` exceeds what the limits allow.
    """
    refuse_unless(
        payload_kg >= 0.0, name="payload_kg", value=payload_kg, allowed="non-negative numbers"
    )
    limit_kg = launch_limit_kg(launch_mass_kg=launch_mass_kg, margins=margins)
    return _settle(
        Mission(
            stages=stages,
            margins=margins,
            launch_limit_kg=limit_kg,
            dv_loi_m_s=dv_loi_m_s,
            profile=profile,
        ),
        payload_kg=payload_kg,
    )


@lru_cache(maxsize=_KEPT)
def _most(mission: Mission) -> Delivery:
    """The largest delivery; a plan with another cadence asks for the same ones again."""
    return _settle(mission, payload_kg=None)


def _payload(flight: Flight, payload_kg: float | None) -> float:
    """The payload asked for, or the most the flight can carry."""
    return max(flight.capacity()[0], 0.0) if payload_kg is None else payload_kg


def _settle(mission: Mission, *, payload_kg: float | None) -> Delivery:
    """Delivery whose descent costs what was paid for it: a secant on its cost.

    Starts from the cost without losses, which no descent undercuts.
    """
    profile = mission.profile
    if profile is None:
        flight = mission.flight(0.0)
        return flight.delivery(_payload(flight, payload_kg), None)
    paid = profile.doi_m_s + profile.start_speed_m_s + profile.hover_m_s
    slope, step, miss = -1.0, 0.0, 0.0
    for _ in range(_MAX_TRIES):
        flight = mission.flight(paid)
        descent = flight.descent(_payload(flight, payload_kg), profile)
        last_miss, miss = miss, descent.dv_m_s - paid
        if abs(miss) < _SETTLED_M_S:
            flight = mission.flight(descent.dv_m_s)
            return flight.delivery(_payload(flight, payload_kg), descent)
        if step:
            slope = (miss - last_miss) / step
        step = -miss / slope
        paid += step
    raise NoConvergenceError(
        what="cost of the descent against the payload it leaves",
        residual=miss,
        unit="m/s",
        way_out="give the landing stage more thrust",
    )
