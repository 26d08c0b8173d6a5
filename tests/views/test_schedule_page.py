"""Schedule and Outpost under AppTest, on the shipped minimal scenario planned for real."""

from __future__ import annotations

import pytest

from planner.figures.gantt_rows import critical_chain
from tests.views.test_pages import alts, show, sound

SCHEDULE, OUTPOST = "views/schedule.py", "views/outpost.py"


def read(text):
    """Return a text as it reads, whatever keeps its dates on one line."""
    marks = str.maketrans({"\N{NON-BREAKING HYPHEN}": "-", "\N{NO-BREAK SPACE}": " "})
    return text.replace("\\", "").translate(marks)


def words(app):
    return read(" ".join(one.value for one in app.markdown))


def plan_name(plan, element_id):
    return next(one.name for one in plan.elements if one.id == element_id)


@pytest.mark.parametrize("by", ["phase", "launcher", "pad", "element"])
def test_the_link_says_what_makes_a_row(app, by):
    app.query_params["rows"] = by
    shown = sound(show(app, SCHEDULE))
    assert f"Gantt chart by {by}:" in alts(shown)[0]
    assert app.query_params["rows"] == by


def test_schedule_tells_every_reason_and_numbers_the_chain(app, plan):
    shown = sound(show(app, SCHEDULE))
    opening, *links = plan.reasons
    said = words(shown)
    assert opening in said
    assert all(f"{n}. " in said for n, _ in enumerate(links, 1))
    assert all(plan_name(plan, link.split(" ", 1)[0]) in said for link in links)
    assert not any(flight.option in said for flight in plan.flights)
    assert "\n" not in shown.title[0].value
    assert plan.completion_date.isoformat() not in shown.title[0].value.replace("\\", "")
    assert plan.completion_date.isoformat() in read(shown.title[0].value)
    table = shown.dataframe[0].value
    chain = critical_chain(plan)
    assert chain
    assert sorted(table["Critical chain"]) == [str(n) for n in range(1, len(chain) + 1)]


def test_a_change_that_gains_days_is_a_button_that_applies_it(app, service):
    shown = sound(show(app, SCHEDULE))
    buttons = [one for one in shown.button if one.key.startswith("mover_")]
    assert [one.label.replace("\\", "") for one in buttons] == [
        "30 d earlier: Long March 5 has 9 launches a year, not 4"
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
