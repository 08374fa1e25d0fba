"""Proposals: the list of what waits, or the one that the address names."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from dashboard.exhibits import permalink
from dashboard.figures import settings
from dashboard.server import sign_in
from dashboard.views.frame import Session, frame, session
from dashboard.views.markup import html, say
from dashboard.views.proposals import one as single
from dashboard.views.proposals import standings
from etl.office import deciding, permissions, proposals
from etl.office.permissions import Actor
from etl.office.proposals import Proposal
from etl.store import StoreError

CLOSED_SHOWN = 20
LOCAL = "At this machine what you publish counts at once, without a proposal. Those made at a server stand here."


def show() -> None:
    """Show the list, or one proposal; to whoever may see none, why."""
    kept: Session = session("proposals")
    code, actor = kept.own.get("p", ""), sign_in.actor()
    try:
        seen = proposals.seen(settings.folder(), actor)
        problem = [deciding.unknown(code).problem.found] if code and code not in seen else []
    except StoreError as error:
        seen, problem = {}, [str(error)]
    if code in seen:
        single.show(seen[code], actor)
        return
    waiting = [each for each in seen.values() if proposals.waits_for(each, actor)]
    with frame("proposals", _headline(len(waiting), actor), dated=False) as view:
        if not _sees(actor):
            problem.append(permissions.allowed(actor, "see_draft").reason)
        say(problem)
        if not view or not _sees(actor):
            return
        if actor.local:
            html(f"<p class='muted'>{LOCAL}</p>")
        _lists(seen.values(), waiting)


def _sees(actor: Actor) -> bool:
    """Return whether somebody may see any proposal, if only their own."""
    return any(permissions.allowed(actor, "see_draft", state).yes for state in (permissions.OWN, permissions.OTHER))


def _headline(count: int, actor: Actor) -> tuple[str, str]:
    told = "A file goes out when a reviewer other than its author has accepted it; until then readers see the figures without it."
    if actor.local or not _sees(actor):
        return "Proposals", told
    if not count:
        return "Nothing waits for you", told
    return f"{count} proposal{'s wait' if count > 1 else ' waits'} for you", told


def _lists(seen: Iterable[Proposal], waiting: list[Proposal]) -> None:
    """List what waits for this person, what else is open, and what is closed, the newest first."""
    newest = sorted(seen, key=lambda each: each.at, reverse=True)
    open_ = [each for each in newest if not each.closed and each not in waiting]
    closed = [each for each in newest if each.closed]
    _list("Waits for you", waiting)
    _list("Open", open_)
    _list("Closed", closed[:CLOSED_SHOWN])
    if len(closed) > CLOSED_SHOWN:
        html(f"<p class='muted'>The last {CLOSED_SHOWN} of {len(closed):,}; `kyakhta proposals list` has all.</p>")
    if not newest:
        html("<p class='ky-empty'>No proposal yet. What is handed in on the page Upload comes here.</p>")


def _list(title: str, some: list[Proposal]) -> None:
    if some:
        html(f'<h2>{title}</h2><ul class="ky-steps-list">{"".join(map(_line, some))}</ul>')


def _line(one: Proposal) -> str:
    address = permalink.link("proposals", {}, own={"p": one.code})
    note = f" “{escape(one.draft.note.splitlines()[0][:100])}”" if one.draft.note else ""
    return (
        f'<li><a href="{address}" target="_self">{escape(standings.title(one))}</a> '
        f'<span class="ky-badge {standings.TONES[one.standing]}">{escape(standings.short(one))}</span><br>'
        f'<span class="muted">{escape(one.author)}, {standings.when(one.at)}.{note}</span></li>'
    )
