"""Every page, run by AppTest on the shipped minimal scenario, planned for real."""

from __future__ import annotations

import json
import re

import pytest

from tests.views.conftest import ROOT
from views.jobs.messages import Failed, Infeasible
from views.parts import followed
from views.parts.failure import SORRY
from views.parts.shell import PAGES

MISSION_CONTROL, LAB = "views/mission_control.py", "views/transfer_lab.py"
SOURCES = "views/sources.py"
GOOD = (ROOT / "scenarios" / "minimal.yaml").read_bytes()


def show(app, page=MISSION_CONTROL):
    app.run()
    return app if page == MISSION_CONTROL else app.switch_page(page).run()


def sound(app):
    assert not app.exception
    assert all(title.value != SORRY for title in app.title)
    return app


def alts(app):
    return [chart.proto.alt for chart in app.get("plotly_chart")]


def code(app):
    """Texts shown as they are; those of scenarios without the numbers of their lines."""
    return [re.sub(r"^\u2060? *\d+  ", "", b.value, flags=re.M).rstrip() for b in app.code]


@pytest.mark.parametrize("page", [path for path, _ in PAGES])
def test_every_page_opens_with_a_title(app, page):
    assert len(sound(show(app, page)).title) == 1


@pytest.mark.parametrize(("page", "charts"), [(MISSION_CONTROL, 2), (LAB, 1)])
def test_every_chart_has_words_and_a_table(app, page, charts):
    shown = show(app, page)
    assert len(alts(shown)) == charts
    assert all(alts(shown))
    assert all(table.proto.alt for table in shown.dataframe)
    assert len(shown.dataframe) >= 1


def test_mission_control_answers_first(app, plan):
    shown = show(app)
    # The parts of a date stay together: the hyphens are no places to break the line.
    sentence = shown.title[0].value.replace("\\", "").replace("\N{NON-BREAKING HYPHEN}", "-")
    assert sentence.replace("\N{NO-BREAK SPACE}", " ") == plan.headline.sentence
    assert [metric.label for metric in shown.metric] == [
        "Complete",
        "Flights",
        "Landed payload",
        "Flight cost",
        "Answer",
    ]
    assert shown.metric[0].value == plan.completion_date.isoformat()
    assert shown.metric[1].value == str(len(plan.flights))


def test_mission_control_lists_every_flight_by_names(app, plan):
    flights = next(t for t in show(app).dataframe if "flights" in t.proto.alt.lower())
    assert list(flights.value["Flight"]) == [flight.id for flight in plan.flights]
    assert set(flights.value["Launcher"]) == {"Long March 5", "Long March 8"}


def test_plan_and_scenario_can_be_taken_away(app):
    buttons = show(app).get("download_button")
    assert [button.proto.label for button in buttons] == ["Save YAML", "Plan (JSON)"]


def test_plan_download_is_the_plan(plan):
    from views.parts.downloads import plan_json

    saved = json.loads(plan_json(plan))
    assert saved["completion_date"] == plan.completion_date.isoformat()
    assert [flight["id"] for flight in saved["flights"]] == [flight.id for flight in plan.flights]


def test_the_transfer_lab_shows_the_flight_chosen(app, plan):
    shown = show(app, LAB)
    shown.selectbox(key="flight").select("F02").run()
    assert sound(shown).title[0].value.startswith("F02 lands")
    assert shown.query_params["flight"] == "F02"
    flight = plan.flights[1]
    (itinerary,) = code(shown)
    for instant in (flight.launch_utc, flight.tli_utc, flight.arrival_utc, flight.landing_utc):
        assert instant.strftime("%Y-%m-%dT%H:%M:%SZ") in itinerary
    for burn in flight.dv_m_s.values():
        assert f"{burn:.1f} m/s" in itinerary


def test_a_link_opens_its_flight(app):
    app.query_params["flight"] = "F03"
    assert show(app, LAB).selectbox(key="flight").value == "F03"


def test_a_link_gone_back_to_wins_over_the_last_choice(app, monkeypatch):
    shown = show(app, LAB)
    shown.selectbox(key="flight").select("F02").run()
    shown.query_params["flight"] = "F03"
    with monkeypatch.context() as gone_back:
        gone_back.setattr(followed, "by_history", lambda: True)
        assert shown.run().selectbox(key="flight").value == "F03"
    shown.selectbox(key="flight").select("F01").run()
    assert shown.query_params["flight"] == "F01"


