"""One reader: a session over Streamlit's websocket, as its browser side speaks it.

The protocol is the one of the pinned Streamlit (``streamlit.proto``): a rerun is asked for with
all widget values, and answered by a new session, deltas and the end of the script.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState

#: A rerun that has not ended after this long is lost (s).
PATIENCE_S: Final = 60.0
#: Messages a browser keeps, to be told of them by their hash alone.
_KEPT: Final = 512
_MOST_BYTES: Final = 64 * 2**20
_ENDED: Final = frozenset(
    {ForwardMsg.FINISHED_SUCCESSFULLY, ForwardMsg.FINISHED_WITH_COMPILE_ERROR}
)
_FRAGMENT_ENDED: Final = ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY


class LostError(Exception):
    """An answer did not come: the connection is gone, or the patience."""


@dataclass(frozen=True, slots=True)
class Widget:
    """A widget on the page: its id, the fragment it is in, and its message."""

    id: str
    fragment: str
    message: Any


@dataclass(slots=True)
class Reader:
    """A session: what is on its page, and the values of its widgets.

    ``on_text`` is told every text the server sends, at once; ``busy`` is true while something
    on the page is computed, ``settled`` once a run has ended with nothing left to compute.
    """

    address: str
    on_text: Callable[[str], None]
    query: str = ""
    pages: dict[str, str] = field(default_factory=dict)
    page: str = ""
    widgets: dict[str, Widget] = field(default_factory=dict)
    texts: list[str] = field(default_factory=list)
    busy: bool = False
    settled: bool = False
    errors: list[str] = field(default_factory=list)
    received_bytes: int = 0
    _values: dict[str, WidgetState] = field(default_factory=dict)
    _kept: OrderedDict[str, ForwardMsg] = field(default_factory=OrderedDict)
    _autos: dict[str, asyncio.Task[None]] = field(default_factory=dict)
    _ends: asyncio.Queue[tuple[str, float, bool]] = field(default_factory=asyncio.Queue)
    _line: Any = None
    _listener: asyncio.Task[None] | None = None
    _started: dict[str, float] = field(default_factory=dict)
    _asked: bool = False
    _polled: frozenset[str] = frozenset()

    async def open(self) -> float:
        """Connect and open the first page; return the seconds until it was there."""
        began = time.perf_counter()
        self._line = await websockets.connect(
            f"ws://{self.address}/_stcore/stream",
            subprotocols=[websockets.Subprotocol("streamlit")],
            max_size=_MOST_BYTES,
            open_timeout=PATIENCE_S,
            ping_timeout=PATIENCE_S,
        )
        self._listener = asyncio.create_task(self._listen())
        await self._rerun()
        await self._end(began)
        return time.perf_counter() - began

    async def close(self) -> None:
        """Close the tab."""
        for task in (*self._autos.values(), self._listener):
            if task is not None:
                task.cancel()
        if self._line is not None:
            with contextlib.suppress(Exception):
                await asyncio.wait_for(self._line.close(), 5.0)

    async def go(self, name: str) -> float:
        """Click a page in the menu; return the seconds until it was there."""
        began = time.perf_counter()
        self.page = self.pages[name]
        self.texts.clear()
        await self._rerun()
        return await self._end(began)

    async def set(self, key: str, **value: Any) -> float:
        """Give a widget a value, as a click would; return the seconds until the answer."""
        widget = self.widgets[key]
        self.put(key, **value)
        began = time.perf_counter()
        if not widget.fragment:
            self.texts.clear()
        await self._rerun(widget.fragment)
        if value.get("trigger_value"):
            self._values.pop(widget.id, None)
        return await self._end(began, fragment=widget.fragment)

    def put(self, key: str, **value: Any) -> None:
        """Give a widget a value without asking for a run: inside a form."""
        state = WidgetState(id=self.widgets[key].id)
        for kind, given in value.items():
            if isinstance(given, list):
                getattr(state, kind).data.extend(given)
            else:
                setattr(state, kind, given)
        self._values[state.id] = state

    async def until(self, found: Callable[[], bool], *, patience_s: float) -> float:
        """Wait until the page says something; return the seconds it took."""
        began = time.perf_counter()
        while not found():
            if time.perf_counter() - began > patience_s or self._is_gone():
                raise LostError("what was awaited did not come")
            await asyncio.sleep(0.02)
        return time.perf_counter() - began

    def _is_gone(self) -> bool:
        return self._listener is None or self._listener.done()

    async def _rerun(self, fragment: str = "", *, auto: bool = False) -> None:
        self._asked = self._asked or not (fragment or auto)
        message = BackMsg()
        state = message.rerun_script
        state.query_string = self.query
        state.page_script_hash = self.page
        state.fragment_id = fragment
        state.is_auto_rerun = auto
        state.widget_states.widgets.extend(self._values.values())
        state.cached_message_hashes.extend(self._kept)
        state.context_info.timezone = "UTC"
        state.context_info.locale = "en"
        state.context_info.url = f"http://{self.address}/"
        try:
            await self._line.send(message.SerializeToString())
        except websockets.ConnectionClosed as error:
            raise LostError("the connection is closed") from error

    async def _end(self, began: float, *, fragment: str = "") -> float:
        """Wait for the end of a run that started after ``began``."""
        deadline = began + PATIENCE_S
        while (left := deadline - time.perf_counter()) > 0 and not self._is_gone():
            try:
                run, ended, whole = await asyncio.wait_for(self._ends.get(), min(left, 1.0))
            except TimeoutError:
                continue
            # A poll asked for at the same moment is answered by the same run.
            fits = whole or (bool(fragment) and fragment in run.partition(" ")[2].split(","))
            if self._started.get(run, -1.0) >= began and fits:
                return ended - began
        raise LostError("no end of the run came")

    async def _listen(self) -> None:
        async for frame in self._line:
            self.received_bytes += len(frame)
            message = ForwardMsg.FromString(frame)
            if message.WhichOneof("type") == "ref_hash":
                kept = self._kept.get(message.ref_hash)
                if kept is None:
                    self.errors.append("a message the server thinks we have is not here")
                    continue
                delta_path = message.metadata
                message = ForwardMsg()
                message.CopyFrom(kept)
                message.metadata.CopyFrom(delta_path)
            elif message.metadata.cacheable:
                self._kept[message.hash] = message
                while len(self._kept) > _KEPT:
                    self._kept.popitem(last=False)
            self._take(message)

    def _take(self, message: ForwardMsg) -> None:
        kind = message.WhichOneof("type")
        run = f"{message.metadata.run.script_run_id} {','.join(message.metadata.run.fragment_ids)}"
        if kind == "new_session":
            self._started[run] = time.perf_counter()
            while len(self._started) > 64:
                self._started.pop(next(iter(self._started)))
            if not message.metadata.run.fragment_ids:
                self._polled = frozenset() if self._asked else frozenset(self._autos)
                self._asked = False
                self._stop_autos()
                self.busy = self.settled = False
                self.widgets.clear()
        elif kind == "script_finished":
            whole = message.script_finished in _ENDED
            if message.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY:
                self.settled = not self.busy
                there = {widget.id for widget in self.widgets.values()}
                self._values = {k: value for k, value in self._values.items() if k in there}
            if whole or message.script_finished == _FRAGMENT_ENDED:
                self._ends.put_nowait((run, time.perf_counter(), whole))
        elif kind == "navigation":
            self.pages = {p.page_name: p.page_script_hash for p in message.navigation.app_pages}
            self.page = message.navigation.page_script_hash
        elif kind == "page_info_changed":
            self.query = message.page_info_changed.query_string
        elif kind == "auto_rerun":
            self._start_auto(message.auto_rerun.fragment_id, message.auto_rerun.interval)
        elif kind == "delta" and message.delta.WhichOneof("type") == "new_element":
            self._take_element(message.delta.new_element, message.delta.fragment_id)

    def _take_element(self, element: Any, fragment: str) -> None:
        kind = element.WhichOneof("type")
        inner = getattr(element, kind) if kind else None
        if kind == "exception":
            self.errors.append(f"{inner.type}: {inner.message}")
        self.busy = self.busy or kind in ("progress", "skeleton")
        text = getattr(inner, "body", "")
        if isinstance(text, str) and text:
            self.texts.append(text)
            self.on_text(text)
        found = getattr(inner, "id", "")
        if isinstance(found, str) and found.startswith("$$ID-"):
            key = found.split("-", 2)[2]
            self.widgets[key] = Widget(found, fragment, inner)
            if getattr(inner, "set_value", False):  # the server says what the widget shows
                self._values.pop(found, None)

    def _start_auto(self, fragment: str, interval_s: float) -> None:
        async def again() -> None:
            while True:
                await asyncio.sleep(interval_s)
                with contextlib.suppress(LostError):
                    await self._rerun(fragment, auto=True)

        if fragment in self._polled:  # Streamlit may lose the end of such a run
            self.errors.append("the server drew the page anew under a fragment that is polled")
        if fragment not in self._autos:
            self._autos[fragment] = asyncio.create_task(again())

    def _stop_autos(self) -> None:
        for task in self._autos.values():
            task.cancel()
        self._autos.clear()


def options_of(widget: Widget) -> tuple[str, ...]:
    """Return the options of a select box as they are shown."""
    return tuple(widget.message.options)


def by_prefix(widgets: Mapping[str, Widget], prefix: str) -> str | None:
    """Return the newest widget whose key starts so."""
    return next((key for key in reversed(widgets) if key.startswith(prefix)), None)
