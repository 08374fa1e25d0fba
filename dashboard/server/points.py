"""Where a point of a chart leads: the publication behind it, asked for with one click and without running the page again."""

from __future__ import annotations

from html import escape
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from dashboard.exhibits import catalogue, evidence, permalink
from dashboard.exhibits.model import Exhibit, NothingToShow
from dashboard.figures import served, words
from dashboard.looks import Request, look
from etl.store import StoreError

ADDRESS = "/point"
GONE = "This point is no longer there. Reload the page and choose it again."


def box(exhibit: Exhibit, row: int) -> str:
    """Return what stands behind one row of an exhibit, as markup."""
    record = exhibit.table.iloc[row].to_dict()
    value = f"{evidence.figure(record)} {evidence.unit(record['series'])}".strip()
    status = evidence.STATUS.get(record["status"], record["status"])
    return (
        f'<div class="ky-point" role="status"><p><b>{escape(evidence.row_name(exhibit, record))}: {escape(value)}</b> '
        f'<span class="muted">{escape(status)}, known since {words.day(record["vintage"])}</span></p>'
        f'<div class="muted">{evidence.origin_html(exhibit, record["citation"])}</div></div>'
    )


def answer(link: str, chart: str, row: str) -> str:
    """Return the box of one row of a chart as its `link` shows it, or a sentence that says what to do."""
    try:
        asked = _request(link, chart)
        exhibit = look(asked).exhibit
        if not row.isdecimal() or int(row) >= len(exhibit.table):
            raise NothingToShow(GONE)
        return box(exhibit, int(row))
    except (NothingToShow, StoreError) as reason:
        return f'<p role="status">{escape(str(reason))}</p>'


def _request(link: str, chart: str) -> Request:
    """Return the request that a link of ours stands for. Raises NothingToShow when it is none."""
    line = catalogue.catalogue().get(chart)
    if line is None:
        raise NothingToShow(GONE)
    state = permalink.read(dict(parse_qsl(urlsplit(link).query)), line["page"])
    return Request.for_chart(chart, state.picks[chart], state.edition or served.newest(), state.as_of)


def route() -> Any:
    """Return the route of the boxes; editions and days do not change, so a browser may keep an answer."""
    from starlette.concurrency import run_in_threadpool
    from starlette.requests import Request as Asked
    from starlette.responses import HTMLResponse, Response
    from starlette.routing import Route

    async def point(asked: Asked) -> Response:
        told = asked.query_params
        found = await run_in_threadpool(answer, told.get("link", ""), told.get("chart", ""), told.get("row", ""))
        return HTMLResponse(found, headers={"Cache-Control": "private, max-age=300"})

    return Route(ADDRESS, point)
