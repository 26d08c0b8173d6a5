"""Planar two-impulse transfers: published optima, a judge, limits, and what is refused."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from planner.errors import OutOfRangeError
from planner.transfers.planar import PlanarTransfer, planar_transfer
from planner.transfers.planar_date import sun_angle_deg
from planner.transfers.planar_model import BCR4BP, CR3BP, PlanarModel, PlanarRequest
from tests import effort
from tests.judges.turning import judge_turning
from tests.kept import Kept

# Topputo 2013, CMDA 117:279: mu; the Sun's mass, distance and rate; unit of length (km) and
# of time (d); radii (km). Written out again: the judge takes nothing from the planner.
MU = 1.21506683e-2
SUN = (3.28900541e5, 3.88811143e2, -9.25195985e-1)
LENGTH_KM, TIME_D = 384405.0, 4.34811305
M_S = LENGTH_KM * 1e3 / (TIME_D * 86400.0)
MODELS = {"cr3bp": CR3BP, "bcr4bp": BCR4BP}


@pytest.fixture(scope="module")
def optimum(kept: Kept) -> Callable[..., PlanarTransfer]:
    """The cheapest flights, which tests/docs asks for too."""

    def found(model: str, prograde: bool = True) -> PlanarTransfer:
        request = PlanarRequest(prograde=prograde)
        return kept.search(planar_transfer, model=MODELS[model], request=request)

    return found


def judged_costs(flight: PlanarTransfer) -> tuple[float, float, float, float]:
    """TLI and LOI (m/s), altitude (km) and radial speed (m/s) at the end, by scipy."""
    r0, v0 = np.array(flight.start[:2]), np.array(flight.start[3:5])
    earth = r0 + np.array([MU, 0.0])
    radius = np.linalg.norm(earth)
    speed = np.linalg.norm(v0 + np.array([-earth[1], earth[0]]))
    t0 = 0.0 if flight.sun_angle_deg is None else math.radians(flight.sun_angle_deg) / SUN[2]
    mass = SUN[0] if flight.model == "bcr4bp" else 0.0
    end = judge_turning(
        MU, np.array(flight.start), flight.tof_d / TIME_D, sun=(mass, SUN[1], SUN[2], t0)
    )
    moon = end[:2] - [1.0 - MU, 0.0]
    distance = np.linalg.norm(moon)
    v = end[3:5] + np.array([-moon[1], moon[0]])
    tli = (speed - np.sqrt((1.0 - MU) / radius)) * M_S
    loi = (np.linalg.norm(v) - np.sqrt(MU / distance)) * M_S
    return tli, loi, distance * LENGTH_KM - 1738.0, float(moon @ v / distance) * M_S


def test_restricted_problem_optimum(optimum: Callable[..., PlanarTransfer]) -> None:
    flight = optimum("cr3bp")
    # Computed by others with the same constants, given to 1 mm/s; half a cm/s is what the
    # flat floor of the valley leaves to where a search stops.
    assert flight.dv_total_m_s == pytest.approx(3946.919, abs=0.005)
    # 0.05 d off the floor costs less than 0.05 m/s.
    assert flight.tof_d == pytest.approx(4.570, abs=0.05)
    assert (flight.sun_angle_deg, flight.arrival.inclination_deg) == (None, 0.0)


def test_bicircular_optimum(optimum: Callable[..., PlanarTransfer]) -> None:
    flight = optimum("bcr4bp")
    # Topputo 2013 prints 3945 m/s and 5 d: whole metres a second, whole days.
    assert flight.dv_total_m_s == pytest.approx(3945.0, abs=0.5)
    assert round(flight.tof_d) == 5
    # The best of twelve Sun's angles, by others, is 3944.859 m/s in 4.597 d: an optimum over
    # all angles is no dearer, and the cost varies by some m/s over the angles.
    assert 3944.859 - 0.5 < flight.dv_total_m_s <= 3944.859
    assert flight.tof_d == pytest.approx(4.597, abs=0.05)


@pytest.mark.parametrize("model", ["cr3bp", "bcr4bp"])
@pytest.mark.parametrize("prograde", [True, False])
def test_a_judge_flies_it_again(
    model: str, prograde: bool, optimum: Callable[..., PlanarTransfer]
) -> None:
    flight = optimum(model, prograde)
    tli, loi, altitude_km, radial_m_s = judged_costs(flight)
    # Rounding of 1e-13 at TLI, magnified some 1e4 times on the way: a metre at the Moon,
    # a mm/s in speed.
    assert altitude_km == pytest.approx(100.0, abs=1e-3)
    assert radial_m_s == pytest.approx(0.0, abs=1e-2)
    assert [burn.dv_m_s for burn in flight.burns] == pytest.approx([tli, loi], abs=1e-3)


def test_retrograde_arrival_goes_round_the_other_way(
    optimum: Callable[..., PlanarTransfer],
) -> None:
    for model in MODELS:
        there, back = optimum(model), optimum(model, False)
        assert back.arrival.inclination_deg == 180.0
        for flight, sense in ((there, 1.0), (back, -1.0)):
            loi = flight.burns[1]
            assert np.cross(loi.r_km, loi.v_before_km_s)[2] * sense > 0.0
        # Published direct flights of 3 to 6 d cost 3.94 to 4.01 km/s (Topputo 2013, table 3
        # of Hiraiwa et al. 2026); the two senses are flights apart by metres a second.
        assert 3940.0 < back.dv_total_m_s < 4010.0
        assert abs(back.dv_total_m_s - there.dv_total_m_s) > 1.0


def test_a_sun_without_mass_changes_nothing(optimum: Callable[..., PlanarTransfer]) -> None:
    request = PlanarRequest(sun_angle_deg=77.0)
    dark = planar_transfer(model=PlanarModel(name="bcr4bp", sun_mass=0.0), request=request)
    # The same equations, with zeros added: only rounding differs.
    assert dark.dv_total_m_s == pytest.approx(optimum("cr3bp").dv_total_m_s, abs=1e-6)
    lit = planar_transfer(model=BCR4BP, request=request)
    assert abs(lit.dv_total_m_s - dark.dv_total_m_s) > 0.1


@pytest.mark.parametrize("model", ["cr3bp", "bcr4bp"])
def test_nothing_nearby_is_cheaper(model: str, optimum: Callable[..., PlanarTransfer]) -> None:
    best = optimum(model)
    for change_d in (-0.3, 0.3):
        request = PlanarRequest(tof_d=best.tof_d + change_d)
        flight = planar_transfer(model=MODELS[model], request=request)
        assert flight.tof_d == pytest.approx(best.tof_d + change_d, abs=1e-8)  # 1 ms
        assert flight.dv_total_m_s > best.dv_total_m_s + 0.5
    if best.sun_angle_deg is not None:
        for change_deg in (-20.0, 20.0):
            request = PlanarRequest(sun_angle_deg=best.sun_angle_deg + change_deg)
            flight = planar_transfer(model=BCR4BP, request=request)
            assert flight.dv_total_m_s > best.dv_total_m_s + 0.05


@pytest.mark.parametrize(
    ("parking_alt_km", "perilune_alt_km", "tof_d"),
    [(150.0, 15.0, 2.5), (2000.0, 15.0, 7.0), (150.0, 20_000.0, 7.0), (2000.0, 20_000.0, 2.5)],
)
@pytest.mark.parametrize("prograde", [True, False])
def test_the_corners_of_the_range_are_flown(
    parking_alt_km: float, perilune_alt_km: float, tof_d: float, prograde: bool
) -> None:
    request = PlanarRequest(
        parking_alt_km=parking_alt_km, perilune_alt_km=perilune_alt_km, tof_d=tof_d,
        prograde=prograde,
    )  # fmt: skip
    asked_for = [request]
    if effort.THOROUGH or prograde == (parking_alt_km < 1000.0):  # a search of some seconds
        asked_for.append(replace(request, tof_d=None))
    for asked in asked_for:
        flight = planar_transfer(model=CR3BP, request=asked)
        _, _, altitude_km, _ = judged_costs(flight)
        assert altitude_km == pytest.approx(perilune_alt_km, abs=1e-2)
        assert flight.arrival.inclination_deg == (0.0 if prograde else 180.0)


def test_burns_add_up_in_one_set_of_axes(optimum: Callable[..., PlanarTransfer]) -> None:
    flight = optimum("bcr4bp")
    for burn in flight.burns:
        change = np.subtract(burn.v_after_km_s, burn.v_before_km_s)
        assert np.linalg.norm(change) * 1e3 == pytest.approx(burn.dv_m_s)
        assert np.dot(burn.r_km, burn.v_after_km_s) == pytest.approx(0.0, abs=1e-6)
    tli, loi = flight.burns
    assert np.linalg.norm(tli.r_km) == pytest.approx(6545.0)
    assert np.linalg.norm(loi.r_km) == pytest.approx(1838.0)
    # The craft leaves from the side of the Earth that faces away from where the Moon will be.
    there = 2.66186135e-6 * flight.tof_d * 86400.0
    assert np.dot(tli.r_km[:2], [math.cos(there), math.sin(there)]) < 0.0
    assert flight.c3_km2_s2 == pytest.approx(
        np.dot(tli.v_after_km_s, tli.v_after_km_s)
        - 2.0 * np.dot(tli.v_before_km_s, tli.v_before_km_s)
    )


@pytest.mark.parametrize(
    ("jd", "angle_deg"),
    [
        # New Moon 2030-01-04 02:50, full Moon 2030-01-19 15:55 UTC, as almanacs print them.
        (2462505.6181, 0.0),
        (2462521.1632, 180.0),
    ],
)
def test_sun_of_a_date(jd: float, angle_deg: float) -> None:
    away = (sun_angle_deg(tdb_jd=jd) - angle_deg + 180.0) % 360.0 - 180.0
    # 0.5 degrees an hour; ecliptic longitude against the Moon's plane adds up to 0.2.
    assert away == pytest.approx(0.0, abs=0.3)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("parking_alt_km", -5.0), ("parking_alt_km", 0.0), ("parking_alt_km", math.nan),
        ("perilune_alt_km", -1.0), ("perilune_alt_km", math.nan), ("perilune_alt_km", 5e4),
        ("tof_d", 0.0), ("tof_d", -3.0), ("tof_d", 2.4), ("tof_d", 30.0), ("tof_d", math.nan),
        ("sun_angle_deg", math.inf), ("sun_angle_deg", math.nan),
    ],
)  # fmt: skip
def test_what_no_flight_can_be(name: str, value: float) -> None:
    with pytest.raises(OutOfRangeError, match=name):
        PlanarRequest(**{name: value})
