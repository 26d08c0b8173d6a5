"""Checks that every id of ships, crews and supplies is defined."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from planner.scenario.crew_entry import CrewEntry, RotationEntry, SupplyEntry
from planner.scenario.document import Path
from planner.scenario.faults import Fault, suggestion
from planner.scenario.resolve import Draft, option_id


def crew_reference_faults(draft: Draft) -> Iterator[Fault]:
    """Return unknown and doubled ids of ships, rotations and lots."""
    yield from _ships(draft)
    if draft.file.crew is not None:
        yield from _crews(draft, draft.file.crew)
    if draft.file.supply is not None:
        yield from _supply(draft, draft.file.supply)


def _unknown(draft: Draft, path: Path, what: str, word: str, known: Iterable[str]) -> Fault:
    return draft.document.fault(path, f"unknown {what} '{word}'{suggestion(word, known)}")


def _ships(draft: Draft) -> Iterator[Fault]:
    catalogue = draft.catalogue
    for index, option in enumerate(draft.file.fleet):
        entry = option.ship
        if entry is None:
            continue
        here: Path = ("fleet", draft.position("fleet", index), "ship")
        for key, known in (("launcher", catalogue.launchers), ("ship", catalogue.ships)):
            name = getattr(entry, key)
            if name not in known:
                yield _unknown(draft, (*here, key), key, name, known)
        launcher = catalogue.launchers.get(entry.launcher)
        if entry.pad is None or launcher is None:
            continue
        if entry.pad not in catalogue.pads:
            yield _unknown(draft, (*here, "pad"), "pad", entry.pad, catalogue.pads)
        elif entry.pad not in launcher.pads:
            allowed = ", ".join(launcher.pads)
            message = f"{launcher.name} does not fly from '{entry.pad}', allowed: {allowed}"
            yield draft.document.fault((*here, "pad"), message)


def _written(draft: Draft, name: str) -> list[str]:
    """Return the ids a list of the file declares, also those of entries left out."""
    entries = draft.document.data.get(name)
    found = [
        option_id(one) if name == "fleet" else one.get("id")
        for one in (entries if isinstance(entries, list) else ())
        if isinstance(one, dict)
    ]
    return [key for key in found if isinstance(key, str)]


def _things(draft: Draft) -> list[str]:
    return [key for name in ("elements", "in_place") for key in _written(draft, name)]


def _crews(draft: Draft, entry: CrewEntry) -> Iterator[Fault]:
    known = draft.catalogue.supply_rates
    rates = known.get(entry.rate_set)
    if rates is None:
        yield _unknown(draft, ("crew", "rate_set"), "rate set", entry.rate_set, known)
    else:
        loops = {loop.id for loop in rates.closures}
        for loop in entry.closures:
            if loop not in loops:
                message = f"rate set '{rates.id}' has no loop '{loop}'{suggestion(loop, loops)}"
                yield draft.document.fault(("crew", "closures", loop), message)
    taken = {*_things(draft), *_written(draft, "alternatives")}
    for place, rotation in enumerate(entry.rotations):
        here: Path = ("crew", "rotations", place)
        if rotation.id in taken:
            message = f"id '{rotation.id}' is used twice; ids of rotations and elements must differ"
            yield draft.document.fault((*here, "id"), message)
        taken.add(rotation.id)
        yield from _rotation(draft, here, rotation)


def _rotation(draft: Draft, here: Path, rotation: RotationEntry) -> Iterator[Fault]:
    things, options = _things(draft), _written(draft, "fleet")
    for place, key in enumerate(rotation.requires):
        if key not in things:
            yield _unknown(draft, (*here, "requires", place), "element", key, things)
    for place, key in enumerate(rotation.fleet):
        if key not in options:
            yield _unknown(draft, (*here, "fleet", place), "flight option", key, options)
    phases = [phase.id for phase in draft.phases]
    if rotation.phase is None and len(phases) > 1:
        message = f"needs a phase, allowed: {', '.join(phases)}"
        yield draft.document.fault((*here, "phase"), message)
    elif rotation.phase is not None and rotation.phase not in {
        *phases,
        *_written(draft, "phases"),
    }:
        yield _unknown(draft, (*here, "phase"), "phase", rotation.phase, phases)


def _supply(draft: Draft, entry: SupplyEntry) -> Iterator[Fault]:
    kinds, options = draft.catalogue.elements, _written(draft, "fleet")
    if entry.kind not in kinds:
        yield _unknown(draft, ("supply", "kind"), "element kind", entry.kind, kinds)
    for place, key in enumerate(entry.fleet):
        if key not in options:
            yield _unknown(draft, ("supply", "fleet", place), "flight option", key, options)
    rotations = draft.file.crew.rotations if draft.file.crew else ()
    taken = {*_things(draft), *(one.id for one in rotations)}
    for number in range(1, entry.most_lots + 1):
        if (name := f"supply-{number:02d}") in taken:
            message = f"makes lots called supply-01 and so on, but '{name}' is taken; rename it"
            yield draft.document.fault(("supply",), message)
