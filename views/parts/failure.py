"""What a reader sees when the planner fails: an apology and a report to pass on, no traceback."""

from __future__ import annotations

import platform
from collections.abc import Callable
from importlib.metadata import version

import streamlit as st

from views.jobs.messages import Failed

SORRY = "This did not work, sorry"
_PARTS = ("streamlit", "numpy", "numba", "ortools", "astropy")


def apologise(
    failure: Failed, *, about: str = "a page", heading: Callable[[str], object] = st.title
) -> None:
    """Say that it went wrong, what is safe, and what to pass on."""
    heading(SORRY)
    st.markdown("Your scenario is unchanged. The report below says what to pass on.")
    st.code(report(failure, about=about), language=None, wrap_lines=True)


def report(failure: Failed, *, about: str) -> str:
    """Write the report: what failed, where, in what work, with which versions."""
    lines = [
        f"what      {failure.kind}: {failure.message}",
        f"where     {failure.where}",
        f"during    {about}",
        f"python    {platform.python_version()} on {platform.system()} {platform.machine()}",
        "packages  " + ", ".join(f"{name} {version(name)}" for name in _PARTS),
    ]
    return "\n".join(lines)
