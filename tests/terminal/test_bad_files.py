"""Whatever a file holds, the terminal answers at once, by line, with exit code 1."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest

from planner.terminal.door import main

MINIMAL = (Path(__file__).parents[2] / "scenarios" / "minimal.yaml").read_text(encoding="utf-8")
BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{new}: &{new} [{', '.join([f'*{old}'] * 9)}]\n"
    for old, new in zip("abcdefgh", "bcdefghi", strict=True)
)


def changed(old: str, new: str) -> bytes:
    assert old in MINIMAL
    return MINIMAL.replace(old, new, 1).encode()


BAD: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "empty"),
    "huge": (MINIMAL.encode() + b"# x\n" * 70_000, "256"),
    "binary": (bytes(range(256)) * 40, ""),
    "alias bomb": (BOMB.encode(), "alias|anchor"),
    "merge bomb": (b"a: &a {k: 1}\nb: {<<: [*a, *a]}\n", "alias|anchor"),
    "deep": (b"[" * 100_000, "deep|nest"),
    "duplicate key": (changed("id: minimal", "id: minimal\nid: again"), "twice|duplicate"),
    "unknown key": (changed("horizon:", "horizont:"), "did you mean 'horizon'"),
    "wrong unit": (changed("perilune_alt_km: 300", "perilune_alt_m: 300000"), "perilune_alt_km"),
    "nan": (changed("perilune_alt_km: 300", "perilune_alt_km: .nan"), "finite|number"),
    "infinity": (changed("perilune_alt_km: 300", "perilune_alt_km: 1e400"), "finite|number"),
    "outside the ephemeris": (changed("2031-12-31", "2090-12-31"), "ephemeris"),
    "no such day": (changed("2031-12-31", "2031-13-45"), "2031-13-45|not a day|date"),
    "unknown id": (changed("kind: rover_small", "kind: rover_smal"), "did you mean 'rover_small'"),
    "circular": (changed("relay_queqiao2", "relay_queqiao2, requires: [rover]"), "circ|cycl"),
    "too heavy": (changed("rover_small", "rover_small, mass_kg: 90000"), "90000"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_refused_by_line_and_nothing_hangs(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    content, words = BAD[name]
    file = tmp_path / "scenario.yaml"
    file.write_bytes(content)
    began = time.perf_counter()
    code = main(["plan", str(file), "--json", str(tmp_path / "plan.json")])
    took_s = time.perf_counter() - began
    out, err = capsys.readouterr()
    assert code == 1
    assert out == ""
    faults = err.splitlines()
    assert faults
    for fault in faults:
        assert re.fullmatch(rf"{re.escape(str(file))}:\d+: [^:]+: .+", fault), fault
    assert re.search(words, err, flags=re.IGNORECASE), err
    assert not (tmp_path / "plan.json").exists()
    # The promise to a person at a prompt; measured: the slowest takes 0.2 s.
    assert took_s < 1.0
