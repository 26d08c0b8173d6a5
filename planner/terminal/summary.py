"""A plan on one screen: the answer, the flights, how sure it is, what holds it back."""

from __future__ import annotations

from datetime import date, timedelta
from textwrap import fill
from typing import Final

from planner.plan import CampaignPlan, Flight, FrozenFlight
from planner.terminal.table import aligned

_HEAD: Final = (
    "Flight", "Launch (UTC)", "Launcher", "Lander", "Arrives", "tof d", "TLI m/s", "LOI m/s",
    "Descent m/s", "Payload kg", "Carries",
)  # fmt: skip
_WIDTH: Final = 100
_RIGHT: Final = frozenset({"tof d", "TLI m/s", "LOI m/s", "Descent m/s", "Payload kg"})


def summary_text(plan: CampaignPlan) -> str:
    """Return what a person wants to know first; the JSON holds the rest."""
    head = plan.headline
    figures = (
        f"{head.flights} flight{'s' * (head.flights != 1)}, {head.landed_kg:,.0f} kg landed, "
        f"{head.cost_musd:,.0f} M$; planned in {plan.wall_s:.1f} s."
    )
    parts = [
        f"{plan.title}\n{head.sentence}\n{figures}",
        *(["\n".join(["Frozen:", *map(_frozen, plan.history)])] if plan.history else []),
        aligned(_HEAD, [_row(flight) for flight in plan.flights], right=_RIGHT),
        "\n".join(_phases(plan)),
        "\n".join(_proof(plan)),
    ]
    if money := _money(plan):
        parts.insert(-1, "\n".join(money))
    if plan.reasons:
        parts.append("\n".join(["What holds the date back:", *map(_point, plan.reasons)]))
    return "\n\n".join(parts)


def _point(sentence: str) -> str:
    return fill(sentence, _WIDTH, initial_indent="  - ", subsequent_indent="    ")


def _frozen(past: FrozenFlight) -> str:
    names = ", ".join(past.elements)
    match past.outcome:
        case "flown":
            what = f"flew on {past.option} on {past.launch}, delivered {past.delivered}"
        case "lost":
            what = f"lost with {past.option} on {past.launch}, again from {past.earliest}"
        case _:
            what = f"delayed to {past.earliest} or later"
    return f"  {past.id}  {names}: {what}"


def _row(flight: Flight) -> tuple[str, ...]:
    delivered = flight.landing_utc or flight.arrival_utc
    descent = flight.dv_m_s.get("descent")
    return (
        flight.id,
        f"{flight.launch_utc:%Y-%m-%d %H:%M}",
        flight.launcher,
        flight.lander or "-",
        f"{delivered:%Y-%m-%d}",
        f"{flight.tof_d:.2f}",
        f"{flight.dv_m_s['tli']:.0f}",
        f"{flight.dv_m_s['loi']:.0f}",
        "-" if descent is None else f"{descent:.0f}",
        f"{flight.mass_kg.payload:,.0f}",
        ", ".join(item.element for item in flight.manifest),
    )


def _phases(plan: CampaignPlan) -> list[str]:
    lines = []
    for phase in plan.phases:
        done = f"complete {phase.completed_utc:%Y-%m-%d}" if phase.completed_utc else "empty"
        lines.append(f"{phase.title} ({phase.start} to {phase.end}): {done}")
    return lines


def _money(plan: CampaignPlan) -> list[str]:
    """Say what is spent of each budget there is."""
    return [
        f"{row.partner or 'Programme'}, {row.year}: {row.spent_musd:,.0f} M$ of "
        f"{row.limit_musd:,.0f} M$"
        for row in plan.spending
        if row.limit_musd is not None
    ]


def _proof(plan: CampaignPlan) -> list[str]:
    """Say how far the plan may be from the best there is, goal by goal."""
    names = list(plan.objective)
    return [_goal(plan, name, names[:place]) for place, name in enumerate(names)]


def _goal(plan: CampaignPlan, name: str, before: list[str]) -> str:
    gap = abs(plan.objective[name] - plan.lower_bound[name])
    given = _given(before)
    match name:
        case "completion_d":
            earliest: date = plan.completion_date - timedelta(days=gap)
            proven = f"no plan{given} completes earlier"
            share = "" if plan.date_gap is None else f", gap {plan.date_gap:.1%}"
            open_ = f"no plan{given} completes before {earliest} ({gap:.0f} d earlier{share})"
        case "cost_musd":
            proven = f"no plan{given} costs less"
            open_ = f"at most {gap:,.0f} M$ could be saved{_GIVEN.get(tuple(before), given)}"
        case "launches":
            proven = f"no plan{given} takes fewer"
            open_ = f"at most {gap:.0f} could be saved{given}"
        case _:
            proven = f"no plan{given} leaves more days to its tightest due day"
            open_ = f"at most {gap:.0f} d more could be gained{given}"
    return f"{_TITLES[name]}: {f'proven, {proven}' if gap <= 0 else f'not proven; {open_}'}."


_TITLES: Final = {
    "completion_d": "Date",
    "cost_musd": "Cost",
    "launches": "Launches",
    "least_slack_d": "Slack",
}
_GIVEN: Final[dict[tuple[str, ...], str]] = {("completion_d",): " on this date"}


def _given(before: list[str]) -> str:
    """The plans a goal was sought among: those that keep what the goals before it reached."""
    if before == ["completion_d"]:
        return " that completes on this date"
    return " as good in what comes before" if before else ""
