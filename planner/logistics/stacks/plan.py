"""A stack file with everything it refers to at hand, ready to be flown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from planner.catalogue.models import MarginPolicy
from planner.logistics.stacks.deeds import Lack
from planner.logistics.stacks.events import AnyEvent
from planner.logistics.stacks.file import ItemEntry, StackEntry, StackHead
from planner.logistics.stacks.state import State

#: Mass (kg) by which rounding may exceed what a rocket injects.
_ROUNDING_KG = 1e-6


@dataclass(frozen=True, slots=True, kw_only=True)
class StackPlan:
    """Items, stacks and events whose names fit together.

    Attributes
    ----------
    head : StackHead
    items : tuple[ItemEntry, ...]
    stacks : tuple[StackEntry, ...]
    events : tuple[AnyEvent, ...]
    policy : MarginPolicy | None
        None: no margins.
    capability_kg : Mapping[str, float]
        What the rocket of a stack injects; stacks without rocket are left out.
    """

    head: StackHead
    items: tuple[ItemEntry, ...]
    stacks: tuple[StackEntry, ...]
    events: tuple[AnyEvent, ...]
    policy: MarginPolicy | None
    capability_kg: Mapping[str, float]

    @property
    def dv_fraction(self) -> float:
        """Margin added to speed changes."""
        return 0.0 if self.policy is None else self.policy.dv_fraction.value

    def growth(self, item: ItemEntry) -> float:
        """Factor on an item's dry mass: growth of its maturity, then the system margin."""
        if self.policy is None or item.maturity is None:
            return 1.0
        by_class = {one.id: one.growth_fraction.value for one in self.policy.growth}
        return (1.0 + by_class[item.maturity]) * (1.0 + self.policy.system_fraction.value)

    def state(self) -> State:
        """Return the items as they are at the start."""
        residual = 0.0 if self.policy is None else self.policy.residual_fraction.value
        return State(
            self.items,
            where={item: stack.id for stack in self.stacks for item in stack.items},
            growth={item.id: self.growth(item) for item in self.items},
            residual_fraction=residual,
        )

    def overweight(self) -> Lack | None:
        """Say which stack is too heavy for its rocket, if one is."""
        masses = self.state().stacks_kg()
        for stack in self.stacks:
            if stack.launch is None:
                continue
            short = masses[stack.id] - self.capability_kg[stack.id]
            if short > _ROUNDING_KG:
                words = (
                    f"stack '{stack.id}' weighs {masses[stack.id]:.1f} kg, {short:.1f} kg more "
                    f"than {stack.launch.launcher} injects at C3 {stack.launch.c3_km2_s2:g} km2/s2"
                )
                return Lack(words=words, short_kg=short, name="launch")
        return None
