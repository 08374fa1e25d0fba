"""World Bank WITS API: SDMX-JSON 1.0, in which a series is named by the positions of its codes. US$ thousand."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from etl.extract import codes, units
from etl.extract.contract import Extracted, Fact, Recognised, remark
from etl.extract.figures import Gathering
from etl.extract.headings import key
from etl.extract.worldbank import wits
from etl.read import Document
from etl.tables.problems import problem
from etl.text.periods import Period

NEEDED = {"reporter", "partner", "productcode", "indicator"}
_FLOWS = {"MPRT-TRD-VL": "import", "XPRT-TRD-VL": "export"}
_THOUSAND = Decimal(1000)


class Observation(NamedTuple):
    """One value: dimension → (code, name), its period, its text, and where it stands."""

    codes: Mapping[str, tuple[str, str]]
    when: str
    text: str
    where: str


def recognises(document: Document) -> Recognised | None:
    """Return what a document is if it is a WITS trade answer in SDMX-JSON, else None."""
    if document.kind == "text" and "<wits:error" in document.text:
        return Recognised(wits.SOURCE, "error message", 0.8)
    if document.kind != "json":
        return None
    answer = document.data()
    dimensions = _dimensions(answer, "series") if isinstance(answer, dict) else []
    if not {name for name, _ in dimensions} >= NEEDED:
        return None
    values = dict(dimensions)
    reporters = values["reporter"]
    return Recognised(
        wits.SOURCE,
        "SDMX-JSON",
        1.0,
        unit="USD",
        currency="USD",
        reporter=codes.by_name(reporters[0][1]) if len(reporters) == 1 else "",
        unit_text=", ".join(name for _, name in values["indicator"]),
        language="en",
    )


def _dimensions(answer: Mapping[str, Any], level: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return name and (code, name) pairs of each dimension of a level, in the order of the keys."""
    structure = answer.get("structure")
    found = structure.get("dimensions", {}).get(level, []) if isinstance(structure, dict) else []
    return [
        (key(str(one.get("id", ""))), [(str(v.get("id", "")), str(v.get("name", ""))) for v in one.get("values", [])])
        for one in found
        if isinstance(one, dict)
    ]


def extract(document: Document, recognised: Recognised, answers: Mapping[str, str]) -> Extracted:
    """Return annual rows in US dollars."""
    gathering = Gathering("wits", document, answers)
    if recognised.layout == "error message":
        gathering.problems.append(problem("F-12", "an error message of WITS", kind="an error message of WITS"))
        return gathering.done()
    observations = _observations(document.data())
    if observations is None:
        gathering.problems.append(problem("F-08", "A series names a code that the file does not list."))
        return gathering.done()
    kept = [one for one in observations if _flow(one) and _factor(one)]
    if len(kept) < len(observations):
        names = sorted({one.codes["indicator"][1] for one in observations if one not in kept})
        gathering.problems.append(remark("unused", count=len(observations) - len(kept), what=", ".join(names)))
    figures = gathering.column([one.text for one in kept], at=lambda index: kept[index].where)
    for one, figure in zip(kept, figures, strict=True):
        when, factor = gathering.period(one.when, one.where), _factor(one)
        if when is None or factor is None:
            continue
        who = [_place(gathering, one, role, when) for role in ("reporter", "partner")]
        code, name = one.codes["productcode"]
        series = wits.amount("" if key(code) == "total" else name or code, _flow(one))
        gathering.add(figure, Fact(series, who[0], who[1], when.period, when.months), one.where, factor)
    return gathering.done()


def _observations(answer: Mapping[str, Any]) -> list[Observation] | None:
    """Return all values of the first data set; None if a position lies outside its list of codes."""
    series, times = _dimensions(answer, "series"), _dimensions(answer, "observation")
    found = []
    try:
        for place, entry in answer["dataSets"][0]["series"].items():
            positions = [int(position) for position in place.split(":")]
            labels = {name: values[at] for (name, values), at in zip(series, positions, strict=True)}
            for at, value in entry["observations"].items():
                text = "" if value[0] is None else str(value[0])
                found.append(Observation(labels, times[0][1][int(at)][0], text, f"series {place}, observation {at}"))
    except (IndexError, KeyError, ValueError, TypeError):
        return None
    return found


def _flow(one: Observation) -> str:
    return _FLOWS.get(one.codes["indicator"][0].upper(), "")


def _factor(one: Observation) -> Decimal | None:
    """Return the factor that the indicator's name states: `Import Trade Value (US$ Thousand)`; None for another unit.

    The service counts in thousands where a name has no brackets.
    """
    name = one.codes["indicator"][1]
    unit = units.bracketed(name)
    if "(" not in name:
        return _THOUSAND
    return unit.factor if unit and unit.unit == "USD" else None


def _place(gathering: Gathering, one: Observation, role: str, when: Period) -> str:
    code, name = one.codes[role]
    return gathering.place(name, one.where, scheme="m49" if code.isdigit() else "iso3", code=code, month=when.last)
