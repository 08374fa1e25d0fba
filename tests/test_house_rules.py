"""The lines of the architecture and the house rules that a reading of the source can hold."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FILES = sorted(path for side in ("etl", "dashboard") for path in (ROOT / side).rglob("*.py"))
STREAMLIT = re.compile(r"dashboard/(app|serve|guard|place|cards|evidence|widgets\w*|upload\w*|views/\w+)\.py")


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def imports(path: Path) -> set[str]:
    """Return every module a file imports, anywhere in it, but not under TYPE_CHECKING."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


def test_there_is_something_to_hold():
    assert len(FILES) > 60


@pytest.mark.parametrize("path", FILES, ids=name)
def test_a_file_imports_only_what_its_room_may(path):
    tops = {module.partition(".")[0] for module in imports(path)}
    if name(path).startswith("etl/"):
        assert "dashboard" not in tops and not tops & {"streamlit", "plotly"}
    if name(path).startswith("etl/store/"):
        assert not tops & {"pandas", "numpy", "requests", "lxml", "openpyxl"}
    if "requests" in tops:
        assert name(path).startswith("etl/fetch")
    if "streamlit" in tops:
        assert STREAMLIT.fullmatch(name(path)), "Streamlit belongs to app, widgets and views"
    if "plotly" in tops:
        assert re.match(r"dashboard/(style|draw|charts|exhibit|export|serve)", name(path))


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
