"""The lists of the page Sources as markup, narrowed to what a reader looks for: no row is cut, what is long is folded."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any, NamedTuple

from dashboard.exhibits import evidence
from dashboard.figures import comparisons, words
from dashboard.figures.memo import keep_with_figures
from dashboard.figures.query import Data
from dashboard.overview import provenance
from dashboard.views.card.card import plain_badge
from etl.tables import registry

FEW = 5  # rows of a long table that show at once
STATES = ("Late", "Due", "Fresh", "Irregular", "Frozen")  # what a reader has to know first


class Part(NamedTuple):
    """One part of the page: its heading and the line under it, how many rows it has, and those rows."""

    name: str
    head: str
    sub: str
    rows: int
    counted: str  # "35 corrections"
    markup: str


class Line(NamedTuple):
    """One row: its cells as markup, and the words it is found by."""

    cells: tuple[str, ...]
    found_by: str


def parts(data: Data, edition: str, needle: str = "", named: str = "") -> list[Part]:
    """Return the parts of the page; with a needle only the rows that have each of its words, and no empty part.

    The source that is `named` is open and marked: the script of the find box scrolls there.
    """
    sought = needle.casefold().split()
    found = [_sources(data, sought, named), _corrections(sought), _apart(data, sought), _history(data, edition, sought)]
    return [part for part in found if part.rows or not sought or part.name == "sources"]


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


def _has(text: str, sought: Sequence[str]) -> bool:
    folded = text.casefold()
    return all(word in folded for word in sought)


def _sources(data: Data, sought: Sequence[str], named: str) -> Part:
    """Return the sources, those that are late first: a line each, licence and the rest unfolded below it."""
    known = sorted(provenance.sources(data), key=lambda one: STATES.index(one.state.words))
    known = [one for one in known if _has(" ".join(map(str, (*one[:4], *one.state))), sought)]
    counted = _count(len(known), "source", "sources")
    lines = "".join(_source(one, one.id == named) for one in known)
    return Part("sources", counted, "Open one for its licence, its address and how much of it is here.", len(known),
                counted, lines)  # fmt: skip


def _source(one: provenance.Source, named: bool) -> str:
    facts = (
        ("State", escape(one.state.help)), ("Newest page", _day(one.newest)), ("Values", f"{one.figures:,}"),
        ("From", one.first), ("Licence", escape(one.licence)),
        ("Address", evidence.link_html(one.home, evidence.web_address(one.home))),
    )  # fmt: skip
    more = "".join(f"<dt>{name}</dt><dd>{value}</dd>" for name, value in facts)
    mark = ' class="ky-found"' if named else ""
    return (
        f'<details class="ky-source"{" open" if named else ""}><summary><span{mark}>{escape(one.publisher)}</span><span>{escape(one.title)}</span>'
        f'{plain_badge(one.state)}<span class="end">to {_day(one.last)}</span></summary><dl class="ky-dl">{more}</dl></details>'
    )


def _corrections(sought: Sequence[str]) -> Part:
    lines = [line for line in map(_correction, provenance.corrections()) if _has(line.found_by, sought)]
    said = "Misprinted or miscopied rows: the file as received is kept, the correction is a line of its own."
    heads = ("Series", "Partner", "Period", "Found", "Instead", "Why", "Where")
    counted = _count(len(lines), "correction", "corrections")
    return Part("corrections", f"{counted} in force", said, len(lines), counted,
                _table("corrections", heads, lines, 0))  # fmt: skip


def _correction(line: registry.Row) -> Line:
    said = (
        registry.get("series", line["series"])["label"], registry.place_name(line["partner"]),
        words.period(line["period"], int(line["months"])), provenance.value(line, line["value"]),
        provenance.correction(line), line["reason"],
    )  # fmt: skip
    where = evidence.link_html(line["url"], "The page corrected") if line["url"] else ""
    return Line((*map(escape, said), where), " ".join(said))


def _apart(data: Data, sought: Sequence[str]) -> Part:
    lines = [line for line in _all_apart(data) if _has(line.found_by, sought)]
    said = "Published values outside the rounding of the one shown, the widest first; every chart names its own."
    heads = ("Series", "Counted by, with", "Period", "Shown", "Otherwise", "Apart", "Who says otherwise", "Published")
    head = f"{_count(len(lines), 'published value says', 'published values say')} something else"
    counted = _count(len(lines), "published value that differs", "published values that differ")
    return Part("apart", head, said, len(lines), counted, _table("differences", heads, lines, FEW))


@keep_with_figures
def _all_apart(data: Data) -> tuple[Line, ...]:
    return tuple(_difference(one) for one in comparisons.disagreements(data).to_dict("records"))


def _difference(one: dict[str, Any]) -> Line:
    said = (
        one["label"], f"{registry.place_name(one['reporter'])}, {registry.place_name(one['partner'])}",
        words.period(one["period"], int(one["months"])), _told(one, "shown"), _told(one, "says"), _apart_by(one),
        registry.get("sources", one["source_says"])["title"], words.day(one["vintage_says"]),
    )  # fmt: skip
    return Line(tuple(map(escape, said)), " ".join(said))


def _told(one: dict[str, Any], which: str) -> str:
    """Return one of the two values with the digits it was printed with and its unit."""
    row = {"series": one["series"], "value": one[f"value_{which}"], "rounding": one[f"rounding_{which}"]}
    return f"{evidence.figure(row)} {one['unit']}".strip()


def _apart_by(one: dict[str, Any]) -> str:
    """Return how far apart: in points where the figures are per cent, else in per cent of the value shown."""
    if one["unit"] == "%":
        return words.points(one["says"] - one["shown"])
    return words.percent(one["apart_pct"], signed=True) if one["value_shown"] else "from zero"


def _history(data: Data, edition: str, sought: Sequence[str]) -> Part:
    said = [(one.edition, words.day(one.day), one.what, one.why, one.effect) for one in provenance.history(data)]
    lines = [Line(tuple(map(escape, each)), " ".join(each)) for each in said]
    lines = [line for line in lines if _has(line.found_by, sought)]
    heads = ("Edition", "Day", "Decision", "Why", "Effect on the values shown")
    counted = _count(len(lines), "decision", "decisions") if lines else "What each edition changed"
    nothing = '<p class="muted">No decision has been taken since these figures shipped.</p>'
    told = _table("decisions", heads, lines, FEW) if lines else nothing
    return Part("history", "What each edition changed", provenance.edition_words(edition), len(lines), counted, told)


def _day(text: str) -> str:
    return f'<span class="nowrap">{words.day(text)}</span>'


def _table(what: str, heads: tuple[str, ...], lines: Sequence[Line], few: int) -> str:
    """Return a table of every line; those after the first few are folded, unless the rest is as few."""
    shown = len(lines) if len(lines) <= 2 * FEW else few
    parts = [_rows(heads, lines[:shown])] if shown else []
    if shown < len(lines):
        more = f"{len(lines) - shown} more {what}" if shown else f"Show the {len(lines)} {what}"
        parts.append(f'<details class="ky-more"><summary>{more}</summary>{_rows(heads, lines[shown:])}</details>')
    return "".join(parts)


def _rows(heads: tuple[str, ...], lines: Sequence[Line]) -> str:
    """Return a table; on a phone each row becomes a block whose cells say their column."""
    head = "".join(f'<th scope="col">{text}</th>' for text in heads)
    body = "".join(
        "<tr>"
        + "".join(f'<td data-label="{name}">{cell}</td>' for name, cell in zip(heads, line.cells, strict=True))
        + "</tr>"
        for line in lines
    )
    return f'<table class="ky-blocks ky-lines"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'
