"""Both countries' shares of their own trade (or GDP) that the other makes up: every numerator and denominator named."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from dashboard.figures import query, triples, words
from dashboard.figures.query import Data

if TYPE_CHECKING:
    import pandas as pd

FLOWS = {"total": "total", "export": "exports", "import": "imports"}
MIRROR = {"total": "total", "export": "imports", "import": "exports"}  # China's imports are Russia's exports
OTHER = {"RUS": "CHN", "CHN": "RUS"}
OWN = {"RUS": ("comtrade", "imf"), "CHN": triples.FAMILIES}  # the reporter's own figures, best first
TOTALS = {"RUS": ("imf", "comtrade", "fcs"), "CHN": triples.FAMILIES}
WHO = {"RUS": "Russia’s", "CHN": "China’s"}
OFFICES = {
    ("imf", "RUS"): "Russia’s total (IMF)", ("fcs", "RUS"): "Russian customs’ total",
    ("comtrade", "RUS"): "Russia’s total (UN)", ("gacc", "CHN"): "China Customs’ total",
    ("imf", "CHN"): "China’s total (IMF)", ("comtrade", "CHN"): "China’s total (UN)",
    ("worldbank", "RUS"): "Russia’s GDP", ("worldbank", "CHN"): "China’s GDP",
}  # fmt: skip


def level(
    data: Data, series: str, reporter: str, partner: str, *, families: Iterable[str], year: str
) -> dict[str, Any] | None:
    """Return the year's row of the first family that has it, or None."""
    by_family = query.year_rows(data, series, reporter, partner, families=families, year=year)
    return next((by_family[family] for family in families if family in by_family), None)


def counted(data: Data, reporter: str, flow: str, year: str) -> dict[str, Any] | None:
    """Return what a country counts of its trade with the other in a year: the row that every page shows, or None."""
    return triples.level(data, (reporter, OTHER[reporter], year, 12, "usd"), flow, OWN[reporter])


def counts(data: Data, country: str, flow: str, year: str) -> list[tuple[str, dict[str, Any]]]:
    """Return ("own" or "mirror", row) of a country's trade with the other in a year: its count, then the other's."""
    own = counted(data, country, FLOWS[flow], year)
    mirror = counted(data, OTHER[country], MIRROR[flow], year)
    return [(kind, row) for kind, row in (("own", own), ("mirror", mirror)) if row is not None]


def wholes(data: Data, country: str, flow: str, year: str, *, of: str) -> list[dict[str, Any]]:
    """Return every denominator of a year: the country's totals by family, or its GDP."""
    if of == "gdp":
        rows = [level(data, "gdp_usd", country, "WLD", families=("worldbank",), year=year)]
    else:
        rows = [
            triples.level(data, (country, "WLD", year, 12, "usd"), FLOWS[flow], (family,)) for family in TOTALS[country]
        ]
    return [row for row in rows if row is not None]


def share(
    part: Mapping[str, Any], whole: Mapping[str, Any], country: str, flow: str, *, of: str = "trade", kind: str = "own"
) -> dict[str, Any]:
    """Return part ÷ whole in per cent as a row of `country`, with `kind` and the words of its `basis`."""
    value, rounding = query.quotient(part, whole, 100)
    series = f"goods_{FLOWS[flow]}_{'gdp_' if of == 'gdp' else ''}share_pct"
    counted = WHO[country if kind == "own" else OTHER[country]]
    basis = f"{counted} count ÷ {OFFICES[whole['family'], country]}"
    place = {"reporter": country, "partner": OTHER[country]}
    return query.computed_row((part, whole), "share", series, value, rounding, **place) | {"kind": kind, "basis": basis}


def shown(data: Data, country: str, flow: str, year: str) -> dict[str, Any] | None:
    """Return the year's share of a country's own trade, the same as on the trade page, with its basis; or None."""
    row = triples.share(data, (country, OTHER[country], year, 12, "usd"), FLOWS[flow], OWN[country], TOTALS[country])
    if row is None:
        return None
    basis = f"{WHO[country]} count ÷ {OFFICES.get((row['over'], country), 'another total')}"
    return row | {"kind": "own", "basis": basis}


