"""Masses of a stack of stages: linear in the payload, so every limit is closed form.

Burns are exponential in the speed change, hence each mass along the flight is
``slope * payload + offset``. Rules: a stage loads what it burns plus its residual;
the residual stays aboard; a stage whose burns are done is dropped, except the last.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from planner.astro.rocket import mass_ratio
from planner.logistics.stage import BURNS, Margins, StageSpec
from planner.transfers.request import refuse_unless


class Line(NamedTuple):
    """A mass (kg) as a function of the payload (kg)."""

    slope: float
    offset: float

    def at(self, payload_kg: float) -> float:
        """Mass (kg) for ``payload_kg``."""
        return self.slope * payload_kg + self.offset

    def payload_for(self, mass_kg: float) -> float:
        """Payload (kg) that makes it ``mass_kg``."""
        return (mass_kg - self.offset) / self.slope

    def scaled(self, factor: float) -> Line:
        """The line times ``factor``."""
        return Line(factor * self.slope, factor * self.offset)

    def plus(self, mass_kg: float) -> Line:
        """The line raised by ``mass_kg``."""
        return Line(self.slope, self.offset + mass_kg)


@dataclass(frozen=True, slots=True, kw_only=True)
class StageUse:
    """What a stage does on a flight (kg).

    ``mass_before_kg`` and ``mass_after_kg`` are of everything that flies, before its
    first burn and after its last one, the stage still attached.
    """

    name: str
    loaded_kg: float
    burned_kg: float
    residual_kg: float
    mass_before_kg: float
    mass_after_kg: float


@dataclass(frozen=True, slots=True, kw_only=True)
class StageBudget:
    """A stage within a stack: masses as lines in the payload.

    Attributes
    ----------
    stage : StageSpec
    dv_m_s : dict[str, float]
        Burns it performs, margin included.
    before, after : Line
        Mass of everything that flies before its first and after its last burn.
    residual_per_burned : float
    """

    stage: StageSpec
    dv_m_s: dict[str, float]
    before: Line
    after: Line
    residual_per_burned: float

    @property
    def burned(self) -> Line:
        """Propellant burnt."""
        return Line(self.before.slope - self.after.slope, self.before.offset - self.after.offset)

    @property
    def tank_limit_kg(self) -> float:
        """Payload (kg) at which the tanks are full; infinite if the stage does not burn."""
        burned = self.burned
        if burned.slope <= 0.0:
            return math.inf
        return burned.payload_for(self.stage.propellant_kg / (1.0 + self.residual_per_burned))

    def mass_after_burn(self, burn: str) -> Line:
        """Mass after ``burn``, the stage still attached."""
        later = sum(self.dv_m_s[b] for b in BURNS[BURNS.index(burn) + 1 :] if b in self.dv_m_s)
        return self.after.scaled(mass_ratio(dv_m_s=later, isp_s=self.stage.isp_s))

    def use(self, payload_kg: float) -> StageUse:
        """Masses (kg) for a given payload."""
        before_kg, after_kg = self.before.at(payload_kg), self.after.at(payload_kg)
        burned_kg = before_kg - after_kg
        residual_kg = burned_kg * self.residual_per_burned
        return StageUse(
            name=self.stage.name,
            loaded_kg=burned_kg + residual_kg,
            burned_kg=burned_kg,
            residual_kg=residual_kg,
            mass_before_kg=before_kg,
            mass_after_kg=after_kg,
        )


def assign_burns(
    stages: tuple[StageSpec, ...], dv_m_s: Mapping[str, float]
) -> tuple[dict[str, float], ...]:
    """Burns flown by each stage, bottom first.

    Raises
    ------
    OutOfRangeError
        A burn without a stage or with two, stages not listed in firing order, an idle
        stage below a firing one, or a descent that the last stage does not perform.
    """
    flown = [burn for burn in BURNS if burn in dv_m_s]
    order = []
    for burn in flown:
        able = [i for i, stage in enumerate(stages) if burn in stage.burns]
        names = tuple(stages[i].name for i in able)
        refuse_unless(
            len(able) == 1, name=f"stages that perform {burn}", value=names, allowed="exactly one"
        )
        order += able
    firing = list(range(max(order, default=-1) + 1))
    lands = "descent" not in flown or len(firing) == len(stages)
    refuse_unless(
        order == sorted(order) and sorted(set(order)) == firing and lands,
        name="order of the stages",
        value=tuple(stage.name for stage in stages),
        allowed="firing order, the last one landing",
    )
    return tuple({burn: dv_m_s[burn] for burn in flown if burn in stage.burns} for stage in stages)


def stack_budget(
    *, stages: tuple[StageSpec, ...], dv_m_s: Mapping[str, float], margins: Margins
) -> tuple[StageBudget, ...]:
    """Budget of each stage for these burns, bottom first.

    Parameters
    ----------
    stages : tuple[StageSpec, ...]
        Bottom first: the first to fire.
    dv_m_s : Mapping[str, float]
        Speed change of each burn flown, without margin.
    margins : Margins

    Notes
    -----
    Above a stage sits ``M``; burning by the ratio ``R`` with ``s`` of residual per
    burned kilogram leaves ``after = (M + dry) / (1 - s (R - 1))``.
    """
    burns = assign_burns(stages, dv_m_s)
    above = Line(1.0, 0.0)
    budgets: list[StageBudget] = []
    for stage, flown in zip(reversed(stages), reversed(burns), strict=True):
        with_margin = {burn: dv * (1.0 + margins.dv) for burn, dv in flown.items()}
        ratio = mass_ratio(dv_m_s=sum(with_margin.values()), isp_s=stage.isp_s)
        kept = 1.0 - margins.residual_per_burned * (ratio - 1.0)
        refuse_unless(
            kept > 0.0,
            name=f"mass ratio of stage {stage.name}",
            value=ratio,
            allowed=f"1 to {1.0 + 1.0 / max(margins.residual_per_burned, 1e-12):.1f}, "
            "beyond which the residual alone outweighs the rest",
        )
        after = above.plus(stage.dry_mass_kg).scaled(1.0 / kept)
        before = after.scaled(ratio)
        budgets.append(
            StageBudget(
                stage=stage,
                dv_m_s=with_margin,
                before=before,
                after=after,
                residual_per_burned=margins.residual_per_burned,
            )
        )
        above = before
    return tuple(reversed(budgets))
