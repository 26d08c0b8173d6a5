"""Which scenarios are compared: up to four, the first of them the baseline; the link has them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

import streamlit as st

from planner.campaign.named import naming
from planner.plan import CampaignPlan
from planner.scenario import Scenario
from planner.scenario.compared import Differences, differences
from planner.schedule.schedule import Incumbent
from views.jobs.messages import Infeasible
from views.parts.answers import answer_of
from views.parts.followed import by_history, comes_from_reader
from views.parts.library import Choice, baseline, choices, current
from views.parts.linked import distinct_names
from views.parts.safe_text import plain
from views.tasks.plan import PlanTask

#: Name of the choice in the link.
COMPARED: Final = "compare"
_CHOSEN: Final = "compared"
_WRITTEN: Final = "compared_in_link"
#: Stands in the link for the scenario picked with this session's changes.
CHANGED: Final = "~changed"
_HELP: Final = (
    "What the others are compared with. An upload and the scenario with your changes stand in "
    "these lists too."
)
#: What each is called, the baseline first.
LETTERS: Final = "ABCD"
_MOST_CLASHING: Final = 3
_BASE: Final = re.compile(rb"^base:\s*['\"]?([\w-]+)\.ya?ml", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One of the scenarios compared: its letter, and its plan or why there is none (yet)."""

    key: str
    letter: str
    choice: Choice
    plan: CampaignPlan | None = None
    why_not: str = ""

    @property
    def title(self) -> str:
        """What a reader calls it."""
        return _title(self.key, self.choice)


def offered() -> dict[str, Choice]:
    """Return what can be compared by key: every scenario of the session, and the changed one."""
    mine = {CHANGED: current()} if current().overrides else {}
    return mine | choices()


def follow_link() -> dict[str, str]:
    """Return what is compared, key by letter, the baseline first.

    A link that the reader changed since we wrote it is followed; what it names and is not here
    is told. The link says what holds after this call.
    """
    options = offered()
    linked = st.query_params.get(COMPARED)
    asked = list(dict.fromkeys((linked or "").split(",")))
    kept = [key for key in st.session_state.get(_CHOSEN, ()) if key in options]
    if linked is not None and comes_from_reader(_WRITTEN):
        kept = [key for key in asked if key in options][: len(LETTERS)]
        if any(key and key not in options for key in asked):
            st.caption(
                "A scenario in the link is not here. Uploads and changes stay in their own session."
            )
    chosen = kept or _first(options)
    st.session_state[_CHOSEN] = chosen
    st.session_state[_WRITTEN] = ",".join(chosen)
    if not by_history():
        st.query_params[COMPARED] = ",".join(chosen)
    return dict(zip(LETTERS, chosen, strict=False))


def pick_side(letter: str, chosen: Mapping[str, str]) -> None:
    """Draw the choice of one scenario; what another letter has is not offered."""
    taken = {key for other, key in chosen.items() if other != letter}
    names = {key: _title(key, one) for key, one in offered().items() if key not in taken}
    distinct = distinct_names(names)
    st.session_state[_key(letter)] = chosen.get(letter)
    st.selectbox(
        f"{letter}, the baseline" if letter == LETTERS[0] else letter,
        list(distinct),
        index=None,
        format_func=lambda one: distinct.get(one, one),
        key=_key(letter),
        placeholder="Add a scenario",
        on_change=_take_over,
        help=_HELP if letter == LETTERS[0] else None,
    )


def _take_over() -> None:
    """Make a list of what the boxes show; an empty one closes the gap."""
    shown = (st.session_state.get(_key(letter)) for letter in LETTERS)
    st.session_state[_CHOSEN] = [key for key in shown if key is not None]


def _key(letter: str) -> str:
    return f"compare_{letter}"


def planned(side: Side) -> Side:
    """Return a side with its plan; while there is none, draw what stands in its place."""
    scenario = side.choice.scenario
    if scenario is None:
        return replace(side, why_not=_faulty(side.choice))
    reasons: list[Infeasible] = []
    plan = answer_of(
        PlanTask(scenario),
        slot=f"plan_{side.letter}",
        heading=lambda words: st.markdown(f"**{words}**"),
        stand_in=lambda: None,
        early=_draw_early,
        infeasible=reasons.append,
        brief=True,
    )
    return replace(
        side, plan=plan, why_not=naming(scenario)(_impossible(reasons[0])) if reasons else ""
    )


@st.cache_resource(max_entries=64, show_spinner=False)
def _differences(_before: Scenario, _after: Scenario, before: str, after: str) -> Differences:  # noqa: ARG001 - what it is kept by
    return differences(_before, _after)


def differences_of(before: Scenario, after: Scenario) -> Differences:
    """Return what two scenarios say differently, kept for the class."""
    return _differences(before, after, before.sha256, after.sha256)


def _title(key: str, choice: Choice) -> str:
    name = choices()[baseline().key].title if key == CHANGED else choice.title
    return f"{name}, changed" if key == CHANGED else name


def _first(options: Mapping[str, Choice]) -> list[str]:
    """The scenario picked; beside it its changed form, or its nearest relative."""
    picked = baseline()
    if CHANGED in options:
        return [picked.key, CHANGED]
    own = _base_of(picked)
    kin = (key for key, choice in options.items() if picked.key == _base_of(choice))
    other = own if own in options else next(kin, None)
    return [picked.key, *([other] if other else [])]


def _base_of(choice: Choice) -> str | None:
    """Name of the file a variant changes; a glance that suffices for a suggestion."""
    found = _BASE.search(choice.text)
    return found[1].decode() if found else None


def _faulty(choice: Choice) -> str:
    first = str(choice.faults[0]) if choice.faults else ""
    more = len(choice.faults) - 1
    rest = f" And {more} more {'fault' if more == 1 else 'faults'}." if more > 0 else ""
    return f"It cannot be planned before its faults are mended. {first}{rest}"


def _impossible(found: Infeasible) -> str:
    start = (
        "No plan exists, proven."
        if found.proven
        else "No plan was found in the time allowed; nothing proves that there is none."
    )
    clash = [one.says for one in found.conflicts[0]] if found.conflicts else list(found.reasons)
    if not clash:
        return start
    more = len(clash) - _MOST_CLASHING
    listed = "; ".join(clash[:_MOST_CLASHING]) + (f"; and {more} more" if more > 0 else "")
    word = "These cannot all hold" if found.proven else "What the search saw"
    return f"{start} {word}: {listed}. Mission control has all of it, and repairs."


def _draw_early(found: Incumbent) -> None:
    day = date.fromordinal(found.completion_day)
    word = "none is earlier" if found.kind == "proven" else "the search goes on"
    st.markdown(plain(f"First answer: complete {day.isoformat()}; {word}."))
