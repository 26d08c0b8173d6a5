"""Above the editor: whether the draft is sound, what the other pages plan, what can be done."""

from __future__ import annotations

from difflib import unified_diff
from itertools import islice
from typing import Final

import streamlit as st

from planner.errors import PlannerError
from planner.scenario.difference import InexpressibleError, link_changes, variant_text_of
from planner.scenario.faults import Fault
from planner.scenario.variants import read_scenario
from views.editing import session
from views.editing.checked import Checked, mend
from views.editing.draft import Draft, as_shown
from views.parts import whatif
from views.parts.address import link
from views.parts.library import PICKED, SCENARIOS, choices, current
from views.parts.safe_text import plain
from views.parts.uploads import upload_yaml

_MOST_MENDS: Final = 5
_MOST_LINES: Final = 400
_LONGEST_DIFF: Final = 4_000
_LONGEST_LINE: Final = 160


def show_state(draft: Draft, read: Checked) -> None:
    """Say in a sentence whether the draft can be planned, and what the other pages plan."""
    count = len(read.faults)
    if read.scenario is not None:
        elements, fleet = len(read.scenario.elements), len(read.scenario.fleet)
        st.title(f"No faults: {_count(elements, 'element')}, {_count(fleet, 'way')} to fly")
    else:
        st.title(f"{_count(count, 'fault')} to mend")
    shown = plain(current().title) + (", changed" if current().overrides else "")
    if session.is_used(draft):
        st.markdown("The other pages plan this text.")
    elif read.scenario is None:
        st.markdown(
            f"The other pages go on planning **{shown}**. This draft stays here, faults and all."
        )
    else:
        st.markdown(f"The other pages plan **{shown}** until you use this draft.")


