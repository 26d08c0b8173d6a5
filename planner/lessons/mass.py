"""Lesson: why Δv rules."""

from __future__ import annotations

import math
from typing import ClassVar, Final

from planner.astro.rocket import exhaust_m_s
from planner.lessons.lesson import Facts, Option, Overrides, PlanLesson, PlanPair
from planner.lessons.question import ChoiceQuestion, NumberQuestion, Possible, Question, Slip
from planner.lessons.wording import number
from planner.plan import CampaignPlan, Flight
from planner.scenario import Addition, Scenario

_MARGINS: Final = {"none": 0.0, "ten": 0.10, "fifteen": 0.15, "twenty": 0.20}
#: Falls within this of the growth of Δv count as the same (percentage points).
_SAME: Final = 1.0


class Mass(PlanLesson):
    """Pay every burn with another margin, and see what the lander can still carry."""

    id: ClassVar = "mass"
    title: ClassVar = "Why does Δv rule?"
    file: ClassVar = "minimal.yaml"
    idea: ClassVar = (
        (
            "A rocket changes its speed by throwing mass away. The speed change a burn needs is "
            "its Δv, in m/s."
        ),
        (
            "The rocket equation: mass after = mass before × exp(−Δv / exhaust speed). Every metre "
            "a second costs the same share of all that is left."
        ),
        "Planners pay each burn with a margin. The margin is Δv as well, and is paid in payload.",
    )
    task: ClassVar = (
        "The file pays every burn at the Moon with 5 % more than it needs. Take another margin "
        "and plan again."
    )
    control: ClassVar = "Δv margin"
    options: ClassVar = (
        Option(id="none", says="0 %: all goes as computed"),
        Option(id="ten", says="10 %"),
        Option(id="fifteen", says="15 %"),
        Option(id="twenty", says="20 %"),
    )
    wait: ClassVar = "about 2 s"
    look: ClassVar = (
        "The lander that brings the power: the most it could carry with either margin. The lander "
        "itself has to arrive as well, so that the loss is the payload's."
    )
    teacher: ClassVar = (
        "The date does not move: mass is not what holds this campaign. Ask from which margin on "
        "it would. Masses come from the planner's own mass chain, the exhaust speed from the "
        "lander's specific impulse in the catalogue (see Sources)."
    )

    def changes(
        self,
        choice: str,
        base: Scenario,  # noqa: ARG002
        plan: CampaignPlan,  # noqa: ARG002
    ) -> tuple[Overrides, tuple[Addition, ...]]:
        """The margin."""
        return {"policies.dv_margin": _MARGINS[choice]}, ()

    def sentence(self, found: PlanPair) -> str:
        """Say what the lander could carry with both margins."""
        old, new = first_lander(found.before), first_lander(found.after)
        was, now = (100 * one.policies.dv_margin for one in (found.base, found.changed))
        return (
            f"With {was:g} % margin flight {old.id} could land {number(old.capacity_kg, 0)} kg of "
            f"payload; with {now:g} % {number(new.capacity_kg, 0)} kg."
        )

    def facts(self, found: PlanPair) -> Facts:
        """Burns and masses of the lander in both plans."""
        pairs = [(one, first_lander(plan)) for one, plan in _both(found)]
        first = pairs[0][1]

        def row(name: str, values: list[float]) -> tuple[str, ...]:
            return (name, *(number(value, 0) for value in values))

        return Facts(
            columns=(
                f"Flight {first.id}",
                *(f"{100 * s.policies.dv_margin:g} % margin" for s, _ in pairs),
            ),
            rows=(
                row("LOI (m/s)", [f.dv_m_s["loi"] for _, f in pairs]),
                row("Descent (m/s)", [f.dv_m_s["descent"] for _, f in pairs]),
                row("Both with the margin (m/s)", [_paid_m_s(s, f) for s, f in pairs]),
                row("Mass after TLI (kg)", [f.mass_kg.tli for _, f in pairs]),
                row("Mass in lunar orbit (kg)", [f.mass_kg.lunar_orbit for _, f in pairs]),
                row("Mass on the ground (kg)", [_landed_kg(f) for _, f in pairs]),
                row("Payload possible (kg)", [f.capacity_kg for _, f in pairs]),
            ),
        )

    def questions(self, found: PlanPair) -> tuple[Question, ...]:
        """Ask for the share that lands, and how payload falls beside Δv."""
        return _share(found), _steeper(found)


