"""Transfer lab: the way of one flight, burn by burn, and ways of the reader's own."""

from __future__ import annotations

from views.parts.library import current
from views.parts.planned_way import show_planned
from views.parts.planning import plan_of

scenario, plan = plan_of(current())
show_planned(scenario, plan)
