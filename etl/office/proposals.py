"""Proposals: what people hand in at a server waits here until a second person has accepted it.

Nothing of a proposal is in the log of decisions before it goes out, so no edition, export, search or count can tell of it.
Its file lies apart (`raw/proposed-…`), its steps in the journal `proposals`. What becomes of it is read from both: a proposal
is out when the log has its entries, and an approval is void once the draft or the figures it was compared with are others.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from etl.office import permissions
from etl.office.permissions import Actor
from etl.store import Entry, Journal, Record, Store

JOURNAL = "proposals"
PROPOSE, REVISE, COMMENT, SEND_BACK, REFUSE, TAKE_BACK, APPROVE, EMBARGO = KINDS = (
    "propose", "revise", "comment", "send_back", "refuse", "take_back", "approve", "embargo",
)  # fmt: skip
OPEN, SENT_BACK, REFUSED, TAKEN_BACK, APPROVED, VOID, OUT = STANDINGS = (
    "open", "sent back", "refused", "taken back", "approved", "void", "out",
)  # fmt: skip
CLOSED = (REFUSED, TAKEN_BACK, OUT)
_LEAVES = {SEND_BACK: SENT_BACK, REFUSE: REFUSED, TAKE_BACK: TAKEN_BACK, APPROVE: APPROVED, REVISE: OPEN}


@dataclass(frozen=True)
class Draft:
    """What is proposed: a file as handed in, what it was taken for, and the answers to what was asked of it."""

    source: str
    snapshot: str
    sha256: str
    name: str
    published: str
    url: str = ""
    note: str = ""
    answers: Mapping[str, str] = field(default_factory=dict, hash=False)
    recognised: Mapping[str, Any] = field(default_factory=dict, hash=False, compare=False)
    edition: str = ""  # that it was compared with when it was proposed

    @property
    def seal(self) -> str:
        """The hash of all that decides which figures come of it: the file, the source, the day and every answer."""
        told = [self.sha256, self.source, self.published, sorted(self.answers.items())]
        return hashlib.sha256(json.dumps(told).encode()).hexdigest()


@dataclass(frozen=True)
class Step:
    """One thing done about a proposal, for its page."""

    kind: str
    by: str
    subject: str
    at: str
    words: str = ""


@dataclass(frozen=True)
class Approval:
    """Who accepted which draft, having seen which figures beside it; `number` is the entry they were compared at."""

    by: str
    subject: str
    at: str
    seal: str
    number: int


@dataclass(frozen=True)
class Proposal:
    """One proposal as its steps leave it. `code` names it in addresses and tells nothing of how many there are."""

    code: str
    author: str
    subject: str
    at: str
    draft: Draft
    standing: str = OPEN
    not_before: str = ""  # UTC, to the second; "" when it goes out as soon as it is accepted
    approval: Approval | None = None
    steps: tuple[Step, ...] = ()

    @property
    def keys(self) -> tuple[str, str]:
        """The keys of the two entries by which it goes out, the same on every replica: put in force, and approved."""
        made = hashlib.sha256(f"{self.code} {self.draft.seal}".encode()).hexdigest()
        return f"{made[:30]}-1", f"{made[:30]}-2"

    @property
    def closed(self) -> bool:
        """Whether nothing more can become of it."""
        return self.standing in CLOSED

    def due(self, now: datetime) -> bool:
        """Whether it is accepted and its minute has come."""
        return self.standing == APPROVED and (not self.not_before or moment(self.not_before) <= now)

    def is_of(self, actor: Actor) -> bool:
        """Whether an actor is its author, by what sign-in calls them: names prove nothing."""
        return actor.signed_in and actor.subject == self.subject


def drawer(kind: str, subject: str) -> str:
    """Return the folder of files of one person that do not count, so that no file tells that another's has the same bytes."""
    return f"{kind}-{hashlib.sha256(subject.encode()).hexdigest()[:16]}" if subject else kind


def moment(text: str) -> datetime:
    """Return a time that carries its zone. Raises ValueError."""
    found = datetime.fromisoformat(text)
    if found.tzinfo is None:
        raise ValueError("a time needs its zone")
    return found.astimezone(UTC)


