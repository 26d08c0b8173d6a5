"""Whether an arrival orbit can be flown, and a descent from it can reach the site."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from planner.scenario.document import Path
from planner.scenario.faults import Fault
from planner.scenario.model import FlightOption
from planner.scenario.resolve import Draft

#: Highest orbit a descent is computed from (km), ``planner.transfers.braking``.
HIGHEST_APOLUNE_KM: Final = 20_000.0
#: Inclinations are met to 0.1 deg; a site that little outside the orbit may be reached.
_INCLINATION_SLACK_DEG: Final = 0.1


def orbit_faults(draft: Draft) -> Iterator[Fault]:
    """Return the arrival orbits that contradict themselves, the descent or the site."""
    entries = dict(zip(draft.salvaged.positions.get("fleet", ()), draft.file.fleet, strict=True))
    for position, option in draft.options.items():
        here: Path = ("fleet", position, "arrival_orbit")
        messages = [_upside_down(option, entries[position].arrival_orbit.apolune_alt_km)]
        if option.destination == "surface":
            messages += [_not_a_descent(draft, option), _beside_the_site(draft, option)]
        yield from (draft.document.fault(here, message) for message in messages if message)


def _upside_down(option: FlightOption, apolune_alt_km: float | None) -> str | None:
    """An apolune written below a perilune that comes from the policies."""
    perilune_alt_km = option.arrival_orbit.perilune_alt_km
    if apolune_alt_km is None or apolune_alt_km >= perilune_alt_km:
        return None
    return (
        f"apolune_alt_km is {apolune_alt_km:g}, below the perilune of {perilune_alt_km:g} km, "
        "allowed is higher; state perilune_alt_km too"
    )


def _not_a_descent(draft: Draft, option: FlightOption) -> str | None:
    """A descent starts at or below the perilune, from an orbit it can be reckoned from."""
    start_km, orbit = draft.file.policies.descent_start_alt_km, option.arrival_orbit
    if start_km <= orbit.perilune_alt_km and orbit.apolune_alt_km <= HIGHEST_APOLUNE_KM:
        return None
    return (
        f"'{option.id}' lands from {orbit.perilune_alt_km:g} x {orbit.apolune_alt_km:g} km, "
        f"allowed are {start_km:g} km (descent_start_alt_km) to {HIGHEST_APOLUNE_KM:g} km"
    )


def _beside_the_site(draft: Draft, option: FlightOption) -> str | None:
    """An orbit passes over latitudes up to its inclination, and no descent changes its plane."""
    site = draft.catalogue.sites.get(draft.file.site)
    if site is None or draft.salvaged.touched & {"fleet", "policies", "site"}:
        return None  # unknown, or a stand-in
    inclination, lat_deg = option.arrival_orbit.inclination_deg, site.lat_deg.value
    if min(inclination, 180.0 - inclination) >= abs(lat_deg) - _INCLINATION_SLACK_DEG:
        return None
    return (
        f"'{option.id}' lands from an orbit of {inclination:g} deg, which never passes over "
        f"'{site.id}' at latitude {lat_deg:g} deg, allowed are {abs(lat_deg):g} to "
        f"{180.0 - abs(lat_deg):g} deg"
    )
