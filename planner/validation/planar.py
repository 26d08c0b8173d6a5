"""Two impulses in the plane: Earth and Moon on circles, with the Sun and without."""

from __future__ import annotations

from functools import cache
from typing import Final

from planner.transfers.planar import PlanarTransfer, planar_transfer
from planner.transfers.planar_model import BCR4BP, CR3BP, PlanarModel, PlanarRequest
from planner.validation.reference import Reference

_SECTION: Final = "Planar two-impulse transfers, 167 km to 100 km"


@cache
def _optimum(model: PlanarModel, *, prograde: bool = True) -> PlanarTransfer:
    """The cheapest direct transfer, found by search."""
    return planar_transfer(model=model, request=PlanarRequest(prograde=prograde))


REFERENCES: Final = (
    Reference(
        section=_SECTION, what="With the Sun, direct: least total", published=3945.0,
        unit="m/s", source="Topputo 2013", tolerance=1.0,
        reason="published to 1 m/s; the optimum is flat", decimals=2,
        compute=lambda: _optimum(BCR4BP).dv_total_m_s, slow=True,
    ),
    Reference(
        section=_SECTION, what="With the Sun, direct: time of flight", published=4.6, unit="d",
        source="Topputo 2013, as solved anew by others", tolerance=0.1,
        reason="published to 0.1 d at best (5 d in print); 0.1 d of flight costs 0.1 m/s here",
        decimals=2, compute=lambda: _optimum(BCR4BP).tof_d, slow=True,
    ),
    Reference(
        section=_SECTION, what="Earth and Moon, direct: least total", published=3951.0,
        unit="m/s", source="Yagasaki 2004, 4 d", tolerance=5.0,
        reason="his flight is some tenths of a day shorter than the cheapest, and the mass "
        "ratio and radii of the time differ: 5 m/s",
        decimals=2, compute=lambda: _optimum(CR3BP).dv_total_m_s,
    ),
    Reference(
        section=_SECTION, what="Earth and Moon, direct: time of flight", published=4.57,
        unit="d", source="solved anew with SciPy", tolerance=0.05,
        reason="the optimum is flat: 0.05 d costs less than 0.1 m/s",
        decimals=3, compute=lambda: _optimum(CR3BP).tof_d,
    ),
    Reference(
        section=_SECTION, what="Least any two impulses may total", published=3726.0, unit="m/s",
        source="Sweetser 1991, bound by the Jacobi constant", tolerance=0.0, kind="at least",
        reason="a bound: nothing may lie below it", decimals=1,
        compute=lambda: min(
            _optimum(model, prograde=sense).dv_total_m_s
            for model in (CR3BP, BCR4BP) for sense in (True, False)
        ), slow=True,
    ),
)  # fmt: skip
