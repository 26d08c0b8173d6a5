"""What two scenarios say differently: each statement with both values, elements by id."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from planner.scenario.model import Scenario
from planner.scenario.statements import Tree, statements

#: Parts in the order in which a reader asks for them; the single values of a scenario first.
PARTS: Final = (
    "task", "phases", "partners", "fleet", "elements", "alternatives", "crew", "supply",
    "in_place", "budget", "pins", "history", "policies", "solver", "catalogue",
)  # fmt: skip
#: Differences that are told one by one; those beyond are counted.
MOST: Final = 500
_NAMES: Final = ("name", "title")


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A statement that two scenarios do not share.

    Attributes
    ----------
    path : tuple[str, ...]
        Where it stands in a scenario's file, entries of lists by id.
    thing : str
        Name of the entry it is about, the id if it has none; empty for single values.
    before, after : object
        What the first and the second say: a number, text, a day, true, false or a tuple of
        these; None where one says nothing. An entry that only one has is told by its name.
    """

    path: tuple[str, ...]
    thing: str
    before: object
    after: object

    @property
    def part(self) -> str:
        """Part of the scenario, one of :data:`PARTS`."""
        return self.path[0] if self.path[0] in PARTS else "task"


@dataclass(frozen=True, slots=True, kw_only=True)
class Differences:
    """Statements that differ, part by part; ``total`` also counts those not told."""

    told: tuple[Difference, ...]
    total: int


def differences(before: Scenario, after: Scenario, *, most: int = MOST) -> Differences:
    """Compare two scenarios by what they say.

    Titles, comments, sources and the order of entries are not compared. A value of the
    catalogue is, where both use the thing.

    Parameters
    ----------
    before, after : Scenario
        A scenario and its variant, or any two.
    most : int, optional
        Differences told one by one.
    """
    first, second = statements(before), statements(after)
    _share_catalogue(first, second)
    found = sorted(_differing(first, second, (), ""), key=_order)
    return Differences(told=tuple(found[:most]), total=len(found))


def _share_catalogue(first: Tree, second: Tree) -> None:
    """Keep of both catalogues what both use: who flies what is said in the fleet."""
    one, two = first.pop("catalogue", {}), second.pop("catalogue", {})
    shared = {
        section: one[section].keys() & two[section].keys() for section in one.keys() & two.keys()
    }
    for tree, catalogue in ((first, one), (second, two)):
        tree["catalogue"] = {
            section: {key: catalogue[section][key] for key in names}
            for section, names in shared.items()
        }


def _differing(
    first: Tree, second: Tree, path: tuple[str, ...], thing: str
) -> Iterator[Difference]:
    for key in first.keys() | second.keys():
        one, two = first.get(key), second.get(key)
        if one == two:
            continue
        here = (*path, key)
        if isinstance(one, dict) and isinstance(two, dict):
            yield from _differing(one, two, here, _named(one, key) if path else "")
        elif _is_part(one, two, path):  # a part only one of them has: its entries one by one
            yield from _differing(one or {}, two or {}, here, "")
        else:
            named = thing or next((_named(x, key) for x in (one, two) if isinstance(x, dict)), "")
            yield Difference(
                path=here, thing=named, before=_short(one, key), after=_short(two, key)
            )


def _is_part(one: object, two: object, path: tuple[str, ...]) -> bool:
    return not path and all(isinstance(side, dict | None) for side in (one, two))


def _named(entry: Tree, key: str) -> str:
    return str(next((entry[name] for name in _NAMES if name in entry), key))


def _short(value: Any, key: str) -> object:
    return _named(value, key) if isinstance(value, dict) else value


def _order(one: Difference) -> tuple[int, tuple[str, ...]]:
    return PARTS.index(one.part), one.path
