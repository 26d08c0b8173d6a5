"""Tankers and craft that name what does not exist, or ask what no plan can give."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from planner.scenario.document import Path
from planner.scenario.faults import Fault, suggestion
from planner.scenario.resolve import Draft, written_ids


def _unknown(draft: Draft, path: Path, what: str, word: str, known: Iterable[str]) -> Fault:
    return draft.document.fault(path, f"unknown {what} '{word}'{suggestion(word, known)}")


def support_reference_faults(draft: Draft) -> Iterator[Fault]:
    """Return unknown and doubled ids of tankers and of craft that are used again."""
    seen: set[str] = set()
    for path, name in written_ids(draft, "craft"):
        if name in seen:
            yield draft.document.fault(path, f"id '{name}' is used twice; ids must differ")
        seen.add(name)
    things = {key for name in ("elements", "in_place") for _, key in written_ids(draft, name)}
    for index, craft in enumerate(draft.file.craft):
        here: Path = ("craft", draft.position("craft", index), "requires")
        for place, key in enumerate(craft.requires):
            if key not in things:
                yield _unknown(draft, (*here, place), "element", key, things)
    for index, option in enumerate(draft.file.fleet):
        where: Path = ("fleet", draft.position("fleet", index))
        if option.reuses is not None and option.reuses not in seen:
            yield _unknown(draft, (*where, "reuses"), "craft", option.reuses, seen)
        yield from _tankers(draft, index)


def _tankers(draft: Draft, index: int) -> Iterator[Fault]:
    entry, catalogue = draft.file.fleet[index].tankers, draft.catalogue
    if entry is None:
        return
    here: Path = ("fleet", draft.position("fleet", index), "tankers")
    launcher = catalogue.launchers.get(entry.launcher)
    if launcher is None:
        yield _unknown(draft, (*here, "launcher"), "launcher", entry.launcher, catalogue.launchers)
    elif entry.pad is not None and entry.pad not in catalogue.pads:
        yield _unknown(draft, (*here, "pad"), "pad", entry.pad, catalogue.pads)
    elif entry.pad is not None and entry.pad not in launcher.pads:
        allowed = ", ".join(launcher.pads)
        message = f"{launcher.name} does not fly from '{entry.pad}', allowed: {allowed}"
        yield draft.document.fault((*here, "pad"), message)


def support_faults(draft: Draft) -> Iterator[Fault]:
    """Return tankers too close for their pad, and craft that nothing can bring."""
    for position, option in draft.options.items():
        tankers = option.tankers
        if tankers is None:
            continue
        here: Path = ("fleet", position, "tankers")
        turnaround_d = tankers.pad.turnaround_d.value
        if tankers.count > 1 and tankers.every_d < turnaround_d:
            message = (
                f"is {tankers.every_d} d, but {tankers.pad.name} needs {turnaround_d:g} d from one "
                "launch to the next"
            )
            yield draft.document.fault((*here, "every_d"), message)
        if tankers.pad.id == option.pad.id and tankers.last_d < turnaround_d:
            message = (
                f"is {tankers.last_d} d, but the flight leaves from {tankers.pad.name} as well, "
                f"which needs {turnaround_d:g} d from one launch to the next"
            )
            yield draft.document.fault((*here, "last_d"), message)
        years = _most_years(tankers.every_d * (tankers.count - 1) + tankers.last_d)
        a_year = int(tankers.launcher.cadence_per_year.value)
        own = int(tankers.launcher.id == option.launcher.id)
        if tankers.count + own > a_year * years:
            message = (
                f"is {tankers.count}, but {tankers.launcher.name} flies {a_year} times a year, and "
                f"they leave within {years} calendar years; fewer, or further apart"
            )
            yield draft.document.fault((*here, "count"), message)
    yield from _craft(draft)


def _most_years(days: int) -> int:
    """Most calendar years that a span of days can touch."""
    return 2 + max(0, days - 1) // 366


def _craft(draft: Draft) -> Iterator[Fault]:
    """What a craft waits for must not need the craft to get there."""
    elements = {element.id: element for element in draft.elements.values()}
    if not draft.fleet_is_whole:
        return
    for index, craft in enumerate(draft.file.craft):
        for place, name in enumerate(craft.requires):
            element = elements.get(name)
            if element is None:
                continue
            able = [option for option in draft.options.values() if element.fits(option)]
            if able and all(one.reuses and one.reuses.id == craft.id for one in able):
                path: Path = ("craft", draft.position("craft", index), "requires", place)
                message = (
                    f"'{name}' flies on nothing but options that use '{craft.id}', which waits "
                    f"for it; let '{name}' fly on another"
                )
                yield draft.document.fault(path, message)
