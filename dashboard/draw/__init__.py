"""The layout engine: a `Plot`, its words and a frame become one picture, the same on page, slide and phone.

May import `exhibits` for the shape of a plot.
"""

from dashboard.draw.canvas import Box, Sheet
from dashboard.draw.compose import compose, place, to_plotly
from dashboard.draw.frame_words import Words

__all__ = ["Box", "Sheet", "Words", "browser", "compose", "fonts", "place", "style", "svg", "ticks", "to_plotly"]
