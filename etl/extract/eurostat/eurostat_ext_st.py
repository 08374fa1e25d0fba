"""Eurostat, trade by month, partner and SITC group (EXT_ST…, TEI…): as CSV with codes and labels, and as TSV.

Values are millions of euros; a UNIT_MULT that says otherwise is asked about. A TSV packs its dimensions into the first
column and its flags behind each figure. Adjusted figures are another series and are left out.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from etl.extract.contract import Extracted, Recognised, chosen
from etl.extract.eurostat import comext
from etl.extract.eurostat.comext import Flags, Observation, code_of
from etl.extract.figures import Gathering
from etl.extract.headings import SEARCHED, best, body, heading_row, key, plain, visible
from etl.read import Document, Sheet

NEEDED = ("stk_flow", "indic_et", "partner", "geo", "time_period", "obs_value")
PACKED = ("stk_flow", "indic_et", "partner", "geo")
_AS = {"geo": "reporter", "stk_flow": "flow", "indic_et": "indicators", "sitc06": "product"}
_CELL = re.compile(r"(?P<value>:|[-\d.]+)? *(?P<flag>[a-z]*)")
_MILLIONS, _SINGLE = "millions of euros", "single euros"


def recognises(document: Document) -> Recognised | None:
    """Return what a document is if it has the dimensions of these data sets, else None."""
    found = []
    for index in visible(document):
        observations, dataset = _observations(document.sheets[index])
        if observations:
            layout = "monthly by SITC, TSV" if dataset == "TSV" else "monthly by SITC"
            found.append(comext.recognised(layout, (one.codes for one in observations), dataset, "", sheet=index))
    return best(found)


def extract(document: Document, recognised: Recognised, answers: Mapping[str, str]) -> Extracted:
    """Return rows in EUR."""
    gathering = Gathering("eurostat", document, answers)
    sheet, asked = chosen(document, recognised, answers)
    gathering.questions += asked
    observations, _ = _observations(sheet)
    scales = {one.codes.get("unit_mult", "") for one in observations}
    if scales - {"", "6"}:
        evidence = f"TRD_VAL is in millions, UNIT_MULT says {', '.join(sorted(scales))}"
        said = gathering.ask("unit", evidence, (_MILLIONS, _SINGLE))
        if said == _SINGLE:
            observations = [replace_indicator(one, "VALUE_IN_EUROS") for one in observations]
        asked = asked if said else gathering.questions
    if not asked:
        comext.read(gathering, [_without_scale(one) for one in observations], "", scheme="sitc")
    return gathering.done(() if recognised.others else ("W-06", "S-01"))


def replace_indicator(one: Observation, indicator: str) -> Observation:
    """Return an observation of trade value with another indicator; any other as it is."""
    same = one.codes["indicators"] != "TRD_VAL"
    return one if same else one._replace(codes={**one.codes, "indicators": indicator})


def _without_scale(one: Observation) -> Observation:
    return one._replace(codes={name: code for name, code in one.codes.items() if name != "unit_mult"})


def _observations(sheet: Sheet) -> tuple[list[Observation], str]:
    """Return the observations of a sheet and what kind it is; [] for any other sheet."""
    header = heading_row(sheet, NEEDED)
    if header is not None:
        return _long(sheet, header), "SDMX-CSV"
    for row, cells in enumerate(sheet.rows[:SEARCHED]):
        first, sign, _ = plain(cells[0]).partition("\\TIME_PERIOD") if cells else ("", "", "")
        names = [key(name) for name in first.split(",")]
        if sign and set(PACKED) <= set(names):
            return _packed(sheet, row, names), "TSV"
    return [], ""


def _named(codes: Mapping[str, str]) -> dict[str, str]:
    """Return dimensions under the names that Comext gives them; without a product it is all goods."""
    return {"product": "TOTAL"} | {_AS.get(name, name): code for name, code in codes.items()}


_LABELS = {  # columns of words beside those of codes
    "structure_name", "time frequency", "stock or flow", "external trade indicator", "sitc", "time", "observation value",
    "geopolitical entity (reporting)", "observation status (flag) v2 structure", "confidentiality status (flag)",
}  # fmt: skip


def _long(sheet: Sheet, header: int) -> list[Observation]:
    columns: dict[str, int] = {}
    for column, cell in enumerate(sheet.rows[header]):
        if cell.strip() and key(cell) not in _LABELS:
            columns.setdefault(key(cell), column)
    found = []
    for row in body(sheet, header):
        cells = sheet.rows[row]
        codes = {name: code_of(cells[column]) for name, column in columns.items() if name != "obs_value"}
        flags = Flags(codes.get("obs_flag", ""), codes.get("obs_status", ""), codes.get("conf_status", ""))
        where = sheet.at(row, columns["obs_value"])
        found.append(Observation(_named(codes), cells[columns["obs_value"]], flags, where))
    return found


def _packed(sheet: Sheet, header: int, names: list[str]) -> list[Observation]:
    found = []
    for row in body(sheet, header):
        cells = sheet.rows[row]
        codes = dict(zip(names, (plain(code) for code in cells[0].split(",")), strict=False))
        for column in range(1, sheet.width):
            match = _CELL.fullmatch(plain(cells[column]))
            text, flag = (match["value"] or "", match["flag"]) if match else (cells[column], "")
            text = "" if text == ":" and not flag else text
            when = {"time_period": plain(sheet.rows[header][column])}
            found.append(Observation(_named(codes | when), text, Flags(flag), sheet.at(row, column)))
    return found
