"""IMF, Direction of Trade as the old JSON service gave it (CompactData): series with a scale of their own each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from etl.extract import codes, publisher_codes, series_ids
from etl.extract.contract import Extracted, Fact, Recognised, remark
from etl.extract.figures import Gathering
from etl.extract.headings import plain
from etl.read import Document

SOURCE = "imf_imts"
_AREAS = {"W00": "WLD", "W0": "WLD", "U2": "EUROAREA", "B0": "EU27;EU28", "XK": "XKX"}


def recognises(document: Document) -> Recognised | None:
    """Return what a document is if it is such an answer, else None."""
    if document.kind != "json":
        return None
    found = list(_series(document.data()))
    if not found or not all({"@REF_AREA", "@INDICATOR", "@COUNTERPART_AREA"} <= one.keys() for one in found):
        return None
    return Recognised(SOURCE, "CompactData", 1.0, unit="USD", currency="USD", language="en")


def _series(answer: Any) -> Iterator[Mapping[str, Any]]:
    """Yield the series of an answer; one alone stands there without a list."""
    inside = answer.get("CompactData") if isinstance(answer, dict) else None
    told = inside.get("DataSet", {}).get("Series", []) if isinstance(inside, dict) else []
    yield from (one for one in (told if isinstance(told, list) else [told]) if isinstance(one, dict))


def extract(document: Document, recognised: Recognised, answers: Mapping[str, str]) -> Extracted:
    """Return rows in single US dollars; series of other indicators are counted and left out."""
    gathering = Gathering("imf", document, answers)
    left = []
    for number, one in enumerate(_series(document.data()), start=1):
        name = plain(one["@INDICATOR"])
        flow = publisher_codes.taken("imf", "indicator", name.removeprefix("T") if name[1:3] in ("XG", "MG") else name)
        factor = _factor(gathering, one, number)
        if flow and factor:
            gathering.take("flow", name, flow)
            _read(gathering, one, (number, flow, factor))
        elif not flow:
            left.append(name)
    if left:
        gathering.problems.append(remark("unused", count=len(left), what=", ".join(dict.fromkeys(left))))
    return gathering.done()


def _factor(gathering: Gathering, one: Mapping[str, Any], number: int) -> Decimal | None:
    """Return the factor of a series; asks where it has no scale that the Fund's list has."""
    scale = plain(str(one.get("@UNIT_MULT", "missing")))
    known = publisher_codes.taken("imf", "scale", scale)
    if known:
        return Decimal(known)
    answer = gathering.ask("scale", f"series {number}: UNIT_MULT {scale}", ("units", "millions"))
    return {"units": Decimal(1), "millions": Decimal("1e6")}.get(answer)


def _read(gathering: Gathering, one: Mapping[str, Any], about: tuple[int, str, Decimal]) -> None:
    number, flow, factor = about
    told = one.get("Obs", [])
    observations = [each for each in (told if isinstance(told, list) else [told]) if "@OBS_VALUE" in each]
    texts = [str(each["@OBS_VALUE"]) for each in observations]
    figures = gathering.column(texts, at=lambda i: f"Series {number}, Obs {i + 1}", negative=flow == "balance")
    for index, (each, figure) in enumerate(zip(observations, figures, strict=True), start=1):
        where = f"Series {number}, Obs {index}"
        when = gathering.period(plain(str(each["@TIME_PERIOD"])), where)
        if when is None:
            continue
        sides = [_place(gathering, plain(one[name]), where, when.last) for name in ("@REF_AREA", "@COUNTERPART_AREA")]
        status = publisher_codes.taken("imf", "flag", plain(str(each.get("@OBS_STATUS", "")))) or "reported"
        fact = Fact(series_ids.level(series_ids.TOTAL, flow, "USD"), sides[0], sides[1], when.period, when.months)
        gathering.add(figure, fact, where, factor, status=status)


def _place(gathering: Gathering, code: str, where: str, month: str) -> str:
    """Return the place of one of the Fund's codes of two letters; those of groups are its own."""
    if code in _AREAS:
        return codes.at(_AREAS[code], month)
    return gathering.place("", where, scheme="iso2", code=code, month=month)
