"""The plan as tables: the accessible form of every chart. Units stand in the headings."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any, TypeAlias

import numpy as np
import pandas as pd
import streamlit as st

from planner.figures.flight_marks import cargo, delivered, delivered_kg
from planner.figures.wording import date_text, mass_unit
from planner.plan import CampaignPlan, Flight

ColumnConfig: TypeAlias = dict[str, Any]

#: Hours between two rows of a trajectory's table.
_STEP_H = 12.0


def flights_table(plan: CampaignPlan) -> pd.DataFrame:
    """Return one row a flight: when, with what, how much, at what speed changes."""
    flights = plan.flights
    masses = _mass_columns(
        {
            "Payload": [f.mass_kg.payload for f in flights],
            "Possible": [f.capacity_kg for f in flights],
        }
    )
    payload, possible = masses
    return pd.DataFrame(
        {
            "Flight": [f.id for f in flights],
            "Carries": [cargo(plan, f) for f in flights],
            "Launch (UTC)": [date_text(f.launch_utc) for f in flights],
            "Delivery (UTC)": [date_text(delivered(f)) for f in flights],
            payload: masses[payload],
            "Launcher": [f.launcher for f in flights],
            "Lander or ship": [f.lander or f.ship or "own propulsion" for f in flights],
            possible: masses[possible],
            "TLI (m/s)": [round(f.dv_m_s["tli"]) for f in flights],
            "LOI (m/s)": [round(f.captured_m_s) for f in flights],
            "Flight time (d)": [round(f.tof_d, 2) for f in flights],
            "Cost (M$)": [round(f.cost_musd) for f in flights],
            "Phase": _phase_titles(plan, [f.phase for f in flights]),
        }
    )


def elements_table(plan: CampaignPlan) -> pd.DataFrame:
    """Return one row an element: what it is, whose, when it arrives and when it works."""
    elements = sorted(plan.elements, key=lambda element: element.landed_utc)
    return pd.DataFrame(
        {
            "Element": [e.name for e in elements],
            "Mission": [e.mission for e in elements],
            "Phase": _phase_titles(plan, [e.phase for e in elements]),
            "Partner": [e.partner for e in elements],
            "Where": [_WHERE[e.destination] for e in elements],
            **_mass_columns({"Mass": [e.mass_kg for e in elements]}),
            "Flight": [e.flight for e in elements],
            "Delivered (UTC)": [date_text(e.landed_utc) for e in elements],
            "Works from (UTC)": [date_text(e.operational_utc) for e in elements],
        }
    )


def mass_table(plan: CampaignPlan) -> pd.DataFrame:
    """Return one row a delivery with the sums after it, on the surface and in lunar orbit."""
    flights = sorted((f for f in plan.flights if delivered_kg(f) > 0.0), key=delivered)
    added = np.array([delivered_kg(f) for f in flights])
    landed = np.array([f.destination == "surface" for f in flights])
    return pd.DataFrame(
        {
            "Delivery (UTC)": [date_text(delivered(f)) for f in flights],
            "Flight": [f.id for f in flights],
            **_mass_columns(
                {
                    "Delivered": list(added),
                    "Sum on the surface": list(np.cumsum(added * landed)),
                    "Sum in lunar orbit": list(np.cumsum(added * ~landed)),
                }
            ),
        }
    )


def path_table(flight: Flight) -> pd.DataFrame:
    """Return where the craft is every twelve hours and at perilune: distances in km."""
    path = flight.path
    days = path.epoch_tdb_jd - path.epoch_tdb_jd[0]
    rows = np.append(np.arange(0.0, days[-1], _STEP_H / 24.0), days[-1])
    from_earth = np.linalg.norm(path.craft_km, axis=1)
    from_moon = np.linalg.norm(path.craft_km - path.moon_km, axis=1)
    return pd.DataFrame(
        {
            "After TLI (h)": np.round(rows * 24.0, 1),
            "To the Earth's centre (km)": np.interp(rows, days, from_earth).round(),
            "To the Moon's centre (km)": np.interp(rows, days, from_moon).round(),
        }
    )


def mass_formats(table: pd.DataFrame) -> ColumnConfig:
    """Return the column settings that show every mass of a column with the same digits."""
    kilograms = st.column_config.NumberColumn(format="%d")
    tonnes = st.column_config.NumberColumn(format="%.2f")
    columns = {name: kilograms for name in table.columns if name.endswith("(kg)")}
    return columns | {name: tonnes for name in table.columns if name.endswith("(t)")}


_WHERE = {"surface": "surface", "lunar_orbit": "lunar orbit"}


def _phase_titles(plan: CampaignPlan, phases: Sequence[str]) -> list[str]:
    titles = {phase.id: phase.title for phase in plan.phases}
    return [titles.get(phase, phase) for phase in phases]


def _mass_columns(masses_kg: Mapping[str, Collection[float]]) -> dict[str, list[float]]:
    """Head each column with its unit, the same for all: tonnes if one mass is above 10 000 kg."""
    unit, unit_kg = mass_unit(max(mass for column in masses_kg.values() for mass in column))
    decimals = 3 if unit == "t" else 0
    return {
        f"{name} ({unit})": [round(float(mass) / unit_kg, decimals) for mass in column]
        for name, column in masses_kg.items()
    }
