"""What people do about proposals: propose, revise, remark, accept, send back, refuse, take back, set the time.

Each is one record of the journal, and each is judged again at the moment it is written, by all that was written before.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from etl.office import permissions, proposals
from etl.office.permissions import Actor
from etl.office.proposals import Draft, Proposal
from etl.store import Journal, Problem, Record, Store, Unknown
from etl.tables.problems import cut, escaped
from etl.text import received

LONGEST = 2000  # characters of a remark
SECOND_PERSON = "without sign-in nobody can be shown to be another person than its author. Sign in on the page Proposals as a reviewer"
Check = Callable[[Proposal], str | None]


class ProposalError(ValueError):
    """A step cannot be taken so; the message says why and what to do, and that nothing was changed."""


def propose(root: Path, actor: Actor, data: bytes, draft: Draft, not_before: str = "") -> str:
    """Return the code of a new proposal, its file safe on the disk. Raises ProposalError or StoreError in words."""
    _may_propose(actor)
    ends = not_before and _ahead(not_before)
    kept = _kept(root, actor, data, draft)
    book = Journal(root, proposals.JOURNAL)
    own = [one for one in proposals.book(root).values() if one.is_of(actor)]
    made = f"{kept.seal} {actor.subject} {len(own)} {Store(root).head()}"
    code = hashlib.sha256(made.encode()).hexdigest()[:10]
    facts = {"proposal": code, "subject": actor.subject, "draft": asdict(kept), "not_before": ends, "words": kept.note}

    def why_not(records: Sequence[Record]) -> str | None:
        known = proposals.known(records, Store(root).history()).values()
        same = [one for one in known if one.is_of(actor) and not one.closed and one.draft.seal == kept.seal]
        return f"you have proposed exactly this already; it is the proposal {same[0].code}." if same else None

    book.append(proposals.PROPOSE, by=actor.name, key=f"propose-{code}", facts=facts, may=why_not)
    return code


def revise(root: Path, actor: Actor, code: str, data: bytes, draft: Draft) -> Record:
    """Return the record by which an author puts another draft in the place of theirs; an approval is void then."""
    _may_propose(actor)
    find(root, actor, code)
    kept = _kept(root, actor, data, draft)

    def check(now: Proposal) -> str | None:
        if not now.is_of(actor) or now.closed:
            return "only its author revises a proposal, while it is open."
        return "this is what is proposed already." if now.draft.seal == kept.seal else None

    facts = {"draft": asdict(kept), "words": kept.note}
    return _step(root, actor, code, "propose", proposals.REVISE, facts, check)


def comment(root: Path, actor: Actor, code: str, words: str) -> Record:
    """Return the record of a remark."""
    return _step(root, actor, code, "comment", proposals.COMMENT, {"words": _said(words, needed=True)})


def send_back(root: Path, actor: Actor, code: str, words: str) -> Record:
    """Return the record by which a reviewer asks the author to mend something."""
    told = {"words": _said(words, needed=True)}
    return _step(root, actor, code, "send_back", proposals.SEND_BACK, told, _second(actor))


def refuse(root: Path, actor: Actor, code: str, words: str) -> Record:
    """Return the record by which a reviewer refuses a proposal for good."""
    told = {"words": _said(words, needed=True)}
    return _step(root, actor, code, "refuse", proposals.REFUSE, told, _second(actor))


def take_back(root: Path, actor: Actor, code: str, words: str = "") -> Record:
    """Return the record by which an author takes their proposal back."""

    def check(now: Proposal) -> str | None:
        return None if now.is_of(actor) else "only its author takes a proposal back."

    return _step(root, actor, code, "take_back", proposals.TAKE_BACK, {"words": _said(words)}, check)


def approve(root: Path, actor: Actor, code: str, seal: str, number: int, words: str = "") -> Record:
    """Return the record by which a reviewer accepts the draft with this seal, compared with the figures at this entry.

    Raises Forbidden when the draft or the figures are others by now: the new comparison must be seen first.
    """
    second = _second(actor)

    def check(now: Proposal) -> str | None:
        if why_not := second(now):
            return why_not
        if now.standing == proposals.APPROVED:
            return "it is accepted already."
        if now.draft.seal != seal:
            return "its author has changed it since you looked. Look at the new comparison, then decide."
        if number != Store(root).head():
            return "the figures have changed since you looked. Look at the new comparison, then decide."
        return "exactly this counts already, so it would change nothing. Refuse it." if _counts(root, now) else None

    told = {"seal": seal, "number": number, "words": _said(words)}
    return _step(root, actor, code, "approve", proposals.APPROVE, told, check)


def set_embargo(root: Path, actor: Actor, code: str, not_before: str, now: datetime | None = None) -> Record:
    """Return the record by which a proposal goes out at a time, or ("") as soon as it is accepted."""
    ends = not_before and _ahead(not_before, now)

    def check(one: Proposal) -> str | None:
        return "it is so already." if one.not_before == ends else None

    words = f"Not before {ends[:16].replace('T', ' ')} UTC" if ends else "As soon as it is accepted"
    told = {"not_before": ends, "words": words}
    return _step(root, actor, code, "set_embargo", proposals.EMBARGO, told, check)


def find(root: Path, actor: Actor, code: str) -> Proposal:
    """Return a proposal. Raises Unknown, in the same words whether there is none or it may not be seen."""
    one = proposals.seen(root, actor).get(code)
    if one is None:
        raise unknown(code)
    return one


def unknown(code: str) -> Unknown:
    """Return that there is no such proposal for the person who asks."""
    found = f"There is no proposal “{cut(code, 20)}” that you may see."
    do = "Open the page Proposals for those that you may."
    return Unknown(Problem("C-41", found, "proposals", "Proposals are seen by those who may decide on them.", do))


def _step(
    root: Path, actor: Actor, code: str, action: str, kind: str, facts: Mapping[str, Any], check: Check | None = None
) -> Record:
    """Return the record of one step, judged by the matrix and by `check` as the proposal stands when it is written."""
    before = find(root, actor, code)
    key = hashlib.sha256(f"{code} {kind} {len(before.steps)} {actor.subject} {sorted(facts.items())}".encode())

    def why_not(records: Sequence[Record]) -> str | None:
        now = proposals.known(records, Store(root).history())[code]
        decision = permissions.allowed(actor, action, proposals.state(now, actor, action))
        return (check(now) if check else None) if decision.yes else decision.reason

    told = {**facts, "proposal": code, "subject": actor.subject}
    book = Journal(root, proposals.JOURNAL)
    return book.append(kind, by=actor.name, key=f"{kind}-{key.hexdigest()[:32]}", facts=told, may=why_not)


def _counts(root: Path, one: Proposal) -> bool:
    """Return whether the same file with the same answers is in force already."""
    told, draft = dict(one.draft.answers) | {"published": one.draft.published}, one.draft
    same = [ref for ref in Store(root).in_force() if (ref.source, ref.sha256) == (draft.source, draft.sha256)]
    return any(dict(ref.answers) == told for ref in same)


def _second(actor: Actor) -> Check:
    return lambda _one: None if actor.signed_in else f"{SECOND_PERSON}."


def _may_propose(actor: Actor) -> None:
    decision = permissions.allowed(actor, "propose", permissions.OWN)
    if not decision.yes:
        raise ProposalError(f"{decision.reason} Nothing was changed.")
    if not actor.signed_in:
        raise ProposalError(
            "A proposal needs an author who signed in. At this machine use `kyakhta add`. Nothing was changed."
        )


def _kept(root: Path, actor: Actor, data: bytes, draft: Draft) -> Draft:
    """Return the draft with its file on the disk, apart from all files that count."""
    facts = {"by": actor.name, "published": draft.published}
    drawer = proposals.drawer("proposed", actor.subject)
    kept = Store(root).receive(drawer, data, draft.name, facts)
    told = asdict(draft) | {"snapshot": kept.snapshot, "sha256": kept.sha256}
    return Draft(**told | {"note": _said(draft.note), "name": escaped(draft.name)})


def _ahead(not_before: str, now: datetime | None = None) -> str:
    """Return a time in UTC to the second. Raises ProposalError for what is no time with a zone, or has passed."""
    try:
        found = proposals.moment(not_before.strip())
    except ValueError as error:
        raise ProposalError(
            f"“{cut(not_before, 40)}” is not a time with its zone; write 2026-12-18T09:30+08:00. Nothing was changed."
        ) from error
    if found <= (now or datetime.now(UTC)):
        raise ProposalError(f"{found:%Y-%m-%d %H:%M} UTC has passed. Choose a time ahead. Nothing was changed.")
    return found.replace(microsecond=0).isoformat().replace("+00:00", "Z")


def _said(words: str, *, needed: bool = False) -> str:
    """Return a remark as it is kept. Raises ProposalError when it is too long, or empty where words are needed."""
    kept = received.tidy(words).strip()
    if len(kept) > LONGEST:
        raise ProposalError(
            f"A remark has at most {LONGEST:,} characters; this has {len(kept):,}. Nothing was changed."
        )
    if needed and not kept:
        raise ProposalError("Say in words what is to be done or why. Nothing was changed.")
    return kept
