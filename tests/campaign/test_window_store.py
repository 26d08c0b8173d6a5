"""Windows on disk: the same as computed, never trusted when damaged, never too many."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest

from planner.campaign import opportunities as module
from planner.campaign import window_store
from planner.campaign.dated import Opportunity, WindowSet
from planner.campaign.opportunities import opportunities, window_set
from planner.scenario import load_scenario

MINIMAL = Path(__file__).parents[2] / "scenarios" / "minimal.yaml"


@pytest.fixture(scope="module")
def wanted() -> WindowSet:
    scenario = load_scenario(MINIMAL)
    return window_set(scenario, next(o for o in scenario.fleet if o.destination == "surface"))


@pytest.fixture(scope="module")
def found(wanted: WindowSet) -> tuple[Opportunity, ...]:
    return opportunities(wanted)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path / "kernels" / "version"))
    return tmp_path / "windows"


def told(opportunity: Opportunity) -> tuple[object, ...]:
    transfer = opportunity.transfer
    return (
        opportunity.launch_utc, opportunity.tli_utc, opportunity.arrival_utc,
        opportunity.landing_utc, transfer.parking, transfer.burns, transfer.tof_d,
        transfer.c3_km2_s2, transfer.arrival, transfer.residuals, transfer.family,
        transfer.model,
    )  # fmt: skip


def test_what_comes_back_is_what_was_kept_to_the_last_bit(wanted, found):
    assert len(found) > 10
    window_store.store(wanted, found)
    back = window_store.stored(wanted)
    assert back is not None
    assert [told(one) for one in back] == [told(one) for one in found]
    for ours, theirs in zip(back, found, strict=True):
        for name in ("path_tdb_jd", "path_earth_km", "path_moon_km"):
            mine = getattr(ours.transfer, name)
            assert np.array_equal(mine, getattr(theirs.transfer, name))
            assert not mine.flags.writeable


@pytest.mark.parametrize("damage", [b"", b"junk", None])
def test_a_damaged_file_is_as_good_as_none_and_written_again(
    wanted, found, folder, monkeypatch, damage
):
    window_store.store(wanted, found)
    (file,) = folder.glob("*.npz")
    whole = file.read_bytes()
    file.write_bytes(whole[: len(whole) // 2] if damage is None else damage)
    assert window_store.stored(wanted) is None
    monkeypatch.setattr(module, "_kept", module._Kept(1))
    monkeypatch.setattr(module, "_computed", lambda *_: found)
    assert opportunities(wanted) == found
    assert file.read_bytes() == whole


def test_other_software_does_not_find_it(wanted, found, monkeypatch):
    window_store.store(wanted, found)
    monkeypatch.setattr(window_store, "_software", lambda: "newer")
    assert window_store.stored(wanted) is None


def test_it_can_be_turned_off(wanted, found, folder, monkeypatch):
    monkeypatch.setenv(window_store.SWITCH, "off")
    window_store.store(wanted, found)
    assert not folder.exists()
    assert window_store.stored(wanted) is None


def test_a_folder_that_cannot_be_written_is_no_fault(wanted, found, tmp_path, monkeypatch):
    (tmp_path / "file").touch()
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path / "file" / "kernels" / "version"))
    window_store.store(wanted, found)
    assert window_store.stored(wanted) is None


def test_the_sets_used_longest_ago_go_first(wanted, found, folder, monkeypatch):
    window_store.store(wanted, found)
    (file,) = folder.glob("*.npz")
    monkeypatch.setattr(window_store, "MOST_BYTES", int(2.5 * file.stat().st_size))
    file.unlink()
    files = []
    for n in range(2):
        monkeypatch.setattr(window_store, "_software", lambda n=n: f"version {n}")
        window_store.store(wanted, found)
        files.append(window_store._file(wanted))
    for age, held in enumerate(files):  # the first is the younger one now
        os.utime(held, (1e9 - age, 1e9 - age))
    monkeypatch.setattr(window_store, "_software", lambda: "version 2")
    window_store.store(wanted, found)
    assert set(folder.glob("*.npz")) == {files[0], window_store._file(wanted)}
