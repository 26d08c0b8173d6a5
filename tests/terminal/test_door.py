"""Exit codes, streams and messages of ``python -m planner``."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import planner.campaign
from planner.errors import InfeasiblePlanError, NoConvergenceError
from planner.exports.plan_json import plan_to_dict
from planner.plan import CampaignPlan
from planner.terminal.door import main
from tests.views.sample_plan import sample_plan

ROOT = Path(__file__).parents[2]
MINIMAL = ROOT / "scenarios" / "minimal.yaml"
#: What ``validate`` must not wait for.
HEAVY = {"astropy", "boinor", "numba", "ortools", "pandas", "plotly", "scipy", "streamlit"}


@pytest.fixture
def answer(monkeypatch: pytest.MonkeyPatch) -> Callable[[object], None]:
    """Let planning return a plan or raise an error at once; the door is what is tested."""

    def give(outcome: object) -> None:
        def plan_campaign(*_: object, **__: object) -> object:
            if isinstance(outcome, BaseException):
                raise outcome
            return outcome

        monkeypatch.setattr(planner.campaign, "plan_campaign", plan_campaign)

    return give


def run(*words: object) -> int:
    return main([str(word) for word in words])


def test_validate_a_sound_file(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("validate", MINIMAL) == 0
    out, err = capsys.readouterr()
    assert out == f"{MINIMAL}: valid; 3 elements, 2 ways to fly, 2030-01-01 to 2031-12-31\n"
    assert err == ""


def test_validate_tells_of_every_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    wrong = tmp_path / "wrong.yaml"
    text = MINIMAL.read_text(encoding="utf-8")
    wrong.write_text(text.replace("launcher: cz5", "launcher: cz55"), encoding="utf-8")
    missing = tmp_path / "missing.yaml"
    assert run("validate", wrong, MINIMAL, missing) == 1
    out, err = capsys.readouterr()
    assert out.startswith(f"{MINIMAL}: valid")
    line = text.splitlines().index("  - {launcher: cz5, lander: cargo_cz5}") + 1
    assert f"{wrong}:{line}: fleet.1.launcher: " in err
    assert "did you mean 'cz5'?" in err
    assert f"{missing}:0: (file): cannot be read: No such file or directory" in err


def test_validate_loads_nothing_heavy() -> None:
    code = (
        "import sys; from planner.terminal.door import main; "
        f"main(['validate', {str(MINIMAL)!r}]); print(*sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert not HEAVY & set(done.stdout.split())


def test_plan_prints_a_summary_and_writes_the_plan(
    tmp_path: Path, answer: Callable[[object], None], capsys: pytest.CaptureFixture[str]
) -> None:
    plan = sample_plan()
    answer(plan)
    target = tmp_path / "plan.json"
    assert run("plan", MINIMAL, "--json", target) == 0
    out, err = capsys.readouterr()
    assert plan.headline.sentence in out
    assert out.endswith(f"Written to {target}.\n")
    assert "loading the planner" in err
    assert json.loads(target.read_text(encoding="utf-8")) == plan_to_dict(plan)


def test_plan_to_stdout_is_json_alone(
    answer: Callable[[object], None], capsys: pytest.CaptureFixture[str]
) -> None:
    answer(sample_plan())
    assert run("plan", MINIMAL, "--json", "-") == 0
    assert json.loads(capsys.readouterr().out) == plan_to_dict(sample_plan())


def test_time_limit_and_scenario_reach_the_planner(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: dict[str, object] = {}

    def plan_campaign(scenario: object, **keywords: object) -> CampaignPlan:
        seen.update(keywords, scenario=scenario)
        return sample_plan()

    monkeypatch.setattr(planner.campaign, "plan_campaign", plan_campaign)
    assert run("plan", MINIMAL, "--time-limit", "2.5") == 0
    assert seen["time_limit_s"] == 2.5
    assert getattr(seen["scenario"], "id", None) == "minimal"


@pytest.mark.parametrize(
    ("error", "lines"),
    [
        (
            InfeasiblePlanError(("the rover is due in 2030", "the lander first flies in 2032")),
            ("no plan satisfies", "  - the rover is due in 2030", "  - the lander first flies in"),
        ),
        (
            InfeasiblePlanError(("raise the time limit",), proven=False),
            ("no plan was found in the time allowed, nor a proof", "  - raise the time limit"),
        ),
        (
            NoConvergenceError(what="TLI", residual=3.0, unit="km", way_out="widen tof_d"),
            ("cannot be planned", "widen tof_d"),
        ),
    ],
)
def test_what_cannot_be_planned_says_why(
    error: Exception,
    lines: tuple[str, ...],
    answer: Callable[[object], None],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    answer(error)
    target = tmp_path / "plan.json"
    assert run("plan", MINIMAL, "--json", target) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert all(line in err for line in lines)
    assert not target.exists()


def test_a_failed_write_says_so_and_keeps_the_old_plan(
    tmp_path: Path,
    answer: Callable[[object], None],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    answer(sample_plan())
    target = tmp_path / "plan.json"
    target.write_text("the old plan", encoding="utf-8")

    def full_disk(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full_disk)
    assert run("plan", MINIMAL, "--json", target) == 1
    assert "cannot be written: No space left on device" in capsys.readouterr().err
    assert target.read_text(encoding="utf-8") == "the old plan"


def test_interrupt_ends_with_130_and_writes_nothing(
    tmp_path: Path, answer: Callable[[object], None], capsys: pytest.CaptureFixture[str]
) -> None:
    answer(KeyboardInterrupt())
    target = tmp_path / "plan.json"
    assert run("plan", MINIMAL, "--json", target) == 130
    assert "interrupted" in capsys.readouterr().err
    assert not target.exists()


def test_a_defect_of_compiled_code_is_not_taken_for_an_interrupt(
    answer: Callable[[object], None],
) -> None:
    answer(SystemError("a kernel failed"))
    with pytest.raises(SystemError):
        run("plan", MINIMAL)


@pytest.mark.skipif(os.name != "posix", reason="sends SIGINT")
def test_ctrl_c_while_transfers_are_computed(tmp_path: Path) -> None:
    target = tmp_path / "plan.json"
    command = [sys.executable, "-m", "planner", "plan", str(MINIMAL), "--json", str(target)]
    uncached = os.environ | {"LUNAR_STATION_WINDOW_CACHE": "off"}
    with subprocess.Popen(
        command, stderr=subprocess.PIPE, text=True, cwd=ROOT, env=uncached
    ) as process:
        assert process.stderr is not None
        while "computing transfers" not in process.stderr.readline():
            assert process.poll() is None
        process.send_signal(signal.SIGINT)
        last = process.stderr.read().splitlines()[-1]
    assert process.returncode == 130
    assert last == "interrupted; nothing was written"
    assert not target.exists()


@pytest.mark.skipif(os.name != "posix", reason="sends SIGINT")
@pytest.mark.parametrize(
    "loaded", ["planner.terminal.door", "numba", "planner.transfers.low_thrust"]
)
def test_ctrl_c_while_libraries_load(loaded: str) -> None:
    """Some libraries swallow an exception that meets them while they load."""
    words = ("transfer", "low-thrust", "--depart", "2030-01-05")
    command = [sys.executable, "-v", "-m", "planner", *words]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, cwd=ROOT) as process:
        assert process.stderr is not None
        while f"import '{loaded}'" not in process.stderr.readline():
            assert process.poll() is None
        process.send_signal(signal.SIGINT)
        last = process.stderr.read().splitlines()[-1]
    assert process.returncode == 130
    assert last == "interrupted; nothing was written"


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("fly", "me"),
        ("validate",),
        ("plan",),
        ("plan", MINIMAL, "--time-limit", "0"),
        ("plan", MINIMAL, "--time-limit", "-3"),
        ("plan", MINIMAL, "--time-limit", "nan"),
        ("plan", MINIMAL, "--time-limit", "inf"),
        ("plan", MINIMAL, "--time-limit", "soon"),
        ("plan", MINIMAL, "--json", "no/such/folder/plan.json"),
        ("plan", MINIMAL, "--json", ROOT / "docs"),
        ("check", MINIMAL),
    ],
)
def test_wrong_usage_ends_with_2(words: tuple[object, ...]) -> None:
    with pytest.raises(SystemExit) as ended:
        run(*words)
    assert ended.value.code == 2


def test_a_plan_never_takes_the_place_of_its_scenario(
    tmp_path: Path, answer: Callable[[object], None], capsys: pytest.CaptureFixture[str]
) -> None:
    answer(sample_plan())
    scenario = tmp_path / "mine.yaml"
    scenario.write_bytes(MINIMAL.read_bytes())
    with pytest.raises(SystemExit):
        run("plan", scenario, "--json", tmp_path / "." / "mine.yaml")
    assert "is the scenario itself" in capsys.readouterr().err
    assert scenario.read_bytes() == MINIMAL.read_bytes()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "is not a plan in JSON"),
        (b"\xff\xfe\x00", "is not a plan in JSON"),
        (b"[1, 2]", "its top level is not an object"),
        (b'{"flights": NaN}', "NaN is not a finite number"),
        (b"[" * 100_000, "is not a plan in JSON"),
    ],
)
def test_check_refuses_what_is_no_plan(
    content: bytes, message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "plan.json"
    file.write_bytes(content)
    assert run("check", MINIMAL, file) == 1
    assert message in capsys.readouterr().err


def test_check_of_a_missing_plan(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("check", MINIMAL, tmp_path / "none.json") == 1
    assert "cannot be read" in capsys.readouterr().err


def test_check_finds_no_fault_in_a_real_plan_and_one_in_a_changed_plan(
    minimal_plan: CampaignPlan, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    document = plan_to_dict(minimal_plan)
    file = tmp_path / "plan.json"
    file.write_text(json.dumps(document), encoding="utf-8")
    assert run("check", MINIMAL, file) == 0, capsys.readouterr().err
    assert "no violation; " in capsys.readouterr().out

    document["flights"][0]["manifest"][0]["mass_kg"] = 1e6
    file.write_text(json.dumps(document), encoding="utf-8")
    assert run("check", MINIMAL, file) == 1
    assert document["flights"][0]["id"] in capsys.readouterr().err


@pytest.mark.skipif(os.name != "posix", reason="SIGPIPE and EPIPE are POSIX")
def test_a_reader_that_leaves_early_gets_no_traceback() -> None:
    command = [sys.executable, "-m", "planner", "validate", str(MINIMAL)]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == ""
    assert process.returncode == 1


def test_pins_of_the_command_reach_the_planner(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    seen: list[object] = []

    def plan_campaign(scenario: object, **_: object) -> CampaignPlan:
        seen.extend(getattr(scenario, "pins", ()))
        return sample_plan()

    monkeypatch.setattr(planner.campaign, "plan_campaign", plan_campaign)
    assert run("plan", MINIMAL, "--pin", "power@2030-03", "--pin", "rover/power") == 0
    assert [str(pin) for pin in seen] == [
        "--pin 'power@2030-03' (power, launch 2030-03-01..2030-03-31)",
        "--pin 'rover/power' (rover, power apart)",
    ]
    assert run("plan", MINIMAL, "--pin", "lost@2030-03") == 1
    assert "--pin 'lost@2030-03':0: pins.0.element: unknown element" in capsys.readouterr().err
    with pytest.raises(SystemExit) as usage:
        run("plan", MINIMAL, "--pin", "rover")
    assert usage.value.code == 2
    assert "is no pin, allowed: ELEMENT=OPTION" in capsys.readouterr().err
