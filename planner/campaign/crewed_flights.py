"""The two flights of a crewed landing as the plan states them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from planner.campaign.dated import Opportunity
from planner.campaign.pairs import CrewOffer, Crossing, Pair, return_of
from planner.plan import Flight, FlightMass, Path, State
from planner.scenario import Scenario


def crewed_flights(scenario: Scenario, offer: CrewOffer, pair: Pair) -> tuple[Flight, Flight]:
    """The lander's flight and the ship's, each naming the other."""
    crossing = Crossing(scenario=scenario, carrier=offer.carrier, rotation=offer.rotation)
    lander, ship = f"{offer.id} lander", f"{offer.id} ship"
    return (
        _lander(crossing, pair, name=lander, meets=ship),
        _ship(crossing, pair, name=ship, meets=lander),
    )


def _lander(crossing: Crossing, pair: Pair, *, name: str, meets: str) -> Flight:
    option, who = crossing.carrier.option, crossing.who
    masses = crossing.lander_masses(pair)
    tli, loi = (burn.dv_m_s for burn in pair.lander.transfer.burns)
    return Flight(
        **_common(crossing, pair.lander, name=name, meets=meets),
        launcher=option.launcher.id,
        lander=option.lander.id if option.lander else None,
        pad=option.pad.id,
        landing_utc=pair.landing_utc,
        destination=option.destination,
        dv_m_s={
            "tli": tli,
            "loi": loi,
            "plane": pair.dv_plane_m_s,
            "descent": masses.dv_m_s["descent"],
            "ascent": pair.dv_ascent_m_s,
        },
        mass_kg=FlightMass(
            tli=masses.tli_kg,
            lunar_orbit=masses.lunar_orbit_kg,
            landed=masses.landed_kg,
            payload=who.cargo_kg,
        ),
        capacity_kg=pair.capacity_kg,
        cost_musd=option.cost_musd,
        plane_deg=pair.plane_deg,
    )


def _ship(crossing: Crossing, pair: Pair, *, name: str, meets: str) -> Flight:
    leg = crossing.carrier.option.ship
    assert leg is not None
    home = return_of(pair.tei_utc, crossing.home)
    tei = home.burns[0].dv_m_s
    masses = crossing.ship_masses(pair, tei)
    tli, loi = (burn.dv_m_s for burn in pair.ship.transfer.burns)
    return Flight(
        **_common(crossing, pair.ship, name=name, meets=meets),
        launcher=leg.launcher.id,
        lander=None,
        ship=leg.ship.id,
        pad=leg.pad.id,
        landing_utc=None,
        destination="lunar_orbit",
        dv_m_s={"tli": tli, "loi": loi, "tei": tei},
        mass_kg=FlightMass(
            tli=masses.tli_kg,
            lunar_orbit=masses.lunar_orbit_kg,
            landed=None,
            payload=crossing.who.crew_kg,
        ),
        capacity_kg=crossing.who.crew_kg,
        cost_musd=leg.cost_musd,
        tei_utc=pair.tei_utc,
        return_utc=pair.tei_utc + timedelta(days=home.tof_d),
    )


def _common(crossing: Crossing, flown: Opportunity, *, name: str, meets: str) -> dict[str, Any]:
    """What both flights say alike: their transfer, option and phase."""
    transfer, option = flown.transfer, crossing.carrier.option
    tli = transfer.burns[0]
    return {
        "id": name,
        "rendezvous_with": meets,
        "option": option.id,
        "family": option.family,
        "phase": crossing.rotation.phase,
        "launch_utc": flown.launch_utc,
        "tli_utc": flown.tli_utc,
        "arrival_utc": flown.arrival_utc,
        "tof_d": transfer.tof_d,
        "perilune_alt_km": transfer.arrival.altitude_km,
        "inclination_deg": transfer.arrival.inclination_deg,
        "c3_km2_s2": transfer.c3_km2_s2,
        "manifest": (),
        "tli_state": State(
            epoch_tdb_jd=float(tli.epoch_tdb_jd),
            center=tli.center,
            frame="ICRF",
            r_km=tli.r_km,
            v_km_s=tli.v_after_km_s,
        ),
        "path": Path(
            epoch_tdb_jd=transfer.path_tdb_jd,
            craft_km=transfer.path_earth_km,
            moon_km=transfer.path_moon_km,
        ),
    }
