"""The mass chains of Apollo 11 and Chang'e-5 beside what was published of them.

The stacks are files of the repository, ``scenarios/stacks``: what they state as input is not
compared here, only what follows from it.
"""

from __future__ import annotations

import math
from functools import cache
from pathlib import Path
from typing import Final

from planner.astro.constants import GM_MOON_KM3_S2, MOON_RADIUS_KM
from planner.errors import OutOfRangeError
from planner.logistics.stacks import Chain, fly, loads_stack
from planner.logistics.stacks.chain import Step
from planner.logistics.stacks.firing import Firing
from planner.validation.reference import Reference

_SECTION: Final = "Mass chains"
_FOLDER: Final = Path(__file__).parents[2] / "scenarios" / "stacks"
_REPORT: Final = "Apollo 11 Mission Report, MSC-00171, table A-I"
_ORL: Final = "SP-2000-4029"
_CNSA: Final = "CNSA, Xinhua, Nov. and Dec. 2020"
#: Ideal speed change of Apollo 11's ascent, from its published masses and Isp (m/s).
_ASCENT_M_S: Final = 1811.0
#: Speed far from the Moon on a flight of about four and a half days (km/s).
_V_INF_KM_S: Final = 0.85


@cache
def _chain(name: str, *changes: tuple[str, str]) -> Chain:
    """Fly a shipped stack, words of its file changed as told."""
    text = (_FOLDER / f"{name}.yaml").read_text(encoding="utf-8")
    for old, new in changes:
        if old not in text:
            raise OutOfRangeError(name="words to change", value=old, allowed=f"words of {name}")
        text = text.replace(old, new)
    return fly(loads_stack(text, name=name))


def _step(chain: Chain, name: str) -> Step:
    [found] = [step for step in chain.steps if step.name == name]
    return found


def _firing(chain: Chain, name: str) -> Firing:
    firing = _step(chain, name).firing
    assert firing is not None
    return firing


def _apollo_dv(name: str) -> float:
    return _firing(_chain("apollo_11"), name).dv_m_s


def _apollo_kg(name: str) -> float:
    return _step(_chain("apollo_11"), name).after_kg


def _apollo_s(name: str) -> float:
    return _firing(_chain("apollo_11"), name).duration_s or math.nan


def _ascent_min() -> float:
    """Time Chang'e-5's ascender burns for the speed change of Apollo's."""
    chain = _chain("change_5", ("duration_s: 360", f"dv_m_s: {_ASCENT_M_S}"))
    return (_firing(chain, "ascent").duration_s or math.nan) / 60.0


def _tei_min() -> float:
    """Time of both TEI burns for the way from a 230 km circle to v-infinity."""
    radius = MOON_RADIUS_KM + 230.0
    escape = math.sqrt(_V_INF_KM_S**2 + 2.0 * GM_MOON_KM3_S2 / radius)
    half_m_s = 500.0 * (escape - math.sqrt(GM_MOON_KM3_S2 / radius))
    chain = _chain("change_5", ("duration_s: 1320", f"dv_m_s: {half_m_s}"))
    times = [_firing(chain, name).duration_s or math.nan for name in ("TEI-1", "TEI-2")]
    return sum(times) / 60.0


REFERENCES: Final = (
    Reference(
        section=_SECTION, what="Apollo 11, mass after LOI-1", published=32_675.7, unit="kg",
        source=_REPORT, tolerance=5.0, decimals=1, compute=lambda: _apollo_kg("LOI-1"),
        reason="thrust printed to 10 N and Isp to 0.1 s: 1 and 3.5 kg of the 10 897 kg burnt",
    ),
    Reference(
        section=_SECTION, what="Apollo 11, dv of LOI-1 in 357.53 s", published=889.3, unit="m/s",
        source=_ORL, tolerance=0.5, decimals=1, compute=lambda: _apollo_dv("LOI-1"),
        reason="Isp printed to 0.1 s: 0.3 m/s",
    ),
    Reference(
        section=_SECTION, what="Apollo 11, dv of LOI-2 in 16.88 s", published=48.4, unit="m/s",
        source=_ORL, tolerance=1.0, decimals=1, compute=lambda: _apollo_dv("LOI-2"),
        reason="thrust builds up and dies down over a fraction of a second: 0.3 s is 2 %",
    ),
    Reference(
        section=_SECTION, what="Apollo 11, burn time of MCC-2", published=3.13, unit="s",
        source=_ORL, tolerance=0.3, decimals=2, compute=lambda: _apollo_s("MCC-2"),
        reason="thrust builds up and dies down over a fraction of a second",
    ),
    Reference(
        section=_SECTION, what="Apollo 11, lunar module after DOI", published=15_150.7, unit="kg",
        source=_REPORT, tolerance=5.0, decimals=1, compute=lambda: _apollo_kg("DOI"),
        reason="Isp at 10 to 40 % of thrust is some per cent lower than at full thrust; "
        "thrusters hold the attitude",
    ),
    Reference(
        section=_SECTION, what="Apollo 11, ascent stage at insertion", published=2_689.2,
        unit="kg", source=_REPORT, tolerance=45.0, decimals=1,
        compute=lambda: _apollo_kg("ascent"),
        reason="nominal thrust of 3500 lbf held for the whole burn; 2 % less was flown",
    ),
    Reference(
        section=_SECTION, what="Apollo 11, dv of TEI in 151.4 s", published=999.4, unit="m/s",
        source=_ORL, tolerance=10.0, decimals=1, compute=lambda: _apollo_dv("TEI"),
        reason="thrust of LOI-1 taken for TEI: with emptier tanks it differs by up to 1 %",
    ),
    Reference(
        section=_SECTION, what="Chang'e-5, burn time of the ascent", published=6.0, unit="min",
        source=_CNSA, tolerance=0.8, decimals=1, compute=_ascent_min,
        reason="told as about 6 minutes; the ascender's 0.8 t is assumed, 0.7 t would take 12 % "
        "less; dv of Apollo 11's ascent",
    ),
    Reference(
        section=_SECTION, what="Chang'e-5, burn time of both TEI burns", published=44.0,
        unit="min", source=_CNSA, tolerance=6.0, decimals=1, compute=_tei_min,
        reason="told as about 22 minutes each; mass of the orbiter assumed, known to about 10 %; "
        "v-infinity of 0.85 km/s taken, from a circle at 230 km",
    ),
)  # fmt: skip
