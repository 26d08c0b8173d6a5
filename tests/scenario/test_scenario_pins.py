"""Pins in a file and on the command line: what they say, and what is wrong with them."""

from __future__ import annotations

from datetime import date

import pytest

from planner.scenario import Addition, Scenario, ScenarioError, Span, loads_scenario
from planner.scenario.pin_words import pin_entry

HEAD = """schema_version: 1
id: pins
title: Pins
site: shackleton_ridge
horizon: {start: 2030-01-01, end: 2031-12-31}
fleet:
  - {launcher: cz8, arrival_orbit: {perilune_alt_km: 300}}
  - {launcher: cz5, lander: cargo_cz5}
elements:
  - {id: relay, kind: relay_queqiao2}
  - {id: power, kind: solar_vsat10, requires: [relay]}
  - {id: rover, kind: rover_small, requires: [power]}
  - {id: scout, kind: rover_small, earliest: 2031-01-01}
"""
FIRST_PIN = HEAD.count("\n") + 2  # the line below "pins:"


def load(*pins: str, words: tuple[str, ...] = ()) -> Scenario:
    text = HEAD + ("pins:\n" + "".join(f"  - {pin}\n" for pin in pins) if pins else "")
    added = [Addition(origin=f"--pin {w}", key="pins", entry=pin_entry(w)) for w in words]
    return loads_scenario(text, name="f", additions=added)


def faults(*pins: str, words: tuple[str, ...] = ()) -> list[str]:
    with pytest.raises(ScenarioError) as caught:
        load(*pins, words=words)
    return [str(fault) for fault in caught.value.faults]


@pytest.mark.parametrize(
    ("written", "word"),
    [
        ("{element: rover, option: cz5-cargo_cz5}", "rover=cz5-cargo_cz5"),
        ("{element: rover, launch: 2031}", "rover@2031"),
        (
            "{element: rover, option: cz5-cargo_cz5, launch: 2031-05}",
            "rover=cz5-cargo_cz5@2031-05",
        ),
        ("{together: [rover, scout]}", "rover+scout"),
        ("{apart: [rover, scout, power]}", "rover/scout/power"),
        (
            "{flight: cz5-cargo_cz5, launch: 2031-05.., elements: [rover, scout]}",
            "cz5-cargo_cz5@2031-05..: rover, scout",
        ),
        ("{flight: cz5-cargo_cz5, elements: [rover]}", "cz5-cargo_cz5: rover"),
        (
            "{forbid_launcher: cz5, launch: 2030-02..2030-03-05}",
            "no launcher cz5@2030-02..2030-03-05",
        ),
        ("{forbid_option: cz8, launch: ..2030-01-20}", "no option cz8@..2030-01-20"),
    ],
)  # fmt: skip
def test_a_word_means_what_the_file_says(written: str, word: str):
    [in_file], [in_word] = load(written).pins, load(words=(word,)).pins
    assert in_file.place == f"line {FIRST_PIN}"
    assert in_word.place == f"--pin {word}"
    assert in_word.model_copy(update={"place": in_file.place}) == in_file


@pytest.mark.parametrize(
    ("days", "first", "last"),
    [
        ("2031", date(2031, 1, 1), date(2031, 12, 31)),
        ("2031-02", date(2031, 2, 1), date(2031, 2, 28)),
        ("2031-02-07", date(2031, 2, 7), date(2031, 2, 7)),
        ("2030-02-07..2031-02", date(2030, 2, 7), date(2031, 2, 28)),
        ("2031-02..", date(2031, 2, 1), None),
        ("..2031", None, date(2031, 12, 31)),
    ],
)
def test_days_of_launch(days: str, first: date | None, last: date | None):
    [pin] = load(f"{{element: scout, launch: {days}}}").pins
    assert pin.launch == Span(start=first, end=last)


def test_pins_change_the_fingerprint_and_nothing_else_does():
    plain = loads_scenario(HEAD, name="f")
    assert load().sha256 == plain.sha256
    assert load(words=("rover/scout",)).sha256 != plain.sha256


