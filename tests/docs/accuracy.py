"""The tables of ``docs/accuracy.md``: published figures beside the planner's own.

``python -m tests.docs.accuracy`` computes them anew and writes them into the page.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from planner.validation import TOPICS, references
from planner.validation.reference import Reference, compare

PAGE: Final = Path(__file__).parents[2] / "docs" / "accuracy.md"
START: Final = "<!-- tables: python -m tests.docs.accuracy -->\n"
END: Final = "<!-- end of tables -->\n"
_BOUND: Final = {"value": "", "at most": "≤ ", "at least": "≥ "}


def all_references() -> list[Reference]:
    """Every row, in the order of the page."""
    return [row for topic in TOPICS for row in references(topic)]


def number(value: float, decimals: int) -> str:
    """A figure as the page prints it: thousands set apart."""
    return f"{value:,.{decimals}f}".replace(",", " ")


def row(reference: Reference, computed: float) -> str:
    """One line of a table."""
    r = reference
    unit = f" {r.unit}" if r.unit else ""
    cells = (
        r.what,
        f"{_BOUND[r.kind]}{number(r.published, r.decimals)}{unit}",
        f"{number(computed, r.decimals)}{unit}",
        f"{r.tolerance_text}{unit}",
        r.reason,
        r.source,
    )
    return f"| {' | '.join(cells)} |"


def tables(rows: Iterable[Reference]) -> str:
    """All tables, computed, a section each."""
    lines: list[str] = []
    section = ""
    for reference in rows:
        if reference.section != section:
            section = reference.section
            lines += ["", f"### {section}", "", HEAD, "|---|---|---|---|---|---|"]
        lines.append(row(reference, compare(reference).computed))
    return "\n".join(lines) + "\n\n"


HEAD: Final = "| what | published | computed | may differ by | because | source |"


def main() -> None:
    text = PAGE.read_text(encoding="utf-8")
    before, rest = text.split(START)
    _, after = rest.split(END)
    whole = before + START + tables(all_references()) + END + after
    PAGE.write_text(whole, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
