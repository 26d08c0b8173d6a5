"""Published figures beside the planner's own: the rows of ``docs/accuracy.md``.

``python -m tests.docs.accuracy`` computes them anew and writes the table into the page.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any, Final

import numpy as np

from planner.astro.constants import J2000_JD, SECONDS_PER_DAY
from planner.astro.ephemeris import body_states_km_s
from planner.astro.lambert import lambert
from planner.astro.orientation import pole_of_date
from planner.astro.propagate import EventRequest, propagate
from planner.epochs import utc_to_tdb_jd
from planner.logistics.capability import AnchorCapability, departure_speed_m_s
from planner.transfers.braking import LUNAR_GRAVITY_M_S2, DescentProfile, powered_descent
from planner.transfers.departure import LaunchSite
from planner.transfers.direct import direct_transfer
from planner.transfers.earth_entry import EntryWish
from planner.transfers.earth_return import EarthReturn, ReturnRequest, earth_return
from planner.transfers.planar import planar_transfer
from planner.transfers.planar_model import BCR4BP, CR3BP, PlanarModel, PlanarRequest
from planner.transfers.request import DirectRequest
from planner.transfers.staging_orbit import staging_orbit

PAGE: Final = Path(__file__).parents[2] / "docs" / "accuracy.md"
NEW_YEAR_2030: Final = 2462502.5
KM_PER_NMI: Final = 1.852  # international nautical mile, by definition


@dataclass(frozen=True, kw_only=True)
class Row:
    """A figure, who published it, and how we compute it, to so many decimals."""

    what: str
    published: str
    source: str
    compute: Callable[[], float]
    decimals: int


def moon_distance_km(tdb_jd: float) -> float:
    return float(np.linalg.norm(body_states_km_s("moon", tdb_jd)[0, :3]))


def least_distance_km() -> float:
    minutes = np.arange(0.0, 1.0, 1.0 / 1440.0)
    states = body_states_km_s("moon", 2464292.0 + minutes)  # 2034-11-25 12:00 TDB, one day
    return float(np.linalg.norm(states[:, :3], axis=1).min())


def vallado_5_7() -> float:
    first, _ = lambert(
        mu_km3_s2=398600.4418,
        r1_km=(15945.34, 0.0, 0.0),
        r2_km=(12214.83899, 10249.46731, 0.0),
        tof_s=4560.0,
    )
    return float(first[0])


def gmat_halo_day_m() -> float:
    end = propagate(
        epoch_tdb_jd=2458849.5 + 32.184 / 86400.0,
        state_km_s=(333321.004516, -76134.198887, -20873.831939,
                    0.257153712, 0.930284066, 0.346177),
        duration_s=86400.0,
        bodies=("earth", "moon"),
        gm_km3_s2={"earth": 398600.4415, "moon": 4902.8005821478},
    )  # fmt: skip
    expected = (345395.2167587544, 5967.890264751025, 7350.734617702599)
    return 1000.0 * float(np.linalg.norm(end.state_km_s[:3] - expected))


def apollo_11_pericynthion_nmi() -> float:
    # Range zero 1969-07-16 13:32:00 UTC, and 2:50:13.03 to TLI cut-off + 10 s.
    epoch = utc_to_tdb_jd(datetime(1969, 7, 16, 16, 22, 13, 30_000, tzinfo=UTC))
    found = propagate(
        epoch_tdb_jd=epoch,
        state_km_s=(6369.709, 1759.611, 1175.215, -2.065795, 9.094669, 5.513756),
        duration_s=4.0 * 86400.0,
        j2=True,
        pole=pole_of_date(SECONDS_PER_DAY * (epoch - J2000_JD)),
        events=(EventRequest(name="periapsis", body="moon", stops=True),),
    )
    [event] = found.events
    moon = body_states_km_s("moon", event.epoch_tdb_jd)[0, :3]
    # The report's altitudes are above the landing site's radius, 937.17 nautical miles.
    distance_nmi = float(np.linalg.norm(event.state_km_s[:3] - moon)) / KM_PER_NMI
    return distance_nmi - 937.17


@cache
def year_of_transfers() -> np.ndarray:
    """TLI and LOI (m/s) of a direct transfer every week of 2030, 167 km to 100 km polar."""
    request = DirectRequest(
        site=LaunchSite(id="wenchang", lat_deg=19.6145, lon_deg=110.951), parking_alt_km=167.0
    )
    flown = [
        direct_transfer(depart_tdb_jd=NEW_YEAR_2030 + day, tof_d=4.5, request=request)
        for day in range(0, 365, 7)
    ]
    return np.array([[burn.dv_m_s for burn in transfer.burns] for transfer in flown])


def tli_range_m_s() -> tuple[float, float]:
    tli = year_of_transfers()[:, 0]
    return float(tli.min()), float(tli.max())


def loi_range_m_s() -> tuple[float, float]:
    loi = year_of_transfers()[:, 1]
    return float(loi.min()), float(loi.max())


def injection_200_km_m_s() -> float:
    circular = 1000.0 * float(np.sqrt(398600.435507 / 6578.1366))
    return departure_speed_m_s(c3_km2_s2=-2.0390, parking_alt_km=200.0) - circular


def apollo_11_descent_m_s() -> float:
    profile = DescentProfile(hover_s=0.0)
    ignition_kg, isp_s = 15_150.7, 300.5
    start_kg = ignition_kg * float(np.exp(profile.doi_m_s / (9.80665 * isp_s)))
    descent = powered_descent(
        mass_kg=start_kg, thrust_n=9870 * 4.4482216, isp_s=isp_s, profile=profile
    )
    assert descent.thrust_to_weight > 9870 * 4.4482216 / (start_kg * LUNAR_GRAVITY_M_S2)
    return descent.braking_m_s


def delta_iv_heavy_kg() -> float:
    curve = AnchorCapability(
        anchor_c3_km2_s2=10.0, anchor_mass_kg=8460.0, upper_stage_isp_s=462.0,
        upper_stage_dry_kg=3490.0, valid_c3_km2_s2=(-20.0, 60.0),
    )  # fmt: skip
    return curve.mass_kg(c3_km2_s2=20.0)


@cache
def nrho_9_2() -> dict[str, Any]:
    """The southern L2 orbit of the catalogue's period, in the catalogue's units."""
    return staging_orbit(family="nrho", picked_by="period_tu", value=1.4799795545729917).as_dict()


@cache
def planar_optimum_m_s(model: PlanarModel) -> float:
    """Least total from 167 km to 100 km, prograde, found by the planner's search."""
    return planar_transfer(model=model, request=PlanarRequest()).dv_total_m_s


