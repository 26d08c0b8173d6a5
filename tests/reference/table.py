"""Reads the tables of published figures that lie beside it; each names its source on top."""

from __future__ import annotations

import csv
from pathlib import Path

_HERE = Path(__file__).parent


def read_table(name: str) -> list[dict[str, str]]:
    """Rows of a CSV file, its comment lines (#) left out."""
    with (_HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(line for line in file if not line.startswith("#")))


def columns(rows: list[dict[str, str]], names: str) -> list[list[float]]:
    """Rows by the named columns, as floats; an empty field becomes NaN."""
    return [[float(row[name] or "nan") for name in names.split()] for row in rows]
