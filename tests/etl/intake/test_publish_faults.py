"""A whole publish (bytes kept, put in force, built) is killed or fails at every change of a file; the next one heals."""

import errno
import json
import os
import shutil
import signal
from functools import partial
from pathlib import Path

import pytest

from etl import read
from etl.build import build, snapshot_rows
from etl.intake import add_command, intake
from etl.intake.intake import Preview
from etl.store import Store, StoreError, Unsure, process
from tests.support.publish_faults import Faults, in_child
from tests.support.upload_files import april

pytestmark = pytest.mark.slow

NAME = "statistics.xls"


@pytest.fixture
def template(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A built data folder of one small source; what the cage makes of the file is remembered, to start each try fast."""
    folder, shipped = tmp_path / "data", Store(root / "data")
    shutil.copytree(root / "data" / "raw" / "gacc_statements", folder / "raw" / "gacc_statements")
    mine = [ref for ref in shipped.in_force(f"{shipped.bases()[0]}+0") if ref.source == "gacc_statements"]
    Store(folder).write_base("2026-11-21", mine)
    document = read.read(april(), NAME)
    monkeypatch.setattr(read, "read", lambda data, name, answers=None: document)
    assert in_child(lambda: build.build(folder) and "")[0] == 0
    return folder


@pytest.fixture
def one(template: Path) -> Preview:
    """The file's preview, which a person has seen on the page."""
    made = intake.preview(template, april(), NAME)
    assert made.ready and not made.idle
    snapshot_rows.rows.cache_clear()
    return made


def publish(root: Path, one: Preview) -> str:
    """What the page does from the drop to the end."""
    Store(root).receive("received", one.data, one.name, {"by": "Anna"})
    return add_command.publish(root, one, "Anna", "a note")


def looked_at(root: Path) -> str:
    """What a process started afresh finds: number of decisions, figures, what is waiting, and all that is wrong."""
    process.forget()
    build.forget()
    store = Store(root)
    whole = build.load(root)
    told = {
        "head": store.head(),
        "edition": store.edition(),
        "wrong": [str(each) for each in store.verify()]
        + [each for each in whole.problems if "nothing is lost" not in each],
        "figures": sum(row.source != "gacc_tables" for row in whole.reported),
        "new": sum(row.source == "gacc_tables" for row in whole.reported),
        "idle": intake.preview(root, april(), NAME).idle,
        "kept": len(store.snapshots("received")),
        "built": json.loads((root / "processed" / "manifest.json").read_text())["edition"] == store.edition(),
    }  # fmt: skip
    return json.dumps(told)


def state(root: Path) -> dict:
    code, told = in_child(partial(looked_at, root))
    assert code == 0, told
    return json.loads(told)


def again(root: Path, one: Preview) -> dict:
    """The state after the same person publishes once more, in a new process."""
    code, told = in_child(partial(publish, root, one))
    assert code == 0, told
    return state(root)


def operations(template: Path, one: Preview, folder: Path) -> list[str]:
    """The changes of files of an undisturbed publish; the interpreter itself counts as many."""
    shutil.copytree(template, folder)

    def work() -> str:
        faults = Faults(lambda number, half: None).mount()
        publish(folder, one)
        counted = [name for name in faults.names if name not in ("write", "fsync")]
        return json.dumps([faults.names, len(counted), faults.audited])

    code, told = in_child(work)
    assert code == 0, told
    names, counted, audited = json.loads(told)
    assert counted == audited, "a change of a file passed by"
    return names


def tried(root: Path, one: Preview, at) -> tuple[int, str]:
    def work() -> str:
        Faults(at).mount()
        try:
            publish(root, one)
        except Unsure as error:
            return f"unsure {error}"
        except StoreError as error:
            return f"failed {error}"
        return "published"

    return in_child(work)


def sound(found: dict, before: dict) -> bool:
    """Whether the state is the old one or the new one, whole."""
    new = (1, 18, True) if found["head"] else (0, 0, False)
    return (
        found["wrong"] == []
        and found["figures"] == before["figures"]
        and (found["head"], found["new"], found["idle"]) == new
    )


def test_killed_at_every_change_of_a_file(template: Path, one: Preview, tmp_path: Path):
    before = state(template)
    names = operations(template, one, tmp_path / "whole")
    assert len(names) >= 40 and {"open", "write", "fsync", "rename", "link", "mkdir", "replace"} <= set(names)
    root = tmp_path / "try"
    received = names.index("link")  # the decision
    stored = max(place for place, name in enumerate(names[:received]) if name == "rename")  # the bytes, safe before it
    for point, name in enumerate(names):
        for partly in (False, True) if name == "write" else (False,):

            def at(number: int, half, point=point, partly=partly) -> None:
                if number == point:
                    if partly:
                        half()
                    os.kill(os.getpid(), signal.SIGKILL)

            shutil.copytree(template, root)
            where = f"{'within' if partly else 'before'} {name} ({point} of {len(names)})"
            code, told = tried(root, one, at)
            assert code == -signal.SIGKILL, (where, told)
            found = state(root)
            assert sound(found, before), (where, found)
            assert found["head"] == int(point > received), where
            assert found["kept"] == 1 or point <= stored, where
            if found["head"] and not found["built"]:
                code, told = in_child(partial(add_command.catch_up, root))
                assert code == 0 and state(root)["built"], (where, told)
            healed = again(root, one)
            assert sound(healed, before) and healed["head"] == 1 and healed["built"], (where, healed)
            shutil.rmtree(root)


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO], ids=["full", "failing"])
def test_the_disk_is_full_or_fails_at_every_change_of_a_file(template: Path, one: Preview, tmp_path: Path, code: int):
    before = state(template)
    names = operations(template, one, tmp_path / "whole")
    root = tmp_path / "try"
    said = set()
    for point, name in enumerate(names):

        def at(number: int, half, point=point) -> None:
            if number >= point:  # it stays full
                raise OSError(code, os.strerror(code))

        shutil.copytree(template, root)
        where = f"{name} ({point} of {len(names)})"
        ended, told = tried(root, one, at)
        assert ended == 0, (where, told)
        found = state(root)
        assert sound(found, before), (where, found)
        word = told.split()[0]
        said.add(word)
        assert found["head"] in {"published": (1,), "failed": (0,)}.get(word, (0, 1)), (where, told)
        assert word == "published" or told.endswith(("changed.", "changed")), (where, told)
        healed = again(root, one)
        assert sound(healed, before) and healed["head"] == 1 and healed["built"], (where, healed)
        shutil.rmtree(root)
    assert {"published", "failed"} <= said


