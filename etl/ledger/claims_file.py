"""A file of claims, as a person fills it in a spreadsheet: read line by line, every problem with its row and column."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from functools import cache

from etl.extract.compilation import span
from etl.ledger.claims import BASES, COMPARISONS, FLOWS, MEASURES, PREFIX, QUALIFIERS, SOURCED, UNITS, Claim, unmarked
from etl.tables import registry

COLUMNS = (
    "id", "text", "product", "measure", "basis", "reporter", "partner", "flow", "compared_with", "period", "value", "unit",
    "qualifier",
)  # fmt: skip
SAME = {
    "": "exact", "no_fewer_than": "at_least", "approx": "about", "around": "about", "nearly": "almost", "up_to": "at_most",
    "below": "less_than", "above": "over", "by": "at_most", "before": "less_than", "after": "over", "roughly": "about",
}  # fmt: skip


ROWS, CHARACTERS, LISTED = 100, 100_000, 100  # that a page takes of a visitor, and problems that are told
LARGEST = 30  # powers of ten: a number beyond is no figure of trade, and costs what it is long


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


def read(text: str, most: int | None = None) -> tuple[list[Claim], list[ClaimProblem]]:
    """Return the claims of a CSV text and every problem, each with row and column; the good lines are kept.

    `most` is how many lines are taken of a text that a visitor hands in; a longer one, or one of more than
    CHARACTERS, is refused whole. At most LISTED problems are returned, then how many more there are.
    """
    if most is not None and len(text) > CHARACTERS:
        return [], [_whole(f"The text has {len(text):,} characters.", f"Hand in at most {CHARACTERS:,} at a time.")]
    try:
        claims, problems = _lines(text, most)
    except csv.Error as error:
        return [], [_whole(f"This cannot be read as a CSV table: {error}.", "Start from `kyakhta template claims`.")]
    if len(problems) > LISTED:
        rest = _whole(f"There are {len(problems) - LISTED:,} more problems.", "Mend those above first.")
        problems = [*problems[:LISTED], rest]
    return claims, problems


def _whole(found: str, do: str) -> ClaimProblem:
    """Return a problem of the text as a whole."""
    return ClaimProblem(1, "file", found, do)


def _lines(text: str, most: int | None) -> tuple[list[Claim], list[ClaimProblem]]:
    """Return claims and problems of a CSV text. Raises csv.Error where it is no table."""
    claims: list[Claim] = []
    problems: list[ClaimProblem] = []
    reader = csv.DictReader(io.StringIO(text.lstrip("\ufeff")))
    missing = [name for name in ("measure", "period", "value", "unit") if name not in (reader.fieldnames or ())]
    if missing:
        found = f"has no column {', '.join(missing)}." if reader.fieldnames else "is empty."
        return [], [ClaimProblem(1, "header", f"The file {found}", "Start from `kyakhta template claims`.")]
    for number, line in enumerate(reader, start=2):
        if not any((value or "").strip() for value in line.values() if isinstance(value, str)):
            continue
        if most is not None and len(claims) + len({problem.row for problem in problems}) >= most:
            return [], [_whole(f"The text has more than {most} claims.", f"Hand in at most {most} at a time.")]
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
    if (reason and not measure) or measure in SOURCED:
        return _sourced(line, reading, measure, common | {"reason": reason})
    product = reading.choice(line, "product", tuple(PREFIX), "all_goods")
    measure = reading.choice(line, "measure", MEASURES)
    basis = reading.choice(line, "basis", BASES, "tiv" if product == "arms" else "value")
    flow = reading.choice(
        line, "flow", (*FLOWS, ""), "total" if product == "all_goods" else "export" if product == "arms" else "import"
    )
    said = COMPARISONS.get(measure)
    if said:  # in words: the text's own stay in `printed`, the rule says what is compared and which way
        line = line | {
            "value": said.value,
            "unit": said.unit,
            "qualifier": said.qualifier,
            "printed": (line.get("value") or "").strip() or measure.replace("_", " "),
        }
    unit = reading.choice(line, "unit", tuple(UNITS))
    qualifier = SAME.get((line.get("qualifier") or "").strip(), (line.get("qualifier") or "exact").strip())
    qualifier = reading.choice({"qualifier": qualifier}, "qualifier", tuple(QUALIFIERS))
    period, months = _span(line, reading)
    value, rounding = _value(line, unit, reading)
    return Claim(
        id=(line.get("id") or "").strip() or f"row {reading.row}", text=unmarked(line.get("text") or ""),
        product=product, measure=measure, basis=basis, reporter=reading.place(line, "reporter", "CHN"),
        partner=reading.place(line, "partner", "RUS"), flow=flow,
        compared_with=_compared(line, reading),
        period=period, months=months, value=value, rounding=rounding, unit=unit, qualifier=qualifier,
        printed=(line.get("printed") or line.get("value") or "").strip(), reason=reason, **common,
    )  # fmt: skip


def _sourced(line: dict[str, str], reading: Reading, measure: str, common: dict[str, str]) -> Claim:
    """Return a claim that no row answers: a date, a count, an interval, or one with a reason."""
    period, months = _span(line, reading, soft=True)
    counted = measure in ("count", "interval")
    value, rounding = _value(line, "", reading) if counted else (Decimal(0), Decimal(0))
    qualifier = (line.get("qualifier") or "").strip()
    return Claim(
        id=(line.get("id") or "").strip() or f"row {reading.row}", text=unmarked(line.get("text") or ""), product="",
        measure=measure, basis="", reporter="", partner="", flow="", compared_with="", period=period, months=months, value=value,
        rounding=rounding, unit=(line.get("unit") or ""), qualifier=SAME.get(qualifier, qualifier) if counted else qualifier,
        printed=(line.get("value") or "").strip(), **common,
    )  # fmt: skip


def _compared(line: dict[str, str], reading: Reading) -> str:
    """Return what a claim is compared with: a product, for what grew faster also a flow, else a place."""
    value = (line.get("compared_with") or "").strip()
    known = (*PREFIX, *FLOWS) if line.get("measure") == "faster" else tuple(PREFIX)
    return value if value in known else reading.place(line, "compared_with")


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
        number = Decimal(text) if len(text) <= LARGEST else Decimal("NaN")
        if not number.is_finite() or abs(number.adjusted()) > LARGEST:
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
    'trend-decade,"China-Russia trade expanded over the decade",all_goods,trend_up,value,CHN,RUS,total,,2012/2022,expanded,,',
    'ratio-2022,"EU-China trade is more than four times Russia-China trade",all_goods,ratio,value,CHN,EU27,total,RUS,2022,4,times,more_than',
)


def template() -> str:
    """Return an example claims file, a line each for a figure, a volume, words and a multiple."""
    return "\n".join(TEMPLATE) + "\n"
