"""Mass chains of stacks against sums written out by hand, and laws every chain obeys."""

from __future__ import annotations

import math
from itertools import pairwise
from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.logistics.stacks import fly, loads_stack

G0 = 9.80665
HEAD = "schema_version: 1\nid: trial\ntitle: Trial\n"
#: A tug with a lander on top, which carries cargo and an ascender.
PARTS = dedent("""\
    items:
      - {id: tug, dry_mass_kg: 1000, tanks: [{propellant_kg: 6000, isp_s: 450, thrust_n: 60000,
         boiloff_per_d: 0.01, capacity_kg: 9000}]}
      - {id: lander, dry_mass_kg: 1500, tanks: [{propellant_kg: 4000, isp_s: 320, thrust_n: 40000}]}
      - {id: cargo, dry_mass_kg: 900}
      - {id: rover, dry_mass_kg: 300}
    stacks:
      - {id: ship, items: [tug, lander, cargo, rover]}
    events:
    """)
START = 1000.0 + 6000.0 + 1500.0 + 4000.0 + 900.0 + 300.0
#: Rounding of sums of some thousands of kilograms in double precision.
ROUNDING_KG = 1e-7


def chain(*events, head="", parts=PARTS):
    text = HEAD + head + parts + "".join(f"  - {event}\n" for event in events)
    return fly(loads_stack(text.replace("events:\n", "events: []\n") if not events else text,
                           name="trial.yaml"))  # fmt: skip


def after(result, stack):
    return result.steps[-1].stacks_kg[stack]


def test_two_burns_staging_and_delivery_by_hand():
    result = chain(
        "{do: burn, tanks: [tug], dv_m_s: 900}",
        "{do: wait, after_d: 5}",
        "{do: burn, tanks: [tug], dv_m_s: 400}",
        "{do: drop, items: [tug]}",
        "{do: burn, tanks: [lander], dv_m_s: 1900}",
        "{do: deliver, items: [cargo]}",
    )
    first = START * (1.0 - math.exp(-900.0 / (450.0 * G0)))
    left = (6000.0 - first) * 0.99**5
    mass = START - 6000.0 + left
    second = mass * (1.0 - math.exp(-400.0 / (450.0 * G0)))
    mass = mass - second - (1000.0 + left - second)
    mass = mass * math.exp(-1900.0 / (320.0 * G0)) - 900.0
    assert after(result, "ship") == pytest.approx(mass, abs=ROUNDING_KG)
    assert result.dv_m_s == pytest.approx(900.0 + 400.0 + 1900.0)
    assert result.flows_kg["delivered"] == 900.0
    assert result.flows_kg["boiled"] == pytest.approx((6000.0 - first) * (1.0 - 0.99**5))
    assert result.steps[2].day_d == 5.0


def test_the_policy_adds_to_masses_and_speed_changes_and_keeps_residuals():
    grown = PARTS.replace(
        "id: cargo, dry_mass_kg: 900", "id: cargo, dry_mass_kg: 900, maturity: new"
    )
    result = chain(
        "{do: burn, tanks: [lander], dv_m_s: 500}", head="margins: esa_2012\n", parts=grown
    )
    start = START + 900.0 * (1.2 * 1.2 - 1.0)  # 20 % of its class, then 20 % of the system
    assert result.flows_kg["initial"] == pytest.approx(start)
    assert after(result, "ship") == pytest.approx(start * math.exp(-525.0 / (320.0 * G0)))
    dry = chain("{do: burn, tanks: [lander], propellant_kg: 3921}", head="margins: esa_2012\n")
    assert dry.lack.short_kg == pytest.approx(1.0)  # 2 % of 4000 kg stays
    full = chain("{do: burn, tanks: [lander], propellant_kg: 3920}", head="margins: esa_2012\n")
    assert full.lack is None


def test_a_duration_is_thrust_over_exhaust_speed():
    result = chain("{do: burn, tanks: [lander], duration_s: 100}")
    firing = result.steps[-1].firing
    assert firing.burned_kg == pytest.approx(40_000.0 * 100.0 / (320.0 * G0))
    assert firing.duration_s == pytest.approx(100.0)


def test_engines_together_share_by_mass_flow():
    result = chain("{do: burn, tanks: [tug, lander], dv_m_s: 300}")
    firing = result.steps[-1].firing
    flows = 60_000.0 / (450.0 * G0), 40_000.0 / (320.0 * G0)
    exhaust = 100_000.0 / sum(flows)
    assert firing.exhaust_m_s == pytest.approx(exhaust)
    burned = START * (1.0 - math.exp(-300.0 / exhaust))
    assert firing.burned_kg == pytest.approx(burned)
    assert firing.propellant_kg["tug"] == pytest.approx(burned * flows[0] / sum(flows))


