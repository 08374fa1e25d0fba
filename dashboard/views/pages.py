"""Every page of `pages.csv` by its id: a page of cards, or one with pieces of its own."""

from __future__ import annotations

from collections.abc import Callable

from dashboard.views.briefing import page as briefing
from dashboard.views.card import card
from dashboard.views.ledger import page as ledger
from dashboard.views.methods import page as methods
from dashboard.views.nowhere import page as nowhere
from dashboard.views.overview import page as overview
from dashboard.views.people import page as people
from dashboard.views.proposals import page as proposals
from dashboard.views.sources import page as sources
from dashboard.views.upload import page as upload

OWN: dict[str, Callable[[], None]] = {
    "overview": overview.show_overview, "ledger": ledger.show, "sources": sources.show_sources, "upload": upload.show,
    "proposals": proposals.show, "people": people.show, "briefing": briefing.show, "methods": methods.show_methods, "nowhere": nowhere.show_nowhere,
}  # fmt: skip


def show(page: str) -> None:
    """Show a page of `pages.csv`."""
    OWN.get(page, lambda: card.show_page(page))()
