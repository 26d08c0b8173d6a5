"""Stands in for a scenario where only its id and fingerprint are read."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class FakeScenario:
    id: str

    @property
    def sha256(self) -> str:
        return self.id