def test_two_people_publish_at_once_and_nothing_is_lost(template: Path, tmp_path: Path):
    """Two processes that have seen the same edition let go together: of one source the second is told, of two both count."""
    import multiprocessing

    context = multiprocessing.get_context("fork")
    own = b"partner,month,value\nRussia,2026-04,21000000000\n"
    answers = {
        "mapping": '{"partner": "partner", "month": "period", "value": "value"}',
        "reporter": "CHN", "flow": "total", "product": "TOTAL", "unit_missing": "USD",
    }  # fmt: skip
    for turn in range(6):
        same = turn % 2 == 0
        root = tmp_path / f"turn{turn}"
        shutil.copytree(template, root)
        gate = context.Barrier(2)
        told = context.SimpleQueue()

        def person(name: str, data: bytes, given: dict, root=root, gate=gate, told=told) -> None:
            process.forget()
            mine = intake.preview(root, data, f"{name}.html", given)
            gate.wait(60)
            try:
                told.put((name, "published", add_command.publish(root, mine, name, "")))
            except StoreError as error:
                told.put((name, error.problem.code, str(error)))

        # Both read the real page in the cage here: what is remembered is one file only.
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(read, "read", _read)
            second = (april(russia=21_500.0), {}) if same else (own, answers)
            people = [
                context.Process(target=person, args=("Anna", april(), {})),
                context.Process(target=person, args=("Boris", *second)),
            ]
            for each in people:
                each.start()
            for each in people:
                each.join(120)
            answers_of = {name: (word, words) for name, word, words in (told.get(), told.get())}
            found = [word for word, _ in answers_of.values()]
            history = json.loads(in_child(partial(_history, root))[1])
            if same:
                assert sorted(found) == ["C-07", "published"], answers_of
                (first,) = [name for name, (word, _) in answers_of.items() if word == "published"]
                (second_said,) = [words for word, words in answers_of.values() if word != "published"]
                assert first in second_said and history["by"] == [first]
                assert history["bytes"] == 2, "what the second handed in is kept as well"
                code, words = in_child(partial(_rebased, root, *((april(), {}) if first == "Boris" else second)))
                assert code == 0 and json.loads(words) == {"revised": True, "head": 2}, words
            else:
                assert found == ["published", "published"] and sorted(history["by"]) == ["Anna", "Boris"]
            assert json.loads(in_child(partial(_history, root))[1])["wrong"] == []


def _read(data: bytes, name: str, answers: dict | None = None):
    from etl.read import supervisor

    return supervisor.read(data, name, answers)


def _history(root: Path) -> str:
    process.forget()
    store = Store(root)
    kept = len(store.snapshots("gacc_tables"))
    wrong = [str(each) for each in store.verify()]
    return json.dumps({"by": [entry.by for entry in store.history()], "bytes": kept, "wrong": wrong})


def _rebased(root: Path, data: bytes, given: dict) -> str:
    """The second person looks at the new comparison and decides again."""
    process.forget()
    mine = intake.preview(root, data, "again.html", given)
    add_command.publish(root, mine, "the second", "")
    return json.dumps({"revised": bool(mine.revised), "head": Store(root).head()})
