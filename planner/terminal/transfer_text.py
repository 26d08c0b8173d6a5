"""A transfer on one screen."""

from __future__ import annotations

from typing import Final

from planner.epochs import tdb_jd_to_utc
from planner.terminal.table import aligned
from planner.transfers.earth_return import EarthReturn, Entry
from planner.transfers.free_return import FreeReturn
from planner.transfers.planar import PlanarTransfer
from planner.transfers.transfer import Burn

_HEAD: Final = ("Burn", "UTC", "about", "dv m/s")


def return_text(home: EarthReturn) -> str:
    """Return the burn and the entry of a flight home."""
    parts = (
        headline(home),
        burns_table(home.burns),
        entry_text(home.entry),
        residuals_text(home.residuals),
    )
    return "\n\n".join(parts)


def free_return_text(loop: FreeReturn) -> str:
    """Return the burn, the flyby and the entry of a flight round the Moon."""
    flyby = (
        f"Perilune {loop.perilune_alt_km:.1f} km, {loop.perilune_inclination_deg:.2f} deg; "
        f"round trip {loop.round_trip_d:.3f} d, vacuum perigee {loop.perigee_alt_km:.1f} km."
    )
    parts = (
        headline(loop),
        burns_table(loop.burns),
        f"{flyby}\n{entry_text(loop.entry)}",
        residuals_text(loop.residuals),
    )
    return "\n\n".join(parts)


def entry_text(entry: Entry) -> str:
    """Return an entry on one line."""
    return (
        f"Entry {tdb_jd_to_utc(entry.epoch_tdb_jd):%Y-%m-%d %H:%M:%S} UTC at "
        f"{entry.altitude_km:.2f} km, {entry.speed_km_s:.3f} km/s, "
        f"{entry.path_angle_deg:.2f} deg; latitude {entry.latitude_deg:.2f}, longitude "
        f"{entry.longitude_deg:.2f}, inclination {entry.inclination_deg:.2f} deg."
    )


def headline(transfer: EarthReturn | FreeReturn | PlanarTransfer) -> str:
    """Return cost, time and energy on one line."""
    return (
        f"{transfer.family}, {transfer.model}: {transfer.dv_total_m_s:.1f} m/s "
        f"in {transfer.tof_d:.3f} d, C3 {transfer.c3_km2_s2:.3f} km2/s2"
    )


def burns_table(burns: tuple[Burn, ...]) -> str:
    """Return the burns as a table."""
    rows = [
        (
            burn.name.upper(),
            f"{tdb_jd_to_utc(burn.epoch_tdb_jd):%Y-%m-%d %H:%M:%S}",
            burn.center,
            f"{burn.dv_m_s:.2f}",
        )
        for burn in burns
    ]
    return aligned(_HEAD, rows, right=frozenset({"dv m/s"}))


def planar_text(transfer: PlanarTransfer) -> str:
    """Return burns, the Sun's place and the arrival of a planar transfer."""
    rows = [
        (burn.name.upper(), f"{burn.time_d:.3f}", burn.center, f"{burn.dv_m_s:.2f}")
        for burn in transfer.burns
    ]
    table = aligned(("Burn", "d", "about", "dv m/s"), rows, right=frozenset({"d", "dv m/s"}))
    arrival, sun = transfer.arrival, transfer.sun_angle_deg
    sense = "prograde" if arrival.inclination_deg == 0.0 else "retrograde"
    speed = f"v-infinity {arrival.v_inf_km_s:.3f} km/s"
    end = f"Perilune {arrival.altitude_km:.1f} km, {sense}, {speed}."
    light = "" if sun is None else f"Sun at TLI {sun:.1f} deg from the Earth-Moon line.\n"
    return "\n\n".join((headline(transfer), table, light + end, residuals_text(transfer.residuals)))


def residuals_text(residuals: dict[str, float]) -> str:
    """Return what each goal was missed by."""
    return "Residuals: " + ", ".join(f"{name} {value:.1e}" for name, value in residuals.items())
