"""The rocket equation (Tsiolkovsky 1903): what a speed change costs in mass."""

from __future__ import annotations

import math

from planner.astro.constants import G0_M_S2


def exhaust_m_s(*, isp_s: float, g0_m_s2: float = G0_M_S2) -> float:
    """Effective exhaust speed (m/s) of an engine of specific impulse ``isp_s`` (s).

    ``g0_m_s2`` is the standard gravity the specific impulse was divided by.
    """
    return isp_s * g0_m_s2


def mass_ratio(*, dv_m_s: float, isp_s: float) -> float:
    """Mass before a burn over mass after it, ``exp(dv / exhaust speed)``.

    Parameters
    ----------
    dv_m_s : float
        Speed change (m/s); any sign, a negative one gives the inverse ratio.
    isp_s : float
        Vacuum specific impulse (s), positive.
    """
    return math.exp(dv_m_s / exhaust_m_s(isp_s=isp_s))
