"""A file is replaced whole or stays as it was."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from planner.files import replace_file

posix = pytest.mark.skipif(os.name != "posix", reason="POSIX permissions and links")


def test_writes_a_new_file_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    target = tmp_path / "plan.json"
    replace_file(target, b"{}\n")
    assert target.read_bytes() == b"{}\n"
    assert list(tmp_path.iterdir()) == [target]


def test_replaces_what_stood_there(tmp_path: Path) -> None:
    target = tmp_path / "plan.json"
    target.write_bytes(b"a much longer text than the new one")
    replace_file(target, b"new")
    assert target.read_bytes() == b"new"


def test_a_write_that_fails_leaves_the_old_file_and_no_litter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "plan.json"
    target.write_bytes(b"old")

    def full_disk(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full_disk)
    with pytest.raises(OSError, match="No space left"):
        replace_file(target, b"new")
    assert target.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [target]


def test_a_folder_is_not_replaced(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="not a regular file"):
        replace_file(tmp_path, b"new")
    assert tmp_path.is_dir()


@posix
def test_keeps_permissions(tmp_path: Path) -> None:
    target = tmp_path / "plan.json"
    target.write_bytes(b"old")
    target.chmod(0o640)
    replace_file(target, b"new")
    assert target.stat().st_mode & 0o777 == 0o640


@posix
def test_a_link_stays_a_link(tmp_path: Path) -> None:
    real = tmp_path / "real.json"
    link = tmp_path / "link.json"
    link.symlink_to(real)
    replace_file(link, b"new")
    assert link.is_symlink()
    assert real.read_bytes() == b"new"


@posix
@pytest.mark.skipif(sys.platform == "darwin", reason="/dev/null resolves elsewhere on macOS")
def test_a_device_is_not_replaced() -> None:
    with pytest.raises(OSError, match="not a regular file"):
        replace_file(Path("/dev/null"), b"new")
