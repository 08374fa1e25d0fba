"""UN Comtrade: one record of 47 named fields, whether it came as CSV from the website or as JSON from the API.

Values are single US dollars (`primaryValue`), weights are kilograms. Rows that divide a figure further by second
partner, customs procedure or means of transport repeat it in parts and are left out; nothing is ever summed here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal

from etl.extract import codes, publisher_codes, series_ids, units
from etl.extract.contract import Fact, Question, Recognised, cut_off, remark
from etl.extract.figures import Gathering
from etl.extract.headings import plain
from etl.tables.problems import NOTE, REFUSE, problem
from etl.text.numbers import Figure
from etl.text.periods import Period

ANNUAL, MONTHLY = "comtrade", "comtrade_monthly"
NEEDED = ("period", "reportercode", "flowcode", "partnercode", "cmdcode", "primaryvalue")
KNOWN = frozenset({  # the fields of a record
    "typecode", "freqcode", "refperiodid", "refyear", "refmonth", "period", "reportercode", "reporteriso",
    "reporterdesc", "flowcode", "flowdesc", "partnercode", "partneriso", "partnerdesc", "partner2code",
    "partner2iso", "partner2desc", "classificationcode", "classificationsearchcode", "isoriginalclassification",
    "cmdcode", "cmddesc", "aggrlevel", "isleaf", "customscode", "customsdesc", "moscode", "motcode", "motdesc",
    "qtyunitcode", "qtyunitabbr", "qty", "isqtyestimated", "altqtyunitcode", "altqtyunitabbr", "altqty",
    "isaltqtyestimated", "netwgt", "isnetwgtestimated", "grosswgt", "isgrosswgtestimated", "cifvalue", "fobvalue",
    "primaryvalue", "legacyestimationflag", "isreported", "isaggregate",
})  # fmt: skip
LIMITS = (500, 100_000, 250_000, 2_500_000)
PUBLISHER = "comtrade"
# A field that divides figures, and its list of codes, one of which stands for all of it.
DIVIDING = {"motcode": "transport", "customscode": "customs", "moscode": "supply"}
_KILOGRAM = Decimal("0.001")
SERVICES = "services"
_MEASURES = ("primaryvalue", "netwgt", "qty")

Record = Mapping[str, str]  # field names in small letters


def undivided() -> dict[str, tuple[str, ...]]:
    """Return each field that divides figures, and its codes that stand for all of it; "" was not asked for."""
    listed = {name: publisher_codes.listed(PUBLISHER, field) for name, field in DIVIDING.items()}
    whole = {
        name: tuple(code.upper() for code, one in known.items() if one.taken == "whole")
        for name, known in listed.items()
    }
    return {"partner2code": ("0", ""), **whole}


def recognised(records: Sequence[Record], layout: str, sheet: int = 0) -> Recognised:
    """Return what a file of records is: annual or monthly, and whose trade it is if all rows agree."""
    monthly = any(plain(record.get("freqcode", "")) == "M" for record in records) or any(
        len(plain(record.get("period", ""))) > 4 for record in records[:50]
    )
    flows = {publisher_codes.taken(PUBLISHER, "flow", record["flowcode"]) for record in records}
    coded = {plain(record["reportercode"]) for record in records}
    reporters = {codes.by_code("m49", code) or code for code in coded}
    when = sorted({plain(record["period"]) for record in records})
    return Recognised(
        MONTHLY if monthly else ANNUAL,
        layout,
        1.0,
        sheet=sheet,
        unit="USD",
        currency="USD",
        flow=flows.pop() if len(flows) == 1 else "",
        reporter=reporters.pop() if len(reporters) == 1 else "",
        period=when[0] if len(when) == 1 else f"{when[0]}–{when[-1]}" if when else "",
        language="en",
    )


def truncated(count: int, answers: Mapping[str, str]) -> list[Question]:
    """Return the question whether rows are missing, for exactly as many rows as one call gives."""
    return cut_off(count, count, answers) if count in LIMITS else []


def read(gathering: Gathering, records: Sequence[Record], at: Callable[[int, str], str]) -> None:
    """Add a row for each value and each known weight or quantity. `at` gives the place of a record's field."""
    goods = _goods(gathering, records)
    _listed(gathering, [(records[index], index) for index in goods], at)
    whole = [index for index in goods if _whole(gathering, records[index])]
    parts = sum(_known(gathering, records[index]) for index in goods) - sum(
        _known(gathering, records[index]) for index in whole
    )
    if parts:
        gathering.problems.append(remark("breakdown", count=f"{parts:,}"))
    _editions(gathering, [(records[index], at(index, "classificationcode")) for index in whole])
    kept = {index: about for index in whole if (about := _about(gathering, records[index], index, at))}
    gathering.take("column", "primaryValue", "value, USD × 1")
    gathering.take("column", "netWgt", "net weight, kilograms: t × 0.001")
    for name in _MEASURES:
        places = {index: at(index, name) for index in kept}
        _add(gathering, name, [(records[index], kept[index], places[index]) for index in kept])


def _goods(gathering: Gathering, records: Sequence[Record]) -> list[int]:
    """Return the indices of records about goods; a file of services alone is refused, a few among goods are left out."""
    goods = [index for index, record in enumerate(records) if _scheme(gathering, record) != SERVICES]
    services = len(records) - len(goods)
    if services:
        verdict = NOTE if goods else REFUSE
        gathering.problems.append(problem("K-11", f"{services:,} rows about services", verdict=verdict))
    return goods


