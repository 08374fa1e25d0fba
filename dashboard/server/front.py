"""The page that Streamlit's front end starts from, with our title and without guesses about where the server is.

As it ships, the front end asks every address of the form /trade/_stcore/health first and only then /_stcore/health, and
loads a font that no page here uses. Told where the server is, it asks once. The script that tells it is a file of ours,
so that the policy needs no exception; what else a page does without the server is there too: charts are drawn and read by
the script of `dashboard/draw`, the find box has its own, the rest is front.js and reader.js.
"""

from __future__ import annotations

import re
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from dashboard.draw import browser
from dashboard.exhibits import catalogue
from dashboard.server import find, points

INDEX = Path(find_spec("streamlit").origin).parent / "static" / "index.html"  # type: ignore[union-attr,arg-type]
OURS = [Path(__file__).with_name(name).read_text(encoding="utf-8") for name in ("front.js", "reader.js")]
START = 'window.__streamlit={BACKEND_BASE_URL:window.location.origin+"/"};'
SCRIPT = "\n".join([START, browser.script(), *OURS, find.SCRIPT])
ADDRESS = "/start.js"
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
