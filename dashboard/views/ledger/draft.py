"""Check a figure of your own text: typed as a sentence's parts, or pasted as a file of claims."""

from __future__ import annotations

from html import escape

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from dashboard.figures import settings
from dashboard.ledger import verdict_lists
from dashboard.server import guard, sign_in
from dashboard.views.frame import View
from dashboard.views.ledger.signs import sign
from dashboard.views.markup import html, say
from etl.ledger import claims_file, ledger
from etl.office import permissions
from etl.tables import registry

FLOWS = {"import": "imports from", "export": "exports to", "total": "trade with"}
PRODUCTS = {
    "all_goods": "all goods",
    "crude_oil": "crude oil",
    "lng": "LNG",
    "pipeline_gas": "pipeline gas",
    "coal": "coal",
    "arms": "arms",
}
FORM_MEASURES = {
    "level": "amount",
    "growth": "growth, year on year",
    "share": "share of the whole",
    "ratio": "times another",
}


@st.fragment
def draft(view: View) -> None:
    """Let the reader test a figure of their own text, typed as a sentence or as a file of claims."""
    lid = st.expander("Check a figure of your own text", icon=":material/rule:", on_change="rerun", key="draft_lid")
    if lid.open:
        with lid:
            _form(view)


def _form(view: View) -> None:
    """Show the sentence to fill in, the boxes for a file or a table, and what the data say of them."""
    asked = _sentence()
    file = _file()
    pasted = st.text_area(
        "Or paste claims as CSV",
        key="draft_pasted",
        height=90,
        placeholder=",".join(claims_file.COLUMNS),
        help="`kyakhta template claims` prints an example.",
    )
    text = ""
    if file is not None and not asked:
        text = file.getvalue().decode("utf-8-sig", "replace")
    elif pasted.strip() and not asked:
        text = pasted
    elif asked:
        text = ",".join(claims_file.COLUMNS) + "\n" + ",".join(f'"{str(cell).replace(chr(34), "")}"' for cell in asked)
    if text:
        _answer(text, view)


def _sentence() -> tuple[object, ...]:
    """Let the reader fill in "China's … of … with … in …: a number"; return the cells of that claim once asked for."""
    with st.form("draft", border=False):
        st.caption("China’s … of … with … in … : a number")
        row = st.columns([1.6, 1.6, 1.4, 1.6, 1.4, 1.2, 1.2], gap="small")
        measure = row[0].selectbox("Measure", list(FORM_MEASURES), format_func=lambda one: FORM_MEASURES[one])
        product = row[1].selectbox("Of", list(PRODUCTS), format_func=lambda one: PRODUCTS[one])
        flow = row[2].selectbox(
            "Flow",
            list(FLOWS),
            format_func=lambda one: FLOWS[one],
        )
        partner = row[3].selectbox(
            "Partner",
            [line["place"] for line in registry.lines("places") if line["kind"] in ("country", "bloc")],
            format_func=registry.place_name,
            index=1,
        )
        period = row[4].text_input("Period", "2022", help="2022, 2022-06, 2022-01/2022-11")
        value = row[5].text_input("Number", "29.3")
        unit = row[6].selectbox("Unit", ["percent", "USD_bn", "USD_mn", "CNY_bn", "Mt", "bcm", "times"])
        asked = st.form_submit_button("Check")
    return ("draft", "", product, measure, "", "CHN", partner, flow, "", period, value, unit, "exact") if asked else ()


def _file() -> UploadedFile | None:
    """Offer a box for a CSV of claims where this installation takes files; the gate is opened for this session first."""
    from streamlit.runtime.scriptrunner import get_script_run_ctx

    context = get_script_run_ctx()
    if context is None or not permissions.allowed(sign_in.actor(), "stage", permissions.OWN).yes:
        return None
    guard.grant(context.session_id)
    return st.file_uploader("Claims as a CSV file", type="csv", key="draft_file")


def _answer(text: str, view: View) -> None:
    """Show the verdict on each claim of a text, and each problem with its row and column."""
    found, problems = claims_file.read(text, claims_file.ROWS)
    say([str(problem) for problem in problems])
    for one in ledger.judge(found, verdict_lists.evidence(settings.folder(), view.edition, view.as_of)):
        near = "".join(f"<li>{escape(reading.words)}</li>" for reading in one.readings[:3])
        html(
            f'<div class="ky-sum"><p>{sign(one)}</p><p>{escape(one.words)}</p>{f"<ul>{near}</ul>" if near else ""}</div>'
        )