def apollo_11_home() -> EarthReturn:
    """From the flown epochs of TEI and entry; the plane home is rounded to 40 degrees."""
    range_zero = utc_to_tdb_jd(datetime(1969, 7, 16, 13, 32, tzinfo=UTC))
    tei_h = 135 + (23 + 42.3 / 60) / 60
    entry_h = 195 + (3 + 5.7 / 60) / 60
    return earth_return(
        depart_tdb_jd=range_zero + tei_h / 24.0,
        tof_d=(entry_h - tei_h) / 24.0,
        request=ReturnRequest(
            orbit_alt_km=111.1, orbit_inclination_deg=170.0, northward=False,
            entry=EntryWish(path_angle_deg=-6.48, inclination_deg=40.0),
        ),
    )  # fmt: skip


ROWS: Final = (
    Row(what="Moon's distance at J2000.0 (km)", published="402 448.640",
        source="JPL DE421", compute=lambda: moon_distance_km(2451545.0), decimals=3),
    Row(what="Moon's distance, 2035-01-01 TDB (km)", published="393 370.802",
        source="JPL DE421", compute=lambda: moon_distance_km(2464328.5), decimals=3),
    Row(what="Nearest perigee of 2026-2035, 2034-11-25 (km)", published="356 445.4",
        source="JPL DE421", compute=least_distance_km, decimals=1),
    Row(what="Lambert, v1 along x (km/s)", published="2.058913",
        source="Vallado, 4th ed., ex. 5.7", compute=vallado_5_7, decimals=6),
    Row(what="One day in the field of Earth and Moon: distance to the published end (m)",
        published="0", source="GMAT run in the tests of nyx (DE438)",
        compute=gmat_halo_day_m, decimals=1),
    Row(what="Apollo 11 after TLI, with J2: altitude of pericynthion (n mi)", published="896.3",
        source="Apollo 11 Mission Report, MSC-00171", compute=apollo_11_pericynthion_nmi,
        decimals=0),
    Row(what="TLI from 200 km, C3 = -2.0390 km²/s² (m/s)", published="3131.3",
        source="half ellipse to 384 400 km, closed form", compute=injection_200_km_m_s,
        decimals=1),
    Row(what="TLI from 167 km in 2030, 4.5 d, least (m/s)", published="3139.7",
        source="the same from 167 km", compute=lambda: tli_range_m_s()[0],
        decimals=1),
    Row(what="TLI from 167 km in 2030, 4.5 d, most (m/s)", published="3139.7",
        source="the same from 167 km",
        compute=lambda: tli_range_m_s()[1], decimals=1),
    Row(what="LOI to 100 km in 2030, polar, least (m/s)", published="810.5",
        source="planar, four bodies: Topputo 2013", compute=lambda: loi_range_m_s()[0],
        decimals=1),
    Row(what="LOI to 100 km in 2030, polar, most (m/s)", published="889.3",
        source="Apollo 11 LOI-1, into 60 x 170 n mi",
        compute=lambda: loi_range_m_s()[1], decimals=1),
    Row(what="TLI + LOI, 167 km to 100 km, mean of 2030 (m/s)", published="3945",
        source="Topputo 2013, 5 d, planar, best phase",
        compute=lambda: year_of_transfers().sum(axis=1).mean(), decimals=0),
    Row(what="Lowering perilune from 100 km to 15 km (m/s)", published="19.5",
        source="vis-viva", compute=lambda: DescentProfile().doi_m_s, decimals=1),
    Row(what="Apollo 11, braking from ignition to touchdown (m/s)", published="2141",
        source="rocket equation on the masses of SP-2000-4029", compute=apollo_11_descent_m_s,
        decimals=0),
    Row(what="Apollo 11, TEI (m/s)", published="999.4",
        source="Apollo 11 Mission Report, MSC-00171",
        compute=lambda: apollo_11_home().dv_total_m_s, decimals=1),
    Row(what="Apollo 11, speed at entry (m/s)", published="11 032",
        source="Apollo 11 Mission Report, MSC-00171",
        compute=lambda: 1000.0 * apollo_11_home().entry.speed_km_s, decimals=0),
    Row(what="Planar, Earth and Moon: least Δv 167 km to 100 km, direct (m/s)", published="3951",
        source="Yagasaki 2004, 4 d", compute=lambda: planar_optimum_m_s(CR3BP), decimals=1),
    Row(what="Planar with the Sun: least Δv 167 km to 100 km, direct (m/s)", published="3945",
        source="Topputo 2013, 5 d", compute=lambda: planar_optimum_m_s(BCR4BP), decimals=1),
    Row(what="9:2 NRHO found by its period: Jacobi constant", published="3.048908589",
        source="JPL catalogue of three-body orbits",
        compute=lambda: nrho_9_2()["jacobi_constant"], decimals=9),
    Row(what="9:2 NRHO found by its period: perilune radius (km)", published="2930.67",
        source="JPL catalogue of three-body orbits",
        compute=lambda: nrho_9_2()["perilune_km"], decimals=2),
    Row(what="Delta IV Heavy at C3 = 20, from its mass at C3 = 10 (kg)", published="6995",
        source="NASA Launch Services Program", compute=delta_iv_heavy_kg, decimals=0),
)  # fmt: skip


def cell(row: Row) -> str:
    """The computed figure as the page prints it."""
    return f"{row.compute():,.{row.decimals}f}".replace(",", " ")


def table() -> str:
    """The whole table, computed."""
    lines = ["| what | published | source | computed |", "|---|---|---|---|"]
    lines += [f"| {r.what} | {r.published} | {r.source} | {cell(r)} |" for r in ROWS]
    return "\n".join(lines)


def main() -> None:
    text = PAGE.read_text(encoding="utf-8")
    start = text.index("| what | published |")
    end = re.compile(r"\n\n").search(text, start)
    stop = end.start() if end else len(text.rstrip("\n"))
    PAGE.write_text(text[:start] + table() + text[stop:], encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
