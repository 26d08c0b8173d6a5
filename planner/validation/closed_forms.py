"""What energy and the rocket equation alone say, from textbooks and flown masses."""

from __future__ import annotations

import math
from functools import partial
from typing import Final

import numpy as np

from planner.astro.constants import EARTH_RADIUS_KM, GM_EARTH_KM3_S2, GM_MOON_KM3_S2, MOON_RADIUS_KM
from planner.astro.rocket import exhaust_m_s, mass_ratio
from planner.logistics.capability import AnchorCapability, departure_speed_m_s
from planner.transfers.braking import DescentProfile
from planner.transfers.capture import capture_burn
from planner.validation.reference import Reference

_SECTION: Final = "Closed forms and rockets"
_HALF_ELLIPSE: Final = "half ellipse to 384 400 km, GM 398600.4418, R 6378.137"
_CONSTANTS: Final = "printed to 0.1 m/s; GM and R of DE440 move it by 0.01 m/s"
#: Parking altitude (km): TLI (km/s), C3 (km²/s²).
_TLI: Final = {
    167.0: (3139.7, -2.0392),
    185.0: (3135.1, -2.0391),
    200.0: (3131.3, -2.0390),
    300.0: (3106.4, -2.0385),
    463.0: (3067.0, -2.0376),
}
_GEOCENTRIC_V_INF_KM_S: Final = 0.8320


def _tli_m_s(alt_km: float, c3_km2_s2: float) -> float:
    circular = 1000.0 * math.sqrt(GM_EARTH_KM3_S2 / (EARTH_RADIUS_KM + alt_km))
    return departure_speed_m_s(c3_km2_s2=c3_km2_s2, parking_alt_km=alt_km) - circular


def _loi_m_s(*, v_inf_km_s: float, alt_km: float) -> float:
    """Capture into a circle by the burn the transfers use."""
    radius = MOON_RADIUS_KM + alt_km
    speed = math.sqrt(v_inf_km_s**2 + 2.0 * GM_MOON_KM3_S2 / radius)
    state = np.array([radius, 0.0, 0.0, 0.0, speed, 0.0])
    return capture_burn(relative_km_s=state, epoch_tdb_jd=2451545.0, apolune_alt_km=alt_km).dv_m_s


def _ideal_dv_m_s(*, start_kg: float, end_kg: float, isp_s: float) -> float:
    return exhaust_m_s(isp_s=isp_s) * math.log(start_kg / end_kg)


def _burned_kg(*, start_kg: float, dv_m_s: float, isp_s: float) -> float:
    return start_kg * (1.0 - 1.0 / mass_ratio(dv_m_s=dv_m_s, isp_s=isp_s))


def _delta_iv_heavy_kg() -> float:
    """From its mass at C3 = 10, moved along C3 by the upper stage alone."""
    curve = AnchorCapability(
        anchor_c3_km2_s2=10.0, anchor_mass_kg=8460.0, upper_stage_isp_s=462.0,
        upper_stage_dry_kg=3490.0, valid_c3_km2_s2=(-20.0, 60.0),
    )  # fmt: skip
    return curve.mass_kg(c3_km2_s2=20.0)


REFERENCES: Final = (
    *(
        Reference(
            section=_SECTION, what=f"TLI from {alt:g} km, C3 {c3:.4f} km²/s²", published=dv,
            unit="m/s", source=_HALF_ELLIPSE, tolerance=0.1, reason=_CONSTANTS,
            compute=partial(_tli_m_s, alt, c3), decimals=1,
        )
        for alt, (dv, c3) in _TLI.items()
    ),
    Reference(
        section=_SECTION, what="LOI to 100 km at v-infinity 0.8320 km/s", published=821.8,
        unit="m/s", source="patched conics, GM 4902.8, R 1738 km", tolerance=0.5,
        reason="0.6 km of the Moon's radius (1738 against 1737.4) is worth 0.4 m/s",
        compute=lambda: _loi_m_s(v_inf_km_s=_GEOCENTRIC_V_INF_KM_S, alt_km=100.0), decimals=1,
    ),
    Reference(
        section=_SECTION, what="Lowering perilune from 100 km to 15 km", published=19.5,
        unit="m/s", source="vis-viva", tolerance=0.1, reason="printed to 0.1 m/s",
        compute=lambda: DescentProfile().doi_m_s, decimals=1,
    ),
    Reference(
        section=_SECTION, what="Speed at 15 km after it", published=1692.3, unit="m/s",
        source="vis-viva", tolerance=0.5,
        reason="0.6 km of the Moon's radius (1738 against 1737.4) is worth 0.3 m/s",
        compute=lambda: DescentProfile().start_speed_m_s, decimals=1,
    ),
    Reference(
        section=_SECTION, what="Apollo 11 LOI-1 from its masses and 315.1 s", published=889.3,
        unit="m/s", source="Apollo 11 Mission Report, MSC-00171", tolerance=0.5,
        reason="isp printed to 0.1 s: 0.3 m/s",
        compute=lambda: _ideal_dv_m_s(start_kg=43572.8, end_kg=32675.7, isp_s=315.1), decimals=1,
    ),
    Reference(
        section=_SECTION, what="Apollo 11 LOI-1: propellant from its speed change",
        published=43572.8 - 32675.7, unit="kg", source="Apollo 11 Mission Report, MSC-00171",
        tolerance=10.0, reason="isp printed to 0.1 s: 3 kg; speed change to 0.1 ft/s",
        compute=lambda: _burned_kg(start_kg=43572.8, dv_m_s=889.3, isp_s=315.1), decimals=0,
    ),
    Reference(
        section=_SECTION, what="Apollo 11 ascent from its masses and 309.1 s", published=1811.0,
        unit="m/s", source="SP-2000-4029", tolerance=1.0, reason="isp printed to 0.1 s: 0.6 m/s",
        compute=lambda: _ideal_dv_m_s(start_kg=10776.6, end_kg=5928.6, isp_s=309.1), decimals=0,
    ),
    Reference(
        section=_SECTION, what="SMART-1 from 367 kg, 82 kg of xenon, 1640 s", published=4067.0,
        unit="m/s", source="rocket equation on ESA's masses", tolerance=1.0,
        reason="printed to 1 m/s",
        compute=lambda: _ideal_dv_m_s(start_kg=367.0, end_kg=285.0, isp_s=1640.0), decimals=0,
    ),
    Reference(
        section=_SECTION, what="Delta IV Heavy at C3 = 20, from its mass at C3 = 10",
        published=6995.0, unit="kg", source="NASA Launch Services Program", tolerance=500.0,
        reason="the stages below also stage differently: up to 6 % of the anchor's mass over "
        "10 km²/s²; the catalogue's anchors lie between -2 and 1 km²/s²",
        compute=_delta_iv_heavy_kg, decimals=0,
    ),
)  # fmt: skip
