"""The tabs behind a chart: its table, its sources and disagreements, and its claims."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import TYPE_CHECKING, Any

from dashboard.exhibits import evidence, permalink, revision
from dashboard.figures import words
from dashboard.views.folding import in_pages
from dashboard.views.markup import html
from etl.tables import registry

if TYPE_CHECKING:
    from dashboard.exhibits.model import Exhibit

MOST = 12


def table(exhibit: Exhibit) -> None:
    """Show every value drawn: unit, status, publisher, day, publication with its address, and the figure as printed.

    As known on a past day, beside each value what is known now.
    """
    telling = evidence.distinguishing_columns(exhibit)
    now = _now(exhibit) if exhibit.as_of else [""] * len(exhibit.table)
    units = exhibit.table["series"].map(evidence.unit).unique()
    heads = [*telling.values(), "Period", f"Value, {units[0]}" if len(units) == 1 else "Value",
             *(["Known now"] if exhibit.as_of else []), "Status", "Known since",
             "From, with the figure as printed"]  # fmt: skip
    head = "".join(f'<th scope="col"{_number(text)}>{escape(text)}</th>' for text in heads)
    rows = "".join(
        _row(exhibit, row, list(telling), len(units) == 1, latest)
        for row, latest in zip(exhibit.table.to_dict("records"), now, strict=True)
    )
    caption = f"{len(exhibit.table)} rows. {exhibit.subtitle}."
    html(
        '<div class="ky-scroll" tabindex="0" role="region" aria-label="Table of the values drawn">'
        f"<table {in_pages('the values drawn')}><caption>{escape(caption)}</caption><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _number(head: str) -> str:
    return ' class="num"' if head.startswith(("Value", "Known now")) else ""


def _now(exhibit: Exhibit) -> list[str]:
    """Return for each row, as a cell, the value known now: with its change, "same", or "not drawn now"."""
    cells = []
    for row in revision.latest_beside(exhibit).to_dict("records"):
        told = {"same": "same", "absent": "not drawn now"}.get(row["state"])
        if told is None:
            exact = evidence.figure({"series": row["series"], "value": row["now"], "rounding": row["now_rounding"]})
            change = row["change_pct"]
            told = f"{exact} ({words.percent(change, signed=True)})" if change == change else exact
        cells.append(f'<td class="num">{escape(told)}</td>')
    return cells


def _row(exhibit: Exhibit, row: dict[str, Any], telling: list[str], one_unit: bool, now: str) -> str:
    cells = [f'<td class="nowrap">{escape(evidence.place_words(row, column))}</td>' for column in telling]
    unit = "" if one_unit else f" {evidence.unit(row['series'])}"
    value = "–" if row["value"] != row["value"] else evidence.figure(row) + unit  # a gap is not itself
    status = evidence.STATUS.get(row["status"], row["status"])
    origin = evidence.origin_html(exhibit, row["citation"]) if row["citation"] else "No figure."
    return (
        f'<tr>{"".join(cells)}<td class="nowrap">{escape(words.period(row["period"], int(row["months"])))}</td>'
        f'<td class="num">{escape(value)}</td>{now}<td>{escape(status)}</td>'
        f'<td class="nowrap">{words.day(row["vintage"])}</td><td>{origin}</td></tr>'
    )


def sources(exhibit: Exhibit) -> None:
    """Show who publishes the figures drawn, in which publications, and who says otherwise."""
    lines = "".join(
        f'<tr><td>{escape(one.publisher)}</td><td>{escape(one.title)}</td><td class="nowrap">{escape(one.periods)}</td>'
        f'<td class="num">{one.rows}</td><td class="nowrap">{words.day(one.newest)}</td>'
        f"<td>{escape(one.licence)}</td></tr>"
        for one in exhibit.sources
    )
    heads = ("Publisher", "Figures", "Years", "Values", "Newest", "Licence")
    head = "".join(f'<th scope="col"{" class=num" if text == "Values" else ""}>{text}</th>' for text in heads)
    html(
        '<div class="ky-scroll" tabindex="0" role="region" aria-label="Sources of the values drawn">'
        f"<table><thead><tr>{head}</tr></thead><tbody>{lines}</tbody></table>"
        f'<div class="ky-block"></div><div class="ky-block ky-list"><h3>Publications</h3>{_publications(exhibit)}</div>'
        f'<div class="ky-block ky-list"><h3>Who says otherwise</h3>{_otherwise(exhibit)}</div>'
        f"{_block(exhibit, 'joint_words', 'Where another source takes over')}"
        f"{_block(exhibit, 'said', 'What does not add up')}{_events(exhibit)}</div>"
    )


def _block(exhibit: Exhibit, column: str, heading: str) -> str:
    """Return what a column of the rows drawn says in words, each once, under a heading; nothing where it says nothing."""
    if column not in exhibit.table:
        return ""
    said = [str(text) for text in dict.fromkeys(exhibit.table[column].dropna()) if text]
    lines = evidence.html_list(escape(f"{text}.") for text in said)
    return f'<div class="ky-block ky-list"><h3>{heading}</h3>{lines}</div>' if said else ""


def _events(exhibit: Exhibit) -> str:
    """Return the events drawn, each with where its date stands; nothing where none is drawn."""
    drawn = exhibit.plot.events
    if not drawn:
        return ""
    lines = evidence.html_list(f"{escape(one.words)} ({escape(one.source)})" for one in drawn)
    return f'<div class="ky-block ky-list"><h3>Events drawn</h3>{lines}</div>'


def _publications(exhibit: Exhibit) -> str:
    """Return every publication behind the rows drawn, most figures first."""
    return evidence.html_list(
        f"{escape(publisher + ': ' if publisher else '')}{evidence.link_html(line.url, line.title)}, "
        f"{escape(evidence.release_words(line))} "
        f"({count} figure{'s' if count != 1 else ''})"
        for publisher, line, count in evidence.publications(exhibit)
    )


def _otherwise(exhibit: Exhibit) -> str:
    """Return the disagreements in words, the widest first."""
    apart = exhibit.disagreements
    if apart.empty:
        return '<p class="muted">No source here gives another value for anything drawn.</p>'
    apart = apart.assign(percent=((apart["value"] / apart["value_shown"] - 1) * 100).where(apart["value_shown"] != 0))
    order = apart.reindex(apart["percent"].abs().sort_values(ascending=False).index)
    said = [_disagreement(exhibit, row) for row in order.head(MOST).to_dict("records")]
    more = len(apart) - len(said)
    return evidence.html_list([*said, *([f"and {more} smaller differences"] if more > 0 else [])])


def _disagreement(exhibit: Exhibit, row: dict[str, Any]) -> str:
    """Return one disagreement: what is shown, what another source or day says, and how far apart."""
    unit = evidence.unit(row["series"])
    shown = evidence.figure({**row, "value": row["value_shown"], "rounding": row["rounding_shown"]})
    by = registry.get("sources", row["source_shown"])["publisher"]
    if unit in ("%", "percent"):
        far = f"{words.number(row['value'] - row['value_shown'], 1, signed=True)} points"
    else:
        far = words.percent(row["percent"], 1, signed=True) if row["percent"] == row["percent"] else "from zero"
    label = registry.get("series", row["series"])["label"]
    return (
        f"{escape(label)}, {escape(evidence.row_name(exhibit, row))}: shown {escape(shown)} {escape(unit)} ({escape(by)}); "
        f"otherwise {escape(evidence.figure(row))} ({escape(far)}). {evidence.origin_html(exhibit, row['citation'])}"
    )


def claims(found: Iterable[tuple[str, str]], edition: str | None, as_of: str | None) -> None:
    """Show the cited figures that stand in the chart, those that do not hold first; each leads to its entry in the ledger.

    `edition` (None: the newest) and `as_of` are those of the page, so that the entry judges by the same figures.
    """
    links = ((permalink.link("ledger", {}, edition, as_of, {"claim": claim}), text) for claim, text in found)
    listed = evidence.html_list(
        f'<a href="{escape(address, quote=True)}" target="_self">{escape(text)}</a>' for address, text in links
    )
    html(f'<div class="ky-list">{listed}</div>')
