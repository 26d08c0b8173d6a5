"""Tables of the editor: a list or a mapping of the scenario, edited cell by cell.

A table is drawn from the entries as they were when it was first drawn, and keeps its own edits on
top; so it stays where it is scrolled to. It begins anew when the text is changed elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import pandas as pd
import streamlit as st

from planner.catalogue.fields import FIRST_DAY, LAST_DAY
from planner.scenario.document import Path, dotted
from planner.scenario.edits import Drop, Edit, Put, edits_between, same
from views.editing.names import names_for
from views.editing.rows import (
    BASE,
    NAME,
    VALUE,
    Column,
    cells,
    columns_for,
    entries_after,
    fits,
    leaves,
    mapping_after,
)
from views.editing.session import checked, edit, say, the_draft
from views.editing.shapes import Kind, Shape, columns_of

_KEPT: Final = "editor_tables"
_VERSIONS: Final = "editor_table_versions"
_MOST_TABLES: Final = 64
#: Rows shown without scrolling inside the table.
_ROWS_IN_FULL: Final = 12


@dataclass(frozen=True, slots=True)
class _Base:
    """What a table stands on.

    ``value`` is what it was first drawn from, ``now`` what the text says with its own edits,
    ``said`` what else it shows: a table whose columns change loses its edits.
    """

    value: Any
    now: Any
    said: Any
    version: int


def show_rows(shape: Shape, path: Path, data: Mapping[str, Any], value: Any) -> None:
    """Draw a list of entries as a table.

    Parameters
    ----------
    shape : Shape
        The list in the format.
    path : Path
        Where it stands in the text.
    data : Mapping[str, Any]
        The whole scenario, whose names its cells may hold.
    value : Any
        What is written there; None if nothing is.
    """
    entries = [] if value is None else value
    if not isinstance(entries, list) or not all(isinstance(one, dict) for one in entries):
        st.caption(f"{shape.label} cannot be shown as a table; mend it in the text.")
        return
    top = str(path[0])
    allowed = {steps: names_for(top, steps, data) for steps, _ in columns_of(shape)}
    base = _base(path, entries, lambda value: columns_for(shape, value, allowed))
    columns: list[Column] = base.said
    rows = cells(base.value, columns)
    frame = pd.DataFrame({one.name: _series(one, [r[one.name] for r in rows]) for one in columns})

    if needed := [one.label for one in columns if one.required and len(one.steps) == 1]:
        *first, last = needed
        said = f"{', '.join(first)} and {last}" if first else last
        st.caption(f"A new row counts once it has {said}.")

    def changed(state: Mapping[str, Any]) -> list[Any]:
        return entries_after(base.value, columns, state)

    _draw(shape, path, base.version, frame, {one.name: _config(one) for one in columns}, changed)


def show_keyed(
    shape: Shape,
    path: Path,
    value: Any,
    *,
    base_says: Callable[[str], str] | None = None,
    name: str = "Name",
) -> None:
    """Draw a mapping with free keys as a table of dotted names and values.

    ``base_says`` returns what holds where the mapping says nothing else.
    """
    mapping = {} if value is None else value
    if not isinstance(mapping, dict):
        st.caption(f"{shape.label} cannot be shown as a table; mend it in the text.")
        return

    def without(value: Mapping[str, Any]) -> list[str]:
        rows = leaves(value, of_numbers=False)
        return [] if base_says is None else [base_says(row[NAME]) for row in rows]

    base = _base(path, mapping, without)
    numbers = shape.of_numbers and all(fits("number", one) for one in base.value.values())
    rows = leaves(base.value, of_numbers=numbers)
    kind: Kind = "number" if numbers else "long"
    columns = [
        Column((NAME,), name, "Keys from the outside in, with dots between.", "long", True),
        Column((VALUE,), "Value", "As it stands in YAML; null takes out.", kind, True),
    ]
    if numbers:
        columns[1] = Column((VALUE,), shape.label, shape.help, kind, True)
    table = {one.name: _series(one, [row[one.name] for row in rows]) for one in columns}
    config = {one.name: _config(one) for one in columns}
    if base_says is not None:
        table[BASE] = pd.Series(base.said, dtype="string")
        config[BASE] = st.column_config.TextColumn(
            "Without this", disabled=True, help="What holds without this line."
        )

    def changed(state: Mapping[str, Any]) -> dict[str, Any]:
        return mapping_after(rows, state, of_numbers=numbers, flat=shape.of_numbers)

    _draw(shape, path, base.version, pd.DataFrame(table), config, changed)


def _draw(
    shape: Shape,
    path: Path,
    version: int,
    frame: pd.DataFrame,
    config: Mapping[str, Any],
    changed: Callable[[Mapping[str, Any]], Any],
) -> None:
    key = f"editor_table_{dotted(path)}_{version}"
    st.data_editor(
        frame,
        num_rows="dynamic",
        hide_index=True,
        column_config=dict(config),
        height="content" if len(frame) < _ROWS_IN_FULL else "auto",
        placeholder=" ",
        key=key,
        on_change=_take,
        args=(key, path, changed),
        alt=f"{shape.label}, a table to edit",
    )


def _take(key: str, path: Path, changed: Callable[[Mapping[str, Any]], Any]) -> None:
    """Write what a table says into the text."""
    kept: dict[str, _Base] = st.session_state[_KEPT]
    name = dotted(path)
    base = kept.get(name)
    there = _value(checked(the_draft()).data, path)
    if base is None or not same(base.now or None, there or None):
        kept.pop(name, None)
        say("The cell was not written: the text was changed under the table meanwhile.")
        return
    wanted = changed(st.session_state[key])
    edits = _edits(there, wanted, path)
    if edits and edit(edits):
        kept[name] = replace(base, now=wanted)  # its edits are in the text: it goes on
    elif edits:
        del kept[name]


def _edits(there: Any, wanted: Any, path: Path) -> Sequence[Edit]:
    if there is None:
        return [Put(path, wanted)] if wanted else []
    if not wanted and there:
        return [Drop(path)]
    return edits_between(there, wanted, path)


def _base(path: Path, value: Any, said_of: Callable[[Any], Any]) -> _Base:
    """Return what a table stands on: as before unless the text was changed elsewhere."""
    kept: dict[str, _Base] = st.session_state.setdefault(_KEPT, {})
    name = dotted(path)
    old = kept.get(name)
    if old is None or not same(old.now or None, value or None) or said_of(old.value) != old.said:
        # A version is never used twice: an old one may still have edits in the browser.
        version = st.session_state[_VERSIONS] = st.session_state.get(_VERSIONS, 0) + 1
        kept.pop(name, None)
        kept[name] = _Base(value, value, said_of(value), version)
        for first in list(kept)[:-_MOST_TABLES]:
            del kept[first]
    return kept[name]


def _value(data: Any, path: Path) -> Any:
    for part in path:
        try:
            data = data[part]
        except (LookupError, TypeError):
            return None
    return data


def _series(column: Column, values: Sequence[Any]) -> Any:
    match column.kind:
        case "number":
            return pd.Series(values, dtype="float64")
        case "whole":
            return pd.Series(values, dtype="Int64")
        case "day":
            return pd.Series(
                pd.to_datetime(pd.Series(values, dtype="object")), dtype="datetime64[ns]"
            )
        case "flag":
            return pd.Series(values, dtype="bool")
        case "names":
            return pd.Series(values, dtype="object")
    return pd.Series(values, dtype="string")


def _config(column: Column) -> Any:
    said: dict[str, Any] = {"help": column.help, "required": column.required}
    match column.kind:
        case "number":
            return st.column_config.NumberColumn(column.label, **said)
        case "whole":
            return st.column_config.NumberColumn(column.label, step=1, **said)
        case "day":
            return st.column_config.DateColumn(
                column.label,
                format="YYYY-MM-DD",
                min_value=FIRST_DAY,
                max_value=LAST_DAY,
                **said,
            )
        case "flag":
            return st.column_config.CheckboxColumn(column.label, default=False, help=column.help)
        case "names":
            return st.column_config.MultiselectColumn(
                column.label, options=column.options or (), accept_new_options=True, **said
            )
        case "choice":
            return st.column_config.SelectboxColumn(column.label, options=column.options, **said)
    return st.column_config.TextColumn(column.label, **said)
