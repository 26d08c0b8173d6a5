"""What the script process loads, and the real worker process."""

from __future__ import annotations

import subprocess
import sys
import time

import pytest

from tests.views.conftest import ROOT
from views.jobs.job import Job
from views.jobs.messages import Progress
from views.jobs.process import COMMAND
from views.jobs.service import JobService
from views.tasks.plan import PlanTask

#: What only the worker may load: seconds of imports and of compiling.
HEAVY = {"numba", "ortools", "astropy", "scipy", "boinor"}
#: Loading the planner takes two seconds here, ten on a slow and busy machine, compiling a minute.
PATIENCE_S = 180.0


def test_the_pages_load_none_of_the_heavy_libraries():
    code = (
        "import sys, runpy;"
        "import planner.figures.timeline, planner.figures.landed_mass;"
        "import planner.figures.trajectory_top, planner.figures.porkchop;"
        "import planner.figures.site_map, planner.figures.gantt, planner.figures.power_years;"
        "import views.parts.movers, views.parts.outpost_tables, views.parts.planning;"
        "import planner.campaign.groups, planner.campaign.standing;"
        "import views.parts.planned_way, views.parts.search_way;"
        "import views.parts.shell, views.parts.provenance, views.parts.downloads;"
        "import views.parts.headline, views.parts.library, views.parts.itinerary;"
        "import planner.exports.plan_json;"
        "print(*{name.partition('.')[0] for name in sys.modules})"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert not HEAVY & set(done.stdout.split())


def test_tasks_load_neither_streamlit_nor_the_heavy_libraries():
    tasks = [f"views.tasks.{file.stem}" for file in (ROOT / "views" / "tasks").glob("[!_]*.py")]
    code = (
        "import sys, importlib;"
        f"[importlib.import_module(name) for name in {tasks}];"
        "print(*{name.partition('.')[0] for name in sys.modules})"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert tasks
    assert not (HEAVY | {"streamlit", "plotly"}) & set(done.stdout.split())


@pytest.mark.slow
def test_the_real_worker_plans_the_minimal_scenario(minimal, plan, monkeypatch):
    told, report = [], Job.report

    def noted(job, message):
        told.append(message)
        report(job, message)

    monkeypatch.setattr(Job, "report", noted)
    service = JobService(workers=1)
    try:
        job = service.submit(PlanTask(minimal), watcher="test")
        deadline = time.monotonic() + PATIENCE_S
        while job.view.active:
            assert time.monotonic() < deadline, job.view
            time.sleep(0.02)
        answer = job.view.answer
    finally:
        service.close()
    assert answer.flights == plan.flights
    texts = [one.text for one in told if isinstance(one, Progress)]
    assert any("plan" in text or "schedule" in text for text in texts)


@pytest.mark.slow
def test_a_worker_ends_by_itself_when_the_server_is_gone():
    worker = subprocess.Popen(COMMAND, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)
    worker.stdin.close()
    assert worker.wait(timeout=PATIENCE_S) == 0
