"""Flying the chosen cell in the ephemeris: what it costs there, the way, the itinerary."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from planner.figures.scene import SceneBurn, Way
from views.jobs.task import Report, Task, content_key
from views.tasks.search import Search
from views.tasks.windows import direct_request, ground, loop_of

if TYPE_CHECKING:
    from planner.transfers.earth_return import Entry
    from planner.transfers.free_return import FreeReturn
    from planner.transfers.transfer import Arrival, Burn, Transfer


@dataclass(frozen=True, slots=True, kw_only=True)
class FlownWay:
    """A cell as flown: Δv (m/s), time to perilune (d), the way for the player, the itinerary."""

    dv_m_s: float
    tof_d: float
    way: Way
    itinerary: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WayTask(Task[FlownWay | None]):
    """Fly one departure; ``tof_d`` is that of the cell, of no account for a free return."""

    search: Search
    depart_tdb_jd: float
    tof_d: float

    @property
    def key(self) -> str:
        """All of the question."""
        return content_key(self.search, self.depart_tdb_jd, self.tof_d)

    @property
    def name(self) -> str:
        """Names the family and the date."""
        return f"{self.search.family} at JD {self.depart_tdb_jd:.3f}, {self.tof_d:g} d"

    def run(self, report: Report) -> FlownWay | None:
        """Fly; None if the cell does not hold in the ephemeris."""
        report("Flying in the ephemeris", 0.0)
        if self.search.family != "direct":
            return _loop_way(loop_of(self.search, self.depart_tdb_jd), self.search)
        flown = self._direct()
        return None if flown is None else _direct_way(flown, self.search)

    def _direct(self) -> Transfer | None:
        import numpy as np

        from planner.transfers.porkchop_direct import direct_cells, refine_direct
        from planner.transfers.transfer import Transfer

        request = direct_request(self.search)
        alone = direct_cells(request)(
            np.array([self.depart_tdb_jd]), np.array([self.tof_d]), ground(self.search)
        )
        found = refine_direct(alone, (0, 0), request).refined
        assert found is None or isinstance(found, Transfer)
        return found


def _direct_way(flown: Transfer, search: Search) -> FlownWay:
    from planner.epochs import tdb_jd_to_utc

    first = float(flown.path_tdb_jd[0])
    lines = (
        f"Direct transfer from {search.pad_name}",
        "",
        *_events(
            (
                (flown.parking.launch_tdb_jd, "launch", None, ""),
                *_burn_rows(flown.burns),
            )
        ),
        _total(flown.dv_total_m_s, flown.tof_d, "from TLI to perilune"),
        "",
        _orbit(flown.arrival),
        f"C3 {flown.c3_km2_s2:.3f} km2/s2, excess speed at the Moon {flown.v_inf_km_s:.3f} km/s",
        "",
        *_state(flown.burns[0]),
    )
    way = Way(
        id=f"direct {first:.6f} {flown.tof_d:.6f}",
        alt=(
            f"Direct transfer in three dimensions: {flown.dv_total_m_s:.0f} m/s in "
            f"{flown.tof_d:.2f} days."
        ),
        start_utc=tdb_jd_to_utc(first),
        jd=first,
        t_s=86_400.0 * (flown.path_tdb_jd - first),
        craft_km=flown.path_earth_km,
        moon_km=flown.path_moon_km,
        burns=_marks(flown.burns, first),
    )
    return FlownWay(
        dv_m_s=flown.dv_total_m_s, tof_d=flown.tof_d, way=way, itinerary="\n".join(lines)
    )


def _loop_way(loop: FreeReturn, search: Search) -> FlownWay:
    from planner.epochs import tdb_jd_to_utc

    first = loop.burns[0].epoch_tdb_jd
    t_s, craft_km, moon_km = _loop_path(loop)
    lines = (
        f"Free return from {search.pad_name}",
        "",
        *_events(
            (
                (loop.parking.launch_tdb_jd, "launch", None, ""),
                *_burn_rows(loop.burns),
                (first + loop.tof_d, "perilune", None, f"{loop.perilune_alt_km:.1f} km"),
                (loop.entry.epoch_tdb_jd, "entry", None, _entry(loop.entry)),
            )
        ),
        _total(loop.dv_total_m_s, loop.round_trip_d, "there and back"),
        "",
        *_state(loop.burns[0]),
    )
    way = Way(
        id=f"free return {first:.6f}",
        alt=(
            f"Free return in three dimensions: perilune {loop.perilune_alt_km:.0f} km above the "
            f"Moon after {loop.tof_d:.2f} days, at the Earth again after "
            f"{loop.round_trip_d:.2f} days."
        ),
        start_utc=tdb_jd_to_utc(first),
        jd=first,
        t_s=t_s,
        craft_km=craft_km,
        moon_km=moon_km,
        burns=_marks(loop.burns, first),
    )
    return FlownWay(dv_m_s=loop.dv_total_m_s, tof_d=loop.tof_d, way=way, itinerary="\n".join(lines))


def _loop_path(loop: FreeReturn) -> tuple[Any, Any, Any]:
    """Fly the burn's state again and note where it is, closer together at all three bodies."""
    import numpy as np

    from planner.astro.ephemeris import body_states_km_s
    from planner.astro.propagate import propagate

    half = 0.5 * (1.0 - np.cos(np.linspace(0.0, np.pi, 181)))
    there, back = loop.tof_d, loop.round_trip_d - loop.tof_d
    t_s = 86_400.0 * np.concatenate([there * half, there + back * half[1:]])
    burn = loop.burns[0]
    arc = propagate(
        epoch_tdb_jd=burn.epoch_tdb_jd,
        state_km_s=(*burn.r_km, *burn.v_after_km_s),
        duration_s=float(t_s[-1]),
        sample_s=t_s,
    )
    moon = body_states_km_s("moon", arc.samples_tdb_jd)[:, :3]
    return t_s, arc.samples_km_s[:, :3], moon


