"""Lines of statements, found by ids."""

from __future__ import annotations

from pathlib import Path

import pytest

from planner.scenario.places import Places

TEXT = """\
id: x
horizon: {start: 2030-01-01, end: 2031-12-31}
fleet:
  - {launcher: cz8}
  - {launcher: cz5, lander: cargo_cz5}
  - id: named
    launcher: cz5
elements:
  - {id: relay, kind: relay_queqiao2}
  - id: rover
    due: 2030-05-01
catalogue:
  launchers:
    cz5:
      cadence_per_year: {value: 1}
"""


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("horizon", "end"), 2),
        (("fleet", "cz8"), 4),
        (("fleet", "cz5-cargo_cz5"), 5),
        (("fleet", "named"), 6),
        (("elements", "relay", "mass_kg"), 9),
        (("elements", "rover", "due"), 11),
        (("catalogue", "launchers", "cz5", "cadence_per_year"), 15),
        (("catalogue", "launchers", "cz9", "cadence_per_year"), None),
        (("phases", "all", "end"), None),
        (("elements", "nobody", "due"), None),
    ],
)
def test_a_statement_is_found_by_its_names(tmp_path: Path, path, line):
    file = tmp_path / "x.yaml"
    file.write_text(TEXT, encoding="utf-8")
    assert Places(file).place(path) == (f"{file}:{line}" if line else None)
