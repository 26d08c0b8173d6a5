"""How many tanker flights fill a depot that loses propellant while it waits."""

from __future__ import annotations

import math

from planner.errors import OutOfRangeError

#: More flights than anybody would fly: the depot loses as fast as it gains.
_MOST = 1000
#: Propellant (kg) by which the last tanker may miss.
_ROUNDING_KG = 1e-6


def tankers_needed(
    *,
    wanted_kg: float,
    tanker_kg: float,
    held_kg: float = 0.0,
    boiloff_per_d: float = 0.0,
    every_d: float = 0.0,
) -> int:
    """Tanker flights until a depot holds what is wanted.

    Parameters
    ----------
    wanted_kg : float
        Propellant the depot must hold when the last tanker has left.
    tanker_kg : float
        Propellant one tanker hands over, positive.
    held_kg : float
        Propellant in the depot when the first tanker arrives.
    boiloff_per_d : float
        Fraction lost a day, 0 to below 1.
    every_d : float
        Days from one tanker to the next.

    Raises
    ------
    OutOfRangeError
        The depot boils off as fast as it is filled: even with tankers for ever it holds no
        more than ``tanker_kg / (1 - kept)``, ``kept`` being what is left from one to the next.
    """
    kept = (1.0 - boiloff_per_d) ** every_d
    held, flights = held_kg, 0
    while held < wanted_kg - _ROUNDING_KG:
        held = held * (kept if flights else 1.0) + tanker_kg
        flights += 1
        if flights > _MOST:
            most = math.inf if kept >= 1.0 else tanker_kg / (1.0 - kept)
            raise OutOfRangeError(
                name="tanker_kg",
                value=tanker_kg,
                allowed=f"what fills {wanted_kg:g} kg in {_MOST} flights; "
                f"every {every_d:g} d the depot never holds more than {most:.0f} kg",
            )
    return flights
