"""S6: any sequence of steps, deaths, restarts, clock jumps and damage gives what a model of a few dicts says."""

import random
import shutil
import tempfile
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, event, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from etl.store import Conflict, Damaged, Store, Unknown, fsops, process
from etl.store.seal import digest
from tests.support.store_faults import DAY, Disk, Killed

SOURCES = st.sampled_from(["gacc", "imf"])
FILES = st.sampled_from([b"one", b"two", b"three"])
KINDS = st.sampled_from(["accept", "accept", "withdraw", "restore", "publish"])
EVENTS = [
    "file_comes_in",
    "same_wish_again",
    "clock_jumps",
    "program_is_started_again",
    "program_is_updated",
    "entry_is_damaged_and_put_back",
]
BEHIND = st.sampled_from([-1, 0, 0, 1, 3])
DEATH = st.sampled_from([None] * 6 + [1, 5, 9, 12, 14, 15, 16, 17, 19])
ANSWERS = st.sampled_from([{}, {"M-03": "yes"}])


@dataclass(frozen=True)
class Done:
    kind: str
    source: str
    data: bytes
    key: str
    answers: tuple


def standing(based: bool, story: list[Done]) -> tuple[str, bool, tuple]:
    """What the decisions about one snapshot make of it: never, in or out; whether published; with which answers."""
    place, published, answers = ("in" if based else "never"), based, ()
    for done in story:
        if done.kind == "accept":
            place, published, answers = "in", False, done.answers
        elif done.kind == "publish" and place == "in":
            published = True
        elif done.kind == "withdraw" and place == "in":
            place = "out"
        elif done.kind == "restore" and place == "out":
            place = "in"
    return place, published, answers


