"""What can be clicked is what was surveyed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from planner.figures.cells import Cells, Loops
from planner.figures.porkchop import CLIP_M_S, cheapest_by_time, loop_dates, porkchop, trade

START = datetime(2031, 5, 1, tzinfo=UTC)


def cells_of(dv_m_s):
    rows, columns = dv_m_s.shape
    best = np.unravel_index(np.nanargmin(dv_m_s), dv_m_s.shape)
    return Cells(
        depart_tdb_jd=2_463_000.5 + np.arange(rows),
        depart_utc=tuple(START + timedelta(days=k) for k in range(rows)),
        tof_d=3.0 + 0.25 * np.arange(columns),
        dv_m_s=dv_m_s,
        sun_deg=np.zeros_like(dv_m_s),
        earth_deg=np.zeros_like(dv_m_s),
        optima=((int(best[0]), int(best[1])),),
        reasons=(),
    )


speeds = st.one_of(st.floats(3_900.0, 9_000.0), st.just(np.nan))
grids = arrays(np.float64, st.tuples(st.integers(2, 6), st.integers(2, 6)), elements=speeds).filter(
    lambda dv: np.isfinite(dv).any()
)


@settings(max_examples=25)
@given(grids)
def test_a_click_on_a_cell_names_that_cell(dv):
    cells = cells_of(dv)
    clicks = porkchop(cells, chosen=cells.optima[0]).figure.data[-1]
    assert len(clicks.x) == np.isfinite(dv).sum()
    for x, y, number in zip(clicks.x, clicks.y, clicks.customdata, strict=True):
        row, column = divmod(int(number), dv.shape[1])
        assert (cells.depart_utc[row].replace(tzinfo=None), cells.tof_d[column]) == (x.item(), y)
        assert np.isfinite(dv[row, column])


@settings(max_examples=25)
@given(grids)
def test_colours_stop_above_the_least_and_hide_no_cheap_cell(dv):
    cells = cells_of(dv)
    z = np.array(porkchop(cells, chosen=cells.optima[0]).figure.data[0].z, dtype=float).T
    least = np.nanmin(dv)
    cheap = dv <= least + CLIP_M_S
    assert z[cheap] == pytest.approx(dv[cheap])
    assert np.nanmax(z) <= least + CLIP_M_S
    assert (np.isnan(z) == np.isnan(dv)).all()


def test_what_time_buys_is_the_least_of_each_column():
    dv = np.array([[4_000.0, np.nan, 3_950.0], [4_100.0, np.nan, 3_940.0]])
    assert cheapest_by_time(cells_of(dv)) == pytest.approx([4_000.0, np.nan, 3_940.0], nan_ok=True)


def test_alt_texts_tell_the_least():
    dv = np.array([[4_000.0, 3_950.0], [4_100.0, 3_960.0]])
    cells = cells_of(dv)
    alt = porkchop(cells, chosen=(1, 1)).alt
    assert "3\u202f950 m/s" in alt
    assert "2031-05-01" in alt
    shown = trade(
        cells.tof_d, cheapest_by_time(cells), chosen=(3.0, 4_000.0), axis="Time of flight"
    )
    assert "3\u202f950 m/s, takes 3.25 days" in shown.alt


def test_cheap_dates_of_free_returns_are_least_among_their_neighbours():
    loops = Loops(
        depart_tdb_jd=2_463_000.5 + np.arange(5),
        depart_utc=tuple(START + timedelta(days=k) for k in range(5)),
        dv_m_s=np.array([3_150.0, 3_160.0, np.nan, 3_140.0, 3_145.0]),
        tof_d=np.full(5, 2.9),
        round_trip_d=np.full(5, 5.8),
        reasons=("", "", "no convergence", "", ""),
    )
    assert loops.optima == (3, 0)
    chart = loop_dates(loops, chosen=0)
    assert "4 of 5 dates" in chart.alt
    assert list(chart.figure.data[0].customdata) == [0, 1, 2, 3, 4]
