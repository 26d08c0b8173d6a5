"""Positions of the Moon, the Sun and planets about the Earth, from JPL DE440.

The excerpt in ``data/`` is turned once into an `EphemerisTable`, a plain tuple of
arrays that compiled code takes as an argument. Three changes are made on the way, all
exact up to rounding (measured: below 1e-6 km at Jupiter, 1e-9 km at the Moon):

* the Moon is stored from the Earth's centre, the other bodies from the Earth-Moon
  barycentre, so that no evaluation goes through the solar-system barycentre and the
  Earth's own offset is the Moon's position over a mass ratio;
* the 32-day records of Mars and Jupiter are re-expanded on two halves, and every
  series is padded to the same length, so that one kernel serves all bodies;
* the Chebyshev series are written out in powers, which are summed in half the time. No
  digits are lost: a record spans less than a radian of any orbit, so that the powers
  fall off like those of a sine.

Frame: ICRF, origin at the Earth's centre, km and km/s. Time: TDB seconds past J2000.
Validity: 1965-01-01 to 2065-01-01 TDB; outside, kernels write NaN and shells raise.

References
----------
Park et al. 2021, AJ 161:105 (DE440). NAIF, "SPK Required Reading", type 2 (Chebyshev
records).
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
from numpy.polynomial import chebyshev
from numpy.typing import ArrayLike, NDArray

from planner.astro.constants import EARTH_MOON_MASS_RATIO, J2000_JD, SECONDS_PER_DAY
from planner.astro.kernels import inlined
from planner.errors import OutOfRangeError

if TYPE_CHECKING:
    from jplephem.spk import SPK

MOON: Final = 0
SUN: Final = 1
VENUS: Final = 2
MARS: Final = 3
JUPITER: Final = 4
#: Names in the order of the indices; Venus, Mars and Jupiter are system barycentres.
BODIES: Final = ("moon", "sun", "venus", "mars", "jupiter")

#: Julian date at noon of the day before the calendar's first.
_JD_OF_ORDINAL: Final = 1_721_425.0

#: Ends of the excerpt, TDB seconds past J2000: 1965-01-01 and 2065-01-01, 0 h.
FIRST_S: Final = (2438761.5 - J2000_JD) * SECONDS_PER_DAY
LAST_S: Final = (2475286.5 - J2000_JD) * SECONDS_PER_DAY

_KERNEL = Path(__file__).parent / "data" / "de440_1965_2065.bsp"
_NAIF_IDS = (301, 10, 2, 4, 5)
_EMB, _SSB = 3, 0
_MOON_RECORD_S = 4 * SECONDS_PER_DAY
_BODY_RECORD_S = 16 * SECONDS_PER_DAY
_COEFFICIENTS = 13
_EARTH_FROM_MOON = 1.0 / (1.0 + EARTH_MOON_MASS_RATIO)

FloatArray = NDArray[np.float64]


class EphemerisTable(NamedTuple):
    """Polynomials ready for compiled code (read-only arrays).

    Attributes
    ----------
    moon_start_s, body_start_s : float
        TDB seconds past J2000 at which the first record of 4 and of 16 days begins.
    moon_records, body_records : int
        Number of records of the Moon, and of each other body.
    coefficients : ndarray, (moon_records + 4 body_records, 13, 3)
        Of the powers 0 to 12 of the time in a record, which runs from -1 to 1. The Moon
        from the Earth's centre [km], then the Sun, Venus, Mars and Jupiter from the
        Earth-Moon barycentre [km]. One array, because each slice handed on inside compiled
        code costs more than half of the sum it is needed for.
    """

    moon_start_s: float
    body_start_s: float
    moon_records: int
    body_records: int
    coefficients: FloatArray


def _segment(kernel: SPK, center: int, target: int) -> tuple[float, float, FloatArray]:
    """Start [s], record length [s], coefficients (records, 3, n) of one segment."""
    start_jd, record_d, coefficients = kernel[center, target].load_array()
    start_s = round((start_jd - J2000_JD) * SECONDS_PER_DAY)
    return float(start_s), record_d * SECONDS_PER_DAY, np.moveaxis(coefficients, 0, 1)


def _halved(coefficients: FloatArray) -> FloatArray:
    """Chebyshev series of (records, 3, n) on both halves of each record: (2 records, 3, n)."""
    n = coefficients.shape[-1]
    nodes = chebyshev.chebpts1(n)
    to_values = [chebyshev.chebvander((nodes + side) / 2.0, n - 1) for side in (-1.0, 1.0)]
    to_series = np.linalg.inv(chebyshev.chebvander(nodes, n - 1))
    halves = [coefficients @ (to_series @ values).T for values in to_values]
    return np.stack(halves, axis=1).reshape(-1, *coefficients.shape[1:])


def _padded(coefficients: FloatArray) -> FloatArray:
    missing = _COEFFICIENTS - coefficients.shape[-1]
    return np.pad(coefficients, ((0, 0), (0, 0), (0, missing)))


def _on_grid(kernel: SPK, target: int, start_s: float, records: int) -> FloatArray:
    """Series of a body from the solar-system barycentre on the grid of the Earth-Moon one."""
    first_s, length_s, coefficients = _segment(kernel, _SSB, target)
    if length_s != _BODY_RECORD_S:
        coefficients = _halved(coefficients)
    skip = round((start_s - first_s) / _BODY_RECORD_S)
    return _padded(coefficients[skip : skip + records])


def _powers() -> FloatArray:
    """Row n: the coefficients of the Chebyshev polynomial of degree n, whole numbers."""
    rows = np.zeros((_COEFFICIENTS, _COEFFICIENTS))
    for n in range(_COEFFICIENTS):
        rows[n, : n + 1] = chebyshev.cheb2poly(np.eye(_COEFFICIENTS)[n, : n + 1])
    return rows


def _frozen(series: FloatArray) -> FloatArray:
    """Read-only powers of Chebyshev series, the three components side by side."""
    out = np.ascontiguousarray(np.swapaxes(series @ _powers(), -1, -2), dtype=np.float64)
    out.flags.writeable = False
    return out


@lru_cache(maxsize=1)
def load_ephemeris() -> EphemerisTable:
    """Read the DE440 excerpt once per process.

    Returns
    -------
    EphemerisTable
        The same object at every call.
    """
    from jplephem.spk import SPK  # 0.2 s to import, needed here only

    with SPK.open(str(_KERNEL)) as kernel:
        moon_start_s, _, from_emb = _segment(kernel, _EMB, 301)
        _, _, earth = _segment(kernel, _EMB, 399)
        body_start_s, _, emb = _segment(kernel, _SSB, _EMB)
        bodies = [_on_grid(kernel, i, body_start_s, len(emb)) - emb for i in _NAIF_IDS[1:]]
        return EphemerisTable(
            moon_start_s=moon_start_s,
            body_start_s=body_start_s,
            moon_records=len(earth),
            body_records=len(emb),
            coefficients=_frozen(np.concatenate([from_emb - earth, *bodies])),
        )


@inlined
def _locate(table: EphemerisTable, body: int, t_tdb_s: float) -> tuple[int, float]:
    """Row of the record that holds an epoch, and the place -1..1 in it.

    The place is taken from the record's own start, a whole number of seconds: the
    fraction of the division would lose 1e-7 s, 5 mm of the Sun's motion.
    """
    if body == MOON:
        start_s, length_s, first = table.moon_start_s, _MOON_RECORD_S, 0
    else:
        start_s, length_s = table.body_start_s, _BODY_RECORD_S
        first = table.moon_records + (body - 1) * table.body_records
    record = int((t_tdb_s - start_s) / length_s)
    return first + record, (t_tdb_s - (start_s + record * length_s)) * (2.0 / length_s) - 1.0


@inlined
def _sum(rows: FloatArray, row: int, k: int, s: float) -> float:
    """Horner's sum of component k."""
    x = rows[row, _COEFFICIENTS - 1, k]
    for i in range(_COEFFICIENTS - 2, -1, -1):
        x = x * s + rows[row, i, k]
    return float(x)


