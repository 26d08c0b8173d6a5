"""Pins in one word each, for the command line.

========================= =====================================================
``rover=lander``          the element flies on the option
``rover@2031-05``         the element is launched on these days
``rover=lander@2031-05``  both
``rover+arm``             the elements share a flight
``rover/arm``             no two of the elements share a flight
``lander@2031: rover,arm`` a flight of the option on these days with these aboard, no others
``no launcher cz9@2033``  the launcher does not fly on these days (ever, without ``@``)
``no option lander@2033`` nor this option
========================= =====================================================

Days are one of ``2031``, ``2031-05``, ``2031-05-14``, ``first..last``, ``first..``, ``..last``.
"""

from __future__ import annotations

from typing import Any, Final

#: What is wrong with a word that is none of the above.
PIN_FORMS: Final = (
    "ELEMENT=OPTION, ELEMENT@DAYS, ELEMENT=OPTION@DAYS, A+B, A/B, 'OPTION@DAYS: A, B', "
    "'no launcher ID@DAYS' or 'no option ID@DAYS'"
)


def pin_entry(word: str) -> dict[str, Any]:
    """Return the entry of a scenario's ``pins`` that a word stands for.

    Raises
    ------
    ValueError
        The word has none of the forms above. Ids and days are checked with the scenario.
    """
    text, at, days = word.partition("@")
    days, colon, aboard = days.partition(":") if at else ("", *text.partition(":")[1:])
    text = text.partition(":")[0]
    entry = _subject(text.strip(), aboard if colon else None)
    if not entry or bool(at) != bool(days.strip()) or (entry.keys() == {"element"} and not at):
        raise ValueError(f"{word!r} is no pin, allowed: {PIN_FORMS}")
    return entry | ({"launch": days.strip()} if at else {})


def _subject(text: str, aboard: str | None) -> dict[str, Any]:
    parts = text.split()
    if aboard is not None:
        names = _names(aboard, ",")
        return {"flight": text, "elements": names} if text and names else {}
    if len(parts) == 3 and parts[0] == "no" and parts[1] in {"launcher", "option"}:
        return {f"forbid_{parts[1]}": parts[2]}
    for sign, key in (("+", "together"), ("/", "apart")):
        if sign in text:
            names = _names(text, sign)
            return {key: names} if names else {}
    element, equals, option = (part.strip() for part in text.partition("="))
    if not element or (equals and not option):
        return {}
    return {"element": element} | ({"option": option} if equals else {})


def _names(text: str, sign: str) -> list[str]:
    """Names between signs; none if one is missing."""
    names = [name.strip() for name in text.split(sign)]
    return names if all(names) else []
