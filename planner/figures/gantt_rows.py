"""The rows of the Gantt chart: flights and elements as bars, grouped, with room for labels."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from typing import Final, Literal, TypeAlias

from planner.figures.flight_marks import cargo, delivered
from planner.figures.lanes import CHARACTER_PX, LAYOUT_WIDTH_PX, MARK_PX
from planner.plan import CampaignPlan, FrozenFlight, PlacedElement
from planner.scenario import Scenario

Grouping: TypeAlias = Literal["phase", "launcher", "pad", "element"]
State: TypeAlias = Literal["planned", "flown", "lost"]

#: How a link of the critical chain begins: ``rover is operational on 2031-06-01: ...``.
#: Width of a character where a label is cut, the usual one; lanes count with a wide one (px).
_CUT_PX: Final = 5.7
#: A label is never cut to less.
_LEAST_CHARACTERS: Final = 12
_LINK: Final = re.compile(r"(\S+) is operational on \d{4}-\d{2}-\d{2}:")


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A flight, or one element of it, from launch to the day it works.

    ``lane`` and ``right`` say where in its row it lies and on which side its label stands;
    ``links`` are the elements of the critical chain it carries; ``drawn`` is as much of the
    label as a phone has room for.
    """

    flight: str
    elements: tuple[str, ...]
    label: str
    aboard: str
    launcher: str
    pad: str
    phase: str
    state: State
    pinned: bool
    launch_utc: datetime
    delivered_utc: datetime | None
    works_utc: datetime | None
    links: tuple[str, ...] = ()
    lane: int = 0
    right: bool = True
    drawn: str = ""

    @property
    def end_utc(self) -> datetime:
        """Where the bar ends."""
        return self.works_utc or self.delivered_utc or self.launch_utc


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """Bars that share a pad, a launcher or a phase, or one element by itself."""

    title: str
    bars: tuple[Bar, ...]

    @property
    def depth(self) -> int:
        """Lanes it takes."""
        return max((bar.lane for bar in self.bars), default=0) + 1


def gantt_rows(
    plan: CampaignPlan, scenario: Scenario, *, by: Grouping, first: datetime, last: datetime
) -> tuple[Row, ...]:
    """Return every flight of a plan and of its past as bars, in rows.

    Parameters
    ----------
    plan : CampaignPlan
        With names people use or without; titles are what the plan calls things.
    scenario : Scenario
        The scenario of the plan.
    by : str
        What makes a row.
    first, last : datetime
        Ends of the drawing, for the room of labels.
    """
    bars = sorted(
        _bars(plan, scenario, by), key=lambda bar: (bar.launch_utc, bar.flight, bar.label)
    )
    if by == "element":
        return tuple(Row(title="", bars=_packed([bar], first=first, last=last)) for bar in bars)
    titles = {phase.id: phase.title for phase in plan.phases}
    groups: dict[str, list[Bar]] = {title: [] for title in titles.values()} if by == "phase" else {}
    for bar in bars:
        key = {"pad": bar.pad, "launcher": bar.launcher, "phase": titles.get(bar.phase, bar.phase)}
        groups.setdefault(key[by], []).append(bar)
    return tuple(
        Row(title=title, bars=_packed(members, first=first, last=last))
        for title, members in groups.items()
        if members
    )


def critical_chain(plan: CampaignPlan) -> tuple[str, ...]:
    """Return the elements that hold the completion date, the last to work first.

    Read from the plan's reasons, which name them in order.
    """
    found = (_LINK.match(reason) for reason in plan.reasons)
    known = {element.id for element in plan.elements}
    return tuple(
        dict.fromkeys(match[1] for match in found if match is not None and match[1] in known)
    )


def span(plan: CampaignPlan) -> tuple[datetime, datetime]:
    """Return the first and last instant to draw, whole years at the start (UTC)."""
    launches = [flight.launch_utc for flight in plan.flights]
    launches += [_midnight(past.launch) for past in plan.history if past.launch]
    ends = [plan.completion_date, plan.due, *(e.operational_utc.date() for e in plan.elements)]
    last = _midnight(max(ends))
    first = datetime(min(launches, default=last).year, 1, 1, tzinfo=UTC)
    return first, last + (last - first) * 0.02


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=UTC)


def _bars(plan: CampaignPlan, scenario: Scenario, by: Grouping) -> Iterator[Bar]:
    chain = critical_chain(plan)
    for bar, parts in _flights(plan, scenario):
        links = tuple(name for name in chain if name in bar.elements)
        if by != "element":
            yield replace(bar, links=links)
            continue
        for name, title in zip(bar.elements, _titles(scenario, bar.elements), strict=True):
            part = parts.get(name)
            yield replace(
                bar,
                elements=(name,),
                label=_with_pin(title, pinned=bar.pinned),
                phase=part.phase if part else bar.phase,
                works_utc=part.operational_utc if part else None,
                links=(name,) if name in chain else (),
            )


