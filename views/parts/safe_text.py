"""Text from a scenario, made safe for places that read Markdown.

A scenario is somebody's file. Unescaped, ``![](http://…)`` in a title would make the
reader's browser fetch a picture.
"""

from __future__ import annotations

import re

_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")
#: What Markdown makes a link of without any brackets: addresses of pages and of people.
_BARE_LINK = re.compile(r"(?<=:)(?=//)|(?<=www)(?=\.)|(?<=@)", re.IGNORECASE)
#: An ISO date, and a number with the unit that follows it.
_DATE = re.compile(r"(?<![\w-])(\d{4})-(\d\d)-(\d\d)(?![\w-])")
_UNIT = re.compile(r"(?<=\d) (?=(?:kW|kg|t|d|days?|M\$|G\$|m/s|km)(?!\w))")
#: What turns the direction of all that follows, the page's own words too.
_TURNS = re.compile("[\N{LEFT-TO-RIGHT EMBEDDING}-\N{RIGHT-TO-LEFT OVERRIDE}"
                    "\N{LEFT-TO-RIGHT ISOLATE}-\N{POP DIRECTIONAL ISOLATE}]")  # fmt: skip
#: Any white space but the two that hold a number and its unit together.
_SPACES = re.compile("[^\\S\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}]+")
_WORD_JOINER = "\N{WORD JOINER}"


def plain(text: str) -> str:
    """Escape every character Markdown could read as more than itself, and break bare links."""
    broken = _BARE_LINK.sub(_WORD_JOINER, _SPACES.sub(" ", _TURNS.sub("", text)).strip())
    return _PUNCTUATION.sub(r"\\\1", broken)


def unbroken(text: str) -> str:
    """Keep a date, and a number and its unit, on one line. For text to read, not to copy."""
    whole = _DATE.sub("\\1\N{NON-BREAKING HYPHEN}\\2\N{NON-BREAKING HYPHEN}\\3", text)
    return _UNIT.sub("\N{NO-BREAK SPACE}", whole)
