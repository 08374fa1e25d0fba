"""Picks ⇄ address, one codec for pages, pictures and briefings: `/trade?view=ratio&v=2026-11-21%2B41&as_of=2023-01-31`.

Only picks that differ from the usual ones are written. The first chart of a page writes plain names, every further one
puts its id before them: `/fossil?first=2022&fossil_share.last=2024`. A link to one chart that is not the first of its
page names it, so that the page opens there: `/fossil?chart=fossil_share&fossil_share.last=2024`.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import quote, urlencode

from dashboard.exhibits import catalogue
from dashboard.exhibits import picks as picking
from dashboard.figures import settings, words
from etl.store import Edition, StoreError

EDITION, AS_OF, CHART, TAB = "v", "as_of", "chart", "tab"
TABS = ("table", "sources")  # of a card, that an address may open; its picture is the usual one
FIRST_PAGE = "overview"
OLDEST = "1950-01-01"  # the first year of any series here


@dataclass(frozen=True)
class State:
    """What an address asks a page to show, each pick valid; `problems` are sentences on what was not understood."""

    picks: Mapping[str, dict[str, str]] = field(default_factory=dict)  # by chart, every pick of it
    edition: str | None = None  # None is the newest
    as_of: str | None = None  # None is today
    problems: tuple[str, ...] = ()
    own: Mapping[str, str] = field(default_factory=dict)  # the page's own choices, of pages that have any
    chart: str = ""  # the one that the address names: the page opens there
    tab: str = ""  # of that chart, or of the first one; "" is the picture


OWN: Mapping[str, tuple[picking.Pick, ...]] = {  # choices of a page that belong to no chart
    "ledger": (
        picking.Pick("document", "Document", kind="text"),
        picking.Pick("theme", "Theme", kind="text"),
        picking.Pick("verdict", "Verdict", kind="text"),
        picking.Pick("find", "Find", kind="text"),
        picking.Pick("claim", "Entry", kind="text"),
    ),
    "sources": (picking.Pick("find", "Find", kind="text"), picking.Pick("source", "Source", kind="text")),
    "proposals": (picking.Pick("p", "Proposal", kind="text"),),
    "upload": (picking.Pick("revise", "Proposal", kind="text"),),
    "nowhere": (picking.Pick("asked", "Address", kind="text"),),
}


def charts(page: str) -> list[str]:
    """Return the chart ids of a page in their order."""
    lines = [(int(line["order"]), chart) for chart, line in catalogue.catalogue().items() if line["page"] == page]
    return [chart for _, chart in sorted(lines)]


def path(page: str) -> str:
    """Return the path of a page: "/" of the first one, "/trade" of another."""
    return "/" if page == FIRST_PAGE else f"/{page}"


def address(
    chart_id: str, picks: Mapping[str, str] | None = None, edition: str | None = None, as_of: str | None = None
) -> str:
    """Return the address that shows one chart so, on its page; with `edition` exactly these figures for ever."""
    page = catalogue.catalogue()[chart_id]["page"]
    named = chart_id if charts(page)[0] != chart_id else ""
    return link(page, {chart_id: picks or {}}, edition, as_of, chart=named)


def whole(address: str) -> str:
    """Return an address as a reader elsewhere can follow it: with the server's own before it, where it is served to others."""
    return settings.public_address() + address


def sources_of(address: str) -> str:
    """Return an address made by `address` with the sources of its chart open."""
    return f"{address}{'&' if '?' in address else '?'}{TAB}=sources"


def link(
    page: str,
    picks: Mapping[str, Mapping[str, str]],
    edition: str | None = None,
    as_of: str | None = None,
    own: Mapping[str, str] | None = None,
    *,
    chart: str = "",
) -> str:
    """Return the address of a page with the picks of its charts and its own choices, opening at `chart`."""
    told = query(page, picks, edition, as_of, own, chart=chart)
    return path(page) + (f"?{urlencode(told, quote_via=quote)}" if told else "")


