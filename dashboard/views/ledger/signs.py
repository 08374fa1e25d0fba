"""A verdict's sign and the address of its entry, as every part of the ledger shows them."""

from __future__ import annotations

from html import escape

from dashboard.exhibits import permalink
from dashboard.ledger import verdict_lists
from etl.ledger.verdicts import Verdict


def sign(one: Verdict) -> str:
    """Return a verdict's shape and word as markup: never colour alone."""
    return f'<span class="ky-verdict {verdict_lists.tone(one)}"><i>{one.shape}</i> {escape(one.word)}</span>'


def entry_link(one: Verdict, edition: str | None, as_of: str | None) -> str:
    """Return the address of an entry, with the edition (None: the newest) and day that the reader looks at."""
    return permalink.link("ledger", {}, edition, as_of, {"claim": one.claim.id})
