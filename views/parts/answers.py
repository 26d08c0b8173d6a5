"""The answer of a task, or what stands in its place while there is none.

How to write a task and ask for its answer: ``views.jobs``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, TypeVar, cast

import streamlit as st
from streamlit import runtime
from streamlit.runtime.scriptrunner import get_script_run_ctx

from views.jobs.job import Job, JobView
from views.jobs.messages import Infeasible
from views.jobs.service import TIMEOUT_S, JobService
from views.jobs.task import Task
from views.parts import looks
from views.parts.failure import apologise
from views.parts.safe_text import plain

T = TypeVar("T")

_STOPPED: Final = "stopped"
_MOST_STOPPED: Final = 16
_SLOT: Final = "job_slot"
#: Time between two looks at a job: short for who is next, longer behind others (s).
_QUICK_S: Final = 0.25
_POLL_S: Final = 0.5
#: A skeleton that shimmers takes a third of a core to draw where the browser has no graphics
#: card, and takes it from the worker on the same machine.
_UNMOVED: Final = (
    "<style>.stSkeleton, .stSkeleton::before, .stSkeleton::after "
    "{animation: none !important}</style>"
)


@st.cache_resource(show_spinner=False)
def job_service() -> JobService:
    """Return the one job service of this server."""
    looks.put_off()
    return JobService(connected=_connected)


def begin_run() -> None:
    """Forget which answer the last run waited for; the shell calls it before each page."""
    st.session_state.pop(_SLOT, None)


def answer_of(
    task: Task[T],
    *,
    slot: str | None = None,
    doing: str | None = None,
    heading: Callable[[str], object] = st.subheader,
    stand_in: Callable[[], None] | None = None,
    early: Callable[[Any], None] | None = None,
    infeasible: Callable[[Infeasible], None] | None = None,
    brief: bool = False,
) -> T | None:
    """Return the answer of a task; until there is one, draw what stands in its place.

    The task is started unless its answer is known or this reader cancelled it. Asking for
    another task under the same slot gives up the one before; under another slot it waits
    until that one is done.

    Parameters
    ----------
    task : Task
    slot : str, optional
        Names the place in the page; the kind of the task if left out.
    doing : str, optional
        What is being done, as the heading while it is.
    heading : callable, optional
        Draws the headings; ``st.title`` where the answer is what the page is about.
    stand_in : callable, optional
        Draws the layout to come below the progress, in skeletons.
    early : callable, optional
        Draws an early answer, of whatever kind the task reports, below the progress instead.
    infeasible : callable, optional
        Draws the clash if the scenario cannot be done; a numbered list if left out.
    brief : bool, optional
        Leave out the advice, where there is no room for more than a line.

    Returns
    -------
    object
        The answer, shared with every session: never change it. None if there is none yet.
    """
    slot = slot or type(task).__qualname__
    view, job = _look(task, slot)
    if view.state == "done":
        return cast(T, view.answer)
    if job is not None and view.active:
        if doing:
            heading(plain(doing))
        _draw_busy(job, view, slot, stand_in, early, brief=brief)
    elif view.infeasible is not None:
        (infeasible or draw_infeasible)(view.infeasible)
    else:
        _draw_ended(task, view, slot, heading, brief=brief)
    return None


def known_answer(task: Task[T]) -> T | None:
    """Return the answer of a task if it is there; start nothing, draw nothing."""
    job = job_service().find(task)
    return cast(T, job.view.answer) if job is not None and job.view.state == "done" else None


def draw_infeasible(found: Infeasible) -> None:
    """List what clashes."""
    if found.proven:
        st.markdown("These statements of the scenario cannot all hold:")
    else:
        st.markdown("There may be one: nothing proves that there is none. What the search saw:")
    st.markdown("\n".join(f"{n}. {plain(one)}" for n, one in enumerate(found.reasons, start=1)))


def _connected(watcher: str) -> bool:
    return bool(runtime.exists() and runtime.get_instance().is_active_session(watcher))


def _watcher() -> str:
    context = get_script_run_ctx()
    return context.session_id if context else "nobody"


def _look(task: Task[Any], slot: str) -> tuple[JobView, Job | None]:
    """Return the task's job, started unless this reader stopped it or waits for another."""
    service = job_service()
    job = service.find(task)
    if job is not None and job.view.lasting:
        return job.view, job
    if task.identity in st.session_state.get(_STOPPED, ()):
        return JobView(state="cancelled"), None
    if job is None or job.view.active or job.view.state == "cancelled":
        if _busy_elsewhere(slot):
            return JobView(text="Waiting for the answer above"), Job(task)
        job = service.submit(task, watcher=_watcher())
        st.session_state[_SLOT] = (slot, job)
    return job.view, job


