"""Text from a scenario, made safe for places that read Markdown.

A scenario is somebody's file. Unescaped, ``![](http://…)`` in a title would make the
reader's browser fetch a picture.
"""

from __future__ import annotations

import re

_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")


def plain(text: str) -> str:
    """Escape every character Markdown could read as more than itself."""
    return _PUNCTUATION.sub(r"\\\1", " ".join(text.split()))
