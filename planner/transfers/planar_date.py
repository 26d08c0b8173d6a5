"""Where the real Sun stands on a date, for the circle of the bicircular problem."""

from __future__ import annotations

import numpy as np

from planner.astro.ephemeris import body_states_km_s


def sun_angle_deg(*, tdb_jd: float) -> float:
    """Angle (deg, 0 to 360) from the Earth-Moon line to the Sun, in the Moon's plane.

    Seen from the Earth, counted as the Moon moves (DE440). The model then turns it at its
    own mean rate; the Sun's height above the plane (up to 5 degrees) is dropped.

    Raises
    ------
    OutOfRangeError
        A date outside the ephemeris.
    """
    moon = body_states_km_s("moon", tdb_jd).reshape(6)
    sun = body_states_km_s("sun", tdb_jd).reshape(6)[:3]
    x = moon[:3] / np.linalg.norm(moon[:3])
    z = np.cross(moon[:3], moon[3:])
    y = np.cross(z / np.linalg.norm(z), x)
    return float(np.degrees(np.arctan2(sun @ y, sun @ x))) % 360.0
