"""Dates, flights and lists in the words of a reason."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from planner.schedule.instance import Instance
from planner.schedule.problem import Balance


def day(ordinal: int) -> str:
    """ISO date of a day ordinal."""
    return date.fromordinal(ordinal).isoformat()


def days(count: int) -> str:
    """``1 day``, ``2 days``."""
    return f"{count} day" if count == 1 else f"{count} days"


def kilowatts(power_w: int) -> str:
    """``0.5 kW``, ``12 kW``."""
    return f"{power_w / 1000:.6g} kW"


def amount(balance: Balance, count: int) -> str:
    """``0.5 kW``, ``4 people``, ``1200 kg``: so much of a balance."""
    if balance.unit == "W":
        return kilowatts(count)
    return "1 person" if (balance.unit, count) == ("people", 1) else f"{count} {balance.unit}"


def kind(balance: Balance) -> str:
    """What a balance is of: ``power``, ``berths`` or ``supplies``."""
    return {"W": "power", "people": "berths"}.get(balance.unit, "supplies")


def supplied(balance: Balance, count: int) -> str:
    """``are 2.5 kW of power``, ``are berths for 4 people``, ``are 900 kg of supplies``."""
    if balance.unit == "people":
        return f"are berths for {amount(balance, count)}"
    return f"are {amount(balance, count)} of {kind(balance)}"


def taken(balance: Balance, *, plural: bool) -> str:
    """``use`` of power, ``need`` of berths, ``take`` of supplies; ``uses`` for one."""
    verb = {"W": "use", "people": "need"}.get(balance.unit, "take")
    return verb if plural else f"{verb}s"


def millions(money_kusd: int) -> str:
    """``1500 M$``, ``0.5 M$``."""
    return f"{money_kusd / 1000:.10g} M$"


def counted(count: int, noun: str) -> str:
    """``1 launch``, ``3 launches``, ``2 windows``."""
    if count == 1:
        return f"1 {noun}"
    return f"{count} {noun}es" if noun.endswith("ch") else f"{count} {noun}s"


def listed(words: Sequence[str], *, most: int = 6) -> str:
    """``a, b and c``; what exceeds ``most`` is counted, not named."""
    if not words:
        return "nothing"
    shown = list(words[:most])
    if len(words) > most:
        return f"{', '.join(shown)} and {len(words) - most} more"
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}"


def flight(instance: Instance, index: int) -> str:
    """A flight by option and launch date."""
    opportunity = instance.opportunities[index]
    return f"{opportunity.option} of {day(opportunity.launch_day)}"


def berth(pad: str) -> str:
    """A pad, or the craft that is used again and stands in for one, in the words of a reason."""
    return pad if pad.startswith("craft ") else f"pad {pad}"
