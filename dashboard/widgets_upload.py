"""Upload: a file as it was downloaded, in six steps on one screen; nothing changes before the person has seen what would."""

from __future__ import annotations

import csv
import io
from html import escape

import streamlit as st

from dashboard import consequences, guard, place, widgets_history, words
from dashboard.widgets_page import View, frame, html, say
from etl import adding, allowed, intake, registry
from etl.extract.contract import Question
from etl.intake import Change, Preview
from etl.problems import HOLD, REFUSE, Problem
from etl.rows import Row
from etl.store import Store, StoreError

STEPS = ("Drop", "Recognise", "Map", "Check", "Compare", "Publish")
STATE, DONE, ANSWERS = "upload_preview", "upload_done", "upload_answers"


def show() -> None:
    """Show the page: the step that the file has reached, and the history under it."""
    with frame("upload", _finding()) as view:
        if not view:
            return
        decision = allowed.allowed(place.actor(), "stage")
        if not decision.yes:
            say([decision.reason])
        else:
            guard.grant(_session())
            _page(view)
        widgets_history.show(decision.yes)


def _session() -> str:
    """Return the id of this reader's session, under which the gate lets files in."""
    from streamlit.runtime.scriptrunner import get_script_run_ctx

    context = get_script_run_ctx()
    return context.session_id if context else ""


def _finding() -> tuple[str, str] | None:
    """Return the headline of the file at hand, or nothing for the page's own question."""
    one: Preview | None = st.session_state.get(STATE)
    if st.session_state.get(DONE):
        return st.session_state[DONE], "It counts at once, and every picture that rests on it is marked until somebody approves it."
    if one is None:
        return None
    if one.refused:
        return "This file cannot be taken as it is", "Nothing has been changed. What was found stands below, all at once."
    if not one.rows:
        return "This file needs an answer", "Nothing has been changed yet."
    gone = f" and no longer has {len(one.vanished)}" if one.vanished else ""
    waiting = len(one.held) + len(one.questions)
    then = f"{waiting} question{'s' if waiting != 1 else ''} must be answered before you can publish." if waiting else "You can publish it below."
    return f"This file adds {len(one.added):,} figures, changes {len(one.revised):,}{gone}", f"Nothing is public yet. {then}"


def _page(view: View) -> None:
    one: Preview | None = st.session_state.get(STATE)
    _steps(one)
    if st.session_state.get(DONE):
        _after()
        return
    if one is None:
        _drop()
        return
    st.button("Start with another file", on_click=_forget, icon=":material/arrow_back:", type="tertiary")
    _recognised(one)
    _questions(one)
    _problems(one)
    if one.rows and not one.refused:
        left, right = st.columns([7, 5], gap="small")
        with left, st.container(border=True, height="stretch", key="upload_changes"):
            _changes(one)
        with right, st.container(border=True, height="stretch", key="upload_impact"):
            _impact(one)
        if one.ready:
            _publish(one)


def _steps(one: Preview | None) -> None:
    """Show where the file is: a line of steps, the present one marked."""
    if st.session_state.get(DONE):
        at = 6
    elif one is None:
        at = 0
    elif not one.source:
        at = 1
    elif not one.rows:
        at = 2
    elif one.refused:
        at = 3
    else:
        at = 5 if one.ready else 4
    cells = "".join(
        f'<li class="{"now" if place == at else "past" if place < at else ""}"{" aria-current=step" if place == at else ""}>{place + 1} {name}</li>'
        for place, name in enumerate(STEPS)
    )
    html(f'<ol class="ky-steps">{cells}</ol>')


