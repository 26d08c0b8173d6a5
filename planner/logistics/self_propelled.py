"""A craft that flies itself into lunar orbit: no lander, its own engine, one burn."""

from __future__ import annotations

from dataclasses import dataclass

from planner.astro.rocket import mass_ratio
from planner.logistics.delivery import CannotDeliverError
from planner.logistics.stage import Margins
from planner.transfers.request import refuse_unless


@dataclass(frozen=True, slots=True, kw_only=True)
class Insertion:
    """Masses (kg) of a self-propelled craft.

    Attributes
    ----------
    wet_mass_kg, lunar_orbit_kg : float
        Before and after lunar orbit insertion.
    burned_kg : float
        Propellant burnt.
    needed_kg : float
        Propellant that must be aboard: burnt plus the unusable residual.
    """

    wet_mass_kg: float
    lunar_orbit_kg: float
    burned_kg: float
    needed_kg: float


def insertion_masses(
    *,
    name: str,
    wet_mass_kg: float,
    propellant_kg: float,
    isp_s: float,
    dv_loi_m_s: float,
    margins: Margins,
) -> Insertion:
    """Masses of a craft that performs its own lunar orbit insertion.

    Parameters
    ----------
    name : str
        For messages.
    wet_mass_kg, propellant_kg : float
        Mass at injection, and the propellant in it.
    isp_s, dv_loi_m_s : float
        Vacuum specific impulse; insertion without margin.
    margins : Margins

    Raises
    ------
    OutOfRangeError
        Propellant that is not less than the wet mass.
    CannotDeliverError
        The propellant does not suffice.
    """
    refuse_unless(
        0.0 < propellant_kg < wet_mass_kg,
        name=f"propellant_kg of {name}",
        value=propellant_kg,
        allowed=f"above 0 and below its wet mass ({wet_mass_kg:g} kg)",
    )
    ratio = mass_ratio(dv_m_s=dv_loi_m_s * (1.0 + margins.dv), isp_s=isp_s)
    burned_kg = wet_mass_kg * (1.0 - 1.0 / ratio)
    needed_kg = burned_kg / (1.0 - margins.propellant_residual)
    if needed_kg > propellant_kg:
        raise CannotDeliverError(
            limit=f"propellant of {name}",
            asked_kg=wet_mass_kg,
            possible_kg=wet_mass_kg * propellant_kg / needed_kg,
        )
    return Insertion(
        wet_mass_kg=wet_mass_kg,
        lunar_orbit_kg=wet_mass_kg / ratio,
        burned_kg=burned_kg,
        needed_kg=needed_kg,
    )