def show_acts(draft: Draft, read: Checked) -> None:
    """Draw the buttons that act on the whole draft."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            "Use this scenario",
            key="editor_use",
            type="primary",
            on_click=session.use,
            disabled=read.scenario is None or session.is_used(draft),
            help="The other pages then plan this text. It stays in this session only.",
        )
        st.button(
            "Undo", key="editor_undo", icon=":material/undo:", on_click=session.undo,
            disabled=not draft.past, help="Takes back the last change; 50 are kept.",
        )  # fmt: skip
        st.button(
            "Redo", key="editor_redo", icon=":material/redo:", on_click=session.redo,
            disabled=not draft.future,
        )  # fmt: skip
        _offer_start(draft)
        _offer_files(draft, read)
        _offer_share(draft, read)
        if session.is_used(draft):
            st.page_link("views/mission_control.py", label="See the plan")


def show_faults(draft: Draft, read: Checked) -> None:
    """List every fault with its line and what stands there, and offer the words it suggests."""
    if not read.faults:
        return
    lines = as_shown(draft.text).split("\n")
    said = "\n".join(_told(fault, lines, draft.file_name) for fault in read.faults)
    st.code(said, language=None, wrap_lines=True, height="content" if len(read.faults) < 8 else 320)
    found = [(fault, mend(read, fault, file_name=draft.file_name)) for fault in read.faults]
    offered = [(fault, one) for fault, one in found if one is not None][:_MOST_MENDS]
    if offered:
        with st.container(horizontal=True):
            for place, (fault, (word, edits)) in enumerate(offered):
                st.button(
                    f"Line {fault.line}: write {plain(word)}",
                    key=f"editor_mend_{place}",
                    on_click=session.write,
                    args=(edits, draft.text),
                )


def show_changes(draft: Draft) -> None:
    """Draw what differs from the start, asked for by a click."""
    with st.expander(
        "What changed since the start", on_change="rerun", key="editor_changes"
    ) as box:
        if not box.open:
            return
        old, new = as_shown(draft.start).split("\n"), as_shown(draft.text).split("\n")
        if old == new:
            st.markdown(f"Nothing: the text is that of {plain(draft.origin)}.")
            return
        if max(len(old), len(new)) > _LONGEST_DIFF:
            st.markdown(f"Texts of more than {_LONGEST_DIFF} lines are not compared.")
            return
        lines = unified_diff(old, new, "start", "draft", n=1, lineterm="")
        shown = list(islice((line for line in lines), _MOST_LINES + 1))
        st.code("\n".join(shown[:_MOST_LINES]), language=None, wrap_lines=True, height=320)
        if len(shown) > _MOST_LINES:
            st.caption(f"More lines changed; the first {_MOST_LINES} are shown.")


def _told(fault: Fault, lines: list[str], file_name: str) -> str:
    mine = fault.file == file_name and 0 < fault.line <= len(lines)
    beside = f"\n{fault.line:>6} | {lines[fault.line - 1][:_LONGEST_LINE]}" if mine else ""
    return f"{fault}{beside}"


def _offer_start(draft: Draft) -> None:
    with st.popover(
        "Start from", icon=":material/note_add:", key=session.START_MENU, on_change="rerun"
    ) as box:
        if not box.open:
            return
        st.markdown("Puts another text in the place of the draft. Undo brings the draft back.")
        upload_yaml(
            "A file of yours",
            key=session.upload_key(),
            on_change=session.receive_file,
            args=(session.upload_key(),),
        )
        options = choices()
        for key, choice in options.items():
            st.button(
                plain(choice.title),
                key=f"editor_start_{key}",
                on_click=session.start_from,
                args=(key,),
                width="stretch",
                disabled=choice.text == draft.text.encode("utf-8"),
            )


def _offer_files(draft: Draft, read: Checked) -> None:
    with st.popover(
        "Save", icon=":material/download:", key="editor_save", on_change="rerun"
    ) as box:
        if not box.open:
            return
        st.download_button(
            "Text as it is (YAML)",
            data=draft.text.encode("utf-8"),
            file_name=draft.save_as,
            mime="application/yaml",
            on_click="ignore",
            key="editor_download",
            width="stretch",
        )
        st.caption("Character by character what the text box holds, faults and comments too.")
        if not draft.shipped or read.data is None:
            return
        if read.is_variant:
            st.caption("It is a variant already: base and changes.")
            return
        try:
            variant = variant_text_of(draft.text, base=draft.shipped, bases=SCENARIOS)
        except InexpressibleError as error:
            st.caption(f"No variant of {draft.shipped}: {plain(str(error))}.")
            return
        except PlannerError:
            return
        st.download_button(
            "Only the changes (variant)",
            data=variant.encode("utf-8"),
            file_name=draft.save_as.replace(".yaml", "_variant.yaml"),
            mime="application/yaml",
            on_click="ignore",
            key="editor_variant",
            width="stretch",
        )
        st.caption(f"A short file that names {draft.shipped} as its base. Comments are not in it.")


def _offer_share(draft: Draft, read: Checked) -> None:
    with st.popover("Share", icon=":material/link:", key="editor_share", on_change="rerun") as box:
        if not box.open:
            return
        changes = _for_link(draft, read)
        if isinstance(changes, str):
            st.markdown(changes)
            return
        key = draft.shipped.rpartition(".")[0]
        query = whatif.link_query(key, changes)
        if query is None:
            st.markdown(
                f"{_count(len(changes), 'change')} are more than a link carries. Save the file and "
                "pass it on."
            )
            return
        st.markdown("This link opens the same set-up. Comments do not travel in a link.")
        st.code(link(query), language=None, wrap_lines=True)
        if changes:
            st.button(
                f"Plan it as changes to {plain(key)}",
                key="editor_as_changes",
                on_click=_lay_over,
                args=(key, changes),
                help="The other pages compare it with the scenario as shipped.",
            )


def _for_link(draft: Draft, read: Checked) -> dict[str, object] | str:
    """Return the draft as changes to what was shipped, or why it is none."""
    if read.scenario is None:
        return "A draft with faults has no link. Save the file and pass it on."
    if not draft.shipped:
        return "An uploaded file stays in this session. Save the file and pass it on."
    try:
        base = read_scenario(
            (SCENARIOS / draft.shipped).read_bytes(), name=draft.shipped, bases=SCENARIOS
        )
        mine = read_scenario(draft.text.encode("utf-8"), name=draft.file_name, bases=SCENARIOS)
        return link_changes(base.document, mine.document.data)
    except InexpressibleError as error:
        return (
            f"The change of {plain(str(error))} cannot be told in a link. Save the file and pass "
            "it on."
        )


def _lay_over(key: str, changes: dict[str, object]) -> None:
    st.session_state[PICKED] = key
    whatif.replace_overrides(changes, scenario=key)


def _count(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"
