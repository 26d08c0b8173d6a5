"""Answers of ``propagate``, ``lambert`` and ``orbit``, for people and as JSON."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from typing import TYPE_CHECKING, Any, Final

from planner.errors import PlannerError
from planner.terminal.codes import DONE, REFUSED
from planner.terminal.motion_words import NEEDED, TAKEN

if TYPE_CHECKING:
    from planner.astro.synodic import SynodicArc
    from planner.transfers.staging_orbit import PickedBy

Answer = dict[str, Any]

#: What an orbit is picked by where nothing is said: option and value.
_USUAL: Final[dict[str, tuple[PickedBy, float]]] = {
    "nrho": ("resonance", 4.5),
    "dro": ("perilune_km", 70_000.0),
    "halo": ("az_km", 10_000.0),
}
_PICKED_BY: Final[tuple[PickedBy, ...]] = (
    "resonance",
    "period_d",
    "period_tu",
    "perilune_km",
    "jacobi",
    "az_km",
)


def answer(chosen: Namespace) -> int:
    """Print the answer of one command, or why there is none; return the exit code."""
    asked = {"propagate": _propagate, "lambert": _lambert, "orbit": _orbit}[chosen.command]
    try:
        told = asked(chosen)
    except PlannerError as error:
        print(error, file=sys.stderr)
        return REFUSED
    print(json.dumps(told, indent=2, allow_nan=False) if chosen.json else _text(told))
    return DONE


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


def _orbit(chosen: Namespace) -> Answer:
    from planner.transfers.staging_orbit import SystemUnits, staging_orbit

    if chosen.family == "dro":
        for name in ("point", "branch", "az_km"):
            if getattr(chosen, name) is not None:
                chosen.complain(f"--{name.replace('_', '-')} does not belong to a dro")
    by = [name for name in _PICKED_BY if getattr(chosen, name) is not None]
    option, value = (by[0], getattr(chosen, by[0])) if by else _USUAL[chosen.family]
    given = {n: getattr(chosen, n) for n in ("mu", "length_unit_km", "time_unit_s")}
    orbit = staging_orbit(
        family=chosen.family,
        picked_by=option,
        value=value,
        point=chosen.point or "L2",
        branch=chosen.branch or "southern",
        units=SystemUnits(**{name: x for name, x in given.items() if x is not None}),
    )
    return orbit.as_dict()


def _text(told: Answer) -> str:
    """Return one line a key; a list of lists or objects takes a line for each."""
    lines = []
    for key, value in told.items():
        nested = isinstance(value, list) and value and isinstance(value[0], list | dict)
        if nested:
            lines.append(f"{key}:")
            lines.extend(f"  {_words(row)}" for row in value)
        else:
            lines.append(f"{key}: {_words(value)}")
    return "\n".join(lines)


def _words(value: object) -> str:
    match value:
        case dict():
            return ", ".join(f"{key} {_words(item)}" for key, item in value.items())
        case list():
            return ", ".join(map(_words, value)) or "none"
        case float():
            return f"{value:.12g}"
        case _:
            return str(value)
