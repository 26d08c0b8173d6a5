"""Every command refuses what is wrong: the value, the rule, a way out; no traceback, no output.

What can be told from the command line alone is walked for every option of every command, so
that a family added later is judged by the same rules.
"""

from __future__ import annotations

import argparse
import json
import re
import time
from collections.abc import Iterator

import pytest

from planner.terminal.door import _parser, main

DAY = ("--depart", "2030-01-05")
SCAN = ("--start", "2030-01-01", "--end", "2030-01-02")
STATE = ("--epoch", "2030-01-01", "--r-km", "7000,0,0", "--v-km-s", "0,7.5,0", "--days", "1")
TURNING = ("--mu", "0.01215", "--state", "0.8,0,0,0,0.2,0", "--time", "1")
ARC = ("--mu-km3-s2", "398600.4418", "--r1-km", "7000,0,0", "--tof-s", "2000")

#: A refusal computes next to nothing (s); the rest of this is a loaded machine, and kernels
#: that a first search has to compile.
PATIENCE_S = 60.0


def commands(
    parser: argparse.ArgumentParser, words: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], argparse.ArgumentParser]]:
    """Every command that takes options, with its parser."""
    below = [a for a in parser._actions if isinstance(a, argparse._SubParsersAction)]
    for action in below:
        for word, child in action.choices.items():
            yield from commands(child, (*words, word))
    if not below:
        yield words, parser


PARSER = _parser()
COMMANDS = dict(commands(PARSER))
FAMILIES = [words for words in COMMANDS if words[0] == "transfer"]
#: Two kinds of scan share their dates: on a grid, and flown date by date.
SCANS = [("windows", "direct"), ("windows", "free-return")]
OPTIONS = [
    (words, action)
    for words, parser in COMMANDS.items()
    for action in parser._actions
    if action.option_strings and not isinstance(action, argparse._HelpAction)
]


