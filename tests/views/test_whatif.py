"""What the session changes in a scenario: over the link, over page changes, and over bad values."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.scenario import load_scenario
from planner.scenario.reduced import elements_of, reduced
from tests.views.conftest import ROOT
from views.parts.whatif import _text, _value, overrides_of

JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**9), 10**9) | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=8,
)


def planned(service):
    return service.submitted[-1].scenario


@given(JSON)
def test_the_link_gives_every_value_back(value):
    assert _value(_text(value)) == value


@pytest.mark.parametrize("text", ["[" * 5000, "{", "9" * 5000, "nan", ""])
def test_a_text_that_is_no_value_stays_text(text):
    assert _value(text) == text


def test_short_names_stand_for_paths():
    overrides, without, chosen = overrides_of(
        {"cadence.cz9": 2, "dv_margin": 0.1, "without": "russia,egypt", "choose.power": "solar"}
    )
    assert overrides == {
        "catalogue.launchers.cz9.cadence_per_year": 2,
        "policies.dv_margin": 0.1,
    }
    assert without == ("russia", "egypt")
    assert chosen == {"power": "solar"}


def test_a_link_is_planned_with_its_changes(app, service, minimal):
    app.query_params["dv_margin"] = "0.1"
    app.query_params["elements.rover.due"] = "2031-06-01"
    app.run()
    scenario = planned(service)
    assert scenario.policies.dv_margin == 0.1 != minimal.policies.dv_margin
    assert next(e.due for e in scenario.elements if e.id == "rover").isoformat() == "2031-06-01"
    assert app.query_params["scenario"] == "minimal"


def test_changes_stay_over_a_page_change_and_belong_to_their_scenario(app):
    app.query_params["dv_margin"] = "0.1"
    app.run().switch_page("views/sources.py").run()
    assert app.query_params["dv_margin"] == "0.1"
    app.selectbox(key="scenario").select("ilrs_2035").run()
    assert "dv_margin" not in app.query_params
    app.selectbox(key="scenario").select("minimal").run()
    assert app.query_params["dv_margin"] == "0.1"
    assert app.session_state["current_scenario"].scenario.policies.dv_margin == 0.1


@pytest.mark.usefixtures("by_history")
def test_a_link_without_changes_takes_them_back(app):
    app.query_params["dv_margin"] = "0.1"
    app.run()
    del app.query_params["dv_margin"]
    app.query_params["scenario"] = "minimal"
    app.run()
    assert app.session_state["what_if"]["minimal"] == {}


def test_changes_that_make_no_scenario_show_their_faults(app):
    app.query_params["elements.rover.due"] = "soon"
    app.run()
    assert not app.exception
    assert app.title[0].value == "These changes make no scenario"
    assert any("elements.2.due" in block.value for block in app.code)
    app.button(key="way_back").click().run()
    assert len(app.metric) == 5


@pytest.mark.parametrize("name", ["ilrs_2035", "international_village", "artemis_2024"])
def test_any_partner_can_be_left_out(name):
    path: Path = ROOT / "scenarios" / f"{name}.yaml"
    scenario = load_scenario(path)
    for partner in {one.partner for one in scenario.elements}:
        gone = elements_of(scenario, [partner])
        if len(gone) == len(scenario.elements):
            continue
        # What is left may lack power, which a scenario must have; here only names matter.
        changes = reduced(scenario, without=gone) | {"policies.power_balance": False}
        rest = load_scenario(path, changes)
        assert {e.id for e in rest.elements} == {e.id for e in scenario.elements} - set(gone)
        assert all(element.partner != partner for element in rest.elements)


def test_a_choice_settles_its_alternative(tmp_path):
    text = (ROOT / "scenarios" / "minimal.yaml").read_text()
    path = tmp_path / "choice.yaml"
    path.write_text(text)
    scenario = load_scenario(path)
    first, *_, last = [element.id for element in scenario.elements]
    choices = [{"id": "a", "elements": [first]}, {"id": "b", "elements": [last]}]
    requires = {f"elements.{e.id}.requires": [] for e in scenario.elements}
    changes = requires | {"alternatives": [{"id": "way", "choices": choices}]}
    both = load_scenario(path, changes)
    assert len(both.alternatives) == 1
    settled = load_scenario(path, changes | reduced(both, chosen={"way": "b"}))
    assert settled.alternatives == ()
    assert {e.id for e in settled.elements} == {e.id for e in both.elements} - {first}
