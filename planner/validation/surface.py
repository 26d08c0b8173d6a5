"""Landing and leaving: flown powered descents and ascents, bounds, planning values."""

from __future__ import annotations

from functools import cache
from typing import Final

from planner.transfers.ascent import ascent
from planner.transfers.climb import Insertion
from planner.transfers.descent import descent
from planner.transfers.descent_plan import DescentRequest
from planner.transfers.flight import Flight
from planner.transfers.liftoff import AscentRequest
from planner.transfers.over_site import LunarOrbit, SurfaceSite
from planner.transfers.powered_flight import Engine
from planner.transfers.rendezvous import RendezvousWish
from planner.validation.reference import Reference

_SECTION: Final = "Descent and ascent"
_NEW_YEAR_2030: Final = 2462502.5
#: Half a revolution and a descent before 1969-07-20 20:17:40 UTC; liftoff 1969-07-21 17:54:00.
_DOI_JD: Final = 2440423.3011
_LIFTOFF_JD: Final = 2440424.2463
_FT_S: Final = 0.3048
_NMI_KM: Final = 1.852
_LBF_N: Final = 4.4482216152605
_LB_KG: Final = 0.45359237
#: Apollo counts altitudes from the landing site, 1735.47 km from the Moon's centre.
_SITE_KM: Final = -1.93
_TRANQUILITY: Final = SurfaceSite(lat_deg=0.67408, lon_deg=23.47297, alt_km=_SITE_KM)
#: Columbia's orbit as a circle: the mean of 65.7 and 53.8 n mi after LOI-2.
_COLUMBIA: Final = LunarOrbit(altitude_km=59.75 * _NMI_KM + _SITE_KM, inclination_deg=178.75)
_ORL: Final = "SP-2000-4029"
_REPORT: Final = "Apollo 11 Mission Report, MSC-00171"


@cache
def _eagle_down() -> Flight:
    return descent(
        depart_tdb_jd=_DOI_JD,
        request=DescentRequest(
            site=_TRANQUILITY,
            engine=Engine(mass_kg=15_150.7 + 115.0, thrust_n=9870.0 * _LBF_N, isp_s=300.5),
            orbit=_COLUMBIA,
            start_alt_km=7.8 * _NMI_KM + _SITE_KM,
            hover_s=0.0,
        ),
    )


@cache
def _eagle_up() -> Flight:
    return ascent(
        depart_tdb_jd=_LIFTOFF_JD,
        request=AscentRequest(
            site=_TRANQUILITY,
            engine=Engine(mass_kg=10_776.6 * _LB_KG, thrust_n=3500.0 * _LBF_N, isp_s=309.1),
            orbit=_COLUMBIA,
            insertion=Insertion(
                perilune_alt_km=9.5 * _NMI_KM + _SITE_KM,
                apolune_alt_km=47.3 * _NMI_KM + _SITE_KM,
            ),
        ),
    )


@cache
def _planning() -> tuple[Flight, Flight]:
    """A landing from 100 km polar, and the way back by two burns, with two lunar weights."""
    site = SurfaceSite(lat_deg=-89.45, lon_deg=222.7)
    down = descent(
        depart_tdb_jd=_NEW_YEAR_2030,
        request=DescentRequest(
            site=site, engine=Engine(mass_kg=15_000.0, thrust_n=48_000.0, isp_s=311.0)
        ),
    )
    up = ascent(
        depart_tdb_jd=_NEW_YEAR_2030,
        request=AscentRequest(
            site=site,
            engine=Engine(mass_kg=4_900.0, thrust_n=15_900.0, isp_s=311.0),
            rendezvous=RendezvousWish(way="hohmann"),
        ),
        model="conic",
    )
    return down, up


@cache
def _vikram() -> Flight:
    return descent(
        depart_tdb_jd=2460179.5,
        request=DescentRequest(
            site=SurfaceSite(lat_deg=-69.37, lon_deg=32.32),
            engine=Engine(mass_kg=1752.0, thrust_n=3200.0, isp_s=300.0),
            orbit=LunarOrbit(altitude_km=30.0, apolune_alt_km=134.0),
            start_alt_km=30.0,
            hover_s=0.0,
        ),
    )


def _burn(flight: Flight, name: str) -> float:
    return next(burn.dv_m_s for burn in flight.burns if burn.name == name)


def _detail(flight: Flight, name: str) -> float:
    value = flight.details[name]
    assert isinstance(value, float)
    return value


_RATED: Final = "rated thrust and isp: a percent of thrust is 4.5 s and 2 m/s"
_NEWS: Final = "ISRO, as quoted by the Times of India, 2023-08"