def query(
    page: str,
    picks: Mapping[str, Mapping[str, str]],
    edition: str | None = None,
    as_of: str | None = None,
    own: Mapping[str, str] | None = None,
    *,
    chart: str = "",
) -> dict[str, str]:
    """Return the query of a page's address as a dict: what differs from the usual, in declared order."""
    out = {CHART: chart} if chart else {}
    out |= {
        pick.name: own[pick.name]
        for pick in OWN.get(page, ())
        if own and own.get(pick.name, pick.default) != pick.default
    }
    for position, chart_id in enumerate(charts(page)):
        given = picks.get(chart_id, {})
        prefix = f"{chart_id}." if position else ""
        for pick in catalogue.module(chart_id).PICKS:
            value = given.get(pick.name, pick.default)
            if value != pick.default:
                out[prefix + pick.name] = value
    return out | ({EDITION: edition} if edition else {}) | ({AS_OF: as_of} if as_of else {})


def read(params: Mapping[str, str], page: str) -> State:
    """Return what an address asks for. Nothing is guessed silently: each part not understood has a sentence."""
    known = charts(page)
    given: dict[str, dict[str, str]] = {chart_id: {} for chart_id in known}
    owned = {pick.name for pick in OWN.get(page, ())}
    own, problems = picking.settle_leniently(
        OWN.get(page, ()), {name: value for name, value in params.items() if name in owned}
    )
    for name, value in params.items():
        chart_id, dot, pick = name.rpartition(".")
        owner = chart_id if dot else (known[0] if known else "")
        if name in (EDITION, AS_OF, CHART, TAB) or name in owned:
            continue
        if owner in given:
            given[owner][pick] = value
        else:
            problems.append(f"“{name}” in the address belongs to no chart of this page and was left out.")
    settled = {}
    for chart_id in known:
        settled[chart_id], said = picking.settle_leniently(catalogue.module(chart_id).PICKS, given[chart_id])
        problems += said
    edition, said_edition = _edition(params.get(EDITION))
    as_of, said_day = day(params.get(AS_OF))
    chart, said_chart = _chart(params.get(CHART, ""), page)
    tab = params.get(TAB, "") if params.get(TAB) in TABS and known else ""
    told = (*problems, *filter(None, (said_edition, said_day, said_chart)))
    return State(settled, edition, as_of, told, own, chart, tab)


def _chart(text: str, page: str) -> tuple[str, str]:
    """Return the chart that an address names, or a sentence when this page has none of that name."""
    if not text or text in charts(page):
        return text, ""
    line = catalogue.catalogue().get(text)
    if line is None:
        return "", f"There is no chart “{text}”. Shown from the top of the page instead."
    there = catalogue.pages()[line["page"]]["menu"]
    return "", f"The chart “{line['title']}” stands on the page {there}. Shown from the top of this page instead."


def _edition(text: str | None) -> tuple[str | None, str]:
    """Return an edition's name as the store writes it, or a sentence when it is none."""
    if not text:
        return None, ""
    try:
        return str(Edition.parse(text.replace(" ", "+"))), ""  # a + that some program did not encode arrives as a space
    except StoreError:
        return None, f"“{text}” is not an edition, such as 2026-11-21+41. Shown with the newest figures instead."


def day(text: str | None) -> tuple[str | None, str]:
    """Return a day as 2023-01-31, or a sentence when it is none or lies ahead; today and nothing are both None."""
    if not text:
        return None, ""
    try:
        known = datetime.date.fromisoformat(text).isoformat()
    except ValueError:
        return None, f"“{text}” is not a day, such as 2023-01-31. Shown as known today instead."
    if known < OLDEST:
        return None, f"Nothing here was known on {words.day(known)}. Shown as known today instead."
    if known > words.today():
        return None, f"{words.day(known)} lies ahead. Shown as known today instead."
    return (None if known == words.today() else known), ""
