"""Every pin is exact, used, and named where a reader looks for it."""

from __future__ import annotations

import ast
import re
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PIN = re.compile(r"(?P<name>[A-Za-z0-9][A-Za-z0-9._-]*)==(?P<version>[0-9][A-Za-z0-9.+]*)")
#: Called by .ci/run or by pytest, imported by nothing.
COMMANDS = {"mypy", "ruff"}
#: Named unlike their module, for an environment that lacks them.
UNLIKE = {"importlinter": "import-linter"}
#: Ours: modules of the checkout.
OWN = {"app", "benchmarks", "planner", "tests", "views"}
#: Parts of another pin, by the same authors: astropy's kernel, pydantic's.
PARTS = {"pydantic-core", "pyerfa"}


def lines(name: str) -> list[str]:
    text = (ROOT / name).read_text(encoding="utf-8")
    stripped = (re.sub(r"(^|\s)#.*", "", line).strip() for line in text.splitlines())
    return [line for line in stripped if line]


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def pinned(name: str) -> dict[str, str]:
    found = [PIN.fullmatch(line) for line in lines(name) if not line.startswith("-")]
    assert all(found), f"{name} holds something other than name==version"
    return {normal(match["name"]): match["version"] for match in found if match}


def imported() -> set[str]:
    """Distributions whose modules our code imports."""
    files = [ROOT / "app.py"]
    for folder in ("benchmarks", "planner", "tests", "views"):
        files += (ROOT / folder).rglob("*.py")
    modules: set[str] = set()
    for file in files:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                modules |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                modules.add(node.module)
            elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith("importorskip"):
                modules.add(ast.literal_eval(node.args[0]))
    roots = {module.partition(".")[0] for module in modules} - OWN - set(sys.stdlib_module_names)
    distributions = packages_distributions()
    return {normal(distributions.get(root, [UNLIKE.get(root, root)])[0]) for root in roots}


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt", "constraints.txt"])
def test_pins_are_exact(name: str) -> None:
    assert pinned(name)


def test_dev_includes_the_sandbox_and_the_sandbox_its_constraints() -> None:
    assert "-r requirements.txt" in lines("requirements-dev.txt")
    assert "-c constraints.txt" in lines("requirements.txt")


def test_nothing_is_pinned_twice() -> None:
    names = ("requirements.txt", "requirements-dev.txt", "constraints.txt")
    seen = [package for name in names for package in pinned(name)]
    assert len(seen) == len(set(seen))


def test_what_is_required_is_used_and_what_is_used_is_required() -> None:
    required = set(pinned("requirements.txt")) | set(pinned("requirements-dev.txt"))
    assert required - COMMANDS == imported() - PARTS
