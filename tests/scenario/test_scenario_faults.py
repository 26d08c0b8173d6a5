"""All faults at once, each with its line, what is wrong and what is allowed."""

from __future__ import annotations

import pickle
from datetime import date
from textwrap import dedent

import pytest

from planner.astro.ephemeris import FIRST_S, LAST_S
from planner.catalogue.fields import FIRST_DAY, LAST_DAY
from planner.scenario import Fault, ScenarioError, loads_scenario

#: Enough of a scenario for one element to be added.
HEAD = dedent("""\
    schema_version: 1
    id: trial
    title: Trial
    site: shackleton_ridge
    horizon: {start: 2031-01-01, end: 2034-12-31}
    fleet:
      - {id: small, launcher: cz5, lander: cargo_cz5}
      - {id: large, launcher: cz9, lander: cargo_cz9}
      - {id: orbit, launcher: cz5}
    phases:
      - {id: early, start: 2031-01-01, end: 2032-12-31}
      - {id: late, start: 2033-01-01, end: 2034-12-31}
    elements:
      - {id: hub, kind: comm_hub, phase: early}
    """)
#: Line of the first element a test adds to HEAD.
NEXT = 15


def faults_of(text, **options):
    with pytest.raises(ScenarioError) as caught:
        loads_scenario(text, name="trial.yaml", **options)
    return caught.value.faults


def only_fault(text, **options):
    faults = faults_of(text, **options)
    assert len(faults) == 1, faults
    return faults[0]


def test_the_head_is_sound():
    assert loads_scenario(HEAD, name="trial.yaml").id == "trial"


def test_many_faults_are_reported_together_each_in_its_line():
    text = dedent("""\
        schema_version: 1
        id: Many Faults
        title: x
        colour: blue
        site: shakleton_ridge
        horizon: {start: 2031-13-45, end: .nan}
        due: 2099-01-01
        phases:
          - {id: a, start: 2031-01-01, end: 2030-01-01}
          - {id: b, start: 2031-01-01, end: 2032-01-01, start: 2031-02-02}
        fleet:
          - {launcher: cz11, lander: cargo_cz10}
          - {id: ok, launcher: cz5, lander: cargo_cz5, pad: vostochny_1s}
          - {id: ok, launcher: cz5, lander: cargo_cz5, family: spiral}
        elements:
          - id: one
            kind: solar_vsat1
            phase: a
            mass_t: 5
            mass_kg: "5"
          - id: two
            kind: rover_small
            phase: c
            requires: [three, onee]
            mass_kg: -4
          - id: three
            kind: comm_hub
            phase: b
            requires: [two]
            commissioning_d: 1.5
            fleet: [okk]
          - id: four
            kind: comm_hub
            phase: b
            power_kw: .inf
            earliest: 2031
            partner: chyna
          - just text
        policies: {dv_margn: 0.1, tof_d: {min: 6, max: 3}, hover_s: true}
        catalogue:
          launchers:
            cz5: {cadence_per_yer: 3, cost_musd: {value: 3, source: nobody, confidence: sure}}
          pads:
            wenchang_101: {max_inclination_deg: 3}
        """)
    expected = [
        (2, "id", "'Many Faults'"),
        (4, "colour", "not a known key"),
        (5, "site", "did you mean 'shackleton_ridge'?"),
        (6, "horizon.end", "nan is not a day"),
        (6, "horizon.start", "'2031-13-45' cannot be read: month must be in 1..12"),
        (7, "due", "2099-01-01 is outside the ephemeris, allowed 1965-01-01 to 2065-01-01"),
        (9, "phases.0.end", "2030-01-01 is before the phase's start 2031-01-01"),
        (10, "phases.1.start", "written twice, first in line 10"),
        (12, "fleet.0.launcher", "did you mean 'cz10'?"),
        (13, "fleet.1.pad", "does not fly from 'vostochny_1s', allowed: wenchang_101"),
        (14, "fleet.2.family", "'spiral', allowed 'direct'"),
        (14, "fleet.2.id", "'ok' is used twice, first in line 13"),
        (17, "elements.0.kind", "did you mean 'solar_vsat10'?"),
        (19, "elements.0.mass_t", "did you mean 'mass_kg'?"),
        (20, "elements.0.mass_kg", "'5', allowed is a number"),
        (23, "elements.1.phase", "unknown phase 'c'; allowed: a, b"),
        (24, "elements.1.requires", "circular prerequisites two -> three -> two"),
        (24, "elements.1.requires.1", "did you mean 'one'?"),
        (25, "elements.1.mass_kg", "-4, allowed more than 0"),
        (30, "elements.2.commissioning_d", "1.5, allowed is a whole number"),
        (31, "elements.2.fleet.0", "did you mean 'ok'?"),
        (35, "elements.3.power_kw", "inf, allowed is a finite number"),
        (36, "elements.3.earliest", "2031 is not a day"),
        (37, "elements.3.partner", "did you mean 'china'?"),
        (38, "elements.4", "'just text', allowed is a mapping"),
        (39, "policies.dv_margn", "did you mean 'dv_margin'?"),
        (39, "policies.hover_s", "true, allowed is a number"),
        (39, "policies.tof_d", "min must not be greater than max"),
        (42, "catalogue.launchers.cz5.cadence_per_yer", "did you mean 'cadence_per_year'?"),
        (42, "catalogue.launchers.cz5.cost_musd.confidence", "'sourced' or 'assumed'"),
        (42, "catalogue.launchers.cz5.cost_musd.source", "unknown source 'nobody'"),
        (44, "catalogue.pads.wenchang_101", "no orbit from latitude 19.6145 deg"),
    ]
    faults = faults_of(text)
    assert [(fault.line, fault.path) for fault in faults] == [one[:2] for one in expected]
    for fault, (_, _, words) in zip(faults, expected, strict=True):
        assert words in fault.message


