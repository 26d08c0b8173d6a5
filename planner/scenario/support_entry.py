"""What a flight takes besides its rocket and lander: tankers, and craft that are used again."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from planner.catalogue.fields import Identifier, Line, Model, Whole


class TankersEntry(Model):
    """Launches that fill the lander of a flight before it leaves the Earth's orbit."""

    launcher: Identifier
    """Id in the catalogue."""
    count: Annotated[Whole, Field(ge=1, le=40)]
    """Tankers a flight takes."""
    pad: Identifier | None = None
    """Id in the catalogue; the launcher's first pad if left out."""
    every_d: Annotated[Whole, Field(ge=1, le=365)] = 10
    """Days from one tanker to the next (d)."""
    last_d: Annotated[Whole, Field(ge=1, le=365)] = 10
    """Days from the last tanker to the launch of the flight (d)."""


class CraftEntry(Model):
    """A tug, lander or transporter that flies again and again."""

    id: Identifier
    """Name flight options refer to under reuses."""
    name: Line | None = None
    """Name people use; the id if left out."""
    cycle_d: Annotated[Whole, Field(ge=1, le=3660)]
    """Days from the launch of one flight that uses it to that of the next (d)."""
    requires: Annotated[tuple[Identifier, ...], Field(max_length=64)] = ()
    """Elements, or things in place, that must work before each use: the craft, if delivered."""
