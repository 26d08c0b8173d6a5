"""Checks that every id used is defined, once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Final

from planner.scenario.alternatives import alternative_reference_faults
from planner.scenario.crew_references import crew_reference_faults
from planner.scenario.document import Path
from planner.scenario.faults import Fault, suggestion
from planner.scenario.pin_checks import pin_reference_faults
from planner.scenario.resolve import Draft, written_ids
from planner.scenario.support_checks import support_reference_faults

#: Lists whose entries elements may require, so that no two share an id.
_THINGS: Final = ("elements", "in_place", "alternatives")


def reference_faults(draft: Draft) -> Iterator[Fault]:
    """Return every duplicate and every unknown id of a draft."""
    yield from _duplicates(draft)
    yield from _site(draft)
    yield from _cites(draft)
    yield from _fleet(draft)
    yield from _partners(draft)
    yield from _in_place(draft)
    yield from _elements(draft)
    yield from alternative_reference_faults(draft)
    yield from crew_reference_faults(draft)
    yield from support_reference_faults(draft)
    yield from pin_reference_faults(draft)


def _unknown(draft: Draft, path: Path, what: str, word: str, known: Iterable[str]) -> Fault:
    return draft.document.fault(path, f"unknown {what} '{word}'{suggestion(word, known)}")


def _duplicates(draft: Draft) -> Iterator[Fault]:
    for names in (("phases",), ("partners",), ("fleet",), _THINGS):
        first: dict[str, Path] = {}
        for path, key in chain.from_iterable(written_ids(draft, name) for name in names):
            if key in first:
                place = draft.document.place(first[key])
                message = f"id '{key}' is used twice, first in {place}; ids must differ"
                yield draft.document.fault(path, message)
            first.setdefault(key, path)


def _site(draft: Draft) -> Iterator[Fault]:
    site, sites = draft.file.site, draft.catalogue.sites
    if site not in sites:
        yield _unknown(draft, ("site",), "site", site, sites)


def _cites(draft: Draft) -> Iterator[Fault]:
    for place, key in enumerate(draft.file.cites):
        if key not in draft.catalogue.sources:
            yield _unknown(draft, ("cites", place), "source", key, draft.catalogue.sources)


def _fleet(draft: Draft) -> Iterator[Fault]:
    catalogue = draft.catalogue
    for index, entry in enumerate(draft.file.fleet):
        here: Path = ("fleet", draft.position("fleet", index))
        launcher = catalogue.launchers.get(entry.launcher)
        if launcher is None:
            yield _unknown(
                draft, (*here, "launcher"), "launcher", entry.launcher, catalogue.launchers
            )
        if entry.lander is not None and entry.lander not in catalogue.landers:
            yield _unknown(draft, (*here, "lander"), "lander", entry.lander, catalogue.landers)
        if entry.pad is not None and entry.pad not in catalogue.pads:
            yield _unknown(draft, (*here, "pad"), "pad", entry.pad, catalogue.pads)
        elif entry.pad is not None and launcher is not None and entry.pad not in launcher.pads:
            allowed = ", ".join(launcher.pads)
            message = f"{launcher.name} does not fly from '{entry.pad}', allowed: {allowed}"
            yield draft.document.fault((*here, "pad"), message)


def _partners(draft: Draft) -> Iterator[Fault]:
    for index, entry in enumerate(draft.file.partners):
        if entry.id not in draft.catalogue.partners:
            path = ("partners", draft.position("partners", index), "id")
            yield _unknown(draft, path, "partner", entry.id, draft.catalogue.partners)


def _in_place(draft: Draft) -> Iterator[Fault]:
    for index, entry in enumerate(draft.file.in_place):
        if entry.kind not in draft.catalogue.elements:
            path = ("in_place", draft.position("in_place", index), "kind")
            yield _unknown(draft, path, "element kind", entry.kind, draft.catalogue.elements)


def _elements(draft: Draft) -> Iterator[Fault]:
    partners = {key for _, key in written_ids(draft, "partners")} or draft.catalogue.partners
    phases = {key for _, key in written_ids(draft, "phases")} or {
        phase.id for phase in draft.phases
    }
    options = {key for _, key in written_ids(draft, "fleet")}
    needed = {key for name in _THINGS for _, key in written_ids(draft, name)}
    for index, entry in enumerate(draft.file.elements):
        here: Path = ("elements", draft.position("elements", index))
        kind = draft.catalogue.elements.get(entry.kind)
        if kind is None:
            kinds = draft.catalogue.elements
            yield _unknown(draft, (*here, "kind"), "element kind", entry.kind, kinds)
        partner = entry.partner or (kind.partner if kind else None)
        if partner is not None and partner not in partners:
            yield _unknown(draft, (*here, "partner"), "partner", partner, partners)
        if entry.phase is not None and entry.phase not in phases:
            yield _unknown(draft, (*here, "phase"), "phase", entry.phase, phases)
        if entry.phase is None and len(phases) > 1:
            message = f"needs a phase, allowed: {', '.join(sorted(phases))}"
            yield draft.document.fault((*here, "phase"), message)
        for place, key in enumerate(entry.requires):
            if key not in needed:
                yield _unknown(draft, (*here, "requires", place), "element", key, needed)
        for place, key in enumerate(entry.fleet):
            if key not in options:
                yield _unknown(draft, (*here, "fleet", place), "flight option", key, options)