@pytest.mark.parametrize(
    ("line", "path", "words"),
    [
        ("{id: a, kind: comm_hub, phase: early, requires: [a]}", "requires", "a -> a"),
        ("{id: a, kind: comm_hub, phase: early, mass_kg: 900000}", "mass_kg", "weighs 900000 kg"),
        ("{id: a, kind: reactor_fsp100, phase: early, fleet: [small]}", "kind", "weighs 15000 kg"),
        (
            "{id: a, kind: comm_hub, phase: early, due: 2031-01-20, fleet: [large]}",
            "due",
            "cannot work before 2033-08-02 (the first flight of 'large')",
        ),
        (
            "{id: a, kind: comm_hub, phase: early, earliest: 2032-01-01, due: 2031-06-01}",
            "earliest",
            "2032-01-01 is after the due day 2031-06-01",
        ),
        (
            "{id: a, kind: comm_hub, phase: early, earliest: 2033-01-01}",
            "earliest",
            "allowed up to 2032-12-31",
        ),
        ("{id: a, kind: comm_hub, phase: late, due: 2032-01-01}", "due", "allowed from 2033-01-01"),
        ("{id: a, kind: comm_hub, phase: early, destination: lunar_orbit}", "id", "tug"),
        ("{id: a, kind: comnav_sat, phase: early, fleet: [small]}", "id", "among small"),
        (
            "{id: a, kind: comnav_sat, phase: early, mass_kg: 119}",
            "mass_kg",
            "120 kg of propellant",
        ),
        (
            "{id: a, kind: comnav_sat, phase: early, mass_kg: 2000}",
            "kind",
            "change its speed by 137",
        ),
        ("{id: a, kind: comm_hub}", "phase", "needs a phase, allowed: early, late"),
        ("{id: hub, kind: comm_hub, phase: early}", "id", "first in line 14"),
        ("{id: a, kind: comm_hub, phase: early, requires: hub}", "requires", "allowed is a list"),
        ("{kind: comm_hub, phase: early}", "id", "is missing"),
    ],
)
def test_faults_of_an_element(line, path, words):
    fault = only_fault(f"{HEAD}  - {line}\n")
    assert (fault.line, fault.path) == (NEXT, f"elements.1.{path}")
    assert words in fault.message


def test_a_chain_that_cannot_meet_its_due_day_names_the_link():
    chain = (
        "  - {id: first, kind: comm_hub, phase: late}\n"
        "  - {id: second, kind: comm_hub, phase: early, due: 2032-12-01, requires: [first]}\n"
    )
    fault = only_fault(HEAD + chain)
    assert (fault.line, fault.path) == (NEXT + 1, "elements.2.due")
    # Phase 'late' starts 2033-01-01; flight 3 d, commissioning 30 d for each.
    assert "before 2033-03-05 ('first' must work first)" in fault.message


def test_two_circles_are_both_named_and_what_hangs_on_them_is_not_blamed():
    text = HEAD + "".join(
        f"  - {{id: {key}, kind: comm_hub, phase: early, requires: [{needs}]}}\n"
        for key, needs in [("a", "b"), ("b", "a"), ("c", "d"), ("d", "e"), ("e", "c"), ("f", "a")]
    )
    first, second = faults_of(text)
    assert "a -> b -> a" in first.message
    assert "c -> d -> e -> c" in second.message
    assert (first.line, second.line) == (NEXT, NEXT + 2)