def refused(words: tuple[str, ...], code: int, capsys: pytest.CaptureFixture[str]) -> str:
    """Run a command that must be refused with a code; what it says on stderr."""
    began = time.monotonic()
    try:
        got = main(words)
    except SystemExit as end:
        got = int(str(end.code))
    told = capsys.readouterr()
    assert got == code, told.err
    assert told.out == ""
    assert "Traceback" not in told.err
    assert time.monotonic() - began < PATIENCE_S
    return told.err


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_every_option_is_explained(words: tuple[str, ...]) -> None:
    silent = [a.dest for a in COMMANDS[words]._actions if not (a.help or "").strip()]
    assert not silent


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_no_option_takes_what_is_no_value(
    words: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    """Numbers, dates and choices refuse NaN, infinity, nothing and nonsense as wrong usage."""
    for command, action in OPTIONS:
        if command != words or action.nargs == 0 or (action.type is None and not action.choices):
            continue
        if action.option_strings[0] in {"--json", "--bodies"}:  # a file of `plan`; names
            continue
        for bad in ("nan", ""):
            with pytest.raises(SystemExit) as ended:
                PARSER.parse_args([*words, f"{action.option_strings[0]}={bad}"])
            assert ended.value.code == 2
            assert action.option_strings[0] in capsys.readouterr().err


@pytest.mark.parametrize("words", FAMILIES, ids=" ".join)
@pytest.mark.parametrize("date", ["1964-12-31", "2065-06-01", "9999-12-31", "2030-01-01T25:00:00"])
def test_families_tell_the_years_they_know(
    words: tuple[str, ...], date: str, capsys: pytest.CaptureFixture[str]
) -> None:
    err = refused((*words, "--depart", date), 1, capsys)
    assert f"--depart = '{date}'" in err
    assert "1965-01-01 to 2065-01-01" in err


@pytest.mark.parametrize("words", SCANS, ids=" ".join)
@pytest.mark.parametrize(
    ("more", "told"),
    [
        (("--start", "1964-12-31", "--end", "2030-01-01"), "--start = '1964-12-31'"),
        (("--start", "2030-01-01", "--end", "2065-06-01"), "--end = '2065-06-01'"),
        (("--start", "2030-01-02", "--end", "2030-01-01"), "dates after the start, 2030-01-02"),
        (("--start", "2030-01-02", "--end", "2030-01-02"), "dates after the start, 2030-01-02"),
        ((*SCAN, "--step-d", "0"), "step_d = 0.0"),
        ((*SCAN, "--step-d", "-1"), "step_d = -1.0"),
        ((*SCAN, "--step-d", "1e-9"), "step_d = 1e-09"),
        ((*SCAN, "--site", "nowhere"), "--site = 'nowhere'"),
        ((*SCAN, "--site", ""), "--site = ''"),
    ],
)
def test_scans_refuse_ranges_that_are_none(
    words: tuple[str, ...], more: tuple[str, ...], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert told in refused((*words, *more), 1, capsys)


@pytest.mark.parametrize(
    ("command", "told"),
    [
        # Time of flight
        (("direct", "--tof-d", "0"), "tof_d = 0.0 is outside 2.5 .. 6.5"),
        (("direct", "--tof-d", "-3"), "tof_d = -3.0"),
        (("direct", "--tof-d", "1e9"), "tof_d = 1000000000.0"),
        (("direct", "--tof-d", "0", "--model", "conic"), "tof_d = 0.0"),
        (("direct", "--tof-d", "0", "--model", "cr3bp"), "tof_d = 0.0 is outside 2.5 .. 7"),
        (("phasing", "--tof-d", "0"), "tof_d = 0.0"),
        (("return", "--tof-d", "60"), "tof_d = 60.0 is outside 2 .. 6"),
        # Orbits inside a body, or out of reach
        (("direct", "--parking-alt-km", "-10"), "parking_alt_km = -10.0 is outside 150 .. 2000"),
        (("direct", "--perilune-alt-km", "0"), "perilune_alt_km = 0.0 is outside 15 .. 20000"),
        (("direct", "--apolune-alt-km", "50"), "apolune_alt_km = 50.0 is outside 100"),
        (("direct", "--parking-alt-km", "1e6", "--model", "bcr4bp"), "parking_alt_km"),
        (("free-return", "--perilune-alt-km", "15"), "perilune_alt_km = 15.0 is outside 60"),
        (("hybrid-free-return", "--loop-perilune-alt-km", "-5"), "loop_perilune_alt_km = -5.0"),
        (("return", "--orbit-alt-km", "-10"), "orbit_alt_km = -10.0"),
        (("descent", "--orbit-alt-km", "5"), "orbit_alt_km = 5.0 is outside 15 .. 5000"),
        (("descent", "--site-alt-km", "200"), "site_alt_km = 200.0"),
        (("ascent", "--insertion-perilune-alt-km", "-5"), "insertion_perilune_alt_km = -5.0"),
        (("low-thrust", "--perigee-alt-km", "-5"), "perigee_alt_km = -5.0"),
        (("low-thrust", "--apolune-alt-km", "10"), "apolune_alt_km = 10.0"),
        # Planes
        (("direct", "--inclination-deg", "181"), "inclination_deg = 181.0 is outside 0 .. 180"),
        (("direct", "--parking-inclination-deg", "5"), "parking_inclination_deg = 5.0"),
        (("direct", "--max-inclination-deg", "5"), "max_inclination_deg = 5.0 is outside 19.49"),
        (("free-return", "--max-inclination-deg", "500"), "max_inclination_deg = 500.0"),
        (("return", "--orbit-inclination-deg", "-1"), "orbit_inclination_deg = -1.0"),
        (("return", "--return-inclination-deg", "0"), "return_inclination_deg = 0.0"),
        (("return", "--entry-lat-deg", "89"), "entry_lat_deg = 89.0"),
        (("descent", "--orbit-inclination-deg", "10"), "give a node"),
        (("low-thrust", "--start-inclination-deg", "200"), "inclination_deg = 200.0"),
        # Places
        (("direct", "--pad", "nowhere"), "--pad = 'nowhere'"),
        (("direct", "--pad", "wenchang"), "wenchang_"),
        (("direct", "--pad", ""), "--pad = ''"),
        (("direct", "--pad", "ksc_39a", "--lat-deg", "3", "--lon-deg", "3"), "either a pad"),
        (("direct", "--lat-deg", "10"), "either a pad"),
        (("direct", "--lat-deg", "91", "--lon-deg", "0"), "lat_deg, lon_deg = (91.0, 0.0)"),
        (("descent", "--site", ""), "--site = ''"),
        (("ascent", "--site", "cabeus", "--site-lat-deg", "1", "--site-lon-deg", "1"), "either a"),
        (("direct", "--site-lat-deg", "5"), "either a site"),
        # Captures, phasing orbits, entries
        (("direct", "--loi-burns", "1000"), "loi_burns = 1000 is outside 1 .. 8"),
        (("direct", "--loi-revolutions", "5"), "give --loi-burns"),
        (("direct", "--loi-periods-h", "0"), "loi_periods_h = 0.0"),
        (("phasing", "--periods-h", "48,24,16"), "periods that rise"),
        (("phasing", "--periods-h", "16,24"), "one number for each of the 2 periods"),
        (("phasing", "--revolutions", "1000000,3,1"), "revolutions = 1000000"),
        (("phasing", "--first-apogee-alt-km", "1e9"), "first_apogee_alt_km = 1000000000.0"),
        (("phasing", "--first-revolutions", "3"), "--first-apogee-alt-km"),
        (("free-return", "--entry-path-angle-deg", "5"), "entry_path_angle_deg = 5.0"),
        (("free-return", "--entry-alt-km", "1e6"), "entry_alt_km = 1000000.0"),
        (("hybrid-free-return", "--midcourse-h", "0"), "midcourse_h = 0.0 is outside 1 .. 60"),
        (("return", "--entry-lat-deg", "30", "--return-inclination-deg", "60"), "one of the two"),
        # Craft
        (("descent", "--mass-kg", "0"), "mass_kg = 0.0"),
        (("descent", "--thrust-n", "10"), "the engine gives 10 N"),
        (("descent", "--isp-s", "1e9"), "isp_s = 1000000000.0 is outside 100 to 1000"),
        (("descent", "--hover-s", "-1"), "hover_s = -1.0"),
        (("descent", "--wait-max-d", "1e7"), "wait_max_d = 10000000.0"),
        (("descent", "--sun-min-deg", "50", "--sun-max-deg", "10"), "sun_deg = (50.0, 10.0)"),
        (("ascent", "--rise-s", "1e5"), "rise_s = 100000.0"),
        (("ascent", "--travel-deg", "180"), "travel_deg = 180.0"),
        (("low-thrust", "--propellant-kg", "10"), "about 70 kg"),
        (("low-thrust", "--duty-cycle", "2"), "duty_cycle = 2.0"),
        (("low-thrust", "--budget", "0"), "budget = 0 is outside 1 .. 10000"),
        # Staging orbits and low energy
        (("nrho", "--tof-d", "0"), "tof_d = 0.0 is outside 3.5 .. 10"),
        (("nrho", "--flyby-alt-km", "-5"), "flyby_alt_km = -5.0"),
        (("nrho", "--orbit-phase", "0.3"), "give --orbit-epoch too"),
        (("nrho", "--orbit-epoch", "1900-01-01"), "--orbit-epoch = '1900-01-01'"),
        (("nrho", "--perilune-km", "10"), "perilune_km = 10.0 is outside 1737.4"),
        (("dro-llo", "--orbit-alt-km", "-5"), "orbit_alt_km = -5.0"),
        (("llo-halo", "--orbit-inclination-deg", "200"), "orbit_inclination_deg = 200.0"),
        (("nrho-return", "--entry-alt-km", "-5"), "entry_alt_km = -5.0"),
        (("low-energy", "--tof-min-d", "0"), "tof_min_d = 0.0 is outside 60 .. 200"),
        (("low-energy", "--tof-min-d", "140", "--tof-max-d", "90"), "above tof_min_d, 140"),
        (("low-energy", "--arcs", "0"), "arcs = 0"),
        # Models a family is not flown in
        (("phasing", "--model", "conic"), "--model = 'conic'"),
        (("return", "--model", "cr3bp"), "--model = 'cr3bp'"),
        (("descent", "--model", "ephemeris"), "--model = 'ephemeris'"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_transfers_say_what_is_wrong(
    command: tuple[str, ...], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    err = refused(("transfer", command[0], *DAY, *command[1:]), 1, capsys)
    assert told in err


@pytest.mark.parametrize(
    "words",
    [
        ("direct", "--depart", "2064-12-30"),
        ("phasing", "--depart", "2064-12-25"),
        ("free-return", "--depart", "2064-12-28"),
        ("hybrid-free-return", "--depart", "2064-12-28"),
        ("return", "--depart", "2064-12-30"),
        ("descent", "--depart", "2064-12-31T23:55:00"),
        ("ascent", "--depart", "2064-12-31T23:00:00"),
        ("low-thrust", "--depart", "2064-06-01"),
        ("nrho", "--depart", "2064-12-30"),
        ("halo-return", "--depart", "2064-12-30"),
        ("low-energy", "--depart", "2064-10-05"),
    ],
    ids=lambda words: words[0],
)
def test_flights_that_leave_the_ephemeris_say_so(
    words: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    err = refused(("transfer", *words), 1, capsys)
    assert re.search("1965-01-01..2065-01-01|before 2065", err)


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("propagate", "--model", "ephemeris", *STATE[2:]), 2, "--model ephemeris needs --epoch"),
        (("propagate", "--model", "ephemeris", *STATE, "--epoch", "2070-01-01"), 1, "2070-01-01"),
        (("propagate", "--model", "ephemeris", *STATE, "--epoch", "1900-01-01"), 2, "1965 to 2065"),
        (("propagate", "--model", "ephemeris", *STATE, "--days", "1e6"), 1, "1965-01-01..2065"),
        (("propagate", "--model", "ephemeris", *STATE, "--r-km", "6000,0,0"), 1, "over the earth"),
        (("propagate", "--model", "ephemeris", *STATE, "--r-km", "1e20,0,0"), 1, "r_km = 1e+20"),
        (("propagate", "--model", "ephemeris", *STATE, "--v-km-s", "0,1e9,0"), 1, "0 .. 1000 km/s"),
        (("propagate", "--model", "ephemeris", *STATE, "--v-km-s", "0,0,0"), 1, "collision"),
        (("propagate", "--model", "ephemeris", *STATE, "--bodies", "earth,pluto"), 1, "pluto"),
        (("propagate", "--model", "ephemeris", *STATE, "--bodies", "moon"), 2, "the Earth always"),
        (
            ("propagate", "--model", "ephemeris", *STATE, "--moon-field-degree", "4"),
            1,
            "moon_field",
        ),
        (("propagate", "--model", "ephemeris", *STATE, "--srp-cr", "5"), 1, "srp_cr = 5.0"),
        (("propagate", "--model", "cr3bp", *TURNING, "--mu", "2"), 1, "0 < mu <= 0.5"),
        (("propagate", "--model", "cr3bp", *TURNING, "--state", "1,2"), 2, "2 numbers, not 6"),
        (("propagate", "--model", "cr3bp", *TURNING, "--days", "4"), 2, "has no --days"),
        (("propagate", "--model", "cr3bp", *TURNING, "--time", "1e9"), 1, "steps ran out"),
        (("propagate", "--model", "bcr4bp", *TURNING), 2, "needs --sun-mass"),
        (("lambert", *ARC, "--r2-km", "7000,0,0"), 1, "the same point"),
        (("lambert", *ARC, "--r2-km", "0,0,0"), 1, "a radius is zero"),
        (("lambert", *ARC, "--r2-km", "0,8000,0", "--revs", "3"), 1, "too short"),
        (("lambert", *ARC, "--r2-km", "0,8000,0", "--tof-s", "0"), 2, "above 0"),
        (("orbit", "nrho", "--resonance", "1:1"), 1, "resonance = 1.0 is outside 2.8"),
        (("orbit", "nrho", "--perilune-km", "1000"), 1, "perilune_km = 1000.0 is outside 1737.4"),
        (("orbit", "nrho", "--length-unit-km", "1"), 1, "unit of length"),
        (("orbit", "nrho", "--days", "4"), 2, "--days needs --epoch"),
        (("orbit", "nrho", "--epoch", "2030-01-01", "--days", "1e9"), 1, "--days = 1000000000.0"),
        (("orbit", "dro", "--epoch", "2030-01-01", "--bodies", "sun"), 2, "always pull"),
        (("orbit", "dro", "--perilune-km", "1"), 1, "perilune_km = 1.0"),
        (("orbit", "halo", "--az-km", "1e7"), 1, "az_km = 10000000.0"),
        (("orbit", "elfo", "--days", "0"), 1, "days = 0.0"),
        (("orbit", "elfo", "--site-lat-deg", "95"), 1, "site_lat_deg = 95.0"),
        (("orbit", "elfo", "--epoch", "1960-01-01"), 1, "--epoch = '1960-01-01'"),
        (("orbit", "elfo", "--epoch", "2064-12-30"), 1, "up to 2.0: the ephemeris ends"),
        (("orbit", "frozen", "--mean-alt-km", "5"), 1, "above 36"),
        (("orbit", "lunar", "--perilune-alt-km", "-5"), 1, "perilune_alt_km = -5.0"),
        (("orbit", "lunar", "--inclination-deg", "181"), 1, "inclination_deg = 181.0"),
        (("orbit", "lunar", "--moon-field-degree", "7"), 1, "moon_field_degree = 7"),
        (
            ("windows", "return", "--start", "2064-12-20", "--end", "2064-12-31"),
            1,
            "met on the way",
        ),
        (("windows", "direct", *SCAN, "--tof-min-d", "5", "--tof-max-d", "4"), 1, "tof_max_d = 4"),
        (("windows", "direct", *SCAN, "--tof-step-d", "0"), 1, "tof_step_d = 0.0"),
        (("windows", "direct", *SCAN, "--max-inclination-deg", "5"), 1, "max_inclination_deg = 5"),
        (("windows", "direct", *SCAN, "--json", "--csv"), 2, "not allowed with"),
        (("windows", "free-return", *SCAN, "--pad", "nowhere"), 1, "--pad = 'nowhere'"),
        (("windows", "free-return", *SCAN, "--perilune-alt-km", "-5"), 1, "perilune_alt_km = -5"),
        (("validate-physics", "nothing"), 2, "no topic 'nothing'"),
        (("transfer",), 2, "FAMILY"),
        (("transfer", "sideways", *DAY), 2, "sideways"),
        (("transfer", "direct"), 2, "needs --depart"),
        (("transfer", "direct", *DAY, "--prograde"), 2, "use --inclination-deg"),
        (("transfer", "direct", "--model", "cr3bp", "--pad", "ksc_39a"), 2, "has no --pad"),
        (
            ("transfer", "direct", *DAY, "--loi-burns", "2", "--loi-periods-h", "12"),
            2,
            "not allowed",
        ),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_the_other_commands_say_what_is_wrong(
    words: tuple[str, ...], code: int, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert told in refused(words, code, capsys)


def test_json_never_holds_what_json_has_not(capsys: pytest.CaptureFixture[str]) -> None:
    """A window without any solution has only empty cells, which are null."""
    assert main(("windows", "direct", *SCAN, "--inclination-deg", "0", "--json")) == 0

    def refuse(word: str) -> None:
        raise AssertionError(word)

    json.loads(capsys.readouterr().out, parse_constant=refuse)
