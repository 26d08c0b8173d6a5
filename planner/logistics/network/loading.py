"""From a network file to a network that can be travelled, or to all that is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from planner.catalogue import Catalogue, load_catalogue
from planner.catalogue.models import Pad, Site
from planner.logistics.network.families import FAMILIES
from planner.logistics.network.file import (
    CraftEntry,
    EdgeEntry,
    NetworkHead,
    NodeEntry,
    TripEntry,
)
from planner.scenario.document import Path
from planner.scenario.door import Door
from planner.scenario.entries import Parts
from planner.scenario.faults import suggestion

#: Pad of a parking orbit that names none.
USUAL_PAD = "wenchang_101"


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """A network whose names fit together.

    Attributes
    ----------
    head : NetworkHead
    nodes : Mapping[str, NodeEntry]
    edges : tuple[EdgeEntry, ...]
    trips : tuple[TripEntry, ...]
    pads : Mapping[str, Pad]
        Pad of each parking orbit, by node.
    sites : Mapping[str, Site]
        Site of each place on the surface, by node.
    """

    head: NetworkHead
    nodes: Mapping[str, NodeEntry]
    edges: tuple[EdgeEntry, ...]
    trips: tuple[TripEntry, ...]
    pads: Mapping[str, Pad]
    sites: Mapping[str, Site]

    @property
    def craft(self) -> CraftEntry | None:
        """The craft, if the file names one."""
        return self.head.craft


def _network(parts: Parts) -> Network:
    catalogue = load_catalogue()
    head = parts.one(NetworkHead, parts.document.data)
    nodes = parts.listed("nodes", lambda _value, _path: NodeEntry)
    edges = parts.listed("edges", lambda _value, _path: EdgeEntry)
    trips = parts.listed("trips", lambda _value, _path: TripEntry)
    written = parts.written_ids("nodes")
    _joins(parts, "edges", edges, written)
    _joins(parts, "trips", trips, written)
    known = {node.id: node for node in nodes.values()}
    _families(parts, edges, known)
    _twice(parts, edges)
    pads, sites = _places(parts, nodes, catalogue)
    parts.settle()
    assert head is not None
    return Network(
        head=head,
        nodes=known,
        edges=tuple(edges.values()),
        trips=tuple(trips.values()),
        pads=pads,
        sites=sites,
    )


_DOOR: Final = Door("network", _network)
#: Network of a file.
load_network = _DOOR.load
#: Network of a text.
loads_network = _DOOR.loads


def _joins(
    parts: Parts,
    key: str,
    entries: Mapping[int, EdgeEntry] | Mapping[int, TripEntry],
    written: Iterable[str],
) -> None:
    """Complain of ends that are no nodes, and of ways that lead nowhere."""
    for place, entry in entries.items():
        for word, node in (("from", entry.start), ("to", entry.end)):
            if node not in written:
                words = f"unknown node '{node}'{suggestion(node, written)}"
                parts.complain((key, place, word), words)
        if entry.start == entry.end:
            parts.complain((key, place, "to"), f"leads from '{entry.end}' to itself")


def _families(parts: Parts, edges: Mapping[int, EdgeEntry], nodes: Mapping[str, NodeEntry]) -> None:
    """Complain of families that do not exist, or do not join such nodes."""
    for place, edge in edges.items():
        here: Path = ("edges", place, "family")
        if edge.family is None:
            continue
        if edge.family not in FAMILIES:
            known = suggestion(edge.family, FAMILIES)
            parts.complain(here, f"unknown family '{edge.family}'{known}")
            continue
        if edge.start not in nodes or edge.end not in nodes:
            continue
        family = FAMILIES[edge.family]
        kinds = nodes[edge.start].kind, nodes[edge.end].kind
        if kinds not in family.joins:
            joined = ", ".join(f"{a} to {b}" for a, b in family.joins)
            words = f"'{edge.family}' does not fly {kinds[0]} to {kinds[1]}, allowed is {joined}"
            parts.complain(here, words)
        elif edge.tof_d is not None and not family.takes_tof:
            words = f"'{edge.family}' finds its time itself, leave tof_d out"
            parts.complain(("edges", place, "tof_d"), words)
        elif family.circles and not _circular(nodes[edge.start], nodes[edge.end]):
            words = f"'{edge.family}' flies to and from circles only, leave apolune_alt_km out"
            parts.complain(here, words)


def _circular(*nodes: NodeEntry) -> bool:
    return all(node.apolune_alt_km in (None, node.perilune_alt_km) for node in nodes)


def _twice(parts: Parts, edges: Mapping[int, EdgeEntry]) -> None:
    """Complain of edges with one name."""
    first: dict[str, int] = {}
    for place, edge in edges.items():
        if edge.name in first:
            line = parts.document.line(("edges", first[edge.name]))
            words = f"an edge '{edge.name}' stands in line {line} already, give it an id"
            parts.complain(("edges", place), words)
        first.setdefault(edge.name, place)


def _places(
    parts: Parts, nodes: Mapping[int, NodeEntry], catalogue: Catalogue
) -> tuple[dict[str, Pad], dict[str, Site]]:
    """Pads and sites of the nodes; a name the catalogue lacks is a fault."""
    pads: dict[str, Pad] = {}
    sites: dict[str, Site] = {}
    for place, node in nodes.items():
        wanted = node.pad or (USUAL_PAD if node.kind == "leo" else None)
        if wanted is not None and wanted in catalogue.pads:
            pads[node.id] = catalogue.pads[wanted]
        elif wanted is not None:
            words = f"unknown pad '{wanted}'{suggestion(wanted, catalogue.pads)}"
            parts.complain(("nodes", place, "pad"), words)
        if node.site is not None and node.site in catalogue.sites:
            sites[node.id] = catalogue.sites[node.site]
        elif node.site is not None:
            words = f"unknown site '{node.site}'{suggestion(node.site, catalogue.sites)}"
            parts.complain(("nodes", place, "site"), words)
    return pads, sites
