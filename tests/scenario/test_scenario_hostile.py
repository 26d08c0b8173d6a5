"""Whatever is given as a scenario, the answer is a clear error, soon."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from planner.catalogue import load_catalogue
from planner.scenario import ScenarioError, load_scenario, loads_scenario
from planner.scenario.guard import MAX_BYTES, MAX_DEPTH, MAX_EVENTS, MAX_LINES, MAX_SCALAR

#: The promise is one second a file, wherever it is read; the slowest text takes about 0.7 s
#: when nothing else runs on two cores. Processor time, so that a busy machine does not fail it.
ALLOWED_S = 1.5
TEXT = (Path(__file__).parents[2] / "scenarios" / "minimal.yaml").read_text(encoding="utf-8")
load_catalogue()


def faults_of(content):
    start = time.process_time()
    with pytest.raises(ScenarioError) as caught:
        loads_scenario(content, name="bad.yaml")
    assert time.process_time() - start < ALLOWED_S
    assert all(fault.line >= 1 for fault in caught.value.faults)
    return caught.value.faults


LAUGHS = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{here}: &{here} [{', '.join('*' + before for _ in range(9))}]\n"
    for before, here in zip("abcdefgh", "bcdefghi", strict=True)
)
MERGES = "a: &a {x: 1}\n" + "".join(
    f"{here}: &{here} {{<<: [{', '.join('*' + before for _ in range(9))}]}}\n"
    for before, here in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.parametrize(
    ("content", "line", "words"),
    [
        ("", 1, "is empty"),
        (" \n\t\n", 1, "is empty"),
        ("# only a comment\n", 1, "holds no scenario"),
        ("---\n...\n", 2, "must be a mapping"),
        ("just text", 1, "must be a mapping"),
        ("- a\n- b\n", 1, "must be a mapping"),
        (b"\x00" * 1000, 1, "not allowed in YAML"),
        (b"id: a\ntitle: \xff\xfe\n", 2, "not UTF-8"),
        ("id: a".encode("utf-16"), 1, "not UTF-8"),
        ("id: a\ntitle: \ud800\n", 2, "surrogate"),
        ("id: a\nx: \x07\n", 2, "not allowed in YAML"),
        ("a" * (MAX_BYTES + 1), 1, "larger than 256 kB"),
        (b"\xc3\xa9" * MAX_BYTES, 1, "larger than 256 kB"),
        ("#\n" * MAX_LINES, MAX_LINES, "more than 10000 lines"),
        (LAUGHS, 1, "anchor 'a' is not allowed"),
        (MERGES, 1, "anchor 'a' is not allowed"),
        ("a: 1\n<<: {b: 2}\n", 2, "merge key"),
        ("[" * 100_000, 1, "deep"),
        ("{a: " * 50_000, 1, "deep"),
        ("- " * 50_000, 1, "deep"),
        ("? " * 50_000, 1, "deep"),
        ("a:\n  b: [1,\n", 3, "is not YAML"),
        ("id: a\n\tb: c\n", 2, "is not YAML"),
        ("id: 'a\n", 2, "is not YAML"),
        ("id: a\n---\nid: b\n", 2, "second document"),
        ("%YAML 1.1\n---\nid: no\n", 1, "directive"),
        ("id: a\nx: !!python/object/apply:os.system [ls]\n", 2, "tag"),
        ("id: a\nx: !secret y\n", 2, "tag '!secret'"),
        ("id: a\nx: !!binary aGk=\n", 2, "tag"),
        ("id: a\nx: !!set {a}\n", 2, "tag"),
        ("id: " + "9" * 5000, 1, f"allowed up to {MAX_SCALAR}"),
        ("[" + "1," * MAX_EVENTS + "]", 1, f"more than {MAX_EVENTS} keys"),
    ],
)
def test_hostile_text_is_refused_at_its_line(content, line, words):
    fault = faults_of(content)[0]
    assert fault.line == line
    assert words in fault.message


@pytest.mark.parametrize(
    ("addition", "line", "words"),
    [
        ("title: again\n", 14, "is written twice, first in line 4"),
        ("? [a, b]\n: c\n", 14, "key a list is not text"),
        ("5: x\n", 14, "key 5 is not text"),
        ("null: x\n", 14, "key nothing is not text"),
        ("due: 2031-13-45\n", 14, "month must be in 1..12"),
        ("due: 2031-01-01T00:00:00Z\n", 14, "is not a day"),
        ("due: 20310101\n", 14, "is not a day"),
        ("due: .nan\n", 14, "is not a day"),
        ("due: 1964-12-31\n", 14, "outside the ephemeris"),
        ("due: 2065-01-02\n", 14, "outside the ephemeris"),
        ("policies: {dv_margin: .nan}\n", 14, "allowed is a finite number"),
        ("policies: {dv_margin: -.inf}\n", 14, "allowed is a finite number"),
        ("policies: {dv_margin: 1e400}\n", 14, "allowed is a finite number"),
        ("policies: {dv_margin: 0x" + "f" * 3000 + "}\n", 14, "allowed"),
        ("policies: {dv_margin: yes}\n", 14, "'yes', allowed is a number"),
        ("policies: {dv_margin: true}\n", 14, "true, allowed is a number"),
        ("policies: {dv_margin: null}\n", 14, "nothing, allowed is a number"),
        ("policies: {dv_margin: 1:30}\n", 14, "'1:30', allowed is a number"),
        ("solver: {seed: " + "9" * 3900 + "}\n", 14, "allowed 2147483647 or less"),
        ("solver: {seed: 1.5}\n", 14, "1.5, allowed is a whole number"),
        ("solver: {seed: !!int x}\n", 14, "cannot be read"),
        ("policies: {hover_s: !!float x}\n", 14, "cannot be read"),
        ("due: !!bool maybe\n", 14, "cannot be read"),
        ('teaches: "\\ud800"\n', 14, "teaches"),
        ("cites: 5\n", 14, "5, allowed is a list"),
        ("in_place: [[]]\n", 14, "a list, allowed is a mapping"),
        ("catalogue: {launchers: {cz5: 5}}\n", 14, "5, allowed is a mapping"),
        ("catalogue: {launchers: {BAD ID: {}}}\n", 14, "lower-case letters"),
        ("catalogue: {pads: {wenchang_201: {max_inclination_deg: 10}}}\n", 14, "no orbit from"),
    ],
)
def test_one_bad_line_in_a_good_file_is_the_only_fault(addition, line, words):
    faults = faults_of(TEXT + addition)
    assert len(faults) == 1, faults
    assert faults[0].line == line
    assert words in str(faults[0])


def test_every_forbidden_construct_is_named_together():
    text = "a: &x 1\nb: *x\nc: !!set {y}\nd: {<<: 1}\n"
    assert [fault.line for fault in faults_of(text)] == [1, 2, 3, 4]


def test_core_tags_and_a_byte_order_mark_are_welcome():
    plain = loads_scenario(TEXT, name="a")
    tagged = TEXT.replace("schema_version: 1", "schema_version: !!int 1")
    marked = b"\xef\xbb\xbf" + tagged.replace("id: minimal", "id: !!str minimal").encode()
    assert loads_scenario(marked, name="a").elements == plain.elements


def test_yaml_1_2_words_are_text():
    assert loads_scenario(TEXT.replace("minimal", "on"), name="a").id == "on"


def test_windows_line_ends_are_lines():
    text = (TEXT + "colour: 1\n").replace("\n", "\r\n")
    assert [fault.line for fault in faults_of(text)] == [14]


def test_nesting_up_to_the_limit_is_read():
    nest = "x: " + "[" * (MAX_DEPTH - 1) + "]" * (MAX_DEPTH - 1) + "\n"
    assert faults_of(TEXT + nest)[0].path == "x"


def words(number, letters="abcdefgh_"):
    """Words of 60 letters that look alike: the hardest to tell the nearest of."""
    return ["w" + "".join(letters[(i * 7 + j * j) % 9] for j in range(60)) for i in range(number)]


SLOW = {
    "unknown keys": "".join(f"{word}{i}: 1\n" for i, word in enumerate(words(2400))),
    "written twice": "title: a\n" * 2400,
    "not in the calendar": "".join(f"k{i}: 2031-99-99\n" for i in range(2300)),
    "faulty entries": f"in_place: [{'1, ' * 4800}]\n",
    "unknown launchers": "catalogue:\n  launchers:\n"
    + "".join(f"    {word}{i % 10}: {{{word}: 1}}\n" for i, word in enumerate(words(800))),
    "comments": ("# " + "x" * 24 + "\n") * 9900,
    "anchors": "".join(f"k{i}: &a{i} 1\n" for i in range(2300)),
    "folded": "x: >\n" + ("  " + "y" * 20 + "\n") * 9900,
    "escapes": 'x: "' + "\\x41" * 60_000 + '"\n',
    "blanks": "x: " + " " * 250_000 + "y\n",
}


@pytest.mark.parametrize("name", SLOW)
def test_slow_texts_end_soon(name):
    assert len(faults_of(TEXT + SLOW[name])) <= 101


HEAD = TEXT[: TEXT.index("elements:")]


@pytest.mark.parametrize(
    "needs",
    [
        lambda i: f"e{i - 1}" if i else "",
        lambda i: f"e{i}",
        lambda i: f"e{(i + 1) % 290}",
        lambda i: ", ".join(words(300)[i : i + 4]),
        lambda i: ", ".join(f"e{j}" for j in range(max(0, i - 8), i)),
    ],
    ids=["chain", "each itself", "one circle", "unknown", "braid"],
)
def test_many_elements_end_soon(needs):
    text = f"{HEAD}elements:\n" + "".join(
        f"  - {{id: e{i}, kind: comm_hub, due: 2030-01-02, requires: [{needs(i)}]}}\n"
        for i in range(290)
    )
    assert faults_of(text)


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda folder: folder, "is a directory"),
        (lambda folder: folder / "missing.yaml", "No such file"),
        (lambda folder: folder / ("x" * 300), "cannot be read"),
        (lambda folder: f"{folder}/a\x00b.yaml", "cannot be read"),
    ],
)
def test_what_is_not_a_file_is_refused(tmp_path, make, words):
    with pytest.raises(ScenarioError, match=words):
        load_scenario(make(tmp_path))


@pytest.mark.skipif(os.name != "posix", reason="devices and pipes of POSIX")
def test_devices_and_pipes_are_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "pipe", "/dev/zero"):
        with pytest.raises(ScenarioError, match="not a regular file"):
            load_scenario(path)


def test_a_huge_file_is_not_read_whole(tmp_path):
    path = tmp_path / "huge.yaml"
    with path.open("wb") as file:
        file.truncate(8 * 1024**3)  # sparse: eight gigabytes that take no disk
    start = time.process_time()
    with pytest.raises(ScenarioError, match="larger than 256 kB"):
        load_scenario(path)
    assert time.process_time() - start < 0.2


def test_a_file_without_permission_is_refused(tmp_path, monkeypatch):
    path = tmp_path / "mine.yaml"
    path.write_text(TEXT)

    def refuse(*_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(ScenarioError, match="Permission denied"):
        load_scenario(path)
