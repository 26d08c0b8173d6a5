"""Numbers, dates and names as the reader sees them, the same in every figure and page."""

from __future__ import annotations

from datetime import date, datetime
from html import escape

#: Masses above this are shown in tonnes (kg).
TONNES_ABOVE_KG = 10_000.0

_GROUP = "\N{NARROW NO-BREAK SPACE}"
#: The same for numbers plotly formats: decimal point, then the thousands' space.
SEPARATORS = f".{_GROUP}"


def grouped(value: float, decimals: int = 0) -> str:
    """Format a number with thousands set apart by a thin space."""
    return f"{value:,.{decimals}f}".replace(",", _GROUP)


def mass_text(mass_kg: float) -> str:
    """Format a mass: kilograms, or tonnes above 10 000 kg."""
    if abs(mass_kg) <= TONNES_ABOVE_KG:
        return f"{grouped(mass_kg)} kg"
    tonnes = mass_kg / 1000.0
    return f"{tonnes:.1f} t" if abs(tonnes) < 100.0 else f"{grouped(tonnes)} t"


def mass_unit(largest_kg: float) -> tuple[str, float]:
    """Return the one unit for a set of masses, by the largest, and how many kg it is."""
    return ("t", 1000.0) if largest_kg > TONNES_ABOVE_KG else ("kg", 1.0)


def date_text(instant: date | datetime) -> str:
    """Format a day as ISO 8601, e.g. ``2035-03-18``."""
    return instant.strftime("%Y-%m-%d")


def instant_text(instant: datetime) -> str:
    """Format an instant as ISO 8601 to the second with its zone, e.g. ``…T11:20:05Z``."""
    return instant.strftime("%Y-%m-%dT%H:%M:%SZ")


def label(text: str) -> str:
    """Make a name safe inside a plotly label, which reads a little HTML."""
    return escape(text, quote=False)
