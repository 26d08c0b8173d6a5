"""Figures of the lessons say what their results say."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.figures.departure_days import departure_days
from planner.figures.two_ways import two_ways
from planner.lessons.ways import FlownWay, TwoWays
from planner.lessons.windows import Departure, Month
from planner.plan import Path

START = date(2030, 1, 1)


@given(st.lists(st.tuples(st.floats(3900, 4100), st.floats(-90, 90)), min_size=1, max_size=28))
def test_every_day_is_one_mark_lit_or_dark(rows):
    days = tuple(
        Departure(day=START + timedelta(days=n), dv_m_s=dv, tof_d=5.0, sun_deg=sun)
        for n, (dv, sun) in enumerate(rows)
    )
    month = Month(choice="c", site="s", horizon_deg=0.0, departures=days)
    marks = {t.name: len(t.x) for t in departure_days(month).figure.data if t.mode == "markers"}
    assert sum(marks.values()) == len(rows)
    assert marks["site lit on arrival"] == sum(sun >= 0.0 for _, sun in rows)
    assert f"of {len(rows)} days" in departure_days(month).alt


def straight(reach_km, days):
    """Out along x to a distance and back to the Moon, which stands still."""
    jd = np.linspace(0.0, days, 5)
    craft = np.zeros((5, 3))
    craft[:, 0] = [0.0, reach_km / 2.0, reach_km, reach_km, 384_400.0]
    moon = np.zeros((5, 3))
    moon[:, 0], moon[:, 1] = 384_400.0, np.linspace(-1.0, 0.0, 5)  # moves a little, north is z
    noon = datetime(2030, 1, 1, 12, tzinfo=UTC)
    return FlownWay(
        path=Path(epoch_tdb_jd=jd, craft_km=craft, moon_km=moon),
        leaves=noon, arrives=noon + timedelta(days=days), tof_d=days, tli_m_s=3100.0,
        loi_m_s=800.0,
    )  # fmt: skip


def test_the_farthest_points_are_told_and_drawn():
    found = TwoWays(
        choice="c", direct=straight(384_400.0, 5.0), slow=straight(1_400_000.0, 99.0), isp_s=320.0
    )
    chart = two_ways(found)
    assert "direct way goes out to 384\u202f000 km in 5 days" in chart.alt
    assert "1\u202f400\u202f000 km in 99 days" in chart.alt
    slow = next(trace for trace in chart.figure.data if trace.name == "low energy")
    assert max(slow.x) == pytest.approx(1_400_000.0)
