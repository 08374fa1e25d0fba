"""An entry of the ledger: what the text says at the left, the arithmetic with its inputs at the right; and your own draft."""

from __future__ import annotations

import re
from html import escape

import streamlit as st

from dashboard.exhibits import evidence, permalink
from dashboard.figures import served, settings, words
from dashboard.ledger import verdict_lists, verdict_words
from dashboard.views.frame import View
from dashboard.views.ledger.signs import entry_link, sign
from dashboard.views.markup import html
from etl.ledger import answer as answers
from etl.ledger.claims import Claim
from etl.ledger.verdicts import Verdict, short
from etl.tables import registry
from etl.tables.rows import Row


def show(one: Verdict, everything: tuple[Verdict, ...], view: View) -> None:
    """Show one entry whole."""
    back = permalink.link("ledger", {}, view.named, view.as_of)
    html(f'<p><a href="{escape(back, quote=True)}" target="_self">← All cited figures</a></p>')
    left, right = st.columns([5, 7], gap="small")
    with left, st.container(border=True, height="stretch", key="entry_text"):
        _text(one, everything, view)
    with right:
        with st.container(border=True, key="entry_sum"):
            _arithmetic(one, view)
        if one.readings:
            with st.container(border=True, key="entry_near"):
                _readings(one)
        history = verdict_lists.by_day(served.figures(view.edition), one.claim.id)
        if history:
            with st.container(border=True, key="entry_days"):
                _days(history)
    _actions(one, view)


def _text(one: Verdict, everything: tuple[Verdict, ...], view: View) -> None:
    """Show the quote with its number marked, where it stands, how it is read, what was tested together with it."""
    claim = one.claim
    facts = [
        ("Document", verdict_lists.DOCUMENTS.get(claim.document, claim.document)),
        ("Place", verdict_lists.section(claim)),
        ("Cites", claim.cited_source or "no source of its own"),
    ]
    if claim.asks_rows:
        facts += [
            (
                "Read as",
                f"{verdict_words.rule(claim)}; {claim.measure.replace('_', ' ')} by {claim.basis}, {verdict_words.period(claim)}",
            )
        ]
    parts = [f'<h2>What the text says</h2><blockquote class="ky-quote">{_marked(claim)}</blockquote><dl class="ky-dl">']
    parts += [f"<dt>{name}</dt><dd>{escape(value)}</dd>" for name, value in facts]
    parts.append("</dl>")
    together = _together(one, everything)
    if together:
        parts.append('<h3>Tested together</h3><ul class="ky-rows">')
        parts += [
            f'<li><a href="{escape(entry_link(other, view.named, view.as_of), quote=True)}" target="_self">{escape(verdict_words.claimed(other.claim))}, '
            f"{escape(verdict_words.period(other.claim))}: “{escape(other.claim.text)}”</a>{sign(other)}</li>"
            for other in together
        ]
        parts.append("</ul>")
    if one.inequality:
        parts.append(f"<p>{escape(one.inequality)}.</p>")
    sentence = verdict_words.correction(one, view.edition, view.as_of)
    if sentence:
        parts.append(f'<h3>If you quote it</h3><blockquote class="ky-quote small">{escape(sentence)}</blockquote>')
    html("".join(parts))


def _marked(claim: Claim) -> str:
    """Return the quote with the claimed number marked by tint and underline."""
    text = escape(claim.text)
    found = re.search(
        rf"(?<![\d.]){re.escape(claim.printed)}(\s?(percent|%|million tons|billion|times))?(?![\d])", text
    )
    return f"{text[: found.start()]}<mark>{found[0]}</mark>{text[found.end() :]}" if found and claim.printed else text


def _together(one: Verdict, everything: tuple[Verdict, ...]) -> list[Verdict]:
    """Return the claims judged with this one: its group, or those of the same place, product and text."""
    claim = one.claim
    if not claim.asks_rows:
        return [other for other in everything if claim.event and other.claim.event == claim.event and other is not one]
    near = [
        other
        for other in everything
        if other is not one
        and (
            other.claim.id in one.group
            or (
                (other.claim.product, other.claim.partner, other.claim.document)
                == (claim.product, claim.partner, claim.document)
                and other.claim.measure
            )
        )
    ]
    return near[:5]


