"""A plan's JSON, read strictly into records: the right keys, types, and finite numbers.

Units as in ``docs/plan_format.md``: km, km/s, m/s, kg, days, million USD, UTC.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, TypeVar

from planner.schedule.check.violation import Violation

Json = Mapping[str, Any]
T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class FlightRecord:
    """One entry of ``flights``."""

    id: str
    option: str
    launcher: str
    lander: str | None
    pad: str
    family: str
    phase: str
    destination: str
    launch: datetime
    tli: datetime
    arrival: datetime
    landing: datetime | None
    tof_d: float
    perilune_alt_km: float
    inclination_deg: float
    c3_km2_s2: float
    dv_m_s: dict[str, float]
    tli_kg: float
    lunar_orbit_kg: float
    landed_kg: float | None
    payload_kg: float
    capacity_kg: float
    cost_musd: float
    manifest: tuple[tuple[str, float], ...]
    state_epoch_tdb_jd: float
    state_center: str
    state_frame: str
    r_km: tuple[float, float, float]
    v_km_s: tuple[float, float, float]
    ship: str | None
    rendezvous_with: str | None
    plane_deg: float | None
    tei: datetime | None
    home: datetime | None
    joined: datetime | None
    tankers: tuple[tuple[str, str, date], ...]
    reuses: str | None

    @property
    def waits_from(self) -> datetime:
        """When a craft is where it meets another: in its NRHO, or in its low orbit."""
        return self.joined or self.arrival

    @property
    def delivered(self) -> datetime:
        """Touchdown, or arrival in lunar orbit."""
        return self.landing or self.arrival


@dataclass(frozen=True, slots=True, kw_only=True)
class ElementRecord:
    """One entry of ``elements``; ``stated`` holds what it repeats of the scenario."""

    id: str
    flight: str
    landed: datetime
    operational: datetime
    stated: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class PhaseRecord:
    """One entry of ``phases``."""

    id: str
    title: str
    start: date
    end: date
    completed: datetime | None
    elements: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SpendingRecord:
    """One entry of ``spending``; ``partner`` None is the programme."""

    year: int
    partner: str | None
    spent_musd: float
    limit_musd: float | None
    earlier_musd: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceRecord:
    """One entry of ``alternatives``."""

    id: str
    chosen: str
    elements: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ScienceRecord:
    """What the plan says of its science."""

    to: date
    point_years: float


@dataclass(frozen=True, slots=True, kw_only=True)
class StayRecord:
    """One entry of ``crews``."""

    id: str
    name: str
    flight: str
    ship: str
    crew: float
    landing: date
    departure: date
    shelter: str
    supplies_kg: float
    reserve_kg: float
    brought_kg: float


@dataclass(frozen=True, slots=True, kw_only=True)
class StockRecord:
    """One entry of ``stock``."""

    day: date
    kg: float


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanRecord:
    """The whole plan."""

    scenario: str
    scenario_sha256: str
    title: str
    sentence: str
    model: Json
    status: str
    due: date
    completion: date
    objective: dict[str, float]
    lower_bound: dict[str, float]
    slack_d: float
    landed_kg: float
    flight_count: float
    cost_musd: float
    flights: tuple[FlightRecord, ...]
    elements: tuple[ElementRecord, ...]
    phases: tuple[PhaseRecord, ...]
    spending: tuple[SpendingRecord, ...]
    reasons: tuple[str, ...]
    as_of: date | None
    history: tuple[Json, ...]
    left_out: tuple[tuple[str, str], ...]
    alternatives: tuple[ChoiceRecord, ...]
    science: ScienceRecord | None
    crews: tuple[StayRecord, ...]
    stock: tuple[StockRecord, ...]
    demand: tuple[tuple[int, float], ...]


class _FormatError(ValueError):
    """A value of the plan has the wrong form; says where and why."""


def read_plan(plan: object) -> tuple[PlanRecord | None, list[Violation]]:
    """Read a plan; with any fault of form there is no record."""
    faults: list[Violation] = []
    top = _attempt("plan", faults, lambda: _mapping(plan, "plan"))
    if top is None:
        return None, faults
    flights = _each("flights", top, faults, _flight)
    elements = _each("elements", top, faults, _element)
    phases = _each("phases", top, faults, _phase)
    spending = _each("spending", top, faults, _spending)
    record = _attempt("plan", faults, lambda: _plan(top, flights, elements, phases, spending))
    return (None if faults else record), faults


def _attempt(subject: str, faults: list[Violation], read: Callable[[], T]) -> T | None:
    try:
        return read()
    except _FormatError as error:
        faults.append(Violation("format", subject, str(error)))
        return None


def _each(key: str, top: Json, faults: list[Violation], read: Callable[[Json], T]) -> tuple[T, ...]:
    entries = _attempt(key, faults, lambda: _list(top, key)) or []
    found = (
        _attempt(
            f"{key}[{n}]",
            faults,
            lambda entry=entry: read(_mapping(entry, key)),  # type: ignore[misc]
        )
        for n, entry in enumerate(entries)
    )
    return tuple(entry for entry in found if entry is not None)


def _plan(
    top: Json,
    flights: tuple[FlightRecord, ...],
    elements: tuple[ElementRecord, ...],
    phases: tuple[PhaseRecord, ...],
    spending: tuple[SpendingRecord, ...],
) -> PlanRecord:
    headline = _mapping(_get(top, "headline"), "headline")
    if _number(top, "schema_version") < 1:
        raise _FormatError(f"schema_version is {top['schema_version']!r}, it counts from 1")
    return PlanRecord(
        scenario=_text(top, "scenario"),
        scenario_sha256=_text(top, "scenario_sha256"),
        title=_text(top, "title"),
        sentence=_text(headline, "sentence"),
        model=_mapping(_get(top, "model"), "model"),
        status=_text(top, "status"),
        due=_day(top, "due"),
        completion=_day(top, "completion_date"),
        objective=_numbers(top, "objective"),
        lower_bound=_numbers(top, "lower_bound"),
        slack_d=_number(headline, "slack_d"),
        landed_kg=_number(headline, "landed_kg"),
        flight_count=_number(headline, "flights"),
        cost_musd=_number(headline, "cost_musd"),
        flights=flights,
        elements=elements,
        phases=phases,
        spending=spending,
        reasons=_texts(top, "reasons"),
        as_of=None if top.get("as_of") is None else _day(top, "as_of"),
        history=tuple(_objects(top, "history")),
        left_out=tuple((_text(e, "id"), _text(e, "why")) for e in _objects(top, "left_out")),
        alternatives=tuple(map(_choice, _objects(top, "alternatives"))),
        science=None if top.get("science") is None else _science(top),
        crews=tuple(map(_stay, _objects(top, "crews"))),
        stock=tuple(
            StockRecord(day=_day(one, "day"), kg=_number(one, "kg"))
            for one in _objects(top, "stock")
        ),
        demand=tuple(
            (int(_number(one, "class_of_supply")), _number(one, "kg"))
            for one in _objects(top, "demand")
        ),
    )


def _flight(entry: Json) -> FlightRecord:
    mass, state = _mapping(_get(entry, "mass_kg"), "mass_kg"), _get(entry, "tli_state")
    state = _mapping(state, "tli_state")
    items = [_mapping(item, "manifest") for item in _list(entry, "manifest")]
    return FlightRecord(
        **{
            key: _text(entry, key)
            for key in ("id", "option", "launcher", "pad", "family", "phase", "destination")
        },
        lander=None if _get(entry, "lander") is None else _text(entry, "lander"),
        launch=_instant(entry, "launch_utc"),
        tli=_instant(entry, "tli_utc"),
        arrival=_instant(entry, "arrival_utc"),
        landing=None if _get(entry, "landing_utc") is None else _instant(entry, "landing_utc"),
        tof_d=_number(entry, "tof_d"),
        perilune_alt_km=_number(entry, "perilune_alt_km"),
        inclination_deg=_number(entry, "inclination_deg"),
        c3_km2_s2=_number(entry, "c3_km2_s2"),
        dv_m_s=_numbers(entry, "dv_m_s"),
        tli_kg=_number(mass, "tli"),
        lunar_orbit_kg=_number(mass, "lunar_orbit"),
        landed_kg=None if _get(mass, "landed") is None else _number(mass, "landed"),
        payload_kg=_number(mass, "payload"),
        capacity_kg=_number(entry, "capacity_kg"),
        cost_musd=_number(entry, "cost_musd"),
        manifest=tuple((_text(item, "element"), _number(item, "mass_kg")) for item in items),
        state_epoch_tdb_jd=_number(state, "epoch_tdb_jd"),
        state_center=_text(state, "center"),
        state_frame=_text(state, "frame"),
        r_km=_vector(state, "r_km"),
        v_km_s=_vector(state, "v_km_s"),
        ship=None if entry.get("ship") is None else _text(entry, "ship"),
        rendezvous_with=(
            None if entry.get("rendezvous_with") is None else _text(entry, "rendezvous_with")
        ),
        plane_deg=None if entry.get("plane_deg") is None else _number(entry, "plane_deg"),
        tei=None if entry.get("tei_utc") is None else _instant(entry, "tei_utc"),
        home=None if entry.get("return_utc") is None else _instant(entry, "return_utc"),
        tankers=_tankers(entry),
        reuses=None if entry.get("reuses") is None else _text(entry, "reuses"),
        joined=None if entry.get("joined_utc") is None else _instant(entry, "joined_utc"),
    )


def _tankers(entry: Json) -> tuple[tuple[str, str, date], ...]:
    listed = _list(entry, "tankers") if "tankers" in entry else []
    items = [_mapping(item, "tankers") for item in listed]
    return tuple((_text(i, "launcher"), _text(i, "pad"), _day(i, "launch")) for i in items)


def _element(entry: Json) -> ElementRecord:
    read = ("id", "flight", "landed_utc", "operational_utc")
    return ElementRecord(
        id=_text(entry, "id"),
        flight=_text(entry, "flight"),
        landed=_instant(entry, "landed_utc"),
        operational=_instant(entry, "operational_utc"),
        stated={key: value for key, value in entry.items() if key not in read},
    )


def _phase(entry: Json) -> PhaseRecord:
    completed = _get(entry, "completed_utc")
    return PhaseRecord(
        id=_text(entry, "id"),
        title=_text(entry, "title"),
        start=_day(entry, "start"),
        end=_day(entry, "end"),
        completed=None if completed is None else _instant(entry, "completed_utc"),
        elements=_texts(entry, "elements"),
    )


def _spending(entry: Json) -> SpendingRecord:
    year = _number(entry, "year")
    if year != int(year):
        raise _FormatError(f"year is {year!r}, a whole number is needed")
    return SpendingRecord(
        year=int(year),
        partner=None if _get(entry, "partner") is None else _text(entry, "partner"),
        spent_musd=_number(entry, "spent_musd"),
        limit_musd=None if _get(entry, "limit_musd") is None else _number(entry, "limit_musd"),
        earlier_musd=_number({"earlier_musd": 0.0, **entry}, "earlier_musd"),
    )


def _choice(entry: Json) -> ChoiceRecord:
    return ChoiceRecord(
        id=_text(entry, "id"), chosen=_text(entry, "chosen"), elements=_texts(entry, "elements")
    )


def _science(top: Json) -> ScienceRecord:
    entry = _mapping(top["science"], "science")
    return ScienceRecord(to=_day(entry, "to"), point_years=_number(entry, "point_years"))


def _stay(entry: Json) -> StayRecord:
    return StayRecord(
        id=_text(entry, "id"),
        name=_text(entry, "name"),
        flight=_text(entry, "flight"),
        ship=_text(entry, "ship"),
        crew=_number(entry, "crew"),
        landing=_day(entry, "landing"),
        departure=_day(entry, "departure"),
        shelter=_text(entry, "shelter"),
        supplies_kg=_number(entry, "supplies_kg"),
        reserve_kg=_number(entry, "reserve_kg"),
        brought_kg=_number(entry, "brought_kg"),
    )


def _objects(top: Json, key: str) -> list[Json]:
    """A list that plans made before it was known do not have."""
    return [_mapping(one, key) for one in _list({key: [], **top}, key)]


def _get(entry: Json, key: str) -> Any:
    if key not in entry:
        raise _FormatError(f"{key} is missing")
    return entry[key]


def _mapping(value: object, name: str) -> Json:
    if not isinstance(value, Mapping):
        raise _FormatError(f"{name} is {value!r}, an object is needed")
    return value


def _list(entry: Json, key: str) -> list[Any]:
    value = _get(entry, key)
    if not isinstance(value, list):
        raise _FormatError(f"{key} is {value!r}, a list is needed")
    return value


def _text(entry: Json, key: str) -> str:
    value = _get(entry, key)
    if not isinstance(value, str) or not value:
        raise _FormatError(f"{key} is {value!r}, text is needed")
    return value


def _texts(entry: Json, key: str) -> tuple[str, ...]:
    values = _list(entry, key)
    if not all(isinstance(value, str) and value for value in values):
        raise _FormatError(f"{key} is {values!r}, a list of texts is needed")
    return tuple(values)


def _number(entry: Json, key: str) -> float:
    value = _get(entry, key)
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise _FormatError(f"{key} is {value!r}, a number is needed")
    if not math.isfinite(value):
        raise _FormatError(f"{key} is {value!r}, a finite number is needed")
    return float(value)


def _numbers(entry: Json, key: str) -> dict[str, float]:
    values = _mapping(_get(entry, key), key)
    return {name: _number(values, name) for name in values}


def _vector(entry: Json, key: str) -> tuple[float, float, float]:
    values = _list(entry, key)
    if len(values) != 3:
        raise _FormatError(f"{key} has {len(values)} components, 3 are needed")
    x, y, z = (_number({key: value}, key) for value in values)
    return x, y, z


def _instant(entry: Json, key: str) -> datetime:
    text = _text(entry, key)
    try:
        instant = datetime.fromisoformat(text)
    except ValueError as error:
        raise _FormatError(f"{key} is {text!r}, an ISO 8601 instant is needed") from error
    if instant.utcoffset() != timedelta(0):
        raise _FormatError(f"{key} is {text!r}, UTC is needed (…Z)")
    return instant


def _day(entry: Json, key: str) -> date:
    text = _text(entry, key)
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise _FormatError(f"{key} is {text!r}, an ISO 8601 day is needed") from error
