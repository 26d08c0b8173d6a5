"""``transfer FAMILY --model cr3bp|bcr4bp``: the planar models, which search their own optimum."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from planner.errors import PlannerError
from planner.terminal import options
from planner.terminal.codes import DONE, REFUSED
from planner.terminal.progress import patient_progress

if TYPE_CHECKING:
    from planner.transfers.planar import PlanarTransfer

MODELS: Final = ("cr3bp", "bcr4bp")
ABOUT: Final = (
    "The planar models cr3bp and bcr4bp (constants of Topputo 2013) need no date and search "
    "the cheapest transfer over all that is not given; epochs are then null, states are in axes "
    "that point from the Earth to the Moon at TLI. A date gives bcr4bp the Sun's angle."
)
#: Options of `direct` that say nothing in a plane without a date or a rotating Earth.
_SPATIAL: Final = (
    "pad", "lat_deg", "lon_deg", "max_inclination_deg", "parking_inclination_deg",
    "apolune_alt_km", "inclination_deg", "plane", "first_over", "azimuth", "j2", "loi_burns",
    "loi_apolunes_km", "loi_periods_h", "loi_revolutions", "site", "site_lat_deg", "site_lon_deg",
)  # fmt: skip
#: Parking orbit of the planar models unless another is asked for (km).
PARKING_ALT_KM: Final = 167.0


def add_to(
    family: argparse.ArgumentParser,
    *,
    models: tuple[str, ...] = MODELS,
    spatial: tuple[str, ...] = (),
) -> None:
    """Add what the planar models alone take; ``spatial`` names options they do not take."""
    group = family.add_argument_group(
        "planar models", f"{', '.join(models)}; --parking-alt-km is {PARKING_ALT_KM:g} if absent"
    )
    sense = group.add_mutually_exclusive_group()
    sense.add_argument(
        "--prograde", dest="prograde", action="store_true", default=None,
        help="lunar orbit turning as the Moon does (if neither is given)",
    )  # fmt: skip
    sense.add_argument(
        "--retrograde", dest="prograde", action="store_false", default=None, help="the other way"
    )
    usual = {name: family.get_default(name) for name in (*_SPATIAL, *spatial)}
    family.set_defaults(spatial_defaults=usual)


def require_dated(chosen: argparse.Namespace) -> None:
    """End as wrong usage what the models in space cannot do: no date, a planar sense."""
    if chosen.depart is None:
        chosen.complain(f"--model {chosen.model} needs --depart")
    if chosen.prograde is not None:
        chosen.complain(
            f"--model {chosen.model} has no --prograde, --retrograde; use --inclination-deg"
        )


def run(chosen: argparse.Namespace) -> int:
    """Search a direct planar transfer and print it; exit code."""
    return answer(chosen, _direct)


def answer(
    chosen: argparse.Namespace,
    search: Callable[[argparse.Namespace, float | None], PlanarTransfer],
) -> int:
    """Search and print; exit code. ``search`` also takes the date (TDB), None without one."""
    _refuse_spatial(chosen)
    try:
        depart = None if chosen.depart is None else options.tdb_jd(chosen.depart)
        transfer = search(chosen, depart)
    except PlannerError as error:
        print(error, file=sys.stderr)
        return REFUSED
    sys.stdout.write(_told(transfer, depart, as_json=chosen.json))
    return DONE


def _refuse_spatial(chosen: argparse.Namespace) -> None:
    usual = chosen.spatial_defaults
    strange = [name for name in usual if getattr(chosen, name, None) != usual[name]]
    if strange:
        words = ", ".join("--" + name.replace("_", "-") for name in strange)
        chosen.complain(f"--model {chosen.model} has no {words}")


def _direct(chosen: argparse.Namespace, depart_tdb_jd: float | None) -> PlanarTransfer:
    from planner.transfers.planar import planar_transfer
    from planner.transfers.planar_date import sun_angle_deg
    from planner.transfers.planar_model import BCR4BP, CR3BP, PlanarRequest

    with_sun = chosen.model == "bcr4bp"
    parking = chosen.parking_alt_km
    request = PlanarRequest(
        parking_alt_km=PARKING_ALT_KM if parking is None else parking,
        perilune_alt_km=chosen.perilune_alt_km,
        prograde=chosen.prograde is not False,
        tof_d=chosen.tof_d,
        sun_angle_deg=(
            sun_angle_deg(tdb_jd=depart_tdb_jd) if with_sun and depart_tdb_jd is not None else None
        ),
    )
    model = BCR4BP if with_sun else CR3BP
    with patient_progress(sys.stderr) as progress:
        return planar_transfer(model=model, request=request, progress=progress)


def _told(transfer: PlanarTransfer, depart_tdb_jd: float | None, *, as_json: bool) -> str:
    from planner.exports.planar_json import planar_to_dict
    from planner.exports.transfer_json import dumps_document
    from planner.terminal.transfer_text import planar_text

    if as_json:
        return dumps_document(planar_to_dict(transfer, depart_tdb_jd=depart_tdb_jd))
    return planar_text(transfer) + "\n"
