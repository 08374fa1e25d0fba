"""A picture that is drawn already: JSON text handed to Streamlit without being built and validated once more."""

from __future__ import annotations

import json
from typing import Any

from plotly.basedatatypes import BaseFigure


class Ready(BaseFigure):  # type: ignore[misc]  # Plotly has no types
    """A figure made of the JSON of `dashboard.draw.compose.to_plotly`.

    `st.plotly_chart` asks a figure only for its dict; Plotly's own `Figure` would first check every one of some hundred
    annotations and shapes, ten times the cost, each time a reader comes by.
    """

    def __init__(self, text: str) -> None:
        object.__setattr__(self, "_text", text)

    def to_dict(self) -> dict[str, Any]:
        """Return the picture as plain data and layout."""
        drawn: dict[str, Any] = json.loads(self._text)
        return drawn

    def __repr__(self) -> str:
        """Return its size; Plotly's own representation would need the whole figure."""
        return f"Ready({len(self._text):,} bytes)"
