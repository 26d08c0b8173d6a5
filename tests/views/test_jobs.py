"""The job service with real worker processes and tasks that behave, well and badly."""

from __future__ import annotations

import os
import signal
import sys
import time

import pytest

from tests.views.sample_tasks import (
    Breaks,
    Clashes,
    Declines,
    Dies,
    Greedy,
    Hints,
    Large,
    Prints,
    Sample,
    Sleeps,
    Spins,
    Undecided,
)
from views.jobs.process import MOST_BYTES
from views.jobs.service import JobService
from views.jobs.task import content_key
from views.jobs.worker import TOO_LARGE

#: Starting an interpreter takes a fraction of a second, several on a busy machine.
PATIENCE_S = 20.0
#: The real worker, without the planner, which takes seconds to load.
COMMAND = (sys.executable, "-m", "views.jobs.worker")


def made(**changes):
    return JobService(**{"workers": 1, "timeout_s": PATIENCE_S, "command": COMMAND} | changes)


@pytest.fixture(scope="module")
def shared():
    service = made()
    yield service
    service.close()


@pytest.fixture
def service(shared):
    """The service of this module with nobody waiting."""
    for job in list(shared._jobs.values()):
        job._watchers.clear()
        shared.cancel(job, watcher="nobody")
    shared._jobs.clear()
    return shared


def submit(service, task, watcher="me"):
    return service.submit(task, watcher=watcher)


def wait(job, until=lambda view: not view.active):
    deadline = time.monotonic() + PATIENCE_S
    while not until(job.view):
        assert time.monotonic() < deadline, f"still {job.view}"
        time.sleep(0.01)
    return job.view


def pid_at_work(job):
    view = wait(job, lambda view: not view.active or view.text.startswith("pid"))
    return int(view.text.removeprefix("pid "))


