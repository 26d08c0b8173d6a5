"""A campaign plan: what flies when, what it lands, and what the answer rests on.

Masses in kg, speeds in m/s, times of flight in days, instants as aware UTC
datetimes. Field list for readers of the JSON form: ``docs/plan_format.md``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

import numpy as np
from numpy.typing import NDArray

from planner.transfers.transfer import Vector


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """A Cartesian state with everything needed to propagate it."""

    epoch_tdb_jd: float
    center: str
    frame: str
    r_km: Vector
    v_km_s: Vector


@dataclass(frozen=True, slots=True, kw_only=True)
class FlightMass:
    """Mass along the way (kg): injected, in lunar orbit, touched down, useful payload.

    ``landed`` is None for a flight that stays in lunar orbit.
    """

    tli: float
    lunar_orbit: float
    landed: float | None
    payload: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ManifestItem:
    """One element aboard a flight."""

    element: str
    mass_kg: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Path:
    """Sampled trajectory from TLI to perilune, Earth-centred ICRF (km)."""

    epoch_tdb_jd: NDArray[np.float64]
    craft_km: NDArray[np.float64]
    moon_km: NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class TankerLaunch:
    """One launch that fills a flight's lander before it leaves."""

    launcher: str
    pad: str
    launch: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Flight:
    """One flight of the plan.

    ``dv_m_s`` has the keys ``tli``, ``loi`` and, for landings, ``descent``.
    ``capacity_kg`` is what the window could deliver; ``mass_kg.payload`` what flies.

    A crewed landing is two flights, each naming the other in ``rendezvous_with``: that of
    the lander, with ``plane`` and ``ascent`` in ``dv_m_s`` and the angle turned in
    ``plane_deg``; and that of the ``ship``, with ``tei`` and the dates of its way home. If they
    meet in an NRHO (family ``nrho``) the arrival is the flyby of the Moon, ``joined_utc`` the
    insertion, and the burns between the NRHO and the low orbit stand in ``dv_m_s`` as well.
    """

    id: str
    option: str
    launcher: str
    lander: str | None
    pad: str
    family: str
    phase: str
    destination: str
    launch_utc: datetime
    tli_utc: datetime
    arrival_utc: datetime
    landing_utc: datetime | None
    tof_d: float
    perilune_alt_km: float
    inclination_deg: float
    c3_km2_s2: float
    dv_m_s: dict[str, float]
    mass_kg: FlightMass
    capacity_kg: float
    cost_musd: float
    manifest: tuple[ManifestItem, ...]
    tli_state: State
    path: Path = field(compare=False, repr=False)
    ship: str | None = None
    rendezvous_with: str | None = None
    plane_deg: float | None = None
    tei_utc: datetime | None = None
    return_utc: datetime | None = None
    joined_utc: datetime | None = None
    tankers: tuple[TankerLaunch, ...] = ()
    reuses: str | None = None

    @property
    def last_burn(self) -> str:
        """Burn that ends the way out, in ``dv_m_s``: LOI, or the insertion into an NRHO."""
        return "insertion" if self.joined_utc else "loi"

    @property
    def captured_m_s(self) -> float:
        """What the craft burns to arrive (m/s): LOI, or flyby and insertion."""
        return self.dv_m_s[self.last_burn] + self.dv_m_s.get("flyby", 0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class FrozenFlight:
    """An entry of the past, as the scenario states it; nothing of it was up to the planner.

    ``outcome`` is ``flown``, ``lost`` or ``delayed``; ``earliest`` is the first day
    its elements may be launched hereafter, None if they have flown.
    """

    id: str
    outcome: str
    option: str | None
    launcher: str | None
    pad: str | None
    launch: date | None
    delivered: date | None
    elements: tuple[str, ...]
    capacity_kg: float | None
    earliest: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedElement:
    """When and how one element arrives; ``landed_utc`` is orbit arrival for orbiters."""

    id: str
    name: str
    kind: str
    mission: str
    partner: str
    phase: str
    destination: str
    mass_kg: float
    flight: str
    landed_utc: datetime
    operational_utc: datetime
    science_per_year: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """An element that is not delivered; ``why`` is ``optional`` or ``alternative``."""

    id: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """An alternative of the scenario, the choice taken and what it delivers."""

    id: str
    chosen: str
    elements: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Science:
    """Science points a year times years of work (365.25 d), of all elements up to a day."""

    to: date
    point_years: float


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedPhase:
    """A phase of the programme and when the plan completes it."""

    id: str
    title: str
    start: date
    end: date
    completed_utc: datetime | None
    elements: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Spending:
    """Money charged in a calendar year, beside its limit (million US dollars).

    ``partner`` None is the programme as a whole; ``limit_musd`` None is no limit.
    ``earlier_musd`` is what flights of the past took of that year.
    """

    year: int
    partner: str | None
    spent_musd: float
    limit_musd: float | None
    earlier_musd: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class CrewStay:
    """A rotation as it flies; ``flight`` is the lander's, ``ship`` the ship's.

    ``shelter`` is ``habitat`` or ``lander``. ``supplies_kg`` is what the stay uses up,
    ``reserve_kg`` what is kept besides, ``brought_kg`` what came on the crew's own lander.
    """

    id: str
    name: str
    flight: str
    ship: str
    crew: int
    landing: date
    departure: date
    shelter: str
    supplies_kg: int
    reserve_kg: int
    brought_kg: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StockStep:
    """Supplies on the surface from a day on (kg), and what changed them."""

    day: date
    kg: int
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplySum:
    """Kilograms of a class of supply, summed over the plan."""

    class_of_supply: int
    kg: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Headline:
    """The answer in a sentence and its figures."""

    sentence: str
    slack_d: int
    landed_kg: float
    flights: int
    cost_musd: float


@dataclass(frozen=True, slots=True, kw_only=True)
class CampaignPlan:
    """The whole answer to one scenario.

    Attributes
    ----------
    status : str
        ``optimal`` or ``feasible``.
    objective, lower_bound : dict[str, float]
        Per goal, in order, unit in the name: ``completion_d`` (days from the
        horizon's start), ``cost_musd``, ``launches``, ``least_slack_d`` and
        ``science_point_years``; the bounds of the last two are upper ones.
    model : dict[str, object]
        Bodies, terms, constants and tolerances behind every trajectory.
    reasons : tuple[str, ...]
        What holds the completion date back.
    as_of : date | None
        No flight launches before.
    history : tuple[FrozenFlight, ...]
        What is frozen: flown, lost and delayed flights.
    seed : int
        Seed of the search.
    left_out : tuple[LeftOut, ...]
        Elements not delivered: optional ones, and those of choices not taken.
    alternatives : tuple[Chosen, ...]
        What is chosen of each alternative, in the scenario's order.
    crews : tuple[CrewStay, ...]
        Rotations in order of landing.
    stock : tuple[StockStep, ...]
        Supplies on the surface, step by step; the first step is the horizon's start.
    demand : tuple[SupplySum, ...]
        What stays and machines use up, by SpaceNet's class of supply.
    science : Science | None
        Science up to the scenario's day; None where it was not counted.
    """

    scenario: str
    scenario_sha256: str
    title: str
    schema_version: int
    model: dict[str, object]
    status: str
    due: date
    completion_date: date
    objective: dict[str, float]
    lower_bound: dict[str, float]
    headline: Headline
    flights: tuple[Flight, ...]
    elements: tuple[PlacedElement, ...]
    phases: tuple[PlacedPhase, ...]
    spending: tuple[Spending, ...]
    reasons: tuple[str, ...]
    as_of: date | None = None
    history: tuple[FrozenFlight, ...] = ()
    seed: int = 1
    left_out: tuple[LeftOut, ...] = ()
    alternatives: tuple[Chosen, ...] = ()
    crews: tuple[CrewStay, ...] = ()
    stock: tuple[StockStep, ...] = ()
    demand: tuple[SupplySum, ...] = ()
    science: Science | None = None
    wall_s: float = field(compare=False)

    @property
    def date_gap(self) -> float | None:
        """Days open between the date and its bound, over those since the horizon's start.

        0 to 1; None if the date has no bound, not being the first goal.
        """
        if next(iter(self.objective), None) != "completion_d":
            return None
        reached = self.objective["completion_d"]
        return max(reached - self.lower_bound["completion_d"], 0.0) / max(reached, 1.0)
