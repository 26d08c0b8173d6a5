"""The two flights of a crewed landing as the plan states them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from planner.campaign.crossing import Crossing, Pair, plane_normal
from planner.campaign.dated import Opportunity
from planner.campaign.pairs import CrewOffer
from planner.campaign.staging import first_and_last_utc, home, joined_utc
from planner.campaign.support import tanker_launches
from planner.campaign.way_home import return_of, turned_tei_m_s
from planner.logistics.crewed import LanderMasses
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
    return Flight(
        **_common(crossing, pair.lander, name=name, meets=meets),
        launcher=option.launcher.id,
        lander=option.lander.id if option.lander else None,
        pad=option.pad.id,
        landing_utc=pair.landing_utc,
        destination=option.destination,
        dv_m_s=_lander_burns(crossing, pair, masses),
        mass_kg=FlightMass(
            tli=masses.tli_kg,
            lunar_orbit=masses.lunar_orbit_kg,
            landed=masses.landed_kg,
            payload=who.cargo_kg,
        ),
        capacity_kg=pair.capacity_kg,
        cost_musd=option.cost_musd,
        plane_deg=pair.plane_deg,
        tankers=tanker_launches(option, pair.lander.launch_utc.date()),
        reuses=option.reuses.id if option.reuses else None,
    )


def _ship(crossing: Crossing, pair: Pair, *, name: str, meets: str) -> Flight:
    leg = crossing.carrier.option.ship
    assert leg is not None
    way = _way_home(crossing, pair)
    masses = crossing.ship_masses(pair, sum(way.dv_m_s.values()))
    return Flight(
        **_common(crossing, pair.ship, name=name, meets=meets),
        launcher=leg.launcher.id,
        lander=None,
        ship=leg.ship.id,
        pad=leg.pad.id,
        landing_utc=None,
        destination="lunar_orbit",
        dv_m_s=_burns(pair.ship) | way.dv_m_s,
        mass_kg=FlightMass(
            tli=masses.tli_kg,
            lunar_orbit=masses.lunar_orbit_kg,
            landed=None,
            payload=crossing.who.crew_kg,
        ),
        capacity_kg=crossing.who.crew_kg,
        cost_musd=leg.cost_musd,
        tei_utc=way.leaves_utc,
        return_utc=way.ends_utc,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Way:
    """A way home: its first burn, its end at the atmosphere, its speed changes (m/s)."""

    leaves_utc: datetime
    ends_utc: datetime
    dv_m_s: dict[str, float]


def _way_home(crossing: Crossing, pair: Pair) -> _Way:
    """The cheapest way home of a day, as flown."""
    if pair.halfway is None:
        direct = return_of(pair.tei_utc, crossing.home)
        return _Way(
            leaves_utc=pair.tei_utc,
            ends_utc=pair.tei_utc + timedelta(days=direct.tof_d),
            dv_m_s={"tei": turned_tei_m_s(direct, plane_normal(pair.ship))},
        )
    flown = home(pair.tei_utc, pair.halfway.life)
    leaves = first_and_last_utc(flown)[0]
    first, last = flown.burns
    return _Way(
        leaves_utc=leaves,
        ends_utc=leaves + timedelta(days=flown.tof_d),
        dv_m_s={"tei": first.dv_m_s, "tei_flyby": last.dv_m_s},
    )


def _burns(flown: Opportunity) -> dict[str, float]:
    """TLI and what captures: LOI, or the flyby and the insertion into the NRHO."""
    return {burn.name: burn.dv_m_s for burn in flown.transfer.burns}


def _lander_burns(crossing: Crossing, pair: Pair, masses: LanderMasses) -> dict[str, float]:
    found = _burns(pair.lander)
    descent = masses.dv_m_s["descent"]
    if pair.halfway is None:
        return found | {
            "plane": pair.dv_plane_m_s, "descent": descent, "ascent": pair.dv_ascent_m_s,
        }  # fmt: skip
    down, up = pair.halfway.down.burns, pair.halfway.up.burns
    return found | {
        "down": down[0].dv_m_s,
        "loi": down[1].dv_m_s,
        "plane": pair.dv_plane_m_s,
        "descent": descent - crossing.lander(pair).dv_down_m_s,
        "ascent": pair.dv_ascent_m_s,
        "up": up[0].dv_m_s,
        "rejoin": up[1].dv_m_s,
    }


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
        "joined_utc": joined_utc(flown) if option.family == "nrho" else None,
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