@inlined
def _sum_and_slope(rows: FloatArray, row: int, k: int, s: float) -> tuple[float, float]:
    """Horner's sum of component k and its derivative in s, in one pass."""
    x = rows[row, _COEFFICIENTS - 1, k]
    slope = 0.0
    for i in range(_COEFFICIENTS - 2, -1, -1):
        slope = slope * s + x
        x = x * s + rows[row, i, k]
    return x, slope


@inlined
def _covered(body: int, t_tdb_s: float) -> bool:
    """Whether the table answers; false for NaN."""
    return MOON <= body <= JUPITER and FIRST_S <= t_tdb_s <= LAST_S


@inlined
def geocentric_position(table: EphemerisTable, body: int, t_tdb_s: float, out3: FloatArray) -> None:
    """Position of a body from the Earth's centre (compiled).

    Parameters
    ----------
    table : EphemerisTable
    body : int
        ``MOON``, ``SUN``, ``VENUS``, ``MARS`` or ``JUPITER``.
    t_tdb_s : float
        TDB seconds past J2000.
    out3 : ndarray, (3,)
        Written: ICRF position [km]; NaN outside 1965..2065 and for another body.
    """
    if not _covered(body, t_tdb_s):
        out3[:3] = np.nan
        return
    row, s = _locate(table, MOON, t_tdb_s)
    for k in range(3):
        out3[k] = _sum(table.coefficients, row, k, s)
    if body != MOON:
        row, s = _locate(table, body, t_tdb_s)
        for k in range(3):
            out3[k] = _sum(table.coefficients, row, k, s) + out3[k] * _EARTH_FROM_MOON