def state(one: Proposal, actor: Actor, action: str = "see_draft") -> str:
    """Return the state of a proposal in the matrix, for somebody who wants to do something about it."""
    if one.closed and action != "see_draft":
        return permissions.PAST
    if action == "set_embargo" and one.not_before:
        return permissions.EMBARGOED
    if one.is_of(actor):
        return permissions.OWN
    return permissions.EMBARGOED if one.not_before and one.standing != OUT else permissions.OTHER


def visible(one: Proposal, actor: Actor) -> bool:
    """Return whether somebody may know of a proposal at all."""
    return permissions.allowed(actor, "see_draft", state(one, actor)).yes


def book(root: Path) -> dict[str, Proposal]:
    """Return every proposal of a data folder by its code, oldest first. Raises Damaged in words."""
    records = Journal(root, JOURNAL).records()
    return known(records, Store(root).history()) if records else {}


def seen(root: Path, actor: Actor) -> dict[str, Proposal]:
    """Return the proposals that somebody may know of, oldest first. Raises Damaged in words."""
    return {code: one for code, one in book(root).items() if visible(one, actor)}


def waits_for(one: Proposal, actor: Actor) -> bool:
    """Return whether a proposal waits for somebody: for a reviewer to decide, or for its author to mend it."""
    if one.is_of(actor):
        return one.standing == SENT_BACK
    may = permissions.allowed(actor, "approve", state(one, actor, "approve")).yes and not actor.local
    return one.standing in (OPEN, VOID) and may


def known(records: Iterable[Record], entries: Sequence[Entry]) -> dict[str, Proposal]:
    """Return the proposals that the records of the journal leave, each as it stands by the log of decisions."""
    found: dict[str, Proposal] = {}
    for one in records:
        code = str(one.facts["proposal"])
        if one.kind == PROPOSE:
            found[code] = Proposal(code, one.by, str(one.facts["subject"]), one.at, _draft(one))
        if code in found:
            found[code] = _after(found[code], one)
    released = {entry.key for entry in entries}
    return {code: _by_log(each, found.values(), entries, released) for code, each in found.items()}


def _draft(one: Record) -> Draft:
    return Draft(**one.facts["draft"])


def _after(before: Proposal, one: Record) -> Proposal:
    """Return a proposal after one more step."""
    facts = one.facts
    step = Step(one.kind, one.by, str(facts.get("subject", "")), one.at, str(facts.get("words", "")))
    after = replace(before, steps=(*before.steps, step), standing=_LEAVES.get(one.kind, before.standing))
    if one.kind in (PROPOSE, REVISE):
        after = replace(after, draft=_draft(one), approval=None)
    if one.kind in (PROPOSE, EMBARGO):
        after = replace(after, not_before=str(facts.get("not_before", "")))
    if one.kind == APPROVE:
        made = Approval(one.by, step.subject, one.at, str(facts["seal"]), int(facts["number"]))
        after = replace(after, approval=made)
    return after


def _by_log(one: Proposal, others: Iterable[Proposal], entries: Sequence[Entry], released: Collection[str]) -> Proposal:
    """Return a proposal with what the log says of it: out, or accepted for figures that are others by now."""
    if one.standing != APPROVED or one.approval is None:
        return one
    if set(one.keys) <= set(released):
        return replace(one, standing=OUT)
    if one.approval.seal != one.draft.seal or _moved(one, others, entries):
        return replace(one, standing=VOID)
    return one


def _moved(one: Proposal, others: Iterable[Proposal], entries: Sequence[Entry]) -> bool:
    """Return whether anything was decided since the figures that an approval saw, other than what goes out with it."""
    number = one.approval.number if one.approval else 0
    together = {key for each in others if one.not_before and each.not_before == one.not_before for key in each.keys}
    since = [entry for entry in entries[number:] if entry.key not in one.keys]
    return number > len(entries) or any(e.key not in together or e.source == one.draft.source for e in since)
