"""UTC, TDB and written epochs against ERFA, SPICE and the calendar."""

from __future__ import annotations

import subprocess
import sys
import warnings
from datetime import UTC, datetime, timedelta, timezone

import erfa
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.epochs import (
    parse_epoch,
    tdb_jd_to_utc,
    tdb_jd_to_utc_array,
    tdb_minus_utc_s,
    utc_to_tdb_jd,
    utc_to_tdb_jd_array,
)
from planner.errors import OutOfRangeError
from tests.reference.table import read_table

#: A float Julian date of our century comes in steps of 2**-31 day.
JD_STEP_S = 86400.0 / 2**31

moments = st.datetimes(
    datetime.fromisoformat("1972-01-01"),
    datetime.fromisoformat("2064-12-31"),
    timezones=st.just(UTC),
)


def erfa_tdb_jd(moment: datetime) -> tuple[float, float]:
    """TDB as two parts, by ERFA's own chain of calls."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", erfa.ErfaWarning)  # years after the last leap second
        second = moment.second + moment.microsecond / 1e6
        utc = erfa.dtf2d(
            "UTC", moment.year, moment.month, moment.day, moment.hour, moment.minute, second
        )
        tt = erfa.taitt(*erfa.utctai(*utc))
    return erfa.tttdb(*tt, erfa.dtdb(*tt, 0.0, 0.0, 0.0, 0.0))


@settings(deadline=None)  # the first example pays imports and compilation
@given(moment=moments)
def test_tdb_is_that_of_erfa(moment):
    day, rest = erfa_tdb_jd(moment)
    # Half a step of the Julian date; 1 µs for UT where the series asks for it.
    error_s = ((utc_to_tdb_jd(moment) - day) - rest) * 86400.0
    assert abs(error_s) < JD_STEP_S / 2 + 1e-6


@settings(deadline=None)  # the first example pays imports and compilation
@given(moment=moments)
def test_round_trip(moment):
    # Two roundings of half a step each, and half a microsecond of the datetime.
    assert abs(tdb_jd_to_utc(utc_to_tdb_jd(moment)) - moment) <= timedelta(microseconds=41)


@pytest.mark.parametrize("row", read_table("utc_et_spice.csv"), ids=lambda row: row["utc"])
def test_tdb_is_that_of_spice(row):
    et_s = float(row["et_s"])
    tdb_jd = utc_to_tdb_jd(datetime.fromisoformat(row["utc"]).replace(tzinfo=UTC))
    # 20 µs of the Julian date, 50 µs of SPICE's short series for TDB - TT.
    assert (tdb_jd - 2451545.0) * 86400.0 == pytest.approx(et_s, abs=70e-6)
    j2000 = datetime.fromisoformat("2000-01-01T12:00:00")
    utc_s = (datetime.fromisoformat(row["utc"]) - j2000).total_seconds()
    # The difference hardly changes within a step of the Julian date: SPICE's 50 µs are left.
    assert tdb_minus_utc_s(tdb_jd) == pytest.approx(et_s - utc_s, abs=50e-6)


def test_arrays_equal_single_values():
    many = [datetime(2030, 5, 17, 13, 48, tzinfo=UTC) + timedelta(hours=k) for k in range(5)]
    tdb_jd = utc_to_tdb_jd_array(many)
    assert tdb_jd.tolist() == [utc_to_tdb_jd(moment) for moment in many]
    assert tdb_jd_to_utc_array(tdb_jd) == tuple(tdb_jd_to_utc(jd) for jd in tdb_jd)


def test_a_moment_of_another_zone_is_the_same_moment():
    beijing = datetime(2028, 8, 1, 8, tzinfo=timezone(timedelta(hours=8)))
    assert utc_to_tdb_jd(beijing) == utc_to_tdb_jd(datetime(2028, 8, 1, tzinfo=UTC))


def test_during_a_leap_second_the_clock_stands_still():
    new_year = datetime(2017, 1, 1, tzinfo=UTC)
    step = timedelta(microseconds=41)
    assert tdb_jd_to_utc(parse_epoch("2016-12-31T23:59:60.1 UTC")) == new_year
    assert tdb_jd_to_utc(parse_epoch("2016-12-31T23:59:60.9 UTC")) == new_year
    before = tdb_jd_to_utc(parse_epoch("2016-12-31T23:59:59.5 UTC"))
    after = tdb_jd_to_utc(parse_epoch("2017-01-01T00:00:00.5 UTC"))
    assert abs(new_year - before - timedelta(seconds=0.5)) <= step
    assert abs(after - new_year - timedelta(seconds=0.5)) <= step


def test_written_epochs():
    utc = parse_epoch("2029-01-01T00:00:00 UTC")
    assert utc == utc_to_tdb_jd(datetime(2029, 1, 1, tzinfo=UTC))
    assert utc == parse_epoch("2029-01-01T00:00:00Z") == parse_epoch(" 2029-01-01 ")
    assert parse_epoch("2029-01-01T00:00:00 TDB") == 2462137.5
    tai, tt = parse_epoch("2029-01-01T00:00:00 TAI"), parse_epoch("2029-01-01T00:00:00 TT")
    # TT = TAI + 32.184 s; TAI = UTC + 37 s since 2017.
    assert (tai - tt) * 86400.0 == pytest.approx(32.184, abs=JD_STEP_S)
    assert (utc - tai) * 86400.0 == pytest.approx(37.0, abs=JD_STEP_S)
    # TDB - TT stays below 1.7 ms (Fairhead & Bretagnon 1990).
    assert abs(tt - 2462137.5) * 86400.0 < 1.7e-3 + JD_STEP_S


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "2029-13-01 UTC",
        "2029-02-30",
        "2029-01-01T25:00:00 UTC",
        "2016-06-30T23:59:60 UTC",
        "2029-01-01T00:00:00 GMT",
        "2029-01-01T00:00:00Z TAI",
        "2029-01-01T00:00:00+02:00",
        "nan TDB",
        "1950-01-01 TAI",
        "2100-01-02 UTC",
    ],
)
def test_epochs_that_cannot_be_read(text):
    with pytest.raises(OutOfRangeError, match="2029-01-01T00:00:00 UTC") as caught:
        parse_epoch(text)
    assert (caught.value.name, caught.value.value) == ("epoch", text)


@pytest.mark.parametrize(
    "moment",
    [
        datetime.fromisoformat("2029-01-01"),
        datetime(1959, 12, 31, tzinfo=UTC),
        datetime(2100, 1, 1, tzinfo=UTC),
        datetime(9999, 12, 31, tzinfo=UTC),
    ],
)
def test_moments_that_are_refused(moment):
    with pytest.raises(OutOfRangeError) as caught:
        utc_to_tdb_jd(moment)
    assert caught.value.name == "datetime"


@pytest.mark.parametrize("tdb_jd", [float("nan"), float("inf"), 0.0, 2436934.4, 2488069.6])
def test_dates_that_are_refused(tdb_jd):
    for convert in (tdb_jd_to_utc, tdb_minus_utc_s):
        with pytest.raises(OutOfRangeError, match=r"1960-01-01\.\.2100-01-01"):
            convert(tdb_jd)


def test_works_offline_and_with_expired_tables():
    """In a fresh process, with every leap-second table expired, no network, warnings as errors."""
    program = """
import socket, sys
tried = []  # astropy would swallow the error of a refused connection
def refuse(*args, **kwargs):
    tried.append(args)
    raise OSError("no network here")
socket.socket.connect = socket.getaddrinfo = socket.create_connection = refuse
from datetime import UTC, datetime
import planner.epochs
assert not any(name.split(".")[0] == "astropy" for name in sys.modules), "imported too early"
from astropy.utils import iers
from astropy.time import Time
iers.LeapSeconds._today = classmethod(lambda cls: Time("2040-01-01", scale="tai"))
print(planner.epochs.tdb_jd_to_utc(planner.epochs.utc_to_tdb_jd(datetime(2034, 1, 1, tzinfo=UTC))))
assert not tried, tried
"""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", program], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(("2034-01-01 00:00:00", "2033-12-31 23:59:59.9999"))


def test_two_thousand_dates_take_no_time_to_speak_of():
    tdb_jd = 2451545.0 + np.arange(2000) / 7.0
    back = utc_to_tdb_jd_array(tdb_jd_to_utc_array(tdb_jd))
    np.testing.assert_allclose(back, tdb_jd, rtol=0, atol=1.01 * 2**-31)
