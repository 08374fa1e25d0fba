"""The feed of editions, `/feed.atom`: what was decided on the figures, newest first, each with the link that shows it.

Only what already counts is in it; the file's own name and the reviewer's words stay with those who may see them.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from xml.etree import ElementTree

from dashboard.exhibits import permalink
from dashboard.figures import served, settings
from etl.store import Edition, Entry, Store
from etl.tables import registry

ADDRESS = "/feed.atom"
ATOM = "http://www.w3.org/2005/Atom"
MOST = 50  # entries
DID = {
    "accept": "New figures",
    "withdraw": "Figures withdrawn",
    "restore": "Figures put back",
    "publish": "Figures reviewed",
}


def routes() -> list[Any]:
    """Return the route of the feed."""
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import Route

    def feed(request: Request) -> Response:  # not async: it reads the disk
        here = settings.public_address() or str(request.base_url).rstrip("/")
        tag, body = f'"{served.newest()}"', build(here)
        headers = {"ETag": tag, "Cache-Control": "no-cache"}
        if request.headers.get("if-none-match") == tag:
            return Response(status_code=304, headers=headers)
        return Response(body, media_type="application/atom+xml", headers=headers)

    return [Route(ADDRESS, feed, methods=["GET"])]


def build(here: str) -> bytes:
    """Return the feed as it is now, its links beginning with `here`. Raises StoreError in words."""
    store = Store(settings.folder())
    edition = Edition.parse(store.edition())
    entries = store.history()[-MOST:][::-1]
    feed = ElementTree.Element("feed", xmlns=ATOM)
    _add(feed, "title", "Kyakhta: editions")
    _add(feed, "id", f"{here}{ADDRESS}")
    _add(feed, "updated", _whole_seconds(entries[0].at) if entries else f"{edition.base}T00:00:00Z")
    ElementTree.SubElement(feed, "link", rel="self", href=f"{here}{ADDRESS}")
    _add(ElementTree.SubElement(feed, "author"), "name", "Kyakhta")
    for one in _entries(entries, edition.base, here):
        feed.append(one)
    return bytes(ElementTree.tostring(feed, encoding="utf-8", xml_declaration=True))


def _entries(entries: Iterable[Entry], base: str, here: str) -> Iterable[ElementTree.Element]:
    """Yield an entry for each decision, then one for the figures that ship."""
    for one in entries:
        line = registry.table("sources").get(one.source)
        whose = f"{line['publisher']}: {line['title']}" if line else one.source
        named = str(Edition(base, one.number))
        yield _entry(
            f"{DID[one.kind]}, {whose}", named, _whole_seconds(one.at), here, f"Edition {named}. Reason: {one.reason}."
        )
    shipped = str(Edition(base, 0))
    yield _entry(f"Figures that ship, {base}", shipped, f"{base}T00:00:00Z", here, f"Edition {shipped}.")


def _entry(title: str, edition: str, at: str, here: str, words: str) -> ElementTree.Element:
    link = here + permalink.link("sources", {}, edition)
    entry = ElementTree.Element("entry")
    _add(entry, "title", title)
    _add(entry, "id", link)
    _add(entry, "updated", at)
    ElementTree.SubElement(entry, "link", href=link)
    _add(entry, "summary", words)
    return entry


def _add(parent: ElementTree.Element, name: str, text: str) -> None:
    ElementTree.SubElement(parent, name).text = text


def _whole_seconds(at: str) -> str:
    return at[:19] + "Z"
