"""What ``plan --explain`` prints: the chain, every change with what is proven of it, slack."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

import planner.campaign
from planner.campaign import Explanation
from planner.terminal.door import main
from planner.terminal.explanation_text import explanation_text
from tests.views.sample_plan import sample_plan

MINIMAL = Path(__file__).parents[2] / "scenarios" / "minimal.yaml"


def test_every_step_and_change_has_a_row(minimal_explanation: Explanation) -> None:
    lines = explanation_text(minimal_explanation).splitlines()
    for step in minimal_explanation.chain:
        assert any(
            line.startswith(step.element) and str(step.operational) in line for line in lines
        )
    for one in minimal_explanation.sensitivities:
        [row] = [line for line in lines if line.startswith(one.says)]
        assert row.endswith("proven")
        assert f"{one.completion_d:+d}" in row or one.completion_d == 0


def test_the_change_that_buys_most_is_printed_as_overrides(
    minimal_explanation: Explanation,
) -> None:
    best = minimal_explanation.sensitivities[0]
    assert best.overrides
    text = explanation_text(minimal_explanation)
    for path, value in best.overrides.items():
        assert f"      {path}: {json.dumps(value)}" in text


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"completion_proven": False, "tighter": False}, "days gained: at least"),
        ({"completion_proven": False, "tighter": True}, "date and cost at most"),
        ({"cost_proven": False}, "date proven, cost at most"),
        ({"outcome": "no_plan", "completion_d": None, "cost_musd": None}, "no plan, proven"),
        (
            {"outcome": "unknown", "completion_d": None, "cost_musd": None},
            "no plan found in the time allowed",
        ),
    ],
)
def test_what_is_not_proven_says_so(
    minimal_explanation: Explanation, changes: dict, words: str
) -> None:
    one = replace(minimal_explanation.sensitivities[0], **changes)
    text = explanation_text(replace(minimal_explanation, sensitivities=(one,)))
    [row] = [line for line in text.splitlines() if line.startswith(one.says)]
    assert row.endswith(words)


def test_a_plan_that_is_not_proven_warns_of_its_gains(minimal_explanation: Explanation) -> None:
    warning = "The plan itself is not proven"
    assert warning not in explanation_text(minimal_explanation)
    assert warning in explanation_text(replace(minimal_explanation, proven=False))


def test_the_door_explains_only_when_asked(
    minimal_explanation: Explanation,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> None:
    both = (sample_plan(), minimal_explanation)
    monkeypatch.setattr(planner.campaign, "plan_and_explain", lambda *_, **__: both)
    monkeypatch.setattr(planner.campaign, "plan_campaign", lambda *_, **__: both[0])
    target = tmp_path / "plan.json"
    assert main(["plan", str(MINIMAL), "--explain", "--json", str(target)]) == 0
    assert explanation_text(minimal_explanation) in capsys.readouterr().out
    assert "explanation" in json.loads(target.read_text(encoding="utf-8"))
    assert main(["plan", str(MINIMAL), "--json", str(target)]) == 0
    assert "Critical chain" not in capsys.readouterr().out
    assert "explanation" not in json.loads(target.read_text(encoding="utf-8"))
