"""The file's own grid: what each figure is about down, flows and periods across, and in each cell what becomes of it.

Pure: outcomes in, lines and columns out. Every outcome stands in exactly one cell.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from etl.intake.outcomes import Outcome
from etl.tables import registry
from etl.tables.rows import Row, plain

NEAR = ("RUS", "CHN", "EU27", "USA", "ASEAN", "WLD")  # what a reader looks for first
DIGITS, DECIMALS = 5, 3  # the most in a cell; the line under the grid has all
MANY, FEW, SPARSE = 12, 6, 0.15  # more periods than MANY go down where FEW lines, or a SPARSE grid, would come of it

_FLOWS = {
    "total": "Exports + imports", "exports": "Exports", "imports": "Imports", "balance": "Balance",
    "deliveries": "Deliveries", "reexports": "Re-exports", "reimports": "Re-imports",
}  # fmt: skip
_PARTS = re.compile(rf"(?P<product>.+?)_(?P<measure>(?:{'|'.join(_FLOWS)})(?:_.+)?)")
_AT = re.compile(r"column (\d+)")
LAST = 10**6  # behind every column of a file
_MONEY = {"usd": "US$", "cny": "CNY", "eur": "€", "rub": "RUB"}
_STEPS = ((Decimal("1e9"), Decimal("1e10")), (Decimal("1e6"), Decimal("1e7")), (Decimal("1e3"), Decimal("1e4")))
_THOUSANDS = {Decimal("1e9"): "bn", Decimal("1e6"): "m", Decimal("1e3"): "thousand"}
_TONNES = {Decimal("1e9"): "Gt", Decimal("1e6"): "Mt", Decimal("1e3"): "kt"}


class Column(NamedTuple):
    """One column: flow and unit of its figures ("imports_usd"), and their period."""

    measure: str
    period: str
    months: int


class About(NamedTuple):
    """What a line is about: product ("crude", "goods"), who counted, and with whom; the period where those go down."""

    product: str
    reporter: str
    partner: str
    period: str = ""
    months: int = 0


@dataclass(frozen=True)
class Line:
    """One line of the grid: what it is about, in words, and its cells by column."""

    about: About
    label: str
    cells: Mapping[Column, Outcome]


class Unit(NamedTuple):
    """In what the figures of a measure are written: a divisor of the base unit, and its name."""

    scale: Decimal
    name: str


@dataclass(frozen=True)
class Grid:
    """Lines and columns of a file, near partners first; `same` says what all lines have in common."""

    lines: tuple[Line, ...]
    columns: tuple[Column, ...]
    units: Mapping[str, Unit]  # by measure
    same: str

    @property
    def cells(self) -> Iterable[Outcome]:
        """Every cell, line by line."""
        return (cell for line in self.lines for cell in line.cells.values())


def parts(series: str) -> tuple[str, str]:
    """Return product and measure of a series: ("goods", "exports_growth_cny_pct"); its unit alone where it has no flow."""
    found = _PARTS.fullmatch(series)
    if found:
        return found["product"], found["measure"]
    product, _, unit = series.rpartition("_")
    return (product, unit) if product else (series, "")


def grid(told: Iterable[Outcome], near: Sequence[str] = NEAR) -> Grid:
    """Return the grid of outcomes: lines and columns as they come, the lines of `near` partners and known goods in front.

    Periods go across, unless that would make a few lines of very many columns, or a grid that is nearly empty.
    """
    told = list(told)
    lines = _lines(told, down=False)
    across = _columns(lines)
    periods, filled = len({one[1:] for one in across}), len(told) / max(1, len(lines) * len(across))
    if periods > MANY and (filled < SPARSE or len(lines) < FEW):
        lines = _lines(told, down=True)
        across = _columns(lines)
    abouts = sorted(lines, key=lambda about: _nearness(about, near))  # stable: else as in the file
    varied = [len({about[number] for about in lines}) > 1 for number in range(3)]
    made = tuple(Line(about, _label(about, varied), lines[about]) for about in abouts)
    largest: dict[str, Decimal] = {}
    for line in made:
        for column, cell in line.cells.items():
            largest[column.measure] = max(largest.get(column.measure, Decimal(0)), abs(row_of(cell).value))
    return Grid(
        made, across, {measure: unit(measure, most) for measure, most in largest.items()}, _same(abouts, varied)
    )


def row_of(cell: Outcome) -> Row:
    """Return the row that a cell shows: the file's, or the one known where the file has none any more."""
    row = cell.new or cell.old
    if row is None:
        raise ValueError(f"{cell.key}: neither in the file nor known")
    return row


def _lines(told: Iterable[Outcome], down: bool) -> dict[About, dict[Column, Outcome]]:
    """Return the cells by what they are about and by column, the period in one or the other."""
    lines: dict[About, dict[Column, Outcome]] = {}
    for each in told:
        series, reporter, partner, period, months = each.key
        product, measure = parts(series)
        about = About(product, reporter, partner, period, months) if down else About(product, reporter, partner)
        lines.setdefault(about, {})[Column(measure, "", 0) if down else Column(measure, period, months)] = each
    return lines


