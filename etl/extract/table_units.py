"""In which unit is each figure of a mapped table? Its unit column, its heading, the lines around it, or a person says.

Where two of them say it, they must agree; where nobody does, it is asked for. No unit is ever taken for granted.
"""

from __future__ import annotations

from collections.abc import Sequence

from etl.extract import codes, unit_lines, units
from etl.extract.figures import Cell, Gathering
from etl.extract.headings import plain
from etl.extract.mapping import Given
from etl.read import Sheet
from etl.tables.problems import problem

_OWN = {  # reporters whose currency is called as a larger one
    "AUS": "AUD", "BLR": "BYN", "CAN": "CAD", "HKG": "HKD", "MAC": "MOP", "NZL": "NZD", "SGP": "SGD", "TWN": "TWD",
}  # fmt: skip
_UNUSUAL = {"import": ("fob", "free on board", "ф", "离岸"), "export": ("cif", "cost", "с", "到岸")}


class TableUnits:
    """The units of one table; what is not clear goes to the problems and questions of its gathering."""

    def __init__(self, gathering: Gathering, sheet: Sheet, given: Given) -> None:
        self.gathering, self.sheet, self.header = gathering, sheet, given.header
        self.amounts = [column for column, role in given.roles.items() if role.startswith("value")]
        heads = {column: plain(sheet.rows[given.header][column]) for column in self.amounts}
        read = {column: units.read(text, heading=True).unit for column, text in heads.items()}
        self.headed = {column: unit for column, unit in read.items() if unit and units.is_money(unit)}
        for column in self.headed:
            gathering.take("unit", heads[column], units.told(units.read(heads[column], heading=True)))
        self.stated = unit_lines.around(gathering.document, sheet, given.header)
        self.says = unit_lines.settled(gathering, self.stated)
        self._known: dict[tuple[int, str], units.Unit | None] = {}

    def asked(self, evidence: str, options: Sequence[str]) -> str:
        """Return a person's answer for the whole table; "" where headings or lines around it say the unit."""
        if set(self.amounts) <= self.headed.keys() or isinstance(self.says, units.Unit):
            return ""
        answer = self.gathering.answers.get("unit_missing", "")
        return self.gathering.ask("unit_missing", evidence, () if units.any_unit(answer) else options)

    def of(self, cell: Cell, said: str, answer: str) -> units.Unit | None:
        """Return the unit of a figure: `said` by its unit column, or the `answer` for all; None where it is not clear."""
        about = (cell[1], said)
        if about not in self._known:
            self._known[about] = self._of(cell, said, answer)
        return self._known[about]

    def _of(self, cell: Cell, said: str, answer: str) -> units.Unit | None:
        headed, where = self.headed.get(cell[1]), self.sheet.at(*cell)
        if said:
            own, label = self.gathering.unit(said, where, money=True), said
        elif headed:
            own, label = headed, plain(self.sheet.rows[self.header][cell[1]])
        elif answer:
            own, label = self.gathering.unit(answer, where, money=True), answer
        elif isinstance(self.says, units.Unit):
            return self.says
        else:
            own, label = self.gathering.unit("", where), ""
        if own is None or self._is_rate(own, label, where):
            return None
        if said and headed and units.is_money(own) and own != headed:
            heading = plain(self.sheet.rows[self.header][cell[1]])
            one = unit_lines.Stated(heading, units.read(heading, heading=True), self.sheet.at(self.header, cell[1]))
            return unit_lines.against(self.gathering, one, headed, own, label)
        if self.says is None:
            return own
        return unit_lines.against(self.gathering, self.stated[0], self.says, own, label)

    def _is_rate(self, own: units.Unit, label: str, where: str) -> bool:
        """Say whether values are percentages, and hold them: a share and a change are no amounts, and which is not said."""
        if own.unit != "percent":
            return False
        key, meaning = f"unit:{label}", "a share or a change"
        found = problem("U-06", label, where=where, key=key, unit=label, words=label, meaning=meaning)
        self.gathering.problems.append(found)
        return True

    def whose(self, said: str, reporter: str, where: str) -> bool:
        """Say whether a bare “$”, “元” or “руб.” is clear; held for a reporter with a currency of its own of that name."""
        name, bare = f"unit:{said}", units.read(said, heading=True).bare
        if not bare or reporter not in _OWN or name in self.gathering.answers:
            return True
        words = f"“{bare}” of {codes.label(reporter)} may be {_OWN[reporter]}"
        found = problem("U-05", said, where=where, key=name, unit=said, words=words)
        if found not in self.gathering.problems:
            self.gathering.problems.append(found)
        return False

    def valued(self, said: str, flow: str, where: str) -> None:
        """Hold a unit that says FOB of imports or CIF of exports: the series are kept the other way."""
        word = units.read(said, heading=True).valuation
        if not word.startswith(_UNUSUAL.get(flow, ("-",))) or self.gathering.answers.get("valuation") == "as stated":
            return
        stated, usual = (f"{flow}s FOB", f"{flow}s CIF") if flow == "import" else (f"{flow}s CIF", f"{flow}s FOB")
        choices = ("as stated",)
        found = problem("U-03", said, where=where, key="valuation", choices=choices, stated=stated, usual=usual)
        if found not in self.gathering.problems:
            self.gathering.problems.append(found)
