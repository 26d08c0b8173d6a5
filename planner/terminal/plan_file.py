"""Reads a plan's JSON without trusting it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

from planner.errors import PlannerError

#: A plan of a hundred flights takes a quarter of a megabyte.
MAX_BYTES: Final = 16_000_000


class PlanFileError(PlannerError):
    """A plan file cannot be read.

    Attributes
    ----------
    file : Path
    """

    def __init__(self, file: Path, reason: str) -> None:
        self.file = file
        super().__init__(f"{file}: {reason}")


def read_plan(file: Path) -> dict[str, Any]:
    """Return the document of a plan file.

    Raises
    ------
    PlanFileError
        It is missing, too large, not JSON, not a JSON object, or holds NaN or infinity.
    """
    try:
        with file.open("rb") as stream:
            raw = stream.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        raise PlanFileError(file, f"cannot be read: {error}") from error
    if len(raw) > MAX_BYTES:
        raise PlanFileError(file, f"is larger than {MAX_BYTES // 1_000_000} MB")
    return _document(file, raw)


def _document(file: Path, raw: bytes) -> dict[str, Any]:
    try:
        document = json.loads(raw, parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        raise PlanFileError(file, f"is not a plan in JSON: {error}") from error
    if not isinstance(document, dict):
        raise PlanFileError(file, "is not a plan: its top level is not an object")
    return document


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is not a finite number")
