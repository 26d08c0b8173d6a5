"""``transfer nrho`` and its kin: keys others script against, faults that say why."""

from __future__ import annotations

import json

import pytest

from planner.terminal.door import main

KEYS = {
    "family", "model", "burns", "dv_total_m_s", "tof_d", "c3_km2_s2", "arrival", "residuals",
    "details",
}  # fmt: skip


def test_up_from_a_low_orbit_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    words = ("llo-nrho", "--depart", "2030-03-01", "--tof-d", "0.75", "--orbit-alt-km", "120")
    assert main(["transfer", *words, "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert set(document) == KEYS
    assert [burn["name"] for burn in document["burns"]] == ["departure", "insertion"]
    assert document["tof_d"] == pytest.approx(0.75, abs=1e-8)
    place = document["burns"][0]["r_km"]
    assert sum(x * x for x in place) ** 0.5 - 1737.4 == pytest.approx(120.0, abs=1e-6)


def test_nrho_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["transfer", "nrho", "--depart", "2030-01-10", "--plane", "northward"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("nrho, ephemeris: ")
    for word in ("TLI", "FLYBY", "INSERTION", "flyby_alt_km", "orbit_phase"):
        assert word in out


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (("nrho", "--model", "cr3bp"), "--model"),
        (("nrho", "--tof-d", "0"), "tof_d"),
        (("nrho", "--flyby-alt-km", "-1"), "flyby_alt_km"),
        (("nrho", "--parking-inclination-deg", "1"), "parking_inclination_deg"),
        (("nrho-return", "--return-inclination-deg", "2"), "return_inclination_deg"),
        (("nrho-llo", "--orbit-alt-km", "5"), "orbit_alt_km"),
        (("llo-dro", "--tof-d", "30"), "tof_d"),
    ],
)
def test_faults_name_what_is_wrong(
    capsys: pytest.CaptureFixture[str], words: tuple[str, ...], named: str
) -> None:
    assert main(["transfer", words[0], "--depart", "2030-01-10", *words[1:]]) == 1
    assert named in capsys.readouterr().err