def is_gone(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False


def soon(true):
    deadline = time.monotonic() + PATIENCE_S
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_answer_comes_back_from_another_process(service):
    view = wait(submit(service, Sample("mine")))
    assert (view.state, view.answer[0], view.fraction) == ("done", "mine", 1.0)
    assert view.answer[1] != os.getpid()


def test_same_task_is_computed_once_for_everybody(service):
    mine = submit(service, Sample("shared"))
    assert submit(service, Sample("shared"), watcher="you") is mine
    wait(mine)
    assert submit(service, Sample("shared"), watcher="later") is mine


def test_tasks_of_two_kinds_with_one_key_are_two(service):
    wait(submit(service, Sample("one")))
    assert service.find(Sleeps("one")) is None


def test_content_key_tells_values_apart():
    keys = {content_key("a", 1), content_key("a", "1"), content_key("a1"), content_key("a", 1.0)}
    assert len(keys) == 4
    assert content_key("a", 1) == content_key("a", 1)


def test_a_clash_comes_back_with_all_its_fields(service):
    clash = wait(submit(service, Clashes())).infeasible
    assert clash.proven
    assert clash.reasons[:2] == ("a before b", "b before a")
    assert [one.path for one in clash.conflicts[0]] == [("a",), ("b",)]
    assert [(one.says, one.overrides) for one in clash.repairs] == [("c", {"d": 1})]
    assert not wait(submit(service, Undecided())).infeasible.proven


def test_what_the_planner_declines_is_told_in_its_words_and_kept(service):
    job = submit(service, Declines())
    assert wait(job).declined == "tof_d = -1.0 is outside 2 to 200 d"
    assert submit(service, Declines()) is job


def test_a_failure_names_its_place_and_is_tried_again_when_asked(service):
    first = submit(service, Breaks())
    failure = wait(first).failure
    assert failure.kind == "ZeroDivisionError"
    assert failure.where.startswith("tests/views/sample_tasks.py:")
    assert submit(service, Breaks()) is not first


def test_too_much_memory_is_refused_with_a_way_out_and_the_worker_lives_on(service):
    pid = wait(submit(service, Sample("before"))).answer[1]
    failure = wait(submit(service, Greedy())).failure
    assert (failure.kind, failure.message) == ("MemoryError", TOO_LARGE)
    assert wait(submit(service, Sample("after"))).answer[1] == pid


def test_too_large_an_answer_is_refused_with_the_limit(service):
    failure = wait(submit(service, Large(str(MOST_BYTES // 2**20 + 1)))).failure
    assert failure.kind == "AnswerTooLarge"
    assert "64 MiB" in failure.message
    assert wait(submit(service, Sample("after"))).state == "done"


def test_what_a_task_prints_does_not_disturb_the_talk(service):
    assert wait(submit(service, Prints())).state == "done"


def test_early_answers_are_seen_while_the_job_runs(service, tmp_path):
    go_on = tmp_path / "go-on"
    job = submit(service, Hints(str(go_on)))
    early = wait(job, lambda view: view.partials == 2)
    assert (early.state, early.partial) == ("running", "better")
    go_on.touch()
    assert wait(job).answer[0] == str(go_on)


@pytest.mark.parametrize("busy", [Sleeps, Spins])
def test_cancel_kills_the_process_and_the_next_job_gets_a_new_one(service, busy):
    job = submit(service, busy())
    pid = pid_at_work(job)
    service.cancel(job, watcher="me")
    assert job.view.state == "cancelled"
    assert wait(submit(service, Sample("after"))).answer[1] != pid
    assert is_gone(pid)


def test_cancel_leaves_a_job_that_somebody_else_watches(service):
    job = submit(service, Sleeps(), watcher="me")
    submit(service, Sleeps(), watcher="you")
    service.cancel(job, watcher="me")
    assert job.view.active
    service.cancel(job, watcher="you")
    assert job.view.state == "cancelled"


def test_asking_for_something_else_gives_up_the_first_running_or_waiting(service):
    running = submit(service, Sleeps())
    pid_at_work(running)
    waiting = submit(service, Sleeps("second"))
    assert wait(submit(service, Sample("third"))).state == "done"
    assert running.view.state == waiting.view.state == "cancelled"


def test_a_process_that_dies_is_reported_and_replaced(service):
    view = wait(submit(service, Dies()))
    assert (view.state, view.failure.kind) == ("failed", "WorkerLost")
    assert wait(submit(service, Sample("after"))).state == "done"


def test_a_worker_killed_from_outside_is_reported_and_replaced(service):
    job = submit(service, Sleeps())
    os.kill(pid_at_work(job), signal.SIGTERM)
    assert wait(job).failure.kind == "WorkerLost"
    assert wait(submit(service, Sample("after"))).state == "done"


def test_waiting_jobs_know_how_many_are_ahead_and_keep_their_order(service):
    first = submit(service, Sleeps(), watcher="a")
    behind = [submit(service, Sample(name), watcher=name) for name in "bc"]
    assert [service.ahead_of(job) for job in (first, *behind)] == [0, 1, 2]
    service.cancel(first, watcher="a")
    assert [wait(job).answer[0] for job in behind] == ["b", "c"]


def test_no_worker_to_be_had_fails_the_job_and_not_the_service():
    service = made(command=("/no/such/program",))
    try:
        for name in ("first", "second"):
            assert wait(submit(service, Sample(name))).failure.kind == "NoWorker"
    finally:
        service.close()


def test_a_job_that_takes_too_long_is_ended():
    service = made(timeout_s=0.2)
    try:
        assert wait(submit(service, Sleeps())).state == "timeout"
    finally:
        service.close()


def test_a_job_whose_watchers_have_gone_frees_its_worker():
    connected = {"reading"}
    service = made(grace_s=0.1, connected=connected.__contains__)
    try:
        job = submit(service, Sleeps(), watcher="reading")
        pid = pid_at_work(job)
        time.sleep(0.5)  # longer than the grace: the open session alone holds the job
        assert job.view.active
        connected.clear()
        assert wait(job).state == "cancelled"
        connected.add("next")
        assert wait(submit(service, Sample(), watcher="next")).state == "done"
        assert is_gone(pid)
    finally:
        service.close()


def test_answers_kept_are_bounded_in_number_and_what_nobody_looks_at_goes_first():
    service = made(keep=2)
    try:
        for name in ("one", "two"):
            wait(submit(service, Sample(name)))
        assert service.find(Sample("one")) is not None  # looked at
        wait(submit(service, Sample("three")))
        assert service.find(Sample("two")) is None
        assert service.find(Sample("one")).view.state == "done"
        assert service.find(Sample("three")).view.state == "done"
    finally:
        service.close()


def test_answers_kept_are_bounded_in_bytes():
    service = made(keep_bytes=5 * 2**20)
    try:
        for size in ("3", "1", "4"):
            wait(submit(service, Large(size)))
        wait(submit(service, Sample()))
        assert service.find(Large("3")) is None
        assert service.find(Large("4")) is not None
    finally:
        service.close()


def test_close_ends_the_worker_process():
    service = made()
    job = submit(service, Sleeps())
    pid = pid_at_work(job)
    began = time.monotonic()
    service.close()
    # SIGKILL, not the sixty seconds the worker wanted to sleep.
    assert time.monotonic() - began < 5.0
    assert job.view.state == "cancelled"
    assert is_gone(pid)
