"""Numbers as lessons and scores say them."""

from __future__ import annotations

_GROUP = "\N{NARROW NO-BREAK SPACE}"
#: Four digits are read at a glance (ISO 80000-1 leaves them together or apart).
_GROUPED_FROM = 10_000.0


def number(value: float, decimals: int | None = None) -> str:
    """Format a number; without decimals asked for, as short as it can be said exactly to 3."""
    if decimals is None:
        value = round(value, 3)
        decimals = next(n for n in range(4) if round(value, n) == value)
    grouped = "," if abs(value) >= _GROUPED_FROM else ""
    told = f"{value:{grouped}.{decimals}f}"
    return told.replace(",", _GROUP).replace("-", "\N{MINUS SIGN}")


def later(days: int) -> str:
    """Say a shift in days: later, earlier or none."""
    if days == 0:
        return "the same day"
    return f"{number(abs(days))} d {'later' if days > 0 else 'earlier'}"


def counted(count: int, one: str, many: str = "") -> str:
    """Say how many of a thing."""
    return f"{number(count)} {one if count == 1 else many or one + 's'}"