def test_a_click_sent_with_the_link_of_before_takes_no_choice_back(app):
    shown = show(app, LAB)
    shown.selectbox(key="flight").select("F02").run()
    shown.query_params["flight"] = "F01"  # clicked before the browser had the new link
    assert sound(shown.run()).selectbox(key="flight").value == "F02"
    assert shown.query_params["flight"] == "F02"

    shown = show(app, "views/editor.py")
    shown.selectbox(key="scenario").select("ilrs_2035").run()
    shown.query_params["scenario"] = "minimal"
    assert sound(shown.run()).selectbox(key="scenario").value == "ilrs_2035"
    assert shown.query_params["scenario"] == "ilrs_2035"


def test_a_link_to_an_unknown_scenario_says_so_and_shows_another(app):
    app.query_params["scenario"] = "upload-of-somebody-else"
    shown = sound(show(app))
    assert any("not here" in caption.value for caption in shown.caption)
    assert shown.query_params["scenario"] == "minimal"


@pytest.mark.parametrize("view", ["earth", "rotating", "moon"])
def test_every_view_of_a_flight_can_be_drawn(app, view):
    shown = show(app, LAB)
    shown.radio(key="view").set_value(view).run()
    assert len(alts(sound(shown))) == 1


def test_sources_cite_every_value_and_count_them(app, minimal):
    shown = show(app, SOURCES)
    cited = shown.dataframe[0].value
    sourced = (cited["Confidence"] == "sourced").sum()
    assert shown.title[0].value == (
        f"{len(cited)} values: {sourced} from a source, {len(cited) - sourced} assumed"
    )
    flown = {option.launcher.name for option in minimal.fleet}
    assert flown <= set(cited["Thing"])
    assert minimal.site.name in set(cited["Thing"])
    assert (cited["Unit"] != "").sum() > len(cited) / 2
    assert (cited["Source"] != "").all()


def test_sources_say_what_is_left_out(app):
    text = " ".join(part.value for part in show(app, SOURCES).markdown)
    assert "oblateness of the Earth" in text


def test_a_busy_page_says_what_is_done_and_how_far(app, service):
    service.keep_busy("Preparing the compiled solvers, first start only", 0.4)
    shown = sound(show(app))
    assert shown.progress[0].value == 40
    assert shown.progress[0].text.startswith("Preparing the compiled solvers")


def test_cancel_stops_and_plan_again_starts(app, service):
    service.keep_busy("computing", 0.1)
    shown = show(app)
    shown.button(key="cancel_PlanTask").click().run()
    assert shown.title[0].value == "Cancelled"
    assert all(not job.view.active for job in service.jobs.values())
    service.progress = None
    shown.button(key="again_PlanTask").click().run()
    assert len(sound(shown).metric) == 5


def test_an_impossible_scenario_shows_its_reasons(app, service):
    service.ending = Infeasible(("a is due before b", "b needs a"))
    shown = sound(show(app))
    assert shown.title[0].value.startswith("No plan completes")
    assert "1. a is due before b\n2. b needs a" in [part.value for part in shown.markdown]


def test_a_search_that_found_nothing_claims_no_impossibility(app, service):
    service.ending = Infeasible(("raise the time limit",), proven=False)
    shown = sound(show(app))
    assert shown.title[0].value.startswith("No plan found for")
    assert not any("cannot all hold" in part.value for part in shown.markdown)


def test_a_failure_apologises_with_a_report_and_no_traceback(app, service):
    service.ending = Failed("ZeroDivisionError", "division by zero", "planner/x.py:3")
    shown = show(app)
    assert not shown.exception
    assert shown.title[0].value == SORRY
    report = code(shown)[-1]
    assert "ZeroDivisionError: division by zero" in report
    assert "planner/x.py:3" in report
    assert "Traceback" not in report
    assert shown.button(key="again_PlanTask")


def test_a_timeout_says_what_helps(app, service):
    service.ending = "timeout"
    assert show(app).title[0].value.startswith("No answer within")


def test_an_error_of_a_page_itself_is_an_apology_too(app, monkeypatch):
    from views.parts import tables

    monkeypatch.setattr(tables, "flights_table", lambda _: 1 / 0)
    shown = show(app)
    assert not shown.exception
    assert SORRY in [title.value for title in shown.title]
