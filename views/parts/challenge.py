"""Class challenge: a teacher's rules, the student's try, its score, and the best of the session."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

import pandas as pd
import streamlit as st

from planner.challenges import Attempt, Challenge, Score, read_attempt, score_of, settings_of
from planner.challenges.score import FIGURES, value_text
from planner.plan import CampaignPlan
from planner.scenario import ScenarioError, loads_scenario
from planner.scenario.faults import Fault
from planner.scenario.written import variant_text
from views.parts.answers import answer_of
from views.parts.challenge_controls import draw_control, rules_rows
from views.parts.challenge_files import challenges, is_own
from views.parts.challenge_open import list_faults, offer_open
from views.parts.challenge_try import keep, tried
from views.parts.library import SCENARIOS
from views.parts.linked import linked_selectbox
from views.parts.safe_text import plain
from views.parts.uploads import upload_yaml
from views.tasks.plan import PlanTask

#: Name in the link; name in the session.
_CHALLENGE: Final = "challenge"
_BEST: Final = "challenge_best"
_KEPT: Final = 5


def show_challenge() -> None:
    """Draw the challenge picked, the try and its score."""
    there = challenges()
    if not there:
        st.title("No challenge yet")
        st.markdown("A teacher opens one below, or puts it into the folder scenarios/challenges.")
        offer_open()
        return
    names = {key: _title(key, one) for key, one in there.items()}
    heading = st.container()
    key = linked_selectbox("Challenge", names, key=_CHALLENGE)
    challenge = there[key]
    if not isinstance(challenge, Challenge):
        heading.title("This challenge cannot be read")
        list_faults(challenge)
        offer_open()
        return
    settings = tried(challenge)
    st.markdown(plain(challenge.file.task))
    outcome = st.container()
    _rules(challenge)
    _controls(challenge, settings or {})
    _hints(challenge)
    with outcome:
        if settings is None:
            heading.title(plain(challenge.file.title))
            st.markdown("Not tried yet. Set the controls below and press Plan my try.")
        else:
            _try(challenge, settings, heading)
    _best(challenge)
    _hand_in(challenge)
    offer_open()


def _title(key: str, one: Challenge | tuple[Fault, ...]) -> str:
    if not isinstance(one, Challenge):
        return f"{key}: has faults"
    return f"{one.file.title} · your file" if is_own(key) else one.file.title


def _rules(challenge: Challenge) -> None:
    most = challenge.file.most_changes
    with st.expander("Rules: what may be changed, and what counts"):
        st.dataframe(
            pd.DataFrame(rules_rows(challenge)),
            hide_index=True,
            height="content",
            alt="What may be changed, as the file has it, and what is allowed",
        )
        if most is not None:
            st.markdown(f"At most {most} changes at once.")
        st.dataframe(
            pd.DataFrame(
                {
                    "Counts": [FIGURES[one.figure][0] for one in challenge.parts],
                    "All points at": [value_text(one.figure, one.full) for one in challenge.parts],
                    "None at": [value_text(one.figure, one.none) for one in challenge.parts],
                    "Points": [one.points for one in challenge.parts],
                }
            ),
            hide_index=True,
            height="content",
            alt="Parts of the score",
        )
        st.caption("Between the two values points are in proportion.")


def _controls(challenge: Challenge, settings: Mapping[str, Any]) -> None:
    st.subheader("My try")
    stamp = json.dumps(settings, sort_keys=True, default=str)
    with st.form(f"challenge_{challenge.file.id}"):
        columns = st.columns(2)
        values = {}
        for number, rule in enumerate(challenge.rules):
            with columns[number % 2]:
                key = f"rule_{challenge.file.id}_{rule.id}_{hash(stamp)}"
                values[rule.id] = draw_control(challenge, rule, settings.get(rule.id), key)
        if st.form_submit_button("Plan my try", key="plan_try"):
            keep(challenge, values)
            st.rerun()


def _hints(challenge: Challenge) -> None:
    for number, hint in enumerate(challenge.file.hints, start=1):
        with st.expander(f"Hint {number}"):
            st.markdown(plain(hint))


def _try(challenge: Challenge, settings: Mapping[str, Any], heading: Any) -> None:
    """Plan what the controls say, by way of the file the student can take away."""
    try:
        text = try_text(challenge, settings)
        attempt = read_attempt(challenge, text, name="your try", scenarios=SCENARIOS)
    except ScenarioError as error:
        heading.title("This try makes no scenario")
        list_faults(error.faults)
        return
    score = _scored(challenge, attempt, heading)
    if score is not None:
        _keep_best(challenge, attempt, *score)
    st.download_button(
        "My try (YAML)",
        data=text.encode("utf-8"),
        file_name=f"{challenge.file.id}-try.yaml",
        mime="application/yaml",
        on_click="ignore",
        icon=":material/download:",
        key="download_try",
    )


def try_text(challenge: Challenge, settings: Mapping[str, Any]) -> str:
    """Return a try as the text of a variant of the base."""
    overrides = settings_of(challenge, settings, scenarios=SCENARIOS)
    base = challenge.file.base
    scenario = loads_scenario(challenge.text, name=base, overrides=overrides, bases=SCENARIOS)
    return variant_text(scenario, base=base, overrides=overrides)


def _scored(
    challenge: Challenge, attempt: Attempt, heading: Any
) -> tuple[CampaignPlan, Score] | None:
    """Draw the score of a try, or why it has none."""
    if attempt.broken:
        heading.title("Against the rules")
        st.markdown("\n".join(f"- {plain(one.message)}" for one in attempt.broken))
        return None
    with heading:
        plan = answer_of(
            PlanTask(attempt.scenario), slot="challenge", doing="Planning the try", heading=st.title
        )
    if plan is None:
        return None
    score = score_of(challenge, plan)
    heading.title(f"{score.total:.1f} of {score.most:g} points")
    st.markdown(plain(plan.headline.sentence))
    st.dataframe(score_table(score), hide_index=True, height="content", alt="Parts of the score")
    for one in score.demands:
        word = "met" if one.met else "missed: this try scores nothing"
        st.markdown(plain(f"Demand: {one.says}: {word}."))
    if plan.status != "optimal":
        st.caption("The search stopped at its limit: a better plan may exist.")
    return plan, score


def score_table(score: Score) -> pd.DataFrame:
    """Return one row a part: the plan's value, its points, and where the plan says it."""
    parts = score.parts
    return pd.DataFrame(
        {
            "Part": [one.name for one in parts],
            "This plan": [value_text(one.figure, one.value) for one in parts],
            "All points at": [value_text(one.figure, one.full) for one in parts],
            "None at": [value_text(one.figure, one.none) for one in parts],
            "Points": [round(one.points, 1) for one in parts],
            "Of": [one.most for one in parts],
            "In the plan's JSON": [one.source for one in parts],
        }
    )


