"""The ledger's page: the counts, the filters and the table; an entry opens in its place when the address names a claim."""

from __future__ import annotations

from functools import lru_cache
from html import escape
from pathlib import Path

import streamlit as st

from dashboard.figures import query, served, settings
from dashboard.ledger import errata, verdict_lists, verdict_words
from dashboard.views.folding import in_pages, write_fold_button
from dashboard.views.frame import View, frame, session, write_address
from dashboard.views.ledger import draft
from dashboard.views.ledger import entry as widgets_entry
from dashboard.views.ledger.signs import entry_link, sign
from dashboard.views.markup import html
from etl.ledger.verdicts import Verdict
from etl.store import StoreError

ALL = ""
VERDICTS = {
    ALL: "All verdicts",
    "not": "Does not reproduce",
    "depends": "Depends on the source",
    "reproduces": "Reproduces",
    "unchecked": "Cannot be checked",
}


def show() -> None:
    """Show the ledger, or the entry that the address names."""
    kept = session("ledger")
    try:
        everything = verdict_lists.verdicts(served.figures(kept.edition, kept.as_of))
    except StoreError:  # the frame says it in words
        everything = ()
    entry = next((one for one in everything if one.claim.id == kept.own.get("claim")), None)
    if entry is not None:
        with frame(
            "ledger",
            (
                verdict_words.headline(entry),
                f"{verdict_lists.section(entry.claim)} · {verdict_lists.DOCUMENTS.get(entry.claim.document, entry.claim.document)}",
            ),
        ) as view:
            if view:
                widgets_entry.show(entry, everything, view)
        return
    own = kept.own
    chosen = verdict_lists.select(
        everything, own.get("document", ""), own.get("theme", ""), own.get("verdict", ""), own.get("find", "")
    )
    headline = verdict_lists.counts(chosen).headline
    with frame("ledger", (headline, "Every figure that the four texts cite, recomputed from sourced series")) as view:
        if view:
            _strip(chosen)
            _filters(everything)
            _table(chosen, view)
            _actions(chosen, view)
            draft.draft(view)


def _strip(chosen: list[Verdict]) -> None:
    """Show the four counts; they sum to the rows of the table."""
    count = verdict_lists.counts(chosen)
    cells = [
        ("", "", count.all, "figures in this selection"),
        ("accent", "●", count.reproduces, "Reproduces"),
        ("amber", "×", count.not_, "Does not reproduce"),
        ("muted", "□", count.unchecked, "Cannot be checked"),
    ]
    if count.depends:
        cells.insert(2, ("text", "●", count.depends, "Depends on the source"))
    html(
        '<div class="ky-strip">'
        + "".join(
            f'<div><b>{number}</b><span class="{tone}">{f"<i>{shape}</i> " if shape else ""}{words}</span></div>'
            for tone, shape, number, words in cells
        )
        + "</div>"
    )


def _filters(everything: tuple[Verdict, ...]) -> None:
    """Show the four filters in one row; each is kept in the address."""
    documents = {ALL: "All texts", **verdict_lists.DOCUMENTS}
    themes = {
        ALL: "All themes",
        **{
            theme: theme.replace("lng", "LNG").capitalize() if theme != "lng" else "LNG"
            for theme in verdict_lists.themes(everything)
        },
    }
    own = st.session_state["ky"].own
    said = [
        options.get(own.get(name, ALL), "")
        for name, options in (("document", documents), ("theme", themes), ("verdict", VERDICTS))
    ]
    write_fold_button("filters", " · ".join(filter(None, [*said, own.get("find", "")])), "Choose")
    with st.container(key="fold_filters"):
        widths = st.columns([3.2, 2.0, 2.0, 4.0], gap="small")
    for column, name, label, options in zip(
        widths,
        ("document", "theme", "verdict"),
        ("Document", "Theme", "Verdict"),
        (documents, themes, VERDICTS),
        strict=False,
    ):
        with column:
            _choice(name, label, options)
    with widths[3]:
        st.session_state.setdefault("own.find", st.session_state["ky"].own.get("find", ""))
        st.text_input(
            "Find",
            key="own.find",
            placeholder="Words or a number, for example 29.3",
            max_chars=100,
            on_change=_set,
            args=("find",),
        )


