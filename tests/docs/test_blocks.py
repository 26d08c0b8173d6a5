"""Every code block of README.md and docs/ runs, and says what it prints.

``python`` blocks are doctests, one session a page. ``sh`` blocks are run line by line in a
folder that holds the scenarios; a ``text`` block right after one must occur in its output.
The first commands of README.md are processes, as a reader starts them; the others go through
the same door, `planner.terminal.door.main`, without loading the libraries each time.
Commands that set up or serve are checked where they can be: installing and pytest by .ci/run,
which must hold the very words, serving by tests/browser.
"""

from __future__ import annotations

import doctest
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from planner.challenges import loads_challenge
from planner.logistics.network import answer_trips, loads_network
from planner.logistics.stacks import fly, loads_stack
from planner.logistics.supply import demand_of, loads_demand
from planner.scenario import loads_scenario
from planner.terminal.door import main

ROOT = Path(__file__).parents[2]
PAGES = sorted([ROOT / "README.md", *(ROOT / "docs").glob("*.md")])
FENCE = re.compile(r"^```(?P<kind>\w+)\n(?P<text>.*?)^```$", flags=re.MULTILINE | re.DOTALL)
#: First words of commands that no test may run: they install, serve, or run these tests.
SETUP = (
    "bash .ci/run", "mypy", "pip ", "pytest", "python -m benchmarks", "python -m venv ",
    "python tests/tools/check_wheels.py", "ruff ", "streamlit ",
)  # fmt: skip
#: What differs between two runs.
WALL_TIME = re.compile(r"planned in [0-9.]+ s")


@dataclass(frozen=True)
class Block:
    """A fenced block: its page, language, text, and the block right after it."""

    page: Path
    kind: str
    text: str
    line: int
    output: str

    def __str__(self) -> str:
        return f"{self.page.name}:{self.line}"


def blocks(page: Path) -> list[Block]:
    text = page.read_text(encoding="utf-8")
    found = list(FENCE.finditer(text))
    outputs = [
        after["text"] if after and after["kind"] == "text" else ""
        for after in (*found[1:], None)
        if found
    ]
    return [
        Block(page, match["kind"], match["text"], text.count("\n", 0, match.start()) + 1, output)
        for match, output in zip(found, outputs, strict=True)
    ]


ALL = [block for page in PAGES for block in blocks(page)]
SHELL = [block for block in ALL if block.kind == "sh"]


def commands(block: Block) -> list[str]:
    return [line for line in block.text.splitlines() if line and not line.startswith("#")]


def is_setup(command: str) -> bool:
    return command.startswith(SETUP)


RUNNABLE = [block for block in SHELL if not all(map(is_setup, commands(block)))]
WHOLE_FILES = [b for b in ALL if b.kind == "yaml" and "schema_version:" in b.text]
#: Pages whose files are not scenarios.
OTHER_FORMATS = {"challenge_format.md", "network_format.md", "stack_format.md", "supply.md"}
WHOLE_SCENARIOS = [b for b in WHOLE_FILES if b.page.name not in OTHER_FORMATS]
WHOLE_DEMANDS = [b for b in WHOLE_FILES if b.page.name == "supply.md"]
CHALLENGE_PAGE = [b for b in WHOLE_FILES if b.page.name == "challenge_format.md"]
WHOLE_CHALLENGES = [b for b in CHALLENGE_PAGE if "may_change:" in b.text]
WHOLE_TRIES = [b for b in CHALLENGE_PAGE if b not in WHOLE_CHALLENGES]
WHOLE_STACKS = [b for b in WHOLE_FILES if b.page.name == "stack_format.md"]
WHOLE_NETWORKS = [b for b in WHOLE_FILES if b.page.name == "network_format.md"]
WITH_PYTHON = sorted({block.page for block in ALL if block.kind == "python"})


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "scenarios", tmp_path / "scenarios")
    return tmp_path


def test_kinds_are_known() -> None:
    assert {block.kind for block in ALL} <= {"python", "sh", "text", "yaml", "toml", "json"}


