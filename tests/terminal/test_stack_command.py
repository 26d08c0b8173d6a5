"""``stack FILE``: text, JSON, exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from planner.terminal.door import main

APOLLO = Path(__file__).parents[2] / "scenarios" / "stacks" / "apollo_11.yaml"


def test_the_chain_as_text(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["stack", str(APOLLO)]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    assert out.startswith("Apollo 11")
    assert "LOI-1" in out
    assert "Totals: initial 43,893.0 kg" in out


def test_the_chain_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["stack", str(APOLLO), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert set(told) == {
        "id", "title", "g0_m_s2", "margins", "capability_kg", "steps", "totals", "lack",
    }  # fmt: skip
    assert told["lack"] is None
    assert told["margins"] is None
    [loi] = [step for step in told["steps"] if step["name"] == "LOI-1"]
    by_item = sum(item["mass_kg"] for item in loi["items"])
    assert loi["after_kg"] == pytest.approx(by_item)
    assert loi["burn"]["by_tank_kg"] == {"service_module": loi["burn"]["burned_kg"]}


def test_a_dry_tank_ends_with_1_and_prints_the_chain_up_to_there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "short.yaml"
    text = APOLLO.read_text(encoding="utf-8").replace(
        "propellant_kg: 18410", "propellant_kg: 12000"
    )
    file.write_text(text, encoding="utf-8")
    assert main(["stack", str(file)]) == 1
    out, err = capsys.readouterr()
    assert "TEI" in out
    assert "service module is left" not in out
    assert "event 26 (TEI): tank 'service_module' runs dry" in err
    assert "m/s short" in err
    assert main(["stack", str(file), "--json"]) == 1
    lack = json.loads(capsys.readouterr().out)["lack"]
    assert lack["event"] == 26
    assert lack["short_kg"] > 0.0
    assert lack["short_m_s"] > 0.0


def test_faults_by_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "wrong.yaml"
    file.write_text("schema_version: 2\nid: a\n", encoding="utf-8")
    assert main(["stack", str(file)]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert f"{file}:1: schema_version: is 2" in err
    assert main(["stack", str(tmp_path / "none.yaml")]) == 1
    assert "cannot be read" in capsys.readouterr().err
