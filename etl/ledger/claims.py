"""Claims: figures that a text cites, in columns a person can fill in a spreadsheet, and what each must satisfy.

The claimed value is an interval from its printed digits (29.3 is 29.25 to 29.35); a qualifier turns it into an inequality
with a stated tolerance. Values become the base unit of the series here, exactly.
"""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from functools import cache

from etl.extract.compilation import span
from etl.tables import registry

COLUMNS = (
    "id", "text", "product", "measure", "basis", "reporter", "partner", "flow", "compared_with", "period", "value", "unit",
    "qualifier",
)  # fmt: skip
MEASURES = (
    "level",
    "growth",
    "share",
    "rank",
    "ratio",
    "balance",
    "window_share",
    "window_change",
    "start_year",
    "date",
)
BASES = ("value", "volume", "tiv")
FLOWS = ("export", "import", "total", "balance")
UNITS = {  # unit: (factor to the base unit, currency or kind)
    "USD": ("1", "usd"), "USD_mn": ("1e6", "usd"), "USD_bn": ("1e9", "usd"), "CNY_bn": ("1e9", "cny"), "EUR_bn": ("1e9", "eur"),
    "t": ("1", "t"), "kt": ("1e3", "t"), "Mt": ("1e6", "t"), "bcm": ("1", "bcm"), "bpd": ("1", "bpd"),
    "year": ("1", "year"), "percent": ("1", "percent"), "pp": ("1", "percent"), "times": ("1", "times"), "rank": ("1", "rank"), "TIV_mn": ("1", "tiv"),
}  # fmt: skip
PREFIX = {
    "all_goods": "goods", "crude_oil": "crude", "lng": "lng", "pipeline_gas": "pipeline_gas", "coal": "coal",
    "coal_lignite": "coal_lignite", "coking_coal": "coking_coal", "lignite": "lignite", "lpg": "lpg",
    "oil_products": "oil_products", "fossil_fuels": "fossil_fuels", "arms": "arms", "gdp": "gdp",
}  # fmt: skip

# How far a qualified figure may lie from the printed one, in half last digits (r) or as a part of the value.
QUALIFIERS = {
    "exact": "equal, within the printed rounding",
    "almost": "at most the figure, and no further below it than two last digits",
    "about": "within a tenth of the figure",
    "over": "more than the figure",
    "more_than": "more than the figure",
    "at_least": "the figure or more",
    "less_than": "less than the figure",
    "under": "less than the figure",
    "at_most": "the figure or less",
    "record": "equal, and higher than every earlier comparable period",
    "since": "holds in every year from the first one named",
    "growing_since": "holds in every year from the first one named, each above the one before",
    "any_year": "holds in every year that the text could know",
}
SAME = {
    "": "exact", "no_fewer_than": "at_least", "approx": "about", "around": "about", "nearly": "almost", "up_to": "at_most",
    "below": "less_than", "above": "over", "by": "at_most", "before": "less_than", "after": "over", "roughly": "about",
}  # fmt: skip


MARKUP = re.compile(r"<sup>\s*\d+\s*</sup>|</?(?:sup|sub|i|em|b|strong)>|(?<![\w*])\*(?=\w)|(?<=\w)\*(?![\w*])")


def unmarked(text: str) -> str:
    """Return a quotation as it is read: without footnote numbers, marks of emphasis and raised letters."""
    return MARKUP.sub("", text).strip()


@dataclass(frozen=True)
class Claim:
    """One cited figure; `value` and `rounding` in the base unit of what it measures."""

    id: str
    text: str
    product: str
    measure: str
    basis: str
    reporter: str
    partner: str
    flow: str
    compared_with: str
    period: str  # first year or month
    months: int
    value: Decimal
    rounding: Decimal
    unit: str
    qualifier: str
    printed: str  # the value as the text prints it
    family: str = ""  # the source family or release that the text names; "" for whichever is shown
    document: str = ""
    section: str = ""
    cited_source: str = ""
    reason: str = ""  # why no series can test it: qualitative, no_public_series, forecast, proprietary
    topic: str = ""
    event: str = ""
    note: str = ""
    ours: str = ""  # the column that the text leaves open and we filled in: "period"; "" where the text says everything

    @property
    def allowed(self) -> tuple[Decimal | None, Decimal | None]:
        """The least and greatest value that bears the claim out; None is open."""
        value, half = self.value, self.rounding
        if self.qualifier in ("over", "more_than"):
            return value, None
        if self.qualifier == "at_least":
            return value - half, None
        if self.qualifier in ("less_than", "under"):
            return None, value
        if self.qualifier == "at_most":
            return None, value + half
        if self.qualifier == "almost":
            return value - 4 * half, value + half
        if self.qualifier == "about":
            slack = max(abs(value) / 10, half)
            return value - slack, value + slack
        return value - half, value + half