def _busy_elsewhere(slot: str) -> bool:
    """Tell whether this run of the page waits for a job of another slot."""
    holder, job = st.session_state.get(_SLOT, (slot, None))
    return holder != slot and job is not None and job.view.active


def _draw_busy(
    job: Job,
    view: JobView,
    slot: str,
    stand_in: Callable[[], None] | None,
    early: Callable[[Any], None] | None,
    *,
    brief: bool,
) -> None:
    def below(now: JobView) -> None:
        if early is not None and now.partials:
            early(now.partial)
        elif stand_in is not None:
            stand_in()
        else:
            draw_skeletons(96)

    if _busy_elsewhere(slot):
        st.progress(0.0, text=view.text)
        below(view)
        return
    behind = job_service().ahead_of(job) > 0
    watched = st.fragment(_draw_progress, run_every=_POLL_S if behind else _QUICK_S)
    watched(job, slot, below, brief=brief)


def draw_skeletons(*heights_px: int) -> None:
    """Draw the layout to come, unmoved."""
    st.html(_UNMOVED)
    for height in heights_px:
        st.skeleton(height=height)


def _draw_progress(job: Job, slot: str, below: Callable[[JobView], None], *, brief: bool) -> None:
    """Draw how far it is and what is known so far; the whole page once that is over."""
    view = job.view
    job.watch(_watcher())
    if not view.active:
        st.rerun()
    st.progress(view.fraction, text=plain(_progress_text(job, view)))
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button("Cancel", on_click=_cancel, args=(job,), key=_key("cancel", slot))
        more = " You may look at other pages; it goes on until you ask for something else."
        st.caption(f"{job.elapsed_s:.0f} s so far{'' if brief else '.' + more}")
    below(view)


def _progress_text(job: Job, view: JobView) -> str:
    ahead = job_service().ahead_of(job)
    if view.state == "waiting" and ahead:
        return f"Waiting for a free worker, {ahead} ahead"
    return f"{view.text} · {100.0 * view.fraction:.0f} %"


def _draw_ended(
    task: Task[Any],
    view: JobView,
    slot: str,
    heading: Callable[[str], object],
    *,
    brief: bool,
) -> None:
    """Say how it ended without an answer, and offer to try again where that can help."""
    match view.state:
        case "cancelled":
            heading("Cancelled")
            if not brief:
                st.markdown("Nothing is lost: the scenario is as it was.")
        case "timeout":
            heading(f"No answer within {TIMEOUT_S:.0f} s")
            if not brief:
                st.markdown(
                    "The computation was stopped. A shorter horizon, fewer flight options or a "
                    "smaller solver time limit help."
                )
        case "declined":
            st.warning(plain(view.declined))
            return
        case _ if view.failure is not None:
            apologise(view.failure, about=task.name, heading=heading if brief else st.title)
    st.button("Try again", on_click=_again, args=(task,), type="primary", key=_key("again", slot))


def _cancel(job: Job) -> None:
    stopped = [*st.session_state.get(_STOPPED, ()), job.task.identity]
    st.session_state[_STOPPED] = tuple(stopped[-_MOST_STOPPED:])
    job_service().cancel(job, watcher=_watcher())


def _again(task: Task[Any]) -> None:
    stopped = st.session_state.get(_STOPPED, ())
    st.session_state[_STOPPED] = tuple(one for one in stopped if one != task.identity)
    job_service().submit(task, watcher=_watcher())


def _key(what: str, slot: str) -> str:
    return f"{what}_{slot}"
