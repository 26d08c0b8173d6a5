"""Nothing saved is lost: not by a bad text, not by a disk that fails."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from planner.scenario import ScenarioError, load_scenario, save_scenario

TEXT = (Path(__file__).parents[2] / "scenarios" / "minimal.yaml").read_text(encoding="utf-8")
OTHER = TEXT.replace("title: ", "title: Another - ") + "# a comment — kept\n"


@pytest.fixture
def saved(tmp_path):
    path = tmp_path / "mine.yaml"
    save_scenario(path, TEXT)
    return path


def test_what_is_saved_is_the_text_byte_for_byte(saved):
    scenario = save_scenario(saved, OTHER)
    assert saved.read_bytes() == OTHER.encode()
    assert scenario == load_scenario(saved)


def test_the_text_before_is_kept_beside_it(saved):
    assert list(saved.parent.iterdir()) == [saved]
    save_scenario(saved, OTHER)
    assert saved.with_name("mine.yaml.bak").read_text(encoding="utf-8") == TEXT
    assert len(list(saved.parent.iterdir())) == 2


def test_a_faulty_text_changes_nothing(saved):
    with pytest.raises(ScenarioError, match=r"mine\.yaml:1"):
        save_scenario(saved, "id: only")
    assert saved.read_text(encoding="utf-8") == TEXT
    assert list(saved.parent.iterdir()) == [saved]


@pytest.mark.parametrize("broken", ["fsync", "replace"])
def test_a_disk_that_fails_changes_nothing(saved, monkeypatch, broken):
    def fail(*_):
        raise OSError(28, "No space left on device")

    target = os if broken == "fsync" else Path
    monkeypatch.setattr(target, broken, fail)
    with pytest.raises(OSError, match="No space left"):
        save_scenario(saved, OTHER)
    assert saved.read_text(encoding="utf-8") == TEXT
    assert list(saved.parent.iterdir()) == [saved]


def test_a_folder_that_is_not_there_is_an_error(tmp_path):
    with pytest.raises(OSError, match="No such file"):
        save_scenario(tmp_path / "nowhere" / "a.yaml", TEXT)