@pytest.mark.parametrize(
    ("pin", "says"),
    [
        ("{element: lost, launch: 2031}", "pins.0.element: unknown element 'lost'"),
        ("{element: rover, option: cz55}", "pins.0.option: unknown flight option 'cz55'"),
        ("{flight: cz55, elements: [rover]}", "pins.0.flight: unknown flight option 'cz55'"),
        ("{forbid_launcher: cz9}", "unknown launcher of the fleet 'cz9'"),
        ("{forbid_option: cz55}", "pins.0.forbid_option: unknown flight option 'cz55'"),
        ("{apart: [rover, lost]}", "pins.0.apart.1: unknown element 'lost'"),
        ("{apart: [rover, rover]}", "pins.0.apart.1: 'rover' is written twice"),
        ("{apart: [rover]}", "pins.0.apart: is a list of 1, allowed at least 2 entries"),
        ("{together: [rover, scout], launch: 2031}", "has launch, not allowed with together"),
        ("{element: rover}", "pins an element to nothing, give option, launch or both"),
        ("{launch: 2031}", "must have exactly one of the keys element, together"),
        ("{element: rover, apart: [rover, scout]}", "must have exactly one of the keys"),
        ("{flight: cz5-cargo_cz5}", "needs elements with flight"),
        ("{forbid_option: cz8, option: cz8}", "has an option, allowed only with element"),
        ("{element: rover, launch: 2031-13}", "pins.0.launch: is no span of days"),
        ("{element: rover, launch: 2031-03..2031-02}", "ends before it starts"),
        ("{element: rover, launch: true}", "is no span of days"),
        ("{element: rover, lunch: 2031}", "is not a known key; did you mean 'launch'?"),
        ("{element: rover, option: cz8}", "'cz8' cannot carry 'rover' (line 12)"),
        (
            "{element: scout, launch: 2030}",
            "'scout' (line 13) cannot launch on the days 2030-01-01..2030-12-31: phase",
        ),
        ("{together: [power, rover]}", "'rover' requires 'power', which works 20 d after"),
        ("{together: [relay, rover]}", "no option that may carry them delivers more than 0 kg"),
    ],
)
def test_a_faulty_pin_is_told_with_its_line(pin: str, says: str):
    [fault] = faults(pin)
    assert fault.startswith(f"f:{FIRST_PIN}: pins.0")
    assert says in fault


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        ("{together: [rover, scout]}", "{apart: [scout, rover]}", "cannot be apart"),
        ("{element: rover, launch: 2030}", "{element: rover, launch: 2031}", "no day lies both in"),
        (
            "{flight: cz5-cargo_cz5, elements: [rover]}",
            "{flight: cz5-cargo_cz5, elements: [rover, scout]}",
            "scout would have to be aboard too",
        ),
        (
            "{flight: cz5-cargo_cz5, elements: [rover]}", "{together: [rover, scout]}",
            "scout would have to be aboard too",
        ),
        (
            "{element: rover, option: cz5-cargo_cz5, launch: 2031-05}",
            "{forbid_launcher: cz5, launch: 2031}",
            "cz5, which flies cz5-cargo_cz5, is forbidden then",
        ),
        (
            "{element: relay, option: cz8}", "{forbid_option: cz8}", "cz8 is forbidden then",
        ),
    ],
)  # fmt: skip
def test_two_pins_that_clash_are_told_with_both_places(one: str, other: str, why: str):
    for first, second in ((one, other), (other, one)):
        [fault] = faults(first, second)
        assert fault.startswith(f"f:{FIRST_PIN + 1}: pins.1: clashes with the pin of line ")
        assert f"of line {FIRST_PIN} (" in fault
        assert why in fault


def test_a_pin_that_ends_before_another_pin_leaves_is_no_clash():
    assert len(load("{element: rover, launch: 2031}", "{forbid_launcher: cz5, launch: 2030}").pins)


def test_a_word_clashes_with_the_file():
    [fault] = faults("{together: [rover, scout]}", words=("rover/scout",))
    assert fault.startswith("--pin rover/scout:0: pins.1: clashes with the pin of line ")


@pytest.mark.parametrize(
    "word", ["", "rover", "=cz8", "rover=", "rover@", "a++b", "a/", "cz8@2031:", ": a", "no cz8"]
)
def test_a_word_that_is_no_pin(word: str):
    with pytest.raises(ValueError, match="is no pin, allowed: ELEMENT=OPTION"):
        pin_entry(word)
