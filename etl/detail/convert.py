"""A detail file becomes sorted Parquet parts, a reporter's flow in a year each: streamed, in bounded memory, resumable.

First the rows are written apart by reporter as the file has them; then each reporter's are sorted and named by our places.
Both steps note what is done, so that a load that died goes on where it was.
"""

from __future__ import annotations

import codecs
import json
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from etl.detail import schema, settings
from etl.detail.layouts import Layout
from etl.detail.layouts.head import GZIP, Head
from etl.detail.progress import Progress
from etl.detail.settings import quoted
from etl.extract import codes

if TYPE_CHECKING:
    import duckdb

APART, PARTS, DONE = "apart", "parts", "done.jsonl"
Facts = dict[str, Any]
_CHUNK = 1 << 20


def convert(head: Head, layout: Layout, answers: Mapping[str, str], folder: Path, progress: Progress) -> list[Facts]:
    """Return what each part holds, in `folder`/parts; `answers` hold `file` too. Raises ValueError in words when a cell is not what its column says."""
    import duckdb

    (folder / "spill").mkdir(parents=True, exist_ok=True)
    with settings.database(folder / "spill") as database:
        try:
            if not (folder / f"{APART}.json").exists():
                _apart(database, head, layout, answers, folder, progress)
            return _sorted(database, layout, folder, progress)
        except duckdb.OutOfMemoryException as error:
            raise ValueError(f"memory or disk did not do for it ({_first(error)})") from error
        except duckdb.Error as error:
            raise ValueError(_first(error)) from error


def _first(error: Exception) -> str:
    return str(error).splitlines()[0]


def _apart(
    database: duckdb.DuckDBPyConnection,
    head: Head,
    layout: Layout,
    answers: Mapping[str, str],
    folder: Path,
    progress: Progress,
) -> None:
    """Write the rows of a file apart by reporter, with its own names of places."""
    import duckdb

    out = folder / APART
    shutil.rmtree(out, ignore_errors=True)
    given = layout.select(head, answers) | {"file": f"'{answers['file']}'"}
    with progress.of(database, "reading"):
        try:
            rows = _copied(database, _select(head, given, folder), out)
        except duckdb.InvalidInputException:  # a letter that is not UTF-8, after a beginning that was
            if head.letters != "utf-8":
                raise
            shutil.rmtree(out, ignore_errors=True)
            rows = _copied(database, _select(replace(head, letters=head.otherwise), given, folder), out)
    if not rows:
        raise ValueError("it holds no row")
    temp = folder / f"{APART}.tmp"
    temp.write_text(json.dumps({"rows": rows}))
    temp.rename(folder / f"{APART}.json")


def _copied(database: duckdb.DuckDBPyConnection, select: str, out: Path) -> int:
    """Write rows apart by reporter and return how many."""
    how = "FORMAT parquet, COMPRESSION lz4, PARTITION_BY (reporter), WRITE_PARTITION_COLUMNS true"
    found = database.execute(f"COPY ({select}) TO '{quoted(out)}' ({how})").fetchone()
    return int(found[0]) if found else 0


def _select(head: Head, given: Mapping[str, str], folder: Path) -> str:
    """Return the statement that gives every row of the file in our columns."""
    columns = [*head.names, *(["spare"] if head.spare else [])]
    typed = ", ".join(f"'{quoted(name)}': 'VARCHAR'" for name in columns)
    path, letters = _readable(head, folder)
    packed = ", compression = 'gzip'" if _packed(path) else ""
    source = (
        f"read_csv('{quoted(path)}', delim = '{head.sign}', header = true, quote = '\"', escape = '\"', auto_detect = false, "
        f"encoding = '{letters}', columns = {{{typed}}}, max_line_size = 1048576{packed})"
    )
    given = dict(given) | {"level": f"CASE WHEN {given['code']} = 'TOTAL' THEN 0 ELSE length({given['code']}) END"}
    made = ", ".join(f"CAST({given.get(name, 'NULL')} AS {kind}) AS {name}" for name, kind in schema.COLUMNS.items())
    texts = [name for name, kind in schema.COLUMNS.items() if kind == "VARCHAR"]
    filled = ", ".join(f"coalesce({name}, '') AS {name}" for name in texts)
    return f"SELECT * REPLACE ({filled}) FROM (SELECT {made} FROM {source})"  # noqa: S608  our own words


