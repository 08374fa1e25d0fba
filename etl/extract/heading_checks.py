"""What speaks against a mapped table before a figure is read: headings, and what they and the title say beside them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from etl.extract import codes, mapping, unit_lines, units
from etl.extract.figures import Gathering
from etl.extract.headings import body, key, plain
from etl.extract.mapping import Given
from etl.extract.unit_words import Word
from etl.read import Sheet
from etl.tables.problems import HOLD, problem
from etl.text import periods
from etl.text.periods import Period

_FOB = re.compile(r"\b(?:fob|free on board)\b|\bf\.o\.b\.?")
_CIF = re.compile(r"\b(?:cif|cost,? insurance)\b|\bc\.i\.f\.?")
_FLOW = {"import": re.compile(r"\bimports?\b|进口|импорт"), "export": re.compile(r"\bexports?\b|出口|экспорт")}
_USUAL = {"import": ("CIF", _FOB), "export": ("FOB", _CIF)}
_GROSS = re.compile(r"\bgross (?:weight|kg|kilograms?|tons?|tonnes?)\b|毛重")
_SPECIAL = re.compile(r"\bspecial trade\b")
_WEIGHTY = re.compile(
    r"scale|unit[ _]?mult(?:iplier)?|multiplier|power(?: code)?|magnitude|factor|units?|adjust\w*|seasonal \w+|s_adj|prices?"
    r"|(?:price )?base|(?:obs_?)?flags?|(?:obs_?)?status|conf_?status|confidentiality|regime|customs (?:procedure|regime)"
    r"|mode of transport|transport|valuation|currency|币制|单位|倍数|единица|масштаб|валюта|währung|einheit"
)
_FEW = 20  # so many different texts of a column are looked at for words that change a meaning
_STOP = ("S-07", "S-08", "T-06")


def check(gathering: Gathering, sheet: Sheet, given: Given) -> bool:
    """Say whether a table can be read as mapped; what is wrong, held or noted goes to the problems."""
    columns = ", ".join(plain(cell) for cell in sheet.rows[given.header] if cell.strip())
    where = sheet.at(given.header)
    for heading in mapping.doubled(sheet, given):
        gathering.problems.append(problem("S-07", heading, where=where, heading=heading))
    if not mapping.amounts(list(given.roles.values())):
        gathering.problems.append(problem("S-08", where=where, columns=columns, missing="of the values"))
    _twice(gathering, sheet, given)
    _left_out(gathering, sheet, given)
    _weighty(gathering, sheet, given)
    _meant(gathering, sheet, given)
    _valued(gathering, sheet, given)
    _titled(gathering, sheet, given)
    return not any(one.code in _STOP for one in gathering.problems)


def _twice(gathering: Gathering, sheet: Sheet, given: Given) -> None:
    """Refuse two columns for one month or year, however it is written."""
    seen: dict[tuple[str, Period], str] = {}
    for column, role in given.roles.items():
        dated = role.endswith("by period")
        found = periods.read(mapping.period_of(sheet.rows[given.header][column])) if dated else None
        if isinstance(found, Period):
            heading = plain(sheet.rows[given.header][column])
            if (role, found) in seen:
                where, reason = (
                    sheet.at(given.header, column),
                    f"{seen[role, found]} and {heading} are the same months.",
                )
                gathering.problems.append(problem("T-06", heading, where=where, reason=reason))
            seen.setdefault((role, found), heading)


def _left_out(gathering: Gathering, sheet: Sheet, given: Given) -> None:
    """Note each column that the mapping does not name."""
    named = mapping.named(sheet, gathering.answers)
    for column, cell in enumerate(sheet.rows[given.header]):
        if cell.strip() and key(cell) not in named:
            gathering.problems.append(problem("S-09", plain(cell), where=sheet.at(given.header, column)))


def _weighty(gathering: Gathering, sheet: Sheet, given: Given) -> None:
    """Hold a column that the mapping leaves out although it says how figures are to be read: scale, adjustment, flag."""
    for column, cell in enumerate(sheet.rows[given.header]):
        name = f"column:{plain(cell)}"
        if not cell.strip() or column in given.roles or gathering.answers.get(name) == "ignore":
            continue
        texts = {plain(sheet.rows[row][column]) for row in body(sheet, given.header)} - {""}
        said = {word.value for text in texts for word in units.read(text).changes} if len(texts) <= _FEW else set()
        if (_WEIGHTY.fullmatch(key(cell)) and texts) or said & unit_lines.PROSE:
            found, where = f"{plain(cell)}: {', '.join(sorted(texts)[:5])}", sheet.at(given.header, column)
            gathering.problems.append(problem("S-16", found, where=where, key=name, choices=("ignore",)))


def _meant(gathering: Gathering, sheet: Sheet, given: Given) -> None:
    """Hold a heading of figures that says that they are no plain amounts: an index, a change, an adjusted figure."""
    for column, role in given.roles.items():
        heading = sheet.rows[given.header][column]
        words: Sequence[Word] = ()
        if role in ("quantity", "value", "value export", "value import", "value total"):
            words = units.read(heading, heading=True).changes
        name = f"heading:{plain(heading)}"
        if words and gathering.answers.get(name) != "as stated":
            said = {"unit": plain(heading), "words": words[0].text, "meaning": words[0].value}
            where, choices = sheet.at(given.header, column), ("as stated",)
            gathering.problems.append(problem("U-06", plain(heading), where=where, key=name, choices=choices, **said))


def _valued(gathering: Gathering, sheet: Sheet, given: Given) -> None:
    """Hold what is counted in another way than the series are kept: imports FOB, exports CIF, gross, special trade."""
    if gathering.answers.get("valuation") == "as stated":
        return
    for column, role in given.roles.items():
        heading = key(sheet.rows[given.header][column])
        for flow, (usual, other) in _USUAL.items():
            named = role == f"value {flow}" or _FLOW[flow].search(heading) or gathering.answers.get("flow") == flow
            if role.startswith("value") and named and other.search(heading):
                where, stated = sheet.at(given.header, column), "FOB" if usual == "CIF" else "CIF"
                said = {"stated": f"{flow}s {stated}", "usual": f"{flow}s {usual}"}
                _valuation(gathering, plain(sheet.rows[given.header][column]), where, said)
        if role == "quantity" and _GROSS.search(heading):
            where, said = sheet.at(given.header, column), {"stated": "gross weight", "usual": "net weight"}
            _valuation(gathering, plain(sheet.rows[given.header][column]), where, said)
    for row in range(given.header + 1):
        special = next((cell for cell in sheet.rows[row] if _SPECIAL.search(key(cell))), "")
        if special:
            _valuation(gathering, plain(special), sheet.at(row), {"stated": "special trade", "usual": "general trade"})


def _valuation(gathering: Gathering, found: str, where: str, said: dict[str, str]) -> None:
    choices = ("as stated",)
    gathering.problems.append(
        problem("U-03", found, where=where, verdict=HOLD, key="valuation", choices=choices, **said)
    )


def _titled(gathering: Gathering, sheet: Sheet, given: Given) -> None:
    """Hold a table whose title names one place, and another than the person said for the whole table."""
    roles = set(given.roles.values())
    sides = [side for side in ("partner", "reporter") if not roles & {side, f"value by {side}"}]
    said = {place for side in sides if (place := gathering.named(side))}
    if "partner" not in sides or not said or gathering.answers.get("sure:title") == "yes":
        return
    for row in range(given.header):
        text = " ".join(dict.fromkeys(plain(cell) for cell in sheet.rows[row] if cell.strip()))
        mentioned = codes.mentioned(text) - said - {"CHN", "WLD"}
        if len(mentioned) == 1 and not codes.mentioned(text) & (said - {"CHN", "WLD"}):
            other = codes.label(mentioned.pop())
            country = codes.label(gathering.named("partner"))
            where = sheet.at(row)
            gathering.problems.append(
                problem(
                    "K-03",
                    text,
                    where=where,
                    verdict=HOLD,
                    key="sure:title",
                    choices=("yes",),
                    other=other,
                    country=country,
                )
            )
            return