@pytest.mark.slow
@pytest.mark.parametrize("page", WITH_PYTHON, ids=lambda page: page.name)
def test_python_says_what_it_prints(
    page: Path, desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(desk)
    parser = doctest.DocTestParser()
    examples = [
        example
        for block in blocks(page)
        if block.kind == "python"
        for example in parser.get_examples(block.text)
    ]
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE)
    said: list[str] = []
    runner.run(doctest.DocTest(examples, {}, page.name, str(page), 0, None), out=said.append)
    assert runner.summarize(verbose=False).failed == 0, "".join(said)


@pytest.mark.parametrize("block", [b for b in ALL if b.kind == "python"], ids=str)
def test_every_python_block_is_a_doctest(block: Block) -> None:
    assert block.text.startswith(">>> ")


def said_by_a_process(words: Sequence[str], desk: Path) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "planner", *words],
        capture_output=True, text=True, check=False, cwd=desk,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert done.returncode == 0, f"{shlex.join(words)}\n{done.stderr}"
    return done.stdout


def said_here(words: Sequence[str], capsys: pytest.CaptureFixture[str]) -> str:
    try:
        code = main(words)
    except SystemExit as ended:  # as argparse ends wrong usage
        code = ended.code
    said = capsys.readouterr()
    assert code == 0, f"{shlex.join(words)}\n{said.err}"
    return said.out


@pytest.mark.slow
@pytest.mark.parametrize("block", RUNNABLE, ids=str)
def test_shell_commands_work(
    block: Block, desk: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(desk)
    said = ""
    for command in commands(block):
        words = shlex.split(command.split("  #")[0])
        assert words[:3] == ["python", "-m", "planner"], command
        if block is RUNNABLE[0]:
            said += said_by_a_process(words[3:], desk)
        else:
            said += said_here(words[3:], capsys)
    for line in WALL_TIME.sub("", block.output).splitlines():
        assert line in WALL_TIME.sub("", said), said


def test_processes_are_started_as_readme_first_says() -> None:
    assert RUNNABLE[0].page.name == "README.md"


@pytest.mark.parametrize("block", WHOLE_SCENARIOS, ids=str)
def test_scenarios_in_the_text_are_valid(block: Block) -> None:
    assert loads_scenario(block.text, name=str(block), bases=ROOT / "scenarios").elements


@pytest.mark.parametrize("block", WHOLE_STACKS, ids=str)
def test_stacks_in_the_text_fly(block: Block) -> None:
    assert fly(loads_stack(block.text, name=str(block))).lack is None


@pytest.mark.parametrize("block", WHOLE_CHALLENGES, ids=str)
def test_challenges_in_the_text_are_sound_and_take_the_tries_beside_them(block: Block) -> None:
    challenge = loads_challenge(block.text, name=str(block), scenarios=ROOT / "scenarios")
    assert challenge.rules
    assert WHOLE_TRIES
    for one in WHOLE_TRIES:
        assert loads_scenario(one.text, name=str(one), bases=ROOT / "scenarios").elements


@pytest.mark.parametrize("block", WHOLE_DEMANDS, ids=str)
def test_demands_in_the_text_are_sound(block: Block) -> None:
    assert demand_of(loads_demand(block.text, name=str(block))).total_kg > 0.0


@pytest.mark.parametrize("block", WHOLE_NETWORKS, ids=str)
def test_networks_in_the_text_have_routes(block: Block) -> None:
    answers = answer_trips(loads_network(block.text, name=str(block)))
    assert answers
    assert all(answer.routes for answer in answers)


def test_ci_runs_the_readmes_own_words() -> None:
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    [dev] = [
        command for block in SHELL if block.page.name == "README.md"
        for command in commands(block) if "requirements-dev.txt" in command
    ]  # fmt: skip
    install, test = dev.split(" && ")
    assert test == "pytest"
    assert f'step "{install}"' in script
    assert re.search(rf"^{re.escape(test)}$", script, flags=re.MULTILINE)


LINK = re.compile(r"\]\((?!https?:)([^)#]+)")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    targets = LINK.findall(page.read_text(encoding="utf-8"))
    missing = [target for target in targets if not (page.parent / target).exists()]
    assert not missing


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_paths_named_in_the_text_exist(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    named = re.findall(r"`((?:planner|views|tests|docs|scenarios|benchmarks)/[\w./-]+)`", text)
    missing = [path for path in named if not (ROOT / path).exists()]
    assert not missing
