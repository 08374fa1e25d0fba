"""What each statistics office is asked, how its answers are checked, and how a query too large is split.

An answer is taken only if it is whole and has the fields that are known; it is never read in part.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from etl.extract import codes
from etl.extract.comtrade.records import NEEDED
from etl.fetch.http import Answer, FetchFailed, TooMuch
from etl.tables import registry
from etl.tables.rows import month_after

SPLIT = ("periods", "partners", "products", "flows", "reporters")  # in this order a query is halved
BY_HAND = "Download the file in a browser and upload it."
MONTHS_A_CALL = 12


@dataclass(frozen=True)
class Query:
    """What is wanted, in our own words: places by code, months or years, flows, products."""

    reporters: tuple[str, ...] = ("CHN",)
    partners: tuple[str, ...] = ("RUS", "WLD")
    periods: tuple[str, ...] = ()
    flows: tuple[str, ...] = ("import", "export")
    products: tuple[str, ...] = ("TOTAL",)

    def halves(self, by: str = "") -> tuple[Query, Query] | None:
        """Return two queries that ask for the same together; None when there is nothing left to divide."""
        for name in (by, *SPLIT) if by else SPLIT:
            whole = getattr(self, name)
            if len(whole) > 1:
                middle = len(whole) // 2
                return replace(self, **{name: whole[:middle]}), replace(self, **{name: whole[middle:]})
        return None


@dataclass(frozen=True)
class Service:
    """A statistics office: its address, where its key is found, and how many calls a day it allows."""

    name: str
    base: str
    variable: str
    calls: int


SERVICES = {
    "comtrade": Service("UN Comtrade", "https://comtradeapi.un.org", "COMTRADE_KEY", 500),
    "eurostat": Service("Eurostat", "https://ec.europa.eu/eurostat/api/comext/dissemination", "", 1000),
    "census": Service("US Census Bureau", "https://api.census.gov/data/timeseries/intltrade", "CENSUS_KEY", 500),
    "imf": Service("IMF", "https://api.imf.org/external/sdmx/3.0", "", 1000),
}
FLOWS = {"import": "M", "export": "X"}
DEFAULTS = {"eurostat": ("EU27", "CHN,RUS"), "census": ("USA", "CHN,RUS"), "imf": ("CHN", "RUS,WLD")}


def wanted(service: str, given: Mapping[str, str]) -> Query:
    """Return the query that key=value pairs name. Raises UnknownName in words for what is not known."""
    known = ("reporter", "partner", "period", "flow", "product")
    for key in given:
        if key not in known:
            raise registry.UnknownName(f"There is nothing to choose called “{key}”. There is: {', '.join(known)}.")
    reporter, partner = DEFAULTS.get(service, ("CHN", "RUS,WLD"))
    flows = tuple(given.get("flow", "import,export").lower().split(","))
    if not set(flows) <= set(FLOWS):
        raise registry.UnknownName("flow is import, export or import,export.")
    if "period" not in given:
        raise registry.UnknownName("Say which months: period=2026-06, or period=2026-01..2026-06, or a year.")
    return Query(
        tuple(map(place, given.get("reporter", reporter).split(","))),
        tuple(map(place, given.get("partner", partner).split(","))),
        periods(given["period"]), flows, tuple(given.get("product", "TOTAL").upper().split(",")),
    )  # fmt: skip


def place(text: str) -> str:
    """Return our code of a place named by code or name. Raises UnknownName."""
    found = text if codes.kind(text) else codes.by_code("iso3", text) or codes.by_name(text)
    if not found:
        raise registry.UnknownName(f"“{text}” is no place that is known. Write an ISO code such as RUS, or WLD.")
    return found.split(";")[-1]


def periods(text: str) -> tuple[str, ...]:
    """Return the months or years of `2024`, `2026-03`, `2023,2024` or `2026-01..2026-06`. Raises UnknownName."""
    out: list[str] = []
    for part in text.split(","):
        first, _, last = part.partition("..")
        last = last or first
        if not all(_is_period(each) for each in (first, last)) or len(first) != len(last) or last < first:
            raise registry.UnknownName(f"“{part}” is no month or year. Write 2026-03, 2024, or 2026-01..2026-06.")
        if len(first) == 4:
            out += [str(year) for year in range(int(first), int(last) + 1)]
            continue
        while first <= last:
            out.append(first)
            first = month_after(first, 1)
    if len({len(each) for each in out}) > 1:
        raise registry.UnknownName("Ask for months or for years, not for both at once.")
    return tuple(dict.fromkeys(out))


def _is_period(text: str) -> bool:
    year, dash, month = text.partition("-")
    return (
        year.isdigit()
        and len(year) == 4
        and (not dash or (month.isdigit() and len(month) == 2 and 1 <= int(month) <= 12))
    )


def code(scheme: str, place: str) -> str:
    """Return a scheme's code of a place of ours. Raises UnknownName when it has none."""
    special = {
        "m49": {"WLD": "0"},
        "census": {"WLD": "-"},
        "eurostat": {"WLD": "WORLD", "EU27": "EU27_2020"},
        "imf": {"WLD": "G001"},
    }
    if place in special.get(scheme, {}):
        return special[scheme][place]
    for line in registry.lines("codes"):
        if line["scheme"] == ("iso2" if scheme == "eurostat" else scheme) and line["place"] == place and line["code"]:
            return line["code"]
    if scheme == "imf" and len(place) == 3:
        return place
    raise registry.UnknownName(f"{registry.place_name(place)} has no code there. Choose another place.")


