"""Schedule and Outpost under AppTest, on the shipped minimal scenario planned for real."""

from __future__ import annotations

import pytest

from planner.figures.gantt_rows import critical_chain
from tests.views.test_pages import alts, show, sound

SCHEDULE, OUTPOST = "views/schedule.py", "views/outpost.py"


def words(app):
    return " ".join(one.value for one in app.markdown).replace("\\", "")


@pytest.mark.parametrize("by", ["phase", "launcher", "pad", "element"])
def test_the_link_says_what_makes_a_row(app, by):
    app.query_params["rows"] = by
    shown = sound(show(app, SCHEDULE))
    assert f"Gantt chart by {by}:" in alts(shown)[0]
    assert app.query_params["rows"] == by


def test_schedule_tells_every_reason_and_numbers_the_chain(app, plan):
    shown = sound(show(app, SCHEDULE))
    assert all(reason in words(shown) for reason in plan.reasons)
    table = shown.dataframe[0].value
    chain = critical_chain(plan)
    assert chain
    assert sorted(table["Critical chain"]) == [str(n) for n in range(1, len(chain) + 1)]


def test_a_change_that_gains_days_is_a_button_that_applies_it(app, service):
    shown = sound(show(app, SCHEDULE))
    buttons = [one for one in shown.button if one.key.startswith("mover_")]
    assert [one.label.replace("\\", "") for one in buttons] == [
        "30 d earlier: cz5 has 9 launches a year, not 4"
    ]
    buttons[0].click().run()
    sound(shown)
    planned = service.submitted[-1].scenario
    (cz5,) = {
        one.launcher.id: one.launcher for one in planned.fleet if one.launcher.id == "cz5"
    }.values()
    assert cz5.cadence_per_year.value == 9


def test_outpost_follows_the_date_of_the_link(app, plan):
    app.query_params["date"] = plan.elements[0].landed_utc.date().isoformat()
    shown = sound(show(app, OUTPOST))
    assert any(plan.elements[0].landed_utc.date().isoformat() in one.value for one in shown.header)
    assert all(alts(shown))
    assert "not surveyed positions" in alts(shown)[0]
    assert all(table.proto.alt for table in shown.dataframe)
