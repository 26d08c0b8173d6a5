"""The draft of this session, and the callbacks that change it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import streamlit as st

from planner.errors import PlannerError
from planner.scenario.difference import text_with
from planner.scenario.edits import Edit
from planner.scenario.faults import FaultyFileError
from planner.scenario.guard import MAX_BYTES, MAX_LINES, decoded
from planner.scenario.splicing import edited
from views.editing.boxes import is_news
from views.editing.checked import Checked, check
from views.editing.draft import Draft, retyped
from views.parts.library import PICKED, Choice, baseline, choices, current, keep_upload, read_upload
from views.parts.uploads import shown_name

#: Names of the editor's own in the session; no other page touches them.
_DRAFT: Final = "editor_draft"
_NOTICE: Final = "editor_notice"
TEXT_BOX: Final = "editor_text"
_FILE: Final = "editor_file"
_UPLOADS: Final = "editor_uploads"
#: The menu of texts to start from; whether it is open.
START_MENU: Final = "editor_start"


def the_draft() -> Draft:
    """Return the draft; one that was not touched follows what the sidebar shows."""
    shown = current()
    follows = json.dumps([shown.key, dict(shown.overrides)], sort_keys=True, default=str)
    found: Draft | None = st.session_state.get(_DRAFT)
    if found is None or (not found.touched and found.follows != follows):
        found = st.session_state[_DRAFT] = _begun(shown, follows)
    return found


def checked(draft: Draft) -> Checked:
    """Return what a draft says, and what is wrong with it."""
    return check(draft.text, draft.file_name)


def take_notice() -> str | None:
    """Return what the last act has to say, once."""
    found: str | None = st.session_state.pop(_NOTICE, None)
    return found


def write(edits: Sequence[Edit], text: str) -> None:
    """Make edits that were offered for a text, as a callback of a button."""
    if st.session_state[_DRAFT].text == text:
        edit(edits)
    else:
        say("Nothing was changed: the text is another one by now. Look again.")


def say(notice: str) -> None:
    """Let the next run say something above the forms."""
    st.session_state[_NOTICE] = notice


def edit(edits: Sequence[Edit]) -> bool:
    """Make edits in the draft's text; if that cannot be, say so, change nothing, return False."""
    draft: Draft = st.session_state[_DRAFT]
    try:
        text = edited(draft.text, edits, name=draft.file_name)
    except PlannerError as error:
        st.session_state[_NOTICE] = f"Nothing was changed: {error}"
        return False
    st.session_state[_DRAFT] = draft.changed(text)
    return True


def type_text() -> None:
    """Take over what was typed into the text box."""
    if not is_news(TEXT_BOX):
        return
    draft: Draft = st.session_state[_DRAFT]
    box = str(st.session_state[TEXT_BOX])
    try:
        box.encode("utf-8")
    except UnicodeEncodeError:
        st.session_state[_NOTICE] = "Nothing was changed: the text holds half a character."
        return
    st.session_state[_DRAFT] = draft.changed(retyped(draft.text, box))


def undo() -> None:
    """Go a step back."""
    st.session_state[_DRAFT] = st.session_state[_DRAFT].undone()


def redo() -> None:
    """Go a step forth."""
    st.session_state[_DRAFT] = st.session_state[_DRAFT].redone()


def start_from(key: str) -> None:
    """Begin a new draft from a scenario of this session; what was there can be undone."""
    _begin(_of_choice(choices()[key]))


def upload_key() -> str:
    """Return the name of the file box, new after each file."""
    return f"{_FILE}_{st.session_state.get(_UPLOADS, 0)}"


def receive_file(box: str) -> None:
    """Begin a new draft from an uploaded file, faulty or not, if it is text within the limits."""
    file = st.session_state.get(box)
    if file is None:
        return
    st.session_state[_UPLOADS] = st.session_state.get(_UPLOADS, 0) + 1
    name = shown_name(file.name)
    content: bytes = file.getvalue()
    try:
        decoded(content, name=name)
    except FaultyFileError as error:
        st.session_state[START_MENU] = False  # on a small screen it lies over the notice
        st.session_state[_NOTICE] = (
            f"The file was not opened, the draft is as it was. {error}. Take a text in UTF-8 of at "
            f"most {MAX_BYTES // 1024} kB and {MAX_LINES} lines."
        )
        return
    text = content.decode("utf-8")
    _begin(Draft(text=text, start=text, origin=name, file_name=name))


def use() -> None:
    """Make the draft this session's scenario, which the other pages plan, if it is sound by now."""
    draft: Draft = st.session_state[_DRAFT]
    shipped = choices().get(Path(draft.shipped).stem) if draft.shipped else None
    text = draft.text.encode("utf-8")
    if shipped is not None and shipped.text == text:
        st.session_state[PICKED] = shipped.key
        return
    choice = read_upload(draft.file_name, text)
    if choice.scenario is not None:
        keep_upload(choice)
        st.session_state[PICKED] = choice.key
    else:
        say("The draft was not used: it has faults.")


def is_used(draft: Draft) -> bool:
    """Whether the other pages plan just this: the text, or what it began as, what-if included."""
    shown = current()
    if not draft.touched:
        return True  # an untouched draft follows them
    return not shown.overrides and shown.text == draft.text.encode("utf-8")


def _begin(new: Draft) -> None:
    """Put a new draft in the place of the old one, which stays the step before."""
    st.session_state[START_MENU] = False
    old: Draft | None = st.session_state.get(_DRAFT)
    if old is None:
        st.session_state[_DRAFT] = new
        return
    moved = old.changed(new.text)
    st.session_state[_DRAFT] = Draft(
        text=new.text,
        start=new.start,
        origin=new.origin,
        shipped=new.shipped,
        file_name=new.file_name,
        follows=old.follows,
        past=moved.past,
        future=moved.future,
    )


def _begun(shown: Choice, follows: str) -> Draft:
    """Return a draft of what the sidebar shows, its what-if changes written into the text."""
    base = baseline()
    new = _of_choice(base, follows=follows)
    if not shown.overrides:
        return new
    try:
        text = text_with(new.text, shown.overrides)
    except PlannerError:
        st.session_state[_NOTICE] = (
            "The what-if changes could not be written into the text; the draft is the file."
        )
        return new
    return Draft(
        text=text,
        start=new.start,
        origin=new.origin,
        shipped=new.shipped,
        file_name=new.file_name,
        follows=follows,
    )


def _of_choice(choice: Choice, *, follows: str = "") -> Draft:
    text = choice.text.decode("utf-8", errors="replace")
    return Draft(
        text=text,
        start=text,
        origin=choice.title,
        shipped="" if choice.uploaded else choice.file_name,
        file_name=choice.file_name,
        follows=follows,
    )
