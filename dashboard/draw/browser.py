"""What a page needs to draw charts and to have them read by hand: one script and one style sheet, for the dashboard and for exported pages."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from html import escape
from pathlib import Path

HERE = Path(__file__).parent


@cache
def script() -> str:
    """Return the script: it draws every `.ky-picture` of a page and answers mouse, finger and keys."""
    return "".join((HERE / name).read_text(encoding="utf-8") for name in ("picture.js", "reading.js"))


@cache
def style_sheet() -> str:
    """Return the style sheet; the page gives its colours as `--ky-…`."""
    return (HERE / "reading.css").read_text(encoding="utf-8")


def markup(alt: str, told: Mapping[str, str]) -> str:
    """Return the place of a picture for the script: `drawing` and `reading` as JSON, `chart`, and on our pages `link`, `span`, `sheet` and `paper`."""
    data = "".join(f" data-{key}='{_attribute(text)}'" for key, text in told.items())
    return f'<div class="ky-picture" aria-label="{escape(alt, quote=True)}"{data}></div>'


def _attribute(text: str) -> str:
    """Return text for an attribute in single quotes: the quotes of JSON stay as they are, which keeps it small."""
    return text.replace("&", "&amp;").replace("'", "&#39;").replace("<", "&lt;").replace(">", "&gt;")
