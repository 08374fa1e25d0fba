"""The line of steps over an upload."""

from __future__ import annotations

from dashboard.views.markup import html
from etl.intake.intake import Preview

STEPS = ("Drop", "Recognise", "Map", "Check", "Compare", "Publish")


def show(one: Preview | None, *, published: bool) -> None:
    """Show where the file is: a line of steps, the present one marked."""
    if published:
        at = 6
    elif one is None:
        at = 0
    elif not one.source:
        at = 1
    elif not one.rows:
        at = 2
    elif one.refused:
        at = 3
    else:
        at = 5 if one.ready else 4
    cells = []
    for number, name in enumerate(STEPS):
        kind = "now" if number == at else "past" if number < at else ""
        current = " aria-current=step" if number == at else ""
        cells.append(f'<li class="{kind}"{current}>{number + 1} {name}</li>')
    html(f'<ol class="ky-steps">{"".join(cells)}</ol>')
