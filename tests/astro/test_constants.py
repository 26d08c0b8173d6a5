"""Constants against the text the DE440 kernel carries in its comment area."""

from __future__ import annotations

import re

import pytest
from jplephem.spk import SPK

from planner.astro import constants
from planner.astro.data.build_de440_excerpt import EXCERPT


@pytest.fixture(scope="module")
def comments() -> str:
    with SPK.open(str(EXCERPT)) as kernel:
        return kernel.comments()


@pytest.mark.parametrize(
    ("row", "value"),
    [
        ("GM2", constants.GM_VENUS_KM3_S2),
        ("GM3", constants.GM_EARTH_KM3_S2),
        ("GM4", constants.GM_MARS_KM3_S2),
        ("GM5", constants.GM_JUPITER_KM3_S2),
        ("GMS", constants.GM_SUN_KM3_S2),
        ("GMM", constants.GM_MOON_KM3_S2),
    ],
)
def test_gravitational_parameters_are_those_of_de440(comments, row, value):
    table = comments.split("KM**3/SEC**2")[1]
    printed = re.search(rf"^\s*{row}\s+\S+\s+\S+\s+(\S+)", table, re.MULTILINE)
    assert printed is not None
    assert value == float(printed[1])


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("EMRAT", constants.EARTH_MOON_MASS_RATIO),
        ("J2E", constants.J2_EARTH),
        ("RE", constants.EARTH_RADIUS_KM),
        ("AU", constants.AU_KM),
    ],
)
def test_header_constants_are_those_of_de440(comments, name, value):
    printed = re.search(rf"^\s*{name}\s+([-+.0-9]+D[-+]\d+)", comments, re.MULTILINE)
    assert printed is not None
    assert value == float(printed[1].replace("D", "e"))


def test_mass_ratio_agrees_with_the_gravitational_parameters():
    # The GMs are printed with 1e-6 km³/s²: 2e-10 of the Moon's.
    ratio = constants.GM_EARTH_KM3_S2 / constants.GM_MOON_KM3_S2
    assert ratio == pytest.approx(constants.EARTH_MOON_MASS_RATIO, rel=2e-10)
