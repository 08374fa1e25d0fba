"""`make test-fast`: which rooms a change belongs to."""

from tests.changed import main, rooms


def test_a_change_belongs_to_the_room_of_its_folder():
    files = ("etl/store/log.py", "tests/etl/store/test_store_files.py", "dashboard/charts/trade/growth.py", "README.md")
    assert rooms(files) == ["dashboard/charts", "etl/store"]
    assert rooms(("etl/__init__.py", "tests/conftest.py", "data/raw/x/y.csv")) == []


def test_a_room_that_is_not_there_is_said(capsys):
    assert main(["etl/attic"]) == 2
    assert "no tests for etl/attic" in capsys.readouterr().out
