"""Eurostat Comext: one observation of named dimensions, whether it came as SDMX-CSV or as JSON-stat.

Values and quantities are rows of their own. Quantities come in hundreds of kilograms or in kilograms, depending on the
data set: a factor of 100. Groups of partners stand among countries. An empty observation is missing, never zero.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from etl.extract import codes, publisher_codes, series_ids, units
from etl.extract.contract import Fact, Recognised, remark
from etl.extract.figures import Gathering
from etl.extract.headings import key, plain
from etl.tables.problems import problem, together
from etl.text.periods import Period

SOURCE = "eurostat_comext"
DIMENSIONS = ("reporter", "partner", "product", "flow", "indicators")
PUBLISHER = "eurostat"
INDICATORS = {
    "VALUE_IN_EUROS": units.Unit("EUR", Decimal(1)),
    "VALUE_EUR": units.Unit("EUR", Decimal(1)),
    "VALUE_EURO": units.Unit("EUR", Decimal(1)),
    "QUANTITY_IN_100KG": units.Unit("t", Decimal("0.1")),
    "QUANTITY_100KG": units.Unit("t", Decimal("0.1")),
    "QUANTITY_KG": units.Unit("t", Decimal("0.001")),
    "SUPPLEMENTARY_QUANTITY": units.Unit("supplementary", Decimal(1)),
    "TRD_VAL": units.Unit("EUR", Decimal("1e6")),  # of the data sets by month and SITC
    "SUP_QUANTITY": units.Unit("supplementary", Decimal(1)),
}
_DATASET = re.compile(r"ds-\d{6}")
_USED = {*DIMENSIONS, "freq", "time_period", "obs_value", "obs_flag", "obs_status", "conf_status", "time"}
_PASSIVE = {"dataflow", "structure", "structure[;]", "structure_id", "structure_name", "action", "last update",
            "time_format"}  # fmt: skip
KNOWN = frozenset(_USED | _PASSIVE)
_STATUS = {"confidential": "reported", "missing": "reported"}  # of a figure that is printed all the same
_ISO_DAY = re.compile(r"(20\d{2})-(\d{2})-(\d{2})")
_DAY = re.compile(r"(\d{2})/(\d{2})/(\d{2,4})")


class Flags(NamedTuple):
    """What an observation is marked with: letters of OBS_FLAG, a code of OBS_STATUS, a code of CONF_STATUS."""

    flag: str = ""
    status: str = ""
    confidentiality: str = ""


class Observation(NamedTuple):
    """One observation: dimension → code, the text of its value, its flags, and where it stands."""

    codes: Mapping[str, str]
    text: str
    flags: Flags
    where: str


def code_of(cell: str) -> str:
    """Return the code of a cell that may carry a label: `DE:Germany` is DE."""
    return plain(cell).split(":", 1)[0].strip()


def published(text: str) -> str:
    """Return the day of `15/09/26 11:00:00` (day first) or `2026-09-15T11:00:00+0200`, as 2026-09-15."""
    iso, written = _ISO_DAY.match(plain(text)), _DAY.match(plain(text))
    if iso:
        return iso[0]
    if written:
        day, month, year = written.groups()
        return f"{year if len(year) == 4 else '20' + year}-{month}-{day}"
    return ""


def recognised(
    layout: str, sample: Iterable[Mapping[str, str]], dataset: str, day: str, *, sheet: int = 0
) -> Recognised:
    """Return what a file of observations is: whose trade, which way and when, where all of them agree."""
    seen: dict[str, set[str]] = {}
    for labels in sample:
        for name, code in labels.items():
            seen.setdefault(name, set()).add(code)
    one = {name: next(iter(values)) for name, values in seen.items() if len(values) == 1}
    when = sorted(seen.get("time_period", set()))
    return Recognised(
        SOURCE,
        layout,
        1.0,
        sheet=sheet,
        currency="EUR",
        unit=INDICATORS[one["indicators"]].unit if one.get("indicators") in INDICATORS else "",
        unit_text=one.get("indicators", ""),
        flow=publisher_codes.taken(PUBLISHER, "flow", one.get("flow", "")),
        reporter=_known(one.get("reporter", "")),
        partner=_known(one.get("partner", "")),
        period=when[0] if len(when) == 1 else f"{when[0]}–{when[-1]}" if when else "",
        language="en",
        published=published(day),
        detail={"dataset": dataset},
    )


def _known(code: str) -> str:
    return codes.by_code(_scheme(code), code) or code


def read(
    gathering: Gathering, observations: Sequence[Observation], dataset: str, *, sums: bool = False, scheme: str = ""
) -> None:
    """Add a row for each observation that has a value, in EUR or tonnes; `sums` adds up those of one fact.

    `scheme` is the classification of the products where the layout says it, and the data set need not.
    """
    scheme = scheme or _classification(gathering, dataset)
    if not scheme:
        return
    kept = [one for one in _undivided(gathering, observations) if _unit(one)]
    left = sorted({one.codes["indicators"] for one in observations if not _unit(one)})
    if left:
        count = sum(not _unit(one) for one in observations)
        gathering.problems.append(remark("unused", count=count, what=", ".join(left)))
    marked = [_marked(gathering, one) for one in kept]
    texts = [_text(one, mark) for one, mark in zip(kept, marked, strict=True)]
    _withheld(gathering, kept, texts)
    figures = gathering.column(texts, at=lambda index: kept[index].where)
    for one, figure, mark in zip(kept, figures, marked, strict=True):
        unit, about = _unit(one), _about(gathering, one)
        product = gathering.heading(one.codes["product"], one.where, scheme)
        if unit is None or about is None or not product:
            continue
        reporter, partner, when = about
        gathering.take("unit", one.codes["indicators"], f"{unit.unit} × {unit.factor:,f}")
        flow = gathering.flow(one.codes["flow"], one.where, publisher_codes.flows(PUBLISHER))
        if not flow:
            continue
        series = series_ids.level(product, flow, unit.unit, scheme)
        fact = Fact(series, reporter, partner, when.period, when.months)
        add = gathering.add_up if sums else gathering.add
        add(figure, fact, one.where, unit.factor, status=_STATUS.get(mark, mark))
    if sums:
        gathering.summed(len(kept), "customs procedure")


def _classification(gathering: Gathering, dataset: str) -> str:
    """Return the classification of a data set's product codes; "", held, for one that is not in the list."""
    named = _DATASET.search(key(dataset))
    return gathering.coded(PUBLISHER, "dataset", named[0], "data set") if named else "hs"


