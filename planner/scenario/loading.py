"""From a file to a scenario, or to the list of everything that is wrong with it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path

from planner.catalogue import load_catalogue
from planner.scenario.additions import Addition, with_additions
from planner.scenario.checks import contradiction_faults
from planner.scenario.document import Document
from planner.scenario.faults import ScenarioError, first_faults
from planner.scenario.finish import finished
from planner.scenario.model import Scenario
from planner.scenario.overrides import with_overrides
from planner.scenario.patch import patched
from planner.scenario.reading import read_bytes
from planner.scenario.references import reference_faults
from planner.scenario.resolve import draft
from planner.scenario.salvage import validate
from planner.scenario.variants import Source, read_scenario


def load_scenario(
    path: str | Path,
    overrides: Mapping[str, object] | None = None,
    additions: Sequence[Addition] = (),
) -> Scenario:
    """Read, validate and resolve a scenario file.

    Parameters
    ----------
    path : str or pathlib.Path
        A YAML file of at most 256 kB. The base of a variant stands beside it.
    overrides : Mapping[str, object], optional
        Changes laid over the file, see :func:`planner.scenario.overrides.with_overrides`.
    additions : sequence of Addition, optional
        Entries added to lists of the file, after the overrides.

    Returns
    -------
    Scenario

    Raises
    ------
    ScenarioError
        With every fault found, each with its line, for any file whatever.
    """
    return loads_scenario(
        read_bytes(path),
        name=str(path),
        overrides=overrides,
        additions=additions,
        bases=Path(path).parent,
    )


def loads_scenario(
    text: str | bytes,
    *,
    name: str,
    overrides: Mapping[str, object] | None = None,
    additions: Sequence[Addition] = (),
    bases: Path | None = None,
) -> Scenario:
    """Validate and resolve the text of a scenario.

    Parameters
    ----------
    text : str or bytes
        The YAML text; bytes must be UTF-8.
    name : str
        What the messages call it.
    overrides : Mapping[str, object], optional
        Changes laid over the text.
    additions : sequence of Addition, optional
        Entries added to its lists.
    bases : pathlib.Path, optional
        Folder in which the base of a variant is looked for, by its plain name; left out, a
        text that names a base is refused.

    Raises
    ------
    ScenarioError
        With every fault found, each with its line.
    """
    source = read_scenario(text, name=name, bases=bases)
    document = with_overrides(source.document, overrides)
    document = with_additions(document, additions)
    return _scenario(document, sha256=_fingerprint(source.texts, overrides, additions))


def scenario_of(source: Source) -> Scenario:
    """Validate and resolve a scenario that was read before.

    Raises
    ------
    ScenarioError
        With every fault found, each with its line.
    """
    return _scenario(source.document, sha256=_fingerprint(source.texts, None, ()))


def _fingerprint(
    texts: tuple[bytes, ...],
    overrides: Mapping[str, object] | None,
    additions: Sequence[Addition],
) -> str:
    raw = texts[0] + b"".join(sha256(base).digest() for base in texts[1:])
    extra = json.dumps(overrides, default=str, sort_keys=True).encode() if overrides else b""
    added = [(one.key, one.entry) for one in additions]
    more = json.dumps(added, default=str, sort_keys=True).encode() if added else b""
    return sha256(raw + extra + more).hexdigest()


def _scenario(document: Document, *, sha256: str) -> Scenario:
    shipped = load_catalogue()
    faults = [*document.faults]
    salvaged, complaints = validate(document, any_site=next(iter(shipped.sites)))
    faults += complaints
    if salvaged is None:
        raise ScenarioError(faults)
    catalogue, problems = patched(shipped, salvaged.file.catalogue, document)
    found = draft(document, salvaged, catalogue)
    faults += problems
    faults += first_faults(reference_faults(found))
    faults += first_faults(contradiction_faults(found))
    if faults:
        raise ScenarioError(faults)
    return finished(found, sha256=sha256)
