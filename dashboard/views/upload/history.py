"""The history of the data: who decided what and when; originals to download; withdraw, restore and approve, previewed first."""

from __future__ import annotations

import uuid
from functools import partial
from html import escape

import streamlit as st

from dashboard.figures import settings, words
from dashboard.overview import headline_changes
from dashboard.server import sign_in
from dashboard.views.markup import html, say
from etl.intake import add_command, impact
from etl.office import permissions, proposals
from etl.office.permissions import Actor
from etl.store import Entry, SnapshotRef, Store, StoreError
from etl.tables import registry

SAID, DONE = "history_said", "upload_done"  # the second: what was published just now
VERBS = {"accept": "added", "withdraw": "withdrew", "restore": "restored", "publish": "approved"}


def show(actor: Actor) -> None:
    """Show every decision, newest first, with what somebody can do about the newest state of each file."""
    html("<h2>History</h2>")
    said = st.session_state.pop(SAID, None)
    if said:
        say([said])
    try:
        store = Store(settings.folder())
        entries = store.history()
        in_force = {(ref.source, ref.snapshot): ref for ref in store.in_force()}
        own = {one.keys[0] for one in proposals.seen(store.root, actor).values() if one.is_of(actor)}
    except StoreError as error:
        say([str(error)])
        return
    if not entries:
        shipped = f"the figures are those that ship with the program, edition {escape(store.edition())}"
        html(f"<p class='muted'>Nothing has been added to this installation yet: {shipped}.</p>")
        return
    seen: set[tuple[str, str]] = set()
    for entry in reversed(entries[-100:]):
        name = (entry.source, entry.snapshot)
        with st.container(border=True, key=f"history_{entry.number}"):
            _line(entry, store)
            if name not in seen:
                seen.add(name)
                _actions(entry, in_force.get(name), store, actor, entry.key in own)


def _line(entry: Entry, store: Store) -> None:
    """Say who did what when, with the file by the name that it came with."""
    line = registry.table("sources").get(entry.source)
    title = f"{line['publisher']}, {line['title']}" if line else entry.source
    when = str(entry.at)
    note = f"<br>“{escape(entry.note)}”" if entry.note else ""
    at = f"{escape(words.day(when[:10]))}, {escape(when[11:16])} UTC"
    verb = escape(VERBS.get(entry.kind, entry.kind))
    html(
        f"<p><b>{entry.number}</b> · {at} · {escape(entry.by)} {verb} <b>{escape(_name(entry, store))}</b>{note}</p>"
        f"<p class='muted'>{escape(title)} · {escape(entry.snapshot)}</p>"
    )


def _name(entry: Entry, store: Store) -> str:
    """Return the name that a file came with, or its name in the store where that is not known."""
    try:
        return str(store.snapshot(entry.source, entry.snapshot).provenance.get("original_name") or entry.snapshot)
    except StoreError:
        return entry.snapshot


def _actions(entry: Entry, live: SnapshotRef | None, store: Store, actor: Actor, own: bool) -> None:
    """Offer the original file, and withdraw, restore or approve, each to those who may."""
    tag = f"{entry.source}_{entry.snapshot}"
    kind = "withdraw" if live is not None else "restore"
    with st.container(horizontal=True, key=f"actions_{tag}"):
        if permissions.allowed(actor, "download_raw", permissions.OWN if own else permissions.OTHER).yes:
            _original(entry, store, tag)
        if not permissions.allowed(actor, kind).yes:
            return
        if live is not None and not live.published:
            may = permissions.approval(actor, _added(store, entry))
            clear = "The mark “not yet reviewed” goes from every picture." if may.yes else may.reason
            st.button(
                "Approve", key=f"approve_{tag}", on_click=_decide, args=("publish", entry), help=clear,
                disabled=not may.yes,
            )  # fmt: skip
            if not may.yes:
                st.caption("Without sign-in nobody can approve this one as a second person.")
        label = "Undo: withdraw it" if live else "Put it back"
        if st.button(label, key=f"{kind}_{tag}", type="tertiary", icon=":material/undo:"):
            ask(kind, entry)
    if st.session_state.get("history_turn") == (kind, tag):
        _preview(kind, entry)


def _original(entry: Entry, store: Store, tag: str) -> None:
    """Offer a file as it was received."""
    try:
        snapshot = store.snapshot(entry.source, entry.snapshot)
    except StoreError as error:
        say([str(error)])
        return
    name = str(snapshot.provenance.get("original_name", snapshot.path.name))
    st.download_button(
        "Original file", partial(store.read, snapshot), name, key=f"get_{tag}", type="tertiary",
        icon=":material/download:", on_click="ignore",
    )  # fmt: skip


def ask(kind: str, entry: Entry) -> None:
    """Show in the history what withdrawing or restoring a file would change, before it is done."""
    st.session_state["history_turn"] = (kind, f"{entry.source}_{entry.snapshot}")


def _added(store: Store, entry: Entry) -> Entry | None:
    return permissions.last_added(store.history(), entry.source, entry.snapshot)


def _preview(kind: str, entry: Entry) -> None:
    """Show what would change before it is done."""
    with st.spinner("Comparing …"):
        try:
            turn = impact.turn(settings.folder(), entry.source, entry.snapshot, headline_changes.headlines)
        except (StoreError, ValueError) as error:
            say([f"It cannot be compared: {error} Nothing has been changed."])
            return
    heads = "".join(
        f"<li>{escape(chart)}: “{escape(before)}” becomes “{escape(after)}”</li>"
        for chart, before, after in turn.headlines
    )
    html(
        f"<p>{len(turn.changes):,} figures shown would change.</p>"
        + (f"<ul class='ky-moves'>{heads}</ul>" if heads else "")
    )
    label = "Withdraw" if kind == "withdraw" else "Put back"
    st.button(label, key=f"sure_{kind}_{entry.number}", on_click=_decide, args=(kind, entry), type="primary")


def _decide(kind: str, entry: Entry) -> None:
    """Write the decision as a new entry, and build anew."""
    actor = sign_in.actor()
    st.session_state.pop("history_turn", None)
    st.session_state.pop(DONE, None)  # it is not so any more
    try:
        added = _added(Store(settings.folder()), entry)
        store = Store(settings.folder(), authorise=permissions.authorise(actor, added))
        getattr(store, kind)(entry.source, entry.snapshot, by=actor.name, key=uuid.uuid4().hex)
        sign_in.note(actor, kind, f"{entry.source}/{entry.snapshot}")
    except StoreError as error:
        sign_in.note(actor, kind, f"{entry.source}/{entry.snapshot}", f"refused: {error}")
        st.session_state[SAID] = str(error)
        return
    add_command.rebuilt(settings.folder())
