"""What a burn takes from its tanks, and what it lacks if one runs dry.

Engines that burn together do so in the ratio of their mass flows, so that they act
like one engine of the exhaust speed ``sum(F) / sum(F / c)``.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from planner.astro.rocket import exhaust_m_s
from planner.logistics.stacks.events import Burn
from planner.logistics.stacks.state import Tank

#: Propellant (kg) by which rounding may miss a tank's content.
_ROUNDING_KG = 1e-6


@dataclass(frozen=True, slots=True, kw_only=True)
class Firing:
    """A burn that was made, or the part of it that the tanks allowed.

    Attributes
    ----------
    propellant_kg : Mapping[str, float]
        Taken from each tank.
    dv_m_s : float
        Speed change, the policy's margin included.
    exhaust_m_s : float
        Effective exhaust speed of the engines together.
    duration_s : float | None
        At full thrust; None if a thrust is not told.
    """

    propellant_kg: Mapping[str, float]
    dv_m_s: float
    exhaust_m_s: float
    duration_s: float | None

    @property
    def burned_kg(self) -> float:
        """Propellant of all tanks together."""
        return sum(self.propellant_kg.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Dry:
    """What a burn lacks: the tank that runs dry first decides.

    Attributes
    ----------
    tank : str
    short_kg : float
        Propellant of all tanks together that is missing.
    short_m_s : float | None
        Speed change that is missing; None if it would take more mass than there is.
    """

    tank: str
    short_kg: float
    short_m_s: float | None


def fire(
    burn: Burn, tanks: Sequence[Tank], *, mass_kg: float, dv_fraction: float, g0_m_s2: float
) -> tuple[Firing, Dry | None]:
    """Make a burn with a stack of this mass, as far as the tanks reach.

    Parameters
    ----------
    burn : Burn
    tanks : sequence of Tank
        Those the burn names, in its order; not changed.
    mass_kg : float
        Of the stack before the burn.
    dv_fraction : float
        Margin added to a speed change.
    g0_m_s2 : float
        Standard gravity of the file.

    Notes
    -----
    Tsiolkovsky 1903: ``dv = c ln(before / after)``.
    """
    exhausts = [exhaust_m_s(isp_s=tank.entry.isp_s, g0_m_s2=g0_m_s2) for tank in tanks]
    flows = _flows_kg_s(tanks, exhausts)
    share = [1.0] if flows is None else [flow / sum(flows) for flow in flows]
    exhaust = sum(part * each for part, each in zip(share, exhausts, strict=True))
    needed = _needed_kg(burn, mass_kg, exhaust, dv_fraction, flows)
    reach = [tank.usable_kg / part for tank, part in zip(tanks, share, strict=True)]
    first = min(range(len(tanks)), key=reach.__getitem__)
    possible = min(needed, reach[first])
    done = Firing(
        propellant_kg={tank.name: part * possible for tank, part in zip(tanks, share, strict=True)},
        dv_m_s=_dv_m_s(mass_kg, possible, exhaust),
        exhaust_m_s=exhaust,
        duration_s=None if flows is None else possible / sum(flows),
    )
    if needed <= reach[first] + _ROUNDING_KG:
        return done, None
    whole = None if needed >= mass_kg else _dv_m_s(mass_kg, needed, exhaust)
    short_m_s = None if whole is None else whole - done.dv_m_s
    return done, Dry(tank=tanks[first].name, short_kg=needed - possible, short_m_s=short_m_s)


def _flows_kg_s(tanks: Sequence[Tank], exhausts: Sequence[float]) -> list[float] | None:
    """Mass flows at full thrust; None if a lone engine does not tell its thrust."""
    flows = [
        tank.entry.thrust_n / exhaust
        for tank, exhaust in zip(tanks, exhausts, strict=True)
        if tank.entry.thrust_n is not None
    ]
    return flows if len(flows) == len(tanks) else None


def _needed_kg(
    burn: Burn, mass_kg: float, exhaust: float, dv_fraction: float, flows: list[float] | None
) -> float:
    if burn.dv_m_s is not None:
        return -mass_kg * math.expm1(-burn.dv_m_s * (1.0 + dv_fraction) / exhaust)
    if burn.propellant_kg is not None:
        return burn.propellant_kg
    return (burn.duration_s or 0.0) * sum(flows or ())


def _dv_m_s(mass_kg: float, burned_kg: float, exhaust: float) -> float:
    return -exhaust * math.log1p(-burned_kg / mass_kg) if burned_kg else 0.0
