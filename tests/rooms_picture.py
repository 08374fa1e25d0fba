"""Draw docs/rooms.svg from the imports: a box a room, on its floor of pyproject.toml, with the rooms that it imports.

Run as `python -m tests.rooms_picture`; with `--check` it only says whether the picture is the one that the imports give.
"""

import ast
import sys
import tomllib
from html import escape
from pathlib import Path

import grimp

ROOT = Path(__file__).parent.parent
PICTURE = ROOT / "docs" / "rooms.svg"
WIDTH, HEIGHT, STEP, TOP, GAP = 430, 52, 66, 60, 8
LEFT = {"etl": 24, "dashboard": 524}
CHARACTERS = 80  # of the small type in one box


def floors(side: str) -> list[list[str]]:
    """Return the rooms of one side, floor by floor from the top, as the contract in pyproject.toml has them."""
    linter = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    contract = next(each for each in linter["contracts"] if each.get("containers") == [side])
    rooms = [[room.strip(" ()") for room in layer.split("|")] for layer in contract["layers"]]
    there = [[room for room in layer if list((ROOT / side).glob(f"{room}*"))] for layer in rooms]
    return [layer for layer in there if layer]


def imported() -> dict[str, set[str]]:
    """Return the rooms that each room imports, anywhere in its modules: `etl.store` → {`etl.text`, …}."""
    graph = grimp.build_graph("etl", "dashboard")
    found: dict[str, set[str]] = {}
    for module in graph.modules:
        room = ".".join(module.split(".")[:2])
        targets = {".".join(other.split(".")[:2]) for other in graph.find_modules_directly_imported_by(module)}
        found.setdefault(room, set()).update(targets - {room, "etl", "dashboard"})
    return found


def purpose(side: str, room: str) -> str:
    """Return the first sentence of a room's docstring."""
    path = ROOT / side / room / "__init__.py"
    path = path if path.exists() else ROOT / side / f"{room}.py"
    words = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    return words.partition("\n")[0].rstrip(".").replace("`", "")


def cut(words: str, most: int) -> str:
    """Return words in at most so many characters: as they are, up to their colon, or up to a word."""
    short = words if len(words) <= most else words.partition(":")[0]
    return short if len(short) <= most else short[: most - 2].rpartition(" ")[0].rstrip(",;") + " …"


def box(side: str, room: str, place: tuple[float, float, float], uses: set[str]) -> str:
    """Return one room as SVG at (x, y, width): its name, what it is for, and the rooms that it imports."""
    x, y, width = place
    own = ", ".join(sorted(name.partition(".")[2] for name in uses if name.startswith(side)))
    other = ", ".join(sorted(name for name in uses if not name.startswith(side))).replace("etl.", "")
    lines = [f"imports {own}" if own else "imports nothing here", *([f"of etl: {other}"] if other else [])]
    share = int(CHARACTERS * width / WIDTH)
    rows = [(cut(purpose(side, room), share), "w"), *((cut(line, share), "u") for line in lines)]
    text = "".join(
        f'<text x="{x + 8:g}" y="{y + 26 + 11 * number:g}" class="{kind}">{escape(row)}</text>'
        for number, (row, kind) in enumerate(rows)
    )
    return (
        f'<rect x="{x:g}" y="{y:g}" width="{width:g}" height="{HEIGHT}" rx="4"/>'
        f'<text x="{x + 8:g}" y="{y + 14:g}" class="n">{room}</text>{text}'
    )


def drawn() -> str:
    """Return the picture as SVG; the same bytes for the same imports."""
    uses, parts, most = imported(), [], 0
    for side, left in LEFT.items():
        layers = floors(side)
        most = max(most, len(layers))
        parts.append(f'<text x="{left}" y="44" class="t">{side}/</text>')
        for number, rooms in enumerate(layers):
            width = (WIDTH - GAP * (len(rooms) - 1)) / len(rooms)
            for place, room in enumerate(rooms):
                at = (left + place * (width + GAP), TOP + number * STEP, width)
                parts.append(box(side, room, at, uses.get(f"{side}.{room}", set())))
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="980" height="{TOP + most * STEP}" font-family="sans-serif">'
        "<style>rect{fill:#fff;stroke:#556}.t{font-weight:bold;font-size:16px}.n{font-weight:bold;font-size:13px}"
        ".w{font-size:10px}.u{font-size:10px;fill:#557}.h{font-size:12px}</style>"
        '<rect width="100%" height="100%" style="fill:#f6f6f4;stroke:none"/>'
        '<text x="24" y="20" class="h">A room imports only rooms that stand lower on its side, and dashboard imports etl.'
        " Rooms side by side do not import each other.</text>"
    )
    return head + "\n" + "\n".join(parts) + "\n</svg>\n"


def main(argv: list[str]) -> int:
    """Write the picture, or with `--check` compare; return 1 when what is stored is not what the imports give."""
    if "--check" not in argv:
        PICTURE.write_text(drawn(), encoding="utf-8")
    elif not PICTURE.exists() or PICTURE.read_text(encoding="utf-8") != drawn():
        print(f"{PICTURE.relative_to(ROOT)} is not what the imports give: run `make picture` and commit it.")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
