"""Checks of a file as a whole, once its rows are sorted: what stops it, and what is only said.

Nothing is mended here. A file is refused where summing its rows would give a wrong figure; all else is said in words.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from etl.detail.layouts import china_customs
from etl.detail.settings import quoted

if TYPE_CHECKING:
    import duckdb

REFUSE, NOTE = "refuse", "note"
# Sources whose rows may repeat a key, since a column that tells them apart was not ticked: they are summed.
ADDITIVE = ("detail_china_customs", "detail_comext")
OVER = 1.005  # goods that sum to more than this share of their published total count something twice
UNDER = 0.98  # and to less than this, goods are missing or kept confidential
SLIP = 500  # a unit value this many times away from the usual one of its code is hardly a price
MANY = 5


@dataclass(frozen=True)
class Finding:
    """One thing found: what it is called, whether it refuses the file, and the sentence."""

    kind: str
    verdict: str
    words: str


def check(
    database: duckdb.DuckDBPyConnection, where: Path, source: str, parts: Sequence[dict[str, Any]]
) -> list[Finding]:
    """Return everything found in the parts of one file."""
    rows = f"read_parquet('{quoted(where / '*' / '*' / '*.parquet')}', hive_partitioning = false)"
    found = [*_doubled(source, parts), *_cut(source, parts)]
    for looked in (_uncounted, _codes, _places, _totals, _worlds, _slips):
        found += looked(database, rows)
    return found


def refused(findings: Iterable[Finding]) -> list[Finding]:
    """Return those that keep a file out."""
    return [one for one in findings if one.verdict == REFUSE]


def _doubled(source: str, parts: Sequence[dict[str, Any]]) -> list[Finding]:
    """Return that rows stand twice: the same goods, partner and period."""
    doubled = [part for part in parts if part["doubled"]]
    if not doubled:
        return []
    count, one = sum(part["doubled"] for part in doubled), doubled[0]
    where = f"for example {one['reporter']} {one['flow']} {one['year']}, {one['example']}"
    if source in ADDITIVE:
        words = f"{count:,} combinations of goods, partner and month have several rows ({where}); they are summed."
        return [Finding("doubled", NOTE, words)]
    words = f"{count:,} combinations of goods, partner and month stand in several rows ({where}). Take the doubled rows out."
    return [Finding("doubled", REFUSE, words)]


def _cut(source: str, parts: Sequence[dict[str, Any]]) -> list[Finding]:
    """Return that a query of China Customs stopped at its limit."""
    rows = sum(part["rows"] for part in parts)
    if source != china_customs.SOURCE or rows < china_customs.LIMIT:
        return []
    return [
        Finding("cut", REFUSE, f"It has {rows:,} rows, and a query gives {china_customs.LIMIT:,}: the rest is missing.")
    ]


def split_of(database: duckdb.DuckDBPyConnection, where: Path) -> str:
    """Return how to ask China Customs for what a file that was cut lacks: months first, then chapters after the last one."""
    rows = f"read_parquet('{quoted(where / '*' / '*' / '*.parquet')}', hive_partitioning = false)"
    months, chapters, last, partners = database.execute(
        f"SELECT count(DISTINCT (year, month)), count(DISTINCT left(code, 2)), max(code), count(DISTINCT partner) FROM {rows}"  # noqa: S608
    ).fetchone() or (0, 0, "", 0)
    if months > 1:
        return f"It holds {months} months: ask for one month a query."
    if chapters > 1:
        return (
            f"It ends in goods {last}: ask for chapters 01 to {int(last[:2]) - 1:02} in one query and for {last[:2]} to 97 in "
            "another, and split again whichever still gives 10,000 rows."
        )
    if partners > 1:
        return f"It holds one chapter of {partners} partners: ask for a continent or for some partners a query."
    return "Leave out the customs regime or the place of registration, whose rows divide each figure."


def _uncounted(database: duckdb.DuckDBPyConnection, rows: str) -> list[Finding]:
    """Return that parts stand beside their totals, or without one."""
    parts, alone = database.execute(
        f"""
        SELECT count(*) FILTER (NOT whole), count(*) FILTER (NOT whole AND NOT has) FROM (
            SELECT bool_or(counted) OVER same AS has, counted AS whole FROM {rows}
            WHERE (SELECT count(*) FROM {rows} WHERE NOT counted) > 0
            WINDOW same AS (PARTITION BY reporter, flow, year, month, code, partner))
        """  # noqa: S608
    ).fetchone() or (0, 0)
    found = []
    if parts:
        words = f"{parts:,} rows divide a total further (transport, customs procedure, second partner); they are kept and not summed."
        found.append(Finding("parts", NOTE, words))
    if alone:
        words = f"{alone:,} rows are parts of a total that the file does not have. Download it again with the totals."
        found.append(Finding("alone", REFUSE, words))
    return found


def _codes(database: duckdb.DuckDBPyConnection, rows: str) -> list[Finding]:
    """Return which goods have a code that cannot be one of the HS."""
    found = database.execute(
        f"SELECT code, count(*)::BIGINT FROM {rows} WHERE code <> 'TOTAL' AND marks NOT LIKE '%c%' AND NOT "  # noqa: S608
        "(regexp_full_match(code, '[0-9]{2}|[0-9]{4}|[0-9]{6}|[0-9]{8}|[0-9]{10}') AND left(code, 2) BETWEEN '01' AND '99') "
        "GROUP BY code ORDER BY code"
    ).fetchall()
    if not found:
        return []
    named = ", ".join(code or "an empty cell" for code, _ in found[:MANY])
    words = f"{sum(count for _, count in found):,} rows have a code that is none of the HS ({named}); they are in no group of goods."
    return [Finding("codes", NOTE, words)]


def _places(database: duckdb.DuckDBPyConnection, rows: str) -> list[Finding]:
    """Return which reporters and partners no table of ours knows."""
    found = database.execute(
        f"SELECT place FROM (SELECT reporter AS place FROM {rows} UNION SELECT partner FROM {rows}) "  # noqa: S608
        "WHERE place LIKE '%:%' ORDER BY place"
    ).fetchall()
    if not found:
        return []
    named = ", ".join(place for (place,) in found[:MANY])
    more = f" and {len(found) - MANY} more" if len(found) > MANY else ""
    return [Finding("places", NOTE, f"Places that are not known here stand by their own code: {named}{more}.")]


def _totals(database: duckdb.DuckDBPyConnection, rows: str) -> list[Finding]:
    """Return where all goods of the file are not the total that it states itself, level by level."""
    found = database.execute(
        f"""
        SELECT level, reporter, partner, flow, year, month, goods, total FROM (
            SELECT level, reporter, partner, flow, year, month, sum(value) AS goods FROM {rows}
            WHERE counted AND level > 0 GROUP BY ALL)
        JOIN (SELECT reporter, partner, flow, year, month, sum(value) AS total FROM {rows}
            WHERE counted AND level = 0 GROUP BY ALL) USING (reporter, partner, flow, year, month)
        WHERE total > 0 AND (goods > total * {OVER} OR goods < total * {UNDER})
        ORDER BY abs(goods - total) DESC, level, reporter, partner, flow, year, month
        """  # noqa: S608
    ).fetchall()
    over = [row for row in found if row[6] > row[7]]
    under = [row for row in found if row[6] < row[7]]
    out = []
    if over:
        words = f"At {len(over):,} places the goods sum to more than the total beside them: {_summed(over[0])}. Something stands twice."
        out.append(Finding("totals", REFUSE, words))
    if under:
        words = f"At {len(under):,} places the goods sum to less than the total beside them: {_summed(under[0])}. The rest is missing or confidential."
        out.append(Finding("totals", NOTE, words))
    return out


def _summed(row: tuple[Any, ...]) -> str:
    level, reporter, partner, flow, year, month, goods, total = row
    when = f"{year}-{month:02}" if month else year
    return f"{reporter} {flow} {partner} {when}, {level} digits: {goods:,.0f} of {total:,.0f}"


def _worlds(database: duckdb.DuckDBPyConnection, rows: str) -> list[Finding]:
    """Return where all partners of the file are more than the world that it states itself."""
    found = database.execute(
        f"""
        SELECT level, reporter, 'all partners' AS partner, flow, year, month, parts, total FROM (
            SELECT level, reporter, flow, year, month, sum(value) FILTER (partner <> 'WLD') AS parts,
                sum(value) FILTER (partner = 'WLD') AS total
            FROM {rows} WHERE counted AND partner NOT IN ('EU27', 'EU28', 'EXTEU27', 'INTEU27') GROUP BY ALL)
        WHERE total > 0 AND parts > total * {OVER}
        ORDER BY parts - total DESC, level, reporter, flow, year, month
        """  # noqa: S608
    ).fetchall()
    if not found:
        return []
    words = f"At {len(found):,} places the partners sum to more than the world: {_summed(found[0])}. Something stands twice."
    return [Finding("worlds", REFUSE, words)]


def _slips(database: duckdb.DuckDBPyConnection, rows: str) -> list[Finding]:
    """Return large rows whose value a kilogram is hundreds of times the usual one of the same goods."""
    found = database.execute(
        f"""
        SELECT reporter, flow, year, month, code, partner, ratio FROM (
            SELECT *, (value / weight) / (median(value / weight) OVER (PARTITION BY code, currency)) AS ratio,
                count(*) OVER (PARTITION BY code, currency) AS others
            FROM {rows} WHERE counted AND level >= 6 AND weight > 0 AND value > 100000)
        WHERE others >= 8 AND (ratio > {SLIP} OR ratio < 1.0 / {SLIP})
        ORDER BY value DESC, reporter, flow, year, month, code, partner
        """  # noqa: S608
    ).fetchall()
    if not found:
        return []
    reporter, flow, year, month, code, partner, ratio = found[0]
    times = f"{ratio:,.0f} times" if ratio > 1 else f"one {1 / ratio:,.0f}th of"
    words = (
        f"{len(found):,} large rows have a value a kilogram that is hardly a price, such as {reporter} {flow} {year}"
        f"{f'-{month:02}' if month else ''} {code} {partner}, {times} the usual one: a slip of units, or other goods."
    )
    return [Finding("slips", NOTE, words)]
