"""One edge travelled on a date: the burns it takes, and when it ends."""

from __future__ import annotations

from dataclasses import dataclass

from planner.astro.rocket import mass_ratio
from planner.errors import PlannerError
from planner.logistics.network.families import FAMILIES, Way
from planner.logistics.network.file import EdgeEntry
from planner.logistics.network.loading import Network

#: Departures that differ by less than a minute are one (1/d).
_GRAIN = 1440.0


@dataclass(frozen=True, slots=True, kw_only=True)
class LegBurn:
    """A burn of a leg; ``after_kg`` is the craft's mass after it, None without a craft."""

    name: str
    dv_m_s: float
    epoch_tdb_jd: float | None
    after_kg: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Leg:
    """An edge travelled.

    Attributes
    ----------
    edge, start, end : str
        Edge and the nodes it joins.
    how : str
        The family flown, or ``given``.
    depart_tdb_jd, arrive_tdb_jd : float
        First burn, or departure of a given list; arrival at the node.
    burns : tuple[LegBurn, ...]
    """

    edge: str
    start: str
    end: str
    how: str
    depart_tdb_jd: float
    arrive_tdb_jd: float
    burns: tuple[LegBurn, ...]

    @property
    def dv_m_s(self) -> float:
        """Sum of the burns (m/s)."""
        return sum(burn.dv_m_s for burn in self.burns)


class Flights:
    """Edges flown so far: each on a date once, and no more than ``most`` of them.

    Parameters
    ----------
    network : Network
    most : int
        Flights allowed; one more is refused by `room`.
    """

    def __init__(self, network: Network, *, most: int) -> None:
        self._network = network
        self._most = most
        self._flown: dict[tuple[str, int], Leg | str] = {}

    @property
    def room(self) -> bool:
        """Whether one more may be flown."""
        return len(self._flown) < self._most

    def leg(self, edge: EdgeEntry, tdb_jd: float) -> Leg | str:
        """The leg that leaves at a date or as soon after as it can; why not, if it cannot."""
        if edge.burns is not None:
            return _given(edge, tdb_jd)
        key = edge.name, round(tdb_jd * _GRAIN)
        if key not in self._flown:
            self._flown[key] = self._fly(edge, tdb_jd)
        return self._flown[key]

    def _fly(self, edge: EdgeEntry, tdb_jd: float) -> Leg | str:
        assert edge.family is not None
        network = self._network
        way = Way(
            edge=edge,
            start=network.nodes[edge.start],
            end=network.nodes[edge.end],
            pad=network.pads.get(edge.start),
            site=network.sites.get(edge.start) or network.sites.get(edge.end),
            craft=network.craft,
        )
        try:
            flown = FAMILIES[edge.family].fly(way, tdb_jd)
        except PlannerError as error:
            return str(error)
        first = flown.burns[0].epoch_tdb_jd
        return Leg(
            edge=edge.name,
            start=edge.start,
            end=edge.end,
            how=edge.family,
            depart_tdb_jd=first,
            arrive_tdb_jd=first + flown.tof_d,
            burns=tuple(
                LegBurn(name=burn.name, dv_m_s=burn.dv_m_s, epoch_tdb_jd=burn.epoch_tdb_jd)
                for burn in flown.burns
            ),
        )


def _given(edge: EdgeEntry, tdb_jd: float) -> Leg:
    assert edge.burns is not None
    assert edge.tof_d is not None
    return Leg(
        edge=edge.name,
        start=edge.start,
        end=edge.end,
        how="given",
        depart_tdb_jd=tdb_jd,
        arrive_tdb_jd=tdb_jd + edge.tof_d,
        burns=tuple(
            LegBurn(name=burn.name, dv_m_s=burn.dv_m_s, epoch_tdb_jd=None) for burn in edge.burns
        ),
    )


def masses_after(legs: tuple[Leg, ...], *, mass_kg: float, isp_s: float) -> tuple[Leg, ...]:
    """The legs with the craft's mass (kg) after every burn (Tsiolkovsky 1903)."""
    weighed = []
    for leg in legs:
        burns = []
        for burn in leg.burns:
            mass_kg /= mass_ratio(dv_m_s=burn.dv_m_s, isp_s=isp_s)
            burns.append(
                LegBurn(
                    name=burn.name, dv_m_s=burn.dv_m_s, epoch_tdb_jd=burn.epoch_tdb_jd,
                    after_kg=mass_kg,
                )
            )  # fmt: skip
        weighed.append(
            Leg(
                edge=leg.edge, start=leg.start, end=leg.end, how=leg.how, burns=tuple(burns),
                depart_tdb_jd=leg.depart_tdb_jd, arrive_tdb_jd=leg.arrive_tdb_jd,
            )
        )  # fmt: skip
    return tuple(weighed)
