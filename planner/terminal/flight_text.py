"""A flight of any family on one screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.epochs import tdb_jd_to_utc
from planner.terminal.transfer_text import burns_table, residuals_text

if TYPE_CHECKING:
    from planner.transfers.flight import Detail, Flight, FlightEnd

_EPOCH = "_tdb_jd"


def flight_text(flight: Flight) -> str:
    """Return cost and time, burns, arrival, the family's own figures and residuals."""
    parts = [_headline(flight)]
    if flight.burns:
        parts.append(burns_table(flight.burns))
    if arrival := _arrival(flight.arrival):
        parts.append(arrival)
    if flight.details:
        parts.append("\n".join(_lines(flight.details)))
    parts.append(residuals_text(flight.residuals))
    return "\n\n".join(parts)


def _headline(flight: Flight) -> str:
    c3 = "" if flight.c3_km2_s2 is None else f", C3 {flight.c3_km2_s2:.3f} km2/s2"
    return (
        f"{flight.family}, {flight.model}: {flight.dv_total_m_s:.1f} m/s "
        f"in {flight.tof_d:.3f} d{c3}"
    )


def _arrival(end: FlightEnd) -> str:
    known = [
        text.format(value)
        for text, value in (
            ("{:.1f} km", end.altitude_km),
            ("{:.2f} deg", end.inclination_deg),
            ("v-infinity {:.3f} km/s", end.v_inf_km_s),
        )
        if value is not None
    ]
    return f"Arrival {', '.join(known)}." if known else ""


def _lines(details: dict[str, Detail] | object, indent: str = "") -> list[str]:
    """One line a figure; a table or a group of figures starts a line of its own."""
    assert hasattr(details, "items")
    lines = []
    for name, value in details.items():
        if isinstance(value, dict):
            lines += [f"{indent}{_label(name)}:", *_lines(value, indent + "  ")]
        elif isinstance(value, list) and value and isinstance(value[0], dict):
            lines.append(f"{indent}{_label(name)}:")
            lines += [f"{indent}  {_row(row)}" for row in value]
        else:
            lines.append(f"{indent}{_label(name)}: {_value(name, value)}")
    return lines


def _row(row: Detail) -> str:
    if not isinstance(row, dict):
        return _value("", row)
    return ", ".join(f"{_label(name)} {_value(name, value)}" for name, value in row.items())


def _label(name: str) -> str:
    """A dated figure is told in UTC, so its label drops the scale it is held in."""
    return name.removesuffix(_EPOCH) if name.endswith(_EPOCH) else name


def _value(name: str, value: Detail) -> str:
    match value:
        case None:
            return "none"
        case bool():
            return "yes" if value else "no"
        case float() if name.endswith(_EPOCH):
            return f"{tdb_jd_to_utc(value):%Y-%m-%d %H:%M:%S} UTC"
        case float():
            return f"{value:.6g}"
        case list():
            return ", ".join(_value(name, item) for item in value) or "none"
        case _:
            return str(value)
