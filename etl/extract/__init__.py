"""Extractors: one module a source, each with `recognises(document)` and `extract(document, recognised, answers)`.

A file is recognised by its content alone. Adding a source is a module and a line in MODULES. The modules are imported
when a file is recognised, so that commands which read no upload start fast. May import `read`, `store`, `text` and `tables`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from importlib import import_module
from typing import Protocol, cast

from etl.extract.contract import FIELDS, Extracted, Fact, Question, Recognised, question
from etl.read import Document

__all__ = [
    "FIELDS",
    "MODULES",
    "Extracted",
    "Extractor",
    "Fact",
    "Question",
    "Recognised",
    "choose",
    "codes",
    "compilation",
    "comtrade",
    "contract",
    "figures",
    "generic",
    "kinds",
    "mapping",
    "missing_columns",
    "modules",
    "read_as",
    "recognise",
    "two_level",
]

MODULES = {
    "gacc_by_country": "gacc.gacc_by_country",
    "gacc_commodities": "gacc.gacc_commodities",
    "gacc_query": "gacc.gacc_query",
    "comtrade_csv": "comtrade.comtrade_csv",
    "comtrade_json": "comtrade.comtrade_json",
    "eurostat_sdmx_csv": "eurostat.eurostat_sdmx_csv",
    "eurostat_ext_st": "eurostat.eurostat_ext_st",
    "eurostat_jsonstat": "eurostat.eurostat_jsonstat",
    "census_json": "census_json",
    "imf_imts": "imf.imf_imts",
    "imf_compact": "imf.imf_compact",
    "wits": "worldbank.wits",
    "wits_sdmx": "worldbank.wits_sdmx",
    "long_tables": "long_tables",
    "trademap": "trademap",
    "sipri_tiv": "sipri.sipri_tiv",
    "sipri_register": "sipri.sipri_register",
    "aseanstats": "aseanstats",
    "jodi": "jodi",
    "data_terminals": "data_terminals",
    "generic_table": "generic.generic_table",
}


class Extractor(Protocol):
    """What every module of this package offers."""

    __name__: str

    def recognises(self, document: Document) -> Recognised | None:
        """Return what a document is if it is of this source, else None."""

    def extract(self, document: Document, recognised: Recognised, answers: Mapping[str, str]) -> Extracted:
        """Return the document's rows, problems and questions."""


Finding = tuple[Extractor, Recognised]


@cache
def modules() -> tuple[Extractor, ...]:
    """Return the modules that MODULES names, in its order."""
    return tuple(cast(Extractor, import_module(f"{__name__}.{where}")) for where in MODULES.values())


def recognise(document: Document) -> list[Finding]:
    """Return every module that knows the document with what it found, the surest first; [] for an unknown file."""
    found = [(module, entry) for module in modules() if (entry := module.recognises(document))]
    return sorted(found, key=lambda pair: -pair[1].confidence)


def choose(ranked: Sequence[Finding], answers: Mapping[str, str]) -> Finding | Question | None:
    """Return the finding to go on with: the one that a person named as `source`, or the surest.

    Two that are equally sure give the question which one it is; no finding at all gives None.
    """
    named = [pair for pair in ranked if answers.get("source") in (pair[1].source, _name(pair[0]))]
    if named:
        return named[0]
    tied = [pair for pair in ranked if pair[1].confidence == ranked[0][1].confidence]
    if len(tied) > 1:
        names = [_name(pair[0]) for pair in tied]
        return question("source", ", ".join(names), names)
    return ranked[0] if ranked else None


def _name(module: Extractor) -> str:
    return module.__name__.rpartition(".")[2]
