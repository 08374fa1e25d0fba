"""What a file was taken for, what was noted, and what it would change: values, headlines, verdicts."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from html import escape

import streamlit as st

from dashboard.exhibits.tables import escape_formula
from dashboard.figures import words
from dashboard.overview.short_lists import NEAR
from dashboard.views.markup import html
from etl.intake import record
from etl.intake.impact import Change
from etl.intake.intake import Preview
from etl.ledger.answer import short
from etl.ledger.verdicts import VERDICTS
from etl.tables import registry
from etl.tables.problems import HOLD, REFUSE
from etl.tables.rows import Row

MOST = 200  # rows of a list on the page; the file has all
FACTS = {
    "layout": "Layout", "title": "Title", "unit_text": "Unit as written", "unit": "Unit", "currency": "Currency",
    "flow": "Flow", "reporter": "Reporter", "period": "Period", "encoding": "Encoding",
}  # fmt: skip
NUMBERS = ("Value", "Now", "File", "Change")


def finding(one: Preview) -> tuple[str, str]:
    """Return the page's headline for a file, and the sentence under it."""
    if one.refused:
        return "This file cannot be taken as it is", "Nothing has been changed. All that was found stands below."
    if not one.rows:
        return "This file needs an answer", "Nothing has been changed yet."
    if one.idle and one.ready:
        return "Every figure of this file is known already", "Nothing has been changed, and nothing needs to be."
    gone = f" and no longer has {len(one.vanished):,}" if one.vanished else ""
    waiting = len(one.held) + len(one.questions)
    asked = f"{waiting} question{'s' if waiting != 1 else ''} must be answered before you can publish."
    then = asked if waiting else "You can publish it below."
    return (
        f"This file adds {len(one.added):,} figures, changes {len(one.revised):,}{gone}",
        f"Nothing is public. {then}",
    )


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
            f"<p><b>{escape(e.code)}</b> {escape(e.where[:400])}: {escape(e.found)}. {escape(e.why)} {escape(e.do)}</p>"
            for e in refused
        )
        html(f'<div class="ky-say" role="alert">{told}</div>')
    notes = [each for each in one.problems if each.verdict not in (REFUSE, HOLD)]
    if notes:
        with st.expander(f"{len(notes)} notes on how the file was read"):
            told = "".join(
                f"<li>{escape(e.code)} {escape(e.where[:160])}: {escape(e.found)}. {escape(e.why)}</li>" for e in notes
            )
            html(f'<div class="ky-list"><ul>{told}</ul></div>')


def comparison(one: Preview) -> None:
    """Show values that change beside the findings that would change with them, and how many nothing speaks for."""
    if one.uncompared:
        html(f"<p class='muted'>{escape(one.uncompared_words)} Compare them with the source yourself.</p>")
    left, right = st.columns([7, 5], gap="small")
    with left, st.container(border=True, height="stretch", key="upload_changes"):
        _changes(one)
    with right, st.container(border=True, height="stretch", key="upload_impact"):
        _impact(one)


def _changes(one: Preview) -> None:
    """Show revised, added and vanished values in tabs, and all of them as a file."""
    counts = {"Revised": one.revised, "Added": one.added, "No longer there": one.vanished}
    names = [f"{name} ({len(each):,})" for name, each in counts.items()]
    first = next((name for name, each in zip(names, counts.values(), strict=True) if each), names[0])
    revised, added, gone = st.tabs(names, default=first)
    with revised:
        by_size = sorted(one.revised, key=_size, reverse=True)
        rows = [(name_of(c.new), _value(c.old), _value(c.new), _percent(c)) for c in by_size[:MOST]]
        listed(rows, ("Figure", "Now", "File", "Change"), "No known value changes.", len(by_size))
    with added:
        cells = [
            (name_of(c.new), _value(c.new), escape(c.new.citation if c.new else ""))
            for c in sorted(one.added, key=_nearness)[:MOST]
        ]
        listed(cells, ("Figure", "Value", "Place in your file"), "No value is new.", len(one.added))
    with gone:
        kept = "Everything that the last file of this source had is still there."
        lost = [(name_of(c.old), _value(c.old)) for c in one.vanished[:MOST]]
        listed(lost, ("Figure", "Now"), kept, len(one.vanished))
    name = f"kyakhta_comparison_{one.sha256[:8]}.csv"
    st.download_button(
        "Comparison (CSV)", lambda: _csv(one), name, "text/csv", type="tertiary", icon=":material/download:",
        on_click="ignore",
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


def _size(change: Change) -> float:
    """Return how far a value moves, as a part of the old one."""
    old, new = change.old, change.new
    return abs(float(new.value / old.value - 1)) if old and new and old.value else 0.0


def _percent(change: Change) -> str:
    old, new = change.old, change.new
    return words.percent(float(new.value / old.value - 1) * 100, signed=True) if old and new and old.value else "–"


def _csv(one: Preview) -> bytes:
    """Return every change as CSV, safe to open in a spreadsheet."""
    names = ("series", "reporter", "partner", "period", "months", "old", "new", "where")
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(("what", *names[:-1], "place in the file"))
    for what, changes in record.of(one)["changes"].items():
        writer.writerows([what, *(escape_formula(change[name]) for name in names)] for change in changes)
    return out.getvalue().encode("utf-8-sig")


def _nearness(change: Change) -> int:
    """Return where a value stands in the list: trade with Russia first, then with the partners it is compared with."""
    partner = change.new.partner if change.new else ""
    return NEAR.index(partner) if partner in NEAR else len(NEAR)


def _impact(one: Preview) -> None:
    """Show which headlines and verdicts would change."""
    parts = [f"<h2>Headlines that would change: {len(one.headlines)}</h2>"]
    for chart, before, after in one.headlines:
        now = f"<p class='muted'>{escape(chart)}. Now</p><p>{escape(before) or '–'}</p>"
        parts.append(
            f"<div class='ky-block'>{now}<p class='muted'>With this file</p><p><b>{escape(after)}</b></p></div>"
        )
    parts.append(f"<h2 class='ky-gap'>Verdicts that would change: {len(one.verdicts)}</h2>")
    for claim, before, after in one.verdicts:
        old, new = (" ".join(VERDICTS[verdict]) for verdict in (before, after))
        parts.append(f"<p>{escape(claim)}: {old} becomes {new}</p>")
    html("".join(parts))
