"""A variant says what differs from its base, and every fault points at the file that says it."""

from __future__ import annotations

import json
import time
from datetime import date
from pathlib import Path

import pytest
from pydantic import ValidationError

from planner.scenario import ScenarioError, load_scenario, loads_scenario, save_scenario
from planner.scenario.guard import MAX_BYTES
from planner.scenario.places import Places
from planner.scenario.round_trip import rewritten
from planner.scenario.schema import schema_text
from planner.scenario.variant_file import VariantFile
from planner.scenario.variants import MOST_FILES

BASE = """\
schema_version: 1
id: base
title: The base
teaches: What the base teaches.
site: shackleton_ridge
horizon: {start: 2030-01-01, end: 2031-12-31}
fleet:
  - launcher: cz8
    arrival_orbit: {perilune_alt_km: 300, apolune_alt_km: 8600, inclination_deg: 54.8}
  - {launcher: cz5, lander: cargo_cz5}
elements:
  - {id: relay, kind: relay_queqiao2}
  - {id: power, kind: solar_vsat10, requires: [relay]}
  - id: rover
    kind: rover_small
    requires: [power]
"""
HEAD = """\
schema_version: 1
base: base.yaml
id: mine
title: Mine
changes:
"""


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "base.yaml").write_text(BASE, encoding="utf-8")
    return tmp_path


def written(folder, changes, *, name="mine.yaml", head=HEAD):
    path = folder / name
    path.write_text(head + changes, encoding="utf-8")
    return path


def faults_of(path):
    start = time.process_time()
    with pytest.raises(ScenarioError) as caught:
        load_scenario(path)
    assert time.process_time() - start < 1.5 * MOST_FILES  # each file as soon as one alone
    return caught.value.faults


def only_fault(path):
    (fault,) = faults_of(path)
    return fault


def test_it_is_the_base_but_for_what_it_says(folder):
    path = written(folder, "  elements: {rover: {due: 2031-10-01}}\n  policies: {dv_margin: 0.1}\n")
    base, mine = load_scenario(folder / "base.yaml"), load_scenario(path)
    assert (mine.id, mine.title, mine.teaches) == ("mine", "Mine", "What the base teaches.")
    assert mine.policies.dv_margin == 0.1
    assert mine.elements[2].due == date(2031, 10, 1)
    assert mine.elements[:2] == base.elements[:2]
    assert mine.fleet == base.fleet


def test_null_takes_out_and_a_new_id_adds(folder):
    added = "    scout: {kind: rover_mini, requires: [power]}\n"
    path = written(folder, f"  elements:\n    rover: null\n{added}    power: {{requires: null}}\n")
    mine = load_scenario(path)
    assert [(one.id, one.requires) for one in mine.elements] == [
        ("relay", ()),
        ("power", ()),
        ("scout", ("power",)),
    ]


def test_lists_the_base_leaves_out_may_be_begun(folder):
    path = written(folder, "  in_place: {tiandu: {kind: relay_smallsat, since: 2024-04-12}}\n")
    assert [one.id for one in load_scenario(path).in_place] == ["tiandu"]


def test_a_flight_without_an_id_is_named_by_launcher_and_lander(folder):
    path = written(folder, "  fleet: {cz5-cargo_cz5: {launcher: cz9, lander: cargo_cz9}}\n")
    with pytest.raises(ScenarioError, match="first flight"):  # of 2033, after the horizon
        load_scenario(path)


def test_a_bare_number_of_the_bases_catalogue_may_become_a_value_with_a_source(folder):
    bare = BASE + "catalogue: {launchers: {cz5: {cost_musd: 5}}}\n"
    (folder / "base.yaml").write_text(bare, encoding="utf-8")
    value = "{value: 6, source: memory, confidence: assumed}"
    path = written(folder, f"  catalogue: {{launchers: {{cz5: {{cost_musd: {value}}}}}}}\n")
    cost = load_scenario(path).fleet[1].launcher.cost_musd
    assert (cost.value, cost.source) == (6.0, "memory")


