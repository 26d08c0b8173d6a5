"""How many random problems a property is tried on.

A run of the whole suite tries a quarter of them; with ``THOROUGH=1`` in the environment all.
"""

from __future__ import annotations

import os

from hypothesis import settings

_PART = 1 if os.environ.get("THOROUGH") else 4


def problems(full: int) -> settings:
    """Return settings for ``full`` examples, or the part of them that every run tries."""
    return settings(max_examples=full // _PART, deadline=None)
