"""What lets a long page be short: choices folded behind one row on a phone, and a list of links to the page's cards.

The style sheet and `dashboard/server/reader.js` do the folding; a wide window shows everything at once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from dashboard.exhibits import catalogue
from dashboard.exhibits.picks import SPANS, Pick
from dashboard.figures import words
from dashboard.views.markup import html

FEWEST = 3  # cards that make a page long
SAID = 5  # choices that a row names; more would not be seen


def fold_button(name: str, said: str, spoken: str) -> str:
    """Return the row that opens the container with the key `fold_<name>` on a phone; `spoken` says what it is first."""
    return (
        f'<button type="button" class="ky-fold" data-fold="{escape(name, quote=True)}" aria-expanded="false">'
        f'<span class="ky-spoken">{escape(spoken)}: </span><span class="cut">{escape(said)}</span></button>'
    )


def write_fold_button(name: str, said: str, spoken: str) -> None:
    """Write that row on the page."""
    html(fold_button(name, said, spoken))


def describe_picks(offered: Sequence[Pick], chosen: Mapping[str, str], span: tuple[int, int] | None) -> str:
    """Return what is chosen in one line: "Level · Exports + imports · Annual · 2010–2025 · Russia, EU".

    `span` is the first and last year that the chart can show. Choices that say nothing ("None") and those after the
    first few are left out.
    """
    said: list[str] = []
    for pick in offered:
        if pick.kind in SPANS:
            said.append(_years(chosen, span) if span and pick.name in ("first", "last") else "")
        elif chosen[pick.name] != "none":
            named = ", ".join(pick.words(part) for part in chosen[pick.name].split(",") if part)
            said.append(named if any(map(str.isalpha, named)) or not named else f"{pick.label}: {named}")
    said = list(filter(None, dict.fromkeys(said)))
    return " · ".join(said[:SAID])


def _years(chosen: Mapping[str, str], span: tuple[int, int]) -> str:
    first, last = (
        words.day(chosen[name]) if chosen.get(name) else str(year)
        for name, year in zip(("first", "last"), span, strict=True)
    )
    return first if first == last else f"{first}–{last}"


def in_pages(name: str, rows: int = 12, *, find: bool = True) -> str:
    """Return the attributes of a table that is shown so many rows at a time, fewer on a phone, all on paper.

    `name` is what the table holds, for those who hear the page; `find` adds a box that looks in all its rows.
    """
    box = "" if find else ' data-find="no"'
    return f'data-paged="{rows}" data-name="{escape(name, quote=True)}"{box}'


def chart_jumps(charts: Sequence[str]) -> list[tuple[str, str]]:
    """Return the links to the cards of charts: anchor and title."""
    return [(chart, catalogue.catalogue()[chart]["title"]) for chart in charts]


def jump_list(jumps: Sequence[tuple[str, str]]) -> str:
    """Return links to the cards of a page as markup; nothing for a page of few. The address keeps its query."""
    if len(jumps) < FEWEST:
        return ""
    lines = "".join(
        f'<li><a href="#{escape(anchor, quote=True)}">{escape(said.replace(chr(39), chr(8217)))}</a></li>'
        for anchor, said in jumps
    )
    return f'<nav class="ky-jump ky-panel-jump" aria-label="On this page"><ul>{lines}</ul></nav>'
