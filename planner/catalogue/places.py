"""Pads and ground stations on the Earth, sites on the Moon."""

from __future__ import annotations

from typing import Self

from pydantic import model_validator
from pydantic_core import PydanticCustomError

from planner.catalogue.fields import Identifier, Line, Model, Text
from planner.catalogue.quantities import (
    AltitudeM,
    Days,
    DishM,
    ElevationDeg,
    InclinationDeg,
    LatitudeDeg,
    LongitudeDeg,
)


class Pad(Model):
    """A launch pad; latitude is geodetic, longitude east."""

    id: Identifier
    """Name the scenario refers to."""
    name: Line
    """Name people use."""
    lat_deg: LatitudeDeg
    """Geodetic latitude (deg); its size is the least inclination reachable."""
    lon_deg: LongitudeDeg
    """East longitude (deg)."""
    max_inclination_deg: InclinationDeg
    """Greatest inclination reachable over safe ground (deg)."""
    turnaround_d: Days
    """Least days between two launches."""

    @model_validator(mode="after")
    def _some_inclination_is_reachable(self) -> Self:
        if self.max_inclination_deg.value < abs(self.lat_deg.value):
            raise PydanticCustomError(
                "pad_inclination",
                "has max_inclination_deg {highest}, but no orbit from latitude {lat} deg is "
                "inclined less than {least} deg, allowed {least} to 180",
                {
                    "highest": self.max_inclination_deg.value,
                    "lat": self.lat_deg.value,
                    "least": abs(self.lat_deg.value),
                },
            )
        return self


class Site(Model):
    """A place on the Moon, mean-Earth axes.

    ``effective_horizon_deg`` is the elevation above which the centre of the Sun
    is seen from the site's working height: 0 on a plain, below 0 on a ridge.
    """

    id: Identifier
    """Name the scenario refers to."""
    name: Line
    """Name people use."""
    lat_deg: LatitudeDeg
    """Selenographic latitude (deg)."""
    lon_deg: LongitudeDeg
    """East longitude (deg)."""
    effective_horizon_deg: ElevationDeg
    """Elevation above which the Sun is seen (deg)."""
    note: Text = ""
    """What to know about the place."""


class Station(Model):
    """A ground station; latitude is geodetic, longitude east."""

    id: Identifier
    """Name a scenario refers to."""
    name: Line
    """Name people use."""
    partner: Identifier
    """Partner that runs it."""
    lat_deg: LatitudeDeg
    """Geodetic latitude (deg)."""
    lon_deg: LongitudeDeg
    """East longitude (deg)."""
    alt_m: AltitudeM | None = None
    """Height above the ellipsoid (m)."""
    dish_m: DishM
    """Diameter of the largest antenna (m)."""
