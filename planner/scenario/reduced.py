"""Overrides that leave elements out, or settle an alternative, and mend what refers to them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from planner.scenario.model import Alternative, Choice, Scenario


def elements_of(scenario: Scenario, partners: Collection[str]) -> tuple[str, ...]:
    """Return the elements partners bring that the past has not touched, in the file's order."""
    touched = {name for past in scenario.history for name in past.elements}
    return tuple(
        one.id for one in scenario.elements if one.partner in partners and one.id not in touched
    )


def reduced(
    scenario: Scenario, *, without: Collection[str] = (), chosen: Mapping[str, str] | None = None
) -> dict[str, object]:
    """Return overrides, for the file of a scenario, that leave out some of it.

    Parameters
    ----------
    scenario : Scenario
        The scenario as its file says it, with the overrides these are added to.
    without : collection of str
        Elements taken out. What needed one of them needs what that one needed.
    chosen : Mapping[str, str], optional
        Choice taken of each alternative named; the others' elements are taken out.

    Returns
    -------
    dict[str, object]
        For :func:`planner.scenario.load_scenario`, to be laid after the other overrides.
        A choice that loses an element is not open any more, a pin that names one is dropped.
    """
    open_choices = {one.id: _open(one, without, chosen or {}) for one in scenario.alternatives}
    gone = set(without) | {
        name
        for one in scenario.alternatives
        for name in one.members
        if not any(name in choice.elements for choice in open_choices[one.id])
    }
    found: dict[str, object] = {}
    if any(len(open_choices[one.id]) < len(one.choices) for one in scenario.alternatives):
        found["alternatives"] = [
            _as_written(one, open_choices[one.id])
            for one in scenario.alternatives
            if len(open_choices[one.id]) > 1
        ]
    settled = {name: kept for name, kept in open_choices.items() if len(kept) < 2}
    for element in scenario.elements:
        needs = (*element.requires, *element.awaits)
        if element.id in gone:
            found[f"elements.{element.id}"] = None
        elif any(need in gone or need in settled for need in needs):
            mended = dict.fromkeys(_mended(scenario, needs, gone, settled))
            found[f"elements.{element.id}.requires"] = list(mended)
    found |= _needs_besides(scenario, gone, settled)
    for place, pin in enumerate(scenario.pins):
        if gone & set(pin.elements):
            found[f"pins.{place}"] = None
    return found


def _needs_besides(
    scenario: Scenario, gone: Collection[str], settled: Mapping[str, list[Choice]]
) -> dict[str, object]:
    """What crews and craft used again need of what is gone."""
    waiting = {
        f"crew.rotations.{one.id}": one.requires
        for one in (scenario.crews.rotations if scenario.crews else ())
    }
    waiting |= {
        f"craft.{o.reuses.id}": o.reuses.requires for o in scenario.fleet if o.reuses is not None
    }
    return {
        f"{path}.requires": list(dict.fromkeys(_mended(scenario, needs, gone, settled)))
        for path, needs in waiting.items()
        if any(need in gone for need in needs)
    }


def _open(
    alternative: Alternative, without: Collection[str], chosen: Mapping[str, str]
) -> list[Choice]:
    """Return the choices that lose nothing and are not ruled out."""
    wanted = chosen.get(alternative.id)
    return [
        choice
        for choice in alternative.choices
        if wanted in (None, choice.id) and not set(without) & set(choice.elements)
    ]


def _as_written(alternative: Alternative, choices: Collection[Choice]) -> dict[str, object]:
    said = [{"id": choice.id, "elements": list(choice.elements)} for choice in choices]
    return {"id": alternative.id, "name": alternative.name, "choices": said}


def _mended(
    scenario: Scenario,
    needs: Collection[str],
    gone: Collection[str],
    settled: Mapping[str, list[Choice]],
) -> Iterator[str]:
    """Yield needs, in place of one that is gone what it needed itself."""
    for need in needs:
        if need in gone:
            lost = next(one for one in scenario.elements if one.id == need)
            yield from _mended(scenario, (*lost.requires, *lost.awaits), gone, settled)
        elif need in settled:
            for choice in settled[need]:
                yield from choice.elements
        else:
            yield need
