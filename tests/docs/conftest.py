"""Long searches that pages, published figures and tests of transfers all ask for."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from planner.transfers import planar, planar_low_energy
from planner.validation import planar as planar_figures
from tests.kept import Kept


@pytest.fixture(scope="module", autouse=True)
def long_searches_are_made_once(kept: Kept) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        direct = kept.shares(planar.planar_transfer)
        patch.setattr(planar, "planar_transfer", direct)
        patch.setattr(planar_figures, "planar_transfer", direct)
        months = kept.shares(planar_low_energy.low_energy_transfer)
        patch.setattr(planar_low_energy, "low_energy_transfer", months)
        yield
