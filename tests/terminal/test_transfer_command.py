"""``transfer``: keys others script against, models refused by name, faults that say why."""

from __future__ import annotations

import json

import numpy as np
import pytest

from planner.terminal.door import main
from tests.judges.nbody import GM_KM3_S2, judge_perilune

NEW_YEAR = ("--depart", "2030-01-01")


def run(*words: str) -> int:
    return main(["transfer", *words])


def test_direct_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("direct", *NEW_YEAR, "--tof-d", "4.5", "--perilune-alt-km", "120", "--json") == 0
    document = json.loads(capsys.readouterr().out)
    assert set(document) == {
        "family", "model", "burns", "dv_total_m_s", "tof_d", "c3_km2_s2", "arrival", "residuals",
        "details",
    }  # fmt: skip
    assert set(document["arrival"]) == {"altitude_km", "inclination_deg", "v_inf_km_s"}
    tli, loi = document["burns"]
    assert set(tli) == {
        "name", "epoch_tdb_jd", "dv_m_s", "center", "r_km", "v_before_km_s", "v_after_km_s",
    }  # fmt: skip
    assert document["dv_total_m_s"] == pytest.approx(tli["dv_m_s"] + loi["dv_m_s"])
    assert (document["family"], document["model"]) == ("direct", "ephemeris")
    distance, _ = judge_perilune(
        tli["epoch_tdb_jd"], np.array([*tli["r_km"], *tli["v_after_km_s"]]),
        document["tof_d"] * 86400.0, ("earth", "moon", "sun"), GM_KM3_S2,
    )  # fmt: skip
    assert distance - 1737.4 == pytest.approx(120.0, abs=1e-2)  # 10 m, as in test_direct


def test_direct_without_a_time_of_flight_searches_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("direct", *NEW_YEAR, "--pad", "ksc_39a", "--plane", "northward", "--json") == 0
    free = json.loads(capsys.readouterr().out)
    assert run("direct", *NEW_YEAR, "--pad", "ksc_39a", "--plane", "northward", "--json",
               "--tof-d", "3.2") == 0  # fmt: skip
    fixed = json.loads(capsys.readouterr().out)
    assert fixed["tof_d"] == pytest.approx(3.2, abs=1e-6)
    assert 3.0 <= free["tof_d"] <= 6.0
    assert free["dv_total_m_s"] < fixed["dv_total_m_s"] - 10.0


