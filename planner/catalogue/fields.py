"""Field types shared by the catalogue and the scenario: closed, frozen, bounded.

Lengths in km or m, angles in degrees, masses in kg, times in days: the unit is
always the end of the field's name, so that a file can be read without a manual.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Final

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, Strict, StringConstraints
from pydantic_core import PydanticCustomError

#: First and last day the ephemeris covers (DE440 excerpt, ``planner/astro/data``).
FIRST_DAY: Final = date(1965, 1, 1)
LAST_DAY: Final = date(2065, 1, 1)
ID_PATTERN: Final = r"^[a-z0-9][a-z0-9_-]{0,63}$"
#: No control characters: a title is copied into tables, calendars and reports.
_PRINTABLE: Final = r"^[^\x00-\x08\x0b-\x1f\x7f]*$"
_ONE_LINE: Final = r"^[^\x00-\x1f\x7f]*$"


class Model(BaseModel):
    """Base of every model: unknown keys refused, never changed, no NaN or infinity."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, allow_inf_nan=False, use_attribute_docstrings=True
    )


def _day_only(value: object) -> date:
    """Accept a calendar day or its ISO text; a number would be read as seconds since 1970."""
    if isinstance(value, str):
        try:
            value = date.fromisoformat(value)
        except ValueError:
            value = None
    if not isinstance(value, date) or isinstance(value, datetime):
        raise PydanticCustomError("day", "is not a day, write it as 2031-05-01 without a time")
    if not FIRST_DAY <= value <= LAST_DAY:
        raise PydanticCustomError(
            "day_range",
            "is outside the ephemeris, allowed {first} to {last}",
            {"first": FIRST_DAY.isoformat(), "last": LAST_DAY.isoformat()},
        )
    return value


#: A day (UTC) the ephemeris covers.
Day = Annotated[date, BeforeValidator(_day_only)]
#: A number; text and true/false are not numbers.
Real = Annotated[float, Strict()]
#: A whole number.
Whole = Annotated[int, Strict()]
#: true or false; 0 and 1 are numbers.
Flag = Annotated[bool, Strict()]
#: The name things are referred to by.
Identifier = Annotated[str, StringConstraints(pattern=ID_PATTERN)]
#: One line of text.
Line = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=_ONE_LINE)]
#: A few sentences of text.
Text = Annotated[str, StringConstraints(max_length=4000, pattern=_PRINTABLE)]
Latitude = Annotated[Real, Field(ge=-90.0, le=90.0)]
Longitude = Annotated[Real, Field(ge=-180.0, le=360.0)]