def _columns(lines: Mapping[About, Mapping[Column, Outcome]]) -> tuple[Column, ...]:
    """Return the columns, those of one flow together, in the order of the file's own columns where it has several."""
    found: dict[Column, int] = {}
    for cells in lines.values():
        for column, cell in cells.items():
            at = _AT.search(row_of(cell).citation) if cell.new else None
            number = int(at[1]) if at else LAST
            found[column] = min(number, found.get(column, LAST))
    in_file = sorted(found, key=lambda one: found[one])  # stable: else as they come
    order = {measure: number for number, measure in enumerate(dict.fromkeys(one.measure for one in in_file))}
    return tuple(sorted(in_file, key=lambda one: order[one.measure]))


def _nearness(about: About, near: Sequence[str]) -> tuple[int, bool]:
    other = about.reporter if about.partner == "CHN" else about.partner
    return near.index(other) if other in near else len(near), about.product not in _named()


@cache
def _named() -> Mapping[str, str]:
    """Return product → its name, of the products that have a line in series.csv."""
    names: dict[str, str] = {}
    for line in registry.lines("series"):
        product, measure = parts(line["series"])
        flow = measure.partition("_")[0]
        if line["measure"] == "level" and flow in _FLOWS and product not in names:
            name = re.sub(r"^(Imports|Exports|Deliveries) of |, (volume|value in .*)$", "", line["label"])
            names[product] = name.removesuffix(f" {flow}")
    return names | {"goods": "All goods"}


def _label(about: About, varied: Sequence[bool]) -> str:
    """Return the words of a line: whatever is not the same in all lines, at least the partner."""
    several, reporters, partners = varied
    words = [product_name(about.product)] if several else []
    if reporters:
        words.append(
            f"{registry.place_name(about.reporter, short=True)}–{registry.place_name(about.partner, short=True)}"
        )
    elif partners or not several:
        words.append(registry.place_name(about.partner, short=True))
    return ", ".join(words)


def _same(abouts: Sequence[About], varied: Sequence[bool]) -> str:
    """Return what every line is about: "All goods, counted by China"."""
    if not abouts:
        return ""
    first = abouts[0]
    words = [] if varied[0] else [product_name(first.product)]
    if not varied[1]:
        words.append(f"counted by {registry.place_name(first.reporter, short=True)}")
        if varied[0] and not varied[2]:
            words.append(f"with {registry.place_name(first.partner, short=True)}")
    return _capital(", ".join(words))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def product_name(product: str) -> str:
    """Return a product in words: "Crude", "HS 2709", "Meat including meat offal"."""
    if product in _named():
        return _capital(_named()[product])
    code = re.fullmatch(r"hs(\d+)", product)
    if code:
        return f"HS {code[1]}"
    words = re.sub(r"^(gacc|wits|arms_deal)_", "", product).replace("_", " ")
    return _capital(words)


def measure_name(measure: str) -> str:
    """Return a flow in words: "Imports", "Exports, growth"; "" for a measure that is only a unit."""
    flow, _, rest = measure.partition("_")
    if flow not in _FLOWS:
        return ""
    kind = " ".join(part for part in rest.split("_")[:-1] if part not in _MONEY)
    return _FLOWS[flow] + (f", {kind}" if kind else "")


def unit(measure: str, largest: Decimal) -> Unit:
    """Return the unit in which the figures of a measure are easily read, the largest of them being so large."""
    base = measure.rpartition("_")[2]
    step = next((scale for scale, least in _STEPS if largest >= least), Decimal(1))
    if base in _MONEY:
        return Unit(step, f"{_MONEY[base]} {_THOUSANDS[step]}" if step != 1 else _MONEY[base])
    if base == "t":
        return Unit(step, _TONNES.get(step, "t"))
    line = next((line for line in registry.lines("series") if line["series"].endswith(f"_{base}")), None)
    if base == "pct":
        return Unit(Decimal(1), "%")
    return Unit(Decimal(line["scale"]), line["shown"]) if line else Unit(Decimal(1), base)


def shown(row: Row, written: Unit) -> str:
    """Return a figure in a unit as a cell shows it: no more digits than its print has, and not too many to read."""
    value = row.value / written.scale
    first = -value.adjusted() if value else 0  # decimals up to the first digit
    decimals = max(0, min(first + DIGITS - 1, DECIMALS), first + 1 if value else 0) if value else 0
    if row.rounding:
        decimals = min(decimals, max(0, -(2 * row.rounding / written.scale).adjusted()))
    return f"{value:,.{decimals}f}".replace("-", "−")


def whole(row: Row, written: Unit) -> str:
    """Return a figure in a unit with every digit that it has."""
    return f"{Decimal(plain(row.value / written.scale)):,f}".replace("-", "−")


def counts(lines: Iterable[Line]) -> Counter[str]:
    """Return state → how many cells of these lines have it."""
    return Counter(cell.state for line in lines for cell in line.cells.values())
