"""Shadow along a life, against plain geometry on jplephem's places."""

from __future__ import annotations

import numpy as np
import pytest

from planner.transfers.kept_orbit import KeptOrbit, kept_orbit
from planner.transfers.kept_shadow import STEP_S, shadow_times
from planner.transfers.staging_orbit import staging_orbit
from tests.judges.nbody import geocentric_km

EPOCH = 2461771.5
SUN_KM = 695_700.0


@pytest.fixture(scope="module")
def dro() -> KeptOrbit:
    orbit = staging_orbit(family="dro", picked_by="perilune_km", value=70_000.0)
    # 2028-01-12 brings an eclipse of the Moon, so the Earth's shadow is about.
    return kept_orbit(orbit=orbit, epoch_tdb_jd=EPOCH, days=16.0)


def _dark(place: np.ndarray, sun: np.ndarray, body: np.ndarray, radius_km: float) -> bool:
    """Whether the body's disc touches the Sun's, seen from the craft."""
    to_sun, to_body = sun - place, body - place
    far, near = np.linalg.norm(to_sun), np.linalg.norm(to_body)
    apart = np.arccos(np.clip(to_sun @ to_body / far / near, -1.0, 1.0))
    return bool(near < far and apart < np.arcsin(SUN_KM / far) + np.arcsin(radius_km / near))


def test_hours_and_longest_passage(dro: KeptOrbit) -> None:
    step_d = STEP_S / 86400.0
    epochs = EPOCH + np.arange(int(16.0 / step_d) + 1) * step_d
    seen: dict[str, list[bool]] = {"earth": [], "moon": []}
    for epoch in epochs:
        place, sun = dro.state_at(float(epoch))[:3], geocentric_km("sun", float(epoch))
        seen["earth"].append(_dark(place, sun, np.zeros(3), 6378.1366))
        seen["moon"].append(_dark(place, sun, geocentric_km("moon", float(epoch)), 1737.4))
    hours = {body: sum(dark) * STEP_S / 3600.0 for body, dark in seen.items()}
    assert max(hours.values()) > 0.0
    for shadow in shadow_times(dro):
        # One sample on an edge may fall either way.
        assert shadow.hours == pytest.approx(hours[shadow.body], abs=1.01 * STEP_S / 3600.0)
        assert 0.0 <= shadow.umbra_hours <= shadow.hours
        assert shadow.longest_h <= shadow.hours
        assert (shadow.longest_h > 0.0) == (shadow.hours > 0.0)
