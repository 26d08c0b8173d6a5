"""Every unit a name carries is in the glossary."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
GLOSSARY = ROOT / "docs" / "nomenclature.md"
#: Endings that look like a unit by their spelling: one or two letters, powers, per year.
UNIT = re.compile(
    r"_(?:tdb_jd|tdb_s|k?m\d?_s\d?|km|kg|kw|mw|n|s|d|h|deg|rad|musd|jd|utc|day|per_year|per_s|per_d"
    r"|km2|m2|m3|w|t|g|au|mb|bytes|pct|usd|min|hz|bps)$"
)


def names() -> Iterator[str]:
    """Arguments, variables and fields of the planner."""
    for file in (ROOT / "planner").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.arg):
                yield node.arg
            elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                yield node.id


def test_suffixes_in_use_are_listed() -> None:
    text = GLOSSARY.read_text(encoding="utf-8")
    listed = set(re.findall(r"^\| `(_[a-z0-9_]+)` \|", text, flags=re.MULTILINE))
    used = {match.group() for name in names() if (match := UNIT.search(name.lower()))}
    assert used <= listed
