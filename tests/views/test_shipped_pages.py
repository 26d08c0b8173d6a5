"""Every page of every shipped scenario: opened on its real answer, each with words and figures."""

from __future__ import annotations

from functools import cache

import pytest

from planner.scenario import load_scenario
from tests.shipped import EVERY, FOLDER
from tests.views.sample_explanation import explanation_of
from views.jobs.messages import Done
from views.parts.failure import SORRY
from views.parts.shell import PAGES
from views.tasks.explain import ExplainTask
from views.tasks.plan import PlanTask


@cache
def _names():
    """Names of the files by what is planned of them."""
    return {load_scenario(FOLDER / f"{name}.yaml").sha256: name for name in EVERY}


class _Silent:
    """Nobody watches the progress."""

    def __call__(self, text, fraction):
        pass

    def partial(self, answer):
        pass


def _really(task):
    return Done(task.run(_Silent()))


def _answer(found):
    return found.refusal if found.plan is None else Done(found.plan)


# The other way round than tests/test_campaign.py: two processes share the planning.
@pytest.mark.slow
@pytest.mark.parametrize("name", EVERY[::-1])
def test_every_page_shows_it(app, service, shelf, name):
    found = shelf.planned(name)
    service.ending = _really
    # The page of comparison asks for a second shipped scenario beside it.
    service.endings[PlanTask] = lambda task: _answer(shelf.planned(_names()[task.scenario.sha256]))
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