def _undivided(gathering: Gathering, observations: Sequence[Observation]) -> list[Observation]:
    """Return the observations of one value of each further dimension (such as transport), asking which if several."""
    names = {name for one in observations for name in one.codes} - _USED - _PASSIVE
    kept = list(observations)
    for name in sorted(names):
        values = sorted({one.codes.get(name, "") for one in kept})
        if len(values) > 1:
            total = next((value for value in values if value.upper() in ("TOTAL", "_T", "T")), "")
            wanted = total or gathering.ask("breakdown", ", ".join(values), values, about=name, column=name)
            kept = [one for one in kept if one.codes.get(name, "") == wanted]
    return kept


def _unit(one: Observation) -> units.Unit | None:
    return INDICATORS.get(one.codes["indicators"].upper())


def _marked(gathering: Gathering, one: Observation) -> str:
    """Return what the marks of an observation make of it: reported, provisional, estimated, confidential or missing.

    Marks are looked up letter by letter; one that no list has is held, and its observation stays out meanwhile.
    """
    marks = [("flag", letter) for letter in key(one.flags.flag) if letter.isalnum()]
    marks += [("status", one.flags.status), ("confidentiality", one.flags.confidentiality)]
    found = {gathering.coded(PUBLISHER, field, mark, one.where) for field, mark in marks if mark.strip()} or {
        "reported"
    }
    order = ("", "missing", "confidential", "estimated", "provisional", "reported")
    return min(found, key=order.index)


def _text(one: Observation, mark: str) -> str:
    """Return the text of a value; where a mark says that it is withheld or not there, 0 and nothing stand for no value."""
    nothing = not one.text.strip(" 0.")
    if mark in ("confidential", "missing") and nothing:
        return "c" if mark == "confidential" else ":"
    return "" if not mark else one.text


def _withheld(gathering: Gathering, kept: Sequence[Observation], texts: Sequence[str]) -> None:
    """Say that a 0 beside a mark of confidentiality is no figure."""
    zeros = [one.where for one, text in zip(kept, texts, strict=True) if text in ("c", ":") and one.text.strip()]
    if zeros:
        gathering.problems.append(
            problem("K-12", f"{len(zeros):,} figure{'s' if len(zeros) > 1 else ''}", where=together(zeros))
        )


def _about(gathering: Gathering, one: Observation) -> tuple[str, str, Period] | None:
    """Return reporter, partner and period; None with a problem if the period cannot be read."""
    when = gathering.period(one.codes["time_period"], one.where)
    if when is None:
        return None
    found = [_place(gathering, one.codes[role], one.where, when.last) for role in ("reporter", "partner")]
    return found[0], found[1], when


def _place(gathering: Gathering, code: str, where: str, month: str) -> str:
    """Return the place of a code, Eurostat's own before ISO's."""
    return gathering.place("", where, scheme=_scheme(code), code=code, month=month)


def _scheme(code: str) -> str:
    return "eurostat" if codes.by_code("eurostat", code) else "iso2"
