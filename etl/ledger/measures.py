"""Measures: what a claim asks of the rows. Each is one small pure function of a view; the answer is intervals.

A view is the rows known on a day, indexed. A measure yields one `Answer` for every way the rows can answer: by each source
family, as published and as recomputed. Nothing here knows any claim by its name.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from etl.build import vintages
from etl.ledger.claims import PREFIX, UNITS, Claim
from etl.tables import registry
from etl.tables.rows import Row

FAMILY_ORDER = ("gacc", "sipri_2026", "sipri_2025", "sipri_2024", "sipri_2022", "sipri", "worldbank", "gazprom")


@dataclass(frozen=True)
class Answer:
    """What the rows say: the value with its interval, from one family, and how it was reached."""

    value: Decimal
    low: Decimal
    high: Decimal
    family: str
    words: str  # the formula in words: "190.27 bn ÷ 147.15 bn − 1"
    inputs: tuple[Row, ...]
    printed: bool = False  # the publisher prints this very figure


@dataclass(frozen=True)
class View:
    """Rows known on one day, one a key and family, indexed for look-ups."""

    day: str | None
    cells: Mapping[tuple[str, str, str], Mapping[tuple[str, int], Mapping[str, Row]]]

    def at(self, series: str, reporter: str, partner: str, period: str, months: int) -> Mapping[str, Row]:
        """Return the row of each family, preferred family first."""
        return self.cells.get((series, reporter, partner), {}).get((period, months), {})

    def partners(self, series: str, reporter: str, period: str, months: int) -> list[str]:
        """Return the places that have the series in a period."""
        return sorted(
            p for (s, r, p), cell in self.cells.items() if s == series and r == reporter and (period, months) in cell
        )

    def periods(self, series: str, reporter: str, partner: str) -> list[tuple[str, int]]:
        """Return every period that a line has."""
        return sorted(self.cells.get((series, reporter, partner), {}))


def family_rank(family: str) -> tuple[int, str]:
    """Return the order in which families answer: China Customs and the newest release first."""
    return (FAMILY_ORDER.index(family) if family in FAMILY_ORDER else len(FAMILY_ORDER), family)


def view(rows: Iterable[Row], day: str | None = None) -> View:
    """Return an index of rows already limited to what was known on `day`."""
    cells: dict[tuple[str, str, str], dict[tuple[str, int], dict[str, Row]]] = defaultdict(lambda: defaultdict(dict))
    chosen = vintages.choose(rows)
    for (key, family), one in sorted(chosen.items(), key=lambda item: family_rank(item[0][1])):
        series, reporter, partner, period, months = key
        cells[series, reporter, partner][period, months][family] = one.row
    return View(day, {key: dict(cell) for key, cell in cells.items()})


def level_series(claim: Claim, unit: str = "") -> str:
    """Return the series of a claim's level: goods_total_usd, crude_imports_t, arms_deliveries_tiv …; "" when there is none."""
    kind = UNITS[unit or claim.unit][1]
    prefix = PREFIX[claim.product]
    if prefix == "arms":
        return "arms_hs93_usd" if kind == "usd" else "arms_deliveries_tiv"
    if prefix == "gdp":
        return "gdp_usd"
    currency = kind if kind in ("usd", "cny", "eur") else "usd"
    if prefix == "goods":
        flow = {"export": "exports", "import": "imports", "balance": "balance"}.get(claim.flow, "total")
        return f"goods_{flow}_{currency}"
    if kind in ("bcm", "bpd"):
        suffix = kind
    elif kind == "t" or (claim.basis == "volume" and kind not in ("usd", "cny", "eur")):
        suffix = "t"
    else:
        suffix = currency
    series = f"{prefix}_imports_{suffix}"
    return series if series in registry.table("series") else ""


def sides(claim: Claim) -> tuple[str, str]:
    """Return the (reporter, partner) columns of a claim's rows: for arms the supplier and the recipient."""
    if claim.product == "arms":
        return (claim.partner, claim.reporter) if claim.flow == "import" else (claim.reporter, claim.partner)
    if claim.product == "gdp":
        return claim.reporter, "WLD"
    return claim.reporter, claim.partner


