"""Sentences about a scenario with the names people use in place of ids."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Final

from planner.catalogue.models import Lander, Launcher, Pad, Ship
from planner.scenario import FlightOption, Scenario

#: Words the planner's own sentences use; an id spelt the same is known by what is said of it.
_OWN_WORDS: Final = frozenset(
    {
        "berths", "budget", "completion", "craft", "element", "flight", "horizon", "launch",
        "mass", "option", "pad", "people", "pin", "plan", "power", "programme", "release", "room",
        "supplies", "window", "work", "year",
    }
)  # fmt: skip
_SAID_OF_A_THING: Final = (
    r"(?= (?:is|flies|weighs|takes|may|needs|requires|cannot|can|could|fits|due|free|without|"
    r"allowed|at work|instead)\b| of \d+ kg|:|$)"
)
_FLIGHT: Final = r" of (\d{4}-\d\d-\d\d)"
_OPENING: Final = re.compile(r"(^|\. )the flight of(?= \d)")


def naming(scenario: Scenario) -> Callable[[str], str]:
    """Return a function that calls what a sentence names by id by its name.

    A flight, told as option and launch day, becomes ``the flight of 2035-01-25 on Angara-A5V``.

    Parameters
    ----------
    scenario : Scenario
        Whose elements, rotations, launchers, pads, partners and flight options are meant.
    """
    options = _options(scenario)
    names = {**options, **_names(scenario)}
    flights, words = _pattern(options, _FLIGHT), _words(names)

    def named(text: str) -> str:
        dated = flights.split(text)
        # Parts in turn: text, id of an option, launch day.
        for at in range(1, len(dated), 3):
            dated[at] = f"the flight of {dated[at + 1]} on {options[dated[at]]}"
            dated[at + 1] = ""
        for at in range(0, len(dated), 3):
            dated[at] = words.sub(lambda found: names[found[0]], dated[at])
        return _OPENING.sub(r"\1The flight of", "".join(dated))

    return named


def _words(names: Iterable[str]) -> re.Pattern[str]:
    """Match every id; one that is a word of ours only where a thing is spoken of."""
    clear = [name for name in names if name not in _OWN_WORDS]
    doubtful = [name for name in names if name in _OWN_WORDS]
    found = [_pattern(clear, "").pattern] if clear else []
    found += [_pattern(doubtful, _SAID_OF_A_THING).pattern] if doubtful else []
    return re.compile("|".join(found) or r"(?!)")


def _pattern(keys: Iterable[str], after: str) -> re.Pattern[str]:
    """Match one of the ids as a whole word, not as part of a path or a longer id."""
    longest_first = sorted(keys, key=len, reverse=True)
    ids = "|".join(map(re.escape, longest_first))
    return re.compile(rf"(?<![\w.-])(?<!kW of )({ids}){after}(?![\w-])")


def _names(scenario: Scenario) -> dict[str, str]:
    """Names by id; of two things of one id the later kind holds, elements last."""
    fleet = scenario.fleet
    found: dict[str, str] = {partner.id: partner.name for partner in scenario.partners}
    for craft in (part for option in fleet for part in _craft(option)):
        found[craft.id] = craft.name
    found |= {one.id: one.name for one in scenario.alternatives}
    things: list[tuple[str, str]] = [(one.id, one.name) for one in scenario.in_place]
    things += [(one.id, one.name) for one in scenario.elements]
    things += [(one.id, one.name) for one in (scenario.crews.rotations if scenario.crews else ())]
    return found | dict(_told_apart(things))


def _craft(option: FlightOption) -> Iterator[Launcher | Lander | Pad | Ship]:
    """Rockets, craft and pads of an option, those of its tankers and of its ship too."""
    yield from (option.pad, option.launcher)
    if option.lander is not None:
        yield option.lander
    if option.tankers is not None:
        yield from (option.tankers.pad, option.tankers.launcher)
    if option.ship is not None:
        yield from (option.ship.pad, option.ship.launcher, option.ship.ship)


def _options(scenario: Scenario) -> dict[str, str]:
    """Call an option by its launcher, and by its lander too if others have the same launcher."""
    shared = Counter(option.launcher.id for option in scenario.fleet)
    named = [
        (
            option.id,
            option.launcher.name
            if shared[option.launcher.id] == 1
            else f"{option.launcher.name} with {option.lander.name}"
            if option.lander
            else f"{option.launcher.name} without a lander",
        )
        for option in scenario.fleet
    ]
    return dict(_told_apart(named))


def _told_apart(named: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Put the id behind a name that several have."""
    listed = list(named)
    often = Counter(name for _, name in listed)
    for key, name in listed:
        yield key, name if often[name] == 1 else f"{name} ({key})"