def _drop() -> None:
    """Take a file or a pasted table; offer what was left unfinished."""
    with st.container(border=True, key="upload_drop"):
        html("<h2>Drop the file as you downloaded it</h2><p class='muted'>China Customs, UN Comtrade, Eurostat, US Census, IMF, WITS, Trade Map, SIPRI, ASEANstats, JODI, or a table of your own. "
             "It is recognised by what is in it. At most 20 MB; nothing is changed before you say so.</p>")  # fmt: skip
        file = st.file_uploader("File", key="upload_file", label_visibility="collapsed")
        pasted = st.text_area("Or paste a table", key="upload_pasted", height=110, placeholder="partner\tperiod\tvalue …")
        if file is not None:
            _check(file.getvalue(), file.name)
            st.rerun()
        elif pasted and st.button("Check the pasted table", type="secondary"):
            _check(pasted.encode(), "pasted.csv")
            st.rerun()
    waiting = _unfinished()
    if waiting:
        html("<h3>Not published yet</h3>")
        for snapshot in waiting[:5]:
            received = str(snapshot.provenance.get("received_at", ""))[:16].replace("T", ", ")
            label = f"Resume {snapshot.provenance.get('original_name', 'the file')} of {received}"
            st.button(label, key=f"resume_{snapshot.snapshot}", on_click=_resume, args=(snapshot,), type="tertiary", icon=":material/history:")


def _unfinished() -> list:
    """Return files received but neither published nor refused, newest first."""
    try:
        store = Store(place.folder())
        done = {entry.sha256 for entry in store.history()}
        waiting = [one for one in store.snapshots() if one.source == "received" and one.sha256 not in done]
    except StoreError:
        return []
    return sorted(waiting, key=lambda one: str(one.provenance.get("received_at", "")), reverse=True)


def _resume(snapshot) -> None:  # type: ignore[no-untyped-def]
    try:
        _check(Store(place.folder()).read(snapshot), str(snapshot.provenance.get("original_name", "file")), keep=False)
    except StoreError as error:
        st.session_state["upload_said"] = str(error)


def _check(data: bytes, name: str, answers: dict[str, str] | None = None, keep: bool = True) -> None:
    """Read, check and compare a file, with words while it takes; the bytes are safe on the disk before they are read."""
    answers = dict(answers or {})
    with st.spinner(f"Checking {name} …", show_time=True):
        try:
            one = intake.preview(place.folder(), data, name, answers, consequences.headlines)
            if keep and not one.refused:
                Store(place.folder()).receive("received", data, name, {"by": place.actor().name})
            elif one.refused:
                Store(place.folder()).quarantine(data, name, " ".join(p.code for p in one.problems if p.verdict == REFUSE), by=place.actor().name)
        except StoreError as error:
            say([str(error)])
            return
    st.session_state[STATE], st.session_state[ANSWERS] = one, answers
    st.session_state.pop(DONE, None)


def _forget() -> None:
    for key in (STATE, DONE, ANSWERS, "upload_file", "upload_pasted"):
        st.session_state.pop(key, None)


def _recognised(one: Preview) -> None:
    """Show what the file was taken for, each fact as read."""
    if not one.source:
        return
    line = registry.get("sources", one.source)
    facts = [("Source", f"{line['publisher']}: {line['title']}")]
    names = {"layout": "Layout", "title": "Title", "unit_text": "Unit as written", "unit": "Unit", "currency": "Currency", "flow": "Flow", "reporter": "Reporter", "period": "Period", "encoding": "Encoding"}
    facts += [(label, str(one.recognised[name])) for name, label in names.items() if one.recognised.get(name)]
    facts.append(("File", f"{one.name}, {len(one.data):,} bytes, sha-256 {one.sha256[:12]}…"))
    with st.expander(f"Recognised as {line['publisher']}, {len(one.rows):,} figures", icon=":material/check:"):
        html('<dl class="ky-dl">' + "".join(f"<dt>{label}</dt><dd>{escape(value)}</dd>" for label, value in facts) + "</dl>")
        if one.rows:
            html(_table(("Figure", "Value", "Place in your file"), [(_name(row), _value(row), escape(row.citation)) for row in one.rows[:20]]))


