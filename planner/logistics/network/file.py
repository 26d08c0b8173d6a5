"""What a network file may say: nodes, edges with burns given or flown, trips asked for."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self, TypeAlias

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from planner.catalogue.fields import Day, Identifier, Line, Model, Real, Text

#: Places a network knows; those with an orbit of their own say which.
NodeKind: TypeAlias = Literal[
    "pad", "leo", "tli", "llo", "elfo", "nrho", "dro", "halo", "surface", "earth"
]
_Days: TypeAlias = Annotated[Real, Field(ge=0.0, le=400.0)]
_Altitude: TypeAlias = Annotated[Real, Field(ge=15.0, le=60_000.0)]


class NodeEntry(Model):
    """A place."""

    id: Identifier
    """Name the edges refer to."""
    kind: NodeKind
    """What it is; ``earth`` is the end of a way home."""
    name: Line | None = None
    """Name people use; the id if left out."""
    pad: Identifier | None = None
    """Of a pad or a parking orbit: pad in the catalogue that it is reached from."""
    alt_km: Annotated[Real, Field(ge=150.0, le=2000.0)] | None = None
    """Of a parking orbit: altitude (km); 200 if left out."""
    perilune_alt_km: _Altitude | None = None
    """Of an orbit about the Moon: lowest altitude (km); 100 if left out."""
    apolune_alt_km: _Altitude | None = None
    """Of an orbit about the Moon: highest altitude (km); circular if left out."""
    inclination_deg: Annotated[Real, Field(ge=0.0, le=180.0)] | None = None
    """Of an orbit about the Moon: inclination on its equator (deg); 90 if left out."""
    site: Identifier | None = None
    """Of a place on the surface: site in the catalogue."""

    @model_validator(mode="after")
    def _only_what_its_kind_has(self) -> Self:
        for key in sorted(frozenset().union(*KEYS.values())):
            if getattr(self, key) is not None and key not in KEYS[self.kind]:
                words = f"'{key}' says nothing of a node of kind {self.kind}"
                raise PydanticCustomError("node_key", "{words}", {"words": words})
        if self.kind == "surface" and self.site is None:
            raise PydanticCustomError("node_site", "a node of kind surface needs a site")
        return self


_ORBIT = frozenset({"perilune_alt_km", "apolune_alt_km", "inclination_deg"})
#: What a node of each kind may say of itself.
KEYS: dict[str, frozenset[str]] = {
    "pad": frozenset({"pad"}),
    "leo": frozenset({"pad", "alt_km"}),
    "tli": frozenset(),
    "llo": _ORBIT,
    "elfo": _ORBIT,
    "nrho": frozenset(),
    "dro": frozenset(),
    "halo": frozenset(),
    "surface": frozenset({"site"}),
    "earth": frozenset(),
}


class BurnEntry(Model):
    """A burn of a given list."""

    name: Line
    """Name people use."""
    dv_m_s: Annotated[Real, Field(ge=0.0, le=50_000.0)]
    """Speed change (m/s)."""


class EdgeEntry(Model):
    """A way from one node to another: burns given, or a family flown on the date."""

    id: Identifier | None = None
    """Name; from-to if left out."""
    start: Identifier = Field(alias="from")
    """Node it leaves."""
    end: Identifier = Field(alias="to")
    """Node it reaches."""
    burns: Annotated[tuple[BurnEntry, ...], Field(max_length=32)] | None = None
    """Burns as given, in order; empty for a way that is waited or ridden."""
    family: Identifier | None = None
    """Family of transfers that is flown on the date instead."""
    tof_d: _Days | None = None
    """Days it takes; needed with burns, chosen by the family if left out."""

    @property
    def name(self) -> str:
        """Id, or the nodes it joins."""
        return self.id or f"{self.start}-{self.end}"

    @model_validator(mode="after")
    def _given_or_flown(self) -> Self:
        if (self.burns is None) == (self.family is None):
            raise PydanticCustomError("edge_cost", "needs exactly one of burns, family")
        if self.burns is not None and self.tof_d is None:
            raise PydanticCustomError("edge_tof", "needs tof_d beside its burns")
        return self


class CraftEntry(Model):
    """The craft that makes the trips: one stage, for the masses along the way."""

    mass_kg: Annotated[Real, Field(gt=0.0, le=1.0e7)]
    """Mass at the start of a trip (kg)."""
    isp_s: Annotated[Real, Field(ge=100.0, le=1000.0)]
    """Vacuum specific impulse (s)."""
    thrust_n: Annotated[Real, Field(gt=0.0, le=1.0e8)] = 45_000.0
    """Full thrust (N), for landing and ascent."""


class TripEntry(Model):
    """A way asked for."""

    start: Identifier = Field(alias="from")
    """Node it starts at."""
    end: Identifier = Field(alias="to")
    """Node it ends at."""
    depart: Day
    """First day of departure (UTC)."""
    days: Annotated[int, Field(strict=True, ge=1, le=400)] = 1
    """Days on which it may depart."""
    every_d: Annotated[int, Field(strict=True, ge=1, le=60)] = 1
    """Step between departures tried (d)."""
    stay_d: _Days = 0.0
    """Days at each node on the way."""
    least: Literal["dv", "time"] = "dv"
    """What is best: the sum of speed changes, or the days."""


class NetworkHead(Model):
    """What a network file says beside its lists."""

    schema_version: Literal[1]
    """Version of this format; 1."""
    id: Identifier
    """Short name of the network."""
    title: Line
    """Name people use."""
    note: Text = ""
    """Where the numbers come from."""
    craft: CraftEntry | None = None
    """The craft; without it no masses are told."""
    nodes: Annotated[tuple[Any, ...], Field(min_length=2, max_length=32)]
    """Places."""
    edges: Annotated[tuple[Any, ...], Field(min_length=1, max_length=128)]
    """Ways between them."""
    trips: Annotated[tuple[Any, ...], Field(max_length=16)] = ()
    """Ways asked for."""
