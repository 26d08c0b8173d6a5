"""Demands against sums written out by hand, and faults of their files."""

from __future__ import annotations

import math
import re
from contextlib import suppress
from pathlib import Path
from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.logistics.supply import demand_of, load_demand, loads_demand
from planner.logistics.supply.needs import main_class
from planner.scenario.faults import FaultyFileError

SHIPPED = sorted((Path(__file__).parents[2] / "scenarios" / "demands").glob("*.yaml"))
HEAD = "schema_version: 1\nid: trial\ntitle: Trial\n"


def demand(text):
    return demand_of(loads_demand(HEAD + dedent(text), name="d.yaml"))


def faults_of(text):
    with pytest.raises(FaultyFileError) as caught:
        loads_demand(text, name="d.yaml")
    return [str(fault) for fault in caught.value.faults]


@pytest.mark.parametrize(
    ("closures", "kg"),
    [("{}", 6.564), ("{water: 0.85, oxygen: 0.47}", 2.849), ("{water: 0.98, oxygen: 0.47}", 2.341)],
)
def test_metabolic_rates_by_crew_and_day(closures, kg):
    told = demand(f"rates: bvad\ncrew: 3\nstay_d: 100\nclosures: {closures}\n")
    assert told.provisions_kg_per_crew_d == pytest.approx(kg, abs=5e-4)  # printed to a gram
    assert told.total_kg == pytest.approx(300.0 * told.provisions_kg_per_crew_d)


def test_spacenet_by_hand():
    told = demand("""\
        rates: spacenet_1_3
        crew: 4
        stay_d: 180
        reserve_d: 30
        eva: {per_week: 5, duration_h: 8, crew: 2}
        """)
    reserve, stay, outside = 4 * 210, 4 * 180, 128 * 8 * 2
    by_hand = {
        201: 3.6 * reserve * 0.58 + 0.6875 * outside,
        202: (0.05556 + 0.76389 + 1.61667) * reserve,
        203: (3.85714 + 2.21429) * reserve + 0.07875 * outside,
        204: 0.27778 * reserve + 1.8 * 4,
        205: 2.3 * stay / 4,
        206: 10 * 4,
        301: 5 * 4,
        302: 107 * 4 + 0.3625 * outside,
        303: 20 + 0.1 * 4,
        304: 25,
        305: 20,
        306: 5 * 4,
        701: 0.05 * stay,
        702: 0.05 * reserve,
    }
    assert dict(told.by_class_kg) == pytest.approx(by_hand)
    assert told.by_main_class_kg[3] == pytest.approx(sum(by_hand[n] for n in range(301, 307)))


def test_spares_by_mass_and_year():
    told = demand("""\
        rates: bvad
        crew: 0
        stay_d: 365
        elements:
          - {id: habitat, mass_kg: 7500, maintenance: habitat}
          - {id: power, mass_kg: 2500, count: 2, maintenance: power_unit}
          - {id: hopper, mass_kg: 900, maintenance: vehicle, flights: 6}
        """)
    spares = {need.name: need.kg for need in told.needs}
    assert spares["Spares for habitat, pressurised"] == pytest.approx(300.0)
    assert spares["Spares for habitat, unpressurised"] == pytest.approx(75.0)
    assert spares["Spares for power, unpressurised"] == pytest.approx(250.0)
    assert spares["Spares for hopper, unpressurised"] == pytest.approx(54.0)
    assert dict(told.by_main_class_kg) == pytest.approx({4: 679.0})
    assert told.provisions_kg_per_crew_d is None


def test_mass_of_a_kind_in_the_catalogue():
    told = demand("""\
        rates: bvad
        crew: 0
        stay_d: 730
        elements: [{id: rover, kind: rover_small, maintenance: power_unit}]
        """)
    from planner.catalogue import load_catalogue

    mass_kg = load_catalogue().elements["rover_small"].mass_kg.value
    assert told.total_kg == pytest.approx(0.1 * mass_kg)


PACKED = """\
    rates: spacenet_1_3
    crew: 0
    stay_d: 0
    packing: {packing}
    science:
      - {{name: dry, kg: 100}}
      - {{name: outside, kg: 50, environment: unpressurised}}
    propellant: [{{name: fuel, kg: 70, class_of_supply: 102}}]
    """


@pytest.mark.parametrize(
    ("packing", "tare_kg"),
    [("none", 0.0), ("factors", 100 * 0.2 + 50 * 0.6), ("bags", math.ceil(100 / 26.8) * 0.83 + 30)],
)
def test_packing(packing, tare_kg):
    told = demand(PACKED.format(packing=packing))
    assert told.by_main_class_kg.get(5, 0.0) == pytest.approx(tare_kg)
    assert told.total_kg == pytest.approx(220.0 + tare_kg)


def test_every_line_of_a_set_has_a_source():
    told = demand_of(load_demand(SHIPPED[-1]))
    assert {need.source for need in told.needs} == {"spacenet_java", "spacenet_qs2", "this_file"}
    assert all(need.confidence == "assumed" for need in told.needs if need.source == "this_file")


