"""Files as received: kept whole, once, under a safe name, with where they came from."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import etl.store
from etl.store import (
    KINDS,
    Unknown,
    names,
    process,
)
from etl.store.seal import digest
from tests.support.store_faults import BY, store

FOLDER = Path(etl.store.__file__).parent


# An empty or shipped folder


def test_an_empty_folder_can_be_read(root: Path):
    here = store(root)
    assert (here.head(), here.edition(), here.history(), here.bases()) == (0, "none+0", [], [])
    assert here.in_force() == here.snapshots() == here.problems() == here.verify() == []
    assert here.in_force("none+0") == []
    assert here.cannot_write() is None
    assert not root.exists()  # looking makes nothing


def test_a_shipped_folder_without_a_log(root: Path):
    here = store(root)
    first = here.receive("gacc", b"1", "1.csv", {})
    second = here.receive("imf", b"2", "2.csv", {})
    here.write_base("2026-11-21", [second, first])
    (root / "raw" / "log").rmdir()
    process.forget()
    here = store(root)
    assert here.edition() == "2026-11-21+0"
    assert [(ref.source, ref.number, ref.published) for ref in here.in_force()] == [("gacc", 0, True), ("imf", 0, True)]
    assert [here.read(ref) for ref in here.in_force()] == [b"1", b"2"]


def test_a_file_is_kept_as_received_with_its_provenance(root: Path):
    found = store(root).receive(
        "gacc", b"a,b\r\n1,2\r\n", "Bulletin June.xls", {"url": "http://x", "published": "2026-07-18"}
    )
    assert found.snapshot == f"2026-07-18-{digest(b'a,b' + bytes([13, 10]) + b'1,2' + bytes([13, 10]))[:10]}"
    assert found.path == root / "raw" / "gacc" / found.snapshot / "Bulletin_June.xls"
    assert found.path.read_bytes() == b"a,b\r\n1,2\r\n"
    assert found.provenance == {
        "url": "http://x",
        "published": "2026-07-18",
        "received_at": "2026-11-21T10:42:00+00:00",
        "source": "gacc",
        "snapshot": found.snapshot,
        "file": "Bulletin_June.xls",
        "sha256": found.sha256,
        "original_name": "Bulletin June.xls",
        "size": 10,
    }
    assert store(root).snapshot("gacc", found.snapshot) == found
    assert sorted(path.name for path in found.path.parent.iterdir()) == ["Bulletin_June.xls", "provenance.json"]
    assert found.path.stat().st_mode & 0o222 == 0


def test_the_same_bytes_are_one_snapshot_of_a_source(root: Path):
    here = store(root)
    first = here.receive("gacc", b"1", "first.csv", {"published": "2026-07-18"})
    assert here.receive("gacc", b"1", "again.csv", {"published": "2026-09-01"}) == first
    assert here.receive("imf", b"1", "other.csv", {}).source == "imf"
    assert [(found.source, found.path.name) for found in here.snapshots()] == [
        ("gacc", "first.csv"),
        ("imf", "other.csv"),
    ]
    assert [found.source for found in here.snapshots("imf")] == ["imf"]


@pytest.mark.parametrize("published", ["2026-07", "18 July", "", None, 20260718, "2026-02-30", "../../x"])
def test_a_day_that_is_none_is_not_in_the_name(root: Path, published: object):
    found = store(root).receive("gacc", b"1", "1.csv", {"published": published})
    assert found.snapshot.startswith("2026-11-21-")
    assert found.provenance["published"] == published


def test_two_files_with_the_same_beginning_of_their_hash(root: Path, monkeypatch: pytest.MonkeyPatch):
    from etl.store import snapshots

    real = digest
    monkeypatch.setattr(snapshots, "digest", lambda data: "0" * 12 + real(data)[12:])
    here = store(root)
    first, second = here.receive("gacc", b"1", "1.csv", {}), here.receive("gacc", b"2", "2.csv", {})
    assert (first.snapshot, len(second.snapshot)) == ("2026-11-21-0000000000", len("2026-11-21-") + 16)
    assert here.receive("gacc", b"1", "1.csv", {}) == first
    assert here.receive("gacc", b"2", "2.csv", {}) == second


HOSTILE = {
    "../../etc/passwd": "passwd",
    "..\\..\\windows\\system.ini": "system.ini",
    "/etc/shadow": "shadow",
    "": "file",
    ".": "file",
    "..": "file",
    ".bashrc": "file.bashrc",
    "provenance.json": "file-provenance.json",
    "PROVENANCE.JSON": "file-PROVENANCE.JSON",
    "CON.xls": "file-CON.xls",
    "a\x00b\n.csv": "a_b.csv",
    "=cmd|' /C calc'!A0.csv": "C_calc_A0.csv",
    "<script>alert(1)</script>.html": "script.html",
    "report\u202efdp.exe": "report_fdp.exe",
    "．．／．．／x.csv": "x.csv",
    "进出口商品国别总值表.xls": "进出口商品国别总值表.xls",
    "Таможня 2021 г..csv": "Таможня_2021_г.csv",
    "\ud800\udfff.csv": "file.csv",
    "a.b.c.tar.gz": "a.b.c.tar.gz",
}


@pytest.mark.parametrize("name", HOSTILE, ids=ascii)
def test_hostile_names_are_kept_only_as_text(root: Path, name: str):
    found = store(root).receive("gacc", b"1", name, {})
    assert found.path.name == HOSTILE[name]
    assert found.provenance["original_name"] == name.encode("utf-8", "backslashreplace").decode()
    assert store(root).verify() == []
    assert [path.name for path in root.parent.iterdir()] == ["data"]


@given(st.text(st.characters(), max_size=300))
@settings(max_examples=300, deadline=None)
def test_any_name_gives_a_safe_label(name: str):
    label = names.label(name)
    assert names.is_label(label)
    assert label.lower() != "provenance.json"
    assert 0 < len(label.encode()) <= 140
    assert not label.startswith((".", "-")) and "/" not in label and "\\" not in label


@pytest.mark.parametrize("source", ["", "..", "a/b", "Gacc", "log", "base", "quarantine", "1", "a" * 41, "é", "a\n"])
def test_names_that_cannot_be_a_source(root: Path, source: str):
    for ask in (
        lambda: store(root).receive(source, b"1", "1.csv", {}),
        lambda: store(root).snapshot(source, "2026-11-21-0123456789"),
        lambda: store(root).accept(source, "2026-11-21-0123456789", key="k", **BY),
    ):
        with pytest.raises(Unknown, match="C-44"):
            ask()
    assert not root.exists()


@pytest.mark.parametrize(
    "snapshot", ["", "..", "../../log", "2026-11-21", "2026-13-01-0123456789", "2026-11-21-0123456789"]
)
def test_names_that_lead_to_no_snapshot(root: Path, snapshot: str):
    store(root).receive("gacc", b"1", "1.csv", {})
    for kind in KINDS:
        with pytest.raises(Unknown, match=r"C-41.*Nothing has been changed\."):
            getattr(store(root), kind)("gacc", snapshot, key="k", **BY)


def test_provenance_must_be_plain(root: Path):
    for bad in ({"x": {1, 2}}, {"x": float("nan")}):
        with pytest.raises((TypeError, ValueError)):
            store(root).receive("gacc", b"1", "1.csv", bad)
    assert store(root).snapshots() == []
    assert not list((root / "raw" / "gacc").iterdir())
