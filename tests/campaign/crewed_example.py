"""A small scenario with two crews, one in its lander and one in a habitat."""

from __future__ import annotations

import re
from pathlib import Path

DOC = Path(__file__).parents[2] / "docs" / "scenario_format.md"


def text() -> str:
    """The worked example of the documentation."""
    [found] = re.findall(
        r"```yaml\n(schema_version: 1\nid: first-crew\n.*?)```", DOC.read_text(), re.DOTALL
    )
    return found
