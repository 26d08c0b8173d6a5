"""The plan of a scenario, or what stands in its place while there is none."""

from __future__ import annotations

from typing import Final
from uuid import uuid4

import streamlit as st

from planner.plan import CampaignPlan
from planner.scenario import Scenario
from views.jobs.job import Job, JobView
from views.jobs.service import TIMEOUT_S, PlanService
from views.parts.failure import apologise
from views.parts.faults import show_faults
from views.parts.library import Choice
from views.parts.safe_text import plain

_WATCHER: Final = "watcher"
_STOPPED: Final = "stopped"
_POLL_S: Final = 0.5


@st.cache_resource(show_spinner=False)
def plan_service() -> PlanService:
    """Return the one planning service of this server."""
    return PlanService()


def plan_of(choice: Choice) -> tuple[Scenario, CampaignPlan]:
    """Return a choice's scenario and its plan; until there is one, say why and end the page."""
    if choice.scenario is None:
        st.title("This scenario cannot be read")
        show_faults(choice)
        st.stop()
    view, job = _job_view(choice.scenario)
    if view.plan is None:
        _stand_in(choice.scenario, view, job)
        st.stop()
    return choice.scenario, view.plan


def _watcher() -> str:
    if _WATCHER not in st.session_state:
        st.session_state[_WATCHER] = uuid4().hex
    return str(st.session_state[_WATCHER])


def _job_view(scenario: Scenario) -> tuple[JobView, Job | None]:
    """Return the scenario's job, started unless this reader stopped it."""
    if st.session_state.get(_STOPPED) == scenario.sha256:
        return JobView(state="cancelled"), None
    job = plan_service().find(scenario.sha256)
    if job is None or job.view.active or job.view.state == "cancelled":
        job = plan_service().submit(scenario, watcher=_watcher())
    return job.view, job


def _stand_in(scenario: Scenario, view: JobView, job: Job | None) -> None:
    if view.active and job is not None:
        _draw_busy(scenario, job)
    elif view.state == "infeasible":
        _draw_infeasible(scenario, view)
    elif view.state == "cancelled":
        st.title("Planning was cancelled")
        st.markdown("Nothing is lost: the scenario is as it was.")
        _draw_again(scenario)
    elif view.state == "timeout":
        st.title(f"No plan within {TIMEOUT_S:.0f} s")
        st.markdown(
            "The planner was stopped. A shorter horizon, fewer flight options or a smaller "
            "solver time limit help."
        )
        _draw_again(scenario)
    elif view.failure is not None:
        apologise(view.failure, scenario=scenario)
        _draw_again(scenario)


def _draw_busy(scenario: Scenario, job: Job) -> None:
    st.title(f"Planning {plain(scenario.title)}")
    _draw_progress(job)
    st.skeleton(height=96)
    st.skeleton(height=320)


@st.fragment(run_every=_POLL_S)
def _draw_progress(job: Job) -> None:
    view = job.view
    job.watch(_watcher())
    if not view.active:
        st.rerun()
    st.progress(view.fraction, text=plain(_progress_text(job, view)))
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button("Cancel", on_click=_cancel, args=(job,), key="cancel")
        st.caption(f"{job.elapsed_s:.0f} s so far. You may leave this page, the work goes on.")


def _progress_text(job: Job, view: JobView) -> str:
    ahead = plan_service().ahead_of(job)
    if view.state == "waiting" and ahead:
        return f"Waiting for a free worker, {ahead} ahead"
    return f"{view.text} · {100.0 * view.fraction:.0f} %"


def _cancel(job: Job) -> None:
    st.session_state[_STOPPED] = job.scenario.sha256
    plan_service().cancel(job, watcher=_watcher())


def _draw_infeasible(scenario: Scenario, view: JobView) -> None:
    title = plain(scenario.title)
    if view.proven:
        st.title(f"No plan completes {title}")
        st.markdown("These statements of the scenario cannot all hold:")
    else:
        st.title(f"No plan found for {title} in the time allowed")
        st.markdown("There may be one: nothing proves that there is none. What the search saw:")
    st.markdown("\n".join(f"{n}. {plain(one)}" for n, one in enumerate(view.reasons, start=1)))
    st.page_link("views/scenario.py", label="Read the scenario")


def _draw_again(scenario: Scenario) -> None:
    st.button("Plan again", on_click=_again, args=(scenario,), type="primary", key="again")


def _again(scenario: Scenario) -> None:
    st.session_state.pop(_STOPPED, None)
    plan_service().submit(scenario, watcher=_watcher())