@dataclass(frozen=True)
class ClaimProblem:
    """What is wrong with one cell of a claims file: row and column in the person's own file, what was found, what to do."""

    row: int
    column: str
    found: str
    do: str

    def __str__(self) -> str:
        """Return the problem as one sentence."""
        return f"Row {self.row}, '{self.column}': {self.found} {self.do}"


@dataclass
class Reading:
    """Collects the problems of one line while it is read."""

    row: int
    problems: list[ClaimProblem] = field(default_factory=list)

    def choice(self, line: dict[str, str], column: str, known: tuple[str, ...], default: str = "") -> str:
        """Return a cell that must be one of the known words."""
        value = (line.get(column) or default).strip()
        if value not in known:
            self.problems.append(
                ClaimProblem(self.row, column, f"“{value[:40]}” is not known.", f"Write one of: {', '.join(known)}.")
            )
        return value

    def place(self, line: dict[str, str], column: str, default: str = "") -> str:
        """Return a cell that must be a place code."""
        value = (line.get(column) or default).strip()
        if value and value not in registry.table("places"):
            self.problems.append(
                ClaimProblem(
                    self.row,
                    column,
                    f"“{value[:40]}” is not a place we know.",
                    "Write an ISO code such as RUS, or EU27, ASEAN, WLD.",
                )
            )
        return value


def read(text: str) -> tuple[list[Claim], list[ClaimProblem]]:
    """Return the claims of a CSV text and every problem, each with row and column; the good lines are kept."""
    claims, problems = [], []
    reader = csv.DictReader(io.StringIO(text.lstrip("\ufeff")))
    missing = [name for name in ("measure", "period", "value", "unit") if name not in (reader.fieldnames or ())]
    if missing:
        found = f"has no column {', '.join(missing)}." if reader.fieldnames else "is empty."
        return [], [ClaimProblem(1, "header", f"The file {found}", "Start from `kyakhta template claims`.")]
    for number, line in enumerate(reader, start=2):
        if not any((value or "").strip() for value in line.values() if isinstance(value, str)):
            continue
        reading = Reading(number)
        claim = _claim(line, reading)
        problems += reading.problems
        if claim is not None and not reading.problems:
            claims.append(claim)
    return claims, problems


def _claim(line: dict[str, str], reading: Reading) -> Claim | None:
    """Return one line as a claim, or None with its problems noted."""
    reason = (line.get("reason") or "").strip()
    common = {
        name: (line.get(name) or "").strip()
        for name in ("document", "section", "cited_source", "topic", "event", "note", "family", "ours")
    }
    measure = (line.get("measure") or "").strip()
    if (reason and not measure) or measure == "date":
        period, months = _span(line, reading, soft=True)
        return Claim(
            id=(line.get("id") or "").strip() or f"row {reading.row}", text=unmarked(line.get("text") or ""), product="", measure=measure,
            basis="", reporter="", partner="", flow="", compared_with="", period=period, months=months, value=Decimal(0),
            rounding=Decimal(0), unit=(line.get("unit") or ""), qualifier=(line.get("qualifier") or ""),
            printed=(line.get("value") or "").strip(), reason=reason, **common,
        )  # fmt: skip
    product = reading.choice(line, "product", tuple(PREFIX), "all_goods")
    measure = reading.choice(line, "measure", MEASURES)
    basis = reading.choice(line, "basis", BASES, "tiv" if product == "arms" else "value")
    flow = reading.choice(
        line, "flow", (*FLOWS, ""), "total" if product == "all_goods" else "export" if product == "arms" else "import"
    )
    unit = reading.choice(line, "unit", tuple(UNITS))
    qualifier = SAME.get((line.get("qualifier") or "").strip(), (line.get("qualifier") or "exact").strip())
    qualifier = reading.choice({"qualifier": qualifier}, "qualifier", tuple(QUALIFIERS))
    period, months = _span(line, reading)
    value, rounding = _value(line, unit, reading)
    return Claim(
        id=(line.get("id") or "").strip() or f"row {reading.row}", text=unmarked(line.get("text") or ""),
        product=product, measure=measure, basis=basis, reporter=reading.place(line, "reporter", "CHN"),
        partner=reading.place(line, "partner", "RUS"), flow=flow,
        compared_with=line["compared_with"].strip() if (line.get("compared_with") or "").strip() in PREFIX else reading.place(line, "compared_with"),
        period=period, months=months, value=value, rounding=rounding, unit=unit, qualifier=qualifier,
        printed=(line.get("value") or "").strip(), reason=reason, **common,
    )  # fmt: skip