class Machine(RuleBasedStateMachine):
    """The store beside lists of what was decided and dicts of what ships."""

    @initialize()
    def start(self) -> None:
        self.folder = Path(tempfile.mkdtemp())
        self.disk = Disk()
        self.real, fsops.os = fsops.os, self.disk
        self.clock = DAY
        self.done: list[Done] = []
        self.files: dict[tuple[str, bytes], str] = {}
        self.bases: dict[str, set[tuple[str, bytes]]] = {}
        self.keys = 0
        self.restart()
        for source, data in (("gacc", b"one"), ("gacc", b"two"), ("imf", b"one"), ("imf", b"three")):
            self.files[source, data] = self.store.receive(
                source, data, "file.csv", {"published": "2026-07-18"}
            ).snapshot
            self.decide("accept", source, data, {}, 0, None)

    def teardown(self) -> None:
        if hasattr(self, "folder"):
            self.every_edition()
            fsops.os = self.real
            shutil.rmtree(self.folder)

    def restart(self) -> None:
        process.forget()
        self.disk.at, self.disk.dead = None, False
        self.store = Store(self.folder / "data", now=lambda: self.clock)

    def about(self, source: str, data: bytes, until: int | None = None) -> list[Done]:
        return [done for done in self.done[:until] if (done.source, done.data) == (source, data)]

    def base(self) -> str:
        return max(self.bases, default="none")

    # Steps

    @rule(kind=KINDS, source=SOURCES, data=FILES, answers=ANSWERS, behind=BEHIND, death=DEATH)
    def decide(self, kind: str, source: str, data: bytes, answers: dict, behind: int, death: int | None) -> None:
        self.keys += 1
        answers = answers if kind == "accept" else {}
        wanted = Done(kind, source, data, f"key{self.keys}", tuple(answers.items()))
        head = None if behind < 0 else max(0, len(self.done) - behind)
        expected = self.expected(wanted, head)
        if death is not None:
            start = self.disk.count
            self.disk.at = lambda number, name, call: self.disk.die() if number - start == death else call()
        try:
            self.ask(wanted, head)
            outcome: object = None
        except (Conflict, Unknown) as error:
            outcome = type(error)
        except Killed:
            self.restart()
            self.take_over(wanted, expected)
            return
        self.disk.at = None
        event(f"{kind}: {outcome}")
        assert outcome == expected
        if outcome is None:
            self.done.append(wanted)

    @rule(what=st.sampled_from(EVENTS), chance=st.integers(0, 10**6))
    def happens(self, what: str, chance: int) -> None:
        which = random.Random(chance)
        if self.done or what not in ("same_wish_again", "entry_is_damaged_and_put_back"):
            getattr(self, what)(which)

    def file_comes_in(self, which: random.Random) -> None:
        source, data = which.choice(["gacc", "imf"]), which.choice([b"one", b"two", b"three"])
        found = self.store.receive(source, data, "file.csv", {"published": "2026-07-18"})
        assert self.files.setdefault((source, data), found.snapshot) == found.snapshot
        assert self.store.read(found) == data

    def same_wish_again(self, which: random.Random) -> None:
        number = which.randrange(len(self.done))
        assert self.ask(self.done[number], number) == number + 1

    def clock_jumps(self, which: random.Random) -> None:
        self.clock += timedelta(days=which.randint(-40, 40))

    def program_is_started_again(self, which: random.Random) -> None:
        self.restart()

    def program_is_updated(self, which: random.Random) -> None:
        chosen = {about for about in self.files if which.random() < 0.6}
        day = (date(2026, 11, 21) + timedelta(days=len(self.bases))).isoformat()
        refs = [self.store.snapshot(source, self.files[source, data]) for source, data in chosen]
        self.store.write_base(day, refs)
        self.bases[day] = chosen

    def entry_is_damaged_and_put_back(self, which: random.Random) -> None:
        number = which.randrange(len(self.done))
        path = self.folder / "data" / "raw" / "log" / f"{number + 1:09d}.json"
        whole = path.read_bytes()
        place = which.randrange(len(whole))
        path.chmod(0o644)
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        self.restart()
        assert len(self.store.history()) == number
        assert self.store.problems()
        found = self.store.receive("gacc", b"one", "one.csv", {"published": "2026-07-18"})
        self.files.setdefault(("gacc", b"one"), found.snapshot)
        with pytest.raises(Damaged):
            self.store.accept("gacc", found.snapshot, by="Bo", reason="other", key="never")
        path.write_bytes(whole)

    def ask(self, wanted: Done, head: int | None) -> int:
        snapshot = self.files.get((wanted.source, wanted.data), f"2026-07-18-{digest(wanted.data)[:10]}")
        more = {"answers": dict(wanted.answers)} if wanted.kind == "accept" else {}
        step = getattr(self.store, wanted.kind)
        return step(wanted.source, snapshot, by="Anna", reason="other", key=wanted.key, head=head, **more).number

    def expected(self, wanted: Done, head: int | None) -> type | None:
        about = (wanted.source, wanted.data)
        if head is not None and any(done.source == wanted.source for done in self.done[head:]):
            return Conflict
        based = about in self.bases.get(self.base(), set())
        place, published, answers = standing(based, self.about(*about))
        if wanted.kind == "accept":
            if place == "in" and answers == wanted.answers:
                return Conflict
            return None if about in self.files else Unknown
        if wanted.kind == "restore":
            return {"in": Conflict, "out": None, "never": Unknown}[place]
        if wanted.kind == "withdraw":
            return {"in": None, "out": Conflict, "never": Unknown}[place]
        return Unknown if place != "in" else Conflict if published else None

    def take_over(self, wanted: Done, expected: type | None) -> None:
        """After a death the decision is there or not; both are right, if it was possible at all."""
        event(f"died, {'saved' if len(self.store.history()) > len(self.done) else 'not saved'}")
        if len(self.store.history()) > len(self.done):
            assert expected is None
            self.done.append(wanted)

    # What must hold

    @invariant()
    def same_story(self) -> None:
        if not hasattr(self, "folder"):
            return
        history = self.store.history()
        told = [(entry.kind, entry.source, entry.key, tuple(entry.answers.items())) for entry in history]
        assert told == [(done.kind, done.source, done.key, done.answers) for done in self.done]
        assert [entry.number for entry in history] == list(range(1, len(history) + 1))
        assert all(later.at > earlier.at or later.clock for earlier, later in pairwise(history)), "or it says why"
        assert self.store.edition() == f"{self.base()}+{len(self.done)}"
        assert self.store.problems() == []

    def every_edition(self) -> None:
        assert self.store.verify() == []
        for day in ("none", *self.bases):
            for number in range(len(self.done) + 1):
                found = {
                    (ref.source, self.store.read(ref)): (ref.published, tuple(ref.answers.items()))
                    for ref in self.store.in_force(f"{day}+{number}")
                }
                wanted = {}
                for about in self.files:
                    place, published, answers = standing(
                        about in self.bases.get(day, set()), self.about(*about, number)
                    )
                    if place == "in":
                        wanted[about] = (published, answers)
                assert found == wanted


Machine.TestCase.settings = settings(
    max_examples=50, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck), database=None
)
TestStoreAgainstTheModel = Machine.TestCase
