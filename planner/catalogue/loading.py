"""Reads the catalogue files once; what it returns cannot be changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from pydantic import ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from planner.catalogue.fields import Model
from planner.catalogue.models import (
    ElementKind,
    Lander,
    Launcher,
    MaintenanceClass,
    MarginPolicy,
    Pad,
    Partner,
    Ship,
    Site,
    Source,
    Station,
    SupplyClass,
    SupplyRateSet,
)
from planner.errors import PlannerError

#: Folder of the shipped files; each is a mapping from id to entry.
FOLDER: Final = Path(__file__).parent


class CatalogueError(PlannerError):
    """A catalogue file cannot be read or breaks a rule.

    Attributes
    ----------
    path : pathlib.Path
        The file.
    """

    def __init__(self, path: Path, reason: str) -> None:
        self.path = path
        super().__init__(f"{path}: {reason}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """Everything a scenario may refer to, by id."""

    sources: Mapping[str, Source]
    partners: Mapping[str, Partner]
    pads: Mapping[str, Pad]
    sites: Mapping[str, Site]
    stations: Mapping[str, Station]
    launchers: Mapping[str, Launcher]
    landers: Mapping[str, Lander]
    ships: Mapping[str, Ship]
    elements: Mapping[str, ElementKind]
    margin_policies: Mapping[str, MarginPolicy]
    supply_classes: Mapping[str, SupplyClass]
    supply_rates: Mapping[str, SupplyRateSet]
    maintenance_classes: Mapping[str, MaintenanceClass]


#: Model of the entries of each file, in the order of :class:`Catalogue`.
SECTIONS: Final[Mapping[str, type[Model]]] = MappingProxyType(
    {
        "sources": Source,
        "partners": Partner,
        "pads": Pad,
        "sites": Site,
        "stations": Station,
        "launchers": Launcher,
        "landers": Lander,
        "ships": Ship,
        "elements": ElementKind,
        "margin_policies": MarginPolicy,
        "supply_classes": SupplyClass,
        "supply_rates": SupplyRateSet,
        "maintenance_classes": MaintenanceClass,
    }
)


def load_catalogue(folder: Path = FOLDER) -> Catalogue:
    """Read every catalogue file of a folder.

    Parameters
    ----------
    folder : pathlib.Path
        Folder with one ``<section>.yaml`` for each field of :class:`Catalogue`.

    Returns
    -------
    Catalogue
        Read once for each folder and shared: it is immutable.

    Raises
    ------
    CatalogueError
        If a file is missing, is not YAML, or an entry breaks its model.
    """
    return _read(folder)


@cache
def _read(folder: Path) -> Catalogue:
    return Catalogue(
        **{name: _section(folder / f"{name}.yaml", model) for name, model in SECTIONS.items()}
    )


def _section(path: Path, model: type[Model]) -> Mapping[str, Any]:
    try:
        entries = YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))
        built = {key: model.model_validate({"id": key} | entry) for key, entry in entries.items()}
    except (OSError, YAMLError, ValidationError, ValueError, TypeError, AttributeError) as error:
        raise CatalogueError(path, str(error)) from error
    return MappingProxyType(built)
