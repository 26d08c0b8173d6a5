"""Ask the package index whether every pin has a wheel for every platform we name.

Run ``python tests/tools/check_wheels.py`` after a change of a pin; it needs the network
and pip, takes a few minutes, downloads metadata only and prints one row a platform.
Environment markers play no part: each pin is asked for by itself, on every platform,
whether or not something needs it there.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PIN_FILES = ("requirements.txt", "requirements-dev.txt", "constraints.txt")
PYTHONS = ("3.11", "3.12", "3.13")
# pip widens a macOS tag to all older releases by itself, a manylinux tag only in part.
PLATFORMS = {
    "Linux x86-64, glibc 2.28": ("manylinux_2_28_x86_64", "manylinux_2_27_x86_64",
                                 "manylinux_2_24_x86_64", "manylinux_2_17_x86_64",
                                 "manylinux2014_x86_64"),
    "macOS 14, Apple silicon": ("macosx_14_0_arm64",),
    "macOS 14, Intel": ("macosx_14_0_x86_64",),
    "Windows x86-64": ("win_amd64",),
}  # fmt: skip


def pins() -> list[str]:
    """Every ``name==version`` of the requirement and constraint files."""
    found: list[str] = []
    for name in PIN_FILES:
        text = (ROOT / name).read_text(encoding="utf-8")
        found += re.findall(r"^[A-Za-z0-9][^\s#;]*==[^\s#;]+", text, flags=re.MULTILINE)
    return found


def missing(wanted: list[str], *, tags: tuple[str, ...], python: str) -> str:
    """Empty if pip finds a wheel for each of ``wanted``, else its complaint."""
    with tempfile.TemporaryDirectory() as target:
        done = subprocess.run(
            [
                sys.executable, "-m", "pip", "install", "--dry-run", "--quiet", "--no-deps",
                "--ignore-installed", "--only-binary=:all:", "--target", target,
                "--implementation", "cp", "--python-version", python,
                *(f"--platform={tag}" for tag in tags), *wanted,
            ],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
    if done.returncode == 0:
        return ""
    complaints = re.findall(r"No matching distribution found for (\S+)", done.stderr)
    return ", ".join(complaints) or done.stderr.strip()


def main() -> int:
    """Print the table; the exit code counts as failed if one cell does."""
    wanted = pins()
    print(f"{len(wanted)} pins, wheels only")
    print("| platform | " + " | ".join(PYTHONS) + " |")
    print("|---|" + "---|" * len(PYTHONS))
    complete = True
    for platform, tags in PLATFORMS.items():
        cells = [missing(wanted, tags=tags, python=python) for python in PYTHONS]
        complete = complete and not any(cells)
        print(f"| {platform} | " + " | ".join(f"lacks {c}" if c else "all" for c in cells) + " |")
    return 0 if complete else 1


if __name__ == "__main__":
    raise SystemExit(main())
