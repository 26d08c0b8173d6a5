"""What a scenario says otherwise than a base: the changes of a variant, or of a link."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, Final

from planner.scenario.document import Document, read_document
from planner.scenario.edits import edits_between, same
from planner.scenario.emitting import typed
from planner.scenario.laying import entry_name, laid
from planner.scenario.overrides import nested, with_overrides
from planner.scenario.splicing import edited
from planner.scenario.variants import read_scenario
from planner.scenario.written import variant_of

_SAID_APART: Final[tuple[str, ...]] = ("id", "title", "teaches")


class InexpressibleError(ValueError):
    """The difference cannot be told as changes; its text says which part."""


def changes_from(base: Document, mine: Mapping[str, Any]) -> dict[str, Any]:
    """Return the nested changes that make one scenario of another, as a variant writes them.

    Parameters
    ----------
    base : Document
        The scenario that is changed, bases of its own included.
    mine : Mapping[str, Any]
        Data of the scenario wanted.

    Raises
    ------
    InexpressibleError
        If changes cannot say it: a value that is null, where a change of null takes out.
    """
    found = _changes(base.data, dict(mine), top=True)
    for key in _unlike(laid(base, found, _Silent()).data, mine):
        if isinstance(mine.get(key), list):
            found[key] = mine[key]
    if left := _unlike(laid(base, found, _Silent()).data, mine):
        raise InexpressibleError(", ".join(left))
    return found


def _unlike(one: Mapping[str, Any], other: Mapping[str, Any]) -> list[str]:
    """Return the keys at which two scenarios differ."""
    return sorted(key for key in {*one, *other} if not same(one.get(key), other.get(key)))


def variant_text_of(text: str, *, base: str, bases: Path) -> str:
    """Return a whole scenario's text as a variant of a file: what it says otherwise, no comment.

    Raises
    ------
    FaultyFileError
        If the text or the base is not YAML.
    InexpressibleError
        If changes cannot say it, or nothing differs.
    """
    source = read_scenario((bases / base).read_bytes(), name=base, bases=bases)
    mine = read_document(text, name="text").data
    changes = changes_from(source.document, mine)
    own = {key: changes.pop(key) for key in _SAID_APART if key in changes}
    if not changes:
        raise InexpressibleError("nothing but the name differs" if own else "nothing differs")
    said = {
        key: mine[key] for key in _SAID_APART if key in mine and (key in own or key != "teaches")
    }
    return variant_of(base=base, said=said, changes=changes)


def link_changes(base: Document, mine: Mapping[str, Any]) -> dict[str, object]:
    """Return changes as one flat mapping from dotted path to value, as overrides take them.

    Days are ISO text, as a link carries them.

    Raises
    ------
    InexpressibleError
        If changes cannot say it, or a name in a path has a dot.
    """
    flat: dict[str, object] = {}
    _flatten(changes_from(base, mine), "", flat)
    return flat


def text_with(text: str, overrides: Mapping[str, object]) -> str:
    """Return a scenario's or variant's text with overrides written into it; comments stay.

    Raises
    ------
    FaultyFileError
        If the text is not YAML, or what comes of it is beyond the limits.
    EditRefusedError
        If a change cannot be written.
    """
    if not overrides:
        return text
    document = read_document(text, name="text")
    if "base" in document.data:
        whole = nested(_days(overrides))
        own = {key: whole.pop(key) for key in _SAID_APART if key in whole}
        before = document.data.get("changes") or {}
        wanted = document.data | own | {"changes": _over(before, whole)}
    else:
        wanted = with_overrides(document, _days(overrides)).data
    return edited(text, edits_between(document.data, wanted))


def _changes(base: dict[str, Any], mine: dict[str, Any], *, top: bool = False) -> dict[str, Any]:
    found: dict[str, Any] = {key: None for key in base if key not in mine}
    for key, value in mine.items():
        if key not in base:
            found[key] = value
        elif not same(base[key], value):
            found[key] = _changed(base[key], value, listed=top)
    return found


def _changed(old: Any, new: Any, *, listed: bool) -> Any:
    if isinstance(old, dict) and isinstance(new, dict) and new:
        return _changes(old, new)
    if isinstance(old, list) and isinstance(new, list):
        return _by_name(old, new, may_add=listed)
    return new


def _by_name(old: list[Any], new: list[Any], *, may_add: bool) -> Any:
    """Return changes of entries by their names; the whole list where that cannot say it."""
    before = {entry_name(entry): entry for entry in old}
    after = {entry_name(entry): entry for entry in new}
    kept = [name for name in before if name in after]
    added = [name for name in after if name not in before]
    plain = (
        None not in {*before, *after}
        and (len(before), len(after)) == (len(old), len(new))
        and [*kept, *added] == list(after)
        and (may_add or not added)
        and all("id" in after[name] for name in added)
        and not any(str(name).isdecimal() for name in {*before, *after})
    )
    if not plain:
        return new
    found: dict[Any, Any] = {name: None for name in before if name not in after}
    for name in kept:
        if not same(before[name], after[name]):
            found[name] = _changes(before[name], after[name])
    for name in added:
        found[name] = {key: value for key, value in after[name].items() if key != "id"}
    return found


def _over(below: Any, above: Any) -> Any:
    """Return changes with later ones over them."""
    if isinstance(below, dict) and isinstance(above, dict) and above:
        return below | {key: _over(below.get(key), value) for key, value in above.items()}
    return above


def _days(value: Any) -> Any:
    """Return ISO days as days: a link carries them as text."""
    if isinstance(value, Mapping):
        return {key: _days(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_days(inner) for inner in value]
    if isinstance(value, str) and isinstance(day := typed(value), date):
        return day
    return value


def _flatten(changes: Mapping[str, Any], around: str, flat: dict[str, object]) -> None:
    for key, value in changes.items():
        if "." in key:
            raise InexpressibleError(f"{around}{key}")
        if isinstance(value, Mapping) and value:
            _flatten(value, f"{around}{key}.", flat)
        else:
            flat[f"{around}{key}"] = value.isoformat() if isinstance(value, date) else value


class _Silent:
    """Changes on trial: what is wrong with them shows in what comes of them."""

    def mark(self, said: Any) -> None:  # noqa: ARG002
        return None

    def fault(self, document: Document, said: Any, message: str) -> Any:  # noqa: ARG002
        return document.fault((), message)

    def is_unreadable(self, said: Any) -> bool:  # noqa: ARG002
        return False
