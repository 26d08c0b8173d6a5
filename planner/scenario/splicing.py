"""Edits the text of a scenario where a value stands, and leaves every other character alone.

The text is the only truth of an editor: comments, order, quotes and blanks are what their
author wrote. An edit therefore cuts out the characters of one value and puts others in; nothing is
written anew from data. The result is read back: were it to say anything but what was asked for,
the edit would be made by the round trip of ``ruamel.yaml`` instead, which keeps comments as well
but not every blank.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from copy import deepcopy
from functools import lru_cache
from io import StringIO
from itertools import groupby
from typing import Any, Final

from ruamel.yaml import YAML
from ruamel.yaml.nodes import MappingNode

from planner.errors import PlannerError
from planner.scenario.cuts import Cut, Cutter
from planner.scenario.document import Document, dotted, read_document
from planner.scenario.edits import Edit, Put, applied, same
from planner.scenario.faults import FaultyFileError
from planner.scenario.guard import PARSER_ERRORS
from planner.scenario.round_trip import round_trip_yaml

_BOM: Final = "\ufeff"


@lru_cache(maxsize=8)
def remembered(text: str, name: str) -> Document:
    """Return a text as it is read, from memory if it was read a moment ago.

    An edit is read to see what it made; who then shows or checks it need not read it again.
    Nothing in the document may be changed.

    Raises
    ------
    FaultyFileError
        If nothing can be made of the text.
    """
    return read_document(text.removeprefix(_BOM), name=name)


class EditRefusedError(PlannerError):
    """An edit cannot be made without harm; the text stays as it is."""


def edited(text: str, edits: Iterable[Edit], *, name: str = "text") -> str:
    """Return a text with edits made one after the other.

    Parameters
    ----------
    text : str
        A YAML mapping within the limits of :mod:`planner.scenario.guard`; it may be a faulty
        scenario.
    edits : iterable of Edit
        What to change; paths are those of :attr:`Document.data`.
    name : str
        What messages call the text.

    Raises
    ------
    FaultyFileError
        If the text is not YAML or beyond the limits.
    EditRefusedError
        If a path names nothing, or what came of it could not be read again.
    """
    edits = list(edits)
    mark = _BOM if text.startswith(_BOM) else ""
    body = text.removeprefix(_BOM)
    before = remembered(body, name)
    if not edits:
        return text
    try:
        wanted = applied(before.data, edits)
    except (LookupError, TypeError, AttributeError) as error:
        where = ", ".join(dotted(edit.path) for edit in edits[:3])
        raise EditRefusedError(f"nothing stands at {where}") from error
    after = _spliced(body, edits)
    if after is None or not _says(after, wanted, before):
        after = _rewritten(body, edits)
        if after is None or not _says(after, wanted, before):
            where = ", ".join(dotted(edit.path) for edit in edits[:3])
            raise EditRefusedError(f"{where} cannot be changed here, change it in the text")
    return mark + after


def _says(text: str, wanted: dict[str, Any], before: Document) -> bool:
    """Whether a text holds the data wanted, and no fault that was not there before."""
    try:
        after = remembered(text, before.name)
    except FaultyFileError:
        return False
    return same(after.data, wanted) and len(after.faults) <= len(before.faults)


def _spliced(text: str, edits: Sequence[Edit]) -> str | None:
    for _, group in groupby(edits, key=_with_others):
        together = list(group)
        passes = [together] if _with_others(together[0]) else [[one] for one in together]
        for some in passes:
            try:
                text = _cut(text, some)
            except (LookupError, TypeError, AttributeError, *PARSER_ERRORS):
                return None
    return text


def _with_others(edit: Edit) -> bool:
    """Whether an edit moves no position another one names."""
    return isinstance(edit, Put)


def _cut(text: str, edits: Sequence[Edit]) -> str:
    """Make edits that leave each other's places alone; what overlaps waits for the next pass."""
    root = YAML(typ="safe", pure=True).compose(text)
    if not isinstance(root, MappingNode):
        raise TypeError(type(root).__name__)
    cutter = Cutter(text, root)
    waiting: list[Edit] = []
    cuts: list[Cut] = []
    for edit in edits:
        cut = None if waiting else _apart(cutter, edit, cuts)
        if cut is None:
            waiting.append(edit)
        else:
            cuts.append(cut)
    for cut in sorted(cuts, key=lambda one: one.start, reverse=True):
        text = text[: cut.start] + cut.text + text[cut.end :]
    return _cut(text, waiting) if waiting else text


def _apart(cutter: Cutter, edit: Edit, cuts: Sequence[Cut]) -> Cut | None:
    """Return the cut of an edit unless it touches, or needs, what one before it changes."""
    try:
        cut = cutter.cut(edit)
    except LookupError:
        if cuts:  # it may stand in what was put before
            return None
        raise
    touching = any(cut.start <= other.end and other.start <= cut.end for other in cuts)
    return None if touching else cut


def _rewritten(text: str, edits: Sequence[Edit]) -> str | None:
    yaml, out = round_trip_yaml(), StringIO()
    try:
        tree = yaml.load(text)
        for edit in edits:
            *around, last = edit.path
            here = tree
            for part in around:
                here = here[_as_there(here, part)]
            if isinstance(edit, Put):
                here[_as_there(here, last)] = deepcopy(edit.value)
            elif hasattr(edit, "value"):
                here.insert(last, deepcopy(edit.value))
            else:
                del here[_as_there(here, last)]
        yaml.dump(tree, out)
    except PARSER_ERRORS:
        return None
    return out.getvalue()


def _as_there(here: Any, part: Any) -> Any:
    """Return a key as the round trip knows it: a year is a number there."""
    year = int(part) if isinstance(part, str) and part.isdecimal() and part.isascii() else part
    return year if part not in here and isinstance(here, dict) and year in here else part
