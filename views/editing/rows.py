"""Lists and mappings of a scenario as rows of a table, and a table's edits as new entries.

What the table says is laid over the entries as they are written, so that nothing a table does not
show is lost.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, TypeAlias

from planner.scenario.emitting import shown_value, typed
from planner.scenario.overrides import nested
from views.editing.shapes import Kind, Shape, Steps, column_label, columns_of

#: What a data editor keeps: rows changed, added, deleted, counted in the table it was given.
TableState: TypeAlias = Mapping[str, Any]
Row: TypeAlias = dict[str, Any]

NAME: Final = "name"
VALUE: Final = "value"
BASE: Final = "base"
_DOT: Final = "."


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table, and how its cells are edited."""

    steps: Steps
    label: str
    help: str
    kind: Kind
    required: bool = False
    options: tuple[str, ...] | None = None

    @property
    def name(self) -> str:
        """Its key in rows and edits."""
        return _DOT.join(self.steps)


def columns_for(
    shape: Shape, entries: Sequence[Any], options: Mapping[Steps, tuple[str, ...] | None]
) -> list[Column]:
    """Return the columns of a list's table; one with a value that is not of its kind is typed."""
    found = []
    for steps, inner in columns_of(shape):
        values = [_at(entry, steps) for entry in entries]
        kind = inner.kind if all(fits(inner.kind, value) for value in values) else "typed"
        allowed = inner.options or options.get(steps)
        if allowed is not None:
            used = [one for value in values for one in _words(value)]
            allowed = tuple(dict.fromkeys([*allowed, *used]))
            kind = "choice" if kind == "text" else kind
        found.append(Column(steps, column_label(steps), inner.help, kind, inner.required, allowed))
    return found


def fits(kind: Kind, value: Any) -> bool:
    """Whether a value can stand in a widget of a kind; no value can."""
    match kind:
        case _ if value is None:
            return True
        case "number":
            return isinstance(value, int | float) and not isinstance(value, bool)
        case "whole":
            return isinstance(value, int) and not isinstance(value, bool) and abs(value) < 2**53
        case "day":
            return type(value) is date
        case "flag":
            return isinstance(value, bool)
        case "names":
            return isinstance(value, list) and all(isinstance(one, str) for one in value)
        case "text" | "long" | "choice":
            return isinstance(value, str)
    return True


def cells(entries: Iterable[Any], columns: Sequence[Column]) -> list[Row]:
    """Return the rows of a table, one an entry."""
    return [
        {column.name: _cell(column, _at(entry, column.steps)) for column in columns}
        for entry in entries
    ]


def entries_after(
    entries: Sequence[Any], columns: Sequence[Column], state: TableState
) -> list[Any]:
    """Return entries as a table's edits make them; a new row counts once all it needs is there."""
    needed = [one for one in columns if one.required and len(one.steps) == 1]
    by_name = {column.name: column for column in columns}
    result: list[Any] = [deepcopy(entry) for entry in entries]
    for place, changes in state.get("edited_rows", {}).items():
        if int(place) < len(result) and isinstance(result[int(place)], dict):
            _write(result[int(place)], changes, by_name)
    gone = {int(place) for place in state.get("deleted_rows", ())}
    result = [entry for place, entry in enumerate(result) if place not in gone]
    for changes in state.get("added_rows", ()):
        added: Row = {}
        _write(added, changes, by_name)
        if added and all(_at(added, column.steps) is not None for column in needed):
            result.append(added)
    return result


def _write(entry: Row, changes: Mapping[str, Any], columns: Mapping[str, Column]) -> None:
    for name, said in changes.items():
        column = columns.get(name)
        if column is None:  # the index of the table
            continue
        value = read_cell(column.kind, said)
        *around, last = column.steps
        here = entry
        path = [here]
        for step in around:
            inner = here.get(step)
            here[step] = here = inner if isinstance(inner, dict) else {}
            path.append(here)
        if value is None or (value is False and last not in here):
            here.pop(last, None)
        else:
            here[last] = value
        for step, outer in reversed(list(zip(around, path, strict=False))):
            if not outer[step]:
                del outer[step]


def read_cell(kind: Kind, said: Any) -> Any:
    """Return what a widget says as the value of a scenario; None takes it out."""
    if said is None or (isinstance(said, str | list | tuple) and not said):
        return None
    match kind:
        case "day":
            return said if type(said) is date else typed(str(said)[:10])
        case "names":
            return [str(one) for one in said]
        case "number" if isinstance(said, float) and said.is_integer():
            return int(said)
        case "whole":
            return int(said)
        case "typed":
            return typed(said) if isinstance(said, str) else said
    return said


def leaves(value: Mapping[str, Any], *, of_numbers: bool) -> list[Row]:
    """Return a mapping as rows of dotted name and value, one a value that is no mapping."""
    found: list[Row] = []
    _leaves(value, "", found)
    if of_numbers:
        return found
    return [
        row | {VALUE: "null" if row[VALUE] is None else shown_value(row[VALUE])} for row in found
    ]


def mapping_after(
    rows: Sequence[Row], state: TableState, *, of_numbers: bool, flat: bool
) -> dict[str, Any]:
    """Return the mapping that the edited rows of dotted names make.

    A row without a name or a value is not there. ``null`` takes out, as in a variant.
    """
    columns = [
        Column((NAME,), "", "", "long"),
        Column((VALUE,), "", "", "number" if of_numbers else "long"),
    ]
    kept = [{NAME: row[NAME], VALUE: row[VALUE]} for row in rows]
    said: dict[str, Any] = {}
    for row in entries_after(kept, columns, state):
        name = str(row.get(NAME, "")).strip(". ")
        if name and (value := row.get(VALUE)) is not None:
            said[name] = value if of_numbers else None if value == "null" else typed(value)
    return said if flat else nested(said)


def _leaves(value: Mapping[str, Any], around: str, found: list[Row]) -> None:
    for key, inner in value.items():
        if isinstance(inner, dict) and inner:
            _leaves(inner, f"{around}{key}{_DOT}", found)
        else:
            found.append({NAME: f"{around}{key}", VALUE: inner})


def _at(entry: Any, steps: Steps) -> Any:
    for step in steps:
        entry = entry.get(step) if isinstance(entry, dict) else None
    return entry


def _cell(column: Column, value: Any) -> Any:
    if column.kind == "names":
        return list(value or ())
    if column.kind == "flag":
        return bool(value)
    if column.kind == "typed":
        return None if value is None else shown_value(value)
    return value


def _words(value: Any) -> list[str]:
    match value:
        case str():
            return [value]
        case list():
            return [one for one in value if isinstance(one, str)]
    return []
