"""Ctrl-C, sent for real: before a plan it ends with 130, after it the best plan is kept."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from planner.scenario import load_scenario
from planner.schedule.check import check_plan

ROOT = Path(__file__).parents[2]
ILRS = ROOT / "scenarios" / "ilrs_2035.yaml"

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(os.name != "posix", reason="sends SIGINT"),
]


def started(target: Path) -> subprocess.Popen[str]:
    words = ("plan", str(ILRS), "--json", str(target), "--time-limit", "120")
    command = [sys.executable, "-m", "planner", *words]
    return subprocess.Popen(
        command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True, cwd=ROOT
    )


def wait_for(process: subprocess.Popen[str], words: str) -> None:
    assert process.stderr is not None
    while words not in process.stderr.readline():
        assert process.poll() is None


def test_the_best_plan_is_kept_and_said_how_good_it_is(tmp_path: Path) -> None:
    target = tmp_path / "plan.json"
    with started(target) as process:
        wait_for(process, "cost: best")
        process.send_signal(signal.SIGINT)
        assert process.stderr is not None
        told = process.stderr.read()
    assert process.returncode == 0
    assert re.search(r"ended by Ctrl-C; the best plan so far is kept: complete on 20\d\d-", told)
    plan = json.loads(target.read_text(encoding="utf-8"))
    assert plan["status"] == "feasible"
    assert plan["lower_bound"]["cost_musd"] < plan["objective"]["cost_musd"]
    assert check_plan(load_scenario(ILRS), plan) == ()


def test_a_second_one_leaves_at_once(tmp_path: Path) -> None:
    target = tmp_path / "plan.json"
    with started(target) as process:
        wait_for(process, "cost: best")
        process.send_signal(signal.SIGINT)
        wait_for(process, "ending the search")
        process.send_signal(signal.SIGINT)
        assert process.stderr is not None
        last = process.stderr.read().splitlines()[-1]
    # Between the two the plan may have been finished: then it stands, whole.
    if process.returncode == 130:
        assert last == "interrupted; nothing was written"
        assert not target.exists()
    else:
        assert process.returncode == 0
        assert json.loads(target.read_text(encoding="utf-8"))["flights"]
