"""One colour a phase, one symbol a launcher, in every figure.

Colours: Okabe and Ito 2008, "Color Universal Design", readable with each common colour
blindness. Order: those with a contrast of 3:1 on both the white and the night page first
(WCAG 2.2, 1.4.11).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import cycle

from planner.plan import CampaignPlan

OKABE_ITO: Mapping[str, str] = {
    "blue": "#0072B2",
    "vermillion": "#D55E00",
    "green": "#009E73",
    "purple": "#CC79A7",
    "sky": "#56B4E9",
    "orange": "#E69F00",
}

#: A grey that keeps 3:1 against both pages, for lines that carry no category.
NEUTRAL = "#7C8594"

#: Hollow, because a planned flight has not flown.
SYMBOLS: Sequence[str] = (
    "circle-open",
    "square-open",
    "diamond-open",
    "triangle-up-open",
    "star-open",
    "pentagon-open",
    "triangle-down-open",
    "hexagram-open",
    "cross-open",
)


def phase_colours(plan: CampaignPlan) -> dict[str, str]:
    """Give each phase id its colour, in the order of the programme."""
    return dict(zip((phase.id for phase in plan.phases), cycle(OKABE_ITO.values()), strict=False))


def launcher_symbols(plan: CampaignPlan) -> dict[str, str]:
    """Give each launcher its plotly symbol, in alphabetical order."""
    launchers = sorted({flight.launcher for flight in plan.flights})
    return dict(zip(launchers, cycle(SYMBOLS), strict=False))
