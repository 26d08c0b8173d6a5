"""The form of the transfer lab's own search."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, Final

import streamlit as st

from planner.catalogue import load_catalogue
from planner.catalogue.places import Pad
from planner.figures.wording import grouped
from planner.scenario import Scenario
from views.parts.safe_text import plain
from views.tasks.search import FAMILIES, Search

_ASKED: Final = "lab_search"
#: Days the ephemeris covers, less the longest flight.
_FIRST, _LAST = date(1965, 1, 2), date(2064, 12, 15)
_DAYS: Final = {"direct": 365, "free-return": 60}
_PERILUNE_KM: Final = {"direct": (15.0, 20_000.0), "free-return": (60.0, 12_000.0)}
_FAMILY_HELP = (
    "Direct: parking orbit to lunar orbit in 3 to 6 days. Free return: round the Moon and back "
    "into the atmosphere by one burn, without braking."
)


def search_of(scenario: Scenario) -> Search:
    """Return what is searched: what the form last asked for, or a start that suits the scenario."""
    kept = st.session_state.get(_ASKED)
    if kept is None or kept[0] != scenario.id:
        return _search(scenario, _pads(scenario), _defaults(scenario))
    found: Search = kept[1]
    return found


def draw_form(scenario: Scenario, search: Search) -> None:
    """Draw the form; what it asks for counts from the next run on if it has no fault."""
    pads = _pads(scenario)
    with st.expander(_summary(search)):
        family = st.radio(
            "Family", list(FAMILIES), format_func=lambda one: FAMILIES[one], horizontal=True,
            index=list(FAMILIES).index(search.family), key="lab_family", help=_FAMILY_HELP,
        )  # fmt: skip
        with st.form("lab_form", border=False):
            asked = _fields(search, pads, family)
            if st.form_submit_button("Search", type="primary"):
                _ask(scenario, _search(scenario, pads, asked))


def _ask(scenario: Scenario, asked: Search) -> None:
    if faults := asked.faults():
        st.error("Nothing was changed:\n" + "\n".join(f"- {plain(one)}" for one in faults))
    else:
        st.session_state[_ASKED] = (scenario.id, asked)
        st.rerun()


def _fields(search: Search, pads: Mapping[str, Pad], family: str) -> dict[str, Any]:
    """Draw the fields a family has; the others keep their usual values."""
    with st.grid(4, min_column_width=150):
        asked = {"family": family, **_common_fields(search, pads, family)}
        return asked | _orbit_fields(search) if family == "direct" else asked


def _common_fields(search: Search, pads: Mapping[str, Pad], family: str) -> dict[str, Any]:
    same = family == search.family
    last = search.end if same else search.start + timedelta(_DAYS[family])
    low_km, high_km = _PERILUNE_KM[family]
    return {
        "pad": st.selectbox(
            "Pad",
            list(pads),
            format_func=lambda one: pads[one].name,
            index=list(pads).index(search.pad),
        ),
        "start": _day("From (UTC)", search.start),
        "end": _day("Before (UTC)", min(last, _LAST)),
        "step_d": st.number_input(
            "Step (d)",
            0.1,
            366.0,
            search.step_d if same else 1.0,
            0.5,
            format="%g",
            help="Days between two departures.",
        ),
        "perilune_alt_km": st.number_input(
            "Perilune (km)",
            low_km,
            high_km,
            min(max(search.perilune_alt_km, low_km), high_km),
            50.0,
            format="%g",
            help="Height above the Moon's mean radius, 1737.4 km, where the way is nearest to it.",
        ),
    }


def _orbit_fields(search: Search) -> dict[str, Any]:
    apolune = st.number_input(
        "Apolune after LOI (km)",
        15.0,
        60_000.0,
        search.apolune_alt_km,
        50.0,
        format="%g",
        help="The same as the perilune for a circular orbit.",
    )
    inclination = st.number_input(
        "Inclination (deg)",
        0.0,
        180.0,
        search.inclination_deg,
        5.0,
        format="%g",
        help="Of the lunar orbit on the Moon's equator; 90 passes over both poles.",
    )
    shortest, longest = st.slider(
        "Time of flight (d)", 2.5, 6.5, (search.tof_min_d, search.tof_max_d), 0.25
    )
    return {
        "apolune_alt_km": apolune,
        "inclination_deg": inclination,
        "tof_min_d": shortest,
        "tof_max_d": longest,
    }


def _day(label: str, day: date) -> date:
    return st.date_input(
        label, day, min_value=_FIRST, max_value=_LAST, format="YYYY-MM-DD", required=True
    )


def _defaults(scenario: Scenario) -> dict[str, Any]:
    start = min(max(scenario.horizon.start, _FIRST), _LAST - timedelta(_DAYS["direct"]))
    return {
        "family": "direct",
        "pad": next(iter(_pads(scenario))),
        "start": start,
        "end": start + timedelta(_DAYS["direct"]),
    }


def _search(scenario: Scenario, pads: Mapping[str, Pad], asked: Mapping[str, Any]) -> Search:
    pad, site = pads[asked["pad"]], scenario.site
    usual = {
        "step_d": 1.0, "tof_min_d": 3.0, "tof_max_d": 6.0, "tof_step_d": 0.25,
        "perilune_alt_km": 100.0, "apolune_alt_km": 100.0, "inclination_deg": 90.0,
    }  # fmt: skip
    return Search(
        pad_name=pad.name,
        lat_deg=pad.lat_deg.value,
        lon_deg=pad.lon_deg.value,
        max_inclination_deg=pad.max_inclination_deg.value,
        site_lat_deg=site.lat_deg.value,
        site_lon_deg=site.lon_deg.value,
        site_horizon_deg=site.effective_horizon_deg.value,
        **(usual | dict(asked)),
    )


def _pads(scenario: Scenario) -> dict[str, Pad]:
    """The scenario's pads first, then the rest of the catalogue."""
    own = {option.pad.id: option.pad for option in scenario.fleet}
    return own | {key: pad for key, pad in load_catalogue().pads.items() if key not in own}


def _summary(search: Search) -> str:
    step = f"every {search.step_d:g} d" if search.step_d != 1.0 else "every day"
    what = f"{grouped(search.cells)} {'cells' if search.family == 'direct' else 'dates'}"
    return (
        f"{FAMILIES[search.family]}, {plain(search.pad_name)}, {search.start} to {search.end}, "
        f"{step}: {what}. Change the search"
    )
