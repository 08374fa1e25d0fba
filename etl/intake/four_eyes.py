"""What people do about a proposal: make it, talk about it, decide on it, and put it in force when its time has come.

Each step is a record of the journal `proposals`; who may take it is asked again inside the journal's commit.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from etl.intake import add_command, drafts, intake
from etl.intake.impact import Headlines
from etl.intake.intake import Preview
from etl.office import permissions
from etl.office.permissions import OWN, Actor
from etl.office.proposals import JOURNAL, OPEN, SCHEDULED, Proposal, every, fold
from etl.store import Conflict, Forbidden, Journal, Problem, Record, Store, StoreError
from etl.store.journal import Refusal
from etl.text import received

LONGEST = 2_000  # characters of a remark


class ProposalError(ValueError):
    """A step cannot be taken so; the message says why, and that nothing was changed."""


def propose(root: Path, one: Preview, actor: Actor, note: str = "") -> Proposal:
    """Return the proposal that a ready preview becomes. Raises ProposalError when it is not ready, StoreError in words."""
    if not one.ready or one.idle:
        raise ProposalError("The file still has open questions or changes no figure. Nothing has been changed.")
    facts = {
        "subject": actor.subject, "file": received.one_line(one.name), "sha256": one.sha256, "source": one.source,
        "answers": dict(one.answers), "note": received.one_line(note.strip()), "head": one.head,
    }  # fmt: skip
    drafts.begin(root, one.data, one.name, actor.name)
    ended = sum(each.sha256 == one.sha256 and not each.open for each in every(root).values())  # it may be proposed anew
    step = json.dumps([facts["sha256"], facts["answers"], one.head, actor.subject, ended])
    key = hashlib.sha256(step.encode()).hexdigest()
    made = _book(root).append("propose", by=actor.name, key=key[:32], facts=facts, may=_once(actor, one.sha256))
    return every(root)[made.number]


def _once(actor: Actor, sha256: str) -> Refusal:
    def why_not(records: Sequence[Record]) -> str | None:
        decision = permissions.allowed(actor, "propose", OWN)
        if not decision.yes:
            return decision.reason
        same = [one for one in fold(records).values() if one.sha256 == sha256 and one.state in (*OPEN, SCHEDULED)]
        own = [one for one in same if one.subject == actor.subject]
        return f"the same file waits as your proposal {own[0].number} already." if own else None

    return why_not


def preview(root: Path, one: Proposal, headlines: Headlines | None = None) -> Preview:
    """Return what a proposal would change now. Raises StoreError in words when file or figures cannot be read."""
    store = Store(root)
    kept = next((each for each in store.snapshots(drafts.SOURCE) if each.sha256 == one.sha256), None)
    if kept is None:
        found = f"The file of proposal {one.number} is not there any more."
        raise StoreError(Problem("C-41", found, one.file, "Nothing rests on it.", "Hand it in again."))
    return intake.preview(root, store.read(kept), one.file, dict(one.answers), headlines)


def say(root: Path, number: int, actor: Actor, words: str) -> Proposal:
    """Return the proposal with a remark. Raises ProposalError for no words, StoreError in words."""
    return _step(root, number, actor, "comment", words, needs=True)


def send_back(root: Path, number: int, actor: Actor, words: str) -> Proposal:
    """Return the proposal, sent back to its author with words. Raises as `say`."""
    return _step(root, number, actor, "send_back", words, needs=True)


def refuse(root: Path, number: int, actor: Actor, words: str) -> Proposal:
    """Return the proposal, refused with words. Raises as `say`."""
    return _step(root, number, actor, "refuse", words, needs=True)


def take_back(root: Path, number: int, actor: Actor) -> Proposal:
    """Return the proposal, taken back by its author. Raises as `say`."""
    return _step(root, number, actor, "take_back", "")


def revise(root: Path, number: int, actor: Actor, one: Preview, words: str = "") -> Proposal:
    """Return the proposal with the author's new answers, compared with the figures of now. Raises as `say`."""
    if not one.ready or one.sha256 != every(root)[number].sha256:
        raise ProposalError(
            "A proposal is revised with answers to its own file, all of them. Nothing has been changed."
        )
    facts = {"answers": dict(one.answers), "head": one.head}
    return _step(root, number, actor, "revise", words, facts=facts)


def compare_anew(root: Path, number: int, actor: Actor) -> Proposal:
    """Return the proposal as compared with the figures of now, where these have moved; approvals of before are void."""
    head, one = Store(root).head(), _known(root, number)
    if one.head == head or not one.open:
        return one
    facts = {"proposal": number, "answers": dict(one.answers), "head": head, "words": ""}
    key = hashlib.sha256(f"compare {number} {head}".encode()).hexdigest()[:32]
    _book(root).append("compare", by=actor.name, key=key, facts=facts, may=_may(actor, number, "see_draft"))
    return every(root)[number]


