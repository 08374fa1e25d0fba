"""The route of the box over everything: `/find?q=crude+russia&v=…&as_of=…` answers in JSON, within the edition and day of the page.

Only what any page of the same address shows is answered; the script of the box is part
of the start page's own script (`front`).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from dashboard.exhibits import permalink
from dashboard.find import finder
from etl.store import StoreError

HERE = Path(finder.__file__).parent
SCRIPT = (HERE / "find.js").read_text(encoding="utf-8")
STYLE = (HERE / "find.css").read_text(encoding="utf-8")
ADDRESS, STYLE_ADDRESS = "/find", "/find.css"


def routes() -> list[Any]:
    """Return the routes of the box: its answers, and its style sheet."""
    from starlette.requests import Request
    from starlette.responses import JSONResponse, Response
    from starlette.routing import Route

    def find(request: Request) -> Response:  # not async: run beside the loop that serves the pages
        status, told = answer(dict(request.query_params))
        return JSONResponse(told, status, headers={"Cache-Control": "no-store"})

    async def style(_request: Request) -> Response:
        return Response(STYLE, media_type="text/css", headers={"Cache-Control": "no-cache"})

    return [Route(ADDRESS, find, methods=["GET"]), Route(STYLE_ADDRESS, style, methods=["GET"])]


def answer(asked: dict[str, str]) -> tuple[int, dict[str, Any]]:
    """Return status and answer of a question: groups of entries, or why there are none; 202 while the entries are being made."""
    state = permalink.read(
        {name: asked[name] for name in (permalink.EDITION, permalink.AS_OF) if name in asked}, "upload"
    )
    question = asked.get("q", "")
    try:
        groups = _within(question, state)
    except StoreError as error:
        return 200, {"groups": [], "problem": str(error)}
    if groups is None:
        return 202, {"groups": [], "problem": "The figures are being read. Ask again in a second."}
    return 200, {"groups": [group._asdict() for group in groups]}


def _within(question: str, state: permalink.State) -> list[Any] | None:
    """Return the groups within an edition; of one that is not there those of the newest, as the page shows."""
    try:
        return finder.answer(question, state.edition, state.as_of)
    except StoreError:
        if not state.edition:
            raise
        return finder.answer(question, None, state.as_of)
