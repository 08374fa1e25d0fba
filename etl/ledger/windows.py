"""Change on the span before: on the same months a year earlier, or of a sum over several years; and shares of such sums."""

from __future__ import annotations

from etl.build.parts import total
from etl.ledger.answer import Answer, quotients, short, single
from etl.ledger.claims import Claim
from etl.ledger.subject import level_series, sides, whole
from etl.ledger.view import View
from etl.tables.rows import Row


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
        single(
            row,
            f"{short(row.value, rates)} as {'printed' if row.status != 'derived' else 'recomputed on the base of then'}",
        )
        for row in seen.at(rates, *at).values()
    ]
    before = f"{int(claim.period[:4]) - 1}{claim.period[4:]}"
    then = seen.at(series, *sides(claim), before, claim.months)
    return [*answers, *quotients(seen.at(series, *at), then, 100, less=100)]


def share(claim: Claim, seen: View) -> list[Answer]:
    """Return a share of sums over several years, of one family."""
    series, at = level_series(claim, "percent"), (claim.period, claim.months)
    return quotients(window(seen, series, *sides(claim), *at), window(seen, series, *whole(claim), *at), 100)


def change(claim: Claim, seen: View) -> list[Answer]:
    """Return a sum over several years against the same number of years just before, of one family."""
    series = level_series(claim, "percent")
    reporter, partner = sides(claim)
    answers = []
    if claim.product == "arms":
        answers = [
            single(row, f"{short(row.value, 'arms_window_change_pct')} as printed")
            for row in seen.at("arms_window_change_pct", reporter, partner, claim.period, claim.months).values()
            if row.status != "derived"
        ]
    before = str(int(claim.period[:4]) - claim.months // 12)
    now = window(seen, series, reporter, partner, claim.period, claim.months)
    then = window(seen, series, reporter, partner, before, claim.months)
    return [*answers, *quotients(now, then, 100, less=100)]


def window(seen: View, series: str, reporter: str, partner: str, period: str, months: int) -> dict[str, Row]:
    """Return the sum over whole years of each family that has every year of the window."""
    ready = dict(seen.at(series, reporter, partner, period, months))
    years = [str(int(period[:4]) + i) for i in range(months // 12)]
    cells = [seen.at(series, reporter, partner, year, 12) for year in years]
    for family in cells[0] if cells else ():
        if family not in ready and all(family in cell for cell in cells):
            rows = [cell[family] for cell in cells]
            value, rounding = total(rows)
            ready[family] = rows[0]._replace(
                months=months, value=value, rounding=rounding, status="derived",
                citation="window(" + " ".join(r.citation for r in rows) + ")",
            )  # fmt: skip
    return ready
