"""One edge travelled on a date: the burns it takes, and when it ends."""

from __future__ import annotations

from dataclasses import dataclass, replace

from planner.astro.rocket import mass_ratio
from planner.errors import OutOfRangeError, PlannerError
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
    """Edges flown so far: each on a date, and where it counts with a mass (kg), once.

    Parameters
    ----------
    network : Network
    most : int
        Flights allowed; one more is refused.
    """

    def __init__(self, network: Network, *, most: int) -> None:
        self._network = network
        self._most = most
        self._flown: dict[tuple[str, int, int], Leg | str] = {}

    def leg(self, edge: EdgeEntry, tdb_jd: float, mass_kg: float | None) -> Leg | str:
        """The leg that leaves at a date or as soon after as it can; why not, if it cannot.

        ``mass_kg`` is the craft's at the node, on which landing and ascent depend; None
        without a craft.

        Raises
        ------
        OutOfRangeError
            It would take one flight more than is allowed.
        """
        if edge.burns is not None:
            return _given(edge, tdb_jd)
        assert edge.family is not None
        weighs = mass_kg is not None and FAMILIES[edge.family].with_engine
        key = edge.name, round(tdb_jd * _GRAIN), round(mass_kg or 0.0) if weighs else 0
        if key not in self._flown:
            if len(self._flown) >= self._most:
                raise OutOfRangeError(
                    name="flights",
                    value=f"more than {self._most}",
                    allowed=f"{self._most} or fewer; fewer edges, or departures further apart",
                )
            self._flown[key] = self._fly(edge, tdb_jd, mass_kg)
        return self._flown[key]

    def _fly(self, edge: EdgeEntry, tdb_jd: float, mass_kg: float | None) -> Leg | str:
        assert edge.family is not None
        network, craft = self._network, self._network.craft
        if craft is not None and mass_kg is not None:
            craft = craft.model_copy(update={"mass_kg": mass_kg})
        way = Way(
            edge=edge,
            start=network.nodes[edge.start],
            end=network.nodes[edge.end],
            pad=network.pads.get(edge.start),
            site=network.sites.get(edge.start) or network.sites.get(edge.end),
            craft=craft,
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


def after_leg(leg: Leg, *, mass_kg: float, isp_s: float) -> tuple[Leg, float]:
    """The leg with the craft's mass (kg) after every burn, and what is left (Tsiolkovsky 1903)."""
    burns = []
    for burn in leg.burns:
        mass_kg /= mass_ratio(dv_m_s=burn.dv_m_s, isp_s=isp_s)
        burns.append(replace(burn, after_kg=mass_kg))
    return replace(leg, burns=tuple(burns)), mass_kg
