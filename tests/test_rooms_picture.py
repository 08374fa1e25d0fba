"""docs/rooms.svg never lies: it is drawn from the imports, and a copy that differs is told apart."""

import pytest

from tests import rooms_picture


def test_the_picture_in_the_repository_is_what_the_imports_give():
    assert rooms_picture.main(["--check"]) == 0


def test_every_room_stands_in_it_and_another_picture_is_noticed(tmp_path, monkeypatch, capsys):
    old = rooms_picture.drawn().replace('class="n">store<', 'class="n">shop<')
    assert old != rooms_picture.drawn()
    monkeypatch.setattr(rooms_picture, "ROOT", tmp_path)
    monkeypatch.setattr(rooms_picture, "drawn", lambda: "new")
    monkeypatch.setattr(rooms_picture, "PICTURE", tmp_path / "rooms.svg")
    (tmp_path / "rooms.svg").write_text(old, encoding="utf-8")
    assert rooms_picture.main(["--check"]) == 1
    assert "make picture" in capsys.readouterr().out


@pytest.mark.parametrize("side", ["etl", "dashboard"])
def test_all_rooms_of_a_side_are_drawn(side, root):
    rooms = {room for floor in rooms_picture.floors(side) for room in floor} - {"app"}
    assert rooms == {path.parent.name for path in (root / side).glob("*/__init__.py")}