def short(value: Decimal, series: str) -> str:
    """Return a value in its display unit, for a formula in words."""
    line = registry.table("series").get(series)
    scale, unit, decimals = (
        (Decimal(line["scale"]), line["shown"], int(line["decimals"])) if line else (Decimal(1), "", 2)
    )
    shown = value / scale
    return f"{shown:,.{max(decimals, 2)}f}".rstrip("0").rstrip(".") + (f" {unit}" if unit else "")


def _single(row: Row, words: str = "") -> Answer:
    words = words or f"{short(row.value, row.series)} in {row.period}"
    return Answer(row.value, row.low, row.high, registry.family(row.source), words, (row,), row.status != "derived")


def quotient(part: Row, whole: Row, scale: int, words: str, less: int = 0) -> Answer | None:
    """Return part ÷ whole × scale − less as an interval, or None when the whole may be zero."""
    if not whole.low > 0:
        return None
    edges = [p / w * scale - less for p in (part.low, part.high) for w in (whole.low, whole.high)]
    words += _mixed(part, whole)
    return Answer(
        part.value / whole.value * scale - less,
        min(edges),
        max(edges),
        registry.family(part.source),
        words,
        (part, whole),
    )


def _paired(parts: Mapping[str, Row], wholes: Mapping[str, Row]) -> Iterator[tuple[Row, Row]]:
    """Yield part and whole of the same family; only where no family has both, of two families, which the words then name."""
    same = [family for family in parts if family in wholes]
    for family in same:
        yield parts[family], wholes[family]
    if not same and parts and wholes and not any(family.startswith("sipri") for family in (*parts, *wholes)):
        yield next(iter(parts.values())), next(iter(wholes.values()))


def _mixed(part: Row, whole: Row) -> str:
    """Return words that name both families when a quotient had to mix them."""
    one, two = registry.family(part.source), registry.family(whole.source)
    names = registry.table("sources")
    return "" if one == two else f"; {names[part.source]['publisher']} over {names[whole.source]['publisher']}"


def level(claim: Claim, seen: View) -> list[Answer]:
    """Return the value itself."""
    return [_single(row) for row in seen.at(level_series(claim), *sides(claim), claim.period, claim.months).values()]


def growth(claim: Claim, seen: View) -> list[Answer]:
    """Change on the same months a year earlier: as printed, as recomputed on the base of then, and on today's base."""
    series = level_series(claim, "percent")
    stem, _, kind = series.rpartition("_")
    rates = (
        f"{stem}_growth_pct"
        if stem.startswith("goods")
        else f"{stem}_{'volume' if kind == 't' else 'value'}_growth_pct"
    )
    at = (*sides(claim), claim.period, claim.months)
    answers = [
        _single(
            row,
            f"{short(row.value, rates)} as {'printed' if row.status != 'derived' else 'recomputed on the base of then'}",
        )
        for row in seen.at(rates, *at).values()
    ]
    before = f"{int(claim.period[:4]) - 1}{claim.period[4:]}"
    for now, then in _paired(seen.at(series, *at), seen.at(series, *sides(claim), before, claim.months)):
        words = f"{short(now.value, series)} ÷ {short(then.value, series)} − 1"
        answer = quotient(now, then, 100, words, less=100)
        answers += [answer] if answer else []
    return answers


def share(claim: Claim, seen: View) -> list[Answer]:
    """Part of a whole: as printed, and as quotient of the levels of one family."""
    series = level_series(claim, "percent")
    reporter, partner = sides(claim)
    at = (claim.period, claim.months)
    answers = []
    if claim.compared_with in PREFIX:  # a product's part of all goods traded with the same partner
        goods = level_series(replace(claim, product=claim.compared_with, flow=claim.flow), "USD")
        for part, all_of in _paired(
            seen.at(level_series(claim, "USD"), reporter, partner, *at), seen.at(goods, reporter, partner, *at)
        ):
            answer = quotient(part, all_of, 100, f"{short(part.value, part.series)} ÷ {short(all_of.value, goods)}")
            answers += [answer] if answer else []
        return answers
    printed = _share_series(claim, series)
    if printed and claim.compared_with in ("", "WLD"):
        answers += [
            _single(row, f"{short(row.value, printed)} as {'printed' if row.status != 'derived' else 'computed'}")
            for row in seen.at(printed, reporter, partner, *at).values()
            if row.status != "derived"
        ]
    for whole_at in _wholes(claim, reporter, partner):
        for part, whole in _paired(seen.at(series, reporter, partner, *at), seen.at(series, *whole_at, *at)):
            if part is not whole:
                answer = quotient(part, whole, 100, f"{short(part.value, series)} ÷ {short(whole.value, series)}")
                answers += [answer] if answer else []
    return answers


