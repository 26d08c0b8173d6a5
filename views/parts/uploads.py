"""A box for one YAML file of the reader's own, with the limit that holds.

Streamlit counts an uploader's limit in whole megabytes and writes it into the box; a file of ours
holds far less. What it writes is hidden, and the limit stands in the label.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import streamlit as st

from planner.scenario.guard import MAX_BYTES

_LIMIT: Final = f"{MAX_BYTES // 1024} kB"
#: Beyond it the browser keeps the file to itself, with a red mark and no words.
_SENT_MB: Final = 1
_LONGEST_NAME: Final = 80
_STYLE: Final = "<style>[data-testid=stFileUploaderDropzoneInstructions] {display: none}</style>"


def shown_name(given: str, *, otherwise: str = "upload.yaml") -> str:
    """Return the last part of a file's name, cut to what a line holds. It is only ever shown."""
    return Path(given.replace("\\", "/")).name[:_LONGEST_NAME] or otherwise


def upload_yaml(
    label: str,
    *,
    key: str,
    on_change: Callable[..., None] | None = None,
    args: tuple[Any, ...] = (),
) -> Any:
    """Draw the box and return the file in it, if any; its size is checked by who reads it."""
    st.html(_STYLE)
    file = st.file_uploader(
        f"{label} (YAML, at most {_LIMIT})",
        type=["yaml", "yml"],
        key=key,
        max_upload_size=_SENT_MB,
        on_change=on_change,
        args=args,
    )
    st.caption(
        f"A file with a red mark is above {_SENT_MB} MB and was not opened; take a smaller one."
    )
    return file
