"""Looks at a job wait while the page is drawn; what a reader asks for never does."""

from __future__ import annotations

import inspect
from types import SimpleNamespace

import pytest
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.runtime.app_session import AppSession

from views.parts import looks


@pytest.fixture
def asked(monkeypatch):
    """What reaches Streamlit's own method."""
    reached = []
    monkeypatch.setattr(AppSession, "request_rerun", lambda _, state: reached.append(state))
    looks.put_off.__wrapped__()
    return reached


LOOK = ClientState(fragment_id="progress", is_auto_rerun=True)
CLICK = ClientState(fragment_id="chart")


@pytest.mark.parametrize(
    ("state", "running", "goes_on"),
    [
        (LOOK, True, False),
        (LOOK, False, True),
        (CLICK, True, True),
        (CLICK, False, True),
        (ClientState(), True, True),
        (None, True, True),
    ],
)
def test_only_looks_wait_and_only_while_something_runs(asked, state, running, goes_on):
    session = SimpleNamespace(_scriptrunner=object() if running else None)
    AppSession.request_rerun(session, state)
    assert asked == ([state] if goes_on else [])


def test_the_pinned_streamlit_keeps_its_runner_where_it_is_looked_for():
    """Held until the event of its end is handled, which is what makes waiting enough."""
    assert "_scriptrunner" in AppSession.__init__.__code__.co_names
    handled = inspect.getsource(AppSession._handle_scriptrunner_event_on_event_loop)
    assert "sender is not self._scriptrunner" in handled
    ended = handled.partition("ScriptRunnerEvent.SHUTDOWN:")[2]
    assert "self._scriptrunner = None" in ended
