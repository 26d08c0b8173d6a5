"""Scenarios that are named changes to a base: read together, each line kept with its file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice
from pathlib import Path as Folder
from typing import Any, Final

from pydantic import ValidationError

from planner.scenario.document import Document, Mark, Path, read_document
from planner.scenario.explain import message_for, plain_path
from planner.scenario.faults import Fault, FaultyFileError, first_faults, suggestion
from planner.scenario.file import ScenarioFile
from planner.scenario.guard import decoded
from planner.scenario.laying import laid
from planner.scenario.reading import read_bytes
from planner.scenario.variant_file import BASE_NAME, OWN_KEYS, VariantFile

#: Files of a chain, the full scenario at its end among them.
MOST_FILES: Final = 4
#: Names in a folder that are looked at for a suggestion.
_MOST_NAMES: Final = 200
_CHANGES: Final[Path] = ("changes",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A scenario as it was read.

    Attributes
    ----------
    document : Document
        What its files say together; each fault of it carries the file and line that says it.
    texts : tuple[bytes, ...]
        The files, the variant before its base.
    """

    document: Document
    texts: tuple[bytes, ...]


def read_scenario(text: str | bytes, *, name: str, bases: Folder | None) -> Source:
    """Read a scenario or a variant of one.

    Parameters
    ----------
    text : str or bytes
        The file's content.
    name : str
        What the messages call it; its bases are called as if they stood beside it.
    bases : pathlib.Path or None
        The only folder in which a base is looked for; None: a base is a fault.

    Raises
    ------
    FaultyFileError
        If a file of the chain cannot be read, with what is wrong with those before it.
    """
    return _read(text, name, bases, chain=(_own_name(name, bases),))


def _own_name(name: str, bases: Folder | None) -> str:
    """Return the name under which a base could lead back to a text; empty if none could.

    Only a file of that folder is one of its bases: a text from elsewhere may be called like the
    base it changes.
    """
    file = Folder(name)
    try:
        beside = bases is not None and file.parent.resolve() == bases.resolve()
        return file.name if beside and file.is_file() else ""
    except (OSError, ValueError):  # a name no file can have
        return ""


def _read(text: str | bytes, name: str, bases: Folder | None, chain: tuple[str, ...]) -> Source:
    raw = text if isinstance(text, bytes) else decoded(text, name=name).encode("utf-8")
    document = _parsed(raw, name)
    if not {"base", "changes"} & document.data.keys():
        return Source(document=document, texts=(raw,))
    faults = [*document.faults, *_own_faults(document)]
    word = document.data.get("base")
    found = word if isinstance(word, str) and BASE_NAME.fullmatch(word) else None
    if found and (problem := _unfit(found, bases, chain)):
        faults.append(document.fault(("base",), problem))
        found = None
    if not found:
        raise FaultyFileError(faults)
    assert bases is not None
    beside = str(Folder(name).with_name(found))
    try:
        base = _read(_base_text(bases / found, beside), beside, bases, (*chain, found))
    except FaultyFileError as error:
        raise FaultyFileError([*faults, *error.faults]) from error
    return Source(document=_varied(base.document, document, faults), texts=(raw, *base.texts))


@lru_cache(maxsize=8)
def _parsed(raw: bytes, name: str) -> Document:
    """Parse a text once for all variants of it; nobody changes a document."""
    return read_document(raw, name=name)


def _base_text(path: Folder, shown_as: str) -> bytes:
    try:
        return read_bytes(path)
    except FaultyFileError as error:  # a folder of the server is nobody's business
        raise FaultyFileError([replace(one, file=shown_as) for one in error.faults]) from error


def _unfit(base: str, bases: Folder | None, chain: tuple[str, ...]) -> str | None:
    """Return why a base of a sound name is not read."""
    if bases is None:
        return f"names '{base}', but this text stands in no folder; allowed is a full scenario"
    if base in chain:
        ring = " -> ".join((*chain[chain.index(base) :], base))
        return f"leads back to itself: {ring}; one of them must be a full scenario"
    if len(chain) >= MOST_FILES:
        return f"is file {len(chain) + 1} of a chain of bases, allowed up to {MOST_FILES}"
    if not (bases / base).exists():
        names = [path.name for path in islice(bases.glob("*.yaml"), _MOST_NAMES)]
        return f"there is no '{base}' in its folder{suggestion(base, set(names) - {chain[-1]})}"
    return None


def _own_faults(document: Document) -> list[Fault]:
    """Return what is wrong with the variant itself, whatever its base says."""
    faults = []
    try:
        VariantFile.model_validate(document.data)
    except ValidationError as error:
        for complaint in error.errors(include_url=False):
            path = plain_path(complaint["loc"])
            if complaint["type"] == "extra_forbidden" and path[0] in ScenarioFile.model_fields:
                message = "stands under 'changes' in a variant; its own keys are "
                faults.append(document.fault(path, message + ", ".join(OWN_KEYS)))
            elif path not in document.unreadable:
                faults.append(document.fault(path, message_for(complaint, VariantFile)))
    changes = document.data.get("changes")
    for key in OWN_KEYS:
        if isinstance(changes, dict) and key in changes:
            message = "stands beside 'changes', not in it, allowed are the other keys of a scenario"
            faults.append(document.fault((*_CHANGES, key), message))
    return first_faults(faults)


class _Variant:
    """The voice of a variant's file."""

    def __init__(self, document: Document) -> None:
        self._document = document

    def mark(self, said: Path) -> Mark | None:
        return self._document.mark((*_CHANGES, *said))

    def fault(self, document: Document, said: Path, message: str) -> Fault:  # noqa: ARG002
        return self._document.fault((*_CHANGES, *said), message)

    def is_unreadable(self, said: Path) -> bool:
        return (*_CHANGES, *said) in self._document.unreadable


def _varied(base: Document, variant: Document, faults: list[Fault]) -> Document:
    """Return the base with what the variant says of itself and changes."""
    written = variant.data.get("changes")
    changes: Mapping[str, Any] = written if isinstance(written, dict) else {}
    mine = {key: value for key, value in changes.items() if key not in OWN_KEYS}
    result = laid(base, mine, _Variant(variant))
    own = [key for key in ("id", "title", "teaches") if variant.data.get(key) is not None]
    return replace(
        result,
        name=variant.name,
        data=result.data | {key: variant.data[key] for key in own},
        marks=dict(result.marks) | {(key,): variant.mark((key,)) for key in own},
        faults=(*result.faults, *faults),
    )