def test_gravity_of_the_file_is_used():
    result = chain("{do: burn, tanks: [lander], dv_m_s: 1000}", head="g0_m_s2: 9.81\n")
    assert after(result, "ship") == pytest.approx(START * math.exp(-1000.0 / (320.0 * 9.81)))


def test_a_dry_tank_says_what_is_short():
    result = chain(
        "{do: burn, name: braking, tanks: [lander], dv_m_s: 500}",
        "{do: burn, name: landing, tanks: [lander], dv_m_s: 2500}",
        "{do: wait, after_d: 1}",
    )
    exhaust = 320.0 * G0
    empty = START - 4000.0
    reached = exhaust * math.log(START / empty) - 500.0
    needed = START * math.exp(-500.0 / exhaust) * (1.0 - math.exp(-2500.0 / exhaust))
    had = START * math.exp(-500.0 / exhaust) - empty
    lack = result.lack
    assert (lack.number, lack.name) == (2, "landing")
    assert lack.short_m_s == pytest.approx(2500.0 - reached)
    assert lack.short_kg == pytest.approx(needed - had)
    assert len(result.steps) == 3  # start, braking, what there was of the landing
    assert after(result, "ship") == pytest.approx(empty)
    assert "tank 'lander' runs dry" in str(lack)


def test_more_propellant_than_mass_has_no_speed():
    lack = chain("{do: burn, tanks: [lander], propellant_kg: 1000000}").lack
    assert lack.short_m_s is None
    assert lack.short_kg == pytest.approx(996_000.0)


def test_a_tug_flies_again_after_refuelling():
    result = chain(
        "{do: burn, tanks: [tug], dv_m_s: 900}",
        "{do: separate, items: [lander, cargo, rover], into: down}",
        "{do: burn, tanks: [tug], dv_m_s: 900}",
        "{do: refuel, tank: tug, kg: 5000}",
        "{do: dock, stacks: [ship, down], into: again}",
        "{do: burn, tanks: [tug], dv_m_s: 400}",
    )
    assert result.lack is None
    assert set(result.steps[-1].stacks_kg) == {"again"}
    assert result.flows_kg["refuelled"] == 5000.0
    dock = result.steps[5]
    assert dock.before_kg == pytest.approx(dock.after_kg)


def test_propellant_can_go_from_tank_to_tank_and_crew_from_item_to_item():
    result = chain(
        "{do: burn, tanks: [lander], propellant_kg: 100}",
        "{do: refuel, tank: lander, source: tug, kg: 60}",
        "{do: move, item: cargo, to: rover, kg: 80}",
        "{do: load, item: rover, kg: 5}",
        "{do: vent, tank: tug, kg: 7}",
        "{do: vent, item: cargo, kg: 20}",
    )
    items = {item.id: item for item in result.steps[-1].items}
    assert items["lander"].propellant_kg["main"] == pytest.approx(3960.0)
    assert items["tug"].propellant_kg["main"] == pytest.approx(5933.0)
    assert (items["cargo"].dry_kg, items["rover"].dry_kg) == pytest.approx((800.0, 385.0))
    assert result.flows_kg["refuelled"] == 0.0


@pytest.mark.parametrize(
    ("event", "words", "short_kg"),
    [
        ("{do: refuel, tank: tug, kg: 3500}", "500.0 kg too small", 500.0),
        ("{do: vent, tank: lander, kg: 4001}", "1.0 kg less", 1.0),
        ("{do: vent, item: rover, kg: 310}", "10.0 kg less", 10.0),
        ("{do: move, item: rover, to: cargo, kg: 301}", "1.0 kg less", 1.0),
        ("{do: vent, item: rover, kg: 300}", "nothing would be left of item 'rover'", 0.0),
    ],
)
def test_what_is_not_there_stops_the_chain(event, words, short_kg):
    result = chain(event, "{do: wait, after_d: 1}")
    assert words in result.lack.words
    assert result.lack.short_kg == pytest.approx(short_kg)
    assert len(result.steps) == 2


def test_tankers_are_counted_flight_by_flight():
    [*_, last] = chain(
        "{do: burn, tanks: [tug], propellant_kg: 6000}",
        "{do: refuel, tank: tug, kg: 8900, tanker_kg: 3000, tanker_every_d: 10}",
    ).steps
    # 3000 -> 2713 + 3000 = 5713 -> 5167 + 3000 = 8167 -> 7386 + 1514: four flights, thirty days.
    assert last.tankers == 4
    assert last.day_d == 30.0
    assert last.stacks_kg["ship"] == pytest.approx(START - 6000.0 + 8900.0)


