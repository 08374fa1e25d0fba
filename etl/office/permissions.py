"""Who may do what: one pure function over `permissions.csv`, asked by the page before it offers anything and again at the commit."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple, Protocol

from etl.store import Entry, account
from etl.tables import registry

READER, CONTRIBUTOR, REVIEWER, KEEPER, AUDITOR = ROLES = ("reader", "contributor", "reviewer", "keeper", "auditor")
ANONYMOUS = "anonymous"
OWN, OTHER, EMBARGOED, PAST = STATES = ("own", "other", "embargoed", "past")
PROPOSED_FIRST = "what people hand in at a server is proposed first, and goes out when a reviewer who is not its author has accepted it"
SECOND = ("sure:restated", "sure:gone")  # answers that let many past values change or go: two people must agree
KINDS = {
    "accept": "approve",
    "publish": "approve",
    "withdraw": "withdraw",
    "restore": "restore",
}  # of the log, as actions


@dataclass(frozen=True)
class Actor:
    """Who asks: a name for the history, whether they sit at the machine that serves only itself, and who sign-in says they are.

    `subject` stays the same whatever a person calls themselves; without sign-in it is empty, and so are `roles`.
    `why_not` says why somebody who signed in may only read: their sign-in has run out, or they were taken off.
    """

    name: str
    local: bool
    subject: str = ""
    roles: frozenset[str] = frozenset()
    why_not: str = ""

    @property
    def signed_in(self) -> bool:
        """Whether sign-in says who this is."""
        return bool(self.subject)


class Decision(NamedTuple):
    """Yes or no, and why in words."""

    yes: bool
    reason: str


def here() -> Actor:
    """Return the person at this machine, by the account that the process runs under."""
    return Actor(account(), local=True)


@cache
def _matrix() -> Mapping[tuple[str, str], Mapping[str, str]]:
    return {(line["action"], line["state"]): line for line in registry.lines("permissions")}


def actions() -> list[str]:
    """Return what can be done at all, in the order of the table."""
    return list(dict.fromkeys(action for action, _ in _matrix()))


def allowed(actor: Actor, action: str, state: str = OTHER) -> Decision:
    """Return whether an actor may do something to a thing of that state: their own, another's, under embargo, or past.

    What the table does not name is refused. Served to this machine alone, the person at it may do everything in it.
    """
    line = _matrix().get((action, state))
    if line is None:
        return Decision(False, f"“{action}” is nothing that can be done here.")
    if actor.local:
        return Decision(True, "The dashboard is served to this machine alone.")
    if any(line[role] == "yes" for role in (actor.roles or {ANONYMOUS})):
        return Decision(True, "Reading is open to everyone." if line[ANONYMOUS] == "yes" else "Their role allows it.")
    if actor.why_not:
        return Decision(False, actor.why_not)
    if not actor.signed_in:
        return Decision(False, f"Sign in first: {line['why_not']}.")
    return Decision(False, f"This needs another role: {line['why_not']}.")


class Added(Protocol):
    """Who put an upload in force, and what they answered."""

    @property
    def by(self) -> str:
        """Return who put it in force."""

    @property
    def answers(self) -> Mapping[str, object]:
        """Return what they answered, by the key of the question."""


def approval(actor: Actor, added: Added | None) -> Decision:
    """Return whether an actor may approve an upload that counts already. One that changes much of the past needs a second
    person, and without sign-in nobody can be shown to be one: a name at this machine is whatever somebody types.
    """
    state = OWN if added is not None and actor.signed_in and added.by == actor.name else OTHER
    decision = allowed(actor, "approve", state)
    if not decision.yes or not actor.local or added is None or not set(SECOND) & set(added.answers):
        return decision
    return Decision(
        False,
        "This upload changes many past values, so a second person must approve it. Without sign-in two people cannot be "
        "told apart here: it counts, and every picture that rests on it stays marked. Withdraw it if it is wrong.",
    )


def authorise(actor: Actor, added: Added | None = None) -> Callable[[str, str, str], str | None]:
    """Return what the store asks at each commit: why this actor may not, or nothing. `added` is what is approved."""

    def why_not(_by: str, kind: str, _source: str) -> str | None:
        if kind == "accept" and not actor.local:
            return PROPOSED_FIRST
        decision = approval(actor, added) if kind == "publish" else allowed(actor, KINDS.get(kind, kind))
        return None if decision.yes else decision.reason

    return why_not


def last_added(entries: Sequence[Entry], source: str, snapshot: str) -> Entry | None:
    """Return the entry that put a snapshot in force last."""
    own = (one for one in reversed(entries) if (one.kind, one.source, one.snapshot) == ("accept", source, snapshot))
    return next(own, None)
