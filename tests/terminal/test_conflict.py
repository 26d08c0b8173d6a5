"""The refusal of a scenario without a plan names lines and repairs; each repair is tried here."""

from __future__ import annotations

from pathlib import Path

import pytest

from planner.campaign import plan_campaign
from planner.errors import ClashingStatement, InfeasiblePlanError
from planner.scenario import load_scenario
from planner.terminal.conflict import explained

TEXT = """\
schema_version: 1
id: early
title: A rover wanted too early
site: shackleton_ridge
horizon: {start: 2030-01-01, end: 2030-12-31}
fleet:
  - launcher: cz8
    arrival_orbit: {perilune_alt_km: 300, apolune_alt_km: 8600, inclination_deg: 54.8}
  - {launcher: cz5, lander: cargo_cz5}
elements:
  - {id: relay, kind: relay_queqiao2}
  - {id: power, kind: solar_vsat10, requires: [relay]}
  - id: rover
    kind: rover_small
    requires: [power]
    due: DUE
"""


@pytest.fixture(scope="module")
def file(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("early") / "early.yaml"
    path.write_text(TEXT.replace("DUE", "2030-05-01"), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def error(file: Path) -> InfeasiblePlanError:
    with pytest.raises(InfeasiblePlanError) as caught:
        plan_campaign(load_scenario(file))
    return caught.value


def test_the_conflict_has_lines_and_the_repairs_follow(error, file):
    text = "\n".join(explained(error, file))
    assert f"{file}:16: rover is due 2030-05-01" in text
    assert f"{file}:11: relay takes 30 days to commission" in text
    assert f"{file}:15: rover needs power at work when it arrives" in text
    assert "catalogue: pad wenchang_101 needs 60 days between launches" in text
    assert "  - rover due 2030-05-24 instead of 2030-05-01, 23 days later" in text
    assert all(repair.says in str(error) for repair in error.repairs)


def test_the_later_due_date_plans_and_the_day_before_does_not(tmp_path):
    later, short = tmp_path / "later.yaml", tmp_path / "short.yaml"
    later.write_text(TEXT.replace("DUE", "2030-05-24"), encoding="utf-8")
    short.write_text(TEXT.replace("DUE", "2030-05-23"), encoding="utf-8")
    assert plan_campaign(load_scenario(later)).status == "optimal"
    with pytest.raises(InfeasiblePlanError):
        plan_campaign(load_scenario(short))


def test_a_file_that_is_gone_still_gets_its_words(error, tmp_path):
    text = "\n".join(explained(error, tmp_path / "gone.yaml"))
    assert "  rover is due 2030-05-01" in text


def test_a_large_conflict_is_counted_and_not_called_smallest(file):
    alike = tuple(
        ClashingStatement(says=f"e{n} is due 2030-01-01", path=("elements", f"e{n}", "due"))
        for n in range(30)
    )
    error = InfeasiblePlanError(("late",), conflicts=(alike, alike[:1]), minimal=False)
    text = "\n".join(explained(error, file))
    assert "Statements that clash (the search ended" in text
    assert "and 22 more of the same kind (elements, due)" in text
    assert "With the first of each set above given up" in text
    assert "and 18 more" in str(error)