def _span(line: dict[str, str], reading: Reading, soft: bool = False) -> tuple[str, int]:
    """Return the period of a line: 2022, 2022-06, 2022-01/2022-11 or 2017/2021."""
    text = (line.get("period") or "").strip()
    month = r"\d{4}-(0[1-9]|1[0-2])"
    if re.fullmatch(rf"\d{{4}}|{month}|{month}/{month}|\d{{4}}/\d{{4}}", text):
        try:
            return span(text)
        except ValueError:
            pass
    if not soft:
        reading.problems.append(
            ClaimProblem(
                reading.row,
                "period",
                f"“{text[:40]}” is not a period.",
                "Write 2022, 2022-06, 2022-01/2022-11 or 2017/2021.",
            )
        )
    return text, 0


def _value(line: dict[str, str], unit: str, reading: Reading) -> tuple[Decimal, Decimal]:
    """Return the value and half its last printed digit in base units."""
    text = (line.get("value") or "").strip().replace("−", "-")
    try:
        number = Decimal(text)
        if not number.is_finite():
            raise InvalidOperation
    except InvalidOperation:
        reading.problems.append(
            ClaimProblem(
                reading.row, "value", f"“{text[:40]}” is not a number.", "Write digits with a point, such as 29.3."
            )
        )
        return Decimal(0), Decimal(0)
    factor = Decimal(UNITS.get(unit, ("1", ""))[0])
    half = Decimal(0) if unit in ("rank", "year") else Decimal((0, (5,), int(number.as_tuple().exponent) - 1))
    return number * factor, half * factor


def drawn(claim: Claim) -> str:
    """Return the series in which a chart draws what a claim states: goods_total_ratio, crude_imports_volume_share_pct …"""
    prefix = PREFIX.get(claim.product, "")
    if prefix == "arms":
        kinds = {"window_change": "arms_window_change_pct", "level": "arms_deliveries_tiv"}
        shares = (
            "arms_world_share_pct"
            if claim.partner == "WLD"
            else "arms_recipient_share_pct"
            if claim.flow == "import"
            else "arms_supplier_share_pct"
        )
        return kinds.get(claim.measure, shares if "share" in claim.measure else "")
    flow = {"export": "exports", "import": "imports", "balance": "balance"}.get(claim.flow, "total")
    stem = f"goods_{flow}" if prefix == "goods" else f"{prefix}_imports"
    kind = "" if prefix == "goods" else "volume_" if claim.basis == "volume" else "value_"
    unit = UNITS.get(claim.unit, ("", ""))[1]
    return {
        "level": f"{stem}_{unit}", "growth": f"{stem}_{kind}growth_pct", "share": f"{stem}_{kind}share_pct", "ratio": f"{stem}_ratio",
        "rank": f"{stem}_rank", "balance": f"goods_balance_{unit}",
    }.get(claim.measure, "")  # fmt: skip


@cache
def shipped() -> tuple[Claim, ...]:
    """Return the claims of the four texts, from etl/tables/claims.csv. Raises ValueError when the table has a problem."""
    claims, problems = read((registry.HERE / "claims.csv").read_text(encoding="utf-8"))
    if problems:
        raise ValueError("etl/tables/claims.csv: " + " ".join(map(str, problems)))
    return tuple(claims)


TEMPLATE = (
    ",".join(COLUMNS),
    'growth-2022,"China-Russia trade grew 29.3 percent in 2022",all_goods,growth,value,CHN,RUS,total,,2022,29.3,percent,exact',
    'crude-2022,"China bought 86.25 million tonnes of Russian crude",crude_oil,level,volume,CHN,RUS,import,,2022,86.25,Mt,exact',
    'ratio-2022,"EU-China trade is more than four times Russia-China trade",all_goods,ratio,value,CHN,EU27,total,RUS,2022,4,times,more_than',
)


def template() -> str:
    """Return an example claims file with three lines."""
    return "\n".join(TEMPLATE) + "\n"
