"""The style sheets of every page, with the colours of the theme."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from dashboard.draw import browser

SHEETS = ("page", "evidence", "orientation", "phone", "print")  # the later ones win
PALETTE = {
    "light": {
        "page": "#FFFFFF", "fill": "#F3F5F7", "text": "#18212B", "muted": "#56616E", "line": "#D8DDE3",
        "grid": "#E6E9ED",
        "accent": "#0B5F66", "accent-fill": "#E6F1F1", "amber": "#8A3F06", "amber-fill": "#FDF1DF",
        "amber-rule": "#D98A1F",
    },
    "dark": {
        "page": "#111827", "fill": "#1B2536", "text": "#E7EBF0", "muted": "#B0BAC7", "line": "#303C4F",
        "grid": "#253043",
        "accent": "#7AD0D2", "accent-fill": "#15353D", "amber": "#F6C987", "amber-fill": "#3A2A12",
        "amber-rule": "#C98A2B",
    },
}  # fmt: skip


@cache
def style_sheet(name: str) -> str:
    """Return the style sheet with the colours of a theme; paper is light."""
    here = Path(__file__)
    ours = "\n".join(here.with_name(f"{sheet}.css").read_text(encoding="utf-8") for sheet in SHEETS)
    paper = f"@media print{{:root{{{_colours('light')}}}}}"
    return f"<style>:root{{{_colours(name)}}}\n{paper}\n{browser.style_sheet()}\n{ours}</style>"


def _colours(name: str) -> str:
    return "".join(f"--ky-{key}:{value};" for key, value in PALETTE[name].items())
