"""An explanation as tables: the chain, what binds, what each change would do, slack."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from planner.campaign.explanation import BindingRule, Explanation, Sensitivity
from planner.terminal.conflict import override_lines
from planner.terminal.table import aligned

#: Changes whose overrides are shown, and elements in the table of slack; the JSON has all.
_MOST_SHOWN: Final = 3
_TIGHTEST: Final = 12

_RULES: Final = {
    "balance": "power, berths or supplies of",
    "budget": "budget of",
    "cadence": "launches a year of",
    "capacity": "mass against the windows of",
    "due": "due day of",
    "pad": "turnaround of pad",
    "pin": "pin",
    "precedence": "waiting for",
    "release": "earliest launch of",
    "room": "full flights of",
    "apart": "pins keep it from flights of",
    "support": "flights need at work",
    "together": "pinned together with",
    "window": "windows of",
}


def explanation_text(explanation: Explanation) -> str:
    """Return what follows the summary of a plan."""
    parts = [
        "\n".join(_chain(explanation)),
        "\n".join(_changes(explanation)),
        "\n".join(_overrides(explanation)),
        "\n".join(_slack(explanation)),
    ]
    return "\n\n".join(part for part in parts if part)


def _chain(explanation: Explanation) -> Iterator[str]:
    if explanation.chain:
        yield "Critical chain, from today to completion:"
        rows = [
            (
                step.element,
                step.option,
                str(step.launch),
                str(step.delivered),
                str(step.operational),
                "; ".join(map(_rule, _holding(explanation, step.element))) or "-",
            )
            for step in explanation.chain
        ]
        head = ("Element", "Flies on", "Launch", "Delivered", "Operational", "Held by")
        yield aligned(head, rows, right=frozenset())


def _holding(explanation: Explanation, element: str) -> Iterator[BindingRule]:
    return (bound for bound in explanation.binding if element in bound.elements)


def _rule(bound: BindingRule) -> str:
    return f"{_RULES[bound.rule]} {bound.by or 'the programme'}"


def _changes(explanation: Explanation) -> Iterator[str]:
    if explanation.sensitivities:
        yield "What one change would do, each solved anew:"
        rows = [
            (one.says, _days(one), _money(one), _certainty(one))
            for one in explanation.sensitivities
        ]
        head = ("Change", "Completion d", "Cost M$", "Certainty")
        yield aligned(head, rows, right=frozenset({"Completion d", "Cost M$"}))
        if not explanation.proven:
            yield "The plan itself is not proven: part of a gain may be had without the change."


def _days(one: Sensitivity) -> str:
    return (
        "-" if one.completion_d is None else f"{one.completion_d:+d}" if one.completion_d else "0"
    )


def _money(one: Sensitivity) -> str:
    return "-" if one.cost_musd is None else f"{one.cost_musd:+,d}" if one.cost_musd else "0"


def _certainty(one: Sensitivity) -> str:
    """What is proven of a row; a search that ended early gives an upper limit."""
    if one.outcome == "no_plan":
        return "no plan, proven"
    if one.outcome == "unknown":
        return "no plan found in the time allowed"
    if not one.completion_proven:
        return "date and cost at most" if one.tighter else "days gained: at least"
    return "proven" if one.cost_proven else "date proven, cost at most"


def _overrides(explanation: Explanation) -> Iterator[str]:
    best = [one for one in explanation.sensitivities if (one.completion_d or 0) < 0]
    told = [one for one in best[:_MOST_SHOWN] if one.overrides]
    if told:
        yield "The changes that buy most days, to lay over the scenario:"
    for one in told:
        yield f"  - {one.says}"
        yield from override_lines(one.overrides or {}, indent="      ")


def _slack(explanation: Explanation) -> Iterator[str]:
    if not explanation.slack:
        return
    rows = [
        (one.element, str(one.operational), str(one.latest), f"{one.slack_d}")
        for one in explanation.slack[:_TIGHTEST]
    ]
    yield "How late each element may be with completion held, at most (dates and precedence alone):"
    head = ("Element", "Operational", "Latest", "At most d")
    yield aligned(head, rows, right=frozenset({"At most d"}))
    if left := len(explanation.slack) - len(rows):
        yield f"and {left} more with {explanation.slack[len(rows)].slack_d} d or more"
