"""Claims: figures that a text cites, in columns a person can fill in a spreadsheet, and what each must satisfy.

The claimed value is an interval from its printed digits (29.3 is 29.25 to 29.35); a qualifier turns it into an inequality
with a stated tolerance. Values become the base unit of the series here, exactly.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

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
    "rose",
    "fell",
    "trend_up",
    "trend_down",
    "record",
    "fastest",
    "faster",
    "discount",
    "count",
    "interval",
    "more_often",
)
SOURCED = ("date", "count", "interval", "more_often")  # what sources answer, not rows
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


@dataclass(frozen=True)
class Comparison:
    """A claim in words and how it is read: which way the number that decides must lie, and the rule in a sentence."""

    qualifier: str
    value: str
    unit: str
    rule: str


COMPARISONS = {  # measure: how the words are read
    "rose": Comparison("over", "0", "percent", "more than in the same months a year earlier, or than in as many years just before"),
    "fell": Comparison("under", "0", "percent", "less than in the same months a year earlier, or than in as many years just before"),
    "trend_up": Comparison("over", "66.6", "percent", "up in at least two years of three, and the last year above the first"),
    "trend_down": Comparison("over", "66.6", "percent", "down in at least two years of three, and the last year below the first"),
    "record": Comparison("over", "0", "percent", "above every earlier year or month in a row with figures, or every one from the first named"),
    "fastest": Comparison("over", "0", "pp", "a larger rise in per cent on the year before than in every other year from the first one named"),
    "faster": Comparison("over", "0", "pp", "a larger change in per cent on a year earlier than what it is compared with"),
    "discount": Comparison("under", "0", "percent", "a lower customs value a tonne than the average of all suppliers, or than the one named"),
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
    event: str = ""  # of events.csv, or what second_sources.csv calls it; two for an interval or "more often than"
    note: str = ""
    ours: str = ""  # the column that the text leaves open and we filled in: "period"; "" where the text says everything

    @property
    def asks_rows(self) -> bool:
        """Whether rows answer it; a date or a count is for sources, and one with a reason for nobody."""
        return bool(self.measure) and self.measure not in SOURCED

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
