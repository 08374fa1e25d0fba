"""China Customs, major export and import commodities by quantity and value: bulletin and preliminary, English, Chinese.

The tables have no partner: they are China's trade with the world. The unit of a quantity stands in its row and is read
row by row; it changes between files. Product groups overlap and are never summed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from types import MappingProxyType

from etl.extract import series_ids, units
from etl.extract.contract import Extracted, Fact, Recognised, chosen, remark
from etl.extract.figures import Gathering
from etl.extract.gacc import titles
from etl.extract.gacc.commodity_layout import YEAR, Layout, dated, layout
from etl.extract.gacc.titles import BULLETIN, EXPRESS
from etl.extract.headings import best, key, plain, visible
from etl.read import Document, Sheet
from etl.tables import registry
from etl.tables.problems import problem
from etl.text.numbers import Figure

SOURCE = "gacc_commodities"
TITLE = re.compile(
    r"major (?P<e>export|import)(?:s|ed)? (?:commodit|by quantity)|(?P<f>export|import)s? by quantity and value"
    r"|(?P<z>[出进]口)(?:主要|重点)商品量值表|(?:主要|重点)商品(?P<y>[出进]口)?量值表"
)
_EXPRESS = re.compile(r"china's major|重点")
_FIGURE = re.compile(r"-?[\d.,]+|-")
_LEVEL = re.compile("^[\u00a0\u3000 ]*")
_NEAR = Decimal("0.6")  # percentage points: cumulative and prior figures are rounded before they are compared


@cache
def products() -> Mapping[str, str]:
    """Return name → product of the groups of goods that China Customs prints: `hs:2709` or a name of our own."""
    return MappingProxyType({key(line["name"]): line["product"] for line in registry.lines("gacc_products")})


def recognises(document: Document) -> Recognised | None:
    """Return what a document is if it is such a table, else None."""
    return best([entry for index in visible(document) if (entry := _look(document, index))])


def _look(document: Document, index: int) -> Recognised | None:
    sheet = document.sheets[index]
    found = layout(sheet)
    if found is None:
        return None
    about = titles.above(document, sheet, found.first, TITLE)
    match = TITLE.search(key(about.title)) if about.title else None
    if match is None:
        return None
    kind = EXPRESS if _EXPRESS.search(key(about.title)) else BULLETIN
    said = _flow(match, about.title)
    return about.recognised(f"{kind} commodities", source=SOURCE, sheet=index, flow=said, partner="WLD")


def _flow(match: re.Match[str], title: str) -> str:
    """Return export or import, from the words of the title; "" where it has neither."""
    word = next((part for part in match.groups() if part), "")
    if not word:
        word = next((part for part in ("出口", "进口") if part in title and "进出口" not in title), "")
    return {"export": "export", "出口": "export", "import": "import", "进口": "import"}.get(word, "")


def extract(document: Document, recognised: Recognised, answers: Mapping[str, str]) -> Extracted:
    """Return rows of China with the world: quantities in their base unit, values in USD or CNY, and the year before."""
    gathering = Gathering("gacc", document, answers)
    sheet, asked = chosen(document, recognised, answers)
    gathering.questions += asked
    found = layout(sheet)
    if found is None or asked:
        return gathering.done()
    about = titles.above(document, sheet, found.first, TITLE)
    unit, when = titles.scale(gathering, about), titles.period(gathering, about)
    titles.usual_unit(gathering, sheet, about, express=EXPRESS in recognised.layout)
    found = dated(found, when)
    flow = recognised.flow or gathering.ask("flow", about.title, ("export", "import"))
    if unit and when and flow:
        status = "provisional" if EXPRESS in recognised.layout else "reported"
        table = _Table(gathering, sheet, found, flow=flow, year=int(when.period[:4]))
        if found.units < 0:
            gathering.ask("quantities", "", ("leave out",))
        if table.shifted():
            gathering.problems.append(problem("S-05", about.title, where=sheet.at(found.last + 1)))
        else:
            table.read(unit, status)
    return gathering.done(() if recognised.others else ("W-06",))


class _Table:
    """Reads the rows of one table."""

    def __init__(self, gathering: Gathering, sheet: Sheet, layout: Layout, *, flow: str, year: int) -> None:
        self.gathering, self.sheet, self.layout, self.flow, self.year = gathering, sheet, layout, flow, year

    def read(self, unit: units.Unit, status: str) -> None:
        """Add the rows of every product; `unit` is that of the values."""
        rows = self._rows()
        slots = self.layout.slots
        amounts = [(row, column) for row in rows for column in slots if not slots[column].growth]
        changes = [(row, column) for row in rows for column in slots if slots[column].growth]
        figures = self.gathering.figures(self.sheet, amounts)
        figures |= self.gathering.figures(self.sheet, changes, negative=True)
        prior = self._prior_fits(rows, figures)
        for row, product in rows.items():
            measured = self._quantity(row)
            for column, slot in slots.items():
                scale = measured if slot.quantity else unit
                if scale is None or (slot.prior and not prior):
                    continue
                series = self._series(product, scale.unit, growth=slot.growth)
                period, months = titles.stretch(self.year - bool(slot.prior), slot.first, slot.last)
                factor = Decimal(1) if slot.growth else scale.factor
                where = self.sheet.at(row, column)
                fact = Fact(series, "CHN", "WLD", period, months)
                if series:
                    self.gathering.add(figures[row, column], fact, where, factor, status=status)

    def _rows(self) -> dict[int, str]:
        """Return the rows with figures and the product each is about; a name that stands twice keeps its group's."""
        found: dict[int, str] = {}
        seen: set[str] = set()
        group = ""
        for row in range(self.layout.last + 1, len(self.sheet.rows)):
            cells = self.sheet.rows[row]
            raw = cells[self.layout.names]
            name = plain(raw).strip(" -–*")
            filled = [cells[i] for i in self.layout.slots if cells[i].strip()]
            if not name or not filled or len({plain(cell) for cell in cells}) == 1:
                continue
            indented = len(_LEVEL.match(raw)[0]) > 0  # type: ignore[index]
            group = group if indented else name
            product = products().get(key(name), name)
            if product in seen:
                product = f"{group} {name}"
            seen.add(product)
            found[row] = product
        return found

    def _series(self, product: str, unit: str, *, growth: bool) -> str:
        """Return the series: one of ours for a product with an HS code, else one named after the product."""
        code = product.removeprefix("hs:")
        if growth:
            return series_ids.product_growth(code, self.flow, unit) if code != product else ""
        return series_ids.level(code, self.flow, unit) if code != product else series_ids.named(code, self.flow, unit)

    def shifted(self) -> bool:
        """Say whether figures stand where the units should: the rows then lack a cell that the headings have."""
        cells = [self.sheet.rows[row][self.layout.units] for row in self._rows()] if self.layout.units >= 0 else []
        return bool(cells) and sum(_FIGURE.fullmatch(plain(cell)) is not None for cell in cells) > len(cells) / 2

    def _quantity(self, row: int) -> units.Unit | None:
        """Return the unit of a row's quantities; an unknown one is held and its quantities are left out."""
        if self.layout.units < 0:
            return None
        token = plain(self.sheet.rows[row][self.layout.units])
        return None if token in ("", "-") else self.gathering.unit(token, self.sheet.at(row, self.layout.units))

    def _prior_fits(self, rows: Mapping[int, str], figures: Mapping[tuple[int, int], Figure]) -> bool:
        """Say whether the changes were computed from the columns of the year before, whatever their label says.

        Customs once left "2024" above figures of 2025.
        """
        slots = self.layout.slots
        label = next((slot.prior for slot in slots.values() if slot.prior), "")
        if not label:
            return False
        fits = [self._fits(row, figures) for row in rows]
        judged = [fit for fit in fits if fit is not None]
        good = bool(judged) and sum(judged) > len(judged) / 2
        where = self.sheet.at(self.layout.first)
        stated = YEAR.search(label)
        if not good:
            self.gathering.problems.append(remark("prior_left_out", where, label=label))
        elif stated and int(stated[1]) != self.year - 1:
            self.gathering.problems.append(remark("stale_label", where, label=stated[1], year=self.year - 1))
        return good

    def _fits(self, row: int, figures: Mapping[tuple[int, int], Figure]) -> bool | None:
        """Say whether a row's value since January, that of a year before and the change fit; None if one is missing."""
        slots = {(slot.growth, bool(slot.prior), slot.last - slot.first): i for i, slot in self.layout.slots.items()
                 if not slot.quantity}  # fmt: skip
        longest = max(length for *_, length in slots)
        wanted = ((False, False), (False, True), (True, False))
        columns = [slots.get((growth, prior, longest)) for growth, prior in wanted]
        now, then, change = (figures[row, i].value if i is not None else None for i in columns)
        if now is None or not then or change is None:
            return None
        return abs((now / then - 1) * 100 - change) <= _NEAR
