"""The closed-form mass budget against a stack flown step by step and searched by bisection."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import brentq

from planner.errors import OutOfRangeError
from planner.logistics.stack import stack_budget
from planner.logistics.stage import Margins, StageSpec

G0 = 9.80665

margins = st.builds(
    Margins,
    launch_mass=st.floats(0.0, 0.2),
    dv=st.floats(0.0, 0.2),
    propellant_residual=st.floats(0.0, 0.05),
)


def stages(burns):
    return st.builds(
        StageSpec,
        name=st.just("+".join(burns)),
        dry_mass_kg=st.floats(300.0, 6000.0),
        propellant_kg=st.floats(2000.0, 40_000.0),
        isp_s=st.floats(280.0, 460.0),
        thrust_n=st.just(6e4),
        burns=st.just(burns),
    )


stacks = st.one_of(
    st.tuples(stages(("loi", "descent"))), st.tuples(stages(("loi",)), stages(("descent",)))
)
speed_changes = st.fixed_dictionaries(
    {"loi": st.floats(500.0, 1200.0), "descent": st.floats(1750.0, 2300.0)}
)


def wet_mass_kg(payload_kg, stack, dv_m_s, reserve):
    """Injected mass by trial: load each stage until it ends on its residual."""
    above_kg, loads = payload_kg, []
    for stage in reversed(stack):
        dv = sum(dv_m_s[burn] * (1.0 + reserve.dv) for burn in stage.burns)

        def left_over(load_kg, stage=stage, dv=dv, above_kg=above_kg):
            start_kg = above_kg + stage.dry_mass_kg + load_kg
            burned_kg = start_kg - start_kg * math.exp(-dv / (G0 * stage.isp_s))
            return load_kg * (1.0 - reserve.propellant_residual) - burned_kg

        load_kg = brentq(left_over, 0.0, 1e8, xtol=1e-9, rtol=1e-14)
        loads.insert(0, load_kg)
        above_kg += stage.dry_mass_kg + load_kg
    return above_kg, loads


@given(stack=stacks, dv_m_s=speed_changes, reserve=margins, payload_kg=st.floats(0.0, 20_000.0))
@settings(deadline=None, max_examples=60)
def test_lines_agree_with_loading_by_trial(stack, dv_m_s, reserve, payload_kg):
    budget = stack_budget(stages=stack, dv_m_s=dv_m_s, margins=reserve)
    wet_kg, loads = wet_mass_kg(payload_kg, stack, dv_m_s, reserve)
    # 1e-6 kg: what the bisection of loads up to 1e8 kg leaves
    assert budget[0].before.at(payload_kg) == pytest.approx(wet_kg, rel=1e-9, abs=1e-6)
    used = [stage.use(payload_kg).loaded_kg for stage in budget]
    assert used == pytest.approx(loads, rel=1e-9, abs=1e-6)


@given(stack=stacks, dv_m_s=speed_changes, reserve=margins)
@settings(deadline=None, max_examples=40)
def test_tank_limit_fills_the_tank(stack, dv_m_s, reserve):
    for budget in stack_budget(stages=stack, dv_m_s=dv_m_s, margins=reserve):
        payload_kg = budget.tank_limit_kg
        assert budget.use(payload_kg).loaded_kg == pytest.approx(
            budget.stage.propellant_kg, rel=1e-9
        )
        assert budget.use(payload_kg + 1.0).loaded_kg > budget.stage.propellant_kg


@given(stack=stacks, dv_m_s=speed_changes, reserve=margins, payload_kg=st.floats(0.0, 20_000.0))
@settings(deadline=None, max_examples=60)
def test_mass_is_conserved(stack, dv_m_s, reserve, payload_kg):
    uses = [b.use(payload_kg) for b in stack_budget(stages=stack, dv_m_s=dv_m_s, margins=reserve)]
    dry_kg = sum(stage.dry_mass_kg for stage in stack)
    loaded_kg = sum(use.loaded_kg for use in uses)
    assert uses[0].mass_before_kg == pytest.approx(payload_kg + dry_kg + loaded_kg, rel=1e-9)
    tops = [*(use.mass_before_kg for use in uses[1:]), payload_kg]
    for stage, use, above_kg in zip(stack, uses, tops, strict=True):
        assert use.loaded_kg == pytest.approx(use.burned_kg + use.residual_kg, rel=1e-9)
        dropped_kg = stage.dry_mass_kg + use.residual_kg
        assert use.mass_after_kg == pytest.approx(above_kg + dropped_kg, rel=1e-9)


def spec(name, burns, **changes):
    fields = {"dry_mass_kg": 1000.0, "propellant_kg": 9e3, "isp_s": 320.0, "thrust_n": 3e4}
    return StageSpec(name=name, burns=burns, **(fields | changes))


BOTH = {"loi": 850.0, "descent": 1900.0}
TUG, SHIP = spec("tug", ("loi",)), spec("ship", ("descent",))


@pytest.mark.parametrize(
    ("stack", "dv_m_s", "name"),
    [
        ((SHIP, TUG), BOTH, "order of the stages"),
        ((TUG, spec("idle", ("loi",))), BOTH, "stages that perform loi"),
        ((TUG,), BOTH, "stages that perform descent"),
        ((spec("whole", ("loi", "descent")), SHIP), BOTH, "stages that perform descent"),
        ((SHIP, TUG), {"loi": 850.0}, "order of the stages"),
        ((TUG, SHIP), {"loi": 200_000.0, "descent": 1.0}, "mass ratio of stage tug"),
    ],
)
def test_stacks_that_cannot_fly_are_refused(stack, dv_m_s, name):
    with pytest.raises(OutOfRangeError) as caught:
        stack_budget(stages=stack, dv_m_s=dv_m_s, margins=Margins())
    assert caught.value.name == name


def test_a_stage_left_idle_above_is_carried():
    (tug, ship) = stack_budget(stages=(TUG, SHIP), dv_m_s={"loi": 850.0}, margins=Margins())
    assert ship.use(500.0).burned_kg == 0.0
    assert ship.tank_limit_kg == math.inf
    assert tug.after.at(500.0) > 500.0 + TUG.dry_mass_kg + SHIP.dry_mass_kg


@pytest.mark.parametrize("field", ["dry_mass_kg", "propellant_kg", "isp_s", "thrust_n"])
@pytest.mark.parametrize("value", [0.0, -1.0, math.nan, math.inf])
def test_impossible_stages_are_refused(field, value):
    with pytest.raises(OutOfRangeError, match=f"{field} of stage tug"):
        spec("tug", ("loi",), **{field: value})


@pytest.mark.parametrize("burns", [(), ("tei",), ("loi", "landing")])
def test_unknown_burns_are_refused(burns):
    with pytest.raises(OutOfRangeError, match="one or more of loi, descent"):
        spec("tug", burns)


@pytest.mark.parametrize("field", ["launch_mass", "dv", "propellant_residual"])
@pytest.mark.parametrize("value", [-0.01, 1.0, math.nan])
def test_impossible_margins_are_refused(field, value):
    with pytest.raises(OutOfRangeError, match=field):
        Margins(**{field: value})
