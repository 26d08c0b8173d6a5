"""Lesson: night and power at the pole."""

from __future__ import annotations

import math
from typing import ClassVar, Final

from planner.campaign.power_years import Step, power_steps, tightest
from planner.catalogue import load_catalogue
from planner.lessons.lesson import Facts, Option, Overrides, PlanLesson, PlanPair
from planner.lessons.question import NumberQuestion, Question, Slip
from planner.lessons.wording import counted, number
from planner.plan import CampaignPlan
from planner.scenario import Addition, Scenario

#: Longest darkness of the ridge taken here (h), and what one store holds (kWh).
_DARK_H: Final = 120.0
_STORE_KWH: Final = 100.0
_STORE: Final = "rfc_100"
_STORES: Final = {"three": 3, "five": 5}
_REACTOR: Final = "reactor_kp10"
_ARRAYS: Final = "solar_vsat10"
#: Nights longer than this are not asked about (d).
_LONGEST_D: Final = 400


class Night(PlanLesson):
    """Bridge the dark with stores or a reactor, and weigh them."""

    id: ClassVar = "night"
    title: ClassVar = "How does a station live through the night?"
    file: ClassVar = "lessons/polar_night.yaml"
    idea: ClassVar = (
        (
            "At the pole the Sun runs along the horizon. On a high ridge it shines for most of the "
            "year, but hills hide it for days on end."
        ),
        (
            "Solar arrays give nothing then, and a laboratory goes on using power. Three to five "
            "days of darkness were computed for this ridge (Gläser 2014); the lesson takes five."
        ),
        (
            "Two ways through: store energy by day, or bring a source that needs no Sun. Both are "
            "mass to land."
        ),
    )
    task: ClassVar = (
        "The file lands solar arrays only. Add what carries the station over the dark; the planner "
        "then lets nothing work that power would not reach."
    )
    control: ClassVar = "For the night"
    options: ClassVar = (
        Option(id="three", says="Three fuel cells of 100 kWh beside the arrays"),
        Option(id="five", says="Five fuel cells of 100 kWh beside the arrays"),
        Option(id="reactor", says="A reactor of 10 kW in place of the arrays"),
    )
    wait: ClassVar = "about 2 s"
    look: ClassVar = (
        "Power given and used on the surface. The mark shows the tightest moment by day and in "
        "darkness: below zero something goes without."
    )
    teacher: ClassVar = (
        "The lesson's file has policies.power_balance off, so that a plan that freezes can be "
        "seen; each choice switches it on. With it on and arrays alone there is no plan, and the "
        "planner says why. Charging the stores by day is not counted (docs/scenario_format.md)."
    )

    def changes(
        self,
        choice: str,
        base: Scenario,  # noqa: ARG002
        plan: CampaignPlan,  # noqa: ARG002
    ) -> tuple[Overrides, tuple[Addition, ...]]:
        """Stores, or the reactor."""
        kept: Overrides = {"policies.power_balance": True}
        if choice == "reactor":
            return kept | {"elements.power.kind": _REACTOR}, ()
        store = {
            "kind": _STORE,
            "power_night_kw": round(_STORE_KWH / _DARK_H, 2),
            "requires": ["power"],
        }
        return kept | {f"elements.store_{n + 1}": store for n in range(_STORES[choice])}, ()

    def sentence(self, found: PlanPair) -> str:
        """Say what is left or missing in darkness, and what it weighs."""
        left = _worst(found.changed, found.after, "night").margin_kw
        without = _worst(found.base, found.before, "night").margin_kw
        spare_kw = number(abs(left), 2)
        state = f"has {spare_kw} kW to spare" if left >= 0 else f"is {spare_kw} kW short"
        return (
            f"In darkness arrays alone are {number(-without, 2)} kW short. With your choice the "
            f"station {state}, and {number(_landed(found.after), 0)} kg of elements land in place "
            f"of {number(_landed(found.before), 0)} kg."
        )

    def facts(self, found: PlanPair) -> Facts:
        """Tightest moments and masses of both plans."""
        both = ((found.base, found.before), (found.changed, found.after))
        worst = {
            light: [_worst(scenario, plan, light) for scenario, plan in both]
            for light in ("day", "night")
        }
        rows = [
            (f"Least margin, {words} (kW)", *(number(step.margin_kw, 2) for step in worst[light]))
            for light, words in (("day", "day"), ("night", "darkness"))
        ]
        rows += [
            ("Used in darkness at the end (kW)", *(number(_used_kw(s, p), 2) for s, p in both)),
            ("Elements landed (kg)", *(number(_landed(plan), 0) for _, plan in both)),
            ("Flights", *(str(len(plan.flights)) for _, plan in both)),
            ("Complete (UTC)", *(str(plan.completion_date) for _, plan in both)),
        ]
        return Facts(columns=("", "Arrays alone", "With your choice"), rows=tuple(rows))

    def questions(self, found: PlanPair) -> tuple[Question, ...]:
        """Ask for the energy of a night, the stores it takes, and when a reactor is lighter."""
        used_kw = _used_kw(found.changed, found.after)
        return _energy(used_kw), _stores(used_kw), _lighter(used_kw)