def _choice(name: str, label: str, options: dict[str, str]) -> None:
    kept = st.session_state["ky"]
    value = kept.own.get(name, ALL)
    st.session_state.setdefault(f"own.{name}", value if value in options else ALL)
    st.selectbox(
        label,
        list(options),
        key=f"own.{name}",
        format_func=lambda value: options.get(value, value),
        on_change=_set,
        args=(name,),
    )


def _set(name: str) -> None:
    kept = st.session_state["ky"]
    kept.own[name] = st.session_state[f"own.{name}"] or ""
    write_address(kept)


def _table(chosen: list[Verdict], view: View) -> None:
    """Show the claims grouped by document and section, worst first inside a section."""
    if not chosen:
        html("<p>No cited figure fits these filters. Choose “All verdicts” or clear the search.</p>")
        return
    html(_markup(settings.folder(), tuple(one.claim.id for one in chosen), view.edition, view.named, view.as_of))
    html(
        '<p class="muted">A claimed 29.3 means 29.25 to 29.35. “Over”, “almost” and “about” become bounds, stated in each entry.</p>'
    )


@lru_cache(maxsize=16)  # a hundred kilobytes of text each
def _markup(folder: Path, chosen: tuple[str, ...], edition: str, named: str | None, as_of: str | None) -> str:
    """Return the table of these claims as markup: the same words for every reader who chose the same."""
    verdicts = {one.claim.id: one for one in verdict_lists.verdicts(query.load(folder, edition, as_of))}
    head = "".join(
        f'<th scope="col"{kind}>{name}</th>'
        for name, kind in (
            ("Verdict", ""),
            ("What the text says", ""),
            ("Claimed", ' class="num"'),
            ("Computed", ' class="num"'),
            ("Difference", ' class="num"'),
            ("Source used", ""),
        )
    )
    rows, last = [], ("", "")
    for one in (verdicts[claim] for claim in chosen):
        place_in = (one.claim.document, verdict_lists.section(one.claim))
        if place_in[0] != last[0]:
            rows.append(
                f'<tr class="doc"><th colspan="6" scope="rowgroup">{escape(verdict_lists.DOCUMENTS.get(place_in[0], place_in[0]))}</th></tr>'
            )
        if place_in != last:
            rows.append(f'<tr class="sec"><th colspan="6" scope="rowgroup">{escape(place_in[1])}</th></tr>')
            last = place_in
        rows.append(
            f"<tr><td>{sign(one)}</td>"
            f'<td><a href="{escape(entry_link(one, named, as_of), quote=True)}" target="_self">“{escape(one.claim.text)}”</a></td>'
            f'<td class="num" data-label="Claimed">{escape(verdict_words.claimed(one.claim))}</td>'
            f'<td class="num" data-label="Computed">{escape(verdict_words.computed(one))}</td>'
            f'<td class="num" data-label="Difference">{escape(verdict_words.difference(one))}</td>'
            f'<td class="muted">{escape(verdict_words.source(one))}</td></tr>'
        )
    return f'<table class="ky-ledger" {in_pages("the cited figures", 25, find=False)}><thead><tr>{head}</tr></thead><tbody>{"".join(rows)}</tbody></table>'


def _actions(chosen: list[Verdict], view: View) -> None:
    """Offer the errata sheet of what is selected."""
    off = [one for one in chosen if verdict_lists.group(one) == "not"]
    if not off:
        return
    with st.container(horizontal=True, key="actions_ledger"):
        name = f"kyakhta_errata_{view.as_of or view.edition.partition('+')[0]}"
        st.download_button(
            f"Errata sheet (CSV, {len(off)} figures)",
            lambda: errata.as_csv(chosen).encode("utf-8-sig"),
            f"{name}.csv",
            "text/csv",
            type="tertiary",
            icon=":material/download:",
            on_click="ignore",
        )
        st.download_button(
            "Errata sheet (Word)",
            lambda: errata.as_docx(chosen, view.edition, view.as_of),
            f"{name}.docx",
            type="tertiary",
            icon=":material/description:",
            on_click="ignore",
        )
