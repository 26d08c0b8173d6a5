"""``validate-physics``: published figures beside the planner's own."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING, Any

from planner.terminal.codes import DONE, REFUSED
from planner.terminal.progress import ProgressLine
from planner.terminal.table import aligned
from planner.validation import TOPICS, references

if TYPE_CHECKING:
    from planner.validation.reference import Comparison, Reference

_HEAD = (
    "quantity", "unit", "published", "computed", "difference", "tolerance", "", "why", "source"
)  # fmt: skip
_RIGHT = frozenset({"published", "computed", "difference", "tolerance"})
_BOUND = {"value": "", "at most": "<= ", "at least": ">= "}


def add_to(verbs: Any) -> None:
    """Add the command to the command line."""
    parser = verbs.add_parser(
        "validate-physics",
        help="compare the planner with published figures",
        description="Exit code 1 if a difference is larger than its tolerance explains.",
    )
    parser.add_argument("topics", nargs="*", metavar="TOPIC", help=", ".join(TOPICS))
    parser.add_argument("--quick", action="store_true", help="leave out rows that take long")
    parser.add_argument("--json", action="store_true", help="print JSON instead of text")
    parser.set_defaults(run=run, complain=parser.error)


def run(chosen: argparse.Namespace) -> int:
    """Compute the rows asked for and print them; exit code."""
    if unknown := sorted(set(chosen.topics) - set(TOPICS)):
        chosen.complain(f"no topic {', '.join(unknown)}; there are {', '.join(TOPICS)}")
    asked = [
        row
        for topic in TOPICS
        if not chosen.topics or topic in chosen.topics
        for row in references(topic)
        if not (chosen.quick and row.slow)
    ]
    rows = _computed(asked)
    if chosen.json:
        from planner.exports.transfer_json import dumps_document

        sys.stdout.write(dumps_document({"references": [_as_dict(row) for row in rows]}))
    else:
        print(_text(rows))
    return DONE if all(row.holds for row in rows) else REFUSED


def _computed(asked: list[Reference]) -> list[Comparison]:
    from planner.validation.reference import compare

    done = []
    with ProgressLine(sys.stderr) as line:
        for i, reference in enumerate(asked):
            line.show(reference.id, i / len(asked))
            done.append(compare(reference))
    return done


def _as_dict(row: Comparison) -> dict[str, Any]:
    reference = row.reference
    return {
        "section": reference.section,
        "what": reference.what,
        "unit": reference.unit,
        "kind": reference.kind,
        "published": reference.published,
        "computed": row.computed,
        "difference": row.difference,
        "tolerance": reference.tolerance,
        "reason": reference.reason,
        "holds": row.holds,
        "source": reference.source,
    }


def _text(rows: list[Comparison]) -> str:
    """A table a section, with the reasons of its tolerances, numbered, below."""
    parts = []
    for section in dict.fromkeys(row.reference.section for row in rows):
        own = [row for row in rows if row.reference.section == section]
        reasons = list(dict.fromkeys(row.reference.reason for row in own))
        cells = [_cells(row, 1 + reasons.index(row.reference.reason)) for row in own]
        parts.append(f"{section}\n{aligned(_HEAD, cells, right=_RIGHT)}")
        parts.append("\n".join(f"[{i}] {reason}" for i, reason in enumerate(reasons, 1)))
    failed = sum(not row.holds for row in rows)
    parts.append(f"{len(rows)} figures, {failed} outside their tolerance.")
    return "\n\n".join(parts)


def _cells(row: Comparison, reason: int) -> tuple[str, ...]:
    reference = row.reference
    return (
        reference.what,
        reference.unit,
        f"{_BOUND[reference.kind]}{reference.published:.{reference.decimals}f}",
        f"{row.computed:.{reference.decimals}f}",
        f"{row.difference:+.2g}",
        reference.tolerance_text,
        "ok" if row.holds else "OUTSIDE",
        f"[{reason}]",
        reference.source,
    )