def _share_series(claim: Claim, series: str) -> str:
    """Return the series in which publishers print the share that a claim means."""
    if claim.product == "arms":
        if (claim.compared_with == "WLD" and claim.partner == "WLD") or sides(claim)[1] == "WLD":
            return "arms_world_share_pct"
        return "arms_recipient_share_pct" if claim.flow == "import" else "arms_supplier_share_pct"
    stem, _, kind = series.rpartition("_")
    if stem.startswith("goods"):
        return f"{stem}_share_pct"
    return f"{stem}_{'volume' if kind == 't' else 'value'}_share_pct"


def _wholes(claim: Claim, reporter: str, partner: str) -> list[tuple[str, str]]:
    """Return where the whole of a share stands."""
    if claim.product == "arms":
        if "WLD" in (reporter, partner):
            return [("WLD", "WLD")]
        return [("WLD", partner)] if claim.flow == "import" else [(reporter, "WLD")]
    return [(reporter, claim.compared_with or "WLD")]


def rank(claim: Claim, seen: View) -> list[Answer]:
    """Return the place among all partners that have figures, as printed and as counted; countries only, blocs not counted."""
    series = level_series(claim, "percent")
    stem = series.rpartition("_")[0]
    reporter, partner = sides(claim)
    at = (claim.period, claim.months)
    answers = [
        _single(row, f"rank {row.value} as printed") for row in seen.at(f"{stem}_rank", reporter, partner, *at).values()
    ]
    own, places = seen.at(series, reporter, partner, *at), registry.table("places")
    for family, row in own.items():
        rivals = {
            other: seen.at(series, reporter, other, *at)[family]
            for other in seen.partners(series, reporter, *at)
            if places.get(other, {}).get("kind") == "country" and family in seen.at(series, reporter, other, *at)
        }
        if len(rivals) < 3:
            continue
        best = 1 + sum(other.low > row.high for other in rivals.values())
        worst = 1 + sum(other.high > row.low for name, other in rivals.items() if name != partner)
        place = 1 + sum(other.value > row.value for other in rivals.values())
        above = sorted((o for o in rivals.values() if o.value > row.value), key=lambda one: -one.value)
        words = f"{place} of {len(rivals)} with figures, by {short(row.value, series)}"
        answers.append(Answer(Decimal(place), Decimal(best), Decimal(worst), family, words, (row, *above[:3])))
    return answers


def ratio(claim: Claim, seen: View) -> list[Answer]:
    """How many times another level: the partner's against `compared_with`'s, of one reporter and family."""
    series = level_series(claim, "USD" if claim.basis == "value" else "t" if claim.basis == "volume" else "TIV_mn")
    reporter, partner = sides(claim)
    other = (claim.compared_with, "WLD") if claim.product == "gdp" else (reporter, claim.compared_with or "RUS")
    if claim.product == "arms" and claim.flow == "import":
        other = (claim.compared_with or "RUS", partner)
    at = (claim.period, claim.months)
    answers = []
    for part, whole in _paired(seen.at(series, reporter, partner, *at), seen.at(series, *other, *at)):
        answer = quotient(part, whole, 1, f"{short(part.value, series)} ÷ {short(whole.value, series)}")
        answers += [answer] if answer else []
    return answers


def balance(claim: Claim, seen: View) -> list[Answer]:
    """Return exports less imports as the reporter counts them."""
    return level(replace(claim, flow="balance"), seen)


