"""Where each key of a scenario stands in the editor."""

from __future__ import annotations

from typing import Final

#: Parts of the editor, each with the top-level keys it shows, in their order.
PLACES: Final[dict[str, tuple[str, ...]]] = {
    "Programme": (
        "title", "id", "teaches", "site", "horizon", "due", "as_of", "objective", "science_to",
        "cites", "schema_version",
    ),
    "Phases and partners": ("phases", "partners"),
    "Flights": ("fleet", "craft"),
    "Elements": ("elements", "in_place"),
    "Alternatives": ("alternatives",),
    "Crews and supply": ("crew", "supply"),
    "Money": ("budget",),
    "Pins and history": ("pins", "history"),
    "Rules and search": ("policies", "solver"),
    "Catalogue": ("catalogue",),
}  # fmt: skip
#: The only part of a variant: what it says of itself, and what it changes.
VARIANT: Final = "Variant"
