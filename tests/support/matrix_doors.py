"""A data folder with a thing in every state, and the doors through which somebody may try to do something to it."""

from __future__ import annotations

import contextlib
import io
import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from dashboard.cli.main import main
from etl.office import deciding, people, permissions, proposals, release
from etl.office.permissions import ANONYMOUS, EMBARGOED, OTHER, OWN, PAST, Actor
from etl.office.proposals import Draft
from etl.store import Store, StoreError
from tests.support.upload_files import april

BEN = Actor("Ben", False, "id-ben", frozenset({"reader", "contributor"}))
RITA = Actor("Rita", False, "id-rita", frozenset({"reader", "reviewer"}))
KATJA = Actor("Katja", False, "id-katja", frozenset({"reader", "keeper"}))
LATER = "2099-12-18T09:30+08:00"
STATES = (OWN, OTHER, EMBARGOED, PAST)
Cell = tuple[str, str]


def actor_of(role: str) -> Actor:
    """Return somebody with one role."""
    return Actor(role, False, "" if role == ANONYMOUS else f"id-{role}", frozenset({role} - {ANONYMOUS}))


@dataclass(frozen=True)
class World:
    """A data folder, and the proposals in it by their state for one person; `out` are snapshots that went out."""

    folder: Path
    codes: dict[str, str]
    out: dict[str, str]

    def copy(self, to: Path) -> World:
        """Return the same world in another folder, for an act that changes it."""
        shutil.copytree(self.folder, to)
        return replace(self, folder=to)


def build(folder: Path, who: Actor) -> World:
    """Return a world: figures of the person and of another that went out, and a proposal in every state."""
    author = replace(who, subject=who.subject or "id-gone", roles=who.roles | {"contributor"})
    out = {state: _out(folder, by, 20_000.0 + step) for step, (state, by) in enumerate(((OWN, author), (OTHER, BEN)))}
    codes = {
        OWN: propose(folder, author, 21_001.0, "own.htm"),
        OTHER: propose(folder, BEN, 21_002.0, "other.htm"),
        EMBARGOED: propose(folder, BEN, 21_003.0, "embargoed.htm", LATER),
        PAST: propose(folder, BEN, 21_004.0, "past.htm"),
    }
    deciding.refuse(folder, RITA, codes[PAST], "No.")
    return World(folder, codes, out)


def propose(folder: Path, by: Actor, russia: float, name: str, not_before: str = "") -> str:
    """Return the code of a proposal of one person."""
    draft = Draft("gacc_tables", "", "", name, "2026-05-09", answers={"published": "2026-05-09"})
    return deciding.propose(folder, by, april(russia=russia), draft, not_before)


def _out(folder: Path, by: Actor, russia: float) -> str:
    code = propose(folder, by, russia, f"{by.name}.htm")
    deciding.approve(folder, RITA, code, proposals.book(folder)[code].draft.seal, Store(folder).head())
    return release.release(folder)[0].snapshot


def by_commit(world: World, who: Actor, action: str, state: str) -> Callable[[], object] | None:
    """Return the act as a forged request would reach it, past every page; None where there is no such door."""
    folder, code = world.folder, world.codes[state]
    acts: dict[str, Callable[[], object]] = {
        "comment": lambda: deciding.comment(folder, who, code, "words"),
        "approve": lambda: deciding.approve(
            folder, who, code, proposals.book(folder)[code].draft.seal, Store(folder).head()
        ),
        "send_back": lambda: deciding.send_back(folder, who, code, "words"),
        "refuse": lambda: deciding.refuse(folder, who, code, "words"),
        "take_back": lambda: deciding.take_back(folder, who, code),
        "set_embargo": lambda: deciding.set_embargo(folder, who, code, "2099-12-20T00:00Z"),
        "see_draft": lambda: deciding.find(folder, who, code),
    }
    if action == "propose" and state in (OWN, EMBARGOED):
        return lambda: propose(folder, who, 22_000.0, "new.htm", LATER if state == EMBARGOED else "")
    if action == "grant" and state in (OWN, OTHER):
        return lambda: people.change(folder, who, "grant", who.subject if state == OWN else "id-new", "auditor")
    if action in ("withdraw", "restore") and state in world.out:
        return lambda: _turn(world, who, action, world.out[state])
    return acts.get(action)


def _turn(world: World, who: Actor, kind: str, snapshot: str) -> None:
    if kind == "restore":
        Store(world.folder).withdraw("gacc_tables", snapshot, by="op", key="w")
    store = Store(world.folder, authorise=permissions.authorise(who))
    getattr(store, kind)("gacc_tables", snapshot, by=who.name, key=kind)


def by_command(world: World, action: str, state: str) -> list[str] | None:
    """Return the words of the command; None where there is none."""
    code = world.codes[state]
    acts = {
        "see_draft": ["proposals", "show", code],
        "comment": ["proposals", "comment", code, "--words", "words"],
        "set_embargo": ["proposals", "not-before", code, "--time", "2099-12-20T00:00Z"],
    }
    if action == "grant" and state == OTHER:
        return ["people", "grant", "id-new", "auditor"]
    if action == "withdraw" and state in world.out:
        return ["withdraw", f"gacc_tables/{world.out[state]}"]
    return acts.get(action)


def done(act: Callable[[], object]) -> bool:
    """Return whether an act was done; a refusal is an error in words."""
    try:
        act()
    except (StoreError, ValueError):
        return False
    return True


def ran(world: World, words: list[str]) -> bool:
    """Return whether a command was done."""
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        return main([*words, "--data", str(world.folder)]) == 0
