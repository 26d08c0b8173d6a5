"""What an element is for, in one word, from its kind and its power."""

from __future__ import annotations

from typing import Final, Protocol

#: First part of a kind's id, and the group it belongs to.
_BY_KIND: Final = {
    "relay": "links",
    "comnav": "links",
    "comm": "links",
    "orbiter": "orbit",
    "gateway": "orbit",
    "hab": "habitat",
    "eclss": "habitat",
    "rover": "mobility",
    "hopper": "mobility",
    "excavator": "mobility",
    "printer": "mobility",
    "ascender": "science",  # it brings samples home
    "isru": "resources",
    "telescope": "science",
    "lab": "science",
    "instruments": "science",
    "ce4": "science",
    "ce7": "science",
    "ce8": "science",
    "luna27": "science",
    "solar": "power",
    "rtg": "power",
    "reactor": "power",
    "power": "power",
    "cable": "power",
    "battery": "power",
    "rfc": "power",
    "psu": "power",
}
#: Groups from the middle of the site outwards, as the map draws them.
GROUPS: Final = (
    "habitat", "power", "links", "mobility", "resources", "science", "orbit", "base"
)  # fmt: skip


class Thing(Protocol):
    """An element to deliver, or something in place."""

    @property
    def kind(self) -> str:
        """Id of its kind in the catalogue."""

    @property
    def power_kw(self) -> float:
        """Power given (+) or used (-) by day (kW)."""

    @property
    def power_night_kw(self) -> float:
        """The same in darkness (kW)."""


def group_of(thing: Thing) -> str:
    """Return what a thing is for: what its kind says, else power if it gives any, else base."""
    known = _BY_KIND.get(thing.kind.split("_", 1)[0])
    if known:
        return known
    return "power" if max(thing.power_kw, thing.power_night_kw) > 0.0 else "base"