def _energy(used_kw: float) -> NumberQuestion:
    energy = used_kw * _DARK_H
    return NumberQuestion(
        id="energy",
        asks=f"At the end the station uses {number(used_kw, 2)} kW in darkness. How much energy "
        f"does a darkness of {_DARK_H / 24.0:g} d take?",
        unit="kWh",
        expected=energy,
        within=0.005 * energy,
        tolerance="half a percent, for power read to 0.01 kW",
        because=f"{number(used_kw, 2)} kW × {_DARK_H:g} h = {number(energy, 0)} kWh.",
        slips=(
            Slip(
                value=used_kw * _DARK_H / 24.0,
                says="Kilowatts times days are no kilowatt hours: a day has 24 h.",
            ),
        ),
    )


def _stores(used_kw: float) -> NumberQuestion:
    exact = used_kw * _DARK_H / _STORE_KWH
    count = math.ceil(exact)
    return NumberQuestion(
        id="stores",
        asks=f"How many fuel cells of {_STORE_KWH:g} kWh does that take?",
        unit="",
        expected=float(count),
        within=0.0,
        tolerance="they are counted",
        because=f"{number(exact, 2)} of them would do; {counted(count, 'whole one')} it is.",
        slips=(Slip(value=float(count - 1), says="The last day of the night would be without."),),
    )


def _lighter(used_kw: float) -> NumberQuestion:
    store_kg, reactor_kg, array_kg = _mass_kg(_STORE), _mass_kg(_REACTOR), _mass_kg(_ARRAYS)
    days = reactor_lighter_from_d(
        used_kw=used_kw, store_kg=store_kg, reactor_kg=reactor_kg, array_kg=array_kg
    )
    return NumberQuestion(
        id="lighter",
        asks=f"A fuel cell weighs {number(store_kg, 0)} kg, the arrays {number(array_kg, 0)} kg, "
        f"the reactor {number(reactor_kg, 0)} kg. From how many whole days of darkness on is the "
        "reactor lighter than arrays with fuel cells?",
        unit="d",
        expected=float(days),
        within=0.0,
        tolerance="the first whole day is asked for",
        because=f"For {days - 1} d it takes {counted(_count(used_kw, days - 1), 'cell')}: "
        f"{number(array_kg + store_kg * _count(used_kw, days - 1), 0)} kg with the arrays. For "
        f"{days} d {counted(_count(used_kw, days), 'cell')}: "
        f"{number(array_kg + store_kg * _count(used_kw, days), 0)} kg, more than "
        f"{number(reactor_kg, 0)} kg. Away from the poles a night lasts 14.8 d.",
        slips=(
            Slip(
                value=float(
                    reactor_lighter_from_d(
                        used_kw=used_kw, store_kg=store_kg, reactor_kg=reactor_kg, array_kg=0.0
                    )
                ),
                says="Cells alone give nothing: something must charge them. Count the arrays too.",
            ),
        ),
    )


def reactor_lighter_from_d(
    *, used_kw: float, store_kg: float, reactor_kg: float, array_kg: float
) -> int:
    """First whole day of darkness for which arrays with stores weigh more than the reactor."""
    return next(
        days
        for days in range(1, _LONGEST_D)
        if array_kg + store_kg * _count(used_kw, days) > reactor_kg
    )


def _count(used_kw: float, days: int) -> int:
    return math.ceil(round(used_kw * 24.0 * days / _STORE_KWH, 9))


def _mass_kg(kind: str) -> float:
    return load_catalogue().elements[kind].mass_kg.value


def _steps(scenario: Scenario, plan: CampaignPlan, light: str) -> tuple[Step, ...]:
    return power_steps(
        plan, scenario, destination="surface", light="day" if light == "day" else "night"
    )


def _worst(scenario: Scenario, plan: CampaignPlan, light: str) -> Step:
    found = tightest(_steps(scenario, plan, light))
    assert found is not None  # hub and laboratory use power
    return found


def _used_kw(scenario: Scenario, plan: CampaignPlan) -> float:
    return _steps(scenario, plan, "night")[-1].demand_kw


def _landed(plan: CampaignPlan) -> float:
    return plan.headline.landed_kg
