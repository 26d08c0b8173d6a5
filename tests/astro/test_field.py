"""The integrator's questions to a model: answered by class, in compiled code only."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pytest
from numba.core.errors import TypingError

from planner.astro import events, field, integrator
from planner.astro.synodic_forces import Cr3bpField


class Nothing(NamedTuple):
    mu: float


def integrate(model: object) -> np.ndarray:
    state = np.array([0.5, 0.0, 0.1, 0.0, 0.2, 0.0])
    rows = np.empty((0, events.EVENT_COLUMNS))
    room = np.empty((0, 6)), np.empty((0, 8))
    return integrator.integrate(0.0, 0.1, state, 1e-12, model, np.empty(0), rows, 1000, *room)[-1]


def test_a_model_that_was_never_bound_does_not_compile() -> None:
    # Same numbers, another class: it is the class that picks the kernel.
    assert np.isfinite(integrate(Cr3bpField(mu=0.01))).all()
    with pytest.raises(TypingError, match="No implementation"):
        integrate(Nothing(mu=0.01))


def test_the_questions_are_for_compiled_code() -> None:
    model, room = Cr3bpField(mu=0.01), np.zeros(6)
    for ask in (
        lambda: field.derivative(0.0, room, model, room, room),
        lambda: field.body_state(0.0, model, 0, room),
        lambda: field.pace(model),
    ):
        with pytest.raises(TypeError, match="compiled code"):
            ask()
