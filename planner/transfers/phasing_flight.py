"""A flight by phasing orbits told whole: ellipses, capture, and the light at arrival.

Model and validity: `planner.transfers.phasing` and `planner.transfers.capture_sequence`.
"""

from __future__ import annotations

from dataclasses import asdict, replace

from planner.transfers.arrival_light import LandingSite
from planner.transfers.direct_flight import CaptureWish, direct_flight
from planner.transfers.flight import Detail, Flight
from planner.transfers.phasing import PhasingRequest, phasing_transfer
from planner.transfers.request import DirectRequest
from planner.transfers.transfer import Transfer


def phasing_flight(
    *,
    depart_tdb_jd: float,
    tof_d: float,
    request: PhasingRequest,
    wish: CaptureWish | None = None,
    site: LandingSite | None = None,
) -> Flight:
    """A flight by phasing orbits with its capture and the light at arrival.

    Parameters
    ----------
    depart_tdb_jd, tof_d, request
        As for `phasing_transfer`.
    wish, site
        As for `planner.transfers.direct_flight.direct_flight`.

    Returns
    -------
    Flight
        ``tof_d`` runs from the injection to perilune; ``details`` tell the ellipses, and
        what the burns cost more than a single one to the same energy.

    Raises
    ------
    OutOfRangeError, NoConvergenceError
        As `phasing_transfer` and `direct_flight`.
    """
    flown = [phasing_transfer(depart_tdb_jd=depart_tdb_jd, tof_d=tof_d, request=request)]
    injected = flown[0].transfer.burns[0].epoch_tdb_jd

    def again(aim: DirectRequest) -> Transfer:
        other = replace(request, direct=aim)
        flown.append(phasing_transfer(depart_tdb_jd=injected, tof_d=tof_d, request=other))
        return flown[-1].transfer

    told = direct_flight(
        transfer=flown[0].transfer, request=request.direct, wish=wish, site=site, again=again
    )
    last = flown[-1]
    to_moon_d = last.transfer.tof_d
    leaving = [burn for burn in told.burns if burn.center == "earth"]
    total = sum(burn.dv_m_s for burn in leaving)
    own: dict[str, Detail] = {
        "phasing_d": leaving[-1].epoch_tdb_jd - leaving[0].epoch_tdb_jd,
        "transfer_d": to_moon_d,
        "phasing_orbits": [asdict(orbit) for orbit in last.ladder.orbits],
        "leaving_earth_m_s": total,
        "single_burn_m_s": last.single_burn_m_s,
        "loss_m_s": total - last.single_burn_m_s,
    }
    return replace(
        told,
        tof_d=leaving[-1].epoch_tdb_jd - leaving[0].epoch_tdb_jd + to_moon_d,
        details=own | dict(told.details),
    )