def _packed(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(2) == GZIP


def _readable(head: Head, folder: Path) -> tuple[Path, str]:
    """Return a file that the engine can read and its letters: the file itself, or a copy in UTF-8."""
    if head.letters in ("utf-8", "latin-1"):
        return head.path, head.letters
    copy = folder / "utf8.csv"
    reader = codecs.getincrementaldecoder(head.letters)()
    with head.path.open("rb") as file, copy.open("w", encoding="utf-8", newline="") as out:
        while chunk := file.read(_CHUNK):
            out.write(reader.decode(chunk))
        out.write(reader.decode(b"", final=True))
    return copy, "utf-8"


def _sorted(database: duckdb.DuckDBPyConnection, layout: Layout, folder: Path, progress: Progress) -> list[Facts]:
    """Write the parts of each reporter and return what they hold; what was done before is not done again."""
    everything = quoted(folder / APART / "*" / "*.parquet")
    database.execute("CREATE TEMP TABLE places (written VARCHAR, place VARCHAR)")
    for (written,) in database.execute(
        f"SELECT reporter FROM read_parquet('{everything}', hive_partitioning = false) "  # noqa: S608
        f"UNION SELECT partner FROM read_parquet('{everything}', hive_partitioning = false)"
    ).fetchall():
        database.execute("INSERT INTO places VALUES (?, ?)", [written, place_of(written, layout.SCHEMES)])
    found = list(_noted(folder / DONE))
    done = {part["reporter"] for part in found}
    rows = json.loads((folder / f"{APART}.json").read_text())["rows"]
    progress.start("sorting", rows, sum(part["rows"] for part in found))
    for reporter, paths in sorted(_by_place(database, folder).items()):
        if reporter in done:
            continue
        parts = _of_reporter(database, reporter, paths, folder / PARTS)
        with (folder / DONE).open("a", encoding="utf-8") as file:
            file.write(json.dumps(parts) + "\n")
        found += parts
        progress.add(sum(part["rows"] for part in parts))
    return found


def _noted(path: Path) -> Iterator[Facts]:
    """Yield what is noted as done; a line that was cut when the program died is none."""
    if path.exists():
        for line in path.read_text(encoding="utf-8").splitlines():
            try:
                yield from json.loads(line)
            except ValueError:
                return


def place_of(written: str, schemes: tuple[str, ...]) -> str:
    """Return the place that a code or name means in the schemes of its file; `m49:999` for one that nobody knows."""
    for scheme in schemes:
        place = codes.by_name(written) if scheme == codes.ANY else codes.by_code(scheme, written)
        if place:
            return place.split(";", maxsplit=1)[0]
    return f"{schemes[0]}:{written}"


def _by_place(database: duckdb.DuckDBPyConnection, folder: Path) -> dict[str, list[Path]]:
    """Return the folders of rows by the place that reports: 842 and 840 are one."""
    found: dict[str, list[Path]] = {}
    for inside in sorted((folder / APART).iterdir()):
        files = quoted(inside / "*.parquet")
        (place,) = database.execute(
            "SELECT any_value(place) FROM places WHERE written = (SELECT any_value(reporter) "  # noqa: S608
            f"FROM read_parquet('{files}', hive_partitioning = false))"
        ).fetchone() or ("",)
        found.setdefault(place, []).append(inside)
    return found


def _of_reporter(database: duckdb.DuckDBPyConnection, reporter: str, paths: list[Path], out: Path) -> list[Facts]:
    """Write one reporter's parts, sorted, and return what each holds."""
    shutil.rmtree(out / folder_name(reporter), ignore_errors=True)  # of a load that died
    files = ", ".join(f"'{quoted(path / '*.parquet')}'" for path in paths)
    database.execute(
        f"CREATE OR REPLACE TEMP TABLE mine AS SELECT rows.* REPLACE ('{quoted(reporter)}' AS reporter, places.place AS partner) "  # noqa: S608
        f"FROM read_parquet([{files}], hive_partitioning = false) rows JOIN places ON places.written = rows.partner"
    )
    parts = []
    for fact in _facts(database):
        inside = Path(folder_name(reporter)) / folder_name(fact["flow"]) / f"{fact['year']}.parquet"
        (out / inside).parent.mkdir(parents=True, exist_ok=True)
        order = ", ".join(schema.SORTED)
        database.execute(
            f"COPY (SELECT * FROM mine WHERE flow = ? AND year = ? ORDER BY {order}) TO '{quoted(out / inside)}' "  # noqa: S608
            f"(FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {settings.ROW_GROUP})",
            [fact["flow"], fact["year"]],
        )
        parts.append({"path": inside.as_posix(), "reporter": reporter, **fact})
    database.execute("DROP TABLE mine")
    return parts


def folder_name(text: str) -> str:
    """Return a code as a folder: letters and digits, all else a dash."""
    return "".join(each if each.isalnum() else "-" for each in text) or "none"


def _facts(database: duckdb.DuckDBPyConnection) -> list[Facts]:
    """Return what each flow and year of one reporter holds, as it will stand in the list of parts."""
    key = ", ".join(name for name in schema.KEY if name not in ("reporter", "flow", "year"))
    found = database.execute(
        f"""
        SELECT flow, year, sum(each)::BIGINT AS rows, list_sort(list(DISTINCT month)) AS months,
            list_sort(list(DISTINCT level)) AS levels, list_sort(list(DISTINCT revision)) AS revisions,
            list_sort(list(DISTINCT currency)) AS currencies, count(*) FILTER (each > 1)::BIGINT AS doubled,
            min(code || ' ' || partner || ' ' || month) FILTER (each > 1) AS example
        FROM (SELECT flow, year, {key}, any_value(level) AS level, any_value(currency) AS currency, count(*) AS each
            FROM mine GROUP BY flow, year, {key})
        GROUP BY flow, year ORDER BY flow, year
        """  # noqa: S608  our own words
    )
    names = [column[0] for column in found.description]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]
