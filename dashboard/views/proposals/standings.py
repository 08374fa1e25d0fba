"""How a proposal stands, in words: for lists, for the head of its page, and for each step of its history."""

from __future__ import annotations

from dashboard.figures import words
from etl.office import proposals
from etl.office.proposals import Proposal
from etl.tables import registry

TONES = {
    proposals.OPEN: "amber",
    proposals.VOID: "amber",
    proposals.SENT_BACK: "amber",
    proposals.APPROVED: "accent",
    proposals.OUT: "accent",
    proposals.REFUSED: "neutral",
    proposals.TAKEN_BACK: "neutral",
}
VERBS = {
    proposals.PROPOSE: "proposed it",
    proposals.REVISE: "put a mended draft in its place",
    proposals.COMMENT: "wrote",
    proposals.SEND_BACK: "sent it back",
    proposals.REFUSE: "refused it",
    proposals.TAKE_BACK: "took it back",
    proposals.APPROVE: "accepted it",
    proposals.EMBARGO: "set the time",
}


def title(one: Proposal) -> str:
    """Return what is proposed: publisher and file."""
    line = registry.table("sources").get(one.draft.source)
    return f"{line['publisher'] if line else one.draft.source}: {one.draft.name}"


def when(stamp: str) -> str:
    """Return a moment in UTC as people write it: "1 Dec 2026, 08:15 UTC"."""
    return f"{words.day(stamp[:10])}, {stamp[11:16]} UTC"


def short(one: Proposal) -> str:
    """Return how a proposal stands, in a few words."""
    told = {
        proposals.OPEN: "waits for a reviewer",
        proposals.VOID: "accepted, but to be compared anew",
        proposals.SENT_BACK: "sent back to its author",
        proposals.APPROVED: "accepted",
        proposals.OUT: "out",
        proposals.REFUSED: "refused",
        proposals.TAKEN_BACK: "taken back",
    }
    ends = f", not before {when(one.not_before)}" if one.not_before and not one.closed else ""
    return told[one.standing] + ends


def sentence(one: Proposal) -> str:
    """Return how a proposal stands and what must happen next, in a sentence or two."""
    who = one.approval.by if one.approval else ""
    goes = f"by itself on {when(one.not_before)}" if one.not_before else "at once"
    return {
        proposals.OPEN: f"It waits for a reviewer other than {one.author}. Once accepted it goes out {goes}.",
        proposals.VOID: f"{who} accepted it, but the figures have changed since. A reviewer must compare it anew and accept it again.",
        proposals.SENT_BACK: f"It was sent back to {one.author}, who can mend it. Readers do not see it.",
        proposals.APPROVED: f"{who} accepted it. It goes out {goes}; any change of it or of the figures makes that void.",
        proposals.OUT: f"It went out: {who} accepted it. The history on the page Upload says what became of it since.",
        proposals.REFUSED: "It was refused. Its figures count for nothing.",
        proposals.TAKEN_BACK: "Its author took it back. Its figures count for nothing.",
    }[one.standing]
