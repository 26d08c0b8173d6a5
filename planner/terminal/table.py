"""Plain aligned columns."""

from __future__ import annotations

from collections.abc import Sequence


def aligned(head: Sequence[str], rows: Sequence[Sequence[str]], *, right: frozenset[str]) -> str:
    """Return a table as text: a head, a rule, rows; two spaces between columns.

    Parameters
    ----------
    head : sequence of str
        Column titles.
    rows : sequence of sequence of str
        Cells, as many in each row as there are titles.
    right : frozenset of str
        Titles of the columns set to the right.
    """
    widths = [max(map(len, column)) for column in zip(head, *rows, strict=True)]
    flush_right = [title in right for title in head]

    def line(cells: Sequence[str]) -> str:
        padded = [
            cell.rjust(width) if to_right else cell.ljust(width)
            for cell, width, to_right in zip(cells, widths, flush_right, strict=True)
        ]
        return "  ".join(padded).rstrip()

    rule = "  ".join("-" * width for width in widths)
    return "\n".join([line(head), rule, *map(line, rows)])
