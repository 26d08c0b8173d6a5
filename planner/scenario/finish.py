"""From a draft without faults to the scenario the planner works from."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import BaseModel

from planner.catalogue import Catalogue
from planner.catalogue.models import Source
from planner.scenario.crews import crews_of, lot_entries, supply_of
from planner.scenario.file import BudgetEntry, InPlaceEntry, LimitsEntry
from planner.scenario.model import (
    Budget,
    Horizon,
    InPlace,
    MoneyLimits,
    PartnerRole,
    Scenario,
    StationElement,
)
from planner.scenario.resolve import Draft, element_of, power_of


def finished(draft: Draft, *, sha256: str) -> Scenario:
    """Return the scenario of a draft in which no fault was found."""
    file, catalogue = draft.file, draft.catalogue
    # No id was unknown, so nothing may have been left out.
    assert len(draft.options) == len(file.fleet)
    assert len(draft.elements) == len(file.elements)
    crews, supply = crews_of(file, catalogue, draft.by_id, draft.phases), supply_of(file, catalogue)
    parts = {
        "crews": crews,
        "supply": supply,
        "site": catalogue.sites[file.site],
        "fleet": tuple(draft.options.values()),
        "elements": (*draft.elements.values(), *_lots(draft)),
        "alternatives": tuple(draft.alternatives.values()),
    }
    partners = tuple(_partners(draft))
    joined = [catalogue.partners[one.id] for one in partners]
    cited = {name for part in (*parts.values(), *joined) for name in _cited(part)}
    return Scenario(
        **parts,
        id=file.id,
        title=file.title,
        teaches=file.teaches.strip(),
        as_of=file.as_of or file.horizon.start,
        horizon=Horizon(start=file.horizon.start, end=file.horizon.end),
        due=file.due or file.horizon.end,
        science_to=file.science_to or file.due or file.horizon.end,
        objective=file.objective,
        phases=draft.phases,
        partners=partners,
        in_place=tuple(_in_place(entry, catalogue) for entry in file.in_place),
        budget=_budget(file.budget),
        pins=tuple(draft.pins.values()),
        history=tuple(draft.history.values()),
        policies=file.policies,
        solver=file.solver,
        sha256=sha256,
        cited=tuple(catalogue.sources[name] for name in sorted(cited | set(file.cites))),
    )


def _lots(draft: Draft) -> Iterator[StationElement]:
    """Resupply lots, which stand in no list of the file."""
    entry = draft.file.supply
    if entry is None:
        return
    kind = draft.catalogue.elements[entry.kind]
    for lot in lot_entries(entry, kind, draft.phases):
        element = element_of(lot, draft.catalogue, draft.phases, set())
        assert element is not None
        yield element


def _budget(entry: BudgetEntry) -> Budget:
    partners = tuple((key, _limits(one)) for key, one in sorted(entry.partners.items()))
    return Budget(programme=_limits(entry), partners=partners)


def _limits(entry: LimitsEntry) -> MoneyLimits:
    years = sorted((int(year), limit) for year, limit in entry.by_year_musd.items())
    return MoneyLimits(per_year_musd=entry.per_year_musd, by_year_musd=tuple(years))


def _partners(draft: Draft) -> Iterator[PartnerRole]:
    brings = {entry.id: entry.brings for entry in draft.file.partners} or {
        element.partner: "" for element in draft.elements.values()
    }
    for key, words in brings.items():
        partner = draft.catalogue.partners[key]
        joined = partner.joined.date if partner.joined else None
        yield PartnerRole(id=key, name=partner.name, joined=joined, brings=words.strip())


def _in_place(entry: InPlaceEntry, catalogue: Catalogue) -> InPlace:
    kind = catalogue.elements[entry.kind]
    return InPlace(
        id=entry.id,
        name=entry.name or kind.name,
        kind=entry.kind,
        since=entry.since,
        destination=kind.destination,
        crew_berths=round(kind.crew_berths.value) if kind.crew_berths else 0,
        **power_of(entry, kind),
    )


def _cited(node: object) -> Iterator[str]:
    """Return the id of every source named inside an object."""
    if isinstance(node, tuple):
        for item in node:
            yield from _cited(item)
    elif isinstance(node, BaseModel) and not isinstance(node, Source):
        source = getattr(node, "source", None)
        if isinstance(source, str):
            yield source
        for name in type(node).model_fields:
            yield from _cited(getattr(node, name))
