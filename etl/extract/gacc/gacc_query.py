"""China Customs' online query, CSV: whatever columns the person ticked, in Customs' own partner codes.

No column says whether rows are imports or exports, some files have no month and some no partner: these are asked for.
The currency is in the last heading alone. The site cuts every download at 10,000 rows without a word. There are no
totals inside: rows are divided by whatever was ticked, and are added up to product, partner and month.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal

from etl.extract import headings, publisher_codes, series_ids, units
from etl.extract.contract import Extracted, Fact, Recognised, chosen, cut_off
from etl.extract.figures import Gathering
from etl.extract.headings import best, body, key, plain, visible
from etl.extract.questions import LEFT_OUT
from etl.read import Document, Sheet
from etl.tables.problems import Problem, problem
from etl.text import periods
from etl.text.numbers import Figure
from etl.text.periods import Period

SOURCE = "gacc_query"
LIMIT = 10_000
COLUMNS = {
    "period": ("数据年月", "年月", "月份", "数据月份", "month", "year and month", "data month", "period"),
    "year": ("年份", "数据年份", "year"),
    "product": ("商品编码", "commodity code", "hs code"),
    "partner_code": ("贸易伙伴编码", "trading partner code"),
    "partner": ("贸易伙伴名称", "trading partner"),
    "quantity": ("第一数量", "quantity"),
    "unit": ("第一计量单位", "unit"),
    "quantity2": ("第二数量", "supplementary quantity"),
    "unit2": ("第二计量单位", "supplementary unit"),
}
DIVIDING = {
    "贸易方式编码": "customs regime", "customs regime code": "customs regime",
    "注册地编码": "location", "locations of importers and exporters code": "location",
    "收发货人注册地编码": "location",
}  # fmt: skip
_LISTS = {"customs regime": "regime", "location": "location"}
# Headings that name or describe what another column has as a code; they divide nothing by themselves.
_NAMES = {
    "商品名称", "commodity", "贸易方式名称", "customs regime", "注册地名称", "收发货人注册地名称",
    "locations of importers and exporters",
}  # fmt: skip
MONEY = {"人民币", "美元", "us dollar", "us dollars", "usd", "rmb", "cny", "renminbi", "yuan"}
KNOWN = {name for names in COLUMNS.values() for name in names} | set(DIVIDING) | _NAMES | MONEY


def recognises(document: Document) -> Recognised | None:
    """Return what a document is if it is such a download, else None."""
    return best([entry for index in visible(document) if (entry := _look(document, index))])


def _header(sheet: Sheet) -> int | None:
    for product in COLUMNS["product"][:2]:
        for index in range(min(len(sheet.rows), 5)):
            cells = {key(cell) for cell in sheet.rows[index]}
            if product in cells and cells & MONEY:
                return index
    return None


def _look(document: Document, index: int) -> Recognised | None:
    sheet = document.sheets[index]
    header = _header(sheet)
    if header is None:
        return None
    money = _money(sheet, header)
    code = units.currency(sheet.rows[header][money])
    chinese = bool(re.search("[\u4e00-\u9fff]", "".join(sheet.rows[header])))
    found = headings.columns(sheet.rows[header], COLUMNS)
    months = sorted({sheet.rows[i][found["period"]].strip() for i in body(sheet, header)}) if "period" in found else []
    return Recognised(
        SOURCE,
        "online query",
        1.0,
        sheet=index,
        unit=code,
        unit_text=plain(sheet.rows[header][money]),
        currency=code,
        reporter="CHN",
        period=f"{months[0]}–{months[-1]}" if months else "",
        language="zh" if chinese else "en",
    )


def _money(sheet: Sheet, header: int) -> int:
    """Return the column of values: the last heading that names a currency."""
    return max(i for i, cell in enumerate(sheet.rows[header]) if key(cell) in MONEY)


def extract(document: Document, recognised: Recognised, answers: Mapping[str, str]) -> Extracted:
    """Return China's rows by product, partner and month: values in USD or CNY, quantities in their base unit."""
    gathering = Gathering("gacc", document, answers)
    sheet, asked = chosen(document, recognised, answers)
    header = _header(sheet)
    if header is None or asked:
        gathering.questions += asked
        return gathering.done()
    table = _Table(gathering, sheet, header)
    gathering.questions += cut_off(len(table.lines), LIMIT, answers)
    evidence = ", ".join(plain(cell) for cell in sheet.rows[header] if cell.strip())
    flow = gathering.ask("flow", evidence, ("import", "export"))
    partner = "" if table.by_partner else gathering.ask_place("partner", evidence)
    if not table.by_period and not table.unclear:
        table.period = _asked(gathering, "period", evidence)
    if not table.unclear and flow and (partner or table.by_partner) and (table.period or table.by_period):
        table.read(flow, partner, recognised.currency)
    return gathering.done(() if recognised.others else ("W-06",))


def _asked(gathering: Gathering, name: str, evidence: str) -> Period | None:
    """Return the period that a person wrote; what cannot be read as one is a problem."""
    answer = gathering.ask(name, evidence)
    found = periods.read(answer) if answer else None
    if isinstance(found, Problem):
        gathering.problems.append(found)
    return found if isinstance(found, Period) else None


