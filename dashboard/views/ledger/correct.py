"""Correct how a figure of a draft was understood: its parts as choices, or that it is not to be checked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard.ledger.read_as import GOODS, MEASURES
from dashboard.views.markup import say
from etl.draft import draft as drafts
from etl.draft.draft import Found
from etl.ledger import claims_file
from etl.tables import registry

FLOWS = {
    "import": "imports from",
    "export": "exports to",
    "total": "trade with",
    "balance": "exports less imports with",
    "": "–",
}
BASES = {"value": "by value", "volume": "by volume", "tiv": "in SIPRI’s units"}
OUT = "taken out of the list by hand"


def form(found: Sequence[Found], key: str) -> Found | None:
    """Return a figure as a person corrected it, once asked; what cannot be a claim is said in words."""
    units = [one for one in found if one.given.get("unit")]
    if not units:
        return None
    st.markdown("**Correct how a figure was read**")
    by_id = {one.id: one for one in units}
    chosen = st.selectbox(
        "Figure", list(by_id), format_func=lambda name: _named(by_id[name]), key=f"prose_figure_{key}"
    )
    one = by_id[chosen]
    with st.form(f"prose_correct_{key}_{chosen}", border=False):
        line = _choices(one, f"prose_{key}_{chosen}")
        buttons = st.columns(2)
        again = buttons[0].form_submit_button("Check it so")
        out = buttons[1].form_submit_button("Take it out")
    if out:
        return replace(one, line={}, why=OUT)
    if not again:
        return None
    _, problems = claims_file.read(drafts.as_csv([line]))
    say([f"{problem.found} {problem.do}" for problem in problems])
    return None if problems else replace(one, line=line, why="")


def _named(one: Found) -> str:
    return f"{one.printed}: “{one.sentence[:70]}{'…' if len(one.sentence) > 70 else ''}”"


def _choices(one: Found, key: str) -> dict[str, str]:
    """Return the line that the choices make, first those that were understood."""
    line = one.line or one.given
    places = [row["place"] for row in registry.lines("places") if row["kind"] in ("country", "bloc", "world")]
    first, second = st.columns([1, 1, 1, 1], gap="small"), st.columns([1, 1, 1, 1], gap="small")

    def choice(at: int, row: list[DeltaGenerator], label: str, options: dict[str, str], name: str, usual: str) -> str:
        known = list(options)
        value = line.get(name) or usual
        return str(
            row[at].selectbox(
                label,
                known,
                index=known.index(value) if value in known else 0,
                format_func=lambda word: options[word],
                key=f"{key}_{name}",
            )
        )

    names = {place: registry.place_name(place) for place in places}
    made = {
        "measure": choice(0, first, "Measure", MEASURES, "measure", "level"),
        "product": choice(1, first, "Of", GOODS, "product", "all_goods"),
        "basis": choice(2, first, "Basis", BASES, "basis", "value"),
        "period": first[3].text_input(
            "Period",
            line.get("period", ""),
            help="2022, 2022-06, 2022-01/2022-11, 2017/2021",
            key=f"{key}_period",
        ),
        "reporter": choice(0, second, "Who counts", names, "reporter", "CHN"),
        "flow": choice(1, second, "Flow", FLOWS, "flow", "total"),
        "partner": choice(2, second, "Partner", names, "partner", "RUS"),
        "compared_with": choice(
            3, second, "Compared with", {"": "–", "all_goods": "all goods"} | names, "compared_with", ""
        ),
    }
    return line | made | {"ours": ""}
