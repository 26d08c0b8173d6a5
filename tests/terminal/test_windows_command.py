"""``windows direct``: table, JSON and CSV of one scan; Ctrl-C keeps what is done."""

from __future__ import annotations

import csv
import io
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from planner.terminal.door import main
from planner.transfers import porkchop_direct
from planner.transfers.grid import Optimum

SCAN = ("windows", "direct", "--start", "2030-01-01", "--end", "2030-02-10")


def test_json_holds_grid_and_optima_side_by_side(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*SCAN, "--json"]) == 0
    out, err = capsys.readouterr()
    document = json.loads(out)
    assert document["complete"] is True
    rows, columns = len(document["departure_utc"]), len(document["tof_d"])
    assert (rows, columns) == (40, 13)
    for name in ("dv_total_m_s", "c3_km2_s2", "v_inf_km_s", "declination_deg", "status",
                 "sun_elevation_deg", "earth_visible"):  # fmt: skip
        assert [len(row) for row in document[name]] == [columns] * rows
    assert document["departure_utc"][1] == "2030-01-02T00:00:00.000Z"
    for optimum in document["optima"]:
        assert optimum["refined"]["dv_total_m_s"] != optimum["grid"]["dv_total_m_s"]
        # The grid errs by tens of m/s (test_porkchop).
        assert optimum["refined"]["dv_total_m_s"] == pytest.approx(
            optimum["grid"]["dv_total_m_s"], abs=60.0
        )
    assert "flying the optima" in err


def test_csv_has_a_line_for_each_cell(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*SCAN, "--csv", "--inclination-deg", "4", "--site", "cabeus"]) == 0
    lines = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert len(lines) == 40 * 13
    empty = [line for line in lines if line["status"] != "ok"]
    assert empty
    assert all(line["dv_total_m_s"] == "" for line in empty)
    # An optimum at the edge of what an inclination of 4 degrees allows may not hold in flight.
    assert any(line["refined_dv_total_m_s"] for line in lines if line["optimum"] == "True")
    assert not any(line["refined_dv_total_m_s"] for line in lines if line["optimum"] == "False")


def test_table_marks_what_has_no_solution(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*SCAN, "--inclination-deg", "4"]) == 0
    out = capsys.readouterr().out
    assert "below the declination of arrival" in out
    assert "Flown m/s" in out


def test_an_interrupt_keeps_what_is_done(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    whole = porkchop_direct.refine_direct
    calls = []

    def refine(*words: object) -> Optimum:
        calls.append(words)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return whole(*words)

    monkeypatch.setattr(porkchop_direct, "refine_direct", refine)
    assert main([*SCAN, "--json"]) == 130
    out, err = capsys.readouterr()
    document = json.loads(out)
    assert document["complete"] is False
    assert document["optima"][0]["refined"] is not None
    assert document["optima"][1]["refined"] is None
    assert "interrupted; 40 departures scanned, 1 of " in err


@pytest.mark.skipif(os.name != "posix", reason="sends SIGINT")
def test_ctrl_c_in_a_long_scan() -> None:
    command = [sys.executable, "-m", "planner", "windows", "direct", "--start", "2026-01-01",
               "--end", "2029-01-01", "--json"]  # fmt: skip
    root = Path(__file__).parents[2]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=root
    ) as process:
        assert process.stderr is not None
        while "flying the optima" not in process.stderr.readline():
            assert process.poll() is None
        process.send_signal(signal.SIGINT)
        out, err = process.communicate()
    assert process.returncode == 130
    assert json.loads(out)["complete"] is False
    assert err.splitlines()[-1].startswith("interrupted; ")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--start", "2031-01-01", "--end", "2030-01-01"), "end"),
        (("--start", "2030-01-01", "--end", "2090-01-01"), "2065"),
        (("--start", "2030-01-01", "--end", "2030-03-01", "--site", "cabeu"), "cabeus"),
        (("--start", "2030-01-01", "--end", "2030-03-01", "--step-d", "0"), "step_d"),
        (("--start", "2030-01-01", "--end", "2060-01-01", "--step-d", "0.05"), "longer steps"),
    ],
)
def test_scans_that_are_refused(
    words: tuple[str, ...], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["windows", "direct", *words]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert message in err


def test_flights_home_have_windows_too(capsys: pytest.CaptureFixture[str]) -> None:
    words = ("windows", "return", "--start", "2030-02-01", "--end", "2030-02-20", "--json")
    assert main([*words]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["family"] == "return"
    assert "dv_tei_m_s" in document
    assert document["optima"]
    for optimum in document["optima"]:
        assert optimum["refined"]["dv_tei_m_s"] == optimum["refined"]["dv_total_m_s"]


FREE = ("windows", "free-return", "--start", "2030-01-03", "--end", "2030-01-09", "--step-d", "2")


def test_a_family_without_a_grid_is_flown_date_by_date(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*FREE, "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    rows = document["departures"]
    assert [row["asked_utc"][:10] for row in rows] == ["2030-01-03", "2030-01-05", "2030-01-07"]
    flown = [row for row in rows if row["dv_total_m_s"] is not None]
    assert all((row["status"] == "ok") == (row in flown) for row in rows)
    cheapest = min(flown, key=lambda row: row["dv_total_m_s"])
    assert cheapest["optimum"]


def test_dates_that_cannot_be_flown_say_why(capsys: pytest.CaptureFixture[str]) -> None:
    # Above the pad's latitude, and below what the Moon's declination asks for on some days.
    assert main([*FREE, "--csv", "--max-inclination-deg", "19.6"]) == 0
    lines = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert len(lines) == 3
    stuck = [line for line in lines if "parking_inclination_deg" in line["status"]]
    assert 0 < len(stuck) < 3
    assert all((line["dv_total_m_s"] == "") == (line in stuck) for line in lines)


@pytest.mark.parametrize("family", ["nrho", "dro-llo", "halo-return", "low-energy", "low-thrust",
                                    "phasing", "hybrid-free-return", "ascent"])  # fmt: skip
def test_every_family_has_windows(family: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["windows", family, "--help"])
    assert ended.value.code == 0
    out = capsys.readouterr().out
    assert "--start DATE --end DATE" in " ".join(out.split())
    assert "--depart" not in out


def test_a_scan_flies_what_transfer_flies(capsys: pytest.CaptureFixture[str]) -> None:
    words = ("--site", "shackleton_ridge", "--json")
    assert main(["windows", "descent", "--start", "2030-01-05", "--end", "2030-01-07", *words]) == 0
    scanned = json.loads(capsys.readouterr().out)["departures"]
    assert main(["transfer", "descent", "--depart", "2030-01-06", *words]) == 0
    alone = json.loads(capsys.readouterr().out)
    assert len(scanned) == 2
    assert scanned[1]["dv_total_m_s"] == pytest.approx(alone["dv_total_m_s"], abs=1e-6)
    assert scanned[1]["departure_tdb_jd"] == pytest.approx(alone["burns"][0]["epoch_tdb_jd"])
