"""Where compiled kernels are kept between processes.

numba stores a function's machine code beside its source and renews it when that
file changes, but not when a function it calls changes in another file: after an
update a stale kernel would go on running. The kernels therefore live in a folder
named after the contents of every file that holds one. Old folders are removed.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
from pathlib import Path
from typing import Final

_PLANNER: Final = Path(__file__).parents[1]
#: Packages of the planner that compile functions.
_COMPILED: Final = ("astro", "transfers")
#: Generations kept: this one and one for going back.
_KEPT: Final = 2


def fingerprint() -> str:
    """Hash (16 hexadecimal digits) of every source file that may hold a kernel."""
    digest = hashlib.sha256()
    for package in _COMPILED:
        for path in sorted((_PLANNER / package).glob("*.py")):
            digest.update(path.name.encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _user_cache() -> Path:
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", Path.home() / "AppData" / "Local"))
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches"
    return Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache"))


def _folder(base: Path, name: str) -> Path | None:
    """The folder, made if it was not there; None where nothing can be written."""
    folder = base / name
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / f".{os.getpid()}"
        probe.touch()
        probe.unlink()
    except OSError:
        return None
    return folder


def _forget_old(base: Path, keep: Path) -> None:
    others = [path for path in base.iterdir() if path.is_dir() and path != keep]
    others.sort(key=lambda path: path.stat().st_mtime, reverse=True)
    for path in others[_KEPT - 1 :]:
        shutil.rmtree(path, ignore_errors=True)


def use_kernel_cache() -> Path | None:
    """Point numba at this version's folder; None where it keeps its own default.

    Beside the sources where that can be written, else in the user's cache. A folder
    the user has chosen (``NUMBA_CACHE_DIR``) is respected.
    """
    if os.environ.get("NUMBA_CACHE_DIR"):
        return None  # chosen by the user, or by the process that started this one
    name = fingerprint()
    for base in (
        _PLANNER / "__pycache__" / "kernels",
        _user_cache() / "lunar-station-sandbox" / "kernels",
    ):
        folder = _folder(base, name)
        if folder is not None:
            _tell_numba(folder)
            _forget_old(base, folder)
            return folder
    return None


def _tell_numba(folder: Path) -> None:
    """By its environment variable before it is imported (0.3 s), by its setting after."""
    os.environ["NUMBA_CACHE_DIR"] = str(folder)
    if "numba" in sys.modules:
        import numba

        numba.config.CACHE_DIR = str(folder)


def kernels_are_cold() -> bool:
    """Whether the kernels still have to be compiled (about 25 s, once a version)."""
    folder = os.environ.get("NUMBA_CACHE_DIR")
    return folder is None or next(Path(folder).glob("**/*.nbi"), None) is None
