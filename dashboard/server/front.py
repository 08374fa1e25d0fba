"""The page that Streamlit's front end starts from, with our title and without guesses about where the server is.

As it ships, the front end asks every address of the form /trade/_stcore/health first and only then /_stcore/health, and
loads a font that no page here uses. Told where the server is, it asks once. The script that tells it is a file of ours,
so that the policy needs no exception; what else a page does without the server is there too: charts are drawn and read by
the script of `dashboard/draw`, the find box has its own, the rest is in the files of SCRIPTS.
"""

from __future__ import annotations

import re
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import quote

from dashboard.draw import browser
from dashboard.exhibits import catalogue, permalink
from dashboard.server import find, points
from dashboard.server.guard import Message, Next, Receive, Send

INDEX = Path(find_spec("streamlit").origin).parent / "static" / "index.html"  # type: ignore[union-attr,arg-type]
SCRIPTS = ("front.js", "reader.js", "orientation.js", "grid.js")
OURS = [Path(__file__).with_name(name).read_text(encoding="utf-8") for name in SCRIPTS]
START = 'window.__streamlit={BACKEND_BASE_URL:window.location.origin+"/"};'
SCRIPT = "\n".join([START, browser.script(), *OURS, find.SCRIPT])
ADDRESS = "/start.js"
NOWHERE = "nowhere"  # the page of pages.csv for an address that leads nowhere
SERVED = {
    "_stcore",
    "static",
    "media",
    "component",
    "fonts",
    "app",
    "start.js",
    "find",
    "point",
    "healthz",
    "feed.atom",
    "readyz",
    "auth",
    "oauth2callback",
}  # of what is no page
TITLE = "Kyakhta · China–Russia trade"
FONTS = ("SourceSans3-Regular", "SourceSans3-SemiBold")


def page(index: str) -> str:
    """Return Streamlit's start page as ours: absolute addresses, our title, our fonts fetched early."""
    ours = index.replace('"./', '"/')
    ours = re.sub(r"<link\s+rel=\"preload\"[^>]*?SourceSansVF[^>]*?/>", "", ours)
    ours = re.sub(r"<link\s+rel=\"service-desc\"[^>]*?/>", "", ours)
    ours = re.sub(r"<title>.*?</title>", f"<title>{TITLE}</title>", ours)
    fonts = "".join(
        f'<link rel="preload" href="/fonts/{name}.woff2" as="font" type="font/woff2" crossorigin />' for name in FONTS
    )
    style = f'<link rel="stylesheet" href="{find.STYLE_ADDRESS}" />'
    return ours.replace(
        '<script type="module"', f'{fonts}{style}<script src="{ADDRESS}"></script><script type="module"', 1
    )


def lead_back(asked: str, accepted: str) -> str:
    """Return where a browser is sent that asks for a page that is not there, or "" for anything else.

    `asked` is the path, `accepted` what the browser takes: a page is asked for as text/html, scripts and files are not.
    """
    first = asked.strip("/").partition("/")[0]
    if "text/html" not in accepted or first in SERVED:
        return ""
    if asked.strip("/") == permalink.FIRST_PAGE:
        return "/"  # where it stands; Streamlit knows it under no other address
    if asked.strip("/") in {"", *catalogue.pages()}:
        return ""
    return f"/{NOWHERE}?asked={quote(asked.strip('/')[:100])}"


class Signpost:
    """ASGI middleware: sends a browser that asks for a page that is not there to the page that says so."""

    def __init__(self, app: Next) -> None:
        self._app = app

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Pass a request on, or answer it with the way to the page of wrong addresses."""
        accepted = b" ".join(value for name, value in scope.get("headers", []) if name.lower() == b"accept")
        to = lead_back(scope["path"], accepted.decode("latin-1")) if scope["type"] == "http" else ""
        if not to:
            await self._app(scope, receive, send)
            return
        query = scope.get("query_string", b"")
        where = to.encode() + (b"?" + query if query and to == "/" else b"")
        await send({"type": "http.response.start", "status": 303, "headers": [(b"location", where)]})
        await send({"type": "http.response.body", "body": b""})


def routes() -> list[Any]:
    """Return the routes of the start page, one for each page of pages.csv, and of its script."""
    from starlette.requests import Request
    from starlette.responses import HTMLResponse, Response
    from starlette.routing import Route

    text = page(INDEX.read_text(encoding="utf-8"))

    async def start(_request: Request) -> Response:
        return HTMLResponse(text, headers={"Cache-Control": "no-cache"})

    async def script(_request: Request) -> Response:
        return Response(SCRIPT, media_type="text/javascript", headers={"Cache-Control": "no-cache"})

    paths = ["/", *(f"/{name}" for name in catalogue.pages())]
    return [Route(ADDRESS, script), points.route(), *(Route(path, start) for path in paths)]
