"""Four eyes: what a contributor wants to publish waits as a proposal until a reviewer who is not its author has decided.

The journal `proposals` has a record for each step. A proposal's figures count for nobody until it is accepted, and then
the log of decisions has one entry as for any file. An approval is bound to the exact draft and to the figures that it
was compared with: `seal` changes with the file, an answer, the day or the edition, and an approval of an older seal is
refused. One that was accepted with a time before which nothing may be shown stays in this journal until that minute, so
that nothing of it can be learned from the figures, their editions or their number.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from etl.office import permissions
from etl.office.permissions import EMBARGOED, OTHER, OWN, PAST, Actor
from etl.store import Journal, Record

JOURNAL = "proposals"
WAITS, BACK, ACCEPTED, SCHEDULED, REFUSED, TAKEN_BACK = (
    "waits", "sent back", "accepted", "accepted, waits for its time", "refused", "taken back",
)  # fmt: skip
STATES = {
    "propose": WAITS, "revise": WAITS, "send_back": BACK, "refuse": REFUSED, "take_back": TAKEN_BACK,
    "approve": SCHEDULED, "release": ACCEPTED, "return": WAITS,
}  # fmt: skip
OPEN = (WAITS, BACK)


@dataclass(frozen=True)
class Step:
    """One thing done about a proposal: what, by whom, when (UTC), and the words that go with it."""

    kind: str
    by: str
    at: str
    words: str = ""


@dataclass(frozen=True)
class Proposal:
    """A file that somebody wants in force, and how far it has come. `head` is the number of the last decision it was compared with."""

    number: int
    subject: str  # of its author; a name is only shown
    by: str
    file: str
    sha256: str
    source: str
    answers: Mapping[str, str] = field(hash=False)
    note: str
    head: int
    state: str = WAITS
    not_before: str = ""  # UTC, such as 2026-12-07T02:00:00Z
    approved_by: str = ""
    steps: tuple[Step, ...] = ()

    @property
    def open(self) -> bool:
        """Whether it still waits for its author or a reviewer."""
        return self.state in OPEN

    @property
    def seal(self) -> str:
        """What an approval is bound to: the file's bytes, the answers, and the figures it was compared with."""
        told = json.dumps([self.sha256, sorted(self.answers.items()), self.head], ensure_ascii=False)
        return hashlib.sha256(told.encode()).hexdigest()[:32]

    def kind_for(self, actor: Actor) -> str:
        """Return what it is to somebody, as the table of permissions says it."""
        if self.state in (ACCEPTED, REFUSED, TAKEN_BACK):
            return PAST
        if actor.subject and actor.subject == self.subject:
            return OWN
        return EMBARGOED if self.state == SCHEDULED else OTHER


def fold(records: Iterable[Record]) -> dict[int, Proposal]:
    """Return every proposal by its number, as the records leave it."""
    found: dict[int, Proposal] = {}
    for one in records:
        facts = one.facts
        step = Step(one.kind, one.by, one.at, str(facts.get("words", "")))
        if one.kind == "propose":
            found[one.number] = Proposal(
                one.number, facts["subject"], one.by, facts["file"], facts["sha256"], facts["source"],
                facts["answers"], facts["note"], facts["head"], steps=(step,),
            )  # fmt: skip
            continue
        before = found[int(facts["proposal"])]
        now = replace(before, state=STATES.get(one.kind, before.state), steps=(*before.steps, step))
        if one.kind in ("revise", "compare"):
            now = replace(now, answers=facts["answers"], head=facts["head"])
        if one.kind == "approve":
            now = replace(now, not_before=facts["not_before"], approved_by=one.by)
        found[before.number] = now
    return found


def every(root: Path) -> dict[int, Proposal]:
    """Return every proposal of a data folder by its number. Raises Damaged when the journal cannot be read whole."""
    return fold(Journal(root, JOURNAL).records())


def seen_by(root: Path, actor: Actor) -> list[Proposal]:
    """Return the proposals that somebody may see, newest first."""
    may = (one for one in every(root).values() if permissions.allowed(actor, "see_draft", one.kind_for(actor)).yes)
    return sorted(may, key=lambda one: -one.number)


def waiting_for(root: Path, actor: Actor) -> list[Proposal]:
    """Return the proposals on which somebody has the next word: a reviewer's to decide, an author's that came back."""
    return [
        one for one in seen_by(root, actor)
        if (one.state == WAITS and permissions.allowed(actor, "approve", one.kind_for(actor)).yes)
        or (one.state == BACK and one.kind_for(actor) == OWN)
    ]  # fmt: skip
