"""Any text is a scenario or a ScenarioError; what is written out reads back the same."""

from __future__ import annotations

import re
import time
from io import StringIO
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from planner.scenario import Scenario, ScenarioError, loads_scenario
from planner.scenario.round_trip import rewritten, round_trip_yaml

FOLDER = Path(__file__).parents[2] / "scenarios"
SHIPPED = [path.read_text(encoding="utf-8") for path in sorted(FOLDER.glob("*.yaml"))]
#: Those that stand alone; the others are variants of one.
TEXTS = [text for text in SHIPPED if "\nbase: " not in text]
MINIMAL = (FOLDER / "minimal.yaml").read_text(encoding="utf-8")
LINES = [text.splitlines(keepends=True) for text in SHIPPED]
#: Pieces that mean something to YAML or to the models.
PIECES = st.sampled_from([
    "", " ", "  ", "\t", "\n", "\r", "- ", ": ", ":", "? ", "#", "[", "]", "{", "}", ",", "'", '"',
    "|", ">", "&a ", "*a", "!", "!!int ", "!!timestamp ", "<<: ", "---\n", "...\n", "%YAML 1.1\n",
    "null", "true", ".nan", ".inf", "-1", "1e999", "0x1f", "0o17", "1_000", "2031-02-30", "12:30",
    "\x00", "\x85", "\u2028", "\ufeff", "\ud800", "é", "𝕏", "~", "=", "@", "`", "\\",
    "id: ", "kind: ", "elements:\n", "requires: [", "policies: {", "catalogue: {", "2031-01-01",
    "launchers: {cz5: ", "performance: ", "stages: [{", "value: ", "source: ", "fleet: ",
])  # fmt: skip
RAW = st.one_of(st.text(max_size=300), st.lists(PIECES, max_size=40).map("".join))
#: Leaves of a scenario and what they may be replaced by.
VALUES = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=20), st.dates(),
    st.datetimes(), st.lists(st.integers(), max_size=3), st.just({}), st.just([]),
    st.sampled_from(["relay", "power", "rover", "cz5", "cz9", "cargo_cz9", "surface", "anchor"]),
    st.dictionaries(st.sampled_from(["value", "kind", "id", "min"]), st.integers(), max_size=2),
)  # fmt: skip
PATHS = st.lists(
    st.sampled_from([
        "schema_version", "id", "title", "site", "horizon", "start", "end", "due", "fleet", "0",
        "1", "cz8", "launcher", "lander", "pad", "arrival_orbit", "perilune_alt_km", "elements",
        "relay", "power", "kind", "requires", "mass_kg", "propulsion", "in_place", "since",
        "phases", "partners", "policies", "tof_d", "dv_margin", "solver", "seed", "catalogue",
        "launchers", "landers", "performance", "stages", "pads", "first_flight", "cites",
    ]),
    min_size=1,
    max_size=5,
).map(".".join)  # fmt: skip


def outcome(content, **options):
    """Load, and check that it either works or says what is wrong, within two seconds."""
    start = time.process_time()
    try:
        result = loads_scenario(content, name="fuzz.yaml", **options)
    except ScenarioError as error:
        result = error
    assert time.process_time() - start < 2.0
    if isinstance(result, ScenarioError):
        assert result.faults
        assert str(result).replace("\n", "").isprintable()
        assert all(re.fullmatch(r"[\w./-]+\.yaml:\d+: \S.*", str(one)) for one in result.faults)
    return result


@given(RAW)
def test_any_text(text):
    assert isinstance(outcome(text), Scenario | ScenarioError)


@given(st.binary(max_size=300))
def test_any_bytes(content):
    assert isinstance(outcome(content), Scenario | ScenarioError)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_a_shipped_scenario_with_lines_changed(data):
    lines = list(data.draw(st.sampled_from(LINES)))
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(lines) - 1))
        line = lines[place]
        cut = data.draw(st.integers(0, len(line)))
        skip = data.draw(st.integers(0, 6))
        lines[place] = line[:cut] + data.draw(PIECES) + line[cut + skip :]
    outcome("".join(lines), bases=FOLDER)


@settings(max_examples=150, deadline=None)
@given(st.dictionaries(PATHS, VALUES, min_size=1, max_size=4))
def test_a_shipped_scenario_with_values_overridden(overrides):
    outcome(MINIMAL, overrides=overrides)


@settings(max_examples=12, deadline=None)
@given(st.data())
def test_what_is_rewritten_reads_back_as_the_same_scenario(data):
    """Shuffle the entries, write it out twice: the same text, the same scenario."""
    yaml, out = round_trip_yaml(), StringIO()
    tree = yaml.load(data.draw(st.sampled_from(TEXTS)))
    for key in ("elements", "partners"):
        if key in tree:
            tree[key] = data.draw(st.permutations(list(tree[key])))
    tree["title"] = data.draw(st.text("ab 'éX:#-", min_size=1, max_size=40))
    yaml.dump(tree, out)
    once = rewritten(out.getvalue())
    assert rewritten(once) == once
    scenario = loads_scenario(once, name="a")
    assert scenario.title == tree["title"]
    assert [element.id for element in scenario.elements] == [one["id"] for one in tree["elements"]]
