"""A brief as one HTML file that needs no network: charts that answer the pointer, tables, sources."""

from __future__ import annotations

import json
from html import escape
from pathlib import Path
from typing import Any

from dashboard.draw import Words, browser, fonts, style, to_plotly
from dashboard.exhibits import evidence
from dashboard.export import citations, footnotes, picture
from dashboard.export.brief import BriefItem
from dashboard.looks import readout

SIZES = {"wide": (1040, 440), "narrow": (354, 340)}
POLICY = (
    "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; font-src data:; img-src data: blob:"
)
HERE = Path(__file__).parent


def build(title: str, each: list[BriefItem]) -> bytes:
    """Return the page: its charts are drawn and read by the script of the dashboard."""
    notes = footnotes.number_sources(each, 1)
    parts = [_section(number, one, notes) for number, one in enumerate(each, start=1)]
    contents = "".join(
        f'<li><a href="#chart{n}">{escape(one.headline)}</a></li>' for n, one in enumerate(each, start=1)
    )
    caveats = "".join(
        f"<li>Chart {n}: {escape('; '.join(said))}.</li>"
        for n, one in enumerate(each, start=1)
        if (said := footnotes.caveats(one))
    )
    listed = "".join(
        f"<li>{escape(note.words)} Chart{'s' if len(note.slides) > 1 else ''} {', '.join(map(str, note.slides))}.</li>"
        for note in notes
    )
    body = (
        f'<header><h1>{escape(title)}</h1><nav aria-label="Charts"><ol>{contents}</ol></nav></header><main>{"".join(parts)}'
        f'<section id="sources"><h2>Sources, editions, caveats</h2><ol>{listed}</ol><ul>{caveats}</ul></section></main>'
    )
    seen = "".join(sorted(set(body)))
    css = fonts.embedded_css(seen) + (HERE / "page.css").read_text(encoding="utf-8") + browser.style_sheet()
    head = (
        f'<meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="{POLICY}">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><title>{escape(title)}</title><style>{css}</style>'
    )
    return f'<!doctype html><html lang="en"><head>{head}</head><body>{body}<script>{browser.script()}</script></body></html>\n'.encode()


def _pictures(number: int, one: BriefItem) -> str:
    """Return a chart laid out for wide and for narrow windows; the style sheet shows one."""
    reading, out = _json(readout.readout(one.item)), ""
    for name, (width, height) in SIZES.items():
        drawing = to_plotly(one.item.plot, Words(), style.Frame(width, height, kind="card"))
        told = {"chart": f"{name}_{number}", "drawing": _json(drawing), "reading": reading}
        out += f'<div class="{name}">{browser.markup(one.item.alt, told)}</div>'
    return out


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"))


def _section(number: int, one: BriefItem, notes: list[footnotes.Footnote]) -> str:
    """Return one exhibit: words, chart, author's lines, table, sources."""
    item = one.item
    marks = "".join(f'<p class="mark">{escape(words)}</p>' for words in picture.markers(item))
    numbers = ", ".join(str(n) for n, _ in footnotes.for_exhibit(item, notes))
    said = "".join(
        f'<p class="{kind}">{escape(text)}</p>'
        for kind, text in (("say", one.slide.speaking), ("note", one.slide.note))
        if text
    )
    by_author = " · headline by the author" if one.edited else ""
    behind = "".join(
        f"<li>{escape(publisher)}: {evidence.link_html(line.url, line.title)}, "
        f"{escape(evidence.release_words(line))}; {count} figure{'s' if count > 1 else ''}</li>"
        for publisher, line, count in evidence.publications(item)
    )
    said_below = (picture.source_line(item), item.calculation, picture.edition_line(item) + by_author)
    foot = "".join(f"<p>{escape(line)}</p>" for line in said_below if line)
    return (
        f'<section id="chart{number}">{marks}<h2>{escape(one.headline)}</h2><p class="sub">{escape(item.subtitle)} <sup>{numbers}</sup></p>'
        f'<div class="chart">{_pictures(number, one)}</div>{said}<div class="foot">{foot}</div>'
        f"<details><summary>Table</summary>{_table(item)}</details>"
        f"<details><summary>Publications behind it</summary><ul>{behind}</ul></details>"
        f"<details><summary>Cite</summary><p>{escape(citations.short(item))}</p></details></section>"
    )


def _table(item: Any) -> str:
    """Return the rows drawn as a table, with no more digits than were published."""
    rows = []
    for row in item.table.to_dict("records"):
        known = row["value"] == row["value"]
        shown = f"{evidence.figure(row)}" if known else "not published"
        status = evidence.STATUS.get(row["status"], row["status"])
        cells = f'<td>{escape(evidence.row_name(item, row))}</td><td class="number">{escape(shown)}</td><td>{escape(evidence.unit(row["series"]))}</td>'
        rows.append(f"<tr>{cells}<td>{escape(status)}</td><td>{escape(row['vintage'])}</td></tr>")
    head = "".join(f"<th>{name}</th>" for name in ("Figure", "Value", "Unit", "Status", "Released"))
    return f'<div class="scroll"><table><thead><tr>{head}</tr></thead><tbody>{"".join(rows)}</tbody></table></div>'
