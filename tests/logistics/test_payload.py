"""What a launcher and a lander deliver: limits, monotony, and masses that agree."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from planner.errors import OutOfRangeError
from planner.logistics.payload import CannotDeliverError, flown_masses, landed_payload
from planner.logistics.self_propelled import insertion_masses
from planner.logistics.stage import Margins, StageSpec
from planner.transfers.braking import DescentProfile, powered_descent

LANDER = StageSpec(
    name="lander", dry_mass_kg=4000.0, propellant_kg=18_000.0, isp_s=340.0, thrust_n=6e4,
    burns=("loi", "descent"),
)  # fmt: skip
TUG = StageSpec(
    name="tug", dry_mass_kg=1500.0, propellant_kg=9000.0, isp_s=320.0, thrust_n=2e4, burns=("loi",)
)
SHIP = StageSpec(
    name="ship", dry_mass_kg=2500.0, propellant_kg=11_000.0, isp_s=320.0, thrust_n=4e4,
    burns=("descent",),
)  # fmt: skip
CASE = {
    "launch_mass_kg": 27_000.0, "stages": (LANDER,), "dv_loi_m_s": 850.0,
    "profile": DescentProfile(), "margins": Margins(),
}  # fmt: skip

stacks = st.one_of(
    st.builds(
        lambda isp_s, thrust_n, tank_kg: (
            replace(LANDER, isp_s=isp_s, thrust_n=thrust_n, propellant_kg=tank_kg),
        ),
        st.floats(300.0, 450.0), st.floats(3e4, 2e5), st.floats(9e3, 3e4),
    ),
    st.builds(
        lambda isp_s, thrust_n: (TUG, replace(SHIP, isp_s=isp_s, thrust_n=thrust_n)),
        st.floats(300.0, 450.0), st.floats(2.5e4, 2e5),
    ),
)  # fmt: skip
cases = st.fixed_dictionaries(
    {
        "launch_mass_kg": st.floats(18_000.0, 40_000.0),
        "stages": stacks,
        "dv_loi_m_s": st.floats(700.0, 1000.0),
        "profile": st.builds(DescentProfile, start_alt_km=st.floats(5.0, 30.0)),
        "margins": st.builds(Margins, dv=st.floats(0.0, 0.1)),
    }
)
several = settings(deadline=None, max_examples=50)


def payload_of(case):
    """The largest payload (kg), or what is missing as a negative number."""
    try:
        return landed_payload(**case).payload_kg
    except CannotDeliverError as error:
        return error.possible_kg


@given(case=cases)
@several
def test_masses_agree_with_each_other(case):
    assume(payload_of(case) > 0.0)
    best = landed_payload(**case)
    stages, last, used = case["stages"], case["stages"][-1], best.stages
    everything = best.payload_kg + sum(
        stage.dry_mass_kg + use.loaded_kg for stage, use in zip(stages, used, strict=True)
    )
    assert best.tli_kg == pytest.approx(everything, rel=1e-9)
    remains = best.payload_kg + last.dry_mass_kg + used[-1].residual_kg
    assert best.landed_kg == pytest.approx(remains, rel=1e-9)
    ratio = math.exp(best.dv_m_s["descent"] * (1.0 + case["margins"].dv) / (9.80665 * last.isp_s))
    assert best.lunar_orbit_kg == pytest.approx(best.landed_kg * ratio, rel=1e-9)


@given(case=cases)
@several
def test_descent_paid_is_the_descent_flown(case):
    assume(payload_of(case) > 0.0)
    best = landed_payload(**case)
    last = case["stages"][-1]
    again = powered_descent(
        mass_kg=best.lunar_orbit_kg * (1.0 - 1e-12), thrust_n=last.thrust_n, isp_s=last.isp_s,
        profile=case["profile"],
    )  # fmt: skip
    # The settling stops at 1 mm/s, and the last correction is smaller still.
    assert best.dv_m_s["descent"] == best.descent.dv_m_s
    assert best.dv_m_s["descent"] == pytest.approx(again.dv_m_s, abs=1e-3)


@given(case=cases)
@several
def test_the_named_limit_binds_and_no_other_is_broken(case):
    assume(payload_of(case) > 0.0)
    best = landed_payload(**case)
    room = {"launch mass": case["launch_mass_kg"] * 0.95 - best.tli_kg}
    for stage, use in zip(case["stages"], best.stages, strict=True):
        room[f"propellant of {stage.name}"] = stage.propellant_kg - use.loaded_kg
    last = case["stages"][-1]
    weight_n = best.descent.ignition_mass_kg * 4.902800118e12 / 1.7374e6**2
    room[f"thrust of {last.name}"] = last.thrust_n / 0.8 - weight_n
    # 0.1 kg, 0.1 N: the descent is settled to 1 mm/s, some 10 g of these craft.
    assert min(room.values()) > -0.1
    assert room[best.limit] == pytest.approx(0.0, abs=0.1)


def test_each_kind_of_limit_is_reached():
    def limit(**changes):
        return landed_payload(**(CASE | changes)).limit

    assert limit() == "launch mass"
    assert limit(launch_mass_kg=40_000.0) == "propellant of lander"
    assert limit(stages=(replace(LANDER, thrust_n=2.3e4),)) == "thrust of lander"
    assert limit(launch_mass_kg=40_000.0, stages=(TUG, SHIP)) == "propellant of ship"
    small_tug = replace(TUG, propellant_kg=3000.0)
    assert limit(launch_mass_kg=40_000.0, stages=(small_tug, SHIP)) == "propellant of tug"


@given(case=cases, more=st.floats(1.001, 1.1))
@several
def test_payload_grows_with_launch_mass_and_isp_and_falls_with_dv(case, more):
    base = payload_of(case)
    last = case["stages"][-1]
    better = (*case["stages"][:-1], replace(last, isp_s=last.isp_s * more))
    tolerance_kg = 0.1  # the descent is settled to 1 mm/s
    heavier = case | {"launch_mass_kg": case["launch_mass_kg"] * more}
    assert payload_of(heavier) >= base - tolerance_kg
    assert payload_of(case | {"stages": better}) > base - tolerance_kg
    dearer = case | {"dv_loi_m_s": case["dv_loi_m_s"] * more}
    assert payload_of(dearer) <= base + tolerance_kg


@given(case=cases, share=st.floats(0.0, 1.0))
@several
def test_any_smaller_payload_can_be_flown_and_needs_less(case, share):
    assume(payload_of(case) > 1.0)
    best = landed_payload(**case)
    flown = flown_masses(payload_kg=share * best.payload_kg * (1.0 - 1e-4), **case)
    assert flown.payload_kg == share * best.payload_kg * (1.0 - 1e-4)
    assert flown.tli_kg < best.tli_kg
    assert flown.dv_m_s["descent"] <= best.dv_m_s["descent"] + 1e-3  # throttle: flat to 1 mm/s
    for stage, use in zip(case["stages"], flown.stages, strict=True):
        assert use.loaded_kg <= stage.propellant_kg


def test_more_than_the_limit_is_refused_by_name():
    best = landed_payload(**CASE)
    with pytest.raises(CannotDeliverError, match="launch mass leaves") as caught:
        flown_masses(payload_kg=best.payload_kg + 1.0, **CASE)
    assert caught.value.limit == "launch mass"
    assert caught.value.asked_kg == best.payload_kg + 1.0
    # The descent with 1 kg more costs a little more too, so slightly less is possible.
    assert caught.value.possible_kg == pytest.approx(best.payload_kg, abs=0.5)


def test_a_launcher_too_small_for_the_empty_lander_is_refused():
    with pytest.raises(CannotDeliverError) as caught:
        landed_payload(**(CASE | {"launch_mass_kg": 5000.0}))
    assert caught.value.limit == "launch mass"
    assert caught.value.possible_kg < 0.0


def test_delivery_to_lunar_orbit_pays_the_insertion_only():
    in_orbit = landed_payload(**(CASE | {"stages": (TUG,), "profile": None}))
    assert in_orbit.landed_kg is None
    assert in_orbit.descent is None
    assert in_orbit.dv_m_s == {"loi": 850.0}
    ratio = math.exp(850.0 * 1.05 / (9.80665 * TUG.isp_s))
    assert in_orbit.tli_kg / in_orbit.lunar_orbit_kg == pytest.approx(ratio, rel=1e-12)


def test_a_finished_stage_is_dropped_before_lunar_orbit_is_counted():
    best = landed_payload(**(CASE | {"stages": (TUG, SHIP)}))
    tug, ship = best.stages
    assert best.lunar_orbit_kg == ship.mass_before_kg
    left_kg = TUG.dry_mass_kg + tug.residual_kg
    assert tug.mass_after_kg - best.lunar_orbit_kg == pytest.approx(left_kg, rel=1e-9)


@pytest.mark.parametrize(
    "changes",
    [
        {"launch_mass_kg": 0.0}, {"launch_mass_kg": math.nan}, {"launch_mass_kg": math.inf},
        {"dv_loi_m_s": -1.0}, {"dv_loi_m_s": math.nan}, {"stages": (TUG,)},
    ],
)  # fmt: skip
def test_impossible_questions_are_refused(changes):
    with pytest.raises(OutOfRangeError):
        landed_payload(**(CASE | changes))


@pytest.mark.parametrize("payload_kg", [-1.0, math.nan])
def test_impossible_payloads_are_refused(payload_kg):
    with pytest.raises(OutOfRangeError, match="payload_kg"):
        flown_masses(payload_kg=payload_kg, **CASE)


def insert(**changes):
    craft = {
        "name": "relay", "wet_mass_kg": 1200.0, "propellant_kg": 488.0, "isp_s": 300.0,
        "dv_loi_m_s": 850.0, "margins": Margins(),
    }  # fmt: skip
    return insertion_masses(**(craft | changes))


def test_self_propelled_craft_burns_its_own_propellant():
    craft = insert()
    ratio = math.exp(850.0 * 1.05 / (9.80665 * 300.0))
    assert craft.lunar_orbit_kg == pytest.approx(1200.0 / ratio, rel=1e-12)
    assert craft.burned_kg + craft.lunar_orbit_kg == pytest.approx(1200.0, rel=1e-12)
    assert craft.needed_kg == pytest.approx(craft.burned_kg / 0.98, rel=1e-12)


def test_self_propelled_craft_short_of_propellant_is_refused():
    needed_kg = insert().needed_kg
    assert insert(propellant_kg=needed_kg * 1.000001).needed_kg == needed_kg
    with pytest.raises(CannotDeliverError, match="propellant of relay"):
        insert(propellant_kg=needed_kg * 0.999999)


@pytest.mark.parametrize("propellant_kg", [0.0, 1200.0, math.nan])
def test_impossible_craft_are_refused(propellant_kg):
    with pytest.raises(OutOfRangeError, match="propellant_kg of relay"):
        insert(propellant_kg=propellant_kg)
