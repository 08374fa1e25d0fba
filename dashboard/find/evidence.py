"""Cited figures, sources, dated events, uploads and pages as entries: each with what it says and the address that shows it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

from dashboard.exhibits import catalogue, exhibit, permalink
from dashboard.exhibits.model import NothingToShow
from dashboard.exhibits.picks import EVENTS
from dashboard.figures import settings, words
from dashboard.figures.query import Data
from dashboard.find import names
from dashboard.find.index import Entry
from dashboard.ledger import verdict_lists, verdict_words
from dashboard.overview import provenance
from etl.ledger.verdicts import Verdict
from etl.store import Edition, Store
from etl.tables import registry

VERBS = {"accept": "Added", "withdraw": "Withdrawn", "restore": "Put back", "publish": "Approved"}
DATED = "trade_by_partner"  # the chart over which events are drawn
EXERCISES = "exercises_timeline"


def entries(data: Data, edition: str | None) -> Iterator[Entry]:
    """Yield every entry but charts and figures; `edition` is None for links that follow the newest."""
    yield from _pages(data, edition)
    yield from _claims(data, edition)
    yield from _sources(data, edition)
    yield from _events(data, edition)
    yield from _uploads(data, edition)


def _pages(data: Data, edition: str | None) -> Iterator[Entry]:
    for place, (page, line) in enumerate(catalogue.pages().items()):
        if not line["menu"]:
            continue  # a page for few, or for wrong addresses
        link = permalink.link(page, {}, edition, data.as_of)
        yield Entry("chart", line["menu"], line["question"], "Page", link, (line["title"], page), (-1, place))


def _claims(data: Data, edition: str | None) -> Iterator[Entry]:
    for place, one in enumerate(verdict_lists.verdicts(data)):
        claim = one.claim
        codes = (claim.product, claim.flow, claim.measure, claim.basis, claim.topic)
        own = f"{claim.id} {claim.printed} {claim.period} {claim.topic}"
        found = (own, names.code_words(codes), *map(names.place_words, {claim.reporter, claim.partner}))
        where = f"{verdict_lists.DOCUMENTS.get(claim.document, claim.document)}, {verdict_lists.section(claim)}"
        yield Entry(
            "claim", f"“{claim.text}”", _verdict(one), where,
            permalink.link("ledger", {}, edition, data.as_of, {"claim": claim.id}), found, (place,),
        )  # fmt: skip


def _verdict(one: Verdict) -> str:
    gives = verdict_words.computed(one)
    told = "" if gives == "–" else f": claimed {verdict_words.claimed(one.claim)}, the data give {gives}"
    return f"{one.shape} {one.word}{told}"


def _sources(data: Data, edition: str | None) -> Iterator[Entry]:
    for place, one in enumerate(provenance.sources(data)):
        line = registry.get("sources", one.id)
        codes = (line["family"], line["family"].partition("_")[0], line["theme"])
        reach = f"{one.state.words}: reaches {words.day(one.last)}, {one.figures:,} figures"
        link = permalink.link("sources", {}, edition, data.as_of, {"source": one.id})
        found = (one.id, line["theme"], names.code_words(codes))
        yield Entry("source", f"{one.publisher}: {one.title}", reach, one.licence, link, found, (place,))


def _events(data: Data, edition: str | None) -> Iterator[Entry]:
    cited = {one.claim.event: one.claim.id for one in verdict_lists.verdicts(data) if one.claim.event}
    drawn = _drawn(data)
    for line in registry.lines("events"):
        if data.as_of and line["date"] > data.as_of[: len(line["date"])]:
            continue
        kind = drawn.get(line["words"])
        if line["event"] in cited:
            link = permalink.link("ledger", {}, edition, data.as_of, {"claim": cited[line["event"]]})
        elif kind:
            link = permalink.address(DATED, {"events": kind}, edition, data.as_of)
        elif line["kind"] == "exercise":
            link = permalink.address(EXERCISES, {}, edition, data.as_of)
        else:
            link = permalink.link("ledger", {}, edition, data.as_of, {"document": line["document"]})
        found = (line["words"], line["kind"], line["notes"], names.code_words([line["kind"]]))
        yield Entry(
            "event", line["what"], words.day(line["date"]), line["source"], link, found, (_later(line["date"]),)
        )


def _drawn(data: Data) -> dict[str, str]:
    """Return the words of each event that the dated chart can draw, with the kind to choose for it."""
    found: dict[str, str] = {}
    for kind in dict(EVENTS.options):
        with suppress(NothingToShow):
            for event in exhibit.exhibit(DATED, data, {"events": kind}).plot.events:
                found.setdefault(event.words, kind)
    return found


def _later(date: str) -> tuple[int, ...]:
    """Return what sorts dates with the latest first."""
    return tuple(-int(part) for part in date.split("-"))


def _uploads(data: Data, edition: str | None) -> Iterator[Entry]:
    store = Store(data.folder or settings.folder())
    link = permalink.link("upload", {}, edition, data.as_of)
    for one in store.history()[: Edition.parse(data.edition).number]:
        day = str(one.at)[:10]
        if data.as_of and day > data.as_of:
            continue
        line = registry.table("sources").get(one.source)
        title = f"{line['publisher']}: {line['title']}" if line else one.source
        name = str(store.snapshot(one.source, one.snapshot).provenance.get("original_name", ""))
        said = f"{VERBS.get(one.kind, one.kind)} on {words.day(day)}" + (f" by {one.by}" if one.by else "")
        yield Entry("upload", f"{name or one.snapshot} ({title})", said, one.note or one.reason, link,
                    (one.source, one.snapshot, f"decision {one.number}"), (-one.number,))  # fmt: skip
