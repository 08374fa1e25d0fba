"""UN Comtrade's API answer: `{"elapsedTime", "count", "data": [records], "error"}`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from etl.extract.comtrade import records as comtrade
from etl.extract.contract import Extracted, Recognised
from etl.extract.figures import Gathering
from etl.read import Document
from etl.tables.problems import problem


def recognises(document: Document) -> Recognised | None:
    """Return what a document is if it is an API answer: data, a list of bulk files, or an error; else None."""
    if document.kind != "json":
        return None
    answer = document.data()
    if not isinstance(answer, dict):
        return None
    if "statusCode" in answer and "message" in answer:
        return Recognised(comtrade.ANNUAL, "error message", 0.6, title=str(answer["message"]))
    records = answer.get("data")
    if "elapsedTime" not in answer or not isinstance(records, list):
        return None
    if answer.get("error") or not all(_is_record(one) for one in records):
        listing = any(isinstance(one, dict) and "fileUrl" in one for one in records)
        layout = "list of bulk files" if listing else "error message"
        return Recognised(comtrade.ANNUAL, layout, 0.9, title=str(answer.get("error") or ""))
    return comtrade.recognised([comtrade.lowered(one.items()) for one in records], "Comtrade API")


def _is_record(one: Any) -> bool:
    return isinstance(one, dict) and set(comtrade.NEEDED) <= {name.casefold() for name in one}


def extract(document: Document, recognised: Recognised, answers: Mapping[str, str]) -> Extracted:
    """Return rows in US dollars, tonnes and the units that Comtrade names; refuses answers without them."""
    gathering = Gathering("comtrade", document, answers)
    if recognised.layout in ("error message", "list of bulk files"):
        kind = f"Comtrade's {recognised.layout}" + (f" ({recognised.title})" if recognised.title else "")
        gathering.problems.append(problem("F-12", kind, kind=kind))
        return gathering.done()
    answer = document.data()
    records = [comtrade.lowered(one.items()) for one in answer["data"]]
    if str(answer.get("count", len(records))) != str(len(records)):
        found = f"count says {answer['count']}, there are {len(records)} rows"
        gathering.problems.append(problem("F-08", found))
        return gathering.done()
    gathering.questions += comtrade.truncated(len(records), answers)
    names = {name.casefold(): name for name in answer["data"][0]} if records else {}
    comtrade.read(gathering, records, lambda row, name: f"data[{row}].{names.get(name, name)}")
    return gathering.done()