def _flights(
    plan: CampaignPlan, scenario: Scenario
) -> Iterator[tuple[Bar, Mapping[str, PlacedElement]]]:
    """Yield a bar for each flight, past ones first, and what the plan says of its elements."""
    pinned = {
        name
        for pin in scenario.pins
        if pin.subject in ("element", "flight", "together", "apart")
        for name in pin.elements
    }
    placed = {element.id: element for element in plan.elements}
    for past in plan.history:
        if past.launch is not None:
            parts = {name: placed[name] for name in past.elements if name in placed}
            yield _past(past, scenario, parts), parts if past.outcome == "flown" else {}
    for flight in plan.flights:
        names = tuple(item.element for item in flight.manifest)
        parts = {name: placed[name] for name in names}
        held = bool(pinned & set(names))
        yield (
            Bar(
                flight=flight.id,
                elements=names,
                label=_with_pin(f"{flight.id} {cargo(plan, flight)}", pinned=held),
                aboard=", ".join(_titles(scenario, names)) or cargo(plan, flight),
                launcher=flight.launcher,
                pad=flight.pad,
                phase=flight.phase,
                state="planned",
                pinned=held,
                launch_utc=flight.launch_utc,
                delivered_utc=delivered(flight),
                works_utc=max(
                    (part.operational_utc for part in parts.values()), default=delivered(flight)
                ),
            ),
            parts,
        )


def _past(past: FrozenFlight, scenario: Scenario, parts: Mapping[str, PlacedElement]) -> Bar:
    assert past.launch is not None
    option = next((one for one in scenario.fleet if one.id == past.option), None)
    phases = {element.id: element.phase for element in scenario.elements}
    flown = past.outcome == "flown"
    return Bar(
        flight=past.id,
        elements=past.elements,
        label=f"{past.id} {', '.join(_titles(scenario, past.elements))}",
        aboard=", ".join(_titles(scenario, past.elements)),
        launcher=option.launcher.name if option else past.launcher or "",
        pad=option.pad.name if option else past.pad or "",
        phase=next((phases[name] for name in past.elements if name in phases), ""),
        state="flown" if flown else "lost",
        pinned=False,
        launch_utc=_midnight(past.launch),
        delivered_utc=_midnight(past.delivered) if flown and past.delivered else None,
        works_utc=max((p.operational_utc for p in parts.values()), default=None) if flown else None,
    )


def _titles(scenario: Scenario, names: Sequence[str]) -> list[str]:
    titles = {element.id: element.name for element in scenario.elements}
    return [titles.get(name, name) for name in names]


def _with_pin(text: str, *, pinned: bool) -> str:
    return f"{text} (pinned)" if pinned else text


def _packed(bars: Sequence[Bar], *, first: datetime, last: datetime) -> tuple[Bar, ...]:
    """Give each bar the first lane in which it and its label run into nothing."""
    taken: list[list[tuple[datetime, datetime]]] = []
    placed = []
    px = (last - first) / LAYOUT_WIDTH_PX
    for bar in bars:
        drawn = _shortened(bar, first=first, last=last)
        label = px * CHARACTER_PX * (len(drawn) + 1)
        start, end = bar.launch_utc - px * MARK_PX / 2, bar.end_utc + px * MARK_PX / 2
        fits_right, fits_left = end + label <= last, start - label >= first
        right = fits_right or (not fits_left and last - end >= start - first)
        start, end = (start, end + label) if right else (start - label, end)
        lane = next(
            (n for n, others in enumerate(taken) if all(end <= a or b <= start for a, b in others)),
            len(taken),
        )
        if lane == len(taken):
            taken.append([])
        taken[lane].append((start, end))
        placed.append(replace(bar, lane=lane, right=right, drawn=drawn))
    return tuple(placed)


def _shortened(bar: Bar, *, first: datetime, last: datetime) -> str:
    """Cut a label that has room on neither side of its bar; the pointer and the table tell all."""
    px = (last - first) / LAYOUT_WIDTH_PX
    room = max(bar.launch_utc - first, last - bar.end_utc) - px * MARK_PX / 2
    most = max(int(room / (px * _CUT_PX)) - 1, _LEAST_CHARACTERS)
    if len(bar.label) <= most:
        return bar.label
    return f"{bar.label[: most - 1].rstrip(' ,')}\N{HORIZONTAL ELLIPSIS}"