def test_the_fingerprint_covers_both_texts(folder):
    path = written(folder, "  policies: {dv_margin: 0.1}\n")
    before = load_scenario(path).sha256
    (folder / "base.yaml").write_text(BASE + "# the same but for a comment\n", encoding="utf-8")
    between = load_scenario(path).sha256
    path.write_text(path.read_text() + "# another\n", encoding="utf-8")
    assert len({before, between, load_scenario(path).sha256}) == 3


@pytest.mark.parametrize(
    ("changes", "where", "words"),
    [
        ("  policies: {dv_margn: 1}\n", "mine.yaml:6: changes.policies.dv_margn", "'dv_margin'?"),
        (
            "  elements:\n    rover:\n      mass_kg: -1\n",
            "mine.yaml:8: changes.elements.rover.mass_kg",
            "-1",
        ),
        (
            "  elements:\n    rovr: {due: 2031-10-01}\n",
            "mine.yaml:7: changes.elements.rovr",
            "mean 'rover'?; a new one needs kind",
        ),
        (
            "  elements:\n    power: null\n",
            "base.yaml:16: elements.2.requires.0",
            "unknown element 'power'",
        ),
        (
            "  elements:\n    relay: null\n    rover: {requires: [powr]}\n",
            "mine.yaml:8: changes.elements.rover.requires.0",
            "mean 'power'?",
        ),
        (
            "  elements:\n    scout: {kind: rover_mni}\n",
            "mine.yaml:7: changes.elements.scout.kind",
            "mean 'rover_mini'?",
        ),
        ("  horizon: {end: 2029-01-01}\n", "mine.yaml:6: changes.horizon.end", "before the start"),
        ("  horizon: null\n", "mine.yaml:6: changes.horizon", "is missing"),
        ("  site: {x: 1}\n", "mine.yaml:6: changes.site.x", "inside a single value"),
        ("  colour: red\n", "mine.yaml:6: changes.colour", "not a known key"),
        ("  title: Other\n", "mine.yaml:6: changes.title", "stands beside 'changes'"),
        ("  due: 2031-99-01\n", "mine.yaml:6: changes.due", "cannot be read"),
        (
            "  elements: {rover: {due: 2031-02-30}}\n",
            "mine.yaml:6: changes.elements.rover.due",
            "cannot be read",
        ),
        (
            "  catalogue: {launchers: {cz5: {cost_musd: -1}}}\n",
            "mine.yaml:6: changes.catalogue.launchers.cz5.cost_musd",
            "allowed 0.0 to",
        ),
        (
            "  pins: [{element: rovr, launch: 2031}]\n",
            "mine.yaml:6: changes.pins.0.element",
            "mean 'rover'?",
        ),
        (
            "  policies: {dv_margin: 0.1}\nsite: ce7_peak\n",
            "mine.yaml:7: site",
            "stands under 'changes'",
        ),
        ("  due: 2031-06-01\n  due: 2031-07-01\n", "mine.yaml:7: changes.due", "written twice"),
    ],
)
def test_a_fault_points_at_the_file_that_says_it(folder, changes, where, words):
    found = [fault for fault in faults_of(written(folder, changes)) if words in fault.message]
    assert len(found) == 1
    assert f"{folder}/{where}: " in str(found[0])


@pytest.mark.parametrize("gone", ["relay", "rover"])
def test_a_fault_of_the_base_keeps_its_line_when_entries_go(folder, gone):
    text = BASE.replace("rover_small", "rover_smal").replace("requires: [relay]", "requires: []")
    (folder / "base.yaml").write_text(text, encoding="utf-8")
    path = written(folder, f"  elements: {{{gone}: null}}\n")
    if gone == "rover":  # and the fault with it
        assert [one.id for one in load_scenario(path).elements] == ["relay", "power"]
    else:
        found = only_fault(path)
        assert (Path(found.file).name, found.line, found.path) == (
            "base.yaml",
            15,
            "elements.2.kind",
        )


def test_faults_of_both_files_come_together(folder):
    (folder / "base.yaml").write_text(BASE + "colour: red\ndue: 2031-99-01\n", encoding="utf-8")
    path = written(folder, "  policies: {dv_margn: 1}\n", head=HEAD.replace("title: Mine\n", ""))
    found = [f"{Path(one.file).name}:{one.line}" for one in faults_of(path)]
    assert found == ["base.yaml:17", "base.yaml:18", "mine.yaml:1", "mine.yaml:5"]


