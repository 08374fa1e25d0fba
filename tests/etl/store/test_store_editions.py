"""Editions, bases, the head of the log, seals, and the rules of the house."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import etl.store
from etl.store import (
    Damaged,
    Edition,
    Unknown,
    log,
    process,
)
from etl.store.seal import sealed, unsealed
from tests.support.store_faults import BY, decide, entry, named, store

FOLDER = Path(etl.store.__file__).parent


@pytest.mark.parametrize("text", ["2026-11-21+0", "2026-11-21+41", "none+0", "2026-11-21+999999999"])
def test_editions_read_as_they_are_written(text: str):
    assert str(Edition.parse(text)) == text
    assert Edition.parse(text.replace("+", " ")) == Edition.parse(text)  # what an address makes of a plus


@pytest.mark.parametrize(
    "text",
    [
        "",
        "41",
        "2026-11-21",
        "2026-11-21+",
        "2026-11-21+041",
        "2026-13-01+1",
        "x+1",
        "2026-11-21+-1",
        "٢٠٢٦-11-21+1",
        "none+1234567890",
    ],
)
def test_what_is_no_edition_is_said(text: str, root: Path):
    with pytest.raises(Unknown, match="C-40"):
        Edition.parse(text)
    with pytest.raises(Unknown, match="C-40"):
        store(root).in_force(text or "?")


def test_old_bases_and_old_numbers_stay(root: Path):
    here = store(root)
    one, two, three = (here.receive("gacc", data, "x.csv", {}) for data in (b"1", b"2", b"3"))
    here.write_base("2026-05-01", [one])
    decide(root, "accept", "gacc", b"3", "k1")
    before = {edition: here.in_force(edition) for edition in ("2026-05-01+0", "2026-05-01+1")}
    here.write_base("2026-11-21", [one, two, three])
    here.withdraw("gacc", one.snapshot, key="k2", **BY)
    assert (here.bases(), here.edition()) == (["2026-05-01", "2026-11-21"], "2026-11-21+2")
    assert {edition: here.in_force(edition) for edition in before} == before
    assert {ref.snapshot for ref in here.in_force()} == {two.snapshot, three.snapshot}
    for missing in ("2026-05-01+3", "2026-05-02+0"):
        with pytest.raises(Unknown, match="C-40"):
            here.in_force(missing)


def test_a_base_is_deterministic_and_never_changed(root: Path):
    here = store(root)
    one, two = here.receive("gacc", b"1", "x.csv", {}), here.receive("imf", b"2", "x.csv", {})
    path = here.write_base("2026-11-21", [two, one])
    data = path.read_bytes()
    assert here.write_base("2026-11-21", [one, two, one]).read_bytes() == data
    assert [set(row) for row in unsealed(data)["snapshots"]] == [{"source", "snapshot", "sha256"}] * 2
    with pytest.raises(Unknown, match="C-43"):
        here.write_base("2026-11-21", [one])
    with pytest.raises(Unknown, match="C-43"):
        here.write_base("today", [one])
    assert path.read_bytes() == data
    one.path.chmod(0o644)
    one.path.write_bytes(b"?")
    with pytest.raises(Damaged):
        here.write_base("2026-12-01", [one, two])


# Reading the head


def test_a_quiet_log_is_not_read_again(root: Path, monkeypatch: pytest.MonkeyPatch):
    decide(root, "accept", "gacc", b"1", "k1")
    assert store(root).head() == 1
    monkeypatch.setattr(log.time, "time_ns", lambda: 2 * 10**18 * 2)
    assert store(root).head() == 1
    monkeypatch.setattr(log, "_chain", lambda *_: pytest.fail("read again"))
    assert store(root).head() == 1
    monkeypatch.undo()
    decide(root, "accept", "gacc", b"2", "k2")
    assert store(root).head() == 2


def test_a_folder_changed_within_one_tick_of_the_clock_is_read_again(root: Path, monkeypatch: pytest.MonkeyPatch):
    from etl.store import fsops

    decide(root, "accept", "gacc", b"1", "k1")
    real, coarse = fsops.stamp, (4096, log.time.time_ns(), 0, 1)
    monkeypatch.setattr(fsops, "stamp", lambda path: coarse if path.name == "log" else real(path))
    assert store(root).head() == 1
    decide(root, "accept", "gacc", b"2", "k2")
    assert store(root).head() == 2


def test_looking_for_problems_reads_a_quiet_log_again(root: Path, monkeypatch: pytest.MonkeyPatch):
    decide(root, "accept", "gacc", b"1", "k1")
    monkeypatch.setattr(log.time, "time_ns", lambda: 4 * 10**18)
    assert store(root).head() == 1
    path = entry(root, 1)
    path.chmod(0o644)
    path.write_bytes(path.read_bytes().replace(b"Anna", b"Hans"))
    assert named(store(root).problems(), path)
    assert store(root).head() == 0


def test_a_listing_that_misses_a_new_entry_is_no_gap(root: Path, monkeypatch: pytest.MonkeyPatch):
    from etl.store import fsops

    for number in range(1, 5):
        decide(root, "accept", "gacc", str(number).encode(), f"k{number}")
    real = fsops.stamps
    torn = {"000000002.json", "000000003.json"}
    monkeypatch.setattr(fsops, "stamps", lambda folder: {k: v for k, v in real(folder).items() if k not in torn})
    process.forget()
    assert (store(root).head(), store(root).problems()) == (4, [])


# Seals


@given(
    st.dictionaries(
        st.text(max_size=5),
        st.recursive(
            st.none()
            | st.booleans()
            | st.integers()
            | st.floats(allow_nan=False, allow_infinity=False)
            | st.text(max_size=9),
            lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
            max_leaves=8,
        ),
        min_size=1,
        max_size=5,
    ),
    st.integers(0),
    st.integers(1, 255),
)
@settings(max_examples=200, deadline=None)
def test_a_seal_holds_any_content_and_notices_any_byte(content: dict, place_: int, mask: int):
    data = sealed(content)
    assert unsealed(data) == content
    place_ %= len(data)
    with pytest.raises(ValueError, match=r"^it(s| is) "):
        unsealed(data[:place_] + bytes([data[place_] ^ mask]) + data[place_ + 1 :])
    with pytest.raises(ValueError, match=r"^it is "):
        unsealed(data[:place_])


# The house


def test_only_fsops_touches_the_disk():
    modules = sorted(FOLDER.glob("*.py"))
    assert len(modules) >= 8
    disk = {"os", "shutil", "io", "tempfile", "glob", "fcntl", "open"}
    calls = {
        "open",
        "read_bytes",
        "read_text",
        "write_bytes",
        "write_text",
        "mkdir",
        "rename",
        "unlink",
        "iterdir",
        "glob",
        "stat",
        "exists",
        "touch",
        "is_dir",
        "is_file",
        "resolve",
    }
    for module in modules:
        if module.name == "fsops.py":
            continue
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                assert not disk & {alias.name for alias in node.names}, module.name
            if isinstance(node, ast.ImportFrom):
                assert node.module not in disk, module.name
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                assert node.func.attr not in calls, (module.name, node.lineno, node.func.attr)
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                assert node.func.id not in disk, (module.name, node.lineno)


def test_only_the_standard_library_is_loaded():
    code = (
        "import sys, etl.store; print(sorted({name.split('.')[0] for name in sys.modules} - sys.stdlib_module_names))"
    )
    done = subprocess.run([sys.executable, "-S", "-c", code], capture_output=True, text=True, cwd=FOLDER.parents[1])
    assert set(ast.literal_eval(done.stdout)) <= {"etl", "__main__", "sitecustomize"}, done
