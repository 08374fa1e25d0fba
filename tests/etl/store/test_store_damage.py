"""S9: bytes flipped, files cut or deleted; each is found and named, and the last good state is served."""

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from etl.store import Damaged, Store, log, process
from etl.store.snapshots import load
from tests.support.store_faults import ENTRIES, copied, entry, named, store


def poke(path: Path, place: int, mask: int) -> None:
    """Flip bits of one byte where it lies; twice gives the file back."""
    with path.open("r+b") as file:
        file.seek(place)
        byte = file.read(1)[0]
        file.seek(place)
        file.write(bytes([byte ^ mask]))


def flipped(path: Path):
    """The file again and again, each time with another byte changed; whole again at the end."""
    for place in range(path.stat().st_size):
        poke(path, place, 1 << place % 8)
        yield place
        poke(path, place, 1 << place % 8)


def test_every_byte_of_every_entry(full: Path):
    tried = 0
    for number in range(1, ENTRIES + 1):
        path = entry(full, number)
        for place in flipped(path):
            tried += 1
            with pytest.raises(ValueError, match=r"it is|changed"):
                log.parse(path.read_bytes())
            if place % 5 == number % 5:
                process.forget()
                here = Store(full)
                assert [found.number for found in here.history()] == list(range(1, number)), (number, place)
                assert named(here.problems(), path), (number, place)
    assert tried > ENTRIES * 300
    process.forget()
    assert store(full).verify() == []


def test_every_byte_of_every_record_of_provenance(full: Path):
    paths = sorted((full / "raw").glob("*/*/provenance.json"))
    assert len(paths) == ENTRIES - 1 + 3
    for path in paths:
        for place in flipped(path):
            with pytest.raises(Damaged) as caught:
                load(path.parent.parent, path.parent.name)
            assert named([caught.value.problem], path), place
    cut(path)
    assert named(store(full).verify(), path)


def test_every_byte_of_the_base(full: Path):
    path = full / "raw" / "base" / "2026-11-21.json"
    for place in flipped(path):
        here = store(full)
        assert named(here.problems(), path), place
        assert here.edition() == f"2026-11-20+{ENTRIES}"  # the last good one
        with pytest.raises(Damaged):
            here.in_force(f"2026-11-21+{ENTRIES}")
    assert store(full).verify() == []


def test_bytes_of_the_files_as_received(full: Path):
    chance = random.Random(9)
    here = store(full)
    refs = here.in_force()
    for _ in range(1000):
        ref = chance.choice(refs)
        path = here.snapshot(ref.source, ref.snapshot).path
        place, mask = chance.randrange(path.stat().st_size), chance.randrange(1, 256)
        poke(path, place, mask)
        with pytest.raises(Damaged) as caught:
            here.read(ref)
        assert named([caught.value.problem], path)
        assert "from a backup" in str(caught.value)
        poke(path, place, mask)
    path.write_bytes(path.read_bytes() + b"1")
    assert named(here.verify(), path)
    assert [len(here.read(each)) for each in refs if each != ref]  # the others are read as before


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def empty(path: Path) -> None:
    path.write_bytes(b"")


def delete(path: Path) -> None:
    path.unlink()


def zeros(path: Path) -> None:
    path.write_bytes(bytes(path.stat().st_size))


def other_line_ends(path: Path) -> None:
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n") + b"\r\n")


def unreadable(path: Path) -> None:
    path.unlink()
    path.mkdir()


WAYS: list[Callable[[Path], None]] = [cut, empty, delete, zeros, other_line_ends, unreadable]


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_every_file_in_every_way(way: Callable[[Path], None], good: Path, tmp_path: Path):
    paths = [path.relative_to(good) for path in sorted(good.rglob("*.*")) if path.is_file()]
    assert len(paths) == ENTRIES + 2 + 2 * (ENTRIES - 1 + 3)
    last = Path("raw/log") / f"{ENTRIES:09d}.json"
    bases = [path for path in paths if path.parent.name == "base"]
    for relative in paths:
        if way is delete and relative in (last, *bases):
            continue  # an older state, whole in itself: see the tests on what was noted elsewhere
        process.forget()
        full = copied(good, tmp_path / "data")
        way(full / relative)
        here = store(full)
        assert here.verify() != [], relative
        for ref in here.in_force():
            try:
                assert here.read(ref)
            except Damaged as error:
                assert relative.parent.name in str(error), relative
