"""The lines of the architecture and the house rules that only a reading of the source can hold.

The order of the rooms and that there are no circles is import-linter's: `[tool.importlinter]` in pyproject.toml.
"""

import ast
import re
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FILES = sorted(path for side in ("etl", "dashboard") for path in (ROOT / side).rglob("*.py"))
ROOMS = sorted(
    path.parent for path in FILES if path.name == "__init__.py" and path.parent.parent.name in ("etl", "dashboard")
)
STREAMLIT = re.compile(r"dashboard/(app|server/\w+|views/.+|figures/settings|exhibits/evidence|overview/cards)\.py")
PLOTLY = re.compile(r"dashboard/(draw|charts|exhibits|export|server)/")
STORE = {"etl", *sys.stdlib_module_names}


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def imports(path: Path) -> Iterator[str]:
    """Yield every module or name that a file imports, anywhere in it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def test_there_is_something_to_hold():
    assert len(FILES) > 60 and len(ROOMS) > 15


@pytest.mark.parametrize("path", FILES, ids=name)
def test_libraries_are_used_where_they_belong(path):
    tops = {module.partition(".")[0] for module in imports(path)}
    if name(path).startswith("etl/"):
        assert not tops & {"streamlit", "plotly"}
    if name(path).startswith("etl/store/"):
        assert tops <= STORE, "the store needs nothing but Python"
    if "requests" in tops:
        assert name(path).startswith("etl/fetch/")
    if "streamlit" in tops:
        assert STREAMLIT.fullmatch(name(path)), "Streamlit belongs to the server and the views"
    if "plotly" in tops:
        assert PLOTLY.match(name(path))


@pytest.mark.parametrize("room", ROOMS, ids=name)
def test_a_room_says_what_it_is_for_and_what_is_public(room):
    """Every name of `__all__` is there, and nobody needs to ask what the room may import."""
    package = import_module(name(room).replace("/", "."))
    assert "import" in (package.__doc__ or "").lower(), "the docstring says what the room may import"
    assert package.__all__ == sorted(set(package.__all__), key=_as_ruff_sorts)
    for public in package.__all__:
        here = (room / public).is_dir() or (room / f"{public}.py").is_file() or hasattr(package, public)
        assert here, f"{public} is in __all__ but not in the room"


def _as_ruff_sorts(word: str) -> tuple[int, str]:
    kind = 0 if word.isupper() else 1 if word[0].isupper() else 2
    return kind, word


@pytest.mark.parametrize("path", FILES, ids=name)
def test_other_rooms_are_entered_by_the_front_door(path):
    """A module that its room does not list in `__all__` is not imported from another room."""
    mine = ".".join(path.relative_to(ROOT).parts[:2]).removesuffix(".py")
    for module in imports(path):
        side, _, rest = module.partition(".")
        room, _, inside = rest.partition(".")
        if side in ("etl", "dashboard") and f"{side}.{room}" != mine and inside:
            public = inside.partition(".")[0]
            assert public in import_module(f"{side}.{room}").__all__, f"{module} is private to {side}.{room}"


FORBIDDEN = re.compile(
    r"unsafe_allow_html\s*=\s*True|\bread_html\(|verify\s*=\s*False|\bpickle\.|shell\s*=\s*True|yaml\.load\(|(?<![\w.])eval\(|(?<![\w.])exec\("
)


@pytest.mark.parametrize("path", FILES, ids=name)
def test_nothing_risky_no_assert_no_unfinished_work(path):
    text = path.read_text(encoding="utf-8")
    assert not FORBIDDEN.search(text), FORBIDDEN.search(text)
    assert not re.search(r"\b(TODO|FIXME|XXX|NotImplementedError)\b", text)
    assert not any(isinstance(node, ast.Assert) for node in ast.walk(ast.parse(text))), "assert is gone under -O"


@pytest.mark.parametrize("path", FILES, ids=name)
def test_public_functions_and_modules_say_what_comes_back(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    if path.read_text(encoding="utf-8").strip():
        assert ast.get_docstring(tree), "a module without a docstring"
    for node in tree.body:
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and not node.name.startswith("_"):
            assert ast.get_docstring(node), f"{node.name} has no docstring"


def test_every_hand_kept_table_has_unique_keys_and_known_names():
    from etl.tables import registry

    for table in ("sources", "series", "places", "corrections", "events"):
        assert registry.table(table)
    sources, series, places = (registry.table(t) for t in ("sources", "series", "places"))
    for line in registry.lines("corrections"):
        assert line["source"] in sources and line["series"] in series and line["reason"].endswith(".")
        assert line["reporter"] in places and line["partner"] in places
    for line in registry.lines("sources"):
        assert line["publisher"] and line["licence"] and line["redistribute"] in ("yes", "no")
    for line in registry.lines("series"):
        assert float(line["scale"]) > 0 and line["definition"] and line["unit"]


def test_every_row_has_a_known_series_place_and_source(dataset):
    from etl.tables import registry

    for row in dataset.rows:
        assert row.source in registry.table("sources")
        assert row.reporter in registry.table("places") and row.partner in registry.table("places"), row
        assert row.series in registry.table("series") or row.series.startswith("hs"), row.series


@pytest.mark.parametrize("side", ["etl", "dashboard"])
def test_every_table_stands_in_the_readme_beside_it(side):
    folder = ROOT / side / "tables"
    tables = {path.name for path in folder.glob("*.csv")}
    assert (
        tables and tables == set(re.findall(r"\w+\.csv", (folder / "README.md").read_text(encoding="utf-8"))) & tables
    )
    assert not [path for path in (ROOT / side).rglob("*.csv") if path.parent != folder], "tables stand together"


def test_every_path_that_contributing_names_is_there():
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`((?:etl|dashboard|tests|docs)/[\w./]*\w)`", text))
    assert len(named) > 20
    assert [path for path in sorted(named) if not (ROOT / path).exists()] == []
