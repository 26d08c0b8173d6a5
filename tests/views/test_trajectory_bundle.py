"""The committed bundle is the one its sources make."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path

HOME = Path(__file__).resolve().parents[2] / "views" / "components" / "trajectory"
BUNDLE = (HOME / "dist" / "trajectory.js").read_text(encoding="utf-8")


def source_hash():
    """As build.mjs reckons it, written a second time."""
    sources = [f"src/{file.name}" for file in (HOME / "src").iterdir()]
    digest = sha256()
    for name in sorted(["build.mjs", "package-lock.json", *sources]):
        digest.update(f"{name}\n".encode())
        digest.update((HOME / name).read_text(encoding="utf-8").encode())
    return digest.hexdigest()


def test_the_bundle_is_made_from_the_sources_beside_it():
    assert BUNDLE.startswith(f"/* sources sha256 {source_hash()}\n"), "run: npm ci && npm run build"


def test_the_licence_of_three_js_is_in_the_bundle():
    assert "The MIT License" in BUNDLE
    assert "three.js authors" in BUNDLE


def test_sources_never_read_text_as_markup():
    for file in (HOME / "src").glob("*.js"):
        text = file.read_text(encoding="utf-8")
        assert "innerHTML" not in text
        assert "insertAdjacentHTML" not in text


def test_the_lock_names_no_registry():
    lock = json.loads((HOME / "package-lock.json").read_text(encoding="utf-8"))
    assert all("resolved" not in package for package in lock["packages"].values())
