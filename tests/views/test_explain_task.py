"""The pages' task of an explanation gives what the planner gives."""

from __future__ import annotations

import pickle

from planner.campaign import Explanation
from planner.scenario import Scenario
from views.tasks.explain import ExplainTask
from views.tasks.plan import PlanTask


def test_the_task_explains_and_goes_to_a_worker(
    minimal_scenario: Scenario, minimal_explanation: Explanation
) -> None:
    task = pickle.loads(pickle.dumps(ExplainTask(minimal_scenario)))
    assert task.identity != PlanTask(minimal_scenario).identity
    assert task.key == minimal_scenario.sha256
    assert task.run(lambda _text, _fraction: None) == minimal_explanation