def test_conic_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("direct", *NEW_YEAR, "--tof-d", "4.5", "--model", "conic") == 0
    out = capsys.readouterr().out
    assert out.startswith("direct, conic: ")
    assert "TLI" in out
    assert "LOI" in out


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--tof-d", "0"), "tof_d = 0.0"),
        (("--tof-d", "-2"), "tof_d = -2.0"),
        (("--pad", "ksc_39"), "ksc_39"),
        (("--lat-deg", "10"), "both coordinates"),
        (("--lat-deg", "10", "--lon-deg", "0", "--max-inclination-deg", "12"),
         "parking_inclination_deg"),
        (("--perilune-alt-km", "-1"), "perilune_alt_km"),
        (("--inclination-deg", "0.2"), "inclination_deg"),
        (("--depart", "2080-01-01"), "2065"),
    ],
)  # fmt: skip
def test_what_cannot_be_flown_says_why(
    words: tuple[str, ...], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("direct", *NEW_YEAR, *words) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert message in err


@pytest.mark.parametrize(
    "words",
    [
        ("direct",),
        ("direct", "--depart", "someday"),
        ("direct", *NEW_YEAR, "--tof-d", "nan"),
        ("direct", *NEW_YEAR, "--perilune-alt-km", "inf"),
        ("direct", *NEW_YEAR, "--model", "flat"),
        ("sideways", *NEW_YEAR),
    ],
)
def test_wrong_usage_ends_with_2(words: tuple[str, ...]) -> None:
    with pytest.raises(SystemExit) as ended:
        run(*words)
    assert ended.value.code == 2


RETURN = ("return", "--depart", "2030-01-10")


def test_return_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(*RETURN, "--tof-d", "3", "--entry-path-angle-deg", "-6", "--json") == 0
    document = json.loads(capsys.readouterr().out)
    assert document["family"] == "return"
    assert [burn["name"] for burn in document["burns"]] == ["tei"]
    assert document["arrival"]["altitude_km"] == pytest.approx(121.92, abs=1e-3)
    assert document["arrival"]["path_angle_deg"] == pytest.approx(-6.0, abs=1e-3)
    assert document["dv_total_m_s"] == document["burns"][0]["dv_m_s"]


def test_return_searches_its_time_of_flight(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(*RETURN, "--json") == 0
    free = json.loads(capsys.readouterr().out)
    assert run(*RETURN, "--tof-d", "2.6", "--json") == 0
    fast = json.loads(capsys.readouterr().out)
    # A Hohmann-like 4 to 5 d costs some 150 m/s less than the hurry of 2.6 d.
    assert free["dv_total_m_s"] < fast["dv_total_m_s"] - 50.0
    assert run(*RETURN) == 0
    assert "Entry 2030-01-" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--tof-d", "0"), "tof_d"),
        (("--model", "conic"), "ephemeris"),
        (("--orbit-alt-km", "-5"), "orbit_alt_km"),
        (("--entry-lat-deg", "88"), "entry_lat_deg"),
        (("--return-inclination-deg", "1"), "return_inclination_deg"),
    ],
)
def test_returns_that_are_refused(
    words: tuple[str, ...], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(*RETURN, *words) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert message in err


def test_free_return(capsys: pytest.CaptureFixture[str]) -> None:
    words = ("free-return", *NEW_YEAR, "--pad", "ksc_39a", "--perilune-alt-km", "300")
    assert run(*words, "--json") == 0
    document = json.loads(capsys.readouterr().out)
    assert document["family"] == "free-return"
    assert document["arrival"]["altitude_km"] == pytest.approx(300.0, abs=0.02)
    assert document["entry"]["path_angle_deg"] == pytest.approx(-6.48, abs=0.02)
    assert 5.0 < document["round_trip_d"] < 7.0
    assert run(*words) == 0
    assert "round trip" in capsys.readouterr().out
    assert run(*words, "--perilune-alt-km", "5") == 1
    assert "perilune_alt_km" in capsys.readouterr().err


def test_several_insertions_and_the_light_at_a_site(capsys: pytest.CaptureFixture[str]) -> None:
    words = ("direct", *NEW_YEAR, "--tof-d", "4.5", "--loi-periods-h", "12,3.5",
             "--loi-revolutions", "2,6", "--site", "ce7_peak", "--j2")  # fmt: skip
    assert run(*words, "--json") == 0
    document = json.loads(capsys.readouterr().out)
    names = [burn["name"] for burn in document["burns"]]
    assert names == ["tli", "loi-1", "loi-2", "loi-3"]
    details = document["details"]
    assert [orbit["revolutions"] for orbit in details["capture_orbits"]] == [2, 6]
    assert {"burn", "sun_share", "earth_in_view"} <= set(details["loi_light"][0])
    assert abs(details["site_light"]["sun_elevation_deg"]) < 3.0  # 1.2 degrees from the pole
    assert run(*words) == 0
    out = capsys.readouterr().out
    assert "LOI-3" in out
    assert "site_light:" in out


PHASING = ("phasing", *NEW_YEAR, "--pad", "xichang_2", "--tof-d", "4.5")


def test_phasing(capsys: pytest.CaptureFixture[str]) -> None:
    words = (*PHASING, "--periods-h", "24,48", "--revolutions", "2,1",
             "--first-apogee-alt-km", "50930", "--first-revolutions", "3")  # fmt: skip
    assert run(*words, "--json") == 0
    document = json.loads(capsys.readouterr().out)
    names = [burn["name"] for burn in document["burns"]]
    assert names == ["injection", "perigee-1", "perigee-2", "tli", "loi"]
    orbits = document["details"]["phasing_orbits"]
    assert orbits[0]["apogee_alt_km"] == pytest.approx(50_930.0, abs=0.2)
    assert [orbit["revolutions"] for orbit in orbits] == [3, 2, 1]
    assert run(*words) == 0
    assert "PERIGEE-2" in capsys.readouterr().out


def test_hybrid_free_return(capsys: pytest.CaptureFixture[str]) -> None:
    words = ("hybrid-free-return", *NEW_YEAR, "--pad", "ksc_39a", "--plane", "northward")
    assert run(*words, "--json") == 0
    document = json.loads(capsys.readouterr().out)
    assert [burn["name"] for burn in document["burns"]] == ["tli", "midcourse", "loi"]
    assert document["details"]["free_return"]["perilune_alt_km"] == pytest.approx(2000.0, abs=0.02)
    assert run(*words, "--first-over", "south") == 0
    assert "MIDCOURSE" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("direct", *NEW_YEAR, "--loi-burns", "20"), "loi_burns"),
        (("direct", *NEW_YEAR, "--loi-apolunes-km", "100,5000"), "fall"),
        (("direct", *NEW_YEAR, "--site", "nowhere"), "nowhere"),
        (("direct", *NEW_YEAR, "--site-lat-deg", "10"), "both coordinates"),
        (("direct", *NEW_YEAR, "--site-lat-deg", "95", "--site-lon-deg", "0"), "site_lat_deg"),
        (("direct", *NEW_YEAR, "--model", "conic", "--j2"), "--j2"),
        (("direct", *NEW_YEAR, "--model", "conic", "--loi-burns", "2"), "ephemeris"),
        ((*PHASING, "--periods-h", "1", "--revolutions", "1"), "periods_h"),
        ((*PHASING, "--revolutions", "3"), "revolutions"),
        ((*PHASING, "--model", "conic"), "ephemeris"),
        (("hybrid-free-return", *NEW_YEAR, "--midcourse-h", "0"), "midcourse_h"),
        (("hybrid-free-return", *NEW_YEAR, "--model", "cr3bp"), "ephemeris"),
    ],
)  # fmt: skip
def test_detours_that_are_refused(
    words: tuple[str, ...], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(*words) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert message in err


@pytest.mark.parametrize(
    "words",
    [
        ("direct", *NEW_YEAR, "--loi-burns", "two"),
        ("direct", *NEW_YEAR, "--loi-burns", "2", "--loi-periods-h", "12"),
        (*PHASING, "--periods-h", "16,x"),
        ("direct", "--model", "cr3bp", "--site", "ce7_peak"),
    ],
)
def test_wrong_usage_of_detours_ends_with_2(words: tuple[str, ...]) -> None:
    with pytest.raises(SystemExit) as ended:
        run(*words)
    assert ended.value.code == 2
