"""Writes a scenario so that a failure at any moment loses nothing."""

from __future__ import annotations

from pathlib import Path

from planner.files import replace_file
from planner.scenario.loading import loads_scenario
from planner.scenario.model import Scenario


def save_scenario(path: str | Path, text: str) -> Scenario:
    """Replace a scenario file by a text, whole or not at all.

    The text is validated, then written as it is, so comments stay. What stood in the
    file before is kept beside it as ``<name>.bak``, itself replaced whole.

    Parameters
    ----------
    path : str or pathlib.Path
        File to write; its folder must exist.
    text : str
        YAML text of a scenario, or of a variant of one that stands in the same folder.

    Returns
    -------
    Scenario
        What was saved.

    Raises
    ------
    ScenarioError
        If the text is not a valid scenario; the file is then untouched.
    OSError
        If the folder or disk refuses; the file is then untouched.
    """
    target = Path(path)
    scenario = loads_scenario(text, name=str(path), bases=target.parent)
    if target.is_file():
        replace_file(target.with_name(target.name + ".bak"), target.read_bytes())
    replace_file(target, text.encode("utf-8"))
    return scenario