def _share(found: PlanPair) -> NumberQuestion:
    scenario, flight = found.changed, first_lander(found.after)
    speed, paid = _exhaust_m_s(scenario, flight), _paid_m_s(scenario, flight)
    share = 100.0 * _landed_kg(flight) / flight.mass_kg.tli
    return NumberQuestion(
        id="share",
        asks=f"With your margin both burns together are paid with {number(paid, 0)} m/s, and the "
        f"exhaust speed is {number(speed, 0)} m/s. What share of the mass after TLI reaches the "
        "ground?",
        unit="%",
        expected=share,
        within=0.5,
        tolerance="Δv and exhaust speed are given to 1 m/s, which moves the share by less than "
        "0.05 %; the rest is for rounding on the way",
        because=f"exp(−{number(paid, 0)} / {number(speed, 0)}) = "
        f"{number(100.0 * math.exp(-paid / speed), 1)} %; the planner's mass chain says "
        f"{number(_landed_kg(flight), 0)} of {number(flight.mass_kg.tli, 0)} kg, "
        f"{number(share, 1)} %.",
        slips=(
            Slip(
                value=100.0 - share,
                says="That is the share that was burnt. The rest reaches the ground.",
            ),
            Slip(
                value=100.0 * (1.0 - paid / speed),
                says="Mass does not fall in a straight line with Δv: use exp.",
            ),
        ),
    )


def _steeper(found: PlanPair) -> ChoiceQuestion:
    old, new = first_lander(found.before), first_lander(found.after)
    before, after = _paid_m_s(found.base, old), _paid_m_s(found.changed, new)
    dv = 100.0 * (after / before - 1.0)
    payload = 100.0 * (new.capacity_kg / old.capacity_kg - 1.0)
    gap = abs(payload) - abs(dv)
    expected = "same" if abs(gap) < _SAME else "more" if gap > 0 else "less"
    return ChoiceQuestion(
        id="steeper",
        asks=f"The Δv to pay changed by {number(dv, 1)} %. Did the payload possible change by "
        "more, by less, or by as much (in %)?",
        options=(
            Possible(id="more", says="By more"),
            Possible(id="same", says="By as much, within 1 %"),
            Possible(id="less", says="By less"),
        ),
        expected=expected,
        because=f"Payload changed by {number(payload, 1)} %, from {number(old.capacity_kg, 0)} to "
        f"{number(new.capacity_kg, 0)} kg. The lander itself must land too and weighs the same, "
        "so that payload bears the whole difference.",
    )


def _both(found: PlanPair) -> tuple[tuple[Scenario, CampaignPlan], ...]:
    return (found.base, found.before), (found.changed, found.after)


def margins(found: PlanPair) -> tuple[float, float]:
    """Return both Δv margins, 0.05 being 5 %."""
    return found.base.policies.dv_margin, found.changed.policies.dv_margin


def first_lander(plan: CampaignPlan) -> Flight:
    """Return the first flight that lands."""
    return next(flight for flight in plan.flights if flight.landing_utc is not None)


def _landed_kg(flight: Flight) -> float:
    assert flight.mass_kg.landed is not None  # it lands
    return flight.mass_kg.landed


def _paid_m_s(scenario: Scenario, flight: Flight) -> float:
    at_moon = flight.dv_m_s["loi"] + flight.dv_m_s["descent"]
    return at_moon * (1.0 + scenario.policies.dv_margin)


def _exhaust_m_s(scenario: Scenario, flight: Flight) -> float:
    """Exhaust speed of the one stage that does both burns."""
    option = next(one for one in scenario.fleet if one.id == flight.option)
    assert option.lander is not None
    (stage,) = option.lander.stages
    return exhaust_m_s(isp_s=stage.isp_s.value)
