"""The judge's places are jplephem's own."""

from __future__ import annotations

import numpy as np
import pytest
from jplephem.spk import SPK

from tests.judges.nbody import KERNEL, geocentric_km

#: Codes of the body and of what it is told from in the file.
MOON, EARTH, BARYCENTER = (3, 301), (3, 399), (0, 3)
BODIES = {"moon": None, "sun": (0, 10), "venus": (0, 2), "mars": (0, 4), "jupiter": (0, 5)}


@pytest.mark.parametrize("body", BODIES)
def test_places_are_those_that_jplephem_evaluates(body: str) -> None:
    with SPK.open(str(KERNEL)) as spk:
        # Ends of a series' days among them, and seconds before and after a date.
        for jd in (2440000.5, 2451544.5, 2451545.0, 2462502.5, 2474000.25):
            for jd2 in (-3.5, -1e-4, 0.0, 0.3, 4.0, 150.0 / 7.0):
                told = spk[MOON] if body == "moon" else spk[BODIES[body]]
                place = told.compute(jd, jd2) - spk[EARTH].compute(jd, jd2)
                if body != "moon":
                    place -= spk[BARYCENTER].compute(jd, jd2)
                # Rounding of 1e9 km in double precision; the Moon's is 1e-8 km.
                abs_km = 1e-8 if body == "moon" else 1e-6
                miss = np.linalg.norm(geocentric_km(body, jd, jd2) - place)
                assert miss < abs_km, (jd, jd2)
