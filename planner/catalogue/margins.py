"""Margin policies: what is added to masses and speed changes before they are trusted."""

from __future__ import annotations

from pydantic import Field

from planner.catalogue.fields import Identifier, Line, Model, Text
from planner.catalogue.quantities import Fraction


class GrowthClass(Model):
    """How well a dry mass is known, and what is added to it."""

    id: Identifier
    """Name the files refer to."""
    name: Line
    """What it means."""
    growth_fraction: Fraction
    """Part of the dry mass added to it."""


class MarginPolicy(Model):
    """A set of margins somebody published, or that we chose."""

    id: Identifier
    """Name the files refer to."""
    name: Line
    """Name people use."""
    dv_fraction: Fraction
    """Part added to every speed change."""
    residual_fraction: Fraction
    """Part of the propellant in a tank that cannot be burnt."""
    system_fraction: Fraction
    """Part added to the dry mass after the growth of its class."""
    growth: tuple[GrowthClass, ...] = Field(min_length=1)
    """Classes of maturity, least mature first."""
    note: Text = ""
    """What to know before using it."""
