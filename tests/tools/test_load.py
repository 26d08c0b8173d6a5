"""The load client: a small class on the real server, and that it would see a foreign answer."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import numpy as np
import pytest

from benchmarks.load.__main__ import measure
from benchmarks.load.client import LostError
from benchmarks.load.pupil import Pupil, Tally
from benchmarks.load.report import LIGHT, Sample, lines, quantile
from benchmarks.load.server import memory_mb, running


def alone(coroutine):
    """Run it in a thread of its own: a browser driven by this process has the loop of this one."""
    with ThreadPoolExecutor(max_workers=1) as thread:
        return thread.submit(asyncio.run, coroutine).result()


@pytest.mark.slow
def test_three_sessions_get_their_own_answers():
    with running() as server:
        tally, memory = alone(
            measure(
                server,
                sessions=3,
                seconds=6.0,
                replanning=1,
                think_s=(0.2, 1.0),
                scenarios=("minimal",),
            )
        )
    assert tally.lost == tally.foreign == tally.errors == []
    assert len(tally.seconds["open"]) == 3
    assert sum(len(tally.seconds.get(kind, ())) for kind in LIGHT) >= 4
    assert len(tally.seconds["re-planned"]) >= 1
    assert all(0.0 < one < 60.0 for kind in LIGHT for one in tally.seconds.get(kind, ()))
    assert not memory or (memory[0].server_mb > 50.0 and memory[0].workers_mb > 50.0)
    told = "\n".join(lines(tally, memory, sessions=3, seconds=6.0))
    assert "re-planned" in told
    assert "lost answers: 0" in told


@pytest.fixture
def pupil():
    return Pupil(3, 10, "127.0.0.1:1", {"minimal": "A relay"}, Tally(), (0.0, 0.0))


@pytest.mark.parametrize(
    ("query", "right"),
    [
        ("scenario=minimal&date=2030-01-04&dv_margin=0.05003", True),
        ("scenario=minimal&date=2030-01-05&dv_margin=0.05003", False),
        ("scenario=other&date=2030-01-04&dv_margin=0.05003", False),
        ("scenario=minimal&date=2030-01-04", False),
        ("scenario=minimal&date=2030-01-04&dv_margin=0.05004", False),
    ],
)
def test_a_link_of_somebody_else_is_seen(pupil, query, right, monkeypatch):
    pupil.day, pupil.margin, pupil.reader.query = date(2030, 1, 4), 5.003, query
    monkeypatch.setattr("benchmarks.load.pupil._STAYS_S", 0.05)
    asyncio.run(pupil.look())
    assert bool(pupil.tally.foreign) != right


def test_a_link_that_comes_a_moment_late_is_nobody_elses(pupil):
    pupil.day, pupil.reader.query = date(2030, 1, 4), "scenario=other&date=2030-01-04"

    async def late() -> None:
        looking = asyncio.create_task(pupil.look())
        await asyncio.sleep(0.05)
        pupil.reader.query = "scenario=minimal&date=2030-01-04"
        await looking

    asyncio.run(late())
    assert pupil.tally.foreign == []


def test_a_change_of_somebody_else_is_seen(pupil):
    pupil._hear("Changed: Δv margin 5.003 %.")
    assert len(pupil.tally.foreign) == 1  # this reader changed nothing
    pupil.margin = 5.003
    pupil._hear("Changed\\: Δv margin 5\\.003 \\%\\.")
    assert len(pupil.tally.foreign) == 1
    pupil._hear("Changed: Δv margin 5.004 %.")
    assert len(pupil.tally.foreign) == 2


def test_a_server_that_is_not_there_is_a_lost_answer(pupil):
    alone(pupil.live(lambda: True))
    assert len(pupil.tally.lost) == 1
    with pytest.raises(LostError):
        alone(pupil.reader.until(lambda: False, patience_s=0.0))


@pytest.mark.parametrize("share", [0.5, 0.95, 1.0])
def test_quantiles_are_those_of_numpy(share):
    values = list(np.random.default_rng(1).random(37))
    assert quantile(values, share) == np.quantile(values, share, method="inverted_cdf")


def test_memory_is_that_of_this_process_and_unknown_for_none():
    import os

    found = memory_mb(os.getpid())
    assert found is None or found[0] > 10.0
    assert memory_mb(2**30) is None


def test_a_table_without_memory_says_so():
    assert any("not measured" in line for line in lines(Tally(), [], sessions=1, seconds=1.0))
    rows = lines(Tally(), [Sample(0.0, 100.0, 50.0)], sessions=1, seconds=1.0)
    assert any(line.startswith("server") and "100" in line for line in rows)
