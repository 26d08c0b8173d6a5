"""Whole direct transfers, pad to perilune, beside one scipy flight of each."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from benchmarks import judge
from benchmarks.measure import Row, length, median_seconds
from planner.transfers.departure import LaunchSite
from planner.transfers.direct import direct_transfer
from planner.transfers.request import DirectRequest
from planner.transfers.transfer import Transfer

_WENCHANG = LaunchSite(id="wenchang", lat_deg=19.6145, lon_deg=110.951)
_DATES = 2462502.5 + np.arange(0.0, 360.0, 15.0)  # 2030
_FLOWN = 4
_PERILUNE_KM = 100.0


def _all() -> list[Transfer]:
    request = DirectRequest(site=_WENCHANG, perilune_alt_km=_PERILUNE_KM)
    return [direct_transfer(depart_tdb_jd=jd, tof_d=4.5, request=request) for jd in _DATES]


def _perilune_km(transfer: Transfer) -> float:
    tli = transfer.burns[0]
    state = np.array([*tli.r_km, *tli.v_after_km_s])
    return judge.perilune_alt_km(state, tli.epoch_tdb_jd, transfer.tof_d * judge.DAY_S)


def rows() -> Iterator[Row]:
    """A year from Wenchang at 4.5 days, polar, 100 km; agreement of the perilune height."""
    transfers = _all()
    sample = transfers[:: len(transfers) // _FLOWN]
    ours_s, peer_s = median_seconds(
        _all, lambda: [_perilune_km(transfer) for transfer in sample], samples=3
    )
    apart = max(abs(_perilune_km(transfer) - _PERILUNE_KM) for transfer in sample)
    tli = [transfer.burns[0].dv_m_s for transfer in transfers]
    loi = [transfer.burns[1].dv_m_s for transfer in transfers]
    yield Row(
        job="direct transfer, guess to perilune",
        unit="transfer",
        ours_s=ours_s / len(transfers),
        peer="scipy and jplephem, flying it once",
        peer_s=peer_s / len(sample),
        agreement=f"{length(1e3 * apart)} of perilune; TLI {min(tli):.0f} to {max(tli):.0f}, "
        f"LOI {min(loi):.0f} to {max(loi):.0f} m/s",
    )
