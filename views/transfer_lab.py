"""Transfer lab: the way of one flight, burn by burn, and ways of the reader's own."""

from __future__ import annotations

from typing import Final

from views.parts.library import current
from views.parts.linked import linked_radio
from views.parts.planned_way import show_planned
from views.parts.planning import plan_of
from views.parts.search_way import show_search

_SOURCES: Final = {"plan": "A flight of this plan", "search": "My own search"}

choice = current()
source = linked_radio("Shown", _SOURCES, key="lab")
if source == "search" and choice.scenario is not None:
    show_search(choice.scenario)
else:
    show_planned(*plan_of(choice))
