"""``propagate``, ``lambert`` and ``orbit``: keys others script against, codes, complaints."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest

from planner.terminal.door import main
from tests.judges.nbody import geocentric_km, judge_propagate
from tests.judges.turning import judge_turning

MU = "0.01215058560962404"
#: Negative first, as a shell user writes it: argparse alone would take it for an option.
STATE = "-0.4,0.5,0.1,0.1,-0.2,0.3"
SUN = ("--sun-mass", "3.28900541e5", "--sun-distance", "388.811143", "--sun-rate", "-0.925195985")
R_KM, V_KM_S = "-137380.1984,75679.8787,21487.6388", "-0.2324532,-0.4462754,0.0856121"
REAL = ("propagate", "--model", "ephemeris", "--r-km", R_KM, "--v-km-s", V_KM_S)
LAMBERT = ("lambert", "--mu-km3-s2", "398600.4418")
DER_II = ("--r1-km", "22592.145603,-1599.915239,-19783.950506",
          "--r2-km", "1922.067697,4054.157051,-8925.727465")  # fmt: skip


def told(capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, Any]:
    assert main([*words, "--json"]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    return json.loads(out)


def test_cr3bp_state_and_transition_matrix(capsys: pytest.CaptureFixture[str]) -> None:
    words = ("propagate", "--model", "cr3bp", "--mu", MU, "--state", STATE, "--time", "1.2")
    plain, both = told(capsys, *words), told(capsys, *words, "--stm")
    assert set(plain) == {"state"}
    assert set(both) == {"state", "stm"}
    start = np.array([float(x) for x in STATE.split(",")])
    # 1e-10 is 4 cm: two integrators at 1e-13 over five days.
    assert plain["state"] == pytest.approx(judge_turning(float(MU), start, 1.2), abs=1e-10)
    assert np.linalg.det(both["stm"]) == pytest.approx(1.0, abs=1e-9)


def test_bcr4bp_feels_the_sun_and_where_it_stands(capsys: pytest.CaptureFixture[str]) -> None:
    words = ("propagate", "--model", "bcr4bp", "--mu", MU, "--state", STATE, "--time", "-1.2", *SUN)
    ours = told(capsys, *words, "--t0", "-2.5")["state"]
    start = np.array([float(x) for x in STATE.split(",")])
    sun = (3.28900541e5, 388.811143, -0.925195985, -2.5)
    assert ours == pytest.approx(judge_turning(float(MU), start, -1.2, sun=sun), abs=1e-9)
    elsewhere = told(capsys, *words, "--t0", "0.0")["state"]
    assert np.abs(np.subtract(ours, elsewhere)).max() > 1e-4


@pytest.mark.parametrize(("scale", "ahead_s"), [("TDB", 0.0), ("TAI", 32.184), ("UTC", 69.184)])
def test_ephemeris_answers_in_the_scale_and_centre_asked(
    scale: str, ahead_s: float, capsys: pytest.CaptureFixture[str]
) -> None:
    words = (*REAL, "--days", "2", "--bodies", "earth,moon,sun")
    ours = told(capsys, *words, "--epoch", f"2029-01-01T00:00:00 {scale}")
    assert set(ours) == {"epoch_tdb_jd", "center", "r_km", "v_km_s", "events"}
    epoch = 2462137.5 + ahead_s / 86400.0
    # TDB minus TT stays below 2 ms; a Julian date resolves 40 µs.
    assert ours["epoch_tdb_jd"] == pytest.approx(epoch + 2.0, abs=0.002 / 86400.0)
    start = np.array([float(x) for x in (R_KM + "," + V_KM_S).split(",")])
    theirs = judge_propagate(ours["epoch_tdb_jd"] - 2.0, start, 172800.0, ("earth", "moon", "sun"))
    # 1 m: 40 µs of epoch, and two integrators at 1e-12.
    assert np.linalg.norm(np.subtract(ours["r_km"], theirs[:3])) < 1e-3


def test_ephemeris_about_the_moon_with_its_perilunes(capsys: pytest.CaptureFixture[str]) -> None:
    ours = told(
        capsys, "propagate", "--model", "ephemeris", "--center", "moon", "--epoch",
        "2029-01-01T00:00:00 TDB", "--r-km", "1900,0,0", "--v-km-s", "0,1.6,0.2", "--days", "0.25",
    )  # fmt: skip
    moon = geocentric_km("moon", 2462137.5)
    step = 1e-3
    rate = (geocentric_km("moon", 2462137.5, step) - geocentric_km("moon", 2462137.5, -step)) / (
        2 * step * 86400.0
    )
    start = np.concatenate((moon + np.array([1900, 0, 0]), rate + np.array([0, 1.6, 0.2])))
    theirs = judge_propagate(2462137.5, start, 21600.0, ("earth", "moon", "sun"))[:3]
    away = theirs - geocentric_km("moon", 2462137.5, 0.25)
    # 10 m: the judge's Moon rate is a difference, good to 1e-7 km/s, over six hours.
    assert np.linalg.norm(np.subtract(ours["r_km"], away)) < 1e-2
    assert ours["center"] == "moon"
    # Three laps of two hours in six hours, so three perilunes or two, each above the ground.
    assert [set(e) for e in ours["events"]] == [{"name", "epoch_tdb_jd", "altitude_km"}] * len(
        ours["events"]
    )
    assert len(ours["events"]) in {2, 3}
    assert all(e["name"] == "perilune" and 0 < e["altitude_km"] < 163 for e in ours["events"])


def test_oblateness_only_when_asked(capsys: pytest.CaptureFixture[str]) -> None:
    words = ("propagate", "--model", "ephemeris", "--epoch", "2029-01-01T00:00:00 TDB", "--r-km",
             "7000,0,0", "--v-km-s", "0,6,4.5", "--days", "0.1", "--bodies", "earth")  # fmt: skip
    plain, flattened = told(capsys, *words)["r_km"], told(capsys, *words, "--j2")["r_km"]
    # J2 is a thousandth of the pull: tens of kilometres in an orbit and a half.
    assert 1.0 < np.linalg.norm(np.subtract(plain, flattened)) < 200.0


def test_lambert_published(capsys: pytest.CaptureFixture[str]) -> None:
    ours = told(capsys, *LAMBERT, *DER_II, "--tof-s", "36000", "--revs", "1", "--branch", "high")
    assert set(ours) == {"v1_km_s", "v2_km_s"}
    # Der 2011, his figures.
    assert ours["v1_km_s"] == pytest.approx([0.50335770, 0.61869408, -1.57176904], abs=5e-6)
    back = told(capsys, *LAMBERT, *DER_II, "--tof-s", "36000", "--retrograde")
    assert back["v1_km_s"] == pytest.approx([2.96616042, -1.27577231, -0.75545632], abs=1e-5)


def test_nrho_of_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    ours = told(capsys, "orbit", "nrho", "--period-tu", "1.4799795545729917")
    # JPL "Three-Body Periodic Orbits", its 9:2 row.
    assert ours["initial_state"] == pytest.approx(
        [1.0196625817475922, 0, -0.18041918731575562, 0, -0.09805982467069076, 0], abs=2e-11
    )
    assert ours["period_d"] == pytest.approx(6.560237, abs=1e-6)
    assert ours["perilune_km"] == pytest.approx(2930.67, abs=0.01)
    assert ours["apolune_km"] == pytest.approx(71_395, abs=0.5)
    assert ours["jacobi_constant"] == pytest.approx(3.04890858931598, abs=1e-12)
    assert ours["stability"] == pytest.approx(1.2554, abs=5e-5)
    assert (ours["family"], ours["point"], ours["branch"]) == ("nrho", "L2", "southern")
    assert len(ours["eigenvalues"]) == 6
    assert ours["closure"] < 1e-11


@pytest.mark.parametrize(
    ("words", "key", "value"),
    [
        (("nrho",), "period_d", 29.530588853 * 2 / 9),
        (("nrho", "--resonance", "4:1"), "period_d", 29.530588853 / 4),
        (("nrho", "--point", "L1", "--perilune-km", "5000"), "perilune_km", 5000.0),
        (("dro",), "perilune_km", 70_000.0),
        (("dro", "--period-d", "13.9"), "period_d", 13.9),
        (("halo", "--jacobi", "3.1"), "jacobi_constant", 3.1),
        (("halo", "--period-d", "14", "--time-unit-s", "375190"), "period_tu",
         14 * 86400 / 375190),
    ],
)  # fmt: skip
def test_orbits_by_what_is_asked(
    words: tuple[str, ...], key: str, value: float, capsys: pytest.CaptureFixture[str]
) -> None:
    assert told(capsys, "orbit", *words)[key] == pytest.approx(value, rel=1e-10)


def test_northern_mirrors_southern(capsys: pytest.CaptureFixture[str]) -> None:
    south = told(capsys, "orbit", "halo", "--az-km", "30000")
    north = told(capsys, "orbit", "halo", "--az-km", "30000", "--branch", "northern")
    assert north["initial_state"][2] == -south["initial_state"][2] > 0
    assert north["stability"] == pytest.approx(south["stability"], rel=1e-6)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("orbit", "nrho"), ("period_d: 6.5623", "family: nrho", "eigenvalues:\n  -2.0170")),
        ((*LAMBERT, *DER_II, "--tof-s", "36000"), ("v1_km_s: 2.0006", "v2_km_s: -3.79")),
        ((*REAL, "--epoch", "2029-01-01T00:00:00", "--days", "0.5"), ("center: earth",
                                                                     "events: none")),
    ],
)  # fmt: skip
def test_text_for_people(
    words: tuple[str, ...], expected: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*words]) == 0
    out = capsys.readouterr().out
    assert all(part in out for part in expected), out


TURN = ("propagate", "--model", "cr3bp", "--mu", MU)


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ((*LAMBERT, *DER_II, "--tof-s", "18000", "--revs", "1"), "too short"),
        ((*REAL, "--epoch", "2070-01-01T00:00:00", "--days", "1"), "1965-01-01..2065-01-01"),
        ((*REAL, "--epoch", "2064-12-31T00:00:00", "--days", "9"), "1965-01-01..2065-01-01"),
        ((*REAL, "--epoch", "2029-01-01T00:00:00", "--days", "1", "--bodies", "earth,vulcan"),
         "vulcan"),
        (("propagate", "--model", "ephemeris", "--center", "moon", "--epoch",
          "2029-01-01T00:00:00", "--r-km", "1700,0,0", "--v-km-s", "0,1.6,0", "--days", "1"),
         "above 1737.4 km"),
        (("propagate", "--model", "cr3bp", "--mu", "0.7", "--state", STATE, "--time", "1"),
         "mu = 0.7 is outside 0 < mu <= 0.5"),
        ((*TURN, "--state", "0.98784941439,0,0,0,0,0", "--time", "1"), "step became too small"),
        (("orbit", "nrho", "--perilune-km", "1000"), "is outside 1737.4 .. "),
        (("orbit", "dro", "--jacobi", "9"), "what this family covers"),
        (("orbit", "dro", "--mu", "1e-9"), "no orbit above the surfaces"),
        (("orbit", "halo", "--mu", "1e-30"), "mu = 1e-30 is outside 1e-12 .. 0.5"),
    ],
)  # fmt: skip
def test_what_has_no_answer_ends_with_1_and_the_reason(
    words: tuple[str, ...], reason: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*words, "--json"]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert reason in err


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ((*TURN, "--state", "1,2,3", "--time", "1"), "holds 3 numbers, not 6"),
        ((*TURN, "--state", "1,2,3,nan,5,6", "--time", "1"), "'nan' is not a finite number"),
        ((*TURN, "--state", STATE), "cr3bp needs --time"),
        ((*TURN, "--state", STATE, "--time", "1", "--t0", "0"), "cr3bp has no --t0"),
        (("propagate", "--model", "bcr4bp", "--mu", MU, "--state", STATE, "--time", "1"),
         "needs --sun-mass, --sun-distance, --sun-rate, --t0"),
        ((*REAL, "--days", "1"), "needs --epoch"),
        ((*REAL, "--days", "1", "--epoch", "next week"), "not an epoch of 1965 to 2065"),
        ((*REAL, "--days", "1", "--epoch", "2029-01-01T00:00:00", "--bodies", "moon"),
         "the Earth always pulls"),
        (("lambert", "--mu-km3-s2", "-1", *DER_II, "--tof-s", "1"), "above 0"),
        ((*LAMBERT, *DER_II, "--tof-s", "0"), "above 0"),
        ((*LAMBERT, *DER_II, "--tof-s", "9", "--revs", "-1"), "whole number"),
        (("orbit", "dro", "--point", "L1"), "unrecognized arguments: --point"),
        (("orbit", "nrho", "--resonance", "9/2"), "such as 9:2"),
        (("orbit", "nrho", "--period-d", "6", "--jacobi", "3"), "not allowed with"),
    ],
)  # fmt: skip
def test_wrong_usage_ends_with_2_and_names_it(
    words: tuple[str, ...], reason: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main([*words])
    assert ended.value.code == 2
    assert reason in capsys.readouterr().err
