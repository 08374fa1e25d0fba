"""The reading itself: bytes → Document, or all that is wrong with them. Runs in the cage; tests call it directly."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from etl.read import csv_reader, encoding, file_type, html_reader, json_xml, limits, table_rules, workbook_traps
from etl.read.document import Document, Refused, Sheet
from etl.tables.problems import HOLD, REFUSE, Problem, problem

_CHARSET = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_SIGN_IN = re.compile(r"\b(?:log|sign)[ -]?(?:in|on)\b|登录|登錄|вход", re.IGNORECASE)
_SIGNS = {called: sign for sign, called in csv_reader.NAMES.items()}


def interpret(data: bytes, name: str, answers: Mapping[str, str] | None = None, latest: str = "") -> Document:
    """Return the document of a file. `answers` are a person's, by the key of the problem that asked; `latest` is the last
    day or month of which there can be figures.

    Raises Refused with every problem of verdict R that was found, and with them the questions that are open.
    """
    answers = answers or {}
    container = file_type.of_bytes(data, name)
    if container == "characters":
        document = _of_characters(data, answers)
    else:
        kind, sheets, problems = _of_book(data, container)
        document = _assembled(Document(kind, name), sheets, (problems, answers, latest))
    shown, notes = file_type.of_name(name, document.kind)
    return replace(document, name=shown, notes=(*notes, *document.notes))


def _of_book(data: bytes, container: str) -> tuple[str, list[Sheet], list[Problem]]:
    """Sheets of a workbook. Its readers are imported only where one is read, so that other files start faster."""
    if container == "zip":
        from etl.read import xlsx_reader

        return "xlsx", *xlsx_reader.read(data)
    from etl.read import xls_reader

    return "xls", *xls_reader.read(data)


def _of_characters(data: bytes, answers: Mapping[str, str]) -> Document:
    declared = _CHARSET.search(data[:4096])
    charset = declared[1].decode("ascii").lower() if declared else ""
    decoded = encoding.decode(data, declared=charset, answer=answers.get("encoding", ""))
    kind = file_type.of_text(decoded.text)
    if len(decoded.text) > limits.UPLOAD_BYTES:
        raise Refused((problem("Z-06", limit=f"{limits.UPLOAD_BYTES // limits.MB} MB"),))
    found = [*decoded.notes, *decoded.held]
    document = Document(kind, "", encoding=decoded.encoding)
    if kind == "html":
        asked = None if "encoding" in answers else encoding.contradiction(data, charset, decoded.encoding)
        return _of_page(document, decoded.text, ([*found, asked] if asked else found, answers))
    if kind == "csv":
        return _of_grid(document, decoded.text, (found, answers))
    if kind == "json":
        json_xml.check_json(decoded.text)
    else:
        json_xml.check_xml(decoded.text)
    return _settled(replace(document, text=decoded.text), found, answers)


def _of_grid(document: Document, text: str, context: tuple[list[Problem], Mapping[str, str]]) -> Document:
    found, answers = context
    answer = answers.get("delimiter", "")
    grid = csv_reader.read(text, _SIGNS.get(answer, answer))
    sheet = Sheet("", grid.rows, numbers=grid.lines)
    whole = replace(document, delimiter=grid.delimiter)
    return _assembled(whole, [sheet], ([*found, *grid.notes, *grid.held], answers, ""))


def _of_page(document: Document, text: str, context: tuple[list[Problem], Mapping[str, str]]) -> Document:
    found, answers = context
    page = html_reader.read(text)
    holds_figures = any(any(map(str.strip, row[1:])) for sheet in page.tables for row in sheet.rows)
    if not holds_figures and (page.asks_password or _SIGN_IN.search(page.title)):
        raise Refused((problem("F-12", page.title, kind="a sign-in page"),))
    if not holds_figures and not page.tables:
        raise Refused((problem("F-14", page.title),))
    outside = (page.title, *page.outside) if page.title else page.outside
    return _assembled(replace(document, outside=outside), list(page.tables), (found, answers, ""))


def _assembled(
    document: Document, sheets: Sequence[Sheet], context: tuple[list[Problem], Mapping[str, str], str]
) -> Document:
    """Return the document with its sheets checked; raises Refused if any problem is a refusal."""
    problems, answers, latest = context
    checked = [table_rules.checked(sheet, answers) for sheet in sheets]
    chosen = answers.get("sheet")
    if chosen:
        checked = [one for one in checked if one.sheet.name == chosen]
    elif asked := table_rules.several(checked):
        problems = [*problems, asked]
    problems = [*problems, *_hidden_sheets(checked, answers)]
    if answers.get("hidden") == table_rules.LEAVE_OUT:
        checked = [one for one in checked if one.sheet.state == "visible"]
    for one in checked:
        problems += [*one.problems, *workbook_traps.of_dates(one.sheet, latest)]
    return _settled(replace(document, sheets=tuple(one.sheet for one in checked)), problems, answers)


def _hidden_sheets(checked: Sequence[table_rules.Checked], answers: Mapping[str, str]) -> list[Problem]:
    """W-03 for hidden sheets with figures in them."""
    names = [one.sheet.name for one in checked if one.sheet.state != "visible" and one.where is not None]
    if not names or answers.get("hidden"):
        return []
    hidden = f"{len(names)} sheet{'s' if len(names) > 1 else ''}: {', '.join(names)}"
    where = f'sheet "{names[0]}"'
    return [
        problem("W-03", where=where, key="hidden", choices=(table_rules.INCLUDE, table_rules.LEAVE_OUT), hidden=hidden)
    ]


def _settled(document: Document, problems: Sequence[Problem], answers: Mapping[str, str]) -> Document:
    """Return the document with notes and open questions. Raises Refused, with the questions too, if anything is refused."""
    open_ones = [p for p in dict.fromkeys(problems) if p.verdict != HOLD or not _answered(p, answers)]
    if any(p.verdict == REFUSE for p in open_ones):
        raise Refused(tuple(p for p in open_ones if p.verdict in (REFUSE, HOLD)))
    held = tuple(p for p in open_ones if p.verdict == HOLD)
    return replace(document, notes=tuple(p for p in open_ones if p.verdict != HOLD), held=held)


def _answered(asked: Problem, answers: Mapping[str, str]) -> bool:
    answer = answers.get(asked.key, "")
    return bool(asked.key and answer) and (not asked.choices or answer in asked.choices)
