"""Compiled kernels follow the sources: a changed file means another folder."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from planner.astro import kernel_cache


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    planner = tmp_path / "planner"
    for package in ("astro", "transfers"):
        (planner / package).mkdir(parents=True)
        (planner / package / "kernel.py").write_text("x = 1\n")
    monkeypatch.setattr(kernel_cache, "_PLANNER", planner)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "user"))
    # setenv first, so that what the code sets is undone after the test.
    monkeypatch.setenv("NUMBA_CACHE_DIR", "")
    monkeypatch.setattr(kernel_cache, "_tell_numba", lambda _: None)
    return planner


def test_a_changed_callee_changes_the_folder(tree: Path) -> None:
    first = kernel_cache.use_kernel_cache()
    assert first == kernel_cache.use_kernel_cache()
    (tree / "astro" / "kernel.py").write_text("x = 2\n")
    assert kernel_cache.use_kernel_cache() != first


def test_old_folders_go_but_the_last_one_stays(tree: Path) -> None:
    folders = []
    for i in range(4):
        (tree / "astro" / "kernel.py").write_text(f"x = {i}\n")
        folder = kernel_cache.use_kernel_cache()
        assert folder is not None
        os.utime(folder, (i, i))
        folders.append(folder)
    assert [folder.exists() for folder in folders] == [False, False, True, True]


def test_an_unwritable_checkout_falls_back_to_the_user(tree: Path) -> None:
    (tree / "__pycache__").write_text("a file where the folder should be")
    folder = kernel_cache.use_kernel_cache()
    assert folder is not None
    assert tree not in folder.parents


@pytest.mark.usefixtures("tree")
def test_a_folder_the_user_chose_is_respected(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path))
    assert kernel_cache.use_kernel_cache() is None
    assert kernel_cache.kernels_are_cold()
    (tmp_path / "a.nbi").touch()
    assert not kernel_cache.kernels_are_cold()


def test_a_second_process_compiles_nothing(tmp_path: Path) -> None:
    """The second run of a kernel loads machine code: no new cache files, same answer."""
    code = (
        "from planner.astro.lambert import lambert;"
        "print(lambert(mu_km3_s2=1.0, r1_km=(1, 0, 0), r2_km=(0, 2, 0), tof_s=3.0)[0])"
    )
    env = os.environ | {"NUMBA_CACHE_DIR": str(tmp_path)}

    def run() -> tuple[str, list[Path]]:
        done = subprocess.run(
            [sys.executable, "-c", code],
            env=env,
            capture_output=True,
            text=True,
            check=True,
            cwd=Path(__file__).parents[2],
        )
        return done.stdout, sorted(tmp_path.rglob("*.nbc"))

    first, files = run()
    assert files
    assert run() == (first, files)
