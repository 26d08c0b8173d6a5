"""What every figure module returns: the drawing and the words that replace it."""

from __future__ import annotations

from dataclasses import dataclass

import plotly.graph_objects as go


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A drawing and its text alternative.

    Attributes
    ----------
    figure : plotly.graph_objects.Figure
        Carries no font or background colour, so that the page's theme shows.
    alt : str
        The takeaway in plain words, for readers who do not see the drawing.
    """

    figure: go.Figure
    alt: str