def _questions(one: Preview) -> None:
    """Ask what the file does not say and what looks unusual: the evidence, and answers of which none is chosen."""
    asked: list[Question | Problem] = [*one.questions, *one.held]
    for number, each in enumerate(asked):
        title = each.words if isinstance(each, Question) else each.found
        evidence = each.evidence if isinstance(each, Question) else f"{each.where}. {each.why} {each.do}"
        options = each.options if isinstance(each, Question) else each.choices
        with st.container(border=True, key=f"held_{number}"):
            left, right = st.columns([7, 5], gap="small")
            with left:
                html(f'<div class="ky-held"><span class="ky-badge amber">Held · {escape(each.code)}</span><h2>{escape(title)}</h2><p>{escape(evidence)}</p></div>')
            with right:
                key = f"answer_{each.key}"
                if options:
                    st.radio("Your answer", [*options, *(["It is as the file says"] if isinstance(each, Problem) and "yes" not in options else [])], index=None, key=key, on_change=_answered, args=(each.key, key))
                else:
                    st.text_input("Your answer", key=key, on_change=_answered, args=(each.key, key))


def _answered(key: str, widget: str) -> None:
    """Take an answer and check the file again with it."""
    one: Preview = st.session_state[STATE]
    answer = st.session_state.get(widget)
    if answer:
        st.session_state[ANSWERS] = {**st.session_state.get(ANSWERS, {}), key: str(answer)}
        _check(one.data, one.name, st.session_state[ANSWERS], keep=False)


def _problems(one: Preview) -> None:
    """List refusals in full, and notes under a lid."""
    refused = [each for each in one.problems if each.verdict == REFUSE]
    if refused:
        html('<div class="ky-say" role="alert">' + "".join(f"<p><b>{escape(e.code)}</b> {escape(e.where)}: {escape(e.found)}. {escape(e.why)} {escape(e.do)}</p>" for e in refused) + "</div>")
    notes = [each for each in one.problems if each.verdict not in (REFUSE, HOLD)]
    if notes:
        with st.expander(f"{len(notes)} notes on how the file was read"):
            html('<div class="ky-list"><ul>' + "".join(f"<li>{escape(e.code)} {escape(e.where[:160])}: {escape(e.found)}. {escape(e.why)}</li>" for e in notes) + "</ul></div>")


def _changes(one: Preview) -> None:
    """Show revised, added and vanished values in tabs, and all of them as a file."""
    revised, added, gone = st.tabs([f"Revised ({len(one.revised):,})", f"Added ({len(one.added):,})", f"No longer there ({len(one.vanished):,})"])
    with revised:
        _listed([(_name(c.new), _value(c.old), _value(c.new), _percent(c)) for c in one.revised], ("Figure", "Now", "File", "Change"), "No known value changes.")  # type: ignore[arg-type]
    with added:
        _listed([(_name(c.new), _value(c.new), escape(c.new.citation)) for c in one.added], ("Figure", "Value", "Place in your file"), "No value is new.")  # type: ignore[arg-type, union-attr]
    with gone:
        _listed([(_name(c.old), _value(c.old)) for c in one.vanished], ("Figure", "Now"), "Everything that the last file of this source had is still there.")  # type: ignore[arg-type]
    st.download_button("Comparison (CSV)", _comparison(one), f"kyakhta_comparison_{one.sha256[:8]}.csv", "text/csv", type="tertiary", icon=":material/download:", on_click="ignore")


MOST = 200


def _listed(rows: list[tuple[str, ...]], heads: tuple[str, ...], none: str) -> None:
    if not rows:
        html(f"<p class='muted'>{none}</p>")
        return
    html(_table(heads, rows[:MOST]))
    if len(rows) > MOST:
        html(f"<p class='muted'>The first {MOST} of {len(rows):,}; the file below has all.</p>")


