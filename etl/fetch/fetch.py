"""`kyakhta fetch`: figures straight from a statistics office, on a person's word; they come in like any uploaded file.

What arrives is one file: checked, previewed and published by `intake`. Never called while a page is being shown.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import os
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from etl.fetch import services, waiting
from etl.fetch.http import Answer, Budget, Caller, FetchFailed, TooMuch
from etl.fetch.parts import Part, Parts, keep_evidence
from etl.fetch.services import MONTHS_A_CALL, SERVICES, Query

LIMITS = {True: 100_000, False: 500}  # Comtrade's rows a call, with a key and without
CSV_TYPE = "application/vnd.sdmx.data+csv"
EUROSTAT_SET = "DS-059341"  # EU and others by HS6; values in euros, one unit of weight
EUROSTAT_FIELDS = ("freq", "reporter", "partner", "product", "flow", "indicators", "TIME_PERIOD", "OBS_VALUE")
IMF_FIELDS = ("COUNTRY", "INDICATOR", "COUNTERPART_COUNTRY", "FREQUENCY", "TIME_PERIOD", "OBS_VALUE")
IMF_INDICATORS = {"import": "MG_CIF_USD", "export": "XG_FOB_USD"}


@dataclass(frozen=True)
class Fetched:
    """A file as it arrived, or put together from the parts of a query that had to be split."""

    name: str
    data: bytes
    day: str  # when the office made the oldest part
    url: str  # where it came from, without any key
    calls: int


class Office:
    """One service to be asked: its addresses, its key, its caller."""

    def __init__(self, service: str, caller: Caller, base: str, key: str, parts: Parts) -> None:
        self.service, self.caller, self.base, self.key, self.parts = service, caller, base, key, parts
        self.answers: list[Answer] = []
        self.resumed: list[str] = []  # the days of parts that an earlier try had fetched
        self.last: Answer | None = None

    @property
    def day(self) -> str:
        """When the office made the oldest part."""
        return min([*self.resumed, *(answer.day for answer in self.answers)])

    def ask(self, query: Query) -> list[Any]:
        """Return the rows of a query, splitting it where there are too many. Raises FetchFailed in words."""
        if kept := self.parts.get(query):
            self.resumed.append(kept.day)
            return kept.rows
        try:
            rows = self._ask(query)
            self.parts.put(query, Part(rows, self.answers[-1].day))
            return rows
        except TooMuch as error:
            halves = query.halves(error.by)
            if halves is None:
                words = "has more rows than it gives at once, even for one month and partner. Ask for fewer products."
                raise FetchFailed(f"{self.caller.name} {words}") from error
            self.caller.tell(f"{self.caller.name}: too many rows at once; asking in two parts")
            first, second = (self.ask(half) for half in halves)
            return [*first, *(second[1:] if first and self.service != "comtrade" else second)]

    def _ask(self, query: Query) -> list[Any]:
        return {"comtrade": self._comtrade, "eurostat": self._eurostat, "census": self._census, "imf": self._imf}[
            self.service
        ](query)

    def _get(self, path: str, parameters: Mapping[str, str], headers: Mapping[str, str] | None = None) -> Answer:
        self.answers.append(answer := self._call(path, parameters, headers))
        return answer

    def _call(self, path: str, parameters: Mapping[str, str], headers: Mapping[str, str] | None = None) -> Answer:
        self.last = None
        self.last = answer = self.caller.get(f"{self.base}{path}", parameters, headers or {})
        services.refused(answer, self.caller.name)
        return answer

    def _comtrade(self, query: Query) -> list[Any]:
        if len(query.periods) > MONTHS_A_CALL:
            raise TooMuch
        keyed = bool(self.key)
        frequency = "M" if "-" in query.periods[0] else "A"
        path = f"{'/data/v1/get' if keyed else '/public/v1/preview'}/C/{frequency}/HS"
        parameters = {
            "reporterCode": ",".join(services.code("m49", each) for each in query.reporters),
            "partnerCode": ",".join(services.code("m49", each) for each in query.partners),
            "period": ",".join(each.replace("-", "") for each in query.periods),
            "flowCode": ",".join(services.FLOWS[each] for each in query.flows),
            "cmdCode": ",".join(query.products), "partner2Code": "0", "customsCode": "C00", "motCode": "0",
            "includeDesc": "true", "format": "JSON", "maxRecords": str(LIMITS[keyed]),
        }  # fmt: skip
        headers = {"Ocp-Apim-Subscription-Key": self.key} if keyed else {}
        return services.records(self._get(path, parameters, headers), self.caller.name, LIMITS[keyed])

    def _eurostat(self, query: Query) -> list[Any]:
        sides = [
            "+".join(services.code("eurostat", each) for each in side) for side in (query.reporters, query.partners)
        ]
        flows = "+".join({"import": "1", "export": "2"}[each] for each in query.flows)
        frequency = "M" if "-" in query.periods[0] else "A"
        key = ".".join((frequency, *sides, "+".join(query.products), flows, "VALUE_EUR"))
        parameters = {
            "startPeriod": min(query.periods), "endPeriod": max(query.periods), "format": "SDMX-CSV",
            "compressed": "false",
        }  # fmt: skip
        answer = self._get(f"/sdmx/2.1/data/{EUROSTAT_SET}/{key}", parameters)
        if name := waiting.number(answer):
            form = {"format": "SDMX-CSV", "compressed": "false"}
            answer = waiting.collected(self.caller, self._call, name, form)
            self.answers[-1] = answer  # in place of the one that only named the number
        return services.table(answer, self.caller.name, EUROSTAT_FIELDS)

    def _imf(self, query: Query) -> list[Any]:
        sides = ["+".join(services.code("imf", each) for each in side) for side in (query.reporters, query.partners)]
        indicators = "+".join(IMF_INDICATORS[each] for each in query.flows)
        key = f"{sides[0]}.{indicators}.{sides[1]}.{'M' if '-' in query.periods[0] else 'A'}"
        answer = self._get(f"/data/dataflow/IMF.STA/IMTS/1.0.0/{key}", {}, {"Accept": CSV_TYPE})
        lines = services.table(answer, self.caller.name, IMF_FIELDS)
        if not lines:
            return []
        at = [name.strip().upper() for name in lines[0]].index("TIME_PERIOD")
        months = {each.replace("-", "-M") for each in query.periods} | set(query.periods)
        return [lines[0], *(line for line in lines[1:] if line[at] in months)]  # its startPeriod does nothing

    def _census(self, query: Query) -> list[Any]:
        if len(query.flows) > 1:
            raise FetchFailed("The Census Bureau gives one direction at a time: add flow=import or flow=export.")
        for name in ("partners", "products"):  # one of each a call
            if len(getattr(query, name)) > 1:
                raise TooMuch(name)
        (flow,), (partner,) = query.flows, query.partners
        letter, value = ("I", "GEN_VAL_MO") if flow == "import" else ("E", "ALL_VAL_MO")
        product = f"{letter}_COMMODITY"
        parameters = {
            "get": f"CTY_CODE,CTY_NAME,{product},{value}", "CTY_CODE": services.code("census", partner),
            "time": f"from {min(query.periods)} to {max(query.periods)}",
        }  # fmt: skip
        if query.products == ("TOTAL",):
            parameters |= {"get": f"CTY_CODE,CTY_NAME,{value}"}
        else:
            parameters |= {"COMM_LVL": f"HS{len(query.products[0])}", product: query.products[0]}
        if self.key:
            parameters["key"] = self.key
        answer = self._get(f"/{flow}s/hs", parameters)
        if answer.status == 204 or not answer.body:
            return []
        rows = services.strict(answer, self.caller.name)
        if not (isinstance(rows, list) and all(isinstance(row, list) and len(row) == len(rows[0]) for row in rows)):
            raise FetchFailed(f"{self.caller.name} changed its answer. Nothing of it was read.")
        if value not in rows[0] or "time" not in rows[0]:
            raise FetchFailed(f"{self.caller.name} changed its columns: {value} or time is gone. Nothing was read.")
        return rows


def fetch(
    root: Path,
    service: str,
    given: Mapping[str, str],
    *,
    base_urls: Mapping[str, str] | None = None,
    environment: Mapping[str, str] = os.environ,
    sleep: Callable[[float], None] = time.sleep,
    tell: Callable[[str], None] = lambda words: None,
) -> Fetched:
    """Return what an office has for a query, as one file. Raises FetchFailed or UnknownName in words."""
    office = SERVICES[service]
    query = services.wanted(service, given)
    base = (base_urls or {}).get(service, office.base)
    found = urlsplit(base)
    key = environment.get(office.variable, "") if office.variable else ""
    folder = Path(root) / "state" / "fetch"
    budget, parts = Budget(folder, service, office.calls), Parts(folder, service)
    hosts = frozenset({(found.scheme, found.netloc)})
    caller = Caller(office.name, hosts, budget, (key,), sleep, tell=tell)
    with budget.alone():
        desk = Office(service, caller, base, key, parts)
        try:
            rows = desk.ask(query)
        except FetchFailed as failed:
            keep_evidence(root, service, desk.last.body if desk.last else b"", str(failed), (key,))
            raise
        parts.clear()
    if not rows:
        raise FetchFailed(f"{office.name} has no figures for this query. What is known here stays as it is.")
    ending = "csv" if service in ("eurostat", "imf") else "json"
    name = f"{service}_{min(query.periods)}_{max(query.periods)}.{ending}"
    url = f"{found.scheme}://{found.netloc}{found.path}"
    return Fetched(name, _file(desk, rows), desk.day, url, len(desk.answers))


def _file(desk: Office, rows: list[Any]) -> bytes:
    """Return rows as the office itself would send them; the very bytes where there was one answer only."""
    service = desk.service
    if len(desk.answers) == 1 and not desk.resumed and service != "imf":
        return desk.answers[0].body
    if service == "comtrade":
        return json.dumps({"elapsedTime": "", "count": len(rows), "data": rows, "error": ""}).encode()
    if service == "census":
        return json.dumps(rows).encode()
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue().encode()


def run(arguments: argparse.Namespace) -> int:
    """Fetch, check, show and publish. Returns 0, 1 when nothing could be taken, 2 when an answer is needed."""
    from etl.intake import add_command, drafts
    from etl.store import StoreError, account

    given = add_command.pairs(arguments.choose, "is not a choice; write name=value, for example period=2026-06.")
    try:
        got = fetch(arguments.data, arguments.service, given, tell=lambda words: print(words, file=sys.stderr))
    except FetchFailed as failed:
        print(f"kyakhta: {failed} Nothing has been changed.", file=sys.stderr)
        return 1
    arguments.published = arguments.published or got.day
    arguments.url = arguments.url or got.url
    if not arguments.dry_run:
        with suppress(StoreError):  # the file can be fetched again
            drafts.begin(arguments.data, got.data, got.name, account())
    return add_command.take(got.data, got.name, arguments)
