"""Tanker flights against the sum of a geometric series, and a depot followed day by day."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.errors import OutOfRangeError
from planner.logistics.stacks.tankers import tankers_needed


def test_without_losses_it_is_a_division():
    # A ship of 1200 t filled by tankers of 150 t each.
    assert tankers_needed(wanted_kg=1.2e6, tanker_kg=1.5e5) == 8
    assert tankers_needed(wanted_kg=1.2e6, tanker_kg=1.5e5, held_kg=1e5) == 8
    assert tankers_needed(wanted_kg=1.2e6, tanker_kg=1.5e5, held_kg=1.5e5) == 7
    assert tankers_needed(wanted_kg=0.0, tanker_kg=1.0) == 0


@given(
    wanted=st.floats(1e3, 1e6), tanker=st.floats(1e4, 1e5), boil=st.floats(1e-4, 5e-3),
    every=st.floats(1.0, 14.0),
)  # fmt: skip
def test_with_losses_it_is_a_geometric_series(wanted, tanker, boil, every):
    kept = (1.0 - boil) ** every
    most = tanker / (1.0 - kept)
    if wanted > 0.99 * most:
        return
    # tanker (1 - kept^n) / (1 - kept) >= wanted, solved for n
    flights = math.log(1.0 - wanted * (1.0 - kept) / tanker) / math.log(kept)
    counted = tankers_needed(wanted_kg=wanted, tanker_kg=tanker, boiloff_per_d=boil, every_d=every)
    # A whole number of flights; 1e-6 of one is rounding of the logarithms.
    assert counted - 1.0 - 1e-6 < flights <= counted + 1e-6


def test_a_depot_that_loses_as_fast_as_it_gains_is_refused():
    with pytest.raises(OutOfRangeError, match="never holds more than 20000 kg"):
        tankers_needed(wanted_kg=2.1e4, tanker_kg=1e4, boiloff_per_d=0.5, every_d=1.0)
