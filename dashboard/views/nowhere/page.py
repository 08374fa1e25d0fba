"""An address that leads nowhere: says so, offers the nearest pages, and lists all of them."""

from __future__ import annotations

from html import escape

from dashboard.exhibits import catalogue, permalink
from dashboard.views.frame import Session, frame, session
from dashboard.views.markup import html


def show_nowhere() -> None:
    """Show what was asked for and what is near to it; the server sends a wrong address here."""
    kept: Session = session("nowhere")
    asked = kept.own.get("asked", "")
    told = (f"There is no page “{asked}”", "Choose one of these; nothing was changed.") if asked else None
    with frame("nowhere", told, dated=False):
        near = catalogue.nearest(asked) if asked else []
        if near:
            html(f'<h2>Did you mean</h2><ul class="ky-steps-list">{"".join(map(_line, near))}</ul>')
        rest = [page for page, line in catalogue.pages().items() if line["menu"] and page not in near]
        html(
            f'<h2>{"All other" if near else "All"} pages</h2><ul class="ky-steps-list">{"".join(map(_line, rest))}</ul>'
        )


def _line(page: str) -> str:
    line = catalogue.pages()[page]
    return (
        f'<li><a href="{permalink.path(page)}" target="_self">{escape(line["title"])}</a> '
        f'<span class="muted">{escape(line["question"])}</span></li>'
    )
