"""The time a job may take: compiling does not use it up, and is bounded all the same."""

from __future__ import annotations

from threading import Event

from views.jobs.allowance import Allowance

LIMIT_S = 0.3
#: Far beyond every limit here, for a machine with other work to do.
PATIENCE_S = 10.0


def test_a_job_is_stopped_when_its_time_is_up():
    stopped = Event()
    Allowance(LIMIT_S, stopped.set)
    assert stopped.wait(PATIENCE_S)


def test_compiling_is_not_counted_and_the_time_left_still_is():
    stopped = Event()
    allowance = Allowance(LIMIT_S, stopped.set, preparing_times=1000.0)
    allowance.prepares(True)
    assert not stopped.wait(2.0 * LIMIT_S)
    allowance.prepares(False)
    assert stopped.wait(PATIENCE_S)


def test_compiling_without_end_is_stopped():
    stopped = Event()
    Allowance(LIMIT_S, stopped.set, preparing_times=0.5).prepares(True)
    assert stopped.wait(PATIENCE_S)


def test_a_job_that_ended_is_let_be():
    stopped = Event()
    Allowance(LIMIT_S, stopped.set).end()
    assert not stopped.wait(2.0 * LIMIT_S)
