"""The whole pipeline, once, in order: scenario, transfers, masses, schedule, plan.

The doors are loaded when they are asked for: pages read plans with this package's light
modules, and must not wait for the optimiser and the compiler.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from planner.campaign.explanation import Explanation, explain_campaign, plan_and_explain
    from planner.campaign.pipeline import plan_campaign

__all__ = ["Explanation", "explain_campaign", "plan_and_explain", "plan_campaign"]

_MODULE: Final = {
    "Explanation": "explanation",
    "explain_campaign": "explanation",
    "plan_and_explain": "explanation",
    "plan_campaign": "pipeline",
}


def __getattr__(name: str) -> Any:
    """Load a door's module (PEP 562)."""
    if name not in _MODULE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_MODULE[name]}"), name)
