"""Pads and sites of the catalogue as the transfers take them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.catalogue import load_catalogue

if TYPE_CHECKING:
    from planner.transfers.arrival_light import LandingSite
    from planner.transfers.request import DirectRequest


def request_from(pad: str) -> DirectRequest:
    """Return the request for a way from a pad to a circular polar orbit of 100 km."""
    from planner.transfers.departure import LaunchSite
    from planner.transfers.request import DirectRequest

    found = load_catalogue().pads[pad]
    return DirectRequest(
        site=LaunchSite(
            id=found.id,
            lat_deg=found.lat_deg.value,
            lon_deg=found.lon_deg.value,
            max_inclination_deg=found.max_inclination_deg.value,
        ),
        perilune_alt_km=100.0,
        apolune_alt_km=100.0,
        inclination_deg=90.0,
    )


def ground_of(site: str) -> tuple[str, LandingSite]:
    """Return a site's name, and where it is and what its terrain hides."""
    from planner.transfers.arrival_light import LandingSite

    found = load_catalogue().sites[site]
    ground = LandingSite(
        lat_deg=found.lat_deg.value,
        lon_deg=found.lon_deg.value,
        horizon_deg=found.effective_horizon_deg.value,
    )
    return found.name, ground
