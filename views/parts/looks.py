"""Looks at a job that come while the page is being drawn are put off.

A fragment that runs every quarter of a second asks for its next run whatever the server is doing.
Where such a request arrives at the moment another run ends, Streamlit 1.67 starts a new runner for
it, and what the old one has sent and the event loop has not handled yet is thrown away
(``AppSession.request_rerun``, ``_handle_scriptrunner_event_on_event_loop``): a chart is not drawn,
or the next look is never asked for. Rare for one reader; in a class of thirty one answer of 74 was
lost. A look comes again by itself, so it may as well wait until nothing else runs.
"""

from __future__ import annotations

from functools import cache

from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.runtime.app_session import AppSession


@cache
def put_off() -> None:
    """Let the sessions of this process leave out looks that come while their script runs."""
    asked = AppSession.request_rerun

    def request_rerun(session: AppSession, client_state: ClientState | None) -> None:
        # The runner is there until the last of its messages has been handled.
        looks = client_state is not None and client_state.is_auto_rerun
        if not (looks and session._scriptrunner is not None):
            asked(session, client_state)

    AppSession.request_rerun = request_rerun  # type: ignore[assignment,method-assign]
