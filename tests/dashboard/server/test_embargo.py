"""Nothing of a file under embargo can be learned by who may not: each of thirty ways gives what it gives without the file."""

import re
import shutil
from types import SimpleNamespace

import pytest

from dashboard.figures import served, settings
from dashboard.overview import headline_changes, shown_where
from dashboard.server import sign_in
from etl.intake import intake
from etl.office import deciding, proposals, release
from etl.office.permissions import Actor
from etl.office.proposals import Draft
from etl.store import Store, process
from tests.support.embargo_ways import WAYS, journal_length
from tests.support.upload_files import april

BEN = Actor("Ben", False, "id-ben", frozenset({"reader", "contributor"}))
RITA = Actor("Rita", False, "id-rita", frozenset({"reader", "reviewer"}))
LOOKERS = {
    "nobody": Actor("somebody", False),
    "contributor": Actor("Eve", False, "id-eve", frozenset({"reader", "contributor"})),
}
SECRET = april(russia=21_437.0)
LATER = "2099-12-18T09:30+08:00"
WORDS = re.compile(r"21[.,]?437|secret|Hush|id-ben|\bBen\b|Rita|2099|9 May 2026|2026-05-09")
OWN = {"handing in the same file", "a file of the same layout"}  # the person's own file says its own figures
ASKED = re.compile(r"secret-bulletin|21[.,]437")  # what somebody types they may read again


@pytest.fixture
def worlds(single, tmp_path, figures, monkeypatch, opened):
    """Two data folders that differ by a file under embargo alone, and a reviewer who has looked at it in this process."""
    process.forget()
    monkeypatch.setenv(settings.SERVED, settings.OTHERS)
    held, bare = (tmp_path / name / "data" for name in ("held", "bare"))
    for folder in (held, bare):
        shutil.copytree(single, folder)
    figures(held)
    one = intake.preview(held, SECRET, "secret-bulletin.htm", {"published": "2026-05-09"}, headline_changes.headlines)
    shown_where.places(served.figures(), one)  # what was made for the reviewer is kept in this process
    draft = Draft(one.source, "", "", one.name, "2026-05-09", note="Hush", answers=dict(one.answers))
    code = deciding.propose(held, BEN, SECRET, draft, LATER)
    deciding.approve(held, RITA, code, proposals.book(held)[code].draft.seal, 0)

    def look(way: str, folder, who: Actor) -> str:
        figures(folder)
        monkeypatch.setattr(sign_in, "actor", lambda: who)
        seen = SimpleNamespace(folder=folder, opened=opened, actor=who, code=code, secret=SECRET)
        return WAYS[way](seen).replace(f"{folder.parent.name}/data", "FOLDER")

    return SimpleNamespace(held=held, bare=bare, look=look, code=code)


def test_there_are_thirty_ways():
    assert len(WAYS) >= 30


@pytest.mark.parametrize("who", LOOKERS)
def test_no_way_tells_of_it(worlds, who):
    before = journal_length(worlds.held)
    told = []
    for way in WAYS:
        held, bare = (worlds.look(way, folder, LOOKERS[who]) for folder in (worlds.held, worlds.bare))
        found = WORDS.findall(ASKED.sub("", held)) if way not in OWN else []
        if held != bare or found:
            told.append((way, found))
    assert told == [], {
        way: [worlds.look(way, folder, LOOKERS[who]) for folder in (worlds.held, worlds.bare)] for way, _ in told
    }
    assert journal_length(worlds.held) == before, "and nothing was changed by trying"
    assert proposals.book(worlds.held)[worlds.code].standing == proposals.APPROVED


def test_its_bytes_are_still_there_when_its_minute_comes_and_then_the_ways_tell(worlds):
    worlds.look("putting the same file aside", worlds.held, LOOKERS["contributor"])
    assert len(release.release(worlds.held, now=lambda: proposals.moment(LATER))) == 2
    assert any(Store(worlds.held).read(ref) == SECRET for ref in Store(worlds.held).in_force())
    telling = [
        way for way in WAYS
        if worlds.look(way, worlds.held, LOOKERS["nobody"]) != worlds.look(way, worlds.bare, LOOKERS["nobody"])
    ]  # fmt: skip
    assert len(telling) >= 15, "else the ways look at nothing"


def test_nobody_reads_where_it_lies(worlds, monkeypatch):
    """A reader's page never opens the folder of proposed files, so that its time tells nothing either."""
    opened = []
    ours = Store.snapshot

    def watched(store, source, snapshot):
        opened.append(source)
        return ours(store, source, snapshot)

    monkeypatch.setattr(Store, "snapshot", watched)
    for way in ("the page overview", "the page sources", "the page upload", "find: the figure"):
        worlds.look(way, worlds.held, LOOKERS["contributor"])
    assert not [source for source in opened if source.startswith("proposed")]
