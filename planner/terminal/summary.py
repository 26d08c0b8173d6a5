"""A plan on one screen: the answer, the flights, how sure it is, what holds it back."""

from __future__ import annotations

from datetime import date, timedelta
from textwrap import fill
from typing import Final

from planner.plan import CampaignPlan, CrewStay, Flight, FrozenFlight
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
        *(["\n".join(choices)] if (choices := _choices(plan)) else []),
        aligned(_HEAD, [_row(plan, flight) for flight in plan.flights], right=_RIGHT),
        *(
            ["\n".join(["Crews:", *(_crew(plan, stay) for stay in plan.crews)])]
            if plan.crews
            else []
        ),
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


def _choices(plan: CampaignPlan) -> list[str]:
    """Say what was chosen, what stays at home, and the science if there is any."""
    lines = [
        f"Chosen for {one.id}: {one.chosen} ({', '.join(one.elements)})"
        for one in plan.alternatives
    ]
    optional = [one.id for one in plan.left_out if one.why == "optional"]
    if optional:
        lines.append(f"Left out, being optional: {', '.join(optional)}")
    if plan.science is not None and plan.science.point_years > 0.0:
        lines.append(f"Science to {plan.science.to}: {plan.science.point_years:,.1f} point-years")
    return lines


def _crew(plan: CampaignPlan, stay: CrewStay) -> str:
    """Who lands when, where it lives, and what it uses up."""
    ship = next(flight for flight in plan.flights if flight.id == stay.ship)
    home = f", home {ship.return_utc:%Y-%m-%d}" if ship.return_utc else ""
    return (
        f"  {stay.id}  {stay.crew} people on {stay.flight} and {stay.ship}: "
        f"{stay.landing} to {stay.departure} in the {stay.shelter}{home}; "
        f"{stay.supplies_kg:,} kg used, {stay.reserve_kg:,} kg in reserve"
    )


def _aboard(plan: CampaignPlan, flight: Flight) -> str:
    """Elements, or the crew of a ship; the lander it meets flies empty until then."""
    if flight.rendezvous_with is None:
        return ", ".join(item.element for item in flight.manifest)
    crew = next(stay for stay in plan.crews if flight.id in {stay.flight, stay.ship})
    return crew.id if flight.ship else f"lander of {crew.id}"


def _row(plan: CampaignPlan, flight: Flight) -> tuple[str, ...]:
    delivered = flight.landing_utc or flight.arrival_utc
    descent = flight.dv_m_s.get("descent")
    return (
        flight.id,
        f"{flight.launch_utc:%Y-%m-%d %H:%M}",
        flight.launcher,
        flight.lander or flight.ship or "-",
        f"{delivered:%Y-%m-%d}",
        f"{flight.tof_d:.2f}",
        f"{flight.dv_m_s['tli']:.0f}",
        f"{flight.captured_m_s:.0f}",
        "-" if descent is None else f"{descent:.0f}",
        f"{flight.mass_kg.payload:,.0f}",
        _aboard(plan, flight),
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
        + (f", {row.earlier_musd:,.0f} M$ spent before" if row.earlier_musd else "")
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
        case "science_point_years":
            proven = f"no plan{given} brings more"
            open_ = f"at most {gap:,.2f} point-years more could be gained{given}"
        case _:
            proven = f"no plan{given} leaves more days to its tightest due day"
            open_ = f"at most {gap:.0f} d more could be gained{given}"
    return f"{_TITLES[name]}: {f'proven, {proven}' if gap <= 0 else f'not proven; {open_}'}."


_TITLES: Final = {
    "completion_d": "Date",
    "cost_musd": "Cost",
    "launches": "Launches",
    "least_slack_d": "Slack",
    "science_point_years": "Science",
}
_GIVEN: Final[dict[tuple[str, ...], str]] = {("completion_d",): " on this date"}


def _given(before: list[str]) -> str:
    """The plans a goal was sought among: those that keep what the goals before it reached."""
    if before == ["completion_d"]:
        return " that completes on this date"
    return " as good in what comes before" if before else ""
