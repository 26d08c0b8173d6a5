"""``transfer low-thrust``: the keys, the phases as burns, refusals in words."""

from __future__ import annotations

import json

import pytest

from planner.terminal.door import main

QUICK = (
    "--depart", "2030-01-01", "--raan-deg", "0", "--mass-kg", "1000", "--thrust-n", "0.6",
    "--isp-s", "1800", "--propellant-kg", "300", "--duty-cycle", "0.9",
)  # fmt: skip


def run(*words: str) -> int:
    return main(["transfer", "low-thrust", *words])


@pytest.mark.slow
def test_a_flight_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(*QUICK, "--inclination-deg", "80", "--json") == 0
    document = json.loads(capsys.readouterr().out)
    assert set(document) == {
        "family", "model", "burns", "dv_total_m_s", "tof_d", "c3_km2_s2", "arrival", "residuals",
        "details",
    }  # fmt: skip
    assert (document["family"], document["model"]) == ("low-thrust", "ephemeris")
    assert document["arrival"]["inclination_deg"] == pytest.approx(80.0, abs=0.25)
    names = [burn["name"] for burn in document["burns"]]
    assert names == ["belts", "apogee", "approach", "capture", "descent"]
    assert document["dv_total_m_s"] == pytest.approx(sum(b["dv_m_s"] for b in document["burns"]))
    assert [b["center"] for b in document["burns"]] == ["earth"] * 3 + ["moon"] * 2
    details = document["details"]
    assert details["capture_after_d"] < document["tof_d"]
    assert 0.0 < details["longest_eclipse_h"] < details["eclipse_h"]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--model", "cr3bp"), "models of the family low-thrust: ephemeris"),
        (("--from", "leo"), "about 1"),
        (("--propellant-kg", "30"), "what the way takes"),
        (("--thrust-n", "0"), "thrust_n"),
        (("--mass-kg", "-1"), "mass_kg"),
        (("--perigee-alt-km", "100"), "perigee_alt_km"),
        (("--apolune-alt-km", "100"), "apolune_alt_km"),
        (("--budget", "0"), "budget"),
    ],
)
def test_refusals_say_why(
    words: tuple[str, ...], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("--depart", "2030-01-01", *words) == 1
    assert message in capsys.readouterr().err


def test_a_date_beyond_the_ephemeris(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--depart", "2064-06-01") == 1
    assert "before 2065" in capsys.readouterr().err