@inlined
def geocentric_state(table: EphemerisTable, body: int, t_tdb_s: float, out6: FloatArray) -> None:
    """Position and velocity of a body from the Earth's centre (compiled).

    As `geocentric_position`, with ``out6`` [km, km/s]; the velocity is the exact
    derivative of the position's polynomial.
    """
    if not _covered(body, t_tdb_s):
        out6[:6] = np.nan
        return
    row, s = _locate(table, MOON, t_tdb_s)
    for k in range(3):
        out6[k], slope = _sum_and_slope(table.coefficients, row, k, s)
        out6[k + 3] = slope * (2.0 / _MOON_RECORD_S)
    if body != MOON:
        row, s = _locate(table, body, t_tdb_s)
        for k in range(3):
            x, slope = _sum_and_slope(table.coefficients, row, k, s)
            out6[k] = x + out6[k] * _EARTH_FROM_MOON
            out6[k + 3] = slope * (2.0 / _BODY_RECORD_S) + out6[k + 3] * _EARTH_FROM_MOON


@inlined
def geocentric_positions(
    table: EphemerisTable, bodies: NDArray[np.int64], t_tdb_s: float, out: FloatArray
) -> None:
    """Positions of several bodies at one epoch (compiled), for an n-body right-hand side.

    The Moon is evaluated once, for itself and for the Earth's offset.

    Parameters
    ----------
    table : EphemerisTable
    bodies : ndarray of int64
        Indices of the bodies wanted, in any order.
    t_tdb_s : float
        TDB seconds past J2000.
    out : ndarray, (5, 3)
        Row ``body`` is written for each body of `bodies` [km, ICRF, geocentric], and row
        ``MOON`` always; other rows are left alone. All NaN outside 1965..2065.
    """
    if not _covered(MOON, t_tdb_s):
        out[:] = np.nan
        return
    row, s = _locate(table, MOON, t_tdb_s)
    for k in range(3):
        out[MOON, k] = _sum(table.coefficients, row, k, s)
    for body in bodies:
        if body != MOON:
            row, s = _locate(table, body, t_tdb_s)
            for k in range(3):
                x = _sum(table.coefficients, row, k, s)
                out[body, k] = x + out[MOON, k] * _EARTH_FROM_MOON


@inlined
def _row_over(
    table: EphemerisTable, body: int, t_tdb_s: float, h_s: float, nodes: FloatArray, out: FloatArray
) -> None:
    """Write the series of one body at ``t + nodes h``: ``out[body, component, node]``."""
    rows = table.coefficients
    row, s = _locate(table, body, t_tdb_s)
    last, _ = _locate(table, body, t_tdb_s + h_s)
    if row == last:  # one record for all nodes: plain loops, which vectorise
        ds = h_s * (2.0 / (_MOON_RECORD_S if body == MOON else _BODY_RECORD_S))
        for k in range(3):
            for j in range(len(nodes)):
                out[body, k, j] = _sum(rows, row, k, s + nodes[j] * ds)
        return
    for j in range(len(nodes)):
        row, s = _locate(table, body, t_tdb_s + nodes[j] * h_s)
        for k in range(3):
            out[body, k, j] = _sum(rows, row, k, s)