def test_a_base_that_cannot_be_read_is_told_with_the_variants_own_faults(folder):
    (folder / "base.yaml").write_text(BASE + "x: [1,\n", encoding="utf-8")
    path = written(folder, "  {}\n", head=HEAD.replace("id: mine", "id: NOT AN ID"))
    assert [Path(one.file).name for one in faults_of(path)] == ["base.yaml", "mine.yaml"]


@pytest.mark.parametrize(
    "base",
    [
        "../base.yaml",
        "/etc/passwd",
        "sub/base.yaml",
        "..",
        ".",
        "",
        ".hidden.yaml",
        "base",
        "base.yaml/",
        "sub\\base.yaml",
        "C:base.yaml",
        "base.yml.exe",
        "file:base.yaml",
        "~base.yaml",
        "a\\0.yaml",
        "base.yaml\\n",
        "x" * 200 + ".yaml",
        "．．/base.yaml",
    ],
)
def test_a_base_is_a_plain_name(folder, base):
    inner = folder / "inner"
    inner.mkdir()
    head = HEAD.replace("base.yaml", f'"{base}"')
    if "\\" in base and base[base.index("\\") + 1] not in "0n":
        head = HEAD.replace("base.yaml", f"'{base}'")
    fault = only_fault(written(inner, "  {}\n", head=head))
    assert (fault.line, fault.path) == (2, "base")
    assert "is no plain name of a file" in fault.message


@pytest.mark.parametrize(
    ("word", "said"),
    [("5", "5, allowed is text"), ("[base.yaml]", "a list, allowed is text"), ("null", "nothing")],
)
def test_a_base_is_text(folder, word, said):
    fault = only_fault(written(folder, "  {}\n", head=HEAD.replace("base.yaml", word)))
    assert (fault.line, said in fault.message) == (2, True)


def test_a_missing_base_is_told_at_its_line_with_the_nearest_name(folder):
    fault = only_fault(written(folder, "  {}\n", head=HEAD.replace("base.yaml", "bse.yaml")))
    assert (fault.line, fault.path) == (2, "base")
    assert "there is no 'bse.yaml'" in fault.message
    assert "did you mean 'base.yaml'?" in fault.message


def test_a_base_that_is_a_folder_is_refused(folder):
    (folder / "dir.yaml").mkdir()
    fault = only_fault(written(folder, "  {}\n", head=HEAD.replace("base.yaml", "dir.yaml")))
    assert "is a directory" in fault.message


@pytest.mark.parametrize("ring", [["mine"], ["mine", "other"], ["mine", "a", "b"]])
def test_a_ring_of_bases_is_refused(folder, ring):
    for name, base in zip(ring, [*ring[1:], ring[0]], strict=True):
        head = HEAD.replace("base.yaml", f"{base}.yaml")
        written(folder, "  {}\n", name=f"{name}.yaml", head=head)
    fault = only_fault(folder / "mine.yaml")
    assert Path(fault.file).name == f"{ring[-1]}.yaml"
    assert " -> ".join(f"{name}.yaml" for name in [*ring, ring[0]]) in fault.message


def test_a_chain_is_read_up_to_its_limit(folder):
    names = [f"v{number}.yaml" for number in range(MOST_FILES)]
    for place, (name, base) in enumerate(zip(names, ["base.yaml", *names], strict=False), start=1):
        changes = f"  policies: {{hover_s: {place}}}\n  due: 2031-0{place}-01\n"
        path = written(folder, changes, name=name, head=HEAD.replace("base.yaml", base))
        if place < MOST_FILES:
            mine = load_scenario(path)
            assert (mine.policies.hover_s, mine.due) == (place, date(2031, place, 1))
    fault = only_fault(path)
    assert "v0.yaml:2" in str(fault)
    assert f"allowed up to {MOST_FILES}" in fault.message


def test_a_huge_base_is_refused_like_a_huge_file(folder):
    (folder / "base.yaml").write_text("#" * (MAX_BYTES + 1), encoding="utf-8")
    fault = only_fault(written(folder, "  {}\n"))
    assert "base.yaml:1" in str(fault)
    assert "larger than 256 kB" in fault.message