REFERENCES: Final = (
    Reference(
        section=_SECTION, what="Apollo 11 DOI", published=76.4 * _FT_S, unit="m/s",
        source=_REPORT, tolerance=2.0,
        reason="the orbit left was an ellipse, here its mean circle: 6 n mi are 2.5 m/s",
        compute=lambda: _burn(_eagle_down(), "doi"), decimals=1,
    ),
    Reference(
        section=_SECTION, what="Apollo 11 from ignition to touchdown", published=2141.0,
        unit="m/s", source="rocket equation on the masses of " + _ORL, tolerance=475.0,
        reason="flown in 755 s with a view of the site, a redesignation and a hover; the 292 s "
        "beyond the ideal 463 s cost at most lunar gravity, 475 m/s",
        compute=lambda: _burn(_eagle_down(), "pdi"), decimals=0,
    ),
    Reference(
        section=_SECTION, what="Sun's elevation at Apollo 11's landing", published=10.8,
        unit="deg", source=_ORL, tolerance=0.2,
        reason="printed to 0.1 deg; the landing is met to some minutes, 0.5 deg an hour",
        compute=lambda: _detail(_eagle_down(), "sun_elevation_deg"), decimals=1,
    ),
    Reference(
        section=_SECTION, what="DOI and braking from 100 km, two lunar weights", published=1712.0,
        unit="m/s", source="impulses at 100 km and at 15 km", tolerance=0.0, kind="at least",
        reason="a bound: 1692 m/s taken out at once at 15 km, the last 15 km not counted",
        compute=lambda: _burn(_planning()[0], "doi") + _burn(_planning()[0], "pdi"),
        decimals=0,
    ),
    Reference(
        section=_SECTION, what="100 km to the surface, two lunar weights, 30 s straight down",
        published=1870.0, unit="m/s", source="planning table of low lunar orbit to surface",
        tolerance=60.0, reason="a planning value holds time to choose a place: 35 s are 57 m/s",
        compute=lambda: _planning()[0].dv_total_m_s, decimals=0,
    ),
    Reference(
        section=_SECTION, what="Apollo 11 ascent", published=6070.0 * _FT_S, unit="m/s",
        source=_ORL, tolerance=10.0,
        reason=_RATED + "; the orbit printed to 0.1 n mi",
        compute=lambda: _burn(_eagle_up(), "ascent"), decimals=0,
    ),
    Reference(
        section=_SECTION, what="Apollo 11 ascent, by the rocket equation", published=1811.0,
        unit="m/s", source=f"masses of {_ORL} at 309.1 s", tolerance=45.0,
        reason="those masses, 434.9 s and the rated 3500 lbf make 314 s of isp and 1840 m/s",
        compute=lambda: _burn(_eagle_up(), "ascent"), decimals=0,
    ),
    Reference(
        section=_SECTION, what="Apollo 11 ascent, duration", published=434.9, unit="s",
        source=_ORL, tolerance=8.0, reason=_RATED,
        compute=lambda: _detail(_eagle_up(), "duration_s"), decimals=1,
    ),
    Reference(
        section=_SECTION, what="Apollo 11 CSI", published=51.6 * _FT_S, unit="m/s",
        source=_ORL, tolerance=1.0,
        reason="flown to the phase of an elliptical target too; a mile of perilune is 0.4 m/s",
        compute=lambda: _burn(_eagle_up(), "csi"), decimals=1,
    ),
    Reference(
        section=_SECTION, what="Apollo 11 CDH", published=19.9 * _FT_S, unit="m/s",
        source=_ORL, tolerance=5.5,
        reason="the target's ellipse of 65.7 by 53.8 n mi moves up and down at up to "
        "10 m/s, which CDH has to match; here the target is on a circle",
        compute=lambda: _burn(_eagle_up(), "cdh"), decimals=1,
    ),
    Reference(
        section=_SECTION, what="Apollo 11 TPI", published=25.4 * _FT_S, unit="m/s",
        source=_ORL, tolerance=0.6,
        reason="goes as the height below the target: 0.5 m/s a mile, planned 15 n mi",
        compute=lambda: _burn(_eagle_up(), "tpi"), decimals=1,
    ),
    Reference(
        section=_SECTION, what="Surface to a craft at 100 km, two lunar weights",
        published=1875.0, unit="m/s", source="planning values, 1850 to 1900", tolerance=25.0,
        reason="half the range quoted", compute=lambda: _planning()[1].dv_total_m_s, decimals=0,
    ),
    Reference(
        section=_SECTION, what="Chandrayaan-3, braking to rest from 30 km", published=690.0,
        unit="s", source=_NEWS, tolerance=0.0, kind="at least",
        reason="690 s on four engines left 364 m/s at 7.4 km",
        compute=lambda: _detail(_vikram(), "duration_s"), decimals=0,
    ),
    Reference(
        section=_SECTION, what="Chandrayaan-3, the same within the whole powered descent",
        published=1140.0, unit="s", source=_NEWS, tolerance=0.0, kind="at most",
        reason="the 19 min hold attitude, braking on two engines and two hovers as well",
        compute=lambda: _detail(_vikram(), "duration_s"), decimals=0,
    ),
)  # fmt: skip
