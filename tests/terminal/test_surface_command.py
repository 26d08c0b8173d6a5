"""``transfer descent`` and ``transfer ascent``: keys, sites, faults that say why."""

from __future__ import annotations

import json

import pytest

from planner.terminal.door import main

NEW_YEAR = ("--depart", "2030-01-01")
KEYS = {
    "family", "model", "burns", "dv_total_m_s", "tof_d", "c3_km2_s2", "arrival", "residuals",
    "details",
}  # fmt: skip


def run(*words: str) -> int:
    return main(["transfer", *words])


def test_descent_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    where = ("--site-lat-deg", "-45", "--site-lon-deg", "120", "--site-alt-km", "-2")
    assert run("descent", *NEW_YEAR, *where, "--hover-s", "20", "--json") == 0
    document = json.loads(capsys.readouterr().out)
    assert set(document) == KEYS
    assert document["c3_km2_s2"] is None
    assert document["arrival"]["altitude_km"] == -2.0
    assert [burn["name"] for burn in document["burns"]] == ["doi", "pdi", "landing"]
    assert document["dv_total_m_s"] == pytest.approx(
        sum(burn["dv_m_s"] for burn in document["burns"])
    )
    told = document["details"]
    assert {
        "landing_tdb_jd", "sun_elevation_deg", "sun_azimuth_deg", "earth_elevation_deg", "wait_d",
        "thrust_to_weight", "propellant_kg", "duration_s", "cross_range_km",
    } <= set(told)  # fmt: skip
    assert (told["site_lat_deg"], told["site_lon_deg"], told["hover_s"]) == (-45.0, 120.0, 20.0)
    assert document["residuals"]["landing_m"] < 0.01


def test_ascent_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("ascent", *NEW_YEAR, "--site", "aristarchus", "--json") == 0
    document = json.loads(capsys.readouterr().out)
    assert set(document) == KEYS
    assert document["model"] == "ephemeris"
    assert [burn["name"] for burn in document["burns"]] == ["ascent", "csi", "cdh", "tpi", "tpf"]
    # Site of the catalogue: Aristarchus plateau, 23.7 N 312.6 E.
    assert document["details"]["site_lat_deg"] == 23.7
    assert document["residuals"]["meeting_m"] < 1.0


def test_words_for_people(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("descent", *NEW_YEAR) == 0
    out = capsys.readouterr().out
    assert out.startswith("descent, conic: ")
    assert "PDI" in out
    assert run("ascent", *NEW_YEAR, "--model", "conic", "--rendezvous", "hohmann") == 0
    out = capsys.readouterr().out
    assert out.startswith("ascent, conic: ")
    assert "TPF" in out


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("descent", "--site-lat-deg", "10"), "both coordinates"),
        (("descent", "--site", "nowhere"), "there is"),
        (("ascent", "--site", "cabeus", "--site-lat-deg", "1", "--site-lon-deg", "1"), "either"),
        (("descent", "--model", "ephemeris"), "conic"),
        (("ascent", "--model", "cr3bp"), "ephemeris"),
        (("descent", "--thrust-n", "100"), "thrust_to_weight"),
        (("descent", "--site-lat-deg", "50", "--site-lon-deg", "0", "--orbit-inclination-deg",
          "20"), "50 .. 130"),
        (("ascent", "--insertion-perilune-alt-km", "-5"), "insertion_perilune_alt_km"),
        (("descent", "--site-lat-deg", "0", "--site-lon-deg", "0", "--orbit-node-deg", "90",
          "--wait-max-d", "1"), "at least"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_said(
    words: tuple[str, ...], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    family, *rest = words
    assert run(family, *NEW_YEAR, *rest) == 1
    said = capsys.readouterr()
    assert message in said.err
    assert said.out == ""


@pytest.mark.parametrize("words", [("--mass-kg", "nan"), ("--hover-s", "soon")])
def test_wrong_usage(words: tuple[str, ...]) -> None:
    with pytest.raises(SystemExit) as stopped:
        run("descent", *NEW_YEAR, *words)
    assert stopped.value.code == 2