@pytest.mark.parametrize(
    ("old", "new", "line", "path", "words"),
    [
        ("01, end: 2034-12-31}\nfleet", "01, end: 2030-12-31}\nfleet", 5, "horizon.end",
         "before the start 2031-01-01"),
        ("start: 2033", "start: 2040", 12, "phases.1.end", "before the phase's start"),
        ("late, start: 2033-01-01, end: 2034", "late, start: 2040-01-01, end: 2041", 12, "phases.1",
         "outside the horizon"),
        ("launcher: cz5}", "launcher: cz5, destination: surface}", 9, "fleet.2.destination",
         "a flight without lander cannot land"),
        ("lander: cargo_cz9}", "lander: cargo_cz9, destination: lunar_orbit}", 8,
         "fleet.1.destination", "lands, allowed is surface"),
        ("lander: cargo_cz9}", "lander: cargo_cz9, arrival_orbit: {apolune_alt_km: 30000}}", 8,
         "fleet.1.arrival_orbit", "lands from 100 x 30000 km, allowed are 15 km"),
        ("phases:\n", "policies: {perilune_alt_km: 15, descent_start_alt_km: 20}\nphases:\n", 7,
         "fleet.0.arrival_orbit", "lands from 15 x 15 km, allowed are 20 km"),
        ("lander: cargo_cz9}", "lander: cargo_cz9, arrival_orbit: {inclination_deg: 60}}", 8,
         "fleet.1.arrival_orbit", "never passes over 'shackleton_ridge' at latitude -89.45 deg"),
        ("launcher: cz5}", "launcher: cz5, arrival_orbit: {apolune_alt_km: 50}}", 9,
         "fleet.2.arrival_orbit", "apolune_alt_km is 50, below the perilune of 100 km"),
        ("phases:\n", "policies: {tof_d: {min: 3, max: 7}}\nphases:\n", 10, "policies.tof_d.max",
         "7, allowed 6.5 or less"),
        ("2034-12-31}\nfleet", "2064-09-30}\npolicies: {windows_per_month: 8}\nfleet", 5,
         "horizon.end",
         "3 flight options over 405 months with 8 windows a month make 9719 windows"),
        ("phases:\n", "policies: {landing_wait_min_d: 15}\nphases:\n", 10, "policies",
         "must not be greater than landing_wait_max_d"),
        ("schema_version: 1", "schema_version: 2", 1, "schema_version", "2, allowed 1"),
        ("site: shackleton_ridge", "site: [1, 2]", 4, "site", "a list, allowed is text"),
        ("title: Trial", "title: ''", 3, "title", "at least 1 character"),
        ("title: Trial", "title: \"a\\nb\"", 3, "title", "without control characters"),
        ("phases:\n", "phases: 5\nx:\n", 10, "phases", "5, allowed is a list"),
    ],
)  # fmt: skip
def test_faults_of_the_frame(old, new, line, path, words):
    assert HEAD.count(old) == 1
    found = [one for one in faults_of(HEAD.replace(old, new)) if one.path == path]
    assert len(found) == 1
    assert found[0].line == line
    assert words in found[0].message


def test_an_empty_list_of_elements_is_named():
    text = HEAD[: HEAD.index("elements:")] + "elements: []\n"
    assert "allowed is one entry or more" in only_fault(text).message


def test_in_place_must_be_in_place():
    text = HEAD + "in_place:\n  - {id: relay, kind: relay_queqiao2, since: 2032-01-01}\n"
    assert "after the horizon's start 2031-01-01" in only_fault(text).message


def test_ids_are_unique_across_elements_and_things_in_place():
    text = HEAD + "in_place:\n  - {id: hub, kind: comm_hub, since: 2020-01-01}\n"
    fault = only_fault(text)
    assert (fault.line, fault.path) == (16, "in_place.0.id")


def test_a_due_day_outside_the_horizon_is_named():
    assert "allowed 2031-01-01 to 2034-12-31" in only_fault(HEAD + "due: 2036-01-01\n").message


def test_unknown_source_cited():
    assert "did you mean 'wiki_ilrs'?" in only_fault(HEAD + "cites: [wiki_irls]\n").message


def test_a_fault_reads_as_file_line_path_message():
    assert str(Fault("a.yaml", 3, "x.0", "is 1")) == "a.yaml:3: x.0: is 1"


def test_faults_do_not_carry_control_characters():
    fault = only_fault(HEAD + '"\\e[31mred": 1\n')
    assert "\x1b" not in str(fault)


def test_the_number_of_faults_is_bounded():
    faults = faults_of(HEAD + "".join(f"key_{number}: 1\n" for number in range(500)))
    assert len(faults) == 101
    assert "more faults follow" in faults[-1].message


def test_errors_survive_pickling():
    error = ScenarioError([Fault("a", 1, "b", "c")])
    assert pickle.loads(pickle.dumps(error)).faults == error.faults


def test_days_of_the_format_are_those_of_the_ephemeris():
    seconds = [(day - date(2000, 1, 1)).days * 86400.0 - 43200.0 for day in (FIRST_DAY, LAST_DAY)]
    assert seconds == [FIRST_S, LAST_S]


@pytest.mark.parametrize(
    ("start", "end", "key"),
    [("1965-01-31", "1966-01-01", "start"), ("2064-01-01", "2064-10-02", "end")],
)
def test_a_horizon_leaves_room_in_the_ephemeris(start, end, key):
    text = HEAD.replace(
        "{start: 2031-01-01, end: 2034-12-31}", f"{{start: {start}, end: {end}}}", 1
    )
    found = [fault for fault in faults_of(text) if fault.path == f"horizon.{key}"]
    assert "allowed 1965-02-01 to 2064-10-01" in found[0].message


def test_a_key_of_blanks_still_has_a_path_in_its_fault():
    first, *_ = faults_of("' ':\n")
    assert str(first).startswith("trial.yaml:1: (file): is not a known key")
