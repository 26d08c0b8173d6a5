"""The border between calendars and the ephemeris: UTC on one side, TDB on the other.

Inside the planner, epochs are TDB: Julian dates, or seconds past J2000 in compiled
code. People and files use UTC. astropy converts, from the leap seconds it carries;
nothing is ever downloaded. After the last announced leap second UTC is taken to
stay at TAI - 37 s, which is the best that can be said of the future.

A Julian date in one float resolves 40 µs; round trips hold to that, not to the
microsecond a ``datetime`` can show. TDB follows the series of Fairhead & Bretagnon
(1990, A&A 229:240) as ERFA has it, good to 3 µs.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from planner.errors import OutOfRangeError

if TYPE_CHECKING:
    from astropy.time import Time

#: UTC began in 1960; leap seconds are unknown half a century ahead, and a century is too far.
FIRST_JD: Final = 2436934.5
LAST_JD: Final = 2488069.5
_RANGE = "1960-01-01..2100-01-01 (JD 2436934.5..2488069.5)"
_EPOCH = re.compile(r"(?P<stamp>[0-9T:.-]+)(?:Z|\s+(?P<scale>UTC|TAI|TT|TDB))?")

FloatArray = NDArray[np.float64]


@lru_cache(maxsize=1)
def _time_class() -> type[Time]:
    """Class Time of astropy, imported at first use (0.5 s) and told to stay offline."""
    from astropy.utils import iers

    iers.conf.auto_download = False
    iers.conf.auto_max_age = None  # expired tables are used as they are, without a warning
    from astropy import time

    cls: type[Time] = time.Time
    return cls


@contextmanager
def _future_utc_allowed() -> Iterator[None]:
    """Silence ERFA's remark that a year after its release is "dubious".

    It only says that UTC may gain a leap second not announced yet. A plan to 2035
    always lies there, and one second shifts a launch by as much and no more.
    """
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=".*dubious year")
        yield


def _require_known(name: str, jd: FloatArray) -> None:
    outside = jd[~((jd >= FIRST_JD) & (jd <= LAST_JD))]
    if outside.size:
        raise OutOfRangeError(name=name, value=float(outside.flat[0]), allowed=_RANGE)


def _convert(value: Any, *, scale: str, to: str, **kwargs: Any) -> Time:
    """Astropy Time in another scale."""
    with _future_utc_allowed():
        time: Time = getattr(_time_class()(value, scale=scale, **kwargs), to)
    return time


def _calendar(time: Time) -> tuple[datetime, ...]:
    """UTC moments of an astropy Time; during a leap second the clock stands still."""
    with _future_utc_allowed():
        fields = np.atleast_1d(time.utc.ymdhms)
    return tuple(
        datetime(int(year), int(month), int(day), int(hour), int(minute), tzinfo=UTC)
        + timedelta(seconds=min(float(second), 60.0))
        for year, month, day, hour, minute, second in fields
    )


def _utc(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise OutOfRangeError(
            name="datetime", value=moment, allowed="datetimes with a time zone, e.g. UTC"
        )
    return moment.astimezone(UTC).replace(tzinfo=None)


def utc_to_tdb_jd(moment: datetime) -> float:
    """Julian date in TDB of a moment.

    Parameters
    ----------
    moment : datetime
        With a time zone, 1960..2100.

    Returns
    -------
    float
        TDB Julian date; resolution 40 µs.

    Raises
    ------
    OutOfRangeError
        No time zone, or outside 1960..2100.
    """
    return float(utc_to_tdb_jd_array((moment,))[0])


def utc_to_tdb_jd_array(moments: Sequence[datetime]) -> FloatArray:
    """As `utc_to_tdb_jd`, for many moments: (n,)."""
    naive = [_utc(moment) for moment in moments]
    for moment in naive:
        if not 1960 <= moment.year < 2100:
            raise OutOfRangeError(name="datetime", value=moment, allowed=_RANGE)
    return np.asarray(_convert(naive, scale="utc", to="tdb").jd, dtype=np.float64)


def tdb_jd_to_utc(tdb_jd: float) -> datetime:
    """Moment of a Julian date in TDB.

    Parameters
    ----------
    tdb_jd : float
        TDB Julian date, 1960..2100.

    Returns
    -------
    datetime
        In UTC, aware, to the microsecond (the date itself resolves 40 µs). A moment
        inside a leap second, which a datetime cannot hold, is given as its end.

    Raises
    ------
    OutOfRangeError
        NaN, or outside 1960..2100.
    """
    return tdb_jd_to_utc_array([tdb_jd])[0]


def tdb_jd_to_utc_array(tdb_jd: ArrayLike) -> tuple[datetime, ...]:
    """As `tdb_jd_to_utc`, for many dates."""
    jd = np.atleast_1d(np.asarray(tdb_jd, dtype=np.float64))
    _require_known("tdb_jd", jd)
    return _calendar(_time_class()(jd, scale="tdb", format="jd"))


def tdb_minus_utc_s(tdb_jd: float) -> float:
    """TDB minus UTC [s] at a TDB Julian date, to the microsecond: 69.18 s since 2017.

    Raises
    ------
    OutOfRangeError
        NaN, or outside 1960..2100.
    """
    _require_known("tdb_jd", np.array([tdb_jd], dtype=np.float64))
    tdb = _time_class()(tdb_jd, scale="tdb", format="jd")
    # By the calendar: on the day of a leap second a UTC Julian date runs slow.
    utc = _calendar(tdb)[0].replace(tzinfo=None)
    return float((tdb.to_datetime() - utc).total_seconds())


def parse_epoch(text: str) -> float:
    """TDB Julian date of a written epoch.

    Parameters
    ----------
    text : str
        ISO 8601 date and time, then ``UTC``, ``TAI``, ``TT`` or ``TDB``, e.g.
        ``2029-01-01T00:00:00 TAI``. A trailing ``Z`` means UTC; so does no scale.

    Raises
    ------
    OutOfRangeError
        Not such a text, or outside 1960..2100.
    """
    form = _EPOCH.fullmatch(text.strip())
    try:
        if form is None:
            raise ValueError
        scale = (form["scale"] or "utc").lower()
        with warnings.catch_warnings():
            # A second 60 on a day that has none is only a warning of ERFA.
            warnings.filterwarnings("error", message=".*after end of day")
            jd = float(_convert(form["stamp"], scale=scale, to="tdb", format="isot").jd)
        _require_known("epoch", np.array([jd]))
    except (ValueError, UserWarning) as error:
        allowed = "the form 2029-01-01T00:00:00 UTC (or TAI, TT, TDB) and the years 1960..2100"
        raise OutOfRangeError(name="epoch", value=text, allowed=allowed) from error
    return jd
