"""Forms of the editor: each key of the format in the widget that fits it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import streamlit as st

from planner.catalogue import load_catalogue
from planner.catalogue.fields import FIRST_DAY, LAST_DAY
from planner.scenario.document import Path, dotted
from planner.scenario.edits import Drop, Edit, Put
from planner.scenario.emitting import shown_value
from planner.scenario.file import CatalogueEntry
from views.editing.boxes import is_news, show_value
from views.editing.checked import Checked, faults_at
from views.editing.names import names_for
from views.editing.rows import fits, read_cell
from views.editing.session import checked, edit, the_draft, write
from views.editing.shapes import Kind, Shape
from views.editing.tables import show_keyed, show_rows
from views.parts.safe_text import plain

_LEFT_OUT: Final = ""
_CATALOGUE: Final = "catalogue"
_MOST_FAULTS: Final = 6


def show_key(shape: Shape, path: Path, read: Checked) -> None:
    """Draw a key of the scenario, whatever it holds, with its faults below."""
    data = read.data or {}
    value = at(data, path)
    match shape.kind:
        case "part" if shape.name == _CATALOGUE:
            _heading(shape, len(path))
            st.caption("A line is one value, such as `launchers.cz9.first_flight`, `2035-06-30`.")
            show_keyed(shape, path, value, name="Section, entry, field", base_says=_shipped)
        case "part":
            _show_part(shape, path, read, value)
            return
        case "rows":
            _heading(shape, len(path))
            show_rows(shape, path, data, value)
            for inner in (one for one in shape.inner if one.kind == "rows"):
                _show_inner_rows(inner, path, read, value)
        case "keyed":
            _heading(shape, len(path))
            if shape.name == "by_year_musd":
                show_keyed(shape, path, value, name="Year")
            else:
                show_keyed(shape, path, value)
        case _:
            _show_field(shape, path, data, value)
    _show_faults(read, path)


def at(data: Any, path: Path) -> Any:
    """Return what stands at a path; None if nothing does."""
    for part in path:
        try:
            data = data[part]
        except (LookupError, TypeError):
            return None
    return data


def _heading(shape: Shape, depth: int) -> None:
    if depth == 1:
        st.subheader(shape.label)
    else:
        st.markdown(f"**{shape.label}**")
    st.caption(plain(shape.help))


def _show_part(shape: Shape, path: Path, read: Checked, value: Any) -> None:
    _heading(shape, len(path))
    if value is not None and not isinstance(value, dict):
        st.caption(f"{shape.label} cannot be shown as a form; mend it in the text.")
        _show_faults(read, path)
        return
    if value is not None and not shape.required:
        st.button(
            f"Leave out {shape.label[0].lower()}{shape.label[1:]}",
            key=f"editor_drop_{dotted(path)}",
            on_click=write,
            args=([Drop(path)], the_draft().text),
        )
    plain_keys = [one for one in shape.inner if one.kind not in ("part", "rows", "keyed")]
    for pair in zip(plain_keys[::2], [*plain_keys[1::2], None], strict=False):
        for column, one in zip(st.columns(2), pair, strict=True):
            if one is not None:
                with column:
                    show_key(one, (*path, one.name), read)
    for one in shape.inner:
        if one.kind in ("part", "rows", "keyed"):
            show_key(one, (*path, one.name), read)
    if value is not None:
        for fault in read.faults:
            if fault.path == dotted(path):
                _tell(fault.message)


def _show_inner_rows(inner: Shape, path: Path, read: Checked, value: Any) -> None:
    """Draw the lists in the entries of a list, such as the choices of each alternative."""
    for place, entry in enumerate(value if isinstance(value, list) else []):
        if isinstance(entry, dict):
            st.markdown(f"**{inner.label} of {plain(str(entry.get('id', place + 1)))}**")
            here = (*path, place, inner.name)
            show_rows(inner, here, read.data or {}, entry.get(inner.name))


def _show_faults(read: Checked, path: Path) -> None:
    found = faults_at(read, path)
    for fault in found[:_MOST_FAULTS]:
        _tell(f"line {fault.line}, {fault.path}: {fault.message}")
    if len(found) > _MOST_FAULTS:
        _tell(f"{len(found) - _MOST_FAULTS} more in the list above")


def _tell(message: str) -> None:
    st.markdown(f":red[Fault, {plain(message)}]")  # a caption is too faint for it


def _show_field(shape: Shape, path: Path, data: Mapping[str, Any], value: Any) -> None:
    kind = shape.kind if fits(shape.kind, value) else "typed"
    key = f"editor_field_{dotted(path)}_{kind}"
    label = shape.label
    common: dict[str, Any] = {
        "key": key,
        "help": shape.help,
        "on_change": _take,
        "args": (key, path, kind),
    }
    allowed = shape.options or (names_for(str(path[0]), tuple(map(str, path[1:])), data))
    show_value(
        key,
        bool(value or (value is None and shape.default)) if kind == "flag" else _shown(kind, value),
    )
    match kind:
        case "long":
            st.text_area(label, height=110, **common)
        case "number":
            small = shape.most is not None and shape.most <= 1.0
            st.number_input(label, value=None, step=0.01 if small else 1.0, format="%.9g", **common)
        case "whole":
            st.number_input(label, value=None, step=1, placeholder=_unless(shape), **common)
        case "day":
            st.date_input(
                label,
                value=None,
                min_value=FIRST_DAY,
                max_value=LAST_DAY,
                format="YYYY-MM-DD",
                **common,
            )
        case "flag":
            st.checkbox(label, **common)
        case "names":
            options = list(dict.fromkeys([*(allowed or ()), *(value or ())]))
            st.multiselect(label, options, accept_new_options=not shape.options, **common)
        case "choice" | "text" if allowed is not None:
            options = list(dict.fromkeys([_LEFT_OUT, *allowed, *([value] if value else [])]))
            titles = _titles(path)
            st.selectbox(
                label,
                options,
                format_func=lambda one: titles.get(one, one) if one else "left out",
                **common,
            )
        case _:
            st.text_input(label, **common)


def _unless(shape: Shape) -> str | None:
    """Say what holds if a key is left out, where that is one number."""
    return f"{shape.default:g} if left out" if isinstance(shape.default, int | float) else None


def _shown(kind: Kind, value: Any) -> Any:
    match kind:
        case "number":
            return None if value is None else float(value)
        case "names":
            return list(value or ())
        case "typed":
            return shown_value(value)
        case "text" | "long" | "choice":
            return value or _LEFT_OUT
    return value


def _titles(path: Path) -> Mapping[str, str]:
    """Return names people use for the ids of one key."""
    if path == ("site",):
        return {key: f"{one.name} ({key})" for key, one in load_catalogue().sites.items()}
    return {}


def _take(key: str, path: Path, kind: Kind) -> None:
    """Write what a widget says into the text."""
    if not is_news(key):
        return
    value = read_cell(kind, st.session_state[key])
    there = at(checked(the_draft()).data, path)
    edits: list[Edit] = []
    if value is not None:
        edits = [_put(checked(the_draft()).data or {}, path, value)]
    elif there is not None:
        edits = [_drop(checked(the_draft()).data or {}, path)]
    if edits:
        edit(edits)


def _put(data: Mapping[str, Any], path: Path, value: Any) -> Put:
    """Return the edit that puts a value, and the parts around it that are not there yet."""
    for size in range(1, len(path)):
        if at(data, path[:size]) is None:
            for part in reversed(path[size:]):
                value = {part: value}
            return Put(path[:size], value)
    return Put(path, value)


def _drop(data: Mapping[str, Any], path: Path) -> Drop:
    """Return the edit that takes out a value, with the parts around it that would be empty."""
    while len(path) > 1 and isinstance(path[-2], str) and len(at(data, path[:-1])) == 1:
        path = path[:-1]
    return Drop(path)


def _shipped(name: str) -> str:
    """Return what the shipped catalogue says at a dotted name."""
    section, _, rest = name.partition(".")
    entry, *fields = rest.split(".")
    entries = (
        getattr(load_catalogue(), section, {}) if section in CatalogueEntry.model_fields else {}
    )
    if entry not in entries:
        return "no such entry"
    found: Any = entries[entry].model_dump()
    for one in fields:
        found = found.get(one) if isinstance(found, dict) else None
    if isinstance(found, dict):
        found = found.get("value", found.get("date", "several values"))
    return shown_value(found) or "nothing"
