"""The benchmark table: units that read right, rows that compare the same answer."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks import lambert, landing
from benchmarks.__main__ import TOPICS, main
from benchmarks.measure import count, duration, length, median_seconds


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (length(1234.0), "1.23 km"), (length(0.012), "12 mm"), (length(0.0), "0 nm"),
        (duration(2.5), "2.5 s"), (duration(1.5e-7), "150 ns"), (duration(0.99e-3), "990 us"),
        (count(2.94e6), "2.94 M"), (count(12_000.0), "12 k"), (count(7.5), "7.5"),
        (count(0.25), "0.25"),
    ],
)  # fmt: skip
def test_quantities_carry_a_readable_unit(text, expected):
    assert text == expected


def test_each_job_is_run_before_it_is_timed():
    calls = {"slow": 0, "fast": 0}

    def job(name, spin):
        calls[name] += 1
        return sum(range(spin))

    times = median_seconds(lambda: job("slow", 200_000), lambda: job("fast", 10), samples=1)
    # One warming call, one to size the sample, then the sample itself.
    assert len(times) == 2
    assert all(count >= 3 for count in calls.values())
    assert calls["fast"] > calls["slow"]


def test_a_known_arc_half_a_turn_long_is_found_where_the_peer_gives_none():
    r1, r2, tof, known = lambert._known_arc(0.0)
    v1, end = np.empty((1, 3)), np.empty((1, 3))
    up = np.array([0.0, 0.0, 1.0])
    lambert.izzo2015_many(lambert.GM_EARTH, r1, r2, tof, up, v1, end)
    # 1 um/s: rounding of the ends, 4e-8 m at the Moon, and of the time.
    assert np.abs(v1[0] - known).max() < 1e-9


def test_landing_rows_compare_one_touchdown_and_one_meeting():
    for row in landing.rows():
        assert row.ratio == row.peer_s / row.ours_s > 0.0
        # 32 Runge-Kutta steps leave centimetres at most, and the dates told to 40 µs as much, so
        # the unit is never metres.
        assert row.agreement.split()[1].strip(",") in {"mm", "um", "nm"}


def test_unknown_topic_is_refused_with_the_known_ones(capsys, monkeypatch):
    monkeypatch.setattr("sys.argv", ["benchmarks", "orbits"])
    with pytest.raises(SystemExit) as caught:
        main()
    assert caught.value.code == 2
    complaint = capsys.readouterr().err
    assert all(topic in complaint for topic in TOPICS)