def window_share(claim: Claim, seen: View) -> list[Answer]:
    """Return a share of sums over several years, of one family; arms rows already hold five-year windows."""
    if claim.product == "arms" and claim.months == 60:
        return share(claim, seen)
    series = level_series(claim, "percent")
    reporter, partner = sides(claim)
    answers = []
    for whole_at in _wholes(claim, reporter, partner):
        parts = window(seen, series, reporter, partner, claim.period, claim.months)
        wholes = window(seen, series, *whole_at, claim.period, claim.months)
        for part, whole in _paired(parts, wholes):
            answer = quotient(part, whole, 100, f"{short(part.value, series)} ÷ {short(whole.value, series)}")
            answers += [answer] if answer else []
    return answers


def window_change(claim: Claim, seen: View) -> list[Answer]:
    """Return a sum over several years against the same number of years just before, of one family."""
    series = level_series(claim, "percent")
    reporter, partner = sides(claim)
    answers = []
    if claim.product == "arms":
        answers = [
            _single(row, f"{short(row.value, 'arms_window_change_pct')} as printed")
            for row in seen.at("arms_window_change_pct", reporter, partner, claim.period, claim.months).values()
            if row.status != "derived"
        ]
    before = str(int(claim.period[:4]) - claim.months // 12)
    now = window(seen, series, reporter, partner, claim.period, claim.months)
    then = window(seen, series, reporter, partner, before, claim.months)
    for late, early in _paired(now, then):
        answer = quotient(late, early, 100, f"{short(late.value, series)} ÷ {short(early.value, series)} − 1", less=100)
        answers += [answer] if answer else []
    return answers


def window(seen: View, series: str, reporter: str, partner: str, period: str, months: int) -> dict[str, Row]:
    """Return the sum over whole years of each family that has every year of the window."""
    ready = dict(seen.at(series, reporter, partner, period, months))
    years = [str(int(period[:4]) + i) for i in range(months // 12)]
    cells = [seen.at(series, reporter, partner, year, 12) for year in years]
    for family in cells[0] if cells else ():
        if family not in ready and all(family in cell for cell in cells):
            rows = [cell[family] for cell in cells]
            ready[family] = rows[0]._replace(
                months=months, value=sum((r.value for r in rows), Decimal(0)), rounding=sum((r.rounding for r in rows), Decimal(0)),
                status="derived", citation="window(" + " ".join(r.citation for r in rows) + ")",
            )  # fmt: skip
    return ready


def start_year(claim: Claim, seen: View) -> list[Answer]:
    """Since which year the reporter's balance has kept the sign it has at the end of the period; for `growing_since`, and grown each year."""
    series = level_series(replace(claim, flow="balance"), "USD")
    last = str(int(claim.period[:4]) + max(claim.months // 12, 1) - 1)
    grows = claim.qualifier == "growing_since"
    answers = []
    for family, row in seen.at(series, claim.reporter, claim.partner, last, 12).items():
        year, rows = int(last), [row]
        while (before := seen.at(series, claim.reporter, claim.partner, str(year - 1), 12).get(family)) is not None:
            if (before.value > 0) != (row.value > 0) or (grows and abs(before.value) >= abs(rows[-1].value)):
                break
            year, rows = year - 1, [*rows, before]
        sign = "surplus" if row.value > 0 else "deficit"
        grown = " and grown every year" if grows else ""
        words = f"the balance has kept its sign ({sign}){grown} since {year}"
        answers.append(Answer(Decimal(year), Decimal(year), Decimal(year), family, words, tuple(rows)))
    return answers


MEASURES: Mapping[str, Callable[[Claim, View], list[Answer]]] = {
    "level": level, "growth": growth, "share": share, "rank": rank, "ratio": ratio, "balance": balance,
    "window_share": window_share, "window_change": window_change, "start_year": start_year,
}  # fmt: skip


def answers(claim: Claim, seen: View) -> list[Answer]:
    """Return every answer of the rows to a claim, the named family first, printed figures before computed ones."""
    measure = MEASURES.get(claim.measure)
    if measure is None or not level_series(claim, "percent"):
        return []
    if claim.measure in ("level", "balance") and not level_series(claim):
        return []
    found = measure(claim, seen)
    return sorted(
        found,
        key=lambda one: (
            one.family != claim.family if claim.family else False,
            family_rank(one.family),
            not one.printed,
        ),
    )
