"""One flight as text to copy: every event, every burn, every mass."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from planner.figures.wording import instant_text
from planner.plan import CampaignPlan, Flight

_WAYS: Final = {"nrho": "transfer by lunar flyby to an NRHO"}


def itinerary(plan: CampaignPlan, flight: Flight) -> str:
    """Write a flight's itinerary.

    Returns
    -------
    str
        Instants in UTC, speeds in m/s, masses in kg; plain digits, made for copying.
    """
    blocks = (
        _heading(flight),
        _events(flight),
        _masses(flight),
        _cargo(plan, flight),
        _state(flight),
    )
    return "\n\n".join(filter(None, ("\n".join(block) for block in blocks)))


def _heading(flight: Flight) -> Iterator[str]:
    yield f"Flight {flight.id}, {_WAYS.get(flight.family, f'{flight.family} transfer')}"
    aboard = flight.lander or flight.ship
    craft = f"{flight.launcher} with {aboard}" if aboard else flight.launcher
    yield f"{craft} from {flight.pad}"


def _events(flight: Flight) -> Iterator[str]:
    yield _event(flight.launch_utc, "launch", "")
    energy = f"C3 {flight.c3_km2_s2:.3f} km2/s2"
    yield _event(flight.tli_utc, "TLI", f"{_speed(flight, 'tli')}  {energy}")
    arrives = "flyby" if flight.joined_utc else "loi"
    yield _event(
        flight.arrival_utc,
        "flyby" if flight.joined_utc else "LOI",
        f"{_speed(flight, arrives)}  perilune {flight.perilune_alt_km:.1f} km, "
        f"inclination {flight.inclination_deg:.1f} deg",
    )
    if flight.joined_utc is not None:
        yield _event(flight.joined_utc, "NRHO", f"{_speed(flight, 'insertion')}  insertion")
    if "down" in flight.dv_m_s:
        yield f"{'':20} {'down':7} {_speed(flight, 'down')}  to the low orbit"
        yield f"{'':20} {'LOI':7} {_speed(flight, 'loi')}  in the low orbit"
    if flight.landing_utc is not None:
        yield _event(flight.landing_utc, "landing", f"{_speed(flight, 'descent')}  descent")
    if "plane" in flight.dv_m_s:
        yield f"{'':20} {'plane':7} {_speed(flight, 'plane')}  turned by {flight.plane_deg:.2f} deg"
        yield f"{'':20} {'ascent':7} {_speed(flight, 'ascent')}  with rendezvous"
    if "up" in flight.dv_m_s:
        yield f"{'':20} {'up':7} {_speed(flight, 'up')}  to the NRHO"
        yield f"{'':20} {'rejoin':7} {_speed(flight, 'rejoin')}  in the NRHO"
    if flight.tei_utc is not None:
        yield _event(flight.tei_utc, "TEI", _speed(flight, "tei"))
    if "tei_flyby" in flight.dv_m_s:
        yield f"{'':20} {'flyby':7} {_speed(flight, 'tei_flyby')}  of the way home"
    if flight.return_utc is not None:
        yield _event(flight.return_utc, "return", "")
    total = sum(flight.dv_m_s.values())
    yield f"{'':20} {'total':7} {total:6.1f} m/s  {flight.tof_d:.3f} d from TLI to perilune"


def _event(instant: datetime, name: str, rest: str) -> str:
    return f"{instant_text(instant):20} {name:7} {rest}".rstrip()


def _speed(flight: Flight, burn: str) -> str:
    return f"{flight.dv_m_s[burn]:6.1f} m/s"


def _masses(flight: Flight) -> Iterator[str]:
    yield "Mass (kg)"
    mass = flight.mass_kg
    yield f"  after TLI        {mass.tli:12.1f}"
    yield f"  in lunar orbit   {mass.lunar_orbit:12.1f}"
    if mass.landed is not None:
        yield f"  landed           {mass.landed:12.1f}"
    yield f"  payload          {mass.payload:12.1f}  of {flight.capacity_kg:.1f} possible"


def _cargo(plan: CampaignPlan, flight: Flight) -> Iterator[str]:
    if not flight.manifest:
        return
    names = {element.id: element.name for element in plan.elements}
    yield "Cargo (kg)"
    for item in flight.manifest:
        yield f"  {item.mass_kg:10.1f}  {names[item.element]}"


def _state(flight: Flight) -> Iterator[str]:
    state = flight.tli_state
    yield f"State after TLI, {state.center}-centred {state.frame}, TDB JD {state.epoch_tdb_jd:.9f}"
    yield "  r (km)   " + " ".join(f"{x:17.6f}" for x in state.r_km)
    yield "  v (km/s) " + " ".join(f"{v:17.9f}" for v in state.v_km_s)
