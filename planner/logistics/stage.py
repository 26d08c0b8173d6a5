"""What a stage is and which reserves are kept: the input of the mass budget."""

from __future__ import annotations

import math
from dataclasses import dataclass

from planner.transfers.request import refuse_unless

#: Burns a stage may make after injection, in the order they are flown.
BURNS = ("loi", "descent", "ascent")


@dataclass(frozen=True, slots=True, kw_only=True)
class StageSpec:
    """A stage with its engine.

    Attributes
    ----------
    name : str
    dry_mass_kg, propellant_kg : float
        Empty mass and the propellant its tanks hold.
    isp_s, thrust_n : float
        Vacuum specific impulse and full thrust.
    burns : tuple[str, ...]
        What it performs: Some of ``loi``, ``descent``, ``ascent``.
    """

    name: str
    dry_mass_kg: float
    propellant_kg: float
    isp_s: float
    thrust_n: float
    burns: tuple[str, ...]

    def __post_init__(self) -> None:
        for field in ("dry_mass_kg", "propellant_kg", "isp_s", "thrust_n"):
            value = getattr(self, field)
            refuse_unless(
                math.isfinite(value) and value > 0.0,
                name=f"{field} of stage {self.name}",
                value=value,
                allowed="positive numbers",
            )
        refuse_unless(
            len(self.burns) > 0 and set(self.burns) <= set(BURNS),
            name=f"burns of stage {self.name}",
            value=self.burns,
            allowed="one or more of " + ", ".join(BURNS),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Margins:
    """Reserves, as fractions.

    Attributes
    ----------
    launch_mass : float
        Share of the launcher's capability left unused.
    dv : float
        Added to every speed change after injection.
    propellant_residual : float
        Share of the loaded propellant that cannot be burnt and stays aboard.
    """

    launch_mass: float = 0.05
    dv: float = 0.05
    propellant_residual: float = 0.02

    def __post_init__(self) -> None:
        for field in ("launch_mass", "dv", "propellant_residual"):
            value = getattr(self, field)
            refuse_unless(
                0.0 <= value < 1.0, name=f"margin {field}", value=value, allowed="0 to below 1"
            )

    @property
    def residual_per_burned(self) -> float:
        """Unburnt propellant (kg) that comes aboard with each kg to burn."""
        return self.propellant_residual / (1.0 - self.propellant_residual)
