"""Which names a key may hold: ids of the catalogue, or of the scenario itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from planner.catalogue import load_catalogue
from planner.scenario.laying import entry_name
from views.editing.shapes import Steps

#: Sections of the catalogue by the key that names one of their entries.
_CATALOGUE: Final = {
    "launcher": "launchers",
    "forbid_launcher": "launchers",
    "lander": "landers",
    "pad": "pads",
    "ship": "ships",
    "site": "sites",
    "kind": "elements",
    "partner": "partners",
    "cites": "sources",
    "rate_set": "supply_rates",
}
#: Lists of the scenario by the key that names one of their entries.
_OWN: Final = {
    "phase": ("phases",),
    "option": ("fleet",),
    "flight": ("fleet",),
    "forbid_option": ("fleet",),
    "fleet": ("fleet",),
    "element": ("elements",),
    "elements": ("elements",),
    "together": ("elements",),
    "apart": ("elements",),
    "requires": ("elements", "in_place", "alternatives"),
}


def names_for(top: str, steps: Steps, data: Mapping[str, Any]) -> tuple[str, ...] | None:
    """Return the names allowed for a key; None if any text is.

    Parameters
    ----------
    top : str
        Top-level key of the scenario.
    steps : Steps
        Keys from there to the one asked about.
    data : Mapping[str, Any]
        The scenario as it is written.
    """
    last = steps[-1] if steps else top
    section = "partners" if (top, steps) == ("partners", ("id",)) else _CATALOGUE.get(last)
    if section is not None:
        shipped = getattr(load_catalogue(), section, None)
        if shipped is None:
            return None
        own = data.get("catalogue")
        added = own.get(section) if isinstance(own, dict) else None
        return tuple(dict.fromkeys([*shipped, *(added if isinstance(added, dict) else ())]))
    if last in _OWN:
        found = [entry_name(one) for key in _OWN[last] for one in _entries(data.get(key))]
        return tuple(dict.fromkeys(name for name in found if name))
    return None


def _entries(value: object) -> list[Any]:
    return value if isinstance(value, list) else []
