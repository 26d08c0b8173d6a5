"""Every page of every shipped scenario: opened on its real answer, each with words and figures."""

from __future__ import annotations

import pytest

from tests.shipped import EVERY
from tests.views.sample_explanation import explanation_of
from views.jobs.messages import Done
from views.parts.failure import SORRY
from views.parts.shell import PAGES
from views.tasks.explain import ExplainTask
from views.tasks.plan import PlanTask


def _really(task):
    return Done(task.run(lambda _text, _fraction: None))


# The other way round than tests/test_campaign.py: two processes share the planning.
@pytest.mark.slow
@pytest.mark.parametrize("name", EVERY[::-1])
def test_every_page_shows_it(app, service, shelf, name):
    found = shelf.planned(name)
    answer = found.refusal if found.plan is None else Done(found.plan)
    service.ending = _really
    service.endings[PlanTask] = lambda task: (
        answer if task.scenario.sha256 == found.scenario.sha256 else _really(task)
    )
    if found.plan is not None:
        service.endings[ExplainTask] = Done(explanation_of(found.plan))
    app.query_params["scenario"] = name
    app.run()
    for page, title in PAGES:
        shown = app.switch_page(page).run()
        assert not shown.exception, title
        assert len(shown.title) == 1, title
        assert shown.title[0].value != SORRY, title
        assert all(chart.proto.alt for chart in shown.get("plotly_chart")), title
        assert all(table.proto.alt for table in shown.dataframe), title
