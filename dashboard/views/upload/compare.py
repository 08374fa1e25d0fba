"""What a file was taken for, what was noted, and what it would change: the counts, the grid, all of it as a file."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from html import escape

import streamlit as st

from dashboard.exhibits.tables import escape_formula
from dashboard.figures import words
from dashboard.overview.shown_where import Place
from dashboard.views.markup import html
from dashboard.views.upload import consequences, file_grid
from etl.intake import outcomes
from etl.intake.intake import Preview
from etl.ledger.answer import short
from etl.tables import registry
from etl.tables.problems import HOLD, REFUSE
from etl.tables.rows import Row, plain

FACTS = {
    "layout": "Layout", "title": "Title", "unit_text": "Unit as written", "unit": "Unit", "currency": "Currency",
    "flow": "Flow", "reporter": "Reporter", "period": "Period", "encoding": "Encoding",
}  # fmt: skip
NUMBERS = ("Value",)


def finding(one: Preview, places: Sequence[Place] = (), step: str = "publish") -> tuple[str, str]:
    """Return the page's headline for a file, and the sentence under it; `step` is what comes last: publish or propose."""
    if one.refused:
        return "This file cannot be taken as it is", "Nothing has been changed. All that was found stands below."
    waiting = len(one.held) + len(one.questions)
    asked = f"{waiting} question{'s' if waiting != 1 else ''} must be answered before you can {step}."
    if not one.rows:
        return "This file needs an answer", f"Nothing has been changed. {asked}"
    counted = outcomes.counts_words(one.outcomes)
    if one.idle and one.ready:
        return counted, f"{one.name}: nothing to {step}, and nothing has been changed."
    then = asked if waiting else f"{consequences.summary(one, places)} Look, then {step}."
    return counted, f"{one.name}: nothing is public yet. {then}"


def recognised(one: Preview) -> None:
    """Show what the file was taken for: each fact as read, the first rows, and the first figures with their places."""
    if not one.source:
        return
    line = registry.get("sources", one.source)
    facts = [("Source", f"{line['publisher']}: {line['title']}")]
    facts += [(label, str(one.recognised[name])) for name, label in FACTS.items() if one.recognised.get(name)]
    facts.append(("File", f"{one.name}, {len(one.data):,} bytes, sha-256 {one.sha256[:12]}…"))
    with st.expander(f"Recognised as {line['publisher']}, {len(one.rows):,} figures", icon=":material/check:"):
        told = "".join(f"<dt>{label}</dt><dd>{escape(value)}</dd>" for label, value in facts)
        html(f'<dl class="ky-dl">{told}</dl>')
        if one.rows:
            first = [(name_of(row), _value(row), escape(row.citation)) for row in one.rows[:20]]
            html(_table(("Figure", "Value", "Place in your file"), first))
        elif one.sample:
            width = max(map(len, one.sample))
            cells = [tuple(escape(cell[:60]) for cell in (*row, *[""] * (width - len(row)))) for row in one.sample]
            html(_table(tuple(f"Column {number + 1}" for number in range(width)), cells))


def problems(one: Preview) -> None:
    """List refusals in full, and notes under a lid."""
    refused = [each for each in one.problems if each.verdict == REFUSE]
    if refused:
        told = "".join(
            f"<p><b>{escape(e.code)}</b> {escape(e.found_where)} {escape(e.why)} {escape(e.do)}</p>" for e in refused
        )
        html(f'<div class="ky-say" role="alert">{told}</div>')
    notes = [each for each in one.problems if each.verdict not in (REFUSE, HOLD)]
    if notes:
        with st.expander(f"{len(notes)} notes on how the file was read"):
            told = "".join(f"<li>{escape(e.code)} {escape(e.found_where)} {escape(e.why)}</li>" for e in notes)
            html(f'<div class="ky-list"><ul>{told}</ul></div>')


def comparison(one: Preview, places: Sequence[Place], title: str = "Your file, figure by figure") -> None:
    """Show what moves, the file's own grid, and how many figures nothing speaks for; all of it as a file, too."""
    heavy = bool(one.headlines or one.verdicts)  # a finding that turns is read before anything else
    if heavy:
        _consequences(one, places)
    with st.container(border=True, key="upload_changes"):
        html(f"<h2>{title}</h2>")
        if one.uncompared:
            html(f"<p class='muted'>{escape(one.uncompared_words)} Compare them with the source yourself.</p>")
        file_grid.show(one)
        table(one)
    if not heavy:
        _consequences(one, places)


def _consequences(one: Preview, places: Sequence[Place]) -> None:
    with st.container(border=True, key="upload_impact"):
        consequences.show(one, places)


def table(one: Preview, label: str = "Comparison (CSV)") -> None:
    """Offer every figure of a file with its state as a file."""
    name = f"kyakhta_comparison_{one.sha256[:8]}.csv"
    st.download_button(
        label, lambda: _csv(one), name, "text/csv", type="tertiary", icon=":material/download:", on_click="ignore",
    )  # fmt: skip


def listed(rows: Sequence[tuple[str, ...]], heads: tuple[str, ...], none: str, count: int = 0) -> None:
    """Show rows of escaped cells as a table, saying so where they are the first of `count`; `none` without any."""
    if not rows:
        html(f"<p class='muted'>{none}</p>")
        return
    html(_table(heads, rows))
    if count > len(rows):
        html(f"<p class='muted'>The first {len(rows)} of {count:,}; the file below has all.</p>")


def _table(heads: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    """Return a table; cells are already escaped."""
    kinds = [" class=num" if name in NUMBERS else "" for name in heads]
    head = "".join(f'<th scope="col"{kind}>{name}</th>' for name, kind in zip(heads, kinds, strict=True))
    lines = ("".join(f"<td{kind}>{cell}</td>" for kind, cell in zip(kinds, row, strict=True)) for row in rows)
    body = "".join(f"<tr>{line}</tr>" for line in lines)
    inner = f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    return f'<div class="ky-scroll" tabindex="0">{inner}</div>'


def name_of(row: Row | None) -> str:
    """Return what a figure is about, in words, escaped for HTML; a dash for none."""
    if row is None:
        return "–"
    line = registry.table("series").get(row.series)
    label = line["label"] if line else row.series
    sides = f"{registry.place_name(row.reporter, short=True)}–{registry.place_name(row.partner, short=True)}"
    return escape(f"{label}, {sides}, {words.period(row.period, row.months)}")


def _value(row: Row | None) -> str:
    return escape(short(row.value, row.series)) if row else "–"


def _csv(one: Preview) -> bytes:
    """Return every figure as CSV, its state first, safe to open in a spreadsheet."""
    names = ("state", "series", "reporter", "partner", "period", "months", "known", "file", "where")
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(names)
    for each in one.outcomes:
        known, new = (plain(row.value) if row else "" for row in (each.old, each.new))
        where = each.new.citation if each.new else ""
        cells = (outcomes.WORDS[each.state], *map(str, each.key), known, new, where)
        writer.writerow([escape_formula(cell) for cell in cells])
    return out.getvalue().encode("utf-8-sig")
