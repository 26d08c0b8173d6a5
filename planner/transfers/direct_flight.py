"""A direct transfer told whole: capture by one or several burns, and the light at arrival.

The arrival is aimed so that perilune and inclination are those asked for after the last
burn: what the Earth's tide changes between the burns is found by flying, taken off the
aim, and flown again.

Model and validity: `planner.transfers.direct` and `planner.transfers.capture_sequence`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, replace

import numpy as np
from numpy.typing import NDArray

from planner.errors import OutOfRangeError
from planner.transfers.arrival_light import LandingSite, burn_light, site_light
from planner.transfers.capture_sequence import (
    Capture,
    CapturePlan,
    apolune_of_period_km,
    capture_days,
    equal_burns_km,
    fly_capture,
    require_clear,
)
from planner.transfers.direct import direct_transfer
from planner.transfers.flight import Detail, Flight, FlightEnd
from planner.transfers.request import PERILUNE_RANGE_KM, DirectRequest
from planner.transfers.settle import settle
from planner.transfers.transfer import Burn, Transfer

Array = NDArray[np.float64]

#: The final orbit is met within 10 m and 1e-3 degrees: far below what a burn achieves.
_TOLERANCE = np.array([1e-2, 0.1])
#: Largest step: 100 km of perilune, 5 degrees.
_STEP_LIMIT = np.array([100.0, 500.0])
_ONE_BURN = CapturePlan(apolunes_alt_km=(), revolutions=())


@dataclass(frozen=True, slots=True, kw_only=True)
class CaptureWish:
    """How the capture is asked for: a number of burns, their apolunes, or their periods.

    Attributes
    ----------
    burns : int or None
        So many burns of equal size.
    apolunes_alt_km, periods_h : tuple of float
        After each burn but the last; at most one of the three is given.
    revolutions : tuple of int
        After each burn but the last; one number stands for all.

    Raises
    ------
    OutOfRangeError
        More than one of the three.
    """

    burns: int | None = None
    apolunes_alt_km: tuple[float, ...] = ()
    periods_h: tuple[float, ...] = ()
    revolutions: tuple[int, ...] = (1,)

    def __post_init__(self) -> None:
        given = (self.burns is not None) + bool(self.apolunes_alt_km) + bool(self.periods_h)
        if given > 1:
            raise OutOfRangeError(
                name="loi_burns, loi_apolunes_alt_km, loi_periods_h",
                value=(self.burns, self.apolunes_alt_km, self.periods_h),
                allowed="one of the three",
            )

    def plan(self, arrival: Burn, request: DirectRequest) -> CapturePlan:
        """Intermediate orbits of an arrival whose single burn is known.

        Raises
        ------
        OutOfRangeError
            Numbers that do not make a capture.
        """
        apolunes = self.apolunes_alt_km
        if self.burns is not None:
            apolunes = equal_burns_km(
                relative_km_s=np.array([*arrival.r_km, *arrival.v_before_km_s]),
                apolune_alt_km=request.apolune_alt_km,
                count=self.burns,
            )
        elif self.periods_h:
            apolunes = tuple(
                apolune_of_period_km(period_h=hours, perilune_alt_km=request.perilune_alt_km)
                for hours in self.periods_h
            )
        turns = self.revolutions * len(apolunes) if len(self.revolutions) == 1 else self.revolutions
        return CapturePlan(apolunes_alt_km=apolunes, revolutions=turns)


#: Flies a request again, at the same opportunity and time of flight.
Again = Callable[[DirectRequest], Transfer]


def direct_flight(
    *,
    transfer: Transfer,
    request: DirectRequest,
    wish: CaptureWish | None = None,
    site: LandingSite | None = None,
    again: Again | None = None,
) -> Flight:
    """A direct transfer with its capture and the light at arrival.

    Parameters
    ----------
    transfer : Transfer
        The flight with a single LOI burn, of any model.
    request : DirectRequest
        What it was asked; ``ascending_at_moon`` must be that of ``transfer``.
    wish : CaptureWish, optional
        Several burns; needs a transfer flown in the ephemeris. One burn if absent.
    site : LandingSite, optional
        Where light is told besides.
    again : callable, optional
        Flies another request with the same first burn; `direct_transfer` if absent.

    Returns
    -------
    Flight
        ``tof_d`` runs from TLI to the first perilune.

    Raises
    ------
    OutOfRangeError
        A plan the Earth's tide does not let stand, or another model than the ephemeris.
    NoConvergenceError
        The final orbit was not met.
    """
    plan = _ONE_BURN if wish is None else wish.plan(transfer.burns[-1], request)
    if not plan.apolunes_alt_km:
        return _told(transfer, request, None, site)
    if transfer.model != "ephemeris":
        raise OutOfRangeError(
            name="model", value=transfer.model, allowed="the ephemeris, for several LOI burns"
        )
    if again is None:

        def again(aim: DirectRequest) -> Transfer:
            return direct_transfer(
                depart_tdb_jd=transfer.burns[0].epoch_tdb_jd, tof_d=transfer.tof_d, request=aim
            )

    search = _Search(transfer, request, plan, again)
    search.require_liftable()
    settle(
        search.miss,
        np.zeros(2),
        tolerance=_TOLERANCE,
        reach=_STEP_LIMIT,
        what="capture by several burns",
        way_out="take a lower first apolune or fewer revolutions",
    )
    require_clear(search.capture)
    return _told(search.transfer, request, search.capture, site)


class _Search:
    """Moves the arrival's perilune (km) and inclination (0.01 deg); keeps the last flight."""

    def __init__(
        self, transfer: Transfer, request: DirectRequest, plan: CapturePlan, again: Again
    ) -> None:
        self._request, self._plan, self._again = request, plan, again
        self.transfer = transfer
        self.capture = _captured(transfer, request, plan)

    def miss(self, moved: Array) -> Array:
        """What perilune (km) and inclination (0.01 deg) after the last burn are off by."""
        asked = self._request
        if np.any(moved != 0.0):
            self.transfer = self._again(self._aim(moved))
            self.capture = _captured(self.transfer, asked, self._plan)
        return np.array(
            [
                self.capture.perilune_alt_km - asked.perilune_alt_km,
                100.0 * (self.capture.inclination_deg - asked.inclination_deg),
            ]
        )

    def require_liftable(self) -> None:
        """Refuse a drift of perilune that a lower arrival cannot make good."""
        lift = self.capture.perilune_alt_km - self._request.perilune_alt_km
        if self._request.perilune_alt_km - lift < PERILUNE_RANGE_KM[0]:
            raise self._too_high(lift)

    def _too_high(self, lift_km: float) -> OutOfRangeError:
        return OutOfRangeError(
            name="loi_apolune_alt_km",
            value=self._plan.apolunes_alt_km,
            allowed=f"what the Earth's tide lets stand: it lifts perilune by {lift_km:.0f} km, "
            "more than an arrival above the ground can make good; take a lower first apolune",
        )

    def _aim(self, moved: Array) -> DirectRequest:
        asked = self._request
        perilune = asked.perilune_alt_km + float(moved[0])
        if not perilune >= PERILUNE_RANGE_KM[0]:
            raise self._too_high(-float(moved[0]))
        return replace(
            asked,
            perilune_alt_km=perilune,
            apolune_alt_km=max(perilune, asked.apolune_alt_km),
            inclination_deg=min(180.0, max(0.0, asked.inclination_deg + 0.01 * float(moved[1]))),
        )