def _table(heads: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    """Return a table; cells are already escaped."""
    number = {"Value", "Now", "File", "Change"}
    head = "".join(f'<th scope="col"{" class=num" if name in number else ""}>{name}</th>' for name in heads)
    body = "".join("<tr>" + "".join(f'<td{" class=num" if name in number else ""}>{cell}</td>' for name, cell in zip(heads, row, strict=True)) + "</tr>" for row in rows)
    return f'<div class="ky-scroll" tabindex="0"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'


def _name(row: Row) -> str:
    line = registry.table("series").get(row.series)
    return escape(f"{line['label'] if line else row.series}, {registry.place_name(row.reporter, short=True)}–{registry.place_name(row.partner, short=True)}, {words.period(row.period, row.months)}")


def _value(row: Row | None) -> str:
    from etl.measures import short

    return escape(short(row.value, row.series)) if row else "–"


def _percent(change: Change) -> str:
    old, new = change.old, change.new
    return words.percent(float(new.value / old.value - 1) * 100, signed=True) if old and new and old.value else "–"


def _comparison(one: Preview) -> bytes:
    """Return every change as CSV, safe to open in a spreadsheet."""
    from dashboard.tables import harmless

    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(("what", "series", "reporter", "partner", "period", "months", "old", "new", "place in the file"))
    for what, changes in adding.as_record(one)["changes"].items():
        for c in changes:
            writer.writerow([what, *(harmless(c[name]) for name in ("series", "reporter", "partner", "period", "months", "old", "new", "where"))])
    return out.getvalue().encode("utf-8-sig")


def _impact(one: Preview) -> None:
    """Show which headlines and verdicts would change."""
    from etl.ledger import VERDICTS

    parts = [f"<h2>Headlines that would change: {len(one.headlines)}</h2>"]
    parts += [f"<div class='ky-block'><p class='muted'>{escape(chart)}. Now</p><p>{escape(before) or '–'}</p><p class='muted'>With this file</p><p><b>{escape(after)}</b></p></div>" for chart, before, after in one.headlines]
    parts.append(f"<h2>Verdicts that would change: {len(one.verdicts)}</h2>")
    parts += [f"<p>{escape(claim)}: {VERDICTS[before][0]} {VERDICTS[before][1]} becomes {VERDICTS[after][0]} {VERDICTS[after][1]}</p>" for claim, before, after in one.verdicts]
    html("".join(parts))


def _publish(one: Preview) -> None:
    """Ask for day, address and a note, and publish."""
    with st.form("upload_publish", border=True):
        html("<h2>Publish</h2>")
        left, middle, right = st.columns([2, 4, 4], gap="small")
        published = left.text_input("Published on", one.answers.get("published") or str(one.recognised.get("published") or words.today()), help="The day the publisher released it: 2026-07-18")
        url = middle.text_input("Address", one.answers.get("url", ""), placeholder="https://…")
        note = right.text_input("Note for the history", placeholder="Monthly bulletin for June")
        if st.form_submit_button("Publish", type="primary"):
            _commit(one, published, url, note)


def _commit(one: Preview, published: str, url: str, note: str) -> None:
    from datetime import date

    actor = place.actor()
    decision = allowed.allowed(actor, "accept")
    try:
        day = date.fromisoformat(published.strip()).isoformat()
    except ValueError:
        say([f"“{published}” is not a day; write 2026-07-18. Nothing has been changed."])
        return
    if not decision.yes:
        say([decision.reason])
        return
    with st.spinner("Publishing …"):
        try:
            again = intake.preview(place.folder(), one.data, one.name, {**one.answers, "published": day, "url": url.strip()})
            edition = adding.publish(place.folder(), again, actor.name, note.strip())
        except (StoreError, ValueError) as error:
            say([str(error)])
            return
    st.session_state[DONE] = f"{len(one.added):,} figures added, {len(one.revised):,} revised. Edition {edition}."
    st.session_state[STATE] = None
    st.rerun()


def _after() -> None:
    """Say what changed and where to look; undo stands in the history below."""
    html('<p><a href="/trade" target="_self">See it on Trade</a> · <a href="/" target="_self">on Overview</a> · Undo stands in the history below.</p>')
    st.button("Upload another file", on_click=_forget)
