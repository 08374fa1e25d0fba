"""Who may do what: one pure function, asked by the page before it offers anything and by the store again at the commit."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from etl.store import fsops
from etl.store.log import Entry

CHANGES = ("stage", "accept", "publish", "withdraw", "restore")
SECOND = ("sure:restated", "sure:gone")  # answers that let many past values change or go: two people must agree


@dataclass(frozen=True)
class Actor:
    """Who asks: a name for the history, whether they sit at the machine that serves only itself, and who sign-in says they are.

    `subject` stays the same whatever a person calls themselves; without sign-in it is empty.
    """

    name: str
    local: bool
    subject: str = ""


def account() -> str:
    """Return the account that this process runs under, as the system knows it; what LOGNAME says is anybody's word."""
    return fsops.account()


class Decision(NamedTuple):
    """Yes or no, and why in words."""

    yes: bool
    reason: str


def allowed(actor: Actor, action: str) -> Decision:
    """Return whether an actor may do something. Reading is open; what is not named is refused.

    Served to this machine alone, the person at it may change data. Served to others, nobody may until sign-in is set up.
    """
    if action == "read":
        return Decision(True, "Reading is open to everyone.")
    if action not in CHANGES:
        return Decision(False, f"“{action}” is nothing that can be done here.")
    if actor.local:
        return Decision(True, "The dashboard is served to this machine alone.")
    return Decision(
        False,
        "This dashboard is served to others, and sign-in is not set up: nobody can change data through it. "
        "Start it for this machine alone (`kyakhta run`), or use `kyakhta add` where it runs.",
    )


class Added(Protocol):
    """Who put an upload in force, and what they answered."""

    @property
    def by(self) -> str:
        """Return who put it in force."""

    @property
    def answers(self) -> Mapping[str, object]:
        """Return what they answered, by the key of the question."""


def approval(actor: Actor, added: Added | None) -> Decision:
    """Return whether an actor may approve an upload. One that changes much of the past needs a second person, and without
    sign-in nobody can be shown to be one: a name at this machine is whatever somebody types.
    """
    decision = allowed(actor, "publish")
    if not decision.yes or added is None or not set(SECOND) & set(added.answers):
        return decision
    return Decision(
        False,
        "This upload changes many past values, so a second person must approve it. Without sign-in two people cannot be "
        "told apart here: it counts, and every picture that rests on it stays marked. Withdraw it if it is wrong.",
    )


def authorise(actor: Actor, added: Added | None = None) -> Callable[[str, str, str], str | None]:
    """Return what the store asks at each commit: why this actor may not, or nothing. `added` is what is approved."""

    def why_not(_by: str, kind: str, _source: str) -> str | None:
        decision = approval(actor, added) if kind == "publish" else allowed(actor, kind)
        return None if decision.yes else decision.reason

    return why_not


def last_added(entries: Sequence[Entry], source: str, snapshot: str) -> Entry | None:
    """Return the entry that put a snapshot in force last."""
    own = (one for one in reversed(entries) if (one.kind, one.source, one.snapshot) == ("accept", source, snapshot))
    return next(own, None)