def _orbit(arrival: Arrival) -> str:
    return (
        f"Perilune {arrival.altitude_km:.1f} km, "
        f"apolune after LOI {arrival.apolune_alt_km:.1f} km, "
        f"inclination {arrival.inclination_deg:.2f} deg"
    )


def _entry(entry: Entry) -> str:
    return (
        f"{entry.altitude_km:.1f} km, {entry.speed_km_s:.3f} km/s, {entry.path_angle_deg:.2f} deg"
    )


def _marks(burns: Sequence[Burn], first_jd: float) -> tuple[SceneBurn, ...]:
    return tuple(
        SceneBurn(
            label=burn.name.upper(),
            t_s=86_400.0 * (burn.epoch_tdb_jd - first_jd),
            dv_m_s=burn.dv_m_s,
        )
        for burn in burns
    )


def _burn_rows(burns: Sequence[Burn]) -> tuple[tuple[float, str, float | None, str], ...]:
    return tuple((burn.epoch_tdb_jd, burn.name.upper(), burn.dv_m_s, "") for burn in burns)


def _events(rows: Sequence[tuple[float, str, float | None, str]]) -> Iterator[str]:
    from planner.epochs import tdb_jd_to_utc

    for tdb_jd, name, dv_m_s, rest in rows:
        speed = "" if dv_m_s is None else f"{dv_m_s:6.1f} m/s"
        yield f"{tdb_jd_to_utc(tdb_jd):%Y-%m-%dT%H:%M:%SZ} {name:7} {speed}{rest}".rstrip()


def _total(dv_m_s: float, days: float, what: str) -> str:
    return f"{'':20} {'total':7} {dv_m_s:6.1f} m/s  {days:.3f} d {what}"


def _state(burn: Burn) -> Iterator[str]:
    yield f"State after TLI, {burn.center}-centred ICRF, TDB JD {burn.epoch_tdb_jd:.9f}"
    yield "  r (km)   " + " ".join(f"{x:17.6f}" for x in burn.r_km)
    yield "  v (km/s) " + " ".join(f"{v:17.9f}" for v in burn.v_after_km_s)
