"""The draft: one text with its past, and where it came from."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final

#: Steps that can be undone, and the characters they may hold together.
MOST_STEPS: Final = 50
MOST_CHARACTERS: Final = 4_000_000
_ID: Final = re.compile(
    r"^id:[ ]*['\"]?([a-z0-9][a-z0-9_-]{0,63})['\"]?[ ]*(?:#.*)?\r?$", re.MULTILINE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A text on its way to a scenario.

    Attributes
    ----------
    text : str
        What is edited; with faults it is still a draft.
    start : str
        What it started from, for what has changed.
    origin : str
        Title of that, for people.
    shipped : str
        File name of the shipped scenario it started from; empty if from an upload.
    file_name : str
        What messages call it.
    follows : str
        What the sidebar showed when it began: untouched, a draft follows the sidebar.
    past, future : tuple[str, ...]
        Texts to go back and forth to, the nearest last.
    """

    text: str
    start: str
    origin: str
    shipped: str = ""
    file_name: str = "scenario.yaml"
    follows: str = ""
    past: tuple[str, ...] = ()
    future: tuple[str, ...] = ()

    def changed(self, text: str) -> Draft:
        """Return the draft with another text; what was undone before is gone."""
        if text == self.text:
            return self
        return replace(self, text=text, past=_bounded((*self.past, self.text)), future=())

    def undone(self) -> Draft:
        """Return the draft a step back."""
        if not self.past:
            return self
        future = _bounded((*self.future, self.text))
        return replace(self, text=self.past[-1], past=self.past[:-1], future=future)

    def redone(self) -> Draft:
        """Return the draft a step forth."""
        if not self.future:
            return self
        past = _bounded((*self.past, self.text))
        return replace(self, text=self.future[-1], past=past, future=self.future[:-1])

    @property
    def touched(self) -> bool:
        """Whether there is work in it that could be lost."""
        return bool(self.past or self.future)

    @property
    def save_as(self) -> str:
        """Name of the file to save, made from the id and from nothing else."""
        found = _ID.search(self.text)
        return f"{found.group(1) if found else 'scenario'}.yaml"


def _bounded(texts: tuple[str, ...]) -> tuple[str, ...]:
    texts = texts[-MOST_STEPS:]
    while texts and sum(map(len, texts)) > MOST_CHARACTERS:
        texts = texts[1:]
    return texts


def as_shown(text: str) -> str:
    """Return a text as a browser's text box has it: no byte-order mark, line feeds only."""
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def retyped(text: str, box: str) -> str:
    """Return a text as a text box has changed it; what was not touched stays to the byte.

    A text box knows one end of line only. What both have in common at the start and at the end
    is therefore taken from the text itself.
    """
    shown = as_shown(text)
    if box == shown:
        return text
    start = _common(shown, box)
    most = min(len(shown), len(box)) - start
    end = _common(shown[::-1], box[::-1], most=most)
    places = _places(text)
    middle = box[start : len(box) - end]
    if "\r\n" in text:
        middle = middle.replace("\n", "\r\n")
    result = text[: places[start]] + middle + text[places[len(shown) - end] :]
    if as_shown(result) == box:
        return result
    return (
        "\ufeff" if text.startswith("\ufeff") else ""
    ) + box  # lone carriage returns met a line end


def _common(one: str, other: str, *, most: int | None = None) -> int:
    limit = min(len(one), len(other)) if most is None else most
    low, high = 0, limit
    while low < high:  # the longest common start, by halving
        middle = (low + high + 1) // 2
        if one[:middle] == other[:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _places(text: str) -> list[int]:
    """Return where each character of the shown text, and its end, is in the text itself."""
    skip = 1 if text.startswith("\ufeff") else 0
    places = [
        index
        for index in range(skip, len(text))
        if not (text[index] == "\n" and index > 0 and text[index - 1] == "\r")
    ]
    return [*places, len(text)]
