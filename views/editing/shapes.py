"""How each key of the scenario format is asked for, read from its JSON schema.

Nothing is listed here by hand but words: a key added to the format has its form at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final, Literal, TypeAlias

from planner.scenario.file import ScenarioFile

Kind: TypeAlias = Literal[
    "text", "long", "number", "whole", "day", "flag", "choice", "names", "part", "rows", "keyed",
    "typed",
]  # fmt: skip
Steps: TypeAlias = tuple[str, ...]

#: Text longer than this is asked for in a box of several lines.
_LONG: Final = 1000
#: Ends of keys that are units, and how a person writes them.
_UNITS: Final = {
    "kg": "kg", "km": "km", "d": "d", "h": "h", "s": "s", "kw": "kW", "deg": "deg", "musd": "M$",
}  # fmt: skip
#: Keys whose words are not their label.
_LABELS: Final = {
    "as_of": "As of (day of knowledge)",
    "dv_margin": "Δv margin (part)",
    "launch_mass_margin": "Launch-mass margin (part)",
    "propellant_residual": "Propellant residual (part)",
    "evas": "Excursions",
    "teaches": "What it teaches",
    "objective": "Goals, the first before the second",
    "cites": "Sources cited",
    "requires": "Needs first",
    "together": "Share a flight",
    "apart": "Never share a flight",
    "forbid_launcher": "No flight of launcher",
    "forbid_option": "No flight of option",
    "launch": "Days of launch",
    "fleet": "Flight options",
    "kind": "Kind",
    "id": "Id",
    "science_per_year": "Science (points a year)",
    "science_to": "Science counted to",
    "per_year_musd": "Each year (M$)",
    "by_year_musd": "Single years (M$)",
    "spares": "Spares are used",
    "seed": "Seed of the search",
    "in_place": "In place already",
    "tof_d": "Flight time (d)",
    "wait_d": "Wait (d)",
}


@dataclass(frozen=True, slots=True)
class Shape:
    """One key of the format.

    Attributes
    ----------
    name : str
        The key.
    kind : Kind
        How it is asked for. ``part`` has keys of its own, ``rows`` is a list of such parts,
        ``keyed`` a mapping whose keys are free, ``names`` a list of ids, ``typed`` anything that
        can be written in a line of YAML.
    help : str
        Its description in the format.
    required : bool
    default : object
        What holds if it is left out; None if that is not one value.
    options : tuple[str, ...]
        All that is allowed, where the format names it.
    most : float or None
        Greatest number allowed.
    inner : tuple[Shape, ...]
        Keys of a part, or of each of the rows.
    of_numbers : bool
        For ``keyed``: each value is a number.
    """

    name: str
    kind: Kind
    help: str
    required: bool
    default: object = None
    options: tuple[str, ...] = ()
    most: float | None = None
    inner: tuple[Shape, ...] = field(default=())
    of_numbers: bool = False

    @property
    def label(self) -> str:
        """The key in words, its unit behind it."""
        return label_of(self.name)


def label_of(name: str) -> str:
    """Return a key of the format in words, its unit in brackets."""
    if name in _LABELS:
        return _LABELS[name]
    words = name.split("_")
    unit = _UNITS.get(words[-1]) if len(words) > 1 else None
    said = " ".join(words[:-1] if unit else words)
    said = said.replace("alt", "altitude") if "alt" in words else said
    return f"{said[0].upper()}{said[1:]}" + (f" ({unit})" if unit else "")


@lru_cache(maxsize=1)
def scenario_shapes() -> Mapping[str, Shape]:
    """Return every top-level key of a scenario."""
    schema = ScenarioFile.model_json_schema()
    return {one.name: one for one in _inner(schema, schema["$defs"])}


def columns_of(rows: Shape) -> Iterator[tuple[Steps, Shape]]:
    """Return the columns of a table: keys of an entry, and of the parts in it, with their path."""
    yield from _columns(rows.inner, ())


def _columns(shapes: tuple[Shape, ...], around: Steps) -> Iterator[tuple[Steps, Shape]]:
    for shape in shapes:
        if shape.kind == "part":
            yield from _columns(shape.inner, (*around, shape.name))
        elif shape.kind not in ("rows", "keyed"):
            yield (*around, shape.name), shape


def column_label(steps: Steps) -> str:
    """Return the heading of a column: the words of the part it is in come first."""
    *around, last = (label_of(step) for step in steps)
    said = [word.removesuffix(" (d)") for word in around]
    return ": ".join([*said, last if not said else f"{last[0].lower()}{last[1:]}"])


def _inner(schema: Mapping[str, Any], parts: Mapping[str, Any]) -> tuple[Shape, ...]:
    needed = schema.get("required", ())
    return tuple(
        _shape(name, one, parts, required=name in needed)
        for name, one in schema["properties"].items()
    )


def _shape(
    name: str, said: Mapping[str, Any], parts: Mapping[str, Any], *, required: bool
) -> Shape:
    bare = _bare(said, parts)
    default = said.get("default")
    words = said.get("description") or bare.get("description", "")
    return Shape(
        name=name,
        kind=_kind(bare, parts),
        help=" ".join(str(words).split()),
        required=required,
        default=default if isinstance(default, bool | int | float | str) else None,
        options=tuple(bare.get("enum", bare.get("items", {}).get("enum", ()))),
        most=bare.get("maximum"),
        inner=_keys(bare, parts),
        of_numbers=_of_numbers(bare, parts),
    )


def _bare(said: Mapping[str, Any], parts: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return what is allowed besides nothing at all."""
    for one in said.get("anyOf", ()):
        if one.get("type") != "null":
            return _bare(one, parts)
    if "$ref" in said:
        found: Mapping[str, Any] = parts[said["$ref"].rpartition("/")[2]]
        return found
    return said


_BY_TYPE: Final[Mapping[str, Kind]] = {"boolean": "flag", "number": "number", "integer": "whole"}


def _kind(bare: Mapping[str, Any], parts: Mapping[str, Any]) -> Kind:
    if "enum" in bare:
        return "choice"
    match bare.get("type"):
        case "object":
            return "part" if "properties" in bare else "keyed"
        case "array":
            return "rows" if _bare(bare["items"], parts).get("type") == "object" else "names"
        case "string" if bare.get("format") == "date":
            return "day"
        case "string":
            return "long" if bare.get("maxLength", 0) > _LONG else "text"
        case str(word) if word in _BY_TYPE:
            return _BY_TYPE[word]
    return "typed"


def _keys(bare: Mapping[str, Any], parts: Mapping[str, Any]) -> tuple[Shape, ...]:
    if "properties" in bare:
        return _inner(bare, parts)
    if bare.get("type") == "array":
        entry = _bare(bare["items"], parts)
        return _inner(entry, parts) if "properties" in entry else ()
    return ()


def _of_numbers(bare: Mapping[str, Any], parts: Mapping[str, Any]) -> bool:
    values = bare.get("patternProperties", {}).values()
    return bool(values) and all(_bare(one, parts).get("type") == "number" for one in values)
