"""Tables that are a known source's but for a column without which no figure can be placed."""

from __future__ import annotations

from typing import NamedTuple

from etl.extract.comtrade import records
from etl.extract.eurostat import comext, eurostat_sdmx_csv
from etl.extract.gacc import gacc_query
from etl.extract.headings import SEARCHED, key, plain, visible
from etl.read import Document
from etl.tables.problems import Problem, problem

_ALLOWED = 2  # so many columns may lack; with fewer of them it is another table


class Form(NamedTuple):
    """A source's headings: those that must be there, each by any of its names, and all that are known."""

    needed: tuple[frozenset[str], ...]
    known: frozenset[str]


def _each(names: tuple[str, ...]) -> tuple[frozenset[str], ...]:
    return tuple(frozenset({name}) for name in names)


_QUERY = gacc_query.COLUMNS
_FORMS = (
    Form(_each(records.NEEDED), records.KNOWN),
    Form(_each(eurostat_sdmx_csv.NEEDED), frozenset((*eurostat_sdmx_csv.NEEDED, *comext.KNOWN))),
    Form(
        (*(frozenset(_QUERY[role]) for role in ("product", "partner_code", "partner")), frozenset(gacc_query.MONEY)),
        frozenset(gacc_query.KNOWN),
    ),
)


def lacking(document: Document) -> Problem | None:
    """Return what is wrong with a table that has a source's headings but for one or two; None for any other.

    A heading that nobody knows may be the one that lacks, under a new name: then it is for a person to say.
    """
    for index in visible(document):
        sheet = document.sheets[index]
        for row, cells in enumerate(sheet.rows[:SEARCHED]):
            names = {key(cell) for cell in cells if cell.strip()}
            for form in _FORMS:
                missing = [group for group in form.needed if not group & names]
                if 0 < len(missing) <= min(_ALLOWED, len(form.needed) - 3) and names <= form.known:
                    columns = ", ".join(plain(cell) for cell in cells if cell.strip())
                    wanted = " and ".join(min(group, key=len) for group in missing)
                    return problem("S-08", wanted, where=sheet.at(row), columns=columns, missing=wanted)
    return None
