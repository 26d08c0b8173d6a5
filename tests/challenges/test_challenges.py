"""Challenges: rules held against any file, scores worked out here by hand."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.campaign import plan_campaign
from planner.challenges import load_challenge, loads_challenge, read_attempt, score_of, settings_of
from planner.challenges.differences import UNSAID, alike, differences, value_at
from planner.scenario import ScenarioError, loads_scenario
from planner.scenario.faults import FaultyFileError
from planner.scenario.written import variant_text, whole_text
from planner.terminal.door import main

SCENARIOS = Path(__file__).parents[2] / "scenarios"
SHIPPED = sorted((SCENARIOS / "challenges").glob("*.yaml"))
TEXT = (SCENARIOS / "challenges" / "first_year.yaml").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def first_year():
    return load_challenge(SCENARIOS / "challenges" / "first_year.yaml", scenarios=SCENARIOS)


def written(challenge, values):
    """A try as a variant file, as the page writes it."""
    overrides = settings_of(challenge, values, scenarios=SCENARIOS)
    base = challenge.file.base
    scenario = loads_scenario(challenge.text, name=base, overrides=overrides, bases=SCENARIOS)
    return variant_text(scenario, base=base, overrides=overrides)


def read(challenge, text):
    return read_attempt(challenge, text, name="mine.yaml", scenarios=SCENARIOS)


def changed(**changes):
    """A variant of minimal.yaml by hand."""
    said = {"schema_version": 1, "base": "minimal.yaml", "id": "mine", "title": "Mine"}
    return json.dumps(said | {"changes": changes})


def test_two_challenges_ship_and_hold_together():
    assert len(SHIPPED) >= 2
    for path in SHIPPED:
        challenge = load_challenge(path, scenarios=SCENARIOS)
        assert challenge.file.id == path.stem
        assert sum(part.points for part in challenge.parts) == 100.0
        attempt = read(challenge, challenge.text)
        assert (dict(attempt.made), attempt.broken) == ({}, ())


def test_a_score_is_the_plan_in_proportion(first_year):
    attempt = read(first_year, written(first_year, {"order": [], "rover": "rover_ltv"}))
    plan = plan_campaign(attempt.scenario)
    score = score_of(first_year, plan)
    first, last = date(2030, 3, 1), date(2030, 12, 31)
    share = (last - plan.completion_date).days / (last - first).days
    landed = sum(flight.mass_kg.payload for flight in plan.flights if flight.landing_utc)
    cost = sum(flight.cost_musd for flight in plan.flights)
    by_hand = [
        50.0 * share,
        30.0 * (landed - 500.0) / 2000.0,
        20.0 * (1400.0 - cost) / (1400.0 - 490.0),
    ]
    assert [part.points for part in score.parts] == pytest.approx(by_hand)
    assert score.total == pytest.approx(sum(by_hand))
    assert score.met
    document = json.loads(json.dumps({"completion_date": plan.completion_date.isoformat()}))
    assert document[score.parts[0].source] == score.parts[0].value.isoformat()


def test_a_demand_that_is_missed_leaves_no_points(first_year):
    text = TEXT.replace("at_most: 2031-06-30", "at_most: 2030-01-31")
    strict = loads_challenge(text, name="strict.yaml", scenarios=SCENARIOS)
    score = score_of(strict, plan_campaign(first_year.scenario))
    assert not score.met
    assert score.total == 0.0
    assert sum(part.points for part in score.parts) > 0.0


VALUES = {
    "cadence": st.integers(1, 3),
    "turnaround": st.integers(30, 60),
    "margin": st.floats(0.03, 0.10, allow_subnormal=False),
    "order": st.sampled_from([["relay"], []]),
    "source": st.sampled_from(["solar_vsat10", "reactor_kp1", "reactor_kp10"]),
    "rover": st.sampled_from(["rover_small", "rover_medium"]),
}


@settings(max_examples=12, deadline=None)
@given(values=st.fixed_dictionaries({}, optional=VALUES))
def test_what_controls_allow_is_allowed_as_a_variant_and_as_a_whole_file(values):
    challenge = load_challenge(SHIPPED[-1], scenarios=SCENARIOS)
    assert challenge.file.id == "first_year"
    overrides = settings_of(challenge, values, scenarios=SCENARIOS)
    base = challenge.file.base
    whole = whole_text(challenge.text, name=base, bases=SCENARIOS, overrides=overrides)
    said = {rule.id: challenge.said(rule) for rule in challenge.rules}
    meant = {key: value for key, value in values.items() if not alike(value, said[key])}
    for text in (written(challenge, values), whole):
        attempt = read(challenge, text)
        assert attempt.made.keys() == meant.keys()
        assert all(alike(attempt.made[key], value) for key, value in meant.items())
        too_many = len(meant) > challenge.file.most_changes
        assert [("changes" in fault.message) for fault in attempt.broken] == [True] * too_many


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"catalogue": {"launchers": {"cz5": {"cadence_per_year": 4}}}}, "1 to 3"),
        ({"catalogue": {"launchers": {"cz8": {"cadence_per_year": 4}}}}, "cz8.cadence_per_year"),
        ({"policies": {"dv_margin": 0.0}}, "0.03 to 0.1"),
        ({"policies": {"launch_mass_margin": 0.0}}, "policies.launch_mass_margin"),
        ({"elements": {"relay": {"commissioning_d": 0}}}, "elements.relay.commissioning_d"),
        ({"elements": {"rover": None}}, "'elements.rover' is left out"),
        ({"elements": {"second": {"kind": "rover_small"}}}, "'elements.second' is added"),
        ({"elements": {"power": {"mass_kg": 1}}}, "elements.power.mass_kg"),
        ({"elements": {"rover": {"kind": "hopper"}}}, "rover_medium"),
        ({"elements": {"rover": {"requires": []}}}, "elements.rover.requires"),
        ({"horizon": {"start": "2029-01-01"}}, "horizon.start"),
        ({"site": "amundsen"}, "'site'"),
    ],
)
def test_a_broken_rule_is_named(first_year, changes, told):
    broken = read(first_year, changed(**changes)).broken
    assert len(broken) == 1
    assert told in str(broken[0])


def test_every_broken_rule_is_told_at_once_with_its_line(first_year):
    text = (
        "schema_version: 1\nbase: minimal.yaml\nid: mine\ntitle: Mine\nchanges:\n"
        "  policies: {dv_margin: 0.5, hover_s: 0}\n  elements:\n    rover: {due: 2031-01-01}\n"
    )
    broken = read(first_year, text).broken
    assert [(fault.line, fault.file) for fault in broken] == [
        (6, "mine.yaml"), (6, "mine.yaml"), (8, "mine.yaml"),
    ]  # fmt: skip


def test_names_titles_and_comments_are_free(first_year):
    base = first_year.text.decode().replace("title: A relay", "title: My own relay") + "# mine\n"
    assert read(first_year, base).broken == ()


def test_partners_left_out_and_their_mended_order_are_within_the_rules():
    path = SCENARIOS / "challenges" / "earlier_station.yaml"
    challenge = load_challenge(path, scenarios=SCENARIOS)
    attempt = read(challenge, written(challenge, {"partners": ["russia", "egypt"]}))
    assert attempt.broken == ()
    assert attempt.made == {"partners": ["russia", "egypt"]}
    assert {one.partner for one in attempt.scenario.elements}.isdisjoint({"russia", "egypt"})
    # One of their elements alone is no partner left out.
    text = written(challenge, {"partners": ["russia"]}).replace("    luna26:\n", "")
    half = text if "luna26" not in text else "\n".join(
        line for line in text.splitlines() if "luna26" not in line)  # fmt: skip
    broken = read(challenge, half).broken
    assert broken
    assert all("left out" in fault.message or "changed" in fault.message for fault in broken)


ALTERNATIVE = """
schema_version: 1
id: either
title: One of two
site: shackleton_ridge
horizon: {start: 2030-01-01, end: 2031-12-31}
fleet:
  - {launcher: cz5, lander: cargo_cz5}
