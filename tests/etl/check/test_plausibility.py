"""Slips put into real months on purpose: nearly all are held, and clean months are not."""

import itertools
import random
from dataclasses import dataclass
from decimal import Decimal

import pytest

from etl.check import plausibility
from etl.tables.rows import Row, month_after

SERIES = (
    ("goods_exports_usd", "CHN", "RUS"), ("goods_imports_usd", "CHN", "RUS"), ("crude_imports_t", "CHN", "RUS"), ("crude_imports_usd", "CHN", "RUS"),
    ("lng_imports_usd", "CHN", "RUS"), ("coal_imports_t", "CHN", "RUS"), ("coal_imports_usd", "CHN", "RUS"), ("pipeline_gas_imports_usd", "CHN", "RUS"),
)  # fmt: skip


@dataclass
class Case:
    kind: str
    rows: list[Row]


@pytest.fixture(scope="module")
def months(dataset):
    """Every month known of each line, one row a month, sums since January beside them."""
    known = plausibility.history(dataset.rows)
    return known, {line: known[(*line, 1)] for line in SERIES if len(known.get((*line, 1), {})) >= 24}


_PAST = {}  # by month, of the one set of figures that these tests know


def before(known, period):
    """What was known before a month: every period that begins earlier; made once a month, since 3,000 slips ask for it."""
    if period not in _PAST:
        _PAST[period] = {key: {p: row for p, row in line.items() if p < period} for key, line in known.items()}
    return _PAST[period]


def fresh(row: Row, **changed) -> Row:
    return row._replace(status="reported", vintage="2026-01-01", citation="row 1", **changed)


def cases(known, lines, rng, count):
    """Yield `count` slips, each on one real month or a run of months, with what was known before it."""
    kinds = (
        "x10",
        "x100",
        "x1000",
        "x1e4",
        "x1e6",
        "x1e8",
        "/1000",
        "currency",
        "cumulative",
        "flow",
        "partner",
        "shift",
        "drop",
    )
    names = sorted(lines)
    made = 0
    while made < count:
        kind, line = rng.choice(kinds), rng.choice(names)
        periods = sorted(lines[line])
        at = rng.randrange(13, len(periods))
        period = periods[at]
        row = lines[line][period]
        if row.value <= 0:
            continue
        past = before(known, period)
        if kind[0] in "x/":
            factor = {
                "x10": 10,
                "x100": 100,
                "x1000": 1000,
                "x1e4": 10**4,
                "x1e6": 10**6,
                "x1e8": 10**8,
                "/1000": Decimal("0.001"),
            }[kind]
            yield Case("factor", [fresh(row, value=row.value * factor)]), past
        elif kind == "currency" and line[0].endswith("_usd"):
            yield Case(kind, [fresh(row, value=row.value * Decimal(rng.choice(("6.45", "6.73", "7.05", "7.2"))))]), past
        elif kind == "cumulative":
            year = [p for p in periods if p[:4] == period[:4] and p <= period]
            if len(year) < 3 or year[0][5:] != "01":
                continue
            total, rows = Decimal(0), []
            for p in year:
                total += lines[line][p].value
                rows.append(fresh(lines[line][p], value=total))
            yield Case(kind, rows if rng.random() < 0.5 else rows[-1:]), past
        elif kind == "flow" and line[0].startswith("goods_"):
            other = ("goods_imports_usd" if "exports" in line[0] else "goods_exports_usd", *line[1:])
            run = [p for p in periods[at - 5 : at + 1] if p in lines.get(other, {})]
            if len(run) < 3 or period not in run or abs(float(lines[other][period].value / row.value) - 1) < 0.35:
                continue
            yield Case(kind, [fresh(lines[other][p], series=line[0]) for p in run]), before(known, run[0])
        elif kind == "partner":
            other = (line[0], "CHN", "WLD")
            if (*other, 1) not in known or period not in known[(*other, 1)]:
                continue
            yield Case(kind, [fresh(known[(*other, 1)][period], partner="RUS")]), past
        elif kind == "shift":
            run = periods[at - 6 : at + 1]
            if any(month_after(a, 1) != b for a, b in itertools.pairwise(run)):
                continue
            rows = [fresh(lines[line][p], period=month_after(p, 1)) for p in run[:-1]]
            yield Case(kind, rows), before(known, month_after(run[-1], 1))
        elif kind == "drop":
            run = periods[at - 7 : at + 1]
            gone = run[3]
            if gone[5:] in ("01", "02") or any(month_after(a, 1) != b for a, b in itertools.pairwise(run)):
                continue
            yield Case(kind, [fresh(lines[line][p]) for p in run if p != gone]), before(known, run[0])
        else:
            continue
        made += 1


def test_seeded_slips_are_held_and_clean_months_are_not(months, capsys):
    known, lines = months
    assert len(lines) >= 6
    rng = random.Random(1689)
    seen: dict[str, list[bool]] = {}
    for case, past in cases(known, lines, rng, 2000):
        seen.setdefault(case.kind, []).append(bool(plausibility.check(case.rows, past)))
    clean, held = 0, 0
    for _line, cells in lines.items():
        for period in sorted(cells)[13:]:
            if cells[period].value > 0:
                clean += 1
                held += bool(plausibility.check([fresh(cells[period])], before(known, period)))
    total = [one for kind in seen.values() for one in kind]
    with capsys.disabled():
        rates = ", ".join(f"{kind} {sum(hits) / len(hits):.1%} of {len(hits)}" for kind, hits in sorted(seen.items()))
        print(
            f"\nplausibility: {sum(total) / len(total):.1%} of {len(total)} slips held ({rates}); {held} of {clean} clean months held"
        )
    assert sum(seen["factor"]) / len(seen["factor"]) >= 0.98
    assert sum(total) / len(total) >= 0.95
    assert held <= clean / 24


def test_each_finding_says_where_what_why_and_what_to_do(months):
    known, lines = months
    _line, cells = next(iter(lines.items()))
    period = sorted(cells)[-1]
    (one, *_) = plausibility.check([fresh(cells[period], value=cells[period].value * 1000)], before(known, period))
    assert one.code == "P-01" and one.verdict == "H" and "row 1" in one.where and one.why and one.do