@given(
    crew=st.integers(1, 12), stay_d=st.floats(1.0, 2000.0), water=st.floats(0.0, 1.0),
    name=st.sampled_from(["bvad", "spacenet_1_3"]),
)  # fmt: skip
def test_sums_agree_and_closing_a_loop_never_costs(crew, stay_d, water, name):
    text = f"rates: {name}\ncrew: {crew}\nstay_d: {stay_d!r}\n"
    closed = demand(text + f"closures: {{water: {water:.6f}}}\n")
    open_loop = demand(text + "closures: {water: 0}\n")
    assert closed.total_kg <= open_loop.total_kg * (1 + 1e-12)
    for sums in (closed.by_class_kg, closed.by_main_class_kg):
        assert sum(sums.values()) == pytest.approx(closed.total_kg)


@pytest.mark.parametrize(("number", "main"), [(2, 2), (201, 2), (4011, 4), (10, 10), (101, 1)])
def test_classes_belong_to_the_ten(number, main):
    assert main_class(number) == main


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_shipped_demands_are_sound(path):
    assert demand_of(load_demand(path)).total_kg > 0.0


def test_all_faults_at_once_each_in_its_line():
    text = dedent("""\
        schema_version: 1
        id: trial
        title: Trial
        rates: bvadd
        crew: 2.5
        stay_d: -1
        eva: {duration_h: 8, crew: 2}
        elements:
          - {id: a, mass_kg: 5, kind: rover_small, maintenance: habitat}
          - {id: a, kind: rover_smal, maintenance: habitatt}
          - {id: b, mass_kg: 1, maintenance: vehicle}
          - {id: c, mass_kg: 1, maintenance: habitat, flights: 3}
        science:
          - {name: set, kg: 5, class_of_supply: 999}
        extra:
          - {id: x, name: X, class_of_supply: 203, per: day, rate_kg: 1}
        """)
    faults = "\n".join(faults_of(text))
    for said in (
        "d.yaml:4: rates: unknown rate set 'bvadd'; did you mean 'bvad'?",
        "d.yaml:5: crew: is 2.5, allowed is a whole number",
        "d.yaml:6: stay_d: is -1",
        "d.yaml:7: eva: needs either count or per_week",
        "d.yaml:9: elements.0: needs either kind or mass_kg",
        "d.yaml:10: elements.1.id: id 'a' is used twice, first in line 9",
        "d.yaml:10: elements.1.kind: unknown element kind 'rover_smal'; did you mean",
        "d.yaml:10: elements.1.maintenance: unknown maintenance class 'habitatt'; did you mean",
        "d.yaml:11: elements.2: needs flights: class 'vehicle' counts them",
        "d.yaml:12: elements.3.flights: class 'habitat' counts years, not flights",
        "d.yaml:14: science.0.class_of_supply: unknown class of supply 999; allowed: 1, 2, 3",
        "d.yaml:16: extra.0.per: is 'day', allowed 'crew_day', 'crew', 'mission' or",
    ):
        assert said in faults, faults


@pytest.mark.parametrize(
    ("rest", "said"),
    [
        ("rates: bvad\neva: {count: 1, duration_h: 8, crew: 2}", "'bvad' knows nothing of EVA"),
        ("rates: bvad\npacking: bags", "'bvad' has no packing, allowed is none"),
        ("rates: spacenet_1_3\nclosures: {oxygen: 0.4}", "has no loop 'oxygen'; allowed: water"),
        ("rates: spacenet_1_3\nclosures: {water: 1.4}", "is 1.4, allowed 1 or less"),
    ],
)
def test_one_set_is_never_filled_up_from_the_other(rest, said):
    [fault] = faults_of(f"{HEAD}crew: 2\nstay_d: 9\n{rest}\n")
    assert said in fault


def test_the_authors_own_rate_answers_for_eva():
    told = demand("""\
        rates: bvad
        crew: 2
        stay_d: 14
        eva: {count: 6, duration_h: 7, crew: 2}
        extra:
          - {id: o, name: EVA oxygen, class_of_supply: 203, per: eva_crew_hour, rate_kg: 0.08}
        """)
    own = next(need for need in told.needs if need.name == "EVA oxygen")
    assert own.kg == pytest.approx(0.08 * 84)
    assert (own.source, own.confidence) == ("this_file", "assumed")


PIECES = st.sampled_from([
    "habitat", "vehicle", "bvad", "spacenet_1_3", "factors", "bags", "0", "-1", "1e9", ".nan",
    "null", "[]", "{}", "true", "", "2031-01-01", "rover_small", "crew_day", "eva_crew_hour", "999",
])  # fmt: skip
WORDS = re.compile(r"[a-z_0-9.]+")


@given(data=st.data())
def test_any_words_changed_give_a_demand_or_faults(data):
    """Never a traceback, and never a mass that is not a number."""
    text = SHIPPED[-1].read_text(encoding="utf-8")
    for _ in range(data.draw(st.integers(1, 3))):
        found = data.draw(st.sampled_from(list(WORDS.finditer(text))))
        text = text[: found.start()] + data.draw(PIECES) + text[found.end() :]
    with suppress(FaultyFileError):
        told = demand_of(loads_demand(text, name="d.yaml"))
        assert math.isfinite(told.total_kg)
        assert all(need.kg > 0.0 for need in told.needs)