elements:
  - {id: sun, kind: solar_vsat10}
  - {id: atom, kind: reactor_kp10}
  - {id: rover, kind: rover_small, requires: [source]}
alternatives:
  - id: source
    name: Source of power
    choices:
      - {id: by_sun, elements: [sun]}
      - {id: by_atom, elements: [atom]}
"""


def test_an_alternative_may_be_settled(tmp_path):
    (tmp_path / "either.yaml").write_text(ALTERNATIVE)
    challenge = loads_challenge(
        "schema_version: 1\nid: c\ntitle: C\ntask: t\nbase: either.yaml\n"
        "may_change:\n  - {id: way, name: Way, choose: source}\n"
        "score:\n  - {figure: completion, full: 2030-01-01, none: 2031-01-01, points: 1}\n",
        name="c.yaml", scenarios=tmp_path,
    )  # fmt: skip
    overrides = settings_of(challenge, {"way": "by_atom"}, scenarios=tmp_path)
    text = whole_text(challenge.text, name="e", bases=tmp_path, overrides=overrides)
    attempt = read_attempt(challenge, text, name="mine.yaml", scenarios=tmp_path)
    assert (attempt.made, attempt.broken) == ({"way": "by_atom"}, ())
    assert "sun" not in {one.id for one in attempt.scenario.elements}


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("base: minimal.yaml", "base: minimall.yaml", "minimal.yaml"),
        ("base: minimal.yaml", "base: ../minimal.yaml", "plain name"),
        ("max: 3\n", "max: 0\n", "min above its max"),
        ("full: 2500, none: 500", "full: 500, none: 500", "two values"),
        ("full: 2030-03-01", "full: 12", "needs days"),
        ("figure: landed_kg, full: 2500", "figure: landed, full: 2500", "landed_kg"),
        ("policies.dv_margin", "policy.dv_margin", "policies"),
        ("policies.dv_margin", "title", "no part of a scenario to change"),
        ("at_most: 2031-06-30", "at_least: 2031-06-30, at_most: 2032-01-01", "either at_most"),
        ("id: turnaround", "id: cadence", "used twice"),
        ("most_changes: 3", "most_changes: 0", "most_changes"),
        ("points: 50", "points: -1", "points"),
        ("task: >-", "tsk: >-", "task"),
    ],
)
def test_a_faulty_challenge_is_told_by_line(before, after, told):
    assert before in TEXT
    with pytest.raises(FaultyFileError) as caught:
        loads_challenge(TEXT.replace(before, after), name="c.yaml", scenarios=SCENARIOS)
    assert told in str(caught.value)
    assert all(fault.file == "c.yaml" and fault.line >= 1 for fault in caught.value.faults)


@given(st.text(max_size=300))
@settings(max_examples=30, deadline=None)
def test_any_text_is_a_challenge_or_a_list_of_faults(text):
    with pytest.raises(FaultyFileError):
        loads_challenge(text, name="c.yaml", scenarios=SCENARIOS)


PLAIN = st.recursive(
    st.one_of(st.integers(-9, 9), st.booleans(), st.none(), st.text("ab", max_size=2)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.sampled_from("pqr"), inner, max_size=3)
    ),
    max_leaves=8,
)
DOCUMENTS = st.dictionaries(st.sampled_from("xyz"), PLAIN, max_size=3)


@given(DOCUMENTS)
def test_nothing_differs_from_itself(document):
    assert list(differences(document, json.loads(json.dumps(document)))) == []


@settings(max_examples=60, deadline=None)
@given(DOCUMENTS, DOCUMENTS)
def test_every_difference_says_what_both_documents_say(before, after):
    for one in differences(before, after):
        assert not alike(one.before, one.after)
        for document, said in ((before, one.before), (after, one.after)):
            found = value_at(document, one.path)
            assert found is said or found == said or (said is UNSAID and found in (UNSAID, None))


def test_words_on_the_command_line(tmp_path, capsys):
    mine = tmp_path / "mine.yaml"
    mine.write_text(changed(elements={"power": {"requires": []}}))
    words = ["score", str(SHIPPED[-1]), str(mine), "--scenarios", str(SCENARIOS)]
    assert main([*words, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["changes"] == {"order": []}
    assert told["total"] == pytest.approx(sum(part["points"] for part in told["parts"]))
    mine.write_text(changed(policies={"dv_margin": 0.0}))
    assert main(words) == 1
    out = capsys.readouterr()
    assert "against the rules" in out.err
    assert "0.03 to 0.1" in out.err
    assert out.out == ""
    mine.write_text("[")
    assert main(words) == 1
    assert main(["score", str(mine), str(mine), "--scenarios", str(SCENARIOS)]) == 1
    assert str(mine) in capsys.readouterr().err


def test_a_day_and_its_text_are_alike():
    day = date(2030, 1, 1)
    assert alike(day, "2030-01-01")
    assert not alike(day, (day + timedelta(days=1)).isoformat())
    assert not alike(True, 1)
    with pytest.raises(ScenarioError):
        loads_scenario("x", name="x")
