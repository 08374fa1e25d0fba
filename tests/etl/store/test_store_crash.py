"""S1b: the process dies before and within every file operation (and so after each); nothing needs a hand afterwards."""

import os
from pathlib import Path

import pytest

from tests.support.store_faults import SCENARIOS, Disk, Intruder, Scenario, copied, intrude, prepared, violations


def killer(point: int, how: str):
    def at(number: int, name: str, call):
        if number == point:
            try:
                if how == "half":
                    call.half()
            finally:
                os._exit(137)
        return call()

    return at


def run_in_child(scenario: Scenario, root: Path, point: int, how: str) -> int:
    """The exit code of a child that acts and is killed at `point`; 0 when it got through."""
    child = os.fork()
    if child == 0:
        try:
            at = killer(point, how)
            with Disk(Intruder(root, at) if scenario.intrudes else at).mounted():
                scenario.act(root)
            os._exit(0)
        finally:
            os._exit(1)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def calls(scenario: Scenario, root: Path) -> list[str]:
    """The operations of the whole scenario, undisturbed."""

    def at(number: int, name: str, call):
        return call()

    disk = Disk(Intruder(root, at) if scenario.intrudes else at)
    with disk.mounted():
        scenario.act(root)
    return disk.names


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.name)
def test_killed_at_every_operation(scenario: Scenario, tmp_path: Path):
    template = prepared(scenario, tmp_path / "before")
    names = calls(scenario, copied(template, tmp_path / "whole"))
    assert len(names) >= 10
    before = {entry.stem for entry in (template / "raw" / "log").glob("*.json")}
    keys = {f"k{int(number)}" for number in before}
    may = {scenario.key, "other"} if scenario.intrudes else {scenario.key}
    root = tmp_path / "data"
    for point, name in enumerate(names):
        for how in ("before", "half") if name == "write" else ("before",):
            copied(template, root)
            where = f"{scenario.name}: {how} {name} ({point})"
            assert run_in_child(scenario, root, point, how) == 137, where
            assert violations(root, keys=keys, may=may) == [], where
            with Disk().mounted():
                scenario.act(root)  # the same wish again, by its key
                intrude(root)  # and life goes on
            wanted = keys | {"other"} | ({scenario.key} - {""})
            assert violations(root, keys=wanted, may=set()) == [], where


def test_the_test_sees_a_process_that_writes_in_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    from etl.store import fsops

    monkeypatch.setattr(fsops, "link_new", lambda temp, final: fsops.write_new(final, [fsops.read(temp)]))
    scenario = SCENARIOS[0]
    template = prepared(scenario, tmp_path / "before")
    names = calls(scenario, copied(template, tmp_path / "whole"))
    last_write = max(point for point, name in enumerate(names) if name == "write")
    root = copied(template, tmp_path / "data")
    assert run_in_child(scenario, root, last_write, "half") == 137
    assert violations(root, keys=set(), may={"new"}) != []