def _keep_best(challenge: Challenge, attempt: Attempt, plan: CampaignPlan, score: Score) -> None:
    names = {rule.id: rule.name for rule in challenge.rules}
    made = "; ".join(
        f"{names[key]}: {challenge.told(value)}" for key, value in attempt.made.items()
    )
    row = (
        score.total,
        made or "nothing",
        plan.completion_date.isoformat(),
        plan.headline.cost_musd,
    )
    every: dict[str, dict[str, Any]] = dict(st.session_state.get(_BEST, {}))
    rows = dict(every.get(challenge.file.id, {}))
    rows[attempt.scenario.sha256] = row
    best = sorted(rows.items(), key=lambda item: -item[1][0])[:_KEPT]
    every[challenge.file.id] = dict(best)
    st.session_state[_BEST] = every


def _best(challenge: Challenge) -> None:
    rows = list(st.session_state.get(_BEST, {}).get(challenge.file.id, {}).values())
    if not rows:
        return
    st.subheader("Best of this session")
    st.dataframe(
        pd.DataFrame(
            {
                "Points": [round(row[0], 1) for row in rows],
                "Changed": [row[1] for row in rows],
                "Complete (UTC)": [row[2] for row in rows],
                "Flight cost (M$)": [round(row[3]) for row in rows],
            }
        ),
        hide_index=True,
        height="content",
        alt="The best tries of this session",
    )


def _hand_in(challenge: Challenge) -> None:
    """Score a file somebody hands in; what it says of itself counts for nothing."""
    with st.expander("Score a file"):
        st.markdown("A try as it was saved. It is read, held against the rules and planned anew.")
        file = upload_yaml("Try", key=f"try_{challenge.file.id}")
        if file is None:
            return
        try:
            attempt = read_attempt(challenge, file.getvalue(), name="the file", scenarios=SCENARIOS)
        except ScenarioError as error:
            list_faults(error.faults)
            return
        if attempt.broken:
            st.markdown("**Against the rules**")
            list_faults(attempt.broken)
            return
        plan = answer_of(PlanTask(attempt.scenario), slot="handed_in", doing="Planning the file")
        if plan is not None:
            score = score_of(challenge, plan)
            st.markdown(f"**{score.total:.1f} of {score.most:g} points**")
            st.dataframe(
                score_table(score), hide_index=True, height="content", alt="Score of the file"
            )
