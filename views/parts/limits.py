"""What the planner does not model yet, said where its numbers are read."""

from __future__ import annotations

from typing import Final

LEFT_OUT: Final = (
    "The ascent is not flown: a launcher's mass at a given C3 comes from its published figures.",
    "Burns are instantaneous. The descent is a speed change with margins, not a flown path.",
    "Only direct transfers are flown; slower ways with less propellant are not tried.",
    "Light at landing is the Sun's elevation over one horizon for the whole site, no terrain map.",
    "No flight fails and no launch slips.",
    "Power, storage, crew and supplies do not limit the schedule.",
    "Costs are launches and landers flown; elements and operations cost nothing here.",
)
