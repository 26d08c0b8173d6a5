"""A flight's masses: what binds its payload, and what every part weighs."""

from __future__ import annotations

import math
from dataclasses import dataclass

from planner.errors import PlannerError
from planner.logistics.stack import Line, StageBudget, StageUse, stack_budget
from planner.logistics.stage import Margins, StageSpec
from planner.transfers.braking import Descent, DescentProfile, heaviest_start_kg, powered_descent
from planner.transfers.request import refuse_unless

#: Payload (kg) by which rounding may exceed a limit.
_ROUNDING_KG = 1e-6


class CannotDeliverError(PlannerError):
    """The stack cannot carry what is asked.

    Attributes
    ----------
    limit : str
        What binds: ``launch mass``, ``propellant of <stage>`` or ``thrust of <stage>``.
    asked_kg, possible_kg : float
        Payload asked for, and what the limit leaves (negative: not even the empty stack).
    """

    def __init__(self, *, limit: str, asked_kg: float, possible_kg: float) -> None:
        self.limit, self.asked_kg, self.possible_kg = limit, asked_kg, possible_kg
        super().__init__(
            f"a payload of {asked_kg:.0f} kg cannot be delivered: "
            f"{limit} leaves {possible_kg:.0f} kg"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """A flight's masses (kg) and speed changes (m/s, without margin).

    Attributes
    ----------
    payload_kg : float
    limit : str
        What keeps the payload from being larger.
    tli_kg, lunar_orbit_kg : float
        Wet mass after injection; mass after LOI, a finished stage dropped.
    landed_kg : float | None
        Payload, dry stage and residual on the surface; None for an orbital delivery.
    dv_m_s : dict[str, float]
        ``loi`` and, for a landing, ``descent``.
    descent : Descent | None
        The landing by parts.
    stages : tuple[StageUse, ...]
        Propellant and masses of each stage, first to fire first.
    """

    payload_kg: float
    limit: str
    tli_kg: float
    lunar_orbit_kg: float
    landed_kg: float | None
    dv_m_s: dict[str, float]
    descent: Descent | None
    stages: tuple[StageUse, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mission:
    """What is asked of a stack: everything but the cost of the descent.

    Attributes
    ----------
    stages : tuple[StageSpec, ...]
    margins : Margins
    launch_limit_kg : float
        Wet mass that may be injected.
    dv_loi_m_s : float
        Lunar orbit insertion, without margin: 0 to 10 000 m/s.
    profile : DescentProfile | None
        None for a delivery to lunar orbit.
    """

    stages: tuple[StageSpec, ...]
    margins: Margins
    launch_limit_kg: float
    dv_loi_m_s: float
    profile: DescentProfile | None

    def __post_init__(self) -> None:
        refuse_unless(
            0.0 <= self.dv_loi_m_s <= 10_000.0,
            name="dv_loi_m_s",
            value=self.dv_loi_m_s,
            allowed="0 to 10000 m/s",
        )

    def flight(self, dv_descent_m_s: float) -> Flight:
        """The stack with the descent costing ``dv_descent_m_s`` (unused if none is flown)."""
        dv_m_s = {"loi": self.dv_loi_m_s}
        if self.profile is not None:
            dv_m_s["descent"] = dv_descent_m_s
        budgets = stack_budget(stages=self.stages, dv_m_s=dv_m_s, margins=self.margins)
        return Flight(mission=self, dv_m_s=dv_m_s, budgets=budgets)

    @property
    def heaviest_start_kg(self) -> float:
        """Largest mass (kg) in lunar orbit that the landing engine can bring down."""
        if self.profile is None:
            return math.inf
        last = self.stages[-1]
        return heaviest_start_kg(thrust_n=last.thrust_n, isp_s=last.isp_s, profile=self.profile)


@dataclass(frozen=True, slots=True, kw_only=True)
class Flight:
    """A stack with all its burns known.

    Attributes
    ----------
    mission : Mission
    dv_m_s : dict[str, float]
        Burns flown, without margin.
    budgets : tuple[StageBudget, ...]
    """

    mission: Mission
    dv_m_s: dict[str, float]
    budgets: tuple[StageBudget, ...]

    @property
    def lunar_orbit(self) -> Line:
        """Mass after LOI, the stage dropped if it has nothing left to do."""
        i = next(i for i, budget in enumerate(self.budgets) if "loi" in budget.dv_m_s)
        spent = self.budgets[i].stage.burns == ("loi",) and i + 1 < len(self.budgets)
        return self.budgets[i + 1].before if spent else self.budgets[i].mass_after_burn("loi")

    def capacity(self) -> tuple[float, str]:
        """Largest payload (kg), negative if there is none, and the limit that binds."""
        launch = self.budgets[0].before.payload_for(self.mission.launch_limit_kg)
        thrust = self.lunar_orbit.payload_for(self.mission.heaviest_start_kg)
        tanks = ((b.tank_limit_kg, f"propellant of {b.stage.name}") for b in self.budgets)
        landing = self.mission.stages[-1].name
        return min((launch, "launch mass"), (thrust, f"thrust of {landing}"), *tanks)

    def descent(self, payload_kg: float, profile: DescentProfile) -> Descent:
        """The landing with this payload, held within what the engine can bring down."""
        last = self.mission.stages[-1]
        mass_kg = min(self.lunar_orbit.at(payload_kg), self.mission.heaviest_start_kg)
        return powered_descent(
            mass_kg=mass_kg, thrust_n=last.thrust_n, isp_s=last.isp_s, profile=profile
        )

    def delivery(self, payload_kg: float, descent: Descent | None) -> Delivery:
        """All masses with this payload; CannotDeliverError if a limit forbids it."""
        possible_kg, limit = self.capacity()
        if not payload_kg <= possible_kg + _ROUNDING_KG:
            raise CannotDeliverError(limit=limit, asked_kg=payload_kg, possible_kg=possible_kg)
        uses = tuple(budget.use(payload_kg) for budget in self.budgets)
        return Delivery(
            payload_kg=payload_kg,
            limit=limit,
            tli_kg=uses[0].mass_before_kg,
            lunar_orbit_kg=self.lunar_orbit.at(payload_kg),
            landed_kg=None if descent is None else uses[-1].mass_after_kg,
            dv_m_s=self.dv_m_s,
            descent=descent,
            stages=uses,
        )
