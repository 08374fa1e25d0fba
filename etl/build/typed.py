"""Extracted text lines → rows: each thing once, every place known, and what a person's answer puts right."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation

from etl.extract import codes, kinds
from etl.tables import registry
from etl.tables.problems import REFUSE, Problem, problem, together
from etl.tables.rows import Key, Row, month_after, plain

LEFT_OUT = "leave out"
FIRST_YEAR = "1948"  # the IMF's series begin then, SIPRI's in 1950, all others later


def rows(
    stated: Iterable[Mapping[str, str]],
    source: str,
    vintage: str,
    answers: Mapping[str, str],
    *,
    asked: Container[str] = (),
) -> tuple[list[Row], list[Problem]]:
    """Return extracted lines as rows, equal ones once, and what is wrong; two values for one thing refuse the file.

    A place that is not known is held, unless its key is in `asked` already. Armed groups keep SIPRI's name with its *.
    """
    kept: dict[Key, Row] = {}
    problems: list[Problem] = []
    unknown: dict[str, list[str]] = defaultdict(list)
    double: list[str] = []
    for number, line in enumerate(stated, start=1):
        row = _row(line, source, vintage, number)
        if isinstance(row, Problem):
            problems.append(row)
            continue
        if any(answers.get(f"partner:{place}") == LEFT_OUT for place in (row.reporter, row.partner)):
            continue
        row = _put_right(row, answers)
        for place in (row.reporter, row.partner):
            if place not in registry.table("places") and not place.endswith("*"):
                unknown[place].append(row.citation)
        before = kept.setdefault(row.key, row)
        if before is not row and before.value == row.value:
            double.append(row.citation)
        elif before is not row:
            found = f"{plain(before.value)} and {plain(row.value)}"
            problems.append(problem("K-02", found, where=f"{before.citation} and {row.citation}"))
    if double:
        problems.append(problem("K-01", f"{len(double)} rows", where=together(double)))
    problems += [
        kinds.unknown_place(name, together(places))
        for name, places in unknown.items()
        if f"partner:{name}" not in asked
    ]
    return list(kept.values()), problems


def _row(line: Mapping[str, str], source: str, vintage: str, number: int) -> Row | Problem:
    where = line.get("place") or f"row {number}"
    try:
        value, rounding = Decimal(line["value"]), Decimal(line.get("rounding") or 0)
    except (InvalidOperation, KeyError):
        return problem("N-03", line.get("printed", ""), where=where, verdict=REFUSE)
    months, status = int(line["months"]), line.get("status") or "reported"
    about = (line["series"], line["reporter"], line["partner"], line["period"])
    reason = _impossible(line["period"], months, vintage)
    if reason:
        return problem("T-06", line["period"], where=where, reason=reason)
    return Row(*about, months, value, rounding, status, source, vintage, where)


def _impossible(period: str, months: int, vintage: str) -> str:
    """Return why there can be no figure for a period that was published on a day; "" if there can be."""
    last = month_after(f"{period[:4]}-{period[5:] or '01'}", months - 1)
    today = date.today().isoformat()
    if last[:4] > today[:4] or (months <= 12 and last > today[:7]):
        return "It lies in the future."
    if months <= 12 and last > vintage[:7]:
        return f"It ends after {vintage}, when the figures were published."
    return f"No series of any source begins before {FIRST_YEAR}." if period[:4] < FIRST_YEAR else ""


def _put_right(row: Row, answers: Mapping[str, str]) -> Row:
    """Return a row as a person's answer says it is: in yuan or euros, or a sum of months; and its place by name."""
    currency = answers.get("currency", "")
    if currency in ("CNY", "EUR") and row.series.endswith("_usd"):
        row = row._replace(series=f"{row.series.removesuffix('_usd')}_{currency.lower()}")
    if answers.get("pair") == "January and February" and row.months == 1 and row.period.endswith("-02"):
        row = row._replace(period=f"{row.period[:4]}-01", months=2)
    if answers.get("cumulative") == "since January" and row.months == 1 and not row.period.endswith("-01"):
        row = row._replace(period=f"{row.period[:4]}-01", months=int(row.period[5:]))
    return row._replace(reporter=_named(row.reporter, answers), partner=_named(row.partner, answers))


def _named(place: str, answers: Mapping[str, str]) -> str:
    answer = answers.get(f"partner:{place}", "").strip()
    return answer if codes.kind(answer) else (codes.by_name(answer) if answer else "") or place
