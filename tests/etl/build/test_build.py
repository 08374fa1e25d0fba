"""Raw → processed: the same bytes every time; nothing lost when files are missing, spoiled or unwritable."""

import json
import os
import re
from pathlib import Path

import pytest

from dashboard.figures import query
from dashboard.ledger import verdict_lists
from etl.build import build, processed, snapshot_rows
from etl.intake import impact
from etl.store import StoreError
from etl.tables import registry
from etl.tables.rows import as_csv, from_csv


def tree(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_processed_files_of_the_repository_are_what_a_rebuild_gives(root, tmp_path):
    whole = build.whole_of(root / "data", build.Store(root / "data").edition(), ())
    files = processed.files(processed.Kept(whole.reported, whole.derived, whole.citations, whole.problems))
    assert len(files) > 50
    for name, content in files.items():
        assert (root / "data" / "processed" / name).read_bytes() == content, name


def test_building_twice_gives_the_same_bytes(copy):
    said: list[str] = []
    build.build(copy, said.append)
    first = tree(copy / "processed")
    build.build(copy)
    assert tree(copy / "processed") == first
    assert any(re.match(r"gacc_press +\d,\d{3} ", line) for line in said) and said[-1].startswith("Edition ")


def test_rows_survive_writing_and_reading(dataset):
    assert from_csv(as_csv(dataset.reported).decode()) == sorted(dataset.reported)


@pytest.mark.parametrize("harm", ["missing", "empty", "half", "edited"])
def test_a_spoiled_processed_file_is_noticed_and_nothing_is_lost(copy, harm):
    whole = build.build(copy)
    target = copy / "processed" / "rows" / "gacc_press.csv"
    content = target.read_bytes()
    if harm == "missing":
        target.unlink()
    else:
        target.write_bytes(
            {"empty": b"", "half": content[: len(content) // 2], "edited": content.replace(b"190271", b"990271")}[harm]
        )
    again = build.load(copy)
    assert again.reported == whole.reported and again.derived == whole.derived
    assert any("kyakhta build" in problem for problem in again.problems)
    build.build(copy)
    assert build.load(copy).problems == whole.problems


def test_without_processed_files_the_figures_are_built_silently(copy):
    assert build.load(copy).problems == build.whole_of(copy, build.Store(copy).edition(), ()).problems


def test_a_damaged_snapshot_is_left_out_in_words_and_the_others_are_shown(copy):
    (file,) = (build.Store(copy).file(ref) for ref in build.Store(copy).in_force() if ref.source == "imf_dots")
    file.write_bytes(file.read_bytes().replace(b"2020", b"2021", 1))
    dataset = build.load(copy)
    assert {row.source for row in dataset.reported} == {"gacc_press", "gacc_statements"}
    assert any("imf_dots" in problem for problem in dataset.problems)


def test_an_empty_folder_is_said_in_words(tmp_path):
    with pytest.raises(StoreError, match="No figures could be read"):
        build.load(tmp_path)


def test_an_unknown_edition_is_said_in_words(copy):
    with pytest.raises(StoreError, match="no edition"):
        build.load(copy, edition="2026-11-21+99")
    with pytest.raises(StoreError, match="not an edition"):
        build.load(copy, edition="yesterday")


def test_a_folder_that_cannot_be_written_is_said_in_words(copy, monkeypatch):
    def refuse(self, *_):
        raise PermissionError(13, "denied", str(self))

    monkeypatch.setattr(Path, "write_bytes", refuse)
    with pytest.raises(StoreError):
        build.build(copy)


def test_a_correction_that_finds_no_row_fails_loudly(copy, monkeypatch):

    line = dict(registry.lines("corrections")[0]) | {"source": "gacc_press", "correction": "C999", "value": "1"}
    real = registry.lines
    monkeypatch.setattr(registry, "lines", lambda name: (*real(name), line) if name == "corrections" else real(name))
    snapshot_rows.rows.cache_clear()
    assert any("C999" in problem for problem in build.load(copy).problems)


def test_the_manifest_vouches_for_every_file(root):
    manifest = json.loads((root / "data" / "processed" / "manifest.json").read_text())
    on_disk = {name for name in tree(root / "data" / "processed") if name != "manifest.json"}
    assert set(manifest["files"]) == on_disk and not manifest["problems"]


def test_what_a_killed_build_left_aside_is_taken_away(copy):
    build.build(copy)
    gone, alive = (copy / "processed" / "rows" / f".imf_dots.csv.{number}" for number in (4_000_000, os.getpid()))
    for leftover in (gone, alive):
        leftover.write_bytes(b"half a file")
    build.build(copy)
    assert not gone.exists(), "no process of that number runs"
    assert alive.exists(), "another build may still be writing it"


def test_a_correction_counts_as_met_in_any_snapshot_of_its_source():
    ours = {line["correction"] for line in registry.lines("corrections") if line["source"] == "gacc_press"}
    assert ours
    assert snapshot_rows.unused(["gacc_press", "gacc_press"], ours) == []
    assert len(snapshot_rows.unused(["gacc_press"], list(ours)[1:])) == 1
    assert snapshot_rows.unused(["imf_dots"], []) == []


def test_an_older_edition_is_not_blamed_for_corrections_of_later_figures(root):
    later = build.Store(root / "data").bases()[-1]
    older = build.Store(root / "data").bases()[0]
    assert later != older
    assert not build.whole_of(root / "data", f"{older}+0", ()).problems


def test_an_edition_is_read_once_whoever_asks_for_it(copy, monkeypatch):
    read, real = [], build.whole_of
    monkeypatch.setattr(build, "whole_of", lambda *given: read.append(given[1]) or real(*given))
    newest = build.Store(copy).edition()
    first = build.load(copy)
    assert build.load(copy, newest) is first
    assert build.load(copy, as_of="2023-01-31").reported is first.reported
    query.load(copy.resolve(), newest)
    verdict_lists.evidence(copy.resolve(), newest, None)
    impact.known(copy, newest)
    assert read == [newest]
    build.forget()
    assert build.load(copy) is not first
