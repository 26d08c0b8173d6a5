"""``transfer direct`` in the planar models: keys, defaults, what is refused and how."""

from __future__ import annotations

import json

import pytest

from planner.terminal.door import main

QUICK = ("--tof-d", "4.5")


def run(*words: str) -> int:
    return main(["transfer", "direct", *words])


def document(capsys: pytest.CaptureFixture[str], *words: str) -> dict:
    assert run(*words, "--json") == 0
    return json.loads(capsys.readouterr().out)


def test_restricted_problem_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    told = document(capsys, "--model", "cr3bp")
    assert set(told) == {
        "family", "model", "burns", "dv_total_m_s", "tof_d", "c3_km2_s2", "arrival", "residuals",
        "turning_frame",
    }  # fmt: skip
    assert (told["family"], told["model"]) == ("direct", "cr3bp")
    assert set(told["arrival"]) == {"altitude_km", "inclination_deg", "v_inf_km_s"}
    for burn, name in zip(told["burns"], ("tli", "loi"), strict=True):
        assert set(burn) == {
            "name", "epoch_tdb_jd", "dv_m_s", "r_km", "v_before_km_s", "v_after_km_s",
        }  # fmt: skip
        assert (burn["name"], burn["epoch_tdb_jd"]) == (name, None)
    # 167 km to 100 km unless asked otherwise; see tests/transfers/test_planar.py.
    assert told["dv_total_m_s"] == pytest.approx(3946.919, abs=0.005)
    assert told["dv_total_m_s"] == pytest.approx(sum(b["dv_m_s"] for b in told["burns"]))


def test_the_arc_flies_again_in_propagate(capsys: pytest.CaptureFixture[str]) -> None:
    told = document(capsys, "--model", "bcr4bp", "--retrograde", "--perilune-alt-km", "300", *QUICK)
    frame = told["turning_frame"]
    words = ["propagate", "--model", "bcr4bp", "--state", ",".join(map(repr, frame["state"]))]
    for name in ("mu", "time", "t0", "sun_mass", "sun_distance", "sun_rate"):
        words += ["--" + name.replace("_", "-"), repr(frame[name])]
    assert main([*words, "--json"]) == 0
    x, y = json.loads(capsys.readouterr().out)["state"][:2]
    distance = ((x - 1.0 + frame["mu"]) ** 2 + y**2) ** 0.5
    # A metre: rounding of the Sun's angle and of the state, magnified on the way.
    assert distance * frame["length_km"] - 1738.0 == pytest.approx(300.0, abs=1e-3)
    assert told["arrival"]["inclination_deg"] == 180.0


def test_a_date_sets_the_epochs_and_the_sun(capsys: pytest.CaptureFixture[str]) -> None:
    # Full Moon, 2030-01-19 15:55 UTC: the Sun stands opposite.
    full = document(capsys, "--model", "bcr4bp", "--depart", "2030-01-19T15:55:00 UTC", *QUICK)
    assert full["turning_frame"]["sun_angle_deg"] == pytest.approx(180.0, abs=0.3)
    tli, loi = (burn["epoch_tdb_jd"] for burn in full["burns"])
    assert tli == pytest.approx(2462521.16, abs=0.01)
    assert loi - tli == pytest.approx(4.5, abs=1e-8)
    free = document(capsys, "--model", "bcr4bp", *QUICK)
    assert free["dv_total_m_s"] < full["dv_total_m_s"] - 0.1


def test_as_text_with_its_progress_on_stderr(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--model", "bcr4bp", "--parking-alt-km", "200") == 0
    out, err = capsys.readouterr()
    assert out.startswith("direct, bcr4bp: ")
    assert "prograde" in out
    assert "Sun at TLI" in out
    assert not err or "%" in err


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--tof-d", "0"), "tof_d = 0.0"),
        (("--tof-d", "60"), "2.5 .. 7 d"),
        (("--parking-alt-km", "-10"), "parking_alt_km = -10.0"),
        (("--perilune-alt-km", "-1"), "perilune_alt_km = -1.0"),
        (("--depart", "2080-01-01"), "2065"),
    ],
)
def test_what_cannot_be_flown_says_why(
    words: tuple[str, ...], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("--model", "bcr4bp", *words) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert message in err


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--model", "cr3bp", "--tof-d", "nan"), "finite"),
        (("--model", "cr3bp", "--parking-alt-km", "inf"), "finite"),
        (("--model", "cr3bp", "--prograde", "--retrograde"), "not allowed"),
        (("--model", "cr3bp", "--pad", "ksc_39a"), "no --pad"),
        (("--model", "bcr4bp", "--inclination-deg", "45"), "no --inclination-deg"),
        (("--model", "conic"), "needs --depart"),
        (("--depart", "2030-01-01", "--retrograde"), "no --prograde, --retrograde"),
    ],
)
def test_wrong_usage_ends_with_2(
    words: tuple[str, ...], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        run(*words)
    assert ended.value.code == 2
    assert message in capsys.readouterr().err
