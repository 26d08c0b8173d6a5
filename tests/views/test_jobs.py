"""The planning service with a worker that obeys the protocol but plans nothing."""

from __future__ import annotations

import os
import signal
import sys
import time

import pytest

from tests.views.fake_scenario import FakeScenario
from views.jobs.service import PlanService

#: Starting an interpreter and importing numpy takes about a second on a busy machine.
PATIENCE_S = 20.0
COMMAND = (sys.executable, "-m", "tests.views.fake_worker")


@pytest.fixture
def service():
    made = PlanService(workers=1, timeout_s=PATIENCE_S, keep=2, command=COMMAND)
    yield made
    made.close()


def submit(service, name, watcher="me"):
    return service.submit(FakeScenario(name), watcher=watcher)


def wait(job, until=lambda view: not view.active):
    deadline = time.monotonic() + PATIENCE_S
    while not until(job.view):
        assert time.monotonic() < deadline, f"still {job.view}"
        time.sleep(0.01)
    return job.view


def is_at_work(view):
    return view.text.startswith("pid")


def test_plan_comes_back(service):
    view = wait(submit(service, "any"))
    assert (view.state, view.plan.title, view.fraction) == ("planned", "any", 1.0)


def test_same_scenario_is_planned_once_for_everybody(service):
    mine = submit(service, "shared")
    assert submit(service, "shared", watcher="you") is mine
    wait(mine)
    assert submit(service, "shared", watcher="later") is mine


def test_reasons_and_failures_come_back_as_they_are(service):
    assert wait(submit(service, "impossible")).reasons == ("a before b", "b before a")
    failure = wait(submit(service, "breaks")).failure
    assert (failure.kind, failure.where) == ("ZeroDivisionError", "planner/somewhere.py:1")


def test_cancel_kills_the_process_and_the_next_job_gets_a_new_one(service):
    job = submit(service, "sleeps")
    first = wait(job, is_at_work).text
    service.cancel(job, watcher="me")
    assert job.view.state == "cancelled"
    again = submit(service, "sleeps")
    assert wait(again, is_at_work).text != first
    service.cancel(again, watcher="me")
    assert wait(submit(service, "after")).state == "planned"


def test_cancel_leaves_a_job_that_somebody_else_watches(service):
    job = submit(service, "sleeps", watcher="me")
    submit(service, "sleeps", watcher="you")
    service.cancel(job, watcher="me")
    assert job.view.active
    service.cancel(job, watcher="you")
    assert job.view.state == "cancelled"


def test_asking_for_another_scenario_gives_up_the_first(service):
    first = submit(service, "sleeps")
    wait(first, is_at_work)
    assert wait(submit(service, "other")).state == "planned"
    assert first.view.state == "cancelled"


def test_a_process_that_dies_is_reported_and_replaced(service):
    view = wait(submit(service, "dies"))
    assert (view.state, view.failure.kind) == ("failed", "WorkerLost")
    assert wait(submit(service, "after")).state == "planned"


def test_a_worker_killed_from_outside_is_reported_and_replaced(service):
    job = submit(service, "sleeps")
    os.kill(int(wait(job, is_at_work).text.removeprefix("pid ")), signal.SIGTERM)
    assert wait(job).failure.kind == "WorkerLost"
    assert wait(submit(service, "after")).state == "planned"


def test_no_worker_to_be_had_fails_the_job_and_not_the_service():
    service = PlanService(workers=1, command=("/no/such/program",))
    try:
        for name in ("first", "second"):
            assert wait(submit(service, name)).failure.kind == "NoWorker"
    finally:
        service.close()


def test_what_the_search_left_open_is_told_from_what_is_impossible(service):
    assert wait(submit(service, "impossible")).proven
    assert not wait(submit(service, "undecided")).proven


def test_failed_job_is_tried_again_when_asked(service):
    first = submit(service, "breaks")
    wait(first)
    assert submit(service, "breaks") is not first


def test_a_job_that_takes_too_long_is_ended():
    service = PlanService(workers=1, timeout_s=0.2, command=COMMAND)
    try:
        assert wait(submit(service, "sleeps")).state == "timeout"
    finally:
        service.close()


def test_answers_kept_are_bounded_and_the_oldest_goes_first(service):
    for name in ("one", "two", "three"):
        wait(submit(service, name))
    assert service.find("one") is None
    assert service.find("three").view.state == "planned"


def test_waiting_jobs_know_how_many_are_ahead(service):
    submit(service, "sleeps", watcher="a")
    behind = submit(service, "behind", watcher="b")
    assert service.ahead_of(behind) == 1


def test_close_ends_the_worker_process():
    service = PlanService(workers=1, command=COMMAND)
    job = submit(service, "sleeps")
    wait(job, is_at_work)
    began = time.monotonic()
    service.close()
    # SIGKILL, not the sixty seconds the worker wanted to sleep.
    assert time.monotonic() - began < 5.0
    assert job.view.state == "cancelled"
