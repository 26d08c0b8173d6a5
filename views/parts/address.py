"""The address that opens a page as it stands.

It leads through the first page, with the page's name in it: opened below its root, Streamlit's
browser side first looks for its server there, and the browser logs what it misses.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final
from urllib.parse import urlencode

import streamlit as st

from views.jobs.place import ROOT

#: Name of the page in the link.
_PAGE: Final = "page"
_NAME: Final = re.compile(r"[a-z][a-z_]*")


def link(query: Mapping[str, str] | None = None) -> str:
    """Return the address of this page, with what the link says now or with a query of its own."""
    around, _, last = str(st.context.url or "").partition("?")[0].rpartition("/")
    params = dict(st.query_params.to_dict() if query is None else query)
    if _file(last) is None:
        around = f"{around}/{last}".rstrip("/")
    else:
        params = {_PAGE: last} | params
    return f"{around}/?{urlencode(params)}"


def follow_page() -> None:
    """Go to the page the link names; what else it says goes along."""
    asked = st.query_params.get(_PAGE)
    if asked is None:
        return
    rest = {key: value for key, value in st.query_params.items() if key != _PAGE}
    del st.query_params[_PAGE]
    if (file := _file(asked)) is not None:
        st.switch_page(file, query_params=rest)


def _file(name: str) -> str | None:
    """Return the file of a page, as Streamlit knows it."""
    file = f"views/{name}.py"
    return file if _NAME.fullmatch(name) and (ROOT / file).is_file() else None