def _arithmetic(one: Verdict, view: View) -> None:
    """Show formula, result and inputs, each input with its source and day."""
    title = "What sources say" if one.witnesses else "How it is computed"
    head = f'<div class="ky-head"><h2>{title}</h2>{sign(one)}</div>'
    if one.answer is None:
        html(f"{head}<p>{escape(one.words)}</p>{_sources(one)}")
        return
    claim, answer = one.claim, one.answer
    low, high = short(claim, answer.low), short(claim, answer.high)
    label = registry.get("series", answer.inputs[0].series)["label"]
    apart = "" if verdict_words.difference(one) == "–" else f"; difference {verdict_words.difference(one)}"
    allow = "" if low == high else f"The rounded inputs allow {low} to {high}."
    html(
        f'{head}<p>{escape(one.words)}</p><div class="ky-sum"><p class="muted">{escape(label)}, {escape(verdict_words.period(claim))}</p>'
        f"<p>{escape(answer.words)} = <b>{escape(verdict_words.computed(one))}</b></p>"
        f'<p class="muted">Claimed {escape(verdict_words.claimed(claim))}{escape(apart)}. {escape(allow)}</p></div>'
    )
    citations = verdict_lists.evidence(settings.folder(), view.edition, view.as_of).dataset.citations
    with_sources = verdict_lists.inputs(one, citations)
    rows = []
    for row, cited in with_sources:
        line = registry.table("series").get(row.series)
        label = line["label"] if line else row.series
        who = registry.place_name(row.partner if row.reporter != "WLD" else row.reporter, short=True)
        links = "; ".join(dict.fromkeys(evidence.link_html(one.url, one.title) for one in cited[:2])) or "computed"
        rows.append(
            f"<tr><td>{escape(label)}, {escape(who)}, {escape(words.period(row.period, row.months))}</td>"
            f"<td class='num' data-label='Value'>{escape(_value(row))}</td>"
            f"<td data-label='From'>{links}</td><td class='nowrap' data-label='Out'>{escape(words.day(row.vintage))}</td></tr>"
        )
    html(
        "<table class='ky-blocks'><thead><tr><th>Input</th><th class='num'>Value</th><th>Source</th><th>Published</th></tr>"
        f"</thead><tbody>{''.join(rows)}</tbody></table>"
    )
    if one.others:
        said = "".join(
            f"<li>{escape(registry.get('sources', other.inputs[0].source)['publisher'])}: "
            f"{escape(short(claim, other.value))} ({escape(other.words)})</li>"
            for other in one.others[:4]
        )
        html(f'<div class="ky-list"><h3>Other figures give</h3><ul>{said}</ul></div>')


def _says(text: str) -> str:
    """Return the date that a source gives in words, a count as it is."""
    return words.day(text) if "-" in text else text


def _sources(one: Verdict) -> str:
    """Return the independent sources of a date or a count as a table, each with its words and its address; "" without any."""
    rows = "".join(
        f"<tr><td>{evidence.link_html(line['url'], line['title'])}<br><span class='muted'>“{escape(line['words'])}”</span></td>"
        f"<td data-label='Says'>{escape(_says(line['says']))}</td><td data-label='Whose'>{escape(line['publisher'])}</td>"
        f"<td class='nowrap' data-label='Out'>{escape(words.day(line['day'])) if line['day'] else '–'}</td></tr>"
        for line in one.witnesses
    )
    head = "<thead><tr><th>Source</th><th>Says</th><th>Whose</th><th>Published</th></tr></thead>"
    return f"<table class='ky-blocks'>{head}<tbody>{rows}</tbody></table>" if rows else ""


def _value(row: Row) -> str:
    return answers.short(row.value, row.series).replace("-", words.MINUS)


def _readings(one: Verdict) -> None:
    """Show the readings under which the figure would come out, or come near; none is stated as fact."""
    claim = one.claim
    rows = "".join(
        f"<tr><td>{'<b>' if at == 0 else ''}{escape(reading.words)}{'</b>' if at == 0 else ''}</td>"
        f"<td class='num' data-label='Gives'>{escape(short(claim, reading.value))}</td>"
        f"<td class='nowrap'>{'fits' if reading.words.startswith('Would fit') else 'comes near'}</td></tr>"
        for at, reading in enumerate(one.readings)
    )
    html(
        "<h2>Nearest readings</h2><table class='ky-blocks'><thead><tr><th>If the text meant …</th><th class='num'>Gives</th>"
        f"<th>{escape(verdict_words.claimed(claim))}</th></tr></thead><tbody>{rows}</tbody></table>"
    )


def _days(history: tuple[tuple[str, Verdict], ...]) -> None:
    """Show the verdict on the figures of each day on which one came out."""
    rows = "".join(
        f"<tr><td class='nowrap'>{escape(words.day(day))}</td><td class='num'>{escape(verdict_words.computed(then))}</td><td>{sign(then)}</td></tr>"
        for day, then in history
    )
    html(
        "<h2>Verdict by data release</h2><table class='ky-blocks'><thead><tr><th>Known on</th><th class='num'>The data gave</th>"
        f"<th>Verdict</th></tr></thead><tbody>{rows}</tbody></table>"
    )


def _actions(one: Verdict, view: View) -> None:
    """Offer citation, correction and link to copy."""
    link = entry_link(one, view.named, view.as_of)
    with st.container(horizontal=True, key="actions_entry"):
        with st.popover("Copy citation", icon=":material/format_quote:"):
            st.code(verdict_words.citation(one, view.edition, view.as_of, link), language=None, wrap_lines=True)
        sentence = verdict_words.correction(one, view.edition, view.as_of)
        if sentence:
            with st.popover("Copy correction", icon=":material/content_copy:"):
                st.code(sentence, language=None, wrap_lines=True)
        with st.popover("Link to this entry", icon=":material/link:"):
            st.code(
                permalink.link("ledger", {}, view.edition, view.as_of, {"claim": one.claim.id}),
                language=None,
                wrap_lines=True,
            )
