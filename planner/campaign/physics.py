"""What stands behind every trajectory of a plan, so that anyone can propagate it."""

from __future__ import annotations

from importlib.metadata import version

from planner.astro.constants import (
    EARTH_RADIUS_KM,
    GM_EARTH_KM3_S2,
    GM_MOON_KM3_S2,
    GM_SUN_KM3_S2,
    MOON_RADIUS_KM,
)


def physics() -> dict[str, object]:
    """Bodies, terms, constants, frame and software behind the trajectories."""
    return {
        "name": "ephemeris",
        "ephemeris": "JPL DE440",
        "center": "earth",
        "frame": "ICRF",
        "time_scale": "TDB",
        "bodies": ["earth", "moon", "sun"],
        "gm_km3_s2": {"earth": GM_EARTH_KM3_S2, "moon": GM_MOON_KM3_S2, "sun": GM_SUN_KM3_S2},
        "terms": ["point masses", "impulsive burns"],
        "left_out": [
            "oblateness of the Earth",
            "uneven field of the Moon",
            "radiation pressure",
            "relativity",
        ],
        "earth_radius_km": EARTH_RADIUS_KM,
        "moon_radius_km": MOON_RADIUS_KM,
        "integrator": "RKN12(10)17, relative tolerance 1e-12",
        "software": {
            name: version(name) for name in ("numpy", "numba", "jplephem", "ortools", "astropy")
        },
    }
