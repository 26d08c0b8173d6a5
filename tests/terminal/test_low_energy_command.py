"""``transfer low-energy``: what it asks of the search, its keys, what is refused and how."""

from __future__ import annotations

import json

import pytest

from planner.terminal.door import main
from planner.transfers.planar import PlanarTransfer, planar_transfer
from planner.transfers.planar_model import CR3BP, PlanarRequest

JUNE = ("--depart", "2031-06-01 TDB")


def run(*words: str) -> int:
    return main(["transfer", "low-energy", *words])


@pytest.mark.slow
def test_flight_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(*JUNE, "--arcs", "3000", "--pad", "ksc_39a", "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert set(told) == {
        "family", "model", "burns", "dv_total_m_s", "tof_d", "c3_km2_s2", "arrival", "residuals",
        "details",
    }  # fmt: skip
    assert (told["family"], told["model"]) == ("low-energy", "ephemeris")
    assert [burn["name"] for burn in told["burns"]] == ["tli", "loi"]
    assert told["arrival"]["altitude_km"] == pytest.approx(100.0, abs=1e-3)
    assert told["details"]["search"]["arrivals_flown_back"] == 3000
    assert 3700.0 < told["dv_total_m_s"] < 3870.0


def test_planar_options_reach_the_search(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked: dict = {}

    def quick(**options: object) -> PlanarTransfer:
        asked.update(options)
        return planar_transfer(model=CR3BP, request=PlanarRequest(tof_d=4.5))

    monkeypatch.setattr("planner.transfers.planar_low_energy.low_energy_transfer", quick)
    assert run("--model", "bcr4bp", "--retrograde", "--perilune-alt-km", "120", "--tof-max-d",
               "110", "--json") == 0  # fmt: skip
    del asked["progress"]
    assert asked == {
        "parking_alt_km": 167.0, "perilune_alt_km": 120.0, "prograde": False, "longest_d": 110.0,
    }  # fmt: skip
    assert json.loads(capsys.readouterr().out)["burns"][0]["epoch_tdb_jd"] is None


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((*JUNE, "--model", "conic"), "ephemeris, bcr4bp"),
        ((*JUNE, "--tof-max-d", "20"), "60 .. 200 d"),
        ((*JUNE, "--arcs", "-5"), "arcs = -5"),
        (("--depart", "2064-12-01"), "1965-01-01..2065-01-01"),
        ((*JUNE, "--parking-inclination-deg", "5"), "parking_inclination_deg = 5.0"),
        (("--model", "bcr4bp", "--parking-alt-km", "20"), "parking_alt_km = 20.0"),
    ],
)
def test_what_cannot_be_flown_says_why(
    words: tuple[str, ...], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(*words) == 1
    assert said in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "needs --depart"),
        ((*JUNE, "--prograde"), "has no --prograde"),
        ((*JUNE, "--model", "bcr4bp"), "bcr4bp has no --depart"),
        (("--model", "bcr4bp", "--window-d", "3", "--pad", "x"), "has no --pad, --window-d"),
        ((*JUNE, "--window-d", "nan"), "not a finite number"),
        ((*JUNE, "--plane", "northward"), "unrecognized arguments"),
    ],
)
def test_wrong_usage(words: tuple[str, ...], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        run(*words)
    assert ended.value.code == 2
    assert said in capsys.readouterr().err
