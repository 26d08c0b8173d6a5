"""A campaign plan as JSON: the interchange format of ``docs/plan_format.md``.

Every field of :mod:`planner.plan` appears under its own name. Two are left out: a flight's
sampled ``path``, which anyone can compute again from ``tli_state`` and ``model``, and
``wall_s``, so that the same scenario gives the same file.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, Final

from planner.plan import CampaignPlan

if TYPE_CHECKING:
    from planner.campaign import Explanation

_LEFT_OUT: Final = frozenset({"path", "wall_s"})


def plan_to_dict(plan: CampaignPlan) -> dict[str, Any]:
    """Return the plan as plain dictionaries, lists, strings, numbers and None.

    Parameters
    ----------
    plan : CampaignPlan

    Returns
    -------
    dict
        Instants as ISO 8601 in UTC to the millisecond, ``2031-03-01T04:30:00.000Z``;
        days as ``2031-03-01``; what does not apply as None.
    """
    return {name: _plain(value) for name, value in _members(plan)}


def dumps_plan(plan: CampaignPlan, explanation: Explanation | None = None) -> str:
    """Return the plan as JSON text, the same text for the same plan.

    Parameters
    ----------
    plan : CampaignPlan
    explanation : Explanation, optional
        Stands beside the plan's own keys, as ``explanation``.

    Raises
    ------
    ValueError
        A number is not finite: JSON cannot hold it, and no plan may.
    """
    document = plan_to_dict(plan)
    if explanation is not None:
        document["explanation"] = _plain(explanation)
    return json.dumps(document, allow_nan=False, ensure_ascii=False, indent=2) + "\n"


def instant_text(instant: datetime) -> str:
    """Return an aware instant as ISO 8601 in UTC, to the millisecond, with a ``Z``."""
    utc = instant.astimezone(UTC).replace(tzinfo=None)
    return utc.isoformat(timespec="milliseconds") + "Z"


def _members(thing: Any) -> list[tuple[str, Any]]:
    names = [field.name for field in fields(thing) if field.name not in _LEFT_OUT]
    return [(name, getattr(thing, name)) for name in names]


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return instant_text(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, (tuple, list)):
        return [_plain(item) for item in value]
    if is_dataclass(value):
        return {name: _plain(item) for name, item in _members(value)}
    return value
