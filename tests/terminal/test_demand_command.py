"""``demand FILE``: text, JSON, exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from planner.terminal.door import main

OUTPOST = Path(__file__).parents[2] / "scenarios" / "demands" / "outpost_180_d.yaml"


def test_a_demand_as_text(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["demand", str(OUTPOST)]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    assert "3.85714 kg x 4 crew x 210 d" in out
    assert "spacenet_java" in out
    assert "Crew provisions" in out


def test_a_demand_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["demand", str(OUTPOST), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert set(told) == {
        "id", "title", "rates", "crew", "stay_d", "reserve_d", "evas", "eva_crew_h", "closures",
        "needs", "by_class", "by_main_class", "total_kg", "provisions_kg_per_crew_d",
    }  # fmt: skip
    assert told["evas"] == 128
    assert told["closures"] == {"water": 0.42}
    assert sum(need["kg"] for need in told["needs"]) == pytest.approx(told["total_kg"])
    assert {"class_of_supply": 6, "name": "Exploration and research", "kg": 290.0} in (
        told["by_main_class"]
    )


def test_faults_by_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "wrong.yaml"
    file.write_text("schema_version: 1\nid: a\ntitle: A\nrates: bvad\ncrew: 1\n", encoding="utf-8")
    assert main(["demand", str(file)]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert f"{file}:1: stay_d: is missing" in err
