"""The catalogue: every value with its unit, its source and how far to trust it."""

from __future__ import annotations

from planner.catalogue.loading import Catalogue, CatalogueError, load_catalogue

__all__ = ["Catalogue", "CatalogueError", "load_catalogue"]