class _Table:
    """Reads the lines of one download."""

    def __init__(self, gathering: Gathering, sheet: Sheet, header: int) -> None:
        self.gathering, self.sheet, self.header = gathering, sheet, header
        self.period: Period | None = None
        self.unclear = False
        self.columns = headings.columns(sheet.rows[header], COLUMNS)
        self.lines = body(sheet, header)
        self._unknown()
        self._divided()
        self._periods: dict[str, Period | None] = {}

    def _unknown(self) -> None:
        """Note columns that nobody knows; one that looks like months is asked about before anything is added up."""
        for column, cell in enumerate(self.sheet.rows[self.header]):
            if not cell.strip() or key(cell) in KNOWN:
                continue
            where, heading = self.sheet.at(self.header, column), plain(cell)
            texts = {self.sheet.rows[line][column] for line in self.lines}
            dated = all(len(text.strip()) >= 4 and isinstance(periods.read(text), Period) for text in texts)
            answer = self.gathering.answers.get(f"column:{heading}", "")
            if dated and "period" not in self.columns and answer == "period":
                self.columns["period"] = column
            elif dated and answer != "ignore":
                asked = f"column:{heading}"
                self.gathering.problems.append(
                    problem("S-16", heading, where=where, key=asked, choices=("period", "ignore"))
                )
                self.unclear = True
            else:
                self.gathering.problems.append(problem("S-09", heading, where=where))

    def _divided(self) -> None:
        """Hold codes that Customs' lists lack, and a download of one regime or one province alone: it is not all trade."""
        for column, cell in enumerate(self.sheet.rows[self.header]):
            by = DIVIDING.get(key(cell), "")
            seen: dict[str, int] = {}
            for line in self.lines if by else ():
                seen.setdefault(plain(self.sheet.rows[line][column]), line)
            for code, line in seen.items():
                self.gathering.coded("gacc", _LISTS[by], code, self.sheet.at(line, column))
            left = (
                {code for code in seen if self.gathering.answers.get(f"{_LISTS[by]}:{code}") == LEFT_OUT}
                if by
                else set()
            )
            self.lines = [line for line in self.lines if plain(self.sheet.rows[line][column]) not in left]
            if len(seen) == 1 and len(self.lines) > 1 and self.gathering.answers.get("valuation") != "as stated":
                code, line = next(iter(seen.items()))
                known = publisher_codes.find("gacc", _LISTS[by], code)
                said = {"stated": f"{by} {known.words if known else code} only", "usual": f"every {by}"}
                where, choices = self.sheet.at(line, column), ("as stated",)
                found = problem("U-03", f"{by} {code}", where=where, key="valuation", choices=choices, **said)
                self.gathering.problems.append(found)

    @property
    def by_partner(self) -> bool:
        """Say whether lines name their partner."""
        return "partner" in self.columns or "partner_code" in self.columns

    @property
    def by_period(self) -> bool:
        """Say whether lines name their month or year."""
        return "period" in self.columns or "year" in self.columns

    def read(self, flow: str, partner: str, currency: str) -> None:
        """Add the rows: amounts of lines that agree in product, partner and month are added up."""
        measures = [(_money(self.sheet, self.header), -1)]
        pairs = (("quantity", "unit"), ("quantity2", "unit2"))
        measures += [(self.columns[a], self.columns[b]) for a, b in pairs if a in self.columns and b in self.columns]
        figures = {column: self._figures(column) for column, _ in measures}
        money = units.Unit(currency, Decimal(1))
        heading = self.sheet.rows[self.header][_money(self.sheet, self.header)]
        self.gathering.take("unit", heading, f"{currency} × 1")
        for index, line in enumerate(self.lines):
            product, who, when = self._about(line, partner)
            scales = [money if unit_column < 0 else self._unit(line, unit_column) for _, unit_column in measures]
            taken: set[str] = set()
            for (column, _), unit in zip(measures, scales, strict=True):
                if unit is None or unit.unit in taken or not product or when is None:
                    continue
                taken.add(unit.unit)
                fact = Fact(series_ids.level(product, flow, unit.unit), "CHN", who, when.period, when.months)
                self.gathering.add_up(figures[column][index], fact, self.sheet.at(line, column), unit.factor)
        by = {DIVIDING[key(cell)] for cell in self.sheet.rows[self.header] if key(cell) in DIVIDING}
        self.gathering.summed(len(self.lines), ", ".join(sorted(by)))

    def _figures(self, column: int) -> list[Figure]:
        cells = [(line, column) for line in self.lines]
        return list(self.gathering.figures(self.sheet, cells).values())

    def _about(self, line: int, partner: str) -> tuple[str, str, Period | None]:
        """Return product, partner and period of a line; "" or None, each with a problem, for what cannot be read."""
        cells = self.sheet.rows[line]
        product = self.gathering.product(cells[self.columns["product"]], self.sheet.at(line, self.columns["product"]))
        when = self._period(line) if self.by_period else self.period
        code = plain(cells[self.columns["partner_code"]]) if "partner_code" in self.columns else ""
        name = plain(cells[self.columns["partner"]]) if "partner" in self.columns else ""
        where = self.sheet.at(line, self.columns.get("partner", self.columns.get("partner_code", 0)))
        month = when.last if when else ""
        return product, partner or self.gathering.place(name, where, scheme="gacc", code=code, month=month), when

    def _period(self, line: int) -> Period | None:
        """Return the period that a line names; one that cannot be read is a problem, said once."""
        column = self.columns.get("period", self.columns.get("year", 0))
        cells = self.sheet.rows[line]
        year = cells[self.columns["year"]].strip() if "year" in self.columns else self.gathering.answers.get("year", "")
        text = f"{cells[column]} {year}"
        if text not in self._periods:
            known = int(year) if re.fullmatch(r"\d{4}", year) else None
            self._periods[text] = self.gathering.period(cells[column], self.sheet.at(line, column), year=known)
        return self._periods[text]

    def _unit(self, line: int, column: int) -> units.Unit | None:
        """Return the unit of a quantity; `?` stands where there is no second quantity."""
        token = plain(self.sheet.rows[line][column])
        return None if token in ("", "?", "无") else self.gathering.unit(token, self.sheet.at(line, column))
