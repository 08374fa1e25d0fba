"""What a file leaves open, asked on the page: each question with its evidence, and answers of which none is chosen."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from html import escape

import streamlit as st

from dashboard.figures import settings
from dashboard.views.markup import html
from etl.extract.contract import Question
from etl.extract.generic import layouts
from etl.extract.mapping import ROLES
from etl.intake.intake import Preview
from etl.store import Store, StoreError
from etl.tables.problems import Problem

Check = Callable[[dict[str, str]], None]
MARKS = re.compile(r"([\\`*_{}\[\]()#+!|~$:<>-])")
OUT = "ignore"
SHORT = 200  # characters of places shown at once
FOUND, TICK, OTHER = "In the file", "Yes", "Or else"
WORDS = {"yes": "Yes: I compared it with the source", OUT: "(leave out)"}


def literal(text: str) -> str:
    """Return text from a file so that a label shows it as it is, with no mark in it at work."""
    return MARKS.sub(r"\\\1", text)


def show(one: Preview, check: Check) -> None:
    """Ask what the file does not say and what looks unusual; an answer checks the file again through `check`."""
    asked: list[Question | Problem] = [*one.questions, *one.held]
    keys: set[str] = set()
    for number, each in enumerate(asked):
        with st.container(border=True, key=f"held_{number}"):
            left, right = st.columns([7, 5], gap="small")
            with left:
                html(_words(each))
            with right:
                if each.key == "mapping" and one.sample:
                    _mapping(one, check)
                elif isinstance(each, Problem) and each.table:
                    _table(each, one, check)
                elif each.key not in keys or not each.key:  # one answer serves all that ask the same
                    _one(each, one, check)
            keys.add(each.key)
    given = [key for key in one.answers if key not in ("published", "url", "note")]
    if given:
        label = f"Take back {len(given)} answer{'s' if len(given) > 1 else ''}"
        st.button(label, on_click=check, args=({},), type="tertiary", icon=":material/undo:", key="upload_take_back")


def _words(each: Question | Problem) -> str:
    """Return what is asked, and its evidence under it; of very many places the first, the others on demand."""
    badge = f'<span class="ky-badge amber">Held · {escape(each.code)}</span>'
    if isinstance(each, Question):
        evidence = "" if each.key == "mapping" else each.evidence
        return f'<div class="ky-held">{badge}<h2>{escape(each.words)}</h2><p>{escape(evidence)}</p></div>'
    found = f"<p>{escape(each.found.rstrip('.'))}. {escape(each.why)}</p>"
    where = f"<p class='muted'>{escape(each.where)}</p>"
    if len(each.where) > SHORT:
        first = escape(each.where[:SHORT].rsplit(", ", 1)[0])
        where = f"<p class='muted'>{first} …</p><details><summary>Every place</summary>{where}</details>"
    return f'<div class="ky-held">{badge}<h2>{escape(each.do)}</h2>{found}{where}</div>'


def _one(each: Question | Problem, one: Preview, check: Check) -> None:
    """Offer the answers to one question, or a field for words where any may be right."""
    if not each.key:
        html("<p>It can only be put right in the file. Change it as said, then upload it again.</p>")
        return
    options = each.options if isinstance(each, Question) else each.choices
    key = f"answer_{each.key}"

    def answered() -> None:
        if st.session_state.get(key):
            check({**one.answers, each.key: str(st.session_state[key])})

    typed = f"On the command line: `--set '{each.key.replace('`', ' ')}=…'`"
    if options:
        st.radio("Your answer", options, index=None, key=key, on_change=answered, format_func=_label, help=typed)
        return
    st.text_input("Your answer", key=key, on_change=answered, help=typed)
    if one.answers.get(each.key):
        html(
            f"<p role='alert'>“{escape(one.answers[each.key][:80])}” is not known here. Try another way of writing it.</p>"
        )


def _table(asked: Problem, one: Preview, check: Check) -> None:
    """Ask what each of many items means in one table: a box to tick where something is suggested, else a word."""
    with st.form(f"table_{asked.key}", border=False):
        rows = [{FOUND: item, "Perhaps": meant, TICK: False, OTHER: ""} for item, meant in asked.table]
        told = st.data_editor(
            rows, hide_index=True, disabled=(FOUND, "Perhaps"), key=f"answer_{asked.key}", width="stretch",
            column_config={TICK: st.column_config.CheckboxColumn(help="Take what stands under “Perhaps”")},
        )  # fmt: skip
        st.caption(f"Write “leave out” for what is to be left out. On the command line: `--set '{asked.key}={{…}}'`")
        done = st.form_submit_button("These are the meanings", type="primary")
        every = bool(asked.choices) and st.form_submit_button("Take all that is suggested")
    if every:
        check({**one.answers, asked.key: asked.choices[0]})
        st.rerun()
    meant = {str(row[FOUND]): str(row[OTHER]).strip() or (str(row["Perhaps"]) if row[TICK] else "") for row in told}
    if done and any(meant.values()):
        said = {item: meaning for item, meaning in meant.items() if meaning}
        check({**one.answers, asked.key: json.dumps(said, ensure_ascii=False)})
        st.rerun()


def _label(option: str) -> str:
    return WORDS.get(option, literal(option))


def _mapping(one: Preview, check: Check) -> None:
    """Ask which column is which, with the first values beside each heading and what was said of this layout before."""
    offered = _offered(one)
    headings = list(dict.fromkeys(cell for cell in one.sample[0] if cell))
    with st.form("upload_mapping", border=False):
        chosen = {}
        for number, heading in enumerate(headings):
            at = one.sample[0].index(heading)
            seen = ", ".join(row[at] for row in one.sample[1:4] if at < len(row) and row[at])
            role = offered.get(heading, OUT)
            index = ROLES.index(role) if role in ROLES else ROLES.index(OUT)
            label = literal(heading[:60])
            chosen[heading] = st.selectbox(
                label, ROLES, index=index, key=f"column_{number}", help=literal(seen[:120]), format_func=_label
            )
        if st.form_submit_button("These are the columns", type="primary"):
            check({**one.answers, "mapping": json.dumps(chosen, ensure_ascii=False, sort_keys=True)})
            st.rerun()


def _offered(one: Preview) -> Mapping[str, str]:
    """Return heading → role to begin with: as said of this layout before, or what the known headings suggest."""
    try:
        before = layouts.before(Store(settings.folder()), str(one.recognised.get("layout", "")))
    except StoreError:
        before = {}
    suggested: dict[str, str] = json.loads(str(one.recognised.get("mapping") or "{}"))
    return before or suggested