def test_a_depot_that_never_fills_stops_the_chain():
    lack = chain(
        "{do: burn, tanks: [tug], propellant_kg: 6000}",
        "{do: refuel, tank: tug, kg: 8900, tanker_kg: 100, tanker_every_d: 10}",
    ).lack
    assert "never holds more than 1046 kg" in lack.words  # 100 / (1 - 0.99^10)


def test_a_stack_too_heavy_for_its_rocket_does_not_fly():
    heavy = PARTS.replace("rover]}", "rover], launch: {launcher: cz5, c3_km2_s2: -2}}")
    result = chain("{do: burn, tanks: [tug], dv_m_s: 900}", parts=heavy)
    assert result.lack.short_kg == pytest.approx(START - 9400.0)  # the catalogue's quoted mass
    assert len(result.steps) == 1


EVENTS = st.lists(
    st.one_of(
        st.builds("{{do: burn, tanks: [tug], dv_m_s: {:.1f}, after_d: {:.2f}}}".format,
                  st.floats(0.0, 600.0), st.floats(0.0, 9.0)),
        st.builds("{{do: burn, tanks: [lander], propellant_kg: {:.1f}}}".format,
                  st.floats(0.0, 900.0)),
        st.builds("{{do: burn, tanks: [tug, lander], duration_s: {:.1f}}}".format,
                  st.floats(0.0, 60.0)),
        st.builds("{{do: refuel, tank: tug, kg: {:.1f}}}".format, st.floats(0.0, 4000.0)),
        st.builds("{{do: vent, tank: lander, kg: {:.1f}, after_d: 3}}".format,
                  st.floats(0.0, 900.0)),
        st.builds("{{do: load, item: rover, kg: {:.1f}}}".format, st.floats(0.0, 50.0)),
        st.builds("{{do: move, item: cargo, to: rover, kg: {:.1f}}}".format,
                  st.floats(0.0, 300.0)),
        st.just("{do: wait, after_d: 30}"),
    ),
    max_size=8,
)  # fmt: skip
MARGINS = st.sampled_from(["", "margins: esa_2012\n", "margins: aiaa_s120a\n"])


@given(events=EVENTS, head=MARGINS)
def test_mass_is_conserved_and_grows_only_by_what_is_taken_aboard(events, head):
    result = chain(*events, head=head)
    flows = result.flows_kg
    into = flows["initial"] + flows["loaded"] + flows["refuelled"]
    out = sum(flows[name] for name in ("burned", "boiled", "vented", "dropped", "delivered"))
    assert into == pytest.approx(out + flows["left"], abs=ROUNDING_KG)
    masses = [sum(step.stacks_kg.values()) for step in result.steps]
    grown = [b - a for a, b in pairwise(masses)]
    takes = [step.do in {"refuel", "load"} for step in result.steps[1:]]
    assert all(take or growth <= ROUNDING_KG for take, growth in zip(takes, grown, strict=True))
    for step in result.steps:
        assert sum(step.stacks_kg.values()) == pytest.approx(sum(i.mass_kg for i in step.items))


@given(dv_m_s=st.floats(1.0, 1500.0), share=st.floats(0.0, 1.0), head=MARGINS)
def test_a_burn_in_two_leaves_the_same_mass(dv_m_s, share, head):
    whole = chain(f"{{do: burn, tanks: [tug], dv_m_s: {dv_m_s}}}", head=head)
    parts = chain(
        f"{{do: burn, tanks: [tug], dv_m_s: {dv_m_s * share}}}",
        f"{{do: burn, tanks: [tug], dv_m_s: {dv_m_s * (1.0 - share)}}}",
        head=head,
    )
    assert after(parts, "ship") == pytest.approx(after(whole, "ship"), abs=ROUNDING_KG)


@given(days=st.floats(0.0, 300.0), share=st.floats(0.0, 1.0))
def test_a_wait_in_two_boils_off_the_same(days, share):
    whole = chain(f"{{do: wait, after_d: {days}}}")
    first = days * share
    parts = chain(f"{{do: wait, after_d: {first}}}", f"{{do: wait, after_d: {days - first}}}")
    assert after(parts, "ship") == pytest.approx(after(whole, "ship"), abs=ROUNDING_KG)


@given(order=st.permutations(["tug", "cargo", "rover"]))
def test_the_order_of_drop_offs_after_the_last_burn_does_not_matter(order):
    burn = "{do: burn, tanks: [lander], dv_m_s: 700}"
    result = chain(burn, *(f"{{do: drop, items: [{item}]}}" for item in order))
    together = chain(burn, "{do: drop, items: [tug, cargo, rover]}")
    assert after(result, "ship") == pytest.approx(after(together, "ship"), abs=ROUNDING_KG)
    assert result.flows_kg == pytest.approx(together.flows_kg)
