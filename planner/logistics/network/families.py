"""Families of transfers as edges of a network: what each joins, and how it is flown.

The families are those of ``python -m planner transfer``, flown in the ephemeris; landing and
ascent are two-body about the Moon. What a node does not say takes the family's usual value.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, TypeAlias

if TYPE_CHECKING:
    from planner.catalogue.models import Pad, Site
    from planner.logistics.network.file import CraftEntry, EdgeEntry, NodeEntry
    from planner.transfers.departure import LaunchSite
    from planner.transfers.flight import Flown
    from planner.transfers.over_site import LunarOrbit, SurfaceSite
    from planner.transfers.powered_flight import Engine
    from planner.transfers.request import DirectRequest
    from planner.transfers.staging_request import Meeting

#: Usual orbit of each staging family: what picks it, its value, and where.
_USUAL: Final[dict[str, tuple[Any, float]]] = {
    "nrho": ("resonance", 4.5),
    "dro": ("perilune_km", 70_000.0),
    "halo": ("az_km", 10_000.0),
}
_BOTH_PLANES: Final = (True, False)
#: A lander of Apollo's size, for networks without a craft.
_CRAFT_KG, _CRAFT_N, _CRAFT_S = 15_000.0, 45_000.0, 311.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """An edge with the places it joins."""

    edge: EdgeEntry
    start: NodeEntry
    end: NodeEntry
    pad: Pad | None
    site: Site | None
    craft: CraftEntry | None


Fly: TypeAlias = "Callable[[Way, float], Flown]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """What a family joins, and how it is flown.

    Attributes
    ----------
    joins : tuple[tuple[str, str], ...]
        Kinds of node it leaves and reaches.
    fly : callable
    takes_tof, circles, with_engine : bool
        Whether a time of flight may be asked for, whether only circles are flown to and
        from, and whether the engine's thrust on the craft's mass decides the speed changes.
    """

    joins: tuple[tuple[str, str], ...]
    fly: Fly
    takes_tof: bool = True
    circles: bool = False
    with_engine: bool = False


def _launch_site(way: Way) -> LaunchSite:
    from planner.transfers.departure import LaunchSite

    assert way.pad is not None
    return LaunchSite(
        id=way.pad.id,
        lat_deg=way.pad.lat_deg.value,
        lon_deg=way.pad.lon_deg.value,
        max_inclination_deg=way.pad.max_inclination_deg.value,
    )


def _request(way: Way) -> DirectRequest:
    from planner.transfers.request import DirectRequest

    low = _perilune_km(way.end)
    return DirectRequest(
        site=_launch_site(way),
        parking_alt_km=200.0 if way.start.alt_km is None else way.start.alt_km,
        perilune_alt_km=low,
        apolune_alt_km=low if way.end.apolune_alt_km is None else way.end.apolune_alt_km,
        inclination_deg=_inclination_deg(way.end),
    )


def _perilune_km(node: NodeEntry) -> float:
    return 100.0 if node.perilune_alt_km is None else node.perilune_alt_km


def _inclination_deg(node: NodeEntry) -> float:
    return 90.0 if node.inclination_deg is None else node.inclination_deg


def _direct(way: Way, depart_tdb_jd: float) -> Flown:
    from planner.transfers.cheapest import cheapest_plane
    from planner.transfers.direct import direct_transfer

    transfer, _ = cheapest_plane(
        depart_tdb_jd=depart_tdb_jd,
        request=_request(way),
        planes=_BOTH_PLANES,
        fly=direct_transfer,
        tof_d=way.edge.tof_d,
    )
    return transfer


def _low_energy(way: Way, depart_tdb_jd: float) -> Flown:
    from planner.transfers.low_energy import low_energy_transfer

    return low_energy_transfer(
        start_tdb_jd=depart_tdb_jd, request=_request(way), days=30.0, tof_d=(60.0, 150.0)
    )


def _meeting(way: Way, orbit: Any, **more: Any) -> Meeting:
    from planner.transfers.staging_orbit import staging_orbit
    from planner.transfers.staging_request import Meeting, real_units

    picked_by, value = _USUAL[orbit]
    found = staging_orbit(family=orbit, picked_by=picked_by, value=value, units=real_units())
    return Meeting(orbit=found, tof_d=way.edge.tof_d, **more)


def _to_staging(way: Way, depart_tdb_jd: float) -> Flown:
    from planner.transfers.request import DirectRequest
    from planner.transfers.staging_outbound import to_staging_orbit

    return to_staging_orbit(
        depart_tdb_jd=depart_tdb_jd,
        request=DirectRequest(
            site=_launch_site(way),
            parking_alt_km=200.0 if way.start.alt_km is None else way.start.alt_km,
        ),
        meeting=_meeting(way, way.end.kind),
        planes=_BOTH_PLANES,
    )


def _staging_low(way: Way, depart_tdb_jd: float) -> Flown:
    from planner.transfers.staging_low_orbit import LOW_TOF_RANGE_D, staging_to_low

    up = way.start.kind == "llo"
    low, high = (way.start, way.end) if up else (way.end, way.start)
    return staging_to_low(
        depart_tdb_jd=depart_tdb_jd,
        meeting=_meeting(way, high.kind, tof_range_d=LOW_TOF_RANGE_D),
        direction="up" if up else "down",
        orbit_alt_km=_perilune_km(low),
        orbit_inclination_deg=_inclination_deg(low),
    )


def _staging_home(way: Way, depart_tdb_jd: float) -> Flown:
    from planner.transfers.earth_entry import EntryWish
    from planner.transfers.staging_return import from_staging_orbit

    return from_staging_orbit(
        depart_tdb_jd=depart_tdb_jd,
        entry=EntryWish(),
        meeting=_meeting(way, way.start.kind),
        planes=_BOTH_PLANES,
    )


def _home(way: Way, depart_tdb_jd: float) -> Flown:
    from planner.transfers.cheapest import cheapest_return
    from planner.transfers.earth_entry import EntryWish
    from planner.transfers.earth_return import ReturnRequest

    return cheapest_return(
        depart_tdb_jd=depart_tdb_jd,
        request=ReturnRequest(
            orbit_alt_km=_perilune_km(way.start),
            orbit_inclination_deg=_inclination_deg(way.start),
            entry=EntryWish(),
        ),
        tof_d=way.edge.tof_d,
    )


def _engine(craft: CraftEntry | None) -> Engine:
    from planner.transfers.powered_flight import Engine

    if craft is None:
        return Engine(mass_kg=_CRAFT_KG, thrust_n=_CRAFT_N, isp_s=_CRAFT_S)
    return Engine(mass_kg=craft.mass_kg, thrust_n=craft.thrust_n, isp_s=craft.isp_s)


def _surface(way: Way) -> SurfaceSite:
    from planner.transfers.over_site import SurfaceSite

    assert way.site is not None
    return SurfaceSite(lat_deg=way.site.lat_deg.value, lon_deg=way.site.lon_deg.value)


def _orbit(node: NodeEntry) -> LunarOrbit:
    from planner.transfers.over_site import LunarOrbit

    return LunarOrbit(
        altitude_km=_perilune_km(node),
        apolune_alt_km=node.apolune_alt_km,
        inclination_deg=_inclination_deg(node),
    )


def _land(way: Way, depart_tdb_jd: float) -> Flown:
    from planner.transfers.descent import descent
    from planner.transfers.descent_plan import DescentRequest

    request = DescentRequest(site=_surface(way), engine=_engine(way.craft), orbit=_orbit(way.start))
    return descent(depart_tdb_jd=depart_tdb_jd, request=request)


def _rise(way: Way, depart_tdb_jd: float) -> Flown:
    from planner.transfers.ascent import ascent
    from planner.transfers.liftoff import AscentRequest

    request = AscentRequest(site=_surface(way), engine=_engine(way.craft), orbit=_orbit(way.end))
    return ascent(depart_tdb_jd=depart_tdb_jd, request=request, model="conic")


def _staging(orbit: str) -> dict[str, Family]:
    return {
        orbit: Family(joins=(("leo", orbit),), fly=_to_staging),
        f"{orbit}-llo": Family(joins=((orbit, "llo"),), fly=_staging_low, circles=True),
        f"llo-{orbit}": Family(joins=(("llo", orbit),), fly=_staging_low, circles=True),
        f"{orbit}-return": Family(joins=((orbit, "earth"),), fly=_staging_home),
    }


_LUNAR: Final = (("leo", "llo"), ("leo", "elfo"))
#: By the names of ``python -m planner transfer``.
FAMILIES: Final[Mapping[str, Family]] = MappingProxyType(
    {
        "direct": Family(joins=_LUNAR, fly=_direct),
        "low-energy": Family(joins=_LUNAR, fly=_low_energy, takes_tof=False),
        **_staging("nrho"),
        **_staging("dro"),
        **_staging("halo"),
        "return": Family(joins=(("llo", "earth"),), fly=_home, circles=True),
        "descent": Family(
            joins=(("llo", "surface"), ("elfo", "surface")),
            fly=_land,
            takes_tof=False,
            with_engine=True,
        ),
        "ascent": Family(
            joins=(("surface", "llo"),),
            fly=_rise,
            takes_tof=False,
            circles=True,
            with_engine=True,
        ),
    }
)
