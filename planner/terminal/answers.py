"""An answer of keys and values, for people and as JSON."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from typing import Any

from planner.errors import PlannerError
from planner.terminal.codes import DONE, REFUSED

Answer = dict[str, Any]


def print_answer(ask: Callable[[], Answer], *, as_json: bool) -> int:
    """Print what ``ask`` answers, or why there is no answer; return the exit code."""
    try:
        told = ask()
    except PlannerError as error:
        print(error, file=sys.stderr)
        return REFUSED
    print(json.dumps(told, indent=2, allow_nan=False) if as_json else _text(told))
    return DONE


def _text(told: Answer) -> str:
    """Return one line a key; a list of lists or objects takes a line for each."""
    lines = []
    for key, value in told.items():
        nested = isinstance(value, list) and value and isinstance(value[0], list | dict)
        if nested:
            lines.append(f"{key}:")
            lines.extend(f"  {_words(row)}" for row in value)
        else:
            lines.append(f"{key}: {_words(value)}")
    return "\n".join(lines)


def _words(value: object) -> str:
    match value:
        case dict():
            return ", ".join(f"{key} {_words(item)}" for key, item in value.items())
        case list():
            return ", ".join(map(_words, value)) or "none"
        case float():
            return f"{value:.12g}"
        case _:
            return str(value)
