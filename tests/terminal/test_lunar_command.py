"""``orbit lunar|frozen|elfo`` and the forces of ``propagate``: keys, codes, complaints."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest

from planner.terminal.door import main

FLY = ("propagate", "--model", "ephemeris", "--epoch", "2029-01-01T00:00:00 TDB",
       "--r-km", "1900,0,0", "--v-km-s", "0,1.6,0.2", "--days", "0.5")  # fmt: skip
KEYS = {
    "family", "model", "center", "frame", "epoch_tdb_jd", "r_km", "v_km_s", "period_d",
    "semi_major_axis_km", "eccentricity", "perilune_km", "apolune_km", "perilune_alt_km",
    "apolune_alt_km", "inclination_deg", "argp_deg", "node_deg", "jacobi_constant", "stability",
    "days_asked", "lifetime_d", "ending", "altitude_km", "perilunes_alt_km",
    "apolunes_alt_km", "coverage",
}  # fmt: skip


def told(capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, Any]:
    assert main([*words, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_a_low_polar_orbit_by_default(capsys: pytest.CaptureFixture[str]) -> None:
    orbit = told(capsys, "orbit", "lunar", "--days", "3")
    assert set(orbit) == KEYS
    assert orbit["period_d"] * 1440.0 == pytest.approx(117.79, abs=0.01)
    assert np.linalg.norm(orbit["v_km_s"]) == pytest.approx(1.6335, abs=1e-4)
    assert orbit["inclination_deg"] == pytest.approx(90.0, abs=1e-9)
    assert orbit["lifetime_d"] == 3.0
    assert orbit["stability"]["argp_deg"] is None
    assert orbit["coverage"]["lat_deg"] == -90.0


def test_the_state_told_flies_the_same_way(capsys: pytest.CaptureFixture[str]) -> None:
    orbit = told(capsys, "orbit", "elfo", "--days", "3", "--node-deg", "200",
                 "--perilune-alt-km", "500", "--apolune-alt-km", "12000")  # fmt: skip
    assert set(orbit) == KEYS | {"search"}
    again = told(
        capsys, "propagate", "--model", "ephemeris", "--center", "moon",
        "--epoch", "2030-01-01T00:00:00 UTC",
        "--r-km", ",".join(map(repr, orbit["r_km"])), "--v-km-s",
        ",".join(map(repr, orbit["v_km_s"])), "--days", "3", "--moon-field-degree", "4",
    )  # fmt: skip
    lows = [event["altitude_km"] for event in again["events"]]
    # 10 m: the path between samples of the one, steps at 1e-10 of the other.
    assert [min(lows), max(lows)] == pytest.approx(orbit["perilunes_alt_km"], abs=0.01)


def test_frozen_tells_of_its_search(capsys: pytest.CaptureFixture[str]) -> None:
    orbit = told(capsys, "orbit", "frozen", "--mean-alt-km", "400", "--days", "5",
                 "--moon-field-degree", "3")  # fmt: skip
    search = orbit["search"]
    assert search["found"]["excursion"] <= search["guess"]["excursion"]
    assert orbit["semi_major_axis_km"] == pytest.approx(2137.4, abs=1e-6)
    assert orbit["model"]["moon_field_degree"] == 3


def test_each_force_of_propagate_tells(capsys: pytest.CaptureFixture[str]) -> None:
    ends = {
        words: np.array(told(capsys, *FLY, "--center", "moon", *words)["r_km"])
        for words in (
            (), ("--moon-field-degree", "0"), ("--moon-field-degree", "4"),
            ("--srp-area-m2-kg", "0"), ("--srp-area-m2-kg", "1"),
            ("--srp-area-m2-kg", "1", "--srp-cr", "1.8"),
        )
    }  # fmt: skip
    plain = ends[()]
    assert (ends["--srp-area-m2-kg", "0"] == plain).all()
    # 5 m: the Moon of DE440 falls a little otherwise than one of point masses.
    assert ends["--moon-field-degree", "0"] == pytest.approx(plain, abs=5e-3)
    assert np.linalg.norm(ends["--moon-field-degree", "4"] - plain) > 1.0
    one = np.linalg.norm(ends["--srp-area-m2-kg", "1"] - plain)
    more = np.linalg.norm(ends["--srp-area-m2-kg", "1", "--srp-cr", "1.8"] - plain)
    assert more == pytest.approx(one * 1.8 / 1.3, rel=1e-2)
    assert one > 1e-3


@pytest.mark.parametrize(
    ("words", "named"),
    [
        ((*FLY, "--center", "moon", "--moon-field-degree", "7"), "moon_field_degree"),
        ((*FLY, "--center", "moon", "--srp-area-m2-kg", "-1"), "srp_area_m2_kg"),
        (("orbit", "lunar", "--perilune-alt-km", "-5"), "perilune_alt_km"),
        (("orbit", "lunar", "--days", "0"), "days"),
        (("orbit", "lunar", "--epoch", "2066-01-01"), "2065"),
        (("orbit", "lunar", "--site-lat-deg", "-95", "--days", "1"), "site_lat_deg"),
        (("orbit", "frozen", "--mean-alt-km", "10"), "altitude_km"),
        (("orbit", "elfo", "--apolune-alt-km", "100"), "apolune_alt_km"),
    ],
)
def test_what_cannot_be_is_told(
    words: tuple[str, ...], named: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(list(words)) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert named in err


def test_the_uneven_field_needs_the_moon_as_centre(capsys: pytest.CaptureFixture[str]) -> None:
    far = [w if w != "1900,0,0" else "42164,0,0" for w in FLY]
    assert main([*far, "--moon-field-degree", "2"]) == 1
    assert "center" in capsys.readouterr().err
