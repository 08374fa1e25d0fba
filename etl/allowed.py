"""Who may do what: one pure function, asked by the page before it offers anything and by the store again at the commit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

CHANGES = ("stage", "accept", "publish", "withdraw", "restore")


@dataclass(frozen=True)
class Actor:
    """Who asks: a name for the history, and whether they sit at the machine that serves only itself."""

    name: str
    local: bool


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


def authorise(actor: Actor) -> Callable[[str, str, str], str | None]:
    """Return what the store asks at each commit: why this actor may not, or nothing."""

    def why_not(_by: str, kind: str, _source: str) -> str | None:
        decision = allowed(actor, kind)
        return None if decision.yes else decision.reason

    return why_not
