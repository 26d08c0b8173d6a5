"""Station-keeping: gains against other ways to the same, trials against their limits."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy.linalg import solve_discrete_are

from planner.astro.propagate import EventRequest, propagate
from planner.astro.pulsating import moon_frame
from planner.errors import OutOfRangeError
from planner.transfers.keeping_gains import (
    KeepingPlan,
    burns_on,
    regulator_gains,
    spare_days,
    usual_plan,
)
from planner.transfers.kept_orbit import KeptOrbit, kept_orbit
from planner.transfers.staging_orbit import staging_orbit
from planner.transfers.station_keeping import KeepingErrors, station_keeping

EPOCH = 2461771.5
NONE = KeepingErrors(
    insertion_km=0, insertion_m_s=0, navigation_km=0, navigation_m_s=0,
    burn_share=0, burn_deg=0, burn_m_s=0,
)  # fmt: skip


@pytest.fixture(scope="module")
def nrho() -> KeptOrbit:
    orbit = staging_orbit(family="nrho", picked_by="resonance", value=4.5)
    return kept_orbit(orbit=orbit, epoch_tdb_jd=EPOCH, days=120.0)


@pytest.fixture(scope="module")
def dro() -> KeptOrbit:
    orbit = staging_orbit(family="dro", picked_by="resonance", value=2.0)
    return kept_orbit(orbit=orbit, epoch_tdb_jd=EPOCH, days=150.0)


def test_the_regulator_settles_to_the_riccati_equations_answer() -> None:
    random = np.random.default_rng(1)
    stm = np.eye(6) + 0.3 * random.normal(size=(6, 6))
    weight, cost = np.eye(6), 0.5 * np.eye(3)
    gains = regulator_gains(np.array([stm] * 60), weight=weight, cost=cost)
    # scipy's system: the burn acts first and is carried along.
    act = stm[:, 3:]
    p = solve_discrete_are(stm, act, weight, cost)
    gain = -np.linalg.solve(cost + act.T @ p @ act, act.T @ p @ stm)
    assert gains[0] == pytest.approx(gain, rel=1e-8, abs=1e-8)


def _vx_at_perilune(kept: KeptOrbit, epoch: float, state: np.ndarray, ahead: int) -> float:
    """Velocity along the Earth-Moon line in the turning frame, flown anew."""
    events = propagate(
        epoch_tdb_jd=epoch,
        state_km_s=state,
        duration_s=(ahead + 1.2) * kept.period_d * 86400.0,
        events=(EventRequest(name="periapsis"),),
        rtol=1e-13,
    ).events
    event = events[ahead]
    frame = moon_frame(event.epoch_tdb_jd)
    moon, axes = frame.moon_km_s[0], frame.axes[0]
    place, speed = event.state_km_s[:3] - moon[:3], event.state_km_s[3:] - moon[3:]
    return float(axes[0] @ speed + frame.spin_rad_s[0] * (axes[1] @ place))


def test_the_crossing_burn_undoes_what_a_deviation_does_to_vx(nrho: KeptOrbit) -> None:
    plan = KeepingPlan(controller="crossing", periods_ahead=2)
    epochs, states, gains = burns_on(nrho, plan)
    off = np.array([0.02, -0.01, 0.015, 1e-7, 2e-7, -1e-7])
    burn = np.concatenate((np.zeros(3), gains[1] @ off))
    start = float(epochs[1])
    exact, left, undone = (
        _vx_at_perilune(nrho, start, states[1] + x, 2) for x in (np.zeros(6), off, off + burn)
    )
    # Linear in a deviation of metres; its square and flying anew leave a part in a hundred.
    assert abs(left - exact) > 1e-6
    assert abs(undone - exact) < 0.02 * abs(left - exact)
    # The least burn that does it points along the gradient: less of it does less.
    half = _vx_at_perilune(nrho, start, states[1] + off + 0.5 * burn, 2)
    assert half - exact == pytest.approx(0.5 * (left - exact), rel=0.02)


def test_burns_are_at_apolune_once_a_period(nrho: KeptOrbit) -> None:
    epochs, states, gains = burns_on(nrho, usual_plan(nrho.orbit))
    assert np.diff(epochs) == pytest.approx(nrho.period_d, abs=1e-8)
    assert len(epochs) == len(states) == len(gains) + 1
    apolunes = np.array([x.epoch_tdb_jd for x in nrho.apolunes])
    # The Moon's uneven motion moves apolune by hours.
    assert max(np.abs(apolunes - epoch).min() for epoch in epochs) < 0.5


def test_without_errors_nothing_is_spent(nrho: KeptOrbit) -> None:
    kept = station_keeping(kept=nrho, trials=1, errors=NONE)
    # Gaps of centimetres, and flying a period at 1e-10 instead of 1e-13.
    assert kept.mean_m_s_per_year < 0.01
    assert kept.worst_km[0] < 0.1


def test_the_same_seed_gives_the_same_trials(nrho: KeptOrbit) -> None:
    one, same, other = (station_keeping(kept=nrho, trials=3, seed=s) for s in (7, 7, 8))
    assert one.m_s_per_year.tolist() == same.m_s_per_year.tolist()
    assert one.m_s_per_year.tolist() != other.m_s_per_year.tolist()
    # Trial by trial, so that more trials begin with the same ones.
    more = station_keeping(kept=nrho, trials=4, seed=7)
    assert more.m_s_per_year[:3].tolist() == one.m_s_per_year.tolist()


def test_cost_follows_the_size_of_the_errors(nrho: KeptOrbit) -> None:
    small = KeepingErrors(
        insertion_km=1, insertion_m_s=0.01, navigation_km=1, navigation_m_s=0.01,
        burn_m_s=0.000142,
    )  # fmt: skip
    usual = station_keeping(kept=nrho, trials=10)
    tenth = station_keeping(kept=nrho, trials=10, errors=small)
    # The same draws a tenth as large; what is left is how far the field is from linear.
    assert tenth.mean_m_s_per_year == pytest.approx(0.1 * usual.mean_m_s_per_year, rel=0.1)


@pytest.mark.parametrize("controller", ["lqr", "crossing"])
def test_an_nrho_is_kept_below_what_is_published(nrho: KeptOrbit, controller: str) -> None:
    plan = KeepingPlan(controller=controller)  # type: ignore[arg-type]
    kept = station_keeping(kept=nrho, trials=20, plan=plan)
    assert kept.lost == 0
    assert 0.3 < kept.mean_m_s_per_year < 10.0  # the usual planning figure
    assert kept.spread_m_s_per_year > 0.0
    assert kept.days >= nrho.days - spare_days(plan=plan, period_d=nrho.period_d) - nrho.period_d


def test_uncontrolled_it_strays(nrho: KeptOrbit) -> None:
    kept = station_keeping(kept=nrho, trials=10)
    left = station_keeping(kept=nrho, trials=10, plan=KeepingPlan(least_burn_m_s=1e3))
    assert left.m_s_per_year.tolist() == [0.0] * (10 - left.lost)
    # An eigenvalue of 2 a period: 10 km are thousands after twelve.
    assert left.lost > 0 or left.worst_km.mean() > 10.0 * kept.worst_km.mean()


def test_a_distant_retrograde_orbit_costs_less_than_an_nrho(
    nrho: KeptOrbit, dro: KeptOrbit
) -> None:
    wide, near = (station_keeping(kept=kept, trials=20) for kept in (dro, nrho))
    assert wide.lost == 0
    assert wide.mean_m_s_per_year < 0.7 * near.mean_m_s_per_year


def test_progress_goes_from_nothing_towards_all(nrho: KeptOrbit) -> None:
    shares: list[float] = []
    station_keeping(kept=nrho, trials=4, progress=lambda _text, share: shares.append(share))
    assert shares == [0.0, 0.25, 0.5, 0.75]


@pytest.mark.parametrize(
    ("asked", "name"),
    [
        ({"trials": 0}, "trials"),
        ({"trials": 100_000}, "trials"),
        ({"plan": KeepingPlan(burns_per_period=0)}, "burns_per_period"),
        ({"plan": KeepingPlan(controller="crossing", burns_per_period=2)}, "controller"),
        ({"plan": KeepingPlan(allowed_km=0.0)}, "allowed_km"),
        ({"plan": KeepingPlan(allowed_m_s=float("nan"))}, "allowed_m_s"),
        ({"plan": KeepingPlan(periods_ahead=40)}, "periods_ahead"),
        ({"plan": KeepingPlan(least_burn_m_s=-1.0)}, "least_burn_m_s"),
        ({"errors": KeepingErrors(navigation_km=-1.0)}, "navigation_km"),
        ({"errors": KeepingErrors(burn_deg=float("nan"))}, "burn_deg"),
    ],
)
def test_refuses(nrho: KeptOrbit, asked: dict[str, object], name: str) -> None:
    with pytest.raises(OutOfRangeError, match=name):
        station_keeping(kept=nrho, **asked)  # type: ignore[arg-type]


def test_refuses_a_life_too_short_to_look_ahead(nrho: KeptOrbit) -> None:
    with pytest.raises(OutOfRangeError, match="days = 14"):
        station_keeping(kept=nrho.shortened(14.0))


def test_crossing_control_is_for_an_nrho(dro: KeptOrbit) -> None:
    with pytest.raises(OutOfRangeError, match="crossing"):
        station_keeping(kept=dro, plan=replace(usual_plan(dro.orbit), controller="crossing"))
