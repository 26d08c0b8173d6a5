"""``orbit nrho|dro|halo --epoch``: the life's keys, and what goes wrong."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest

from planner.terminal.door import main
from tests.judges.nbody import geocentric_km, judge_propagate

NRHO = ("orbit", "nrho", "--epoch", "2028-01-01T00:00:00 TDB", "--days", "30")


@pytest.fixture(scope="module")
def words() -> tuple[str, ...]:
    return (*NRHO, "--trials", "3", "--seed", "5")


def told(capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, Any]:
    assert main([*words, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_the_answer_holds_the_orbit_its_life_and_its_cost(
    capsys: pytest.CaptureFixture[str], words: tuple[str, ...]
) -> None:
    plain, both = told(capsys, "orbit", "nrho"), told(capsys, *words)
    assert {key: both[key] for key in plain} == plain
    assert set(both) - set(plain) == {"life", "station_keeping"}
    life, keeping = both["life"], both["station_keeping"]
    assert life["days"] == 30.0
    assert life["perilune_km"]["min"] <= life["perilune_km"]["mean"] <= life["perilune_km"]["max"]
    assert life["gap_km"] < 1e-4
    assert {shadow["body"] for shadow in life["shadow"]} == {"earth", "moon"}
    assert (keeping["trials"], keeping["lost"], keeping["seed"]) == (3, 0, 5)
    assert keeping["days"] >= 30.0 - 6.6  # whole periods
    assert 0.0 < keeping["mean_m_s_per_year"] <= keeping["most_m_s_per_year"]
    assert keeping["errors_3_sigma"]["navigation_km"] == 10.0


def test_the_initial_state_is_that_of_the_nodes(
    capsys: pytest.CaptureFixture[str],
) -> None:
    life = told(capsys, *NRHO, "--trials", "0")["life"]
    earth = np.array(life["earth_centred"]["r_km"] + life["earth_centred"]["v_km_s"])
    apart = earth[:3] - np.array(life["moon_centred"]["r_km"])
    assert apart == pytest.approx(geocentric_km("moon", life["epoch_tdb_jd"]), abs=1e-6)
    node = life["nodes"][1]
    span_s = (node["epoch_tdb_jd"] - life["epoch_tdb_jd"]) * 86400.0
    end = judge_propagate(life["epoch_tdb_jd"], earth, span_s, ("earth", "moon", "sun"))
    # Two integrators over a day or two near apolune: decimetres.
    assert end[:3] == pytest.approx(node["r_km"], abs=1e-3)


def test_in_words_there_is_no_list_of_nodes(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*NRHO, "--trials", "2"]) == 0
    out = capsys.readouterr().out
    assert "life perilune_km: min " in out
    assert "keeping mean_m_s_per_year: " in out
    assert "nodes: 21" in out or "life nodes: " in out
    assert "'r_km'" not in out


def test_options_reach_the_trials(capsys: pytest.CaptureFixture[str]) -> None:
    keeping = told(
        capsys, *NRHO, "--trials", "2", "--navigation-km", "1", "--navigation-m-s", "0.01",
        "--controller", "crossing", "--periods-ahead", "3", "--phase", "0.25",
    )["station_keeping"]  # fmt: skip
    assert keeping["errors_3_sigma"]["navigation_km"] == 1.0
    assert keeping["plan"]["controller"] == "crossing"
    assert keeping["plan"]["periods_ahead"] == 3


@pytest.mark.parametrize("option", [("--days", "30"), ("--trials", "0"), ("--burn-deg", "1")])
def test_an_option_of_the_life_needs_an_epoch(
    capsys: pytest.CaptureFixture[str], option: tuple[str, str]
) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["orbit", "dro", *option])
    assert stopped.value.code == 2
    assert f"{option[0]} needs --epoch" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("wrong", "word"),
    [
        (("--epoch", "2070-01-01"), "2065"),
        (("--epoch", "2064-12-30"), "tdb_jd"),
        (("--epoch", "2028-01-01", "--days", "5000"), "days"),
        (("--epoch", "2028-01-01", "--phase", "7"), "phase"),
        (("--epoch", "2028-01-01", "--bodies", "earth,moon,vulcan"), "vulcan"),
        (("--epoch", "2028-01-01", "--days", "20", "--burns-per-period", "0"), "burns_per_period"),
    ],
)
def test_a_life_that_cannot_be_is_refused(
    capsys: pytest.CaptureFixture[str], wrong: tuple[str, ...], word: str
) -> None:
    code: object
    try:
        code = main(["orbit", "nrho", *wrong])
    except SystemExit as stopped:
        code = stopped.code
    assert code in (1, 2)
    out, err = capsys.readouterr()
    assert out == ""
    assert word in err
