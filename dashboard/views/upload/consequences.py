"""What a file would move: findings, verdicts, and the charts that draw its figures; where nothing moves, what they are for."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from dashboard.figures import words
from dashboard.overview.shown_where import Place
from dashboard.views.markup import html
from etl.intake.intake import Preview
from etl.intake.outcomes import MOVING
from etl.ledger.verdicts import VERDICTS

MOST = 6  # charts named
OPEN = "<p class='muted'>Where it shows is worked out once every question is answered.</p>"


def show(one: Preview, places: Sequence[Place]) -> None:
    """Show which findings and verdicts would change and where figures move, or say that nothing does and why."""
    where = (where_words(places) or nothing_words(one, places)) if one.ready else ""
    html("".join([_headlines(one), _verdicts(one), where or OPEN * (not one.ready)]))


def summary(one: Preview, places: Sequence[Place]) -> str:
    """Return in a sentence what would move, with the number of findings, verdicts and charts."""
    told = [(len(one.headlines), "finding"), (len(one.verdicts), "verdict")]
    turned = [_count(count, noun) for count, noun in told if count]
    parts = [f"{words.listed(turned)} would change"] if turned else []
    moved = sum(bool(place.moved) for place in places)
    parts += [f"{_count(moved, 'chart')} would move"] if moved else []
    return f"{' and '.join(parts) or 'No chart would move'}."


def _headlines(one: Preview) -> str:
    if not one.headlines:
        return ""
    told = "".join(
        f"<li><b>{escape(chart)}</b><br><span class='muted'>Now</span> {escape(before) or '–'}<br>"
        f"<span class='muted'>With this file</span> <b>{escape(after)}</b></li>"
        for chart, before, after in one.headlines
    )
    return f"<h2>{_count(len(one.headlines), 'finding')} would change</h2><ul class='ky-moves'>{told}</ul>"


def _verdicts(one: Preview) -> str:
    if not one.verdicts:
        return ""
    told = "".join(
        f'<li><a href="/ledger?claim={escape(claim, quote=True)}" target="_blank">{escape(claim)}</a>: '
        f"{escape(' '.join(VERDICTS[before]))} becomes <b>{escape(' '.join(VERDICTS[after]))}</b></li>"
        for claim, before, after in one.verdicts
    )
    return f"<h2>{_count(len(one.verdicts), 'verdict')} would change</h2><ul class='ky-moves'>{told}</ul>"


def where_words(places: Sequence[Place], title: str = "Where it shows", target: str = "_blank") -> str:
    """Return the charts on which figures move, as links, most telling first; "" where none does."""
    moved = [place for place in places if place.moved]
    if not moved:
        return ""
    told = "".join(
        f"<li>{_link(place, target)}: {_count(place.moved, 'point')} {'moves' if place.moved == 1 else 'move'}</li>"
        for place in moved[:MOST]
    )
    return f"<h2>{title}</h2><ul class='ky-moves'>{told}</ul>"


def nothing_words(one: Preview, places: Sequence[Place]) -> str:
    """Return that no picture moves, which charts show figures of the file today, and what the new ones are for."""
    fresh = sum(each.state in MOVING for each in one.outcomes)
    drawn = [place for place in places if place.drawn]
    parts = ["<h2>No picture on any page moves</h2>"]
    if drawn:
        told = "".join(
            f"<li>{_link(place)}: rests on {_figures(len(place.drawn))} of this file</li>" for place in drawn[:MOST]
        )
        parts.append(
            f"<p>Charts rest on figures of this file already, as they stand:</p><ul class='ky-moves'>{told}</ul>"
        )
    if fresh:
        every = "The figure that is" if fresh == 1 else f"The {_figures(fresh)} that are"
        parts.append(
            f"<p>{every} new or changed {'is' if fresh == 1 else 'are'} drawn by no chart. Published, they are kept with "
            "their source, day and place; later files are held against them. The comparison as CSV is the table of them.</p>"
        )
    return "".join(parts)


def _link(place: Place, target: str = "_blank") -> str:
    picks = f", {escape(place.words)}" if place.words else ""
    return (
        f'<a href="{escape(place.address, quote=True)}" target="{target}">{escape(place.menu)}: {escape(place.title)}'
        f"{picks}</a>"
    )


def _figures(count: int) -> str:
    return _count(count, "figure")


def _count(count: int, noun: str) -> str:
    return f"{words.number(count, 0)} {noun}{'' if count == 1 else 's'}"