def _captured(transfer: Transfer, request: DirectRequest, plan: CapturePlan) -> Capture:
    loi = transfer.burns[-1]
    return fly_capture(
        relative_km_s=np.array([*loi.r_km, *loi.v_before_km_s]),
        epoch_tdb_jd=loi.epoch_tdb_jd,
        apolune_alt_km=request.apolune_alt_km,
        plan=plan,
        bodies=request.bodies,
    )


def _told(
    transfer: Transfer, request: DirectRequest, capture: Capture | None, site: LandingSite | None
) -> Flight:
    lois = transfer.burns[-1:] if capture is None else capture.burns
    residuals = dict(transfer.residuals)
    if capture is not None:
        residuals = {name: value for name, value in residuals.items() if name in _OF_THE_WAY} | {
            "final_perilune_km": capture.perilune_alt_km - request.perilune_alt_km,
            "final_inclination_deg": capture.inclination_deg - request.inclination_deg,
        }
    return Flight(
        family=transfer.family,
        model=transfer.model,
        burns=(*transfer.burns[:-1], *lois),
        tof_d=transfer.tof_d,
        c3_km2_s2=transfer.c3_km2_s2,
        arrival=FlightEnd(
            altitude_km=transfer.arrival.altitude_km,
            inclination_deg=transfer.arrival.inclination_deg,
            v_inf_km_s=transfer.arrival.v_inf_km_s,
        ),
        residuals=residuals,
        details=_details(transfer, request, capture, lois, site),
        path_tdb_jd=transfer.path_tdb_jd,
        path_earth_km=transfer.path_earth_km,
        path_moon_km=transfer.path_moon_km,
    )


#: Residuals of the way to the Moon, which hold whatever the capture is.
_OF_THE_WAY = ("tof_s", "launch_clock_s")


def _details(
    transfer: Transfer,
    request: DirectRequest,
    capture: Capture | None,
    lois: tuple[Burn, ...],
    site: LandingSite | None,
) -> dict[str, Detail]:
    parking = transfer.parking
    told: dict[str, Detail] = {
        "launch_tdb_jd": parking.launch_tdb_jd,
        "parking_alt_km": parking.altitude_km,
        "parking_inclination_deg": parking.inclination_deg,
        "coast_d": parking.coast_d,
        "lunar_orbit": {
            "perilune_alt_km": transfer.arrival.altitude_km
            if capture is None
            else capture.perilune_alt_km,
            "apolune_alt_km": request.apolune_alt_km,
            "inclination_deg": transfer.arrival.inclination_deg
            if capture is None
            else capture.inclination_deg,
        },
    }
    if capture is not None:
        told["capture_d"] = capture_days(capture)
        told["capture_orbits"] = [asdict(leg) for leg in capture.legs]
    told["loi_light"] = [{"burn": loi.name, **asdict(burn_light(loi))} for loi in lois]
    if site is not None:
        told["site_light"] = asdict(site_light(site=site, last_burn=lois[-1]))
    return told
