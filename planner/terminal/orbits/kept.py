"""``orbit nrho|dro|halo --epoch``: the orbit's life in the ephemeris and what it costs."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

from planner.errors import OutOfRangeError
from planner.terminal import values
from planner.terminal.answers import Answer
from planner.terminal.progress import Progress

if TYPE_CHECKING:
    from planner.transfers.keeping_gains import KeepingPlan
    from planner.transfers.kept_orbit import KeptOrbit
    from planner.transfers.staging_orbit import StagingOrbit
    from planner.transfers.station_keeping import KeepingErrors, StationKeeping

_DAYS: Final = 180.0
_TRIALS: Final = 50
#: Options by the field they set, with what they mean.
_ERRORS: Final = {
    "insertion_km": ("KM", "place at the beginning"),
    "insertion_m_s": ("M/S", "velocity at the beginning"),
    "navigation_km": ("KM", "place as known at a burn"),
    "navigation_m_s": ("M/S", "velocity as known at a burn"),
    "burn_share": ("SHARE", "of a burn's size, 0.01 for one per cent"),
    "burn_deg": ("DEG", "of a burn's direction"),
    "burn_m_s": ("M/S", "of a burn whatever its size"),
}
_PLAN: Final = {
    "allowed_km": ("KM", "deviation that weighs as much as the burn allowed (lqr)"),
    "allowed_m_s": ("M/S", "burn that weighs as much as the deviation allowed (lqr)"),
    "least_burn_m_s": ("M/S", "smaller burns are left out"),
}
_ALONE: Final = ("days", "phase", "bodies", "trials", "seed", "controller", "burns_per_period",
                 "periods_ahead", *_ERRORS, *_PLAN)  # fmt: skip


def add_life(parser: ArgumentParser) -> None:
    """Options of the life and of the trials."""
    life = parser.add_argument_group("life in the ephemeris")
    life.add_argument("--epoch", type=values.epoch, metavar="DATE",
                      help="when it begins: 2030-01-01, or 2030-01-01T12:00:00 TDB")  # fmt: skip
    life.add_argument("--days", type=values.positive, metavar="D", help=f"how long ({_DAYS:g})")
    life.add_argument("--phase", type=values.finite, metavar="PERIODS",
                      help="at the epoch, past the first crossing (0)")  # fmt: skip
    life.add_argument("--bodies", type=values.names, help="what pulls (earth,moon,sun)")
    keeping = parser.add_argument_group("station-keeping")
    keeping.add_argument("--trials", type=values.count, metavar="N",
                         help=f"0 leaves it out ({_TRIALS})")  # fmt: skip
    keeping.add_argument("--seed", type=values.count, metavar="N", help="of the errors (1)")
    keeping.add_argument("--controller", choices=("lqr", "crossing"), help="(lqr)")
    keeping.add_argument("--burns-per-period", type=values.count, metavar="N",
                         help="1 to 24 (1; a halo: 4)")  # fmt: skip
    keeping.add_argument("--periods-ahead", type=values.count, metavar="N",
                         help="and a half, to the perilune aimed at (crossing: 6)")  # fmt: skip
    _add_values(keeping, _PLAN)
    errors = parser.add_argument_group("errors", "three standard deviations an axis")
    _add_values(errors, _ERRORS)


def _add_values(group: Any, named: dict[str, tuple[str, str]]) -> None:
    for name, (unit, what) in named.items():
        group.add_argument("--" + name.replace("_", "-"), type=values.finite, metavar=unit,
                           help=what)  # fmt: skip


def require_epoch(chosen: Namespace) -> None:
    """Complain of options that mean nothing without ``--epoch``."""
    given = [name for name in _ALONE if getattr(chosen, name) is not None]
    if chosen.epoch is None and given:
        options = ", ".join("--" + name.replace("_", "-") for name in given)
        chosen.complain(f"{options} needs --epoch")


def life_told(chosen: Namespace, orbit: StagingOrbit, progress: Progress) -> Answer:
    """The life and its station-keeping, in JSON's shape.

    Raises
    ------
    OutOfRangeError, NoConvergenceError
        See `planner.transfers.kept_orbit.kept_orbit` and
        `planner.transfers.station_keeping.station_keeping`.
    """
    from planner.transfers.keeping_gains import spare_days
    from planner.transfers.kept_orbit import MAX_DAYS, kept_orbit
    from planner.transfers.station_keeping import station_keeping

    days = _DAYS if chosen.days is None else chosen.days
    trials = _TRIALS if chosen.trials is None else chosen.trials
    plan, errors = _plan(chosen, orbit), _errors(chosen)
    period_d = orbit.orbit.period * orbit.units.time_unit_d
    spare = spare_days(plan=plan, period_d=period_d) if trials else 0.0
    if days + spare > MAX_DAYS:
        raise OutOfRangeError(
            name="--days",
            value=days,
            allowed=f"0 .. {MAX_DAYS - spare:.0f}: {MAX_DAYS:.0f} d are flown at most, "
            f"{spare:.0f} of them to aim at",
        )
    if chosen.bodies is not None and not {"earth", "moon"} <= set(chosen.bodies):
        chosen.complain("--bodies: the Earth and the Moon always pull here; name them")
    progress("joining the arcs of the life", 0.0)
    asked = {"bodies": chosen.bodies, "phase": chosen.phase}
    whole = kept_orbit(
        orbit=orbit,
        epoch_tdb_jd=chosen.epoch,
        days=days + spare,
        **{name: value for name, value in asked.items() if value is not None},
    )
    told: Answer = {"life": life_as_dict(whole.shortened(days))}
    if trials:
        told["station_keeping"] = keeping_as_dict(
            station_keeping(
                kept=whole,
                trials=trials,
                seed=1 if chosen.seed is None else chosen.seed,
                plan=plan,
                errors=errors,
                progress=progress,
            )
        )
    return told


def _plan(chosen: Namespace, orbit: StagingOrbit) -> KeepingPlan:
    from dataclasses import replace

    from planner.transfers.keeping_gains import usual_plan

    return replace(
        usual_plan(orbit), **_given(chosen, "controller", "burns_per_period", "periods_ahead",
                                     *_PLAN),
    )  # fmt: skip


def _errors(chosen: Namespace) -> KeepingErrors:
    from planner.transfers.station_keeping import KeepingErrors

    return KeepingErrors(**_given(chosen, *_ERRORS))


def _given(chosen: Namespace, *names: str) -> dict[str, Any]:
    return {name: x for name in names if (x := getattr(chosen, name)) is not None}


def life_as_dict(kept: KeptOrbit) -> Answer:
    """What a script reads of a life; the initial state about the Earth and about the Moon."""
    from planner.astro.ephemeris import body_states_km_s
    from planner.transfers.kept_shadow import shadow_times

    start = kept.state_at(kept.epoch_tdb_jd)
    about_moon = start - body_states_km_s("moon", kept.epoch_tdb_jd)[0]
    return {
        "epoch_tdb_jd": kept.epoch_tdb_jd,
        "days": kept.days,
        "phase": kept.phase,
        "bodies": list(kept.bodies),
        "period_d": kept.period_d,
        "earth_centred": {"r_km": start[:3].tolist(), "v_km_s": start[3:].tolist()},
        "moon_centred": {"r_km": about_moon[:3].tolist(), "v_km_s": about_moon[3:].tolist()},
        "perilunes": len(kept.perilunes),
        "perilune_km": _band([x.distance_km for x in kept.perilunes]),
        "apolune_km": _band([x.distance_km for x in kept.apolunes]),
        "between_perilunes_d": _band(_gaps([x.epoch_tdb_jd for x in kept.perilunes])),
        "gap_km": kept.gap_km,
        "gap_m_s": kept.gap_m_s,
        "dv_m_s": kept.dv_m_s,
        "shadow": [
            {
                "body": shadow.body,
                "hours": shadow.hours,
                "umbra_hours": shadow.umbra_hours,
                "longest_h": shadow.longest_h,
            }
            for shadow in shadow_times(kept)
        ],
        "nodes": [
            {"epoch_tdb_jd": float(epoch), "r_km": row[:3].tolist(), "v_km_s": row[3:].tolist()}
            for epoch, row in zip(kept.node_tdb_jd, kept.node_km_s, strict=True)
        ],
    }


def _gaps(epochs: list[float]) -> list[float]:
    return [there - here for here, there in pairwise(epochs)]


def _band(seen: list[float]) -> dict[str, float] | None:
    """Least, mean and greatest; None of nothing."""
    return {"min": min(seen), "mean": sum(seen) / len(seen), "max": max(seen)} if seen else None


def keeping_as_dict(found: StationKeeping) -> Answer:
    """What a script reads of the trials; None where every trial was lost."""
    from dataclasses import asdict

    stayed = len(found.m_s_per_year) > 0
    several = len(found.m_s_per_year) > 1
    return {
        "trials": found.trials,
        "lost": found.lost,
        "seed": found.seed,
        "days": found.days,
        "burns": found.burns,
        "mean_m_s_per_year": found.mean_m_s_per_year if stayed else None,
        "spread_m_s_per_year": found.spread_m_s_per_year if several else None,
        "most_m_s_per_year": float(found.m_s_per_year.max()) if stayed else None,
        "worst_km": float(found.worst_km.max()) if stayed else None,
        "plan": asdict(found.plan),
        "errors_3_sigma": asdict(found.errors),
    }


def in_words(told: Answer) -> Answer:
    """The same for people: no list of nodes, a line for each thing."""
    life = {f"life {key}": x for key, x in told["life"].items() if key != "nodes"}
    kept = {f"keeping {key}": x for key, x in told.get("station_keeping", {}).items()}
    return {**life, "life nodes": len(told["life"]["nodes"]), **kept}
