"""Power that cannot suffice in any order: a fault before anything is planned."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from planner.scenario.faults import Fault
from planner.scenario.resolve import Draft, power_of

#: Where power is shared, in words.
PLACES: Final = {"surface": "on the surface", "lunar_orbit": "in lunar orbit"}
#: Columns of power, in words.
HOURS: Final = {"power_kw": "by day", "power_night_kw": "at night"}
_PARTS: Final = frozenset({"elements", "in_place", "catalogue", "policies"})
_ROUNDING_KW: Final = 1e-6


def power_faults(draft: Draft) -> Iterator[Fault]:
    """Return where the power rule is asked for and its sources are too few for its users.

    Silent if an entry was left out of the draft: it might be the missing source.
    """
    whole = len(draft.elements) == len(draft.file.elements) and not _PARTS & draft.salvaged.touched
    if not (draft.file.policies.power_balance and whole):
        return
    there = list(_in_place(draft))
    coming = [(e.destination, e.model_dump(include=set(HOURS))) for e in draft.elements.values()]
    for place, where in PLACES.items():
        for column, when in HOURS.items():
            before = [power[column] for at, power in there if at == place]
            later = [power[column] for at, power in coming if at == place]
            if sum(before) < -_ROUNDING_KW:
                yield _short(draft, before, f"what is in place {where}", when)
            elif sum(before + later) < -_ROUNDING_KW:
                yield _short(draft, before + later, f"everything at work {where}", when)


def _in_place(draft: Draft) -> Iterator[tuple[str, dict[str, float]]]:
    for entry in draft.file.in_place:
        kind = draft.catalogue.elements.get(entry.kind)
        if kind is not None:
            yield kind.destination, power_of(entry, kind)


def _short(draft: Draft, powers: list[float], what: str, when: str) -> Fault:
    gives, uses = sum(p for p in powers if p > 0), -sum(p for p in powers if p < 0)
    message = (
        f"is true, but {what} gives {gives:.6g} kW and uses {uses:.6g} kW {when}; add a source, "
        "use less, or state what is used at night (power_night_kw)"
    )
    return draft.document.fault(("policies", "power_balance"), message)