def strict(answer: Answer, who: str) -> object:
    """Return the JSON of an answer. Raises FetchFailed for anything else, and for NaN and the like."""
    head = answer.body[:300].lstrip().lower()
    if "html" in answer.kind or head.startswith((b"<!doctype", b"<html")):
        key = " The key is not valid." if b"invalid key" in answer.body[:4000].lower() else ""
        raise FetchFailed(f"{who} sent a web page instead of figures.{key} It may be under repair; {BY_HAND.lower()}")
    try:
        return json.loads(answer.body, parse_constant=_no_constant)
    except ValueError as error:
        raise FetchFailed(f"{who} sent something that is not whole or not JSON. Nothing of it was read.") from error


def _no_constant(name: str) -> object:
    raise ValueError(name)


def refused(answer: Answer, who: str) -> None:
    """Raise FetchFailed or TooMuch in words for every status but 200, 202 and 204."""
    if answer.status in (200, 202, 204):
        return
    said = {
        401: "The key is wrong or has expired. Set a valid one and try again.",
        403: "The key is not accepted, or the calls of the day are used up. Try again tomorrow.",
        412: f"It does not serve programs. {BY_HAND}",
        404: "It has nothing under this address. Check data set, places and months.",
        400: "It does not understand the query. Check places, products and months.",
    }
    if answer.status in (413, 414):
        raise TooMuch
    raise FetchFailed(f"{who} answered {answer.status}. {said.get(answer.status, BY_HAND)}")


def records(answer: Answer, who: str, most: int) -> list[object]:
    """Return Comtrade's records, all of them. Raises FetchFailed, or TooMuch for as many as one call gives."""
    told = strict(answer, who)
    if not isinstance(told, dict) or not isinstance(told.get("data"), list):
        raise FetchFailed(f"{who} changed its answer: there is no list called data. Nothing of it was read.")
    if told.get("error"):
        raise FetchFailed(f"{who} says: {str(told['error'])[:80]}.")
    rows: list[object] = told["data"]
    for row in rows:
        names = {str(name).casefold() for name in row} if isinstance(row, dict) else set()
        if not set(NEEDED) <= names:
            missing = ", ".join(sorted(set(NEEDED) - names))
            raise FetchFailed(f"{who} changed its fields: {missing} is not there any more. Nothing of it was read.")
    if told.get("count") != len(rows):
        raise FetchFailed(f"{who} announced {told.get('count')} rows and sent {len(rows)}. Nothing of it was read.")
    if len(rows) >= most:
        raise TooMuch
    return rows


def table(answer: Answer, who: str, needed: Iterable[str]) -> list[list[str]]:
    """Return the lines of a CSV answer, headings first; [] for none. Raises FetchFailed, or TooMuch."""
    text = answer.body.decode("utf-8-sig", "replace")
    start = text[:2000].lstrip().lower()
    if start.startswith(("<?xml", "<m", "{")) and ("413" in start or "too_big" in start or "asynchronous" in start):
        raise TooMuch
    if start.startswith(("<", "{")):
        raise FetchFailed(f"{who} sent no table. It may be under repair; {BY_HAND.lower()}")
    lines = list(csv.reader(io.StringIO(text)))
    names = {name.strip().casefold() for name in lines[0]} if lines else set()
    missing = [name for name in needed if name.casefold() not in names]
    if lines and missing:
        raise FetchFailed(f"{who} changed its columns: {', '.join(missing)} is not there any more. Nothing was read.")
    if any(len(line) != len(lines[0]) for line in lines) or (text and not text.endswith("\n")):
        raise FetchFailed(f"{who} sent a table that breaks off. Nothing of it was read.")
    return lines if len(lines) > 1 else []
