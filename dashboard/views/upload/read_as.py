"""Upload, on demand: what each word of the file's labels was taken for, and figure by figure."""

from __future__ import annotations

from html import escape

import streamlit as st

from dashboard.views.markup import html
from dashboard.views.upload.compare import listed, name_of
from etl.extract.read_as import NOT_USED
from etl.intake.intake import Preview

WORDS, FIGURES = 300, 40  # so many are listed; the command lists all
KINDS = {
    "place": "country or group", "period": "month or year", "unit": "unit", "product": "product", "flow": "direction",
    "column": "column", "title": "title", "": "other text",
}  # fmt: skip


def show(one: Preview) -> None:
    """Show every different label with its meaning, those not used last, and the labels of the first figures."""
    if not one.read_as:
        return
    labels = dict.fromkeys(label for each in one.read_as.values() for label in each)
    used = [label for label in labels if label.taken_for != NOT_USED]
    left = [label for label in labels if label.taken_for == NOT_USED]
    words = f"What each word was taken for: {len(used):,} labels read, {len(left):,} texts not used"
    with st.expander(words, icon=":material/spellcheck:"):
        rows = [
            (escape(label.text), escape(KINDS.get(label.kind, label.kind)), escape(label.taken_for))
            for label in [*used, *left][:WORDS]
        ]
        listed(rows, ("In your file", "Read as", "Taken for"), "No label was read.")
        if len(labels) > WORDS:
            html(f"<p class='muted'>The first {WORDS} of {len(labels):,}.</p>")
        figures = [
            (
                name_of(row),
                escape("; ".join(f"{label.text} = {label.taken_for}" for label in one.read_as[row.citation])),
            )
            for row in one.rows[:FIGURES]
            if row.citation in one.read_as
        ]
        html("<h3>The first figures, word by word</h3>")
        listed(figures, ("Figure", "Its labels"), "No figure was read.")
