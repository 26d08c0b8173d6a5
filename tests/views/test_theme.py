"""Contrast of the theme's accent, where text stands on it and where it is text itself."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

#: WCAG 2.2, 1.4.3: text of ordinary size.
LEAST = 4.5
THEME = tomllib.loads(
    (Path(__file__).parents[2] / ".streamlit" / "config.toml").read_text(encoding="utf-8")
)["theme"]


def luminance(colour):
    """Relative luminance as WCAG 2.2 defines it."""
    parts = [int(colour[place : place + 2], 16) / 255.0 for place in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("name", ["light", "dark"])
def test_the_accent_bears_white_text_and_is_legible_as_text(name):
    theme = THEME[name]
    assert contrast(theme["primaryColor"], "#FFFFFF") >= LEAST  # primary buttons, chosen tags
    assert contrast(theme["primaryColor"], theme["backgroundColor"]) >= LEAST  # a slider's value
    assert contrast(theme["sidebar"]["primaryColor"], "#FFFFFF") >= LEAST
    assert contrast(theme["textColor"], theme["secondaryBackgroundColor"]) >= LEAST
