"""The app under AppTest, with a service that answers at once or stands in any state asked for."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from planner.scenario import load_scenario
from tests.views.sample_explanation import explanation_of
from tests.views.still_service import StillService
from views.jobs.messages import Done
from views.parts import answers, followed
from views.tasks.explain import ExplainTask
from views.tasks.sky import SkyTask

ROOT = Path(__file__).resolve().parents[2]
#: The first run of a process imports pandas, plotly and the page code.
PATIENCE_S = 30


@pytest.fixture(scope="session")
def minimal():
    return load_scenario(ROOT / "scenarios" / "minimal.yaml")


@pytest.fixture(scope="session")
def plan(minimal_plan):
    """The shipped minimal scenario, planned for real."""
    return minimal_plan


def _sky(task):
    """Sun and Earth computed for real, here and now."""
    return Done(task.run(lambda _text, _fraction: None))


@pytest.fixture
def service(plan, monkeypatch):
    """A service whose every job has just ended with the plan; tests may set another ending,
    for all (``service.ending``) or for a kind of task (``service.endings[ScanTask]``)."""
    still = StillService(Done(plan))
    still.endings[ExplainTask] = Done(explanation_of(plan))
    still.endings[SkyTask] = _sky
    monkeypatch.setattr(answers, "job_service", lambda: still)
    return still


@pytest.fixture
def by_history(monkeypatch):
    """Runs answer the browser's back and forward buttons, which AppTest does not have."""
    monkeypatch.setattr(followed, "by_history", lambda: True)


@pytest.fixture
def app(service):  # noqa: ARG001 - the app must not start worker processes
    """The app, not yet run, on the minimal scenario."""
    return AppTest.from_file(str(ROOT / "app.py"), default_timeout=PATIENCE_S)
