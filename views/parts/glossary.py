"""Terms of the trade in a sentence each, for the hover of whatever shows them."""

from __future__ import annotations

from typing import Final

_TERMS: Final = {
    "TLI": "Trans-lunar injection: the burn that leaves the parking orbit for the Moon.",
    "LOI": "Lunar orbit insertion: the burn at perilune that keeps the craft at the Moon.",
    "Δv": "Speed change a burn gives or needs (m/s). Mass falls steeply as it grows.",
    "C3": "Twice the energy left after leaving the Earth (km²/s²); about -2 towards the Moon.",
    "perilune": "Lowest point of an orbit around the Moon.",
    "launch window": "A span in which pad, Earth and Moon line up so that a flight needs least Δv.",
    "flights a year": "Most launches of a rocket in a calendar year (cadence).",
    "first flight": (
        "Day from which a rocket may fly in this plan (UTC). A day set here is your assumption; "
        "Sources shows the one published."
    ),
    "Δv margin": (
        "Part added to every speed change of lander and craft, for steering and for what is not "
        "known yet (%). More margin, less payload."
    ),
    "launch-mass margin": (
        "Part of the mass a rocket can send to the Moon that is kept back (%). More margin, less "
        "payload."
    ),
    "budget": (
        "Most money in a calendar year (million US dollars). A flight is charged in the year of "
        "its launch; elements and operations cost nothing here. Empty: no limit."
    ),
    "partners out": (
        "Leaves out the elements these partners bring; what needed one of them needs what that "
        "one needed. Their rockets still fly for others, and what has flown stays."
    ),
    "alternative": "Ways to do one thing, of which exactly one is delivered.",
    "complete": "First day on which every element asked for works (UTC).",
    "to spare": "Days from completion to the day the scenario asks for.",
    "landed payload": "Mass delivered to the surface, without the landers that bring it.",
    "works": "Delivered and commissioned: it does what later elements need.",
    "flight cost": (
        "Price of the launchers and landers flown, million US dollars. Sources says which prices "
        "were published and which are assumed."
    ),
    "proven": "No schedule of these launch windows is complete earlier, or as early for less.",
    "best found": "The search stopped at its time limit before the proof was done.",
    "precedence": "What must be at work on or before the day another thing is delivered.",
    "commissioning": "Days from delivery to work, for each kind of thing its own.",
    "payload": "Mass of what a flight brings to stay, without the lander.",
    "low energy": (
        "A way to the Moon by four times its distance, where the Sun's pull does part of the work."
    ),
    "power balance": "What works may never use more power than what works gives (kW).",
    "history": "Flights that flew, were lost or are delayed: stated, and never planned anew.",
    "as-of day": "Day of the knowledge a plan holds (UTC): nothing launches before.",
    "baseline": "The scenario as its file says it, without your changes.",
}


def meaning(term: str) -> str:
    """Return what a term means; for ``help=`` of a widget or a figure."""
    return _TERMS[term]
