"""A made-up plan for tests of figures and pages. Test data: no physics, no real programme."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Final

import numpy as np

from planner.plan import (
    CampaignPlan,
    Flight,
    FlightMass,
    Headline,
    ManifestItem,
    Path,
    PlacedElement,
    PlacedPhase,
    Spending,
    State,
)

#: Whole numbers near the real ones; a test that needs physics plans a real scenario.
MOON_DISTANCE_KM: Final = 384_000.0
TOF_D: Final = 4.5
TLI_JD: Final = 2_463_000.5


def sample_path(*, samples: int = 91) -> Path:
    """Build a flat arc: the Moon on a circle, the craft on a line that meets it."""
    days = np.linspace(0.0, TOF_D, samples)
    share = (days / TOF_D) ** 0.6
    moon_angle = 0.23 * (days - TOF_D)
    moon = MOON_DISTANCE_KM * np.stack(
        [np.cos(moon_angle), np.sin(moon_angle), 0.09 * np.ones(samples)], axis=1
    )
    radius = 6_578.0 + share * (np.linalg.norm(moon[-1]) - 6_578.0 - 1_837.0)
    craft_angle = -2.4 * (1.0 - share)
    craft = radius[:, None] * np.stack(
        [np.cos(craft_angle), np.sin(craft_angle), 0.09 * share], axis=1
    )
    return Path(epoch_tdb_jd=TLI_JD + days, craft_km=craft, moon_km=moon)


def sample_flight(
    number: int, *, phase: str, launch: datetime, lands: bool, payload_kg: float
) -> Flight:
    """Build one flight; odd numbers fly the first launcher, even ones the second."""
    tli = launch + timedelta(hours=1)
    arrival = tli + timedelta(days=TOF_D)
    landing = arrival + timedelta(days=2) if lands else None
    dv = {"tli": 3140.0, "loi": 880.0} | ({"descent": 1950.0} if lands else {})
    return Flight(
        id=f"F{number:02d}",
        option="heavy-cargo" if number % 2 else "light-orbit",
        launcher="Test Heavy" if number % 2 else "Test Light",
        lander="Test Lander" if lands else None,
        pad="Test Pad",
        family="direct",
        phase=phase,
        destination="surface" if lands else "lunar_orbit",
        launch_utc=launch,
        tli_utc=tli,
        arrival_utc=arrival,
        landing_utc=landing,
        tof_d=TOF_D,
        perilune_alt_km=100.0,
        inclination_deg=90.0,
        c3_km2_s2=-1.9,
        dv_m_s=dv,
        mass_kg=FlightMass(
            tli=8 * payload_kg,
            lunar_orbit=5 * payload_kg,
            landed=2 * payload_kg if lands else None,
            payload=payload_kg,
        ),
        capacity_kg=1.25 * payload_kg,
        cost_musd=300.0,
        manifest=(ManifestItem(element=f"element-{number}", mass_kg=payload_kg),),
        tli_state=State(
            epoch_tdb_jd=TLI_JD,
            center="earth",
            frame="ICRF",
            r_km=(6_578.0, 0.0, 0.0),
            v_km_s=(0.0, 10.92, 0.0),
        ),
        path=sample_path(),
    )


def sample_element(flight: Flight, *, name: str) -> PlacedElement:
    """Build the element a flight carries; it works a month after it arrives."""
    delivered = flight.landing_utc or flight.arrival_utc
    return PlacedElement(
        id=flight.manifest[0].element,
        name=name,
        kind="test-kind",
        mission=f"Mission {flight.id[1:]}",
        partner="cn",
        phase=flight.phase,
        destination=flight.destination,
        mass_kg=flight.mass_kg.payload,
        flight=flight.id,
        landed_utc=delivered,
        operational_utc=delivered + timedelta(days=30),
    )


def sample_plan(*, title: str = "Test station", element_name: str = "Test element") -> CampaignPlan:
    """Build a plan of two phases and five flights, four of which land."""
    launches = (
        ("survey", datetime(2031, 3, 1, 4, 30, tzinfo=UTC), True, 1_200.0),
        ("survey", datetime(2031, 9, 12, 11, 0, tzinfo=UTC), False, 1_000.0),
        ("build", datetime(2033, 2, 3, 22, 15, tzinfo=UTC), True, 6_500.0),
        ("build", datetime(2033, 3, 20, 8, 45, tzinfo=UTC), True, 900.0),
        ("build", datetime(2034, 11, 5, 16, 0, tzinfo=UTC), True, 6_400.0),
    )
    flights = tuple(
        sample_flight(number, phase=phase, launch=launch, lands=lands, payload_kg=payload)
        for number, (phase, launch, lands, payload) in enumerate(launches, start=1)
    )
    elements = tuple(
        sample_element(flight, name=f"{element_name} {number}")
        for number, flight in enumerate(flights, start=1)
    )
    completion = max(element.operational_utc for element in elements)
    return CampaignPlan(
        scenario="test-station",
        scenario_sha256="0" * 64,
        title=title,
        schema_version=1,
        model={"bodies": ["earth", "moon", "sun"], "terms": ["point mass"]},
        status="optimal",
        due=date(2035, 12, 31),
        completion_date=completion.date(),
        objective={"completion_d": 1430.0, "cost_musd": 1500.0},
        lower_bound={"completion_d": 1430.0, "cost_musd": 1500.0},
        headline=Headline(
            sentence=f"The station stands on {completion:%Y-%m-%d}, 384 days to spare.",
            slack_d=384,
            landed_kg=15_000.0,
            flights=len(flights),
            cost_musd=1500.0,
        ),
        flights=flights,
        elements=elements,
        phases=(
            sample_phase("survey", "Survey", 2031, 2032, elements),
            sample_phase("build", "Construction", 2033, 2035, elements),
        ),
        spending=sample_spending(flights),
        reasons=("Test Heavy flies once a year.",),
        wall_s=1.8,
    )


def sample_spending(flights: tuple[Flight, ...]) -> tuple[Spending, ...]:
    """Build the programme's row of each year; the first year has a limit."""
    years = sorted({flight.launch_utc.year for flight in flights})
    return tuple(
        Spending(
            year=year,
            partner=None,
            spent_musd=sum(f.cost_musd for f in flights if f.launch_utc.year == year),
            limit_musd=900.0 if year == years[0] else None,
        )
        for year in years
    )


def sample_phase(
    phase: str, title: str, first_year: int, last_year: int, elements: tuple[PlacedElement, ...]
) -> PlacedPhase:
    """Build a phase of whole years, complete when its last element works."""
    members = [element for element in elements if element.phase == phase]
    return PlacedPhase(
        id=phase,
        title=title,
        start=date(first_year, 1, 1),
        end=date(last_year, 12, 31),
        completed_utc=max(element.operational_utc for element in members),
        elements=tuple(element.id for element in members),
    )