def partner_shares(data: Data, partner: str, year: str, families: Iterable[str]) -> dict[str, dict[str, Any]]:
    """Return {"own": China's share of a partner's goods trade, "china": the partner's of China's}, per cent; {} without both.

    Each country by its own count, both parts of a share from one family; the first of `families` that has both shares.
    """
    for family in families:
        own = triples.share(data, (partner, "CHN", year, 12, "usd"), "total", (family,))
        china = triples.share(data, ("CHN", partner, year, 12, "usd"), "total", (family,))
        if own and china and not own["said"] and not china["said"] and min(own["value"], china["value"]) > 0:
            return {"own": own, "china": china}
    return {}


def readings(data: Data, country: str, flow: str, year: str, *, of: str) -> list[dict[str, Any]]:
    """Return every share of a year that can be read: each count of the trade over each total, and printed shares."""
    out = []
    for kind, part in counts(data, country, flow, year):
        for whole in wholes(data, country, flow, year, of=of):
            if (
                part["family"] == whole["family"]
                or of == "gdp"
                or kind == "mirror"
                or whole["family"] == "fcs"
                or country == "CHN"
            ):
                out.append(share(part, whole, country, flow, of=of, kind=kind))
    if of == "trade":
        out += _printed(data, country, flow, year)
    return _named_apart(out)


def _printed(data: Data, country: str, flow: str, year: str) -> list[dict[str, Any]]:
    """Return shares that an office printed for the year or a stretch of it: "17.7% in January to August 2021"."""
    rows = query.pick(
        data,
        f"goods_{FLOWS[flow]}_share_pct",
        reporter=country,
        partner=OTHER[country],
        months=range(1, 13),
        first=year,
        last=year,
    )
    rows = rows[(rows["status"] != "derived")]
    out = []
    for row in rows.to_dict("records"):
        when = "" if len(row["period"]) == 4 else f", {words.period(row['period'], int(row['months']))}"
        out.append(
            row
            | {
                "kind": "printed",
                "basis": f"printed by {'a Russian office' if country == 'RUS' else 'China Customs'}{when}",
            }
        )
    return out


def _named_apart(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return rows without those that repeat another's basis."""
    seen: dict[str, dict[str, Any]] = {}
    for row in rows:
        seen.setdefault(row["basis"], row)
    return list(seen.values())


def years(data: Data, first: str, last: str) -> list[str]:
    """Return the years with any figure on the trade of the two, from `first` to `last`."""
    frame = data.shown
    fits = frame["series"].str.startswith("goods_") & frame["period"].str.len().eq(4)
    fits &= frame["reporter"].isin(OTHER) & frame["partner"].isin(OTHER)
    found = sorted(set(frame.loc[fits, "period"]))
    return [year for year in found if year >= first and (not last or year <= last)]


def line(data: Data, country: str, flow: str, span: Iterable[str], *, basis: str, of: str) -> list[dict[str, Any]]:
    """Return one row a year for a country's line: its own figures first, the mirror where it published none.

    `basis`: mixed (own, then mirror), own, or mirror. A year without a share is left out.
    """
    out = []
    for year in span:
        row = None
        if basis != "mirror":
            row = _own(data, country, flow, year, of=of)
        if row is None and (basis == "mirror" or (basis == "mixed" and country == "RUS")):
            row = _mirror(data, country, flow, year, of=of)
        if row is not None:
            out.append(row)
    return out


def _own(data: Data, country: str, flow: str, year: str, *, of: str) -> dict[str, Any] | None:
    """Return a country's own share: its own count over its own total or GDP, or None."""
    if of == "trade":
        return shown(data, country, flow, year)
    part = counted(data, country, FLOWS[flow], year)
    whole = next(iter(wholes(data, country, flow, year, of=of)), None)
    return share(part, whole, country, flow, of=of) if part is not None and whole is not None else None


def _mirror(data: Data, country: str, flow: str, year: str, *, of: str) -> dict[str, Any] | None:
    """Return the other's count over the country's own total."""
    part = counted(data, OTHER[country], MIRROR[flow], year)
    whole = next(iter(wholes(data, country, flow, year, of=of)), None)
    return share(part, whole, country, flow, of=of, kind="mirror") if part is not None and whole is not None else None


def frame(rows: list[dict[str, Any]]) -> pd.DataFrame:
    """Return rows as a table with the columns every chart has, `kind` and `basis`."""
    import pandas as pd

    return pd.DataFrame(rows, columns=[*query.COLUMNS, "kind", "basis"])