def approve(root: Path, number: int, actor: Actor, seal: str, not_before: str = "") -> Proposal:
    """Return the proposal, accepted: its file counts at once, or from `not_before` (with a zone) on.

    `seal` is that of the comparison which the reviewer has before them. Raises Conflict when the draft or the figures
    have moved since, Forbidden, ProposalError for a time without a zone or one that is past, or StoreError in words.
    """
    when = moment(not_before) if not_before else ""
    if when and not permissions.allowed(actor, "set_embargo").yes:
        raise Forbidden(_said(permissions.allowed(actor, "set_embargo").reason))
    one = _known(root, number)
    if seal != one.seal or one.head != Store(root).head():
        raise Conflict(_said("The draft or the figures have moved since you looked: see the new comparison first."))
    if not preview(root, one).ready:
        raise ProposalError("The file has open questions now. Send it back to its author. Nothing has been changed.")
    _step(root, number, actor, "approve", "", facts={"seal": seal, "not_before": when})
    if not when:
        _release(root, every(root)[number])
    return every(root)[number]


def moment(text: str) -> str:
    """Return a time with a zone as UTC, 2026-12-07T02:00:00Z. Raises ProposalError when it has no zone or is past."""
    try:
        when = datetime.fromisoformat(text.strip())
    except ValueError as error:
        raise ProposalError(f"“{text}” is no time; write 2026-12-07T10:00+08:00. Nothing has been changed.") from error
    if when.tzinfo is None:
        raise ProposalError(f"“{text}” has no zone; write 2026-12-07T10:00+08:00. Nothing has been changed.")
    if when <= datetime.now(UTC):
        raise ProposalError(f"“{text}” is past. Leave it out to accept at once. Nothing has been changed.")
    return when.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def release_due(root: Path, now: datetime) -> list[Proposal]:
    """Put in force what was accepted for a time that has come; return those proposals. Any server may do it, once.

    One whose source has changed since it was accepted goes back to wait for a reviewer. Raises StoreError in words.
    """
    stamp = now.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    due = [one for one in every(root).values() if one.state == SCHEDULED and (one.not_before or "0") <= stamp]
    return [_release(root, one) for one in due]


def _release(root: Path, one: Proposal) -> Proposal:
    """Put an accepted proposal in force; the key makes it one entry however many servers try."""
    ready = replace(preview(root, one), head=one.head)
    facts = {"proposal": one.number, "words": ""}
    try:
        entry = intake.accept(root, ready, by=one.by, note=one.note)
        Store(root).publish(
            entry.source, entry.snapshot, by=one.approved_by, key=f"proposal-{one.number}-{one.seal[:16]}"
        )
    except Conflict as moved:
        back = facts | {"words": f"The same source changed before its time: {moved.problem.found}"}
        _book(root).append("return", by=one.approved_by, key=f"return-{one.number}-{one.seal}", facts=back)
        return every(root)[one.number]
    _book(root).append("release", by=one.approved_by, key=f"release-{one.number}-{one.seal}", facts=facts)
    add_command.rebuilt(root)
    return every(root)[one.number]


def _step(
    root: Path, number: int, actor: Actor, kind: str, words: str, *, needs: bool = False,
    facts: Mapping[str, object] | None = None,
) -> Proposal:  # fmt: skip
    said = received.tidy(words).strip()
    if needs and not said:
        raise ProposalError("Say it in words, for whoever reads it next. Nothing has been changed.")
    if len(said) > LONGEST:
        raise ProposalError(f"At most {LONGEST:,} characters. Nothing has been changed.")
    one = _known(root, number)
    told = {"proposal": number, "words": said, **(facts or {})}
    key = hashlib.sha256(f"{number} {kind} {len(one.steps)} {actor.subject} {said}".encode()).hexdigest()[:32]
    action = {"revise": "propose"}.get(kind, kind)
    _book(root).append(kind, by=actor.name, key=key, facts=told, may=_may(actor, number, action, len(one.steps)))
    return every(root)[number]


def _may(actor: Actor, number: int, action: str, steps: int | None = None) -> Refusal:
    def why_not(records: Sequence[Record]) -> str | None:
        one = fold(records)[number]
        decision = permissions.allowed(actor, action, one.kind_for(actor))
        if not decision.yes:
            return decision.reason
        if steps is not None and len(one.steps) != steps and action != "comment":
            return "somebody else was first. See what they did."
        return None if one.open or action in ("see_draft", "comment") else f"it is {one.state} already."

    return why_not


def _known(root: Path, number: int) -> Proposal:
    found = every(root).get(number)
    if found is None:
        raise ProposalError(f"There is no proposal {number}. Nothing has been changed.")
    return found


def _book(root: Path) -> Journal:
    return Journal(root, JOURNAL)


def _said(words: str) -> Problem:
    return Problem("C-42", words, "proposals", "Figures change only as two people have seen them.", "Look again.")
