"""Answers of ``propagate`` and ``lambert``, for people and as JSON."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace, _SubParsersAction
from collections.abc import Callable
from typing import TYPE_CHECKING

from planner.terminal.answers import Answer, print_answer
from planner.terminal.motion_words import NEEDED, TAKEN, add_lambert, add_propagate

if TYPE_CHECKING:
    from planner.astro.synodic import SynodicArc


def add_to(verbs: _SubParsersAction[ArgumentParser]) -> None:
    """Add the two commands to the command line."""
    fly = verbs.add_parser("propagate", help="fly a state in a model of motion")
    add_propagate(fly)
    fly.set_defaults(run=lambda chosen: _print(_propagate, chosen))
    conic = verbs.add_parser("lambert", help="conic through two points in a given time")
    add_lambert(conic)
    conic.set_defaults(run=lambda chosen: _print(_lambert, chosen))


def _print(ask: Callable[[Namespace], Answer], chosen: Namespace) -> int:
    return print_answer(lambda: ask(chosen), as_json=chosen.json)


def _propagate(chosen: Namespace) -> Answer:
    _require_options_of_model(chosen)
    match chosen.model:
        case "cr3bp":
            return _cr3bp(chosen)
        case "bcr4bp":
            return _bcr4bp(chosen)
        case _:
            return _ephemeris(chosen)


def _require_options_of_model(chosen: Namespace) -> None:
    needed = NEEDED[chosen.model]
    taken = (*needed, *TAKEN[chosen.model])
    missing = [name for name in needed if getattr(chosen, name) is None]
    known = {name for model in NEEDED for name in (*NEEDED[model], *TAKEN[model])}
    strange = sorted(n for n in known - set(taken) if getattr(chosen, n) is not None)
    for names, what in ((missing, "needs"), (strange, "has no")):
        if names:
            options = ", ".join("--" + name.replace("_", "-") for name in names)
            chosen.complain(f"--model {chosen.model} {what} {options}")


def _cr3bp(chosen: Namespace) -> Answer:
    from planner.astro.cr3bp import propagate_cr3bp

    return _turning(
        propagate_cr3bp(mu=chosen.mu, state=chosen.state, time=chosen.time, stm=bool(chosen.stm))
    )


def _bcr4bp(chosen: Namespace) -> Answer:
    from planner.astro.bcr4bp import propagate_bcr4bp

    return _turning(
        propagate_bcr4bp(
            mu=chosen.mu,
            sun_mass=chosen.sun_mass,
            sun_distance=chosen.sun_distance,
            sun_rate=chosen.sun_rate,
            t0=chosen.t0,
            state=chosen.state,
            time=chosen.time,
            stm=bool(chosen.stm),
        )
    )


def _turning(arc: SynodicArc) -> Answer:
    told: Answer = {"state": arc.state.tolist()}
    if arc.stm is not None:
        told["stm"] = arc.stm.tolist()
    return told


def _ephemeris(chosen: Namespace) -> Answer:
    from planner.astro.coast import coast

    bodies = chosen.bodies or ("earth", "moon", "sun")
    if "earth" not in bodies:
        chosen.complain("--bodies: the Earth always pulls in this model; name it")
    flight = coast(
        epoch_tdb_jd=chosen.epoch,
        center=chosen.center or "earth",
        r_km=chosen.r_km,
        v_km_s=chosen.v_km_s,
        days=chosen.days,
        bodies=bodies,
        j2=bool(chosen.j2),
        moon_field_degree=chosen.moon_field_degree,
        **{n: x for n in ("srp_area_m2_kg", "srp_cr") if (x := getattr(chosen, n)) is not None},
    )
    return {
        "epoch_tdb_jd": flight.epoch_tdb_jd,
        "center": flight.center,
        "r_km": list(flight.r_km),
        "v_km_s": list(flight.v_km_s),
        "events": [
            {"name": "perilune", "epoch_tdb_jd": e.epoch_tdb_jd, "altitude_km": e.altitude_km}
            for e in flight.perilunes
        ],
    }


def _lambert(chosen: Namespace) -> Answer:
    from planner.astro.lambert import lambert

    v1, v2 = lambert(
        mu_km3_s2=chosen.mu_km3_s2,
        r1_km=chosen.r1_km,
        r2_km=chosen.r2_km,
        tof_s=chosen.tof_s,
        revs=chosen.revs,
        branch=chosen.branch,
        retrograde=chosen.retrograde,
    )
    return {"v1_km_s": v1.tolist(), "v2_km_s": v2.tolist()}
