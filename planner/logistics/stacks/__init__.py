"""Stacks of stages and their burn lists: a file in, every mass after every event out."""

from __future__ import annotations

from planner.logistics.stacks.chain import Chain, fly
from planner.logistics.stacks.loading import load_stack, loads_stack

__all__ = ["Chain", "fly", "load_stack", "loads_stack"]
