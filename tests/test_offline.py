"""The main job never reaches for the network: not even an attempt that fails quietly."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]

#: Runs in its own process: loads, plans and checks a scenario, and notes every address
#: anything asked for. The home is empty, so no earlier download can help.
JOB = """
import json, socket, sys

asked = []
LOOPBACK = ("127.", "::1", "localhost")

def outside(address):
    host = address[0] if isinstance(address, tuple) else address
    return not (isinstance(address, str) or str(host).startswith(LOOPBACK))

def refuse(address):
    asked.append(repr(address))
    raise OSError("the network is not there")

class Socket(socket.socket):
    def connect(self, address):
        return refuse(address) if outside(address) else super().connect(address)

    def connect_ex(self, address):
        return refuse(address) if outside(address) else super().connect_ex(address)

socket.socket = Socket
socket.getaddrinfo = lambda host, *rest, **more: refuse((host, *rest))

if sys.argv[1:] == ["--prove-the-guard"]:
    import urllib.request
    try:
        urllib.request.urlopen("http://192.0.2.1/finals2000A.all", timeout=1)
    except OSError:
        pass
    print(json.dumps({"asked": asked}))
    raise SystemExit

from planner.campaign import plan_campaign
from planner.exports.plan_json import plan_to_dict
from planner.scenario import load_scenario
from planner.schedule.check import check_plan

scenario = load_scenario("scenarios/minimal.yaml")
plan = plan_campaign(scenario)
violations = check_plan(scenario, plan_to_dict(plan))
print(json.dumps({
    "asked": asked, "flights": len(plan.flights), "violations": list(map(str, violations)),
}))
"""


def run(*words: str, home: Path) -> dict[str, object]:
    places = dict.fromkeys(("HOME", "USERPROFILE", "XDG_CACHE_HOME", "XDG_CONFIG_HOME"), str(home))
    done = subprocess.run(
        [sys.executable, "-c", JOB, *words],
        capture_output=True, text=True, check=False, cwd=ROOT, env=os.environ | places,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    answer: dict[str, object] = json.loads(done.stdout.splitlines()[-1])
    return answer


def test_the_guard_sees_a_download(tmp_path: Path) -> None:
    assert run("--prove-the-guard", home=tmp_path)["asked"]


def test_a_scenario_is_planned_and_checked_without_the_network(tmp_path: Path) -> None:
    answer = run(home=tmp_path)
    assert answer == {"asked": [], "flights": 3, "violations": []}