@inlined
def positions_over_step(
    table: EphemerisTable,
    bodies: NDArray[np.int64],
    t_tdb_s: float,
    h_s: float,
    nodes: FloatArray,
    out: FloatArray,
) -> None:
    """Positions of several bodies over a step (compiled), for an n-body right-hand side.

    The Moon is evaluated once, for itself and for the Earth's offset.

    Parameters
    ----------
    table : EphemerisTable
    bodies : ndarray of int64
        Indices of the bodies wanted, in any order.
    t_tdb_s, h_s : float
        Start of the step in TDB seconds past J2000, and its length [s].
    nodes : ndarray, (n,)
        Where in the step, from 0 to 1.
    out : ndarray, (5 or more, 3, n)
        ``out[body]`` is written for each body of `bodies` [km, ICRF, geocentric], and
        ``out[MOON]`` always; the rest is left alone. NaN if the step leaves 1965..2065.
    """
    if not (_covered(MOON, t_tdb_s) and _covered(MOON, t_tdb_s + h_s)):
        out[:] = np.nan
        return
    _row_over(table, MOON, t_tdb_s, h_s, nodes, out)
    for body in bodies:
        if body != MOON:
            _row_over(table, body, t_tdb_s, h_s, nodes, out)
            for k in range(3):
                for j in range(len(nodes)):
                    out[body, k, j] += out[MOON, k, j] * _EARTH_FROM_MOON


@inlined
def _states(table: EphemerisTable, body: int, t_tdb_s: FloatArray, out: FloatArray) -> None:
    for i in range(t_tdb_s.size):
        geocentric_state(table, body, t_tdb_s[i], out[i])


def require_covered(t_tdb_s: ArrayLike) -> None:
    """Refuse epochs the ephemeris does not cover.

    Parameters
    ----------
    t_tdb_s : array_like
        TDB seconds past J2000.

    Raises
    ------
    OutOfRangeError
        Names the first epoch that is NaN or outside 1965-01-01..2065-01-01, as a
        Julian date and, where it has one, as a day.
    """
    epochs = np.asarray(t_tdb_s, dtype=np.float64)
    outside = epochs[~((epochs >= FIRST_S) & (epochs <= LAST_S))]
    if outside.size:
        jd = float(outside.flat[0]) / SECONDS_PER_DAY + J2000_JD
        raise OutOfRangeError(
            name="tdb_jd",
            value=jd,
            allowed=f"1965-01-01..2065-01-01 (JD 2438761.5..2475286.5 TDB){_as_day(jd)}",
        )


def _as_day(jd: float) -> str:
    """Words that tell the calendar day of a Julian date; none for what no calendar holds."""
    ordinal = np.floor(jd + 0.5) - _JD_OF_ORDINAL
    if not 1 <= ordinal <= date.max.toordinal():
        return ""
    return f": {date.fromordinal(int(ordinal))} was asked for, or is met on the way"


def body_states_km_s(body: str, tdb_jd: ArrayLike) -> FloatArray:
    """Geocentric states of a body at many epochs.

    Parameters
    ----------
    body : str
        One of `BODIES`.
    tdb_jd : array_like, (n,) or scalar
        Julian dates in TDB. A float Julian date resolves 40 µs (40 mm of lunar motion);
        code that needs more calls `geocentric_state` with seconds past J2000.

    Returns
    -------
    ndarray, (n, 6)
        ICRF position [km] and velocity [km/s] about the Earth's centre.

    Raises
    ------
    OutOfRangeError
        An unknown body, a NaN, or a date outside 1965-01-01..2065-01-01.
    """
    if body not in BODIES:
        raise OutOfRangeError(name="body", value=body, allowed=f"the bodies {', '.join(BODIES)}")
    jd = np.atleast_1d(np.asarray(tdb_jd, dtype=np.float64)).ravel()
    t_tdb_s = (jd - J2000_JD) * SECONDS_PER_DAY
    require_covered(t_tdb_s)
    out = np.empty((jd.size, 6))
    _states(load_ephemeris(), BODIES.index(body), t_tdb_s, out)
    return out