def test_many_changes_end_soon(folder):
    entries = "".join(
        f"    e{n}: {{kind: rover_mini, requires: [e{n - 1}]}}\n" for n in range(1, 500)
    )
    path = written(folder, f"  elements:\n{entries}")
    assert any(
        "300 entries" in one.message or "more than" in one.message for one in faults_of(path)
    )


def test_many_entries_taken_out_end_soon(folder):
    more = "".join(f"  - {{id: e{n}, kind: rover_mini}}\n" for n in range(290))
    (folder / "base.yaml").write_text(BASE + more, encoding="utf-8")
    path = written(folder, "  elements:\n" + "".join(f"    e{n}: null\n" for n in range(290)))
    start = time.process_time()
    assert len(load_scenario(path).elements) == 3
    assert time.process_time() - start < 1.5


def test_an_upload_may_only_name_what_is_shipped(folder):
    text = (HEAD + "  policies: {dv_margin: 0.1}\n").encode()
    with pytest.raises(ScenarioError, match=r"up\.yaml:2: base: .*allowed is a full scenario"):
        loads_scenario(text, name="up.yaml")
    mine = loads_scenario(text, name="up.yaml", bases=folder)
    assert mine.policies.dv_margin == 0.1


def test_a_text_from_elsewhere_may_be_called_like_its_base(folder, tmp_path_factory):
    text = HEAD + "  policies: {dv_margin: 0.1}\n"
    assert loads_scenario(text, name="base.yaml", bases=folder).policies.dv_margin == 0.1
    elsewhere = tmp_path_factory.mktemp("elsewhere") / "base.yaml"
    elsewhere.write_text(text, encoding="utf-8")
    assert loads_scenario(text, name=str(elsewhere), bases=folder).policies.dv_margin == 0.1
    with pytest.raises(ScenarioError, match=r"base\.yaml -> base\.yaml"):
        load_scenario(written(folder, "  {}\n", name="base.yaml"))


def test_the_folder_of_the_server_is_not_told(folder):
    (folder / "base.yaml").write_text(BASE + "colour: red\n", encoding="utf-8")
    with pytest.raises(ScenarioError) as caught:
        loads_scenario(HEAD + "  {}\n", name="up.yaml", bases=folder)
    assert str(folder) not in str(caught.value)
    assert str(caught.value).startswith("base.yaml:17: colour")


def test_a_variant_is_saved_with_its_comments(folder):
    text = "# why\n" + HEAD + "  policies: {dv_margin: 0.1} # a tenth\n"
    assert rewritten(text) == text
    path = folder / "saved.yaml"
    scenario = save_scenario(path, text)
    assert path.read_text(encoding="utf-8") == text
    assert scenario == load_scenario(path)


def test_overrides_are_laid_over_the_whole(folder):
    path = written(folder, "  policies: {dv_margin: 0.1}\n")
    mine = load_scenario(path, {"policies.dv_margin": 0.2, "elements.rover": None})
    assert mine.policies.dv_margin == 0.2
    assert [one.id for one in mine.elements] == ["relay", "power"]


def test_statements_are_found_in_the_file_that_says_them(folder):
    path = written(folder, "  elements:\n    rover: {due: 2031-10-01}\n")
    places = Places(path)
    assert places.place(("elements", "rover", "due")) == f"{path}:7"
    assert places.place(("elements", "rover", "kind")) == f"{folder / 'base.yaml'}:15"


def test_changes_without_a_base_are_a_variant_that_lacks_one(folder):
    fault = only_fault(written(folder, "  {}\n", head=HEAD.replace("base: base.yaml\n", "")))
    assert fault.path == "base"
    assert "is missing" in fault.message


def test_the_schema_has_the_form_of_a_variant():
    schema = json.loads(schema_text())
    assert schema["if"] == {"required": ["base"]}
    variant = schema["$defs"][schema["then"]["$ref"].rpartition("/")[2]]
    assert set(variant["properties"]) == set(VariantFile.model_fields)
    keys = set(variant["properties"]["changes"]["propertyNames"]["enum"])
    whole = schema["$defs"][schema["else"]["$ref"].rpartition("/")[2]]
    assert keys | {"schema_version", "id", "title", "teaches"} == set(whole["properties"])
    with pytest.raises(ValidationError):
        VariantFile.model_validate({"schema_version": 2})
