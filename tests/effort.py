"""How many examples of one kind a run tries.

A run of the whole suite tries a part of them; with ``THOROUGH=1`` in the environment all.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING, TypeVar

import pytest

if TYPE_CHECKING:
    from hypothesis import settings

T = TypeVar("T")

THOROUGH = bool(os.environ.get("THOROUGH"))
_PART = 1 if THOROUGH else 4
#: Marks what a run leaves out because another test of every run shows it at less length.
thorough = pytest.mark.skipif(not THOROUGH, reason="another test shows it shorter; with THOROUGH=1")


def problems(full: int) -> settings:
    """Return settings for ``full`` random examples, or the part of them that every run tries."""
    from hypothesis import settings

    return settings(max_examples=full // _PART, deadline=None)


def some(every: Sequence[T], step: int) -> Sequence[T]:
    """Return all of a series when thorough, else each ``step``-th from the first."""
    return every if THOROUGH else every[::step]