def _listed(gathering: Gathering, told: Sequence[tuple[Record, int]], at: Callable[[int, str], str]) -> None:
    """Hold every code that Comtrade's lists lack, of classifications, procedures, transport and frequency."""
    fields = {"classificationcode": "classification", "freqcode": "frequency", "typecode": "type", **DIVIDING}
    for name, field in fields.items():
        first: dict[str, int] = {}
        for record, index in told:
            first.setdefault(plain(record.get(name, "")), index)
        first.pop("", None)
        for code, index in first.items():
            gathering.coded(PUBLISHER, field, code, at(index, name))


def _editions(gathering: Gathering, told: Sequence[tuple[Record, str]]) -> None:
    """Hold a file that gives one year in two editions of the codes: one code may mean two things."""
    seen: dict[str, str] = {}
    for record, where in told:
        edition = plain(record.get("classificationcode", ""))
        if publisher_codes.taken(PUBLISHER, "classification", edition) == "hs" and plain(record["cmdcode"]).isdigit():
            first = seen.setdefault(plain(record["period"]), edition)
            if edition != first:
                found, choices = f"{first} and {edition}", ("yes",)
                gathering.problems.append(problem("K-06", found, where=where, key="sure:editions", choices=choices))
                return


About = tuple[str, str, str, str, Period]


def _add(gathering: Gathering, name: str, told: Sequence[tuple[Record, About, str]]) -> None:
    """Add the rows of one measure: each record comes with what it is about and the place of the measure."""
    figures = gathering.column([record.get(name, "") for record, _, _ in told], at=lambda index: told[index][2])
    for (record, about, where), figure in zip(told, figures, strict=True):
        made = _measure(record, name, figure)
        if made:
            unit, status = made
            product, flow, reporter, partner, when = about
            series = series_ids.level(product, flow, unit.unit, _scheme(gathering, record))
            fact = Fact(series, reporter, partner, when.period, when.months)
            gathering.add(figure, fact, where, unit.factor, status=status)


def _whole(gathering: Gathering, record: Record) -> bool:
    """Say whether a record is undivided: not by second partner, nor by a code of which the list says that it is a part."""
    if plain(record.get("partner2code", "")) not in ("0", ""):
        return False
    parts = (gathering.meaning(PUBLISHER, field, record.get(name, "")) for name, field in DIVIDING.items())
    return all(meaning == "whole" for meaning in parts)


def _known(gathering: Gathering, record: Record) -> bool:
    """Say whether every code of a record by which figures are divided has a meaning."""
    return all(gathering.meaning(PUBLISHER, field, record.get(name, "")) for name, field in DIVIDING.items())


def _about(gathering: Gathering, record: Record, index: int, at: Callable[[int, str], str]) -> About | None:
    """Return product, flow, reporter, partner and period of a record; None with a problem if it has no period or no code."""
    when = gathering.period(record["period"], at(index, "period"))
    frequency = plain(record.get("freqcode", "")) or "A"
    if when is None or not gathering.meaning(PUBLISHER, "frequency", frequency):
        return None
    places = []
    for role in ("reporter", "partner"):
        code, name = plain(record[f"{role}code"]), plain(record.get(f"{role}desc", ""))
        places.append(gathering.place(name, at(index, f"{role}code"), scheme="m49", code=code, month=when.last))
    flow = gathering.flow(record["flowcode"], at(index, "flowcode"), publisher_codes.flows(PUBLISHER))
    scheme = _scheme(gathering, record)
    product = gathering.heading(record["cmdcode"], at(index, "cmdcode"), scheme) if scheme else ""
    return (product, flow, places[0], places[1], when) if product and flow else None


def _measure(record: Record, name: str, figure: Figure) -> tuple[units.Unit, str] | None:
    """Return unit and status of a measure of a record; None where the record has none.

    Weights and quantities of 0 stand for "none" in files that were made from the API's empty fields.
    """
    if name == "primaryvalue":
        return units.Unit("USD", Decimal(1)), "reported"
    if not figure.value:
        return None
    if name == "netwgt":
        return units.Unit("t", _KILOGRAM), _status(record, "isnetwgtestimated")
    unit = units.quantity(record.get("qtyunitabbr", ""))
    return (unit, _status(record, "isqtyestimated")) if unit and unit.unit != "t" else None


def _status(record: Record, flag: str) -> str:
    return "estimated" if plain(record.get(flag, "")).casefold() == "true" else "reported"


def _scheme(gathering: Gathering, record: Record) -> str:
    """Return the classification of a record's product code: hs, sitc, bec or services; "" if its list lacks it."""
    kind = gathering.meaning(PUBLISHER, "type", plain(record.get("typecode", "")) or "C")
    if kind != "goods":
        return kind
    return gathering.meaning(PUBLISHER, "classification", record.get("classificationcode", ""))


def lowered(fields: Iterable[tuple[str, object]]) -> dict[str, str]:
    """Return a record with field names in small letters and all values as text; nothing is ""."""
    return {name.casefold(): "" if value is None else str(value) for name, value in fields}
