"""A low-energy flight as a chain of short arcs, to be joined.

A flight of months magnifies a change of its start a million times and more, too much for first
derivatives over any useful step. So the flight is cut at fixed times. Unknown are TLI (epoch,
inclination, node, argument of latitude, size of the burn), the state at each cut, and the
arrival (`planner.transfers.low_energy_arrival`). At each cut both sides must agree (multiple
shooting), and the pad's clock must agree with TLI. TLI stays tangential on the parking orbit
and LOI at perilune of the orbit wanted, by construction.

Source: Betts 2010, "Practical Methods for Optimal Control", 2nd ed., 3.4 (multiple shooting).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from planner.astro.bplane import cross
from planner.astro.constants import GM_EARTH_KM3_S2, SECONDS_PER_DAY
from planner.astro.propagate import propagate
from planner.transfers.departure import (
    LEAST_COAST_RAD,
    LaunchClock,
    injection_partials,
    injection_state,
    julian_date,
    launch_clock,
    on_grid,
    orbit_axes,
    radius_of,
)
from planner.transfers.gradient_projection import Linear
from planner.transfers.low_energy_arrival import (
    C3,
    arrival_partials,
    arrival_state,
    orbit_c3_km2_s2,
    orbit_speed_km_s,
    perilune_speed_km_s,
)
from planner.transfers.low_energy_scan import Span
from planner.transfers.request import DirectRequest

Array = NDArray[np.float64]

#: Places in the five numbers of TLI.
EPOCH, INCLINATION, NODE, LATITUDE, BURN = range(5)
_RTOL: Final = 1e-11
#: A thousandth of these (km, km/s) at a cut is a small gap; a thousandth of the day's share
#: below is four seconds.
_GAP: Final = np.array([1e3] * 3 + [1e-2] * 3)
_CLOCK_DAY: Final = 20.0
#: Changes over which first derivatives hold: TLI (s, rad, km/s), cuts (km, km/s), arrival.
_TLI_SCALE: Final = np.array([0.05 * SECONDS_PER_DAY, 0.05, 0.02, 0.02, 0.003])
_CUT_SCALE: Final = np.array([3e4] * 3 + [0.03] * 3)
_ARRIVAL_SCALE: Final = np.array([0.3 * SECONDS_PER_DAY, 0.05, 0.05, 0.01])
#: Steps of the clock's differences (s, rad): far above rounding, its bends far away.
_CLOCK_STEPS: Final = (1.0, 1e-6, 1e-6, 1e-6)
_SIDEREAL_DAY_S: Final = 86_164.1
#: At a pad's own latitude the launch azimuth is due east and its derivative infinite (rad).
_OFF_DUE_EAST: Final = np.radians(0.5)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Chain:
    """The problem for `planner.transfers.gradient_projection`.

    Attributes
    ----------
    request, span
        What is asked for.
    cuts_s : tuple of float
        Times of the cuts (TDB s past J2000), the first on the way out.
    tdb_minus_utc_s : float
        For the pad's clock.
    coast_near_rad : float, optional
        Coast the clock keeps near; None leaves the clock out.
    """

    request: DirectRequest
    span: Span
    cuts_s: tuple[float, ...]
    tdb_minus_utc_s: float
    coast_near_rad: float | None = None

    @property
    def scale(self) -> Array:
        """See `planner.transfers.gradient_projection.Problem`."""
        return np.concatenate((_TLI_SCALE, np.tile(_CUT_SCALE, len(self.cuts_s)), _ARRIVAL_SCALE))

    def at(self, z: Array) -> Linear:
        """Gaps, clock, limits and cost (m/s), with derivatives.

        Raises
        ------
        NoConvergenceError, OutOfRangeError
            A leg meets a body, or the ephemeris ends.
        """
        misses, gradient = self._gaps(z)
        if self.coast_near_rad is not None:
            off, slope = self._clock_off(z)
            misses, gradient = np.append(misses, off), np.vstack((gradient, slope))
        cost, cost_gradient = self._cost(z)
        return Linear(cost, cost_gradient, misses, gradient, *self._limits(z))

    def _gaps(self, z: Array) -> tuple[Array, Array]:
        """Gap at each cut: flown from before less the state there, or that flown back to it."""
        cuts = z[5:-4].reshape(-1, 6)
        last = len(cuts) - 1
        gap = np.empty((last + 2, 6))
        gradient = np.zeros((last + 2, 6, len(z)))
        flown = [self._from_parking(z[:5])]
        for k in range(last):
            end, stm = self._leg(self.cuts_s[k], cuts[k], self.cuts_s[k + 1])
            flown.append((end, stm))
        flown.append(self._from_moon(z[-4:]))
        for k, (end, partials) in enumerate(flown):
            at = min(k, last)
            gap[k] = (end - cuts[at]) / _GAP
            place = slice(0, 5) if k == 0 else slice(6 * k - 1, 6 * k + 5)
            if k == last + 1:
                place = slice(len(z) - 4, len(z))
            gradient[k, :, place] = partials / _GAP[:, None]
            gradient[k, :, 5 + 6 * at : 11 + 6 * at] = np.diag(-1.0 / _GAP)
        return gap.ravel(), gradient.reshape(-1, len(z))

    def _leg(self, from_s: float, state: Array, to_s: float) -> tuple[Array, Array]:
        arc = propagate(
            epoch_tdb_jd=julian_date(from_s), state_km_s=state,
            duration_s=on_grid(to_s) - on_grid(from_s), bodies=self.request.bodies,
            rtol=_RTOL, stm=True,
        )  # fmt: skip
        assert arc.stm is not None  # asked for
        return arc.state_km_s, arc.stm

    def _from_parking(self, tli: Array) -> tuple[Array, Array]:
        """State at the first cut, and its derivatives (6, 5) in TLI."""
        t_s = on_grid(tli[EPOCH])
        radius = radius_of(parking_alt_km=self.request.parking_alt_km)
        axes = orbit_axes(node_rad=tli[NODE], inclination_rad=tli[INCLINATION], t_tdb_s=t_s)
        start = injection_state(radius_km=radius, axes=axes, u_rad=tli[LATITUDE], dv_km_s=tli[BURN])
        r, v = start[:3], start[3:]
        later = np.concatenate((-v, GM_EARTH_KM3_S2 / radius**3 * r))
        tilt = np.concatenate((cross(axes[0], r), cross(axes[0], v)))
        inner = injection_partials(state=start, axes=axes, t_tdb_s=t_s)
        end, stm = self._leg(t_s, start, self.cuts_s[0])
        return end, stm @ np.column_stack((later, tilt, inner))

    def _from_moon(self, arrival: Array) -> tuple[Array, Array]:
        """State at the last cut, and its derivatives (6, 4) in the arrival."""
        start = arrival_state(arrival, self.request)
        end, stm = self._leg(arrival[EPOCH], start, self.cuts_s[-1])
        return end, stm @ arrival_partials(arrival, self.request)

    def clock(self, tli: Array) -> LaunchClock:
        """When the pad serves the parking orbit, nearest to TLI."""
        return launch_clock(
            site=self.request.site,
            ascent=self.request.ascent,
            radius_km=radius_of(parking_alt_km=self.request.parking_alt_km),
            inclination_rad=tli[INCLINATION],
            node_rad=tli[NODE],
            u_rad=tli[LATITUDE],
            near_tdb_s=tli[EPOCH],
            tdb_minus_utc_s=self.tdb_minus_utc_s,
            north_east=self.request.north_east,
            coast_near_rad=self.coast_near_rad,
        )

    def _clock_off(self, z: Array) -> tuple[float, Array]:
        """How late the pad would let TLI happen, in units of a day's share; its derivatives."""
        tli, slope = z[:5], np.zeros(len(z))
        off_s = self.clock(tli).tli_tdb_s - tli[EPOCH]
        for k, step in enumerate(_CLOCK_STEPS):
            moved = tli.copy()
            moved[k] += step
            change = self.clock(moved).tli_tdb_s - moved[EPOCH] - off_s
            half = 0.5 * _SIDEREAL_DAY_S
            slope[k] = ((change + half) % _SIDEREAL_DAY_S - half) / step
        return off_s / _SIDEREAL_DAY_S * _CLOCK_DAY, slope / _SIDEREAL_DAY_S * _CLOCK_DAY

    def _cost(self, z: Array) -> tuple[float, Array]:
        speed = perilune_speed_km_s(z[-4 + C3], self.request)
        slope = np.zeros(len(z))
        slope[BURN], slope[-4 + C3] = 1e3, 500.0 / speed
        return (z[BURN] + speed - orbit_speed_km_s(self.request)) * 1e3, slope

    def _limits(self, z: Array) -> tuple[Array, Array]:
        """Inclination (rad), window, time of flight (d), C3 of arrival and coast, zero or less."""
        low, high = inclinations_rad(self.request)
        tli_s, flight_s = z[EPOCH], z[-4] - z[EPOCH]
        span, day = self.span, SECONDS_PER_DAY
        limits = [low - z[INCLINATION], z[INCLINATION] - high]
        limits += [(span.first_s - tli_s) / day, (tli_s - span.last_s) / day]
        limits += [(span.shortest_s - flight_s) / day, (flight_s - span.longest_s) / day]
        limits.append(orbit_c3_km2_s2(self.request) - z[-4 + C3])
        slope = np.zeros((7, len(z)))
        slope[0, INCLINATION], slope[1, INCLINATION] = -1.0, 1.0
        slope[2, EPOCH], slope[3, EPOCH] = -1.0 / day, 1.0 / day
        slope[4, EPOCH], slope[4, -4] = 1.0 / day, -1.0 / day
        slope[5] = -slope[4]
        slope[6, -4 + C3] = -1.0
        if self.coast_near_rad is not None:
            limits.append(0.5 * LEAST_COAST_RAD - self.clock(z[:5]).coast_rad)
            coast = np.zeros(len(z))
            coast[LATITUDE] = -1.0
            slope = np.vstack((slope, coast))
        return np.array(limits), slope


def inclinations_rad(request: DirectRequest) -> tuple[float, float]:
    """Least and greatest inclination of the parking orbit: the one asked for, or the pad's."""
    if request.parking_inclination_deg is not None:
        fixed = float(np.radians(request.parking_inclination_deg))
        return fixed, fixed
    site = request.site
    high = float(np.radians(site.max_inclination_deg))
    due_east = float(np.radians(abs(site.geocentric_lat_deg)))
    return min(due_east + _OFF_DUE_EAST, high), high
