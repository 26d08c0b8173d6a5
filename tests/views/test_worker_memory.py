"""A worker that asks for too much memory says so, and leaves the machine alone."""

from __future__ import annotations

import pickle
import subprocess
import sys

import pytest

import planner.campaign
from planner.scenario import load_scenario
from views.jobs.messages import Failed
from views.jobs.worker import MEMORY_BYTES, TOO_LARGE, Reporter, ending
from views.parts.library import SCENARIOS
from views.tasks.plan import PlanTask

#: Takes a gibibyte under a limit of half of one.
_GREEDY = """
from views.jobs.worker import limit_memory
limit_memory(2**29)
try:
    bytearray(2**30)
except MemoryError:
    print("refused")
"""


@pytest.mark.skipif(sys.platform != "linux", reason="other systems may refuse or ignore the limit")
def test_the_limit_is_kept() -> None:
    done = subprocess.run(
        [sys.executable, "-c", _GREEDY], capture_output=True, text=True, check=True
    )
    assert done.stdout == "refused\n"


def test_too_large_a_scenario_is_told_with_a_way_out(
    monkeypatch: pytest.MonkeyPatch, tmp_path
) -> None:
    def plan_campaign(*_: object, **__: object) -> None:
        raise MemoryError

    monkeypatch.setattr(planner.campaign, "plan_campaign", plan_campaign)
    task = PlanTask(load_scenario(SCENARIOS / "minimal.yaml"))
    with (tmp_path / "out").open("wb") as out:
        found = ending(pickle.dumps(task), Reporter(out))
    assert isinstance(found, Failed)
    assert (found.kind, found.message) == ("MemoryError", TOO_LARGE)
    assert f"{MEMORY_BYTES // 2**30} GiB" in found.message
