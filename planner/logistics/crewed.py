"""Two craft of a crewed landing: the lander, down and up again, and the ship, there and back.

Worked backwards from what is left at the end, by the rocket equation with the margins of
:class:`Margins`. The residual of a stage follows from all its burns and is part of the mass
they move: the chain is repeated until it agrees with itself, each turn fifty times closer.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from planner.astro.rocket import mass_ratio
from planner.errors import NoConvergenceError, PlannerError
from planner.logistics.stage import Margins, StageSpec
from planner.transfers.braking import DescentProfile, heaviest_start_kg, powered_descent

#: Agreement (kg) of residuals, and (m/s) of the descent paid for with the one flown.
_SETTLED_KG = 1e-6
_SETTLED_M_S = 1e-3
_MAX_TURNS = 60
#: A craft heavier than this (kg) is no answer.
_ABSURD_KG = 1e9
#: Largest cargo (kg) is found to this.
_CARGO_STEP_KG = 0.5


class CannotCloseError(PlannerError):
    """A burn of a crewed flight takes more than there is.

    Attributes
    ----------
    craft, burn : str
        Which craft, and the burn in question.
    """

    def __init__(self, *, craft: str, burn: str, reason: str) -> None:
        self.craft, self.burn = craft, burn
        super().__init__(f"{craft} cannot close at {burn}: {reason}")


@dataclass(frozen=True, slots=True, kw_only=True)
class CrewMass:
    """Who and what moves (kg): the crew, what it brings down, what it brings up."""

    crew_kg: float
    samples_kg: float = 0.0
    cargo_kg: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class LanderMasses:
    """Masses (kg) of a lander along its flight, and its speed changes (m/s, without margin).

    ``dv_m_s`` of the descent holds what comes before it with the crew aboard.
    ``lunar_orbit_kg`` is after LOI and before the crew boards; ``landed_kg`` after touchdown
    with crew and cargo; ``ascended_kg`` back in orbit; ``loaded_kg`` by stage.
    """

    tli_kg: float
    lunar_orbit_kg: float
    landed_kg: float
    liftoff_kg: float
    ascended_kg: float
    loaded_kg: tuple[float, ...]
    dv_m_s: dict[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShipSpec:
    """A crew ship in plain numbers."""

    name: str
    dry_mass_kg: float
    propellant_kg: float
    isp_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ShipMasses:
    """Masses (kg) of a ship: at TLI, after LOI, after TEI, and what it loads."""

    tli_kg: float
    lunar_orbit_kg: float
    home_kg: float
    loaded_kg: float


def ship_masses(
    *, ship: ShipSpec, who: CrewMass, dv_loi_m_s: float, dv_tei_m_s: float, margins: Margins,
    launch_limit_kg: float,
) -> ShipMasses:  # fmt: skip
    """Masses of the ship; its crew is weighed aboard throughout, samples on the way home.

    Raises
    ------
    CannotCloseError
        Tanks too small, or too heavy for the launcher.
    """
    loi, tei = (
        mass_ratio(dv_m_s=dv * (1.0 + margins.dv), isp_s=ship.isp_s)
        for dv in (dv_loi_m_s, dv_tei_m_s)
    )
    unburnt = margins.residual_per_burned
    kept = 1.0 - unburnt * ((tei - 1.0) + (loi - 1.0) * tei)
    if kept <= 0.0:
        raise CannotCloseError(craft=ship.name, burn="TEI", reason="the residual outweighs it")
    rest_kg = ship.dry_mass_kg + who.crew_kg + who.samples_kg
    home_kg = (rest_kg - unburnt * (loi - 1.0) * who.samples_kg) / kept
    orbit_kg = home_kg * tei - who.samples_kg
    tli_kg = orbit_kg * loi
    loaded_kg = tli_kg - ship.dry_mass_kg - who.crew_kg
    if loaded_kg > ship.propellant_kg:
        reason = f"LOI and TEI take {loaded_kg:.0f} kg, its tanks hold {ship.propellant_kg:.0f} kg"
        raise CannotCloseError(craft=ship.name, burn="TEI", reason=reason)
    _within_launch(ship.name, tli_kg, launch_limit_kg)
    return ShipMasses(tli_kg=tli_kg, lunar_orbit_kg=orbit_kg, home_kg=home_kg, loaded_kg=loaded_kg)


def _within_launch(craft: str, tli_kg: float, launch_limit_kg: float) -> None:
    if tli_kg > launch_limit_kg:
        reason = f"{tli_kg:.0f} kg are to be injected, {launch_limit_kg:.0f} kg can be"
        raise CannotCloseError(craft=craft, burn="TLI", reason=reason)


@dataclass(frozen=True, slots=True, kw_only=True)
class CrewLander:
    """A crewed lander on one flight: stages, margins, limits, and burns but the descent.

    ``dv_loi_m_s`` holds the turn of its plane as well; ``dv_ascent_m_s`` the rendezvous.
    ``dv_down_m_s`` is what the landing stage burns with the crew aboard before the descent.
    """

    name: str
    stages: tuple[StageSpec, ...]
    margins: Margins
    launch_limit_kg: float
    profile: DescentProfile
    dv_loi_m_s: float
    dv_ascent_m_s: float
    dv_down_m_s: float = 0.0

    def masses(self, who: CrewMass) -> LanderMasses:
        """Masses with so much aboard.

        Raises
        ------
        CannotCloseError
            Tanks, thrust or launcher do not suffice; the error names the burn.
        """
        lander = next(stage for stage in self.stages if "descent" in stage.burns)
        profile = self.profile
        paid = profile.doi_m_s + profile.start_speed_m_s + profile.hover_m_s
        heaviest = heaviest_start_kg(thrust_n=lander.thrust_n, isp_s=lander.isp_s, profile=profile)
        for _ in range(_MAX_TURNS):
            dv = {
                "loi": self.dv_loi_m_s,
                "descent": self.dv_down_m_s + paid,
                "ascent": self.dv_ascent_m_s,
            }
            found, boarded_kg = _chain(self, who, dv)
            start_kg = boarded_kg / mass_ratio(
                dv_m_s=self.dv_down_m_s * (1.0 + self.margins.dv), isp_s=lander.isp_s
            )
            if start_kg > heaviest:
                reason = f"{start_kg:.0f} kg in orbit, its thrust brings down {heaviest:.0f} kg"
                raise CannotCloseError(craft=self.name, burn="descent", reason=reason)
            real = powered_descent(
                mass_kg=start_kg, thrust_n=lander.thrust_n, isp_s=lander.isp_s, profile=profile
            ).dv_m_s
            if abs(real - paid) < _SETTLED_M_S:
                return self._checked(found)
            paid = real
        raise NoConvergenceError(
            what="cost of the descent against the mass it brings down", residual=real - paid,
            unit="m/s", way_out="give the landing stage more thrust",
        )  # fmt: skip

    def _checked(self, found: LanderMasses) -> LanderMasses:
        for stage, loaded_kg in zip(self.stages, found.loaded_kg, strict=True):
            if loaded_kg > stage.propellant_kg:
                burns = " and ".join(stage.burns)
                reason = f"{loaded_kg:.0f} kg of propellant, tanks of {stage.propellant_kg:.0f} kg"
                raise CannotCloseError(craft=stage.name, burn=burns, reason=reason)
        _within_launch(self.name, found.tli_kg, self.launch_limit_kg)
        return found

    def most_cargo_kg(self, who: CrewMass) -> float:
        """Largest cargo (kg) beside crew and samples, by halving; the error of none at all."""
        self.masses(CrewMass(crew_kg=who.crew_kg, samples_kg=who.samples_kg))
        low, high = 0.0, self.launch_limit_kg
        while high - low > _CARGO_STEP_KG:
            middle = 0.5 * (low + high)
            try:
                self.masses(
                    CrewMass(crew_kg=who.crew_kg, samples_kg=who.samples_kg, cargo_kg=middle)
                )
            except PlannerError:
                high = middle
            else:
                low = middle
        return low


def _chain(
    craft: CrewLander, who: CrewMass, dv_m_s: Mapping[str, float]
) -> tuple[LanderMasses, float]:
    """Masses backwards from the end, and the mass at the start of the descent."""
    residual = [0.0] * len(craft.stages)
    for _ in range(_MAX_TURNS):
        burned, after, before = _backwards(craft, who, dv_m_s, residual)
        wanted = [craft.margins.residual_per_burned * mass for mass in burned]
        apart = max(abs(a - b) for a, b in zip(wanted, residual, strict=True))
        residual = wanted
        if apart < _SETTLED_KG or before["loi"] > _ABSURD_KG:
            break
    masses = LanderMasses(
        tli_kg=before["loi"],
        lunar_orbit_kg=before["descent"] - who.crew_kg,
        landed_kg=after["descent"],
        liftoff_kg=before["ascent"],
        ascended_kg=after["ascent"],
        loaded_kg=tuple(b + r for b, r in zip(burned, residual, strict=True)),
        dv_m_s=dict(dv_m_s),
    )
    return masses, before["descent"]


def _backwards(
    craft: CrewLander, who: CrewMass, dv_m_s: Mapping[str, float], residual: list[float]
) -> tuple[list[float], dict[str, float], dict[str, float]]:
    """Propellant burnt by stage; mass after and before each burn, the stage still attached."""
    stages = craft.stages
    burned = [0.0] * len(stages)
    after: dict[str, float] = {}
    before: dict[str, float] = {}
    mass = who.crew_kg + who.samples_kg
    for place in reversed(range(len(stages))):
        stage = stages[place]
        mass += stage.dry_mass_kg + residual[place]
        for burn in reversed(stage.burns):
            if burn == "descent":  # on the surface: samples came aboard, cargo went out
                mass += who.cargo_kg - who.samples_kg
            elif burn == "loi":  # in orbit: the crew came aboard
                mass -= who.crew_kg
            after[burn] = mass
            dv = dv_m_s[burn] * (1.0 + craft.margins.dv)
            mass *= mass_ratio(dv_m_s=dv, isp_s=stage.isp_s)
            before[burn] = mass
            burned[place] += mass - after[burn]
    return burned, after, before
