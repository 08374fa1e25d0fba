"""What helps a reader to find their feet on every page: the tour, the list of keys, and the line at the foot.

All of it is markup that orientation.js shows and hides: the browser remembers that the tour was read or skipped.
"""

from __future__ import annotations

from functools import cache
from html import escape

from dashboard.exhibits import catalogue, permalink
from dashboard.figures import words

INVITATION = "New here? The tour in five sentences"


@cache
def markup() -> str:
    """Return the tour (tour.csv), which waits in the bar or, on a phone, under the question, and the list of keys (shortcuts.csv)."""
    return _tour() + _keys()


def _tour() -> str:
    steps = "".join(
        f'<li><a href="{permalink.path(line["page"])}" target="_self">{escape(line["title"])}</a>. '
        f"{escape(line['words'])}</li>"
        for line in catalogue.table("tour")
    )
    return (
        f'<aside class="ky-tour" aria-label="Tour"><details><summary>{INVITATION}</summary><ol>{steps}</ol></details>'
        '<button type="button" class="ky-plain" data-does="skip"><span>Skip</span><span>Done</span></button></aside>'
    )


def _keys() -> str:
    rows = "".join(
        f'<tr data-key="{escape(line["key"], quote=True)}" data-does="{line["does"]}">'
        f'<th scope="row"><kbd>{escape(line["key"])}</kbd></th><td>{escape(line["words"])}</td></tr>'
        for line in catalogue.table("shortcuts")
    )
    return (
        f'<dialog class="ky-keys" aria-label="Keys"><h2>Keys</h2><table><tbody>{rows}</tbody></table>'
        '<button type="button" class="ky-plain" data-does="close">Close</button></dialog>'
    )


def foot(edition: str, as_of: str | None) -> str:
    """Return the line at the foot of a page: what it shows, how its figures are made, and where help is."""
    known = words.day(as_of or words.today())
    return (
        f'<p class="ky-foot ky-last">Edition {escape(edition)} · as known on {known} · every figure opens its source'
        ' <span class="ky-help">· <a href="/methods" target="_self">How figures are made</a>'
        ' · <button type="button" class="ky-plain" data-does="keys">Keys</button>'
        ' · <button type="button" class="ky-plain" data-does="tour">Tour</button></span></p>'
    )
