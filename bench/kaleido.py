"""The yardstick of exports: a deck of pictures, each drawn by Kaleido called once, as Plotly's own `to_image` does.

Run as `python -m bench.kaleido FIGURES.json DECK.pptx`. It draws the same figures at the size of our slides; its charts are pictures
that nobody can edit. Prints the seconds of each picture.
"""

from __future__ import annotations

import io
import json
import sys
import time
from pathlib import Path


def deck(figures: list[dict], out: Path) -> list[float]:
    """Write a deck with one picture a slide; return the seconds of each picture."""
    import plotly.io
    from pptx import Presentation
    from pptx.util import Inches

    show, taken = Presentation(), []
    for figure in figures:
        begun = time.perf_counter()
        drawn = plotly.io.to_image(figure, format="png", width=1600, height=900, validate=False)
        taken.append(time.perf_counter() - begun)
        slide = show.slides.add_slide(show.slide_layouts[6])
        slide.shapes.add_picture(io.BytesIO(drawn), Inches(0), Inches(1), Inches(10))
    show.save(str(out))
    return taken


if __name__ == "__main__":
    print(json.dumps(deck(json.loads(Path(sys.argv[1]).read_text()), Path(sys.argv[2]))))
