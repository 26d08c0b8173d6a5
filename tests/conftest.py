"""What tests in several folders share: shipped scenarios, planned once a session."""

from __future__ import annotations

from collections import Counter
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from planner.plan import CampaignPlan
from planner.scenario import Scenario, load_scenario
from tests.kept import Kept

if TYPE_CHECKING:
    from xdist.remote import Producer

    from planner.campaign import Explanation
    from tests.shipped import Shelf
    from tests.two_ends import TwoEnds

ROOT = Path(__file__).parents[1]
#: Folders of tests that solve and read, but for files that name one of these modules.
SOLVERS = {"catalogue", "logistics", "scenario", "schedule"}
FLYING = ("planner.astro", "planner.campaign", "planner.terminal", "planner.transfers")

try:
    from hypothesis import settings
except ModuleNotFoundError:
    # requirements.txt alone: files of property tests are left out, and the header says so.
    collect_ignore = [
        str(path)
        for path in (ROOT / "tests").rglob("test_*.py")
        if "from hypothesis import" in path.read_text(encoding="utf-8")
    ]
else:
    collect_ignore = []
    # The first example of a compiled function includes its compilation: no deadline an example.
    settings.register_profile("planner", deadline=None)
    settings.load_profile("planner")


def pytest_report_header() -> str | None:
    """Say which tests cannot run here, and why."""
    if not collect_ignore:
        return None
    return (
        f"hypothesis is not installed (requirements-dev.txt): {len(collect_ignore)} files of "
        "property tests are left out"
    )


@cache
def compiles_nothing(file: Path) -> bool:
    """Whether a file of tests calls no compiled kernel, as far as its folder and imports tell."""
    if file.parent.name not in SOLVERS:
        return False
    text = file.read_text(encoding="utf-8")
    return not any(module in text for module in FLYING)


def whole(item: pytest.Item) -> Path:
    """What is kept together: a file, or the folder whose tests share one server and browser."""
    return item.path.parent if item.path.parent.name == "browser" else item.path


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Long files outermost, those that compile nothing behind the others: tests/two_ends.py."""
    slow = Counter(whole(item) for item in items if item.get_closest_marker("slow"))
    tests = Counter(whole(item) for item in items)

    def place(item: pytest.Item) -> tuple[bool, int, int, str, str]:
        behind = compiles_nothing(item.path)
        sign, mine = 1 if behind else -1, whole(item)
        return behind, sign * slow[mine], sign * tests[mine], str(mine), str(item.path)

    items.sort(key=place)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> TwoEnds:
    """Let one process begin at the front of the list and the other at its end."""
    from tests.two_ends import TwoEnds

    return TwoEnds(config, log)


@pytest.fixture(scope="session")
def kept(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Kept:
    """Answers that files of tests share; processes of one run have them in common."""
    base = tmp_path_factory.getbasetemp()
    return Kept((base.parent if hasattr(request.config, "workerinput") else base) / "kept")


@pytest.fixture(scope="session")
def shelf(kept: Kept) -> Shelf:
    """Shipped scenarios with their answers."""
    from tests.shipped import Shelf

    return Shelf(kept)


@pytest.fixture(scope="session")
def minimal_scenario() -> Scenario:
    return load_scenario(ROOT / "scenarios" / "minimal.yaml")


@pytest.fixture(scope="session")
def minimal_plan(shelf: Shelf) -> CampaignPlan:
    plan = shelf.planned("minimal").plan
    assert plan is not None
    return plan


@pytest.fixture(scope="session")
def minimal_explanation(minimal_scenario: Scenario, kept: Kept) -> Explanation:
    from planner.campaign import explain_campaign

    return kept.answer("explanation_minimal", lambda: explain_campaign(minimal_scenario))
