"""One plot area: where it lies in the picture, its ranges, and how a value becomes a place in px."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from dashboard.draw import ends
from dashboard.draw.ticks import Ticks
from dashboard.exhibits.plot import Panel


@dataclass
class Pane:
    """One plot area in px, its ranges and what stands beside it. Log ranges are decimal logarithms."""

    number: int
    panel: Panel
    left: float
    top: float
    right: float
    bottom: float
    pad: float  # from the text edge to `left`; value labels stand in it
    x: tuple[float, float] = (0.0, 1.0)
    y: tuple[float, float] = (0.0, 1.0)
    ticks: Ticks | None = None
    values_shown: bool = True
    dates_shown: bool = True
    blocks: list[ends.Block] = field(default_factory=list)
    size: float = 0.0  # of the words beside bars
    names: float = 0.0  # px for the names of bars at the text edge
    span: tuple[float, float] = (0.0, 0.0)  # first and last x of the marks of all panels
    edge: float = 0.0  # a line that ends right of this x is named in the margin, others beside their last point
    lanes: list[float] = field(default_factory=list)  # a timeline's lanes, px under the top
    across: Ticks | None = None  # of a logarithmic axis of values; `x` are decimal logarithms then
    reach: float = 0.0  # gridlines run this far past the right end, to a second unit's values

    def x_px(self, value: float) -> float:
        """Return a horizontal value in px of the picture."""
        if self.across:
            value = math.log10(value) if value > 0 else self.x[0]
        return self.left + (value - self.x[0]) / (self.x[1] - self.x[0]) * (self.right - self.left)

    def y_px(self, value: float) -> float:
        """Return a height in px from the top of the picture."""
        if self.panel.lanes:
            return self.top + (self.lanes[int(value)] if self.lanes else 0.0)
        if self.panel.scale.log:
            value = math.log10(value) if value > 0 else self.y[0]
        return self.bottom - (value - self.y[0]) / (self.y[1] - self.y[0]) * (self.bottom - self.top)

    @property
    def y_name(self) -> str:
        """Plotly's name of the value axis, "y" or "y2"."""
        return "y" if self.number == 1 else f"y{self.number}"

    @property
    def x_name(self) -> str:
        """Plotly's name of the horizontal axis, "x" or "x2"."""
        return "x" if self.number == 1 else f"x{self.number}"
