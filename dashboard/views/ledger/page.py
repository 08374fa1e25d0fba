"""The ledger's page: counts, filters and the claims by consequence; an entry opens in its place when the address names it."""

from __future__ import annotations

import streamlit as st

from dashboard.figures import served, settings
from dashboard.ledger import errata, verdict_lists, verdict_words
from dashboard.views.folding import write_fold_button
from dashboard.views.frame import View, frame, session, write_address
from dashboard.views.ledger import draft, groups, prose
from dashboard.views.ledger import entry as widgets_entry
from dashboard.views.markup import html
from etl.ledger.verdicts import Verdict
from etl.store import StoreError

ALL = ""
FILTERS = ("document", "theme", "verdict", "find")
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
    with frame(
        "ledger",
        (
            headline,
            "Every figure that the four texts cite, recomputed from sourced series or held against other sources",
        ),
    ) as view:
        if view:
            _strip(chosen)
            _filters(everything)
            _groups(chosen, view)
            _actions(chosen, view)
            draft.draft(view)
            prose.check(view)


def _strip(chosen: list[Verdict]) -> None:
    """Show how many fall in each group, in the order of the groups below; each leads there. They sum to all."""
    count = verdict_lists.counts(chosen)
    cells = [
        f'<a href="#ky-{name}" class="{verdict_lists.TONES[name]}"><b>{number}</b>'
        f"<span><i>{shape}</i> {VERDICTS[name]}</span></a>"
        for name, shape, number in (
            ("not", "×", count.not_), ("depends", "●", count.depends), ("reproduces", "●", count.reproduces),
            ("unchecked", "□", count.unchecked),
        )
        if number
    ]  # fmt: skip
    if cells:
        html(f'<nav class="ky-strip" aria-label="Cited figures by verdict">{"".join(cells)}</nav>')


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
    chosen = [
        options.get(own.get(name, ALL), "")
        for name, options in zip(FILTERS, (documents, themes, VERDICTS), strict=False)
    ]
    write_fold_button("filters", " · ".join(filter(None, [*chosen, own.get("find", "")])), "Choose")
    with st.container(key="fold_filters"), st.container(horizontal=True, gap="small", key="ledger_filters"):
        for name, label, options in (
            ("document", "Document", documents), ("theme", "Theme", themes), ("verdict", "Verdict", VERDICTS),
        ):  # fmt: skip
            _choice(name, label, options)
        st.session_state.setdefault("own.find", st.session_state["ky"].own.get("find", ""))
        st.text_input(
            "Find", key="own.find", placeholder="Words or a number, for example 29.3", max_chars=100, on_change=_set,
            args=("find",),
        )  # fmt: skip


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


def _groups(chosen: list[Verdict], view: View) -> None:
    """Show the claims by consequence, or the way back where none is left."""
    if not chosen:
        html('<p class="ky-empty">No cited figure fits these choices.</p>')
        st.button("Show all cited figures", key="ledger_all", on_click=_clear)
        return
    told = groups.markup(settings.folder(), tuple(one.claim.id for one in chosen), view.edition, view.named, view.as_of)
    html(told)


def _clear() -> None:
    """Take every filter back."""
    kept = st.session_state["ky"]
    kept.own.clear()
    for name in FILTERS:
        st.session_state.pop(f"own.{name}", None)
    write_address(kept)


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
