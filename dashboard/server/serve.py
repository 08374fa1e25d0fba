"""Serving the dashboard: one process, warmed before the first visitor, with the garbage collector's work done once.

Streamlit collects garbage after every run of a page. What outlives the runs is frozen from time to time, so a run walks
only over what it made itself; pictures are kept as JSON text, which the collector does not walk over at all.
"""

from __future__ import annotations

import gc
import itertools
import logging
import os
import socket
import sys
import threading
import time
import urllib.error
import urllib.request
import webbrowser
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

from dashboard.figures import settings as place
from dashboard.server import health, sign_in
from dashboard.server.errors import PortTaken, SiteError
from dashboard.server.site import ADDRESS, Site
from etl import read

HERE = Path(__file__).parents[1]
TICK = 1  # seconds between looks at the clock
DAY = 24 * 60 * 60
FREEZE, THAW = 20, 15  # seconds between two freezings, and after how many of them all is looked at again
LOG = logging.getLogger("kyakhta")


Failed = Callable[[Exception], None]  # says on the page that it could not be shown


def serve(site: Site, data: Path, failed: Failed, *, open_browser: bool) -> int:
    """Serve the dashboard on the figures in `data` until stopped; return 0, or 1 after a sentence.

    `failed` is called with the error of a page that could not be shown.
    """
    try:
        if not site.local:
            site.check_environment(os.environ)
        check_port(site.port, site.address)
        if site.metrics_port:
            health.serve_metrics(site.metrics_port)
    except (PortTaken, SiteError) as reason:
        print(f"kyakhta: {reason}", file=sys.stderr)
        return 1
    place.use(data)
    place.serve_to_others(not site.local)
    place.use_address(site.url)
    sign_in.use(site.sign_in)
    os.chdir(HERE.parent)  # .streamlit/config.toml is read from here
    sys.argv = [str(HERE / "app.py")]
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s %(levelname)s %(message)s")
    logging.getLogger("httpx").setLevel(logging.WARNING)
    print(f"Kyakhta answers at {site.opened_at} (stop with Ctrl+C).", flush=True)
    if weak := read.weaknesses():
        print(f"kyakhta: {weak}", file=sys.stderr, flush=True)
    if open_browser:
        threading.Thread(target=_open, args=(f"http://localhost:{site.port}",), daemon=True).start()
    _run(application(failed, site), site)
    return 0


def _run(app: Any, site: Site) -> None:
    """Serve until stopped. The server binds the port itself: its own sockets let small messages leave at once.

    `streamlit.App.run` hands it a socket that waits up to 40 ms for an acknowledgement, once or twice a page.
    """
    import uvicorn
    from streamlit.runtime.runtime_util import get_max_message_size_bytes
    from streamlit.web import bootstrap

    bootstrap.load_config_options({name.replace(".", "_"): value for name, value in site.settings().items()})
    uvicorn.run(
        app, host=site.address, port=site.port, access_log=False, log_level="warning", ws="websockets-sansio",
        ws_max_size=get_max_message_size_bytes(), ws_per_message_deflate=False, proxy_headers=False, server_header=False,
    )  # fmt: skip


def check_port(port: int, address: str = ADDRESS) -> None:
    """Raise PortTaken in words when nothing can listen on a port of this machine."""
    try:
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as tried:
            tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            tried.bind((address, port))
    except OverflowError as error:
        raise PortTaken(f"{port} is not a port. Choose one from 1024 to 65535: `--port 8502`.") from error
    except PermissionError as error:
        do = "Choose one from 1024 on: `--port 8501`."
        raise PortTaken(f"Port {port} may not be used by this account. {do}") from error
    except OSError as error:
        do = f"Stop it, or choose another port: `--port {port + 1}`. Nothing was started."
        raise PortTaken(f"Port {port} is in use by another program. {do}") from error


def application(failed: Failed, site: Site) -> Any:
    """Return the ASGI application: pages, fonts, headers and the gate before uploads, warmed when it starts."""
    import streamlit
    from starlette.middleware import Middleware
    from starlette.routing import Mount
    from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

    from dashboard.server import feed, find, front
    from dashboard.server.guard import Guard
    from dashboard.server.proxy import ProxyOnly

    def told(error: Exception) -> bool:
        failed(error)
        return True

    return streamlit.App(
        HERE / "app.py",
        lifespan=_lifespan,
        routes=[*front.routes(), *find.routes(), *health.routes(), *feed.routes(), Mount("/fonts", _fonts())],
        middleware=[
            Middleware(ProxyOnly, proxies=site.proxies, headers=tuple(site.sign_in.headers()) if site.sign_in else ()),
            Middleware(ProxyHeadersMiddleware, trusted_hosts=list(site.proxies)),
            Middleware(Guard, index=front.INDEX, secure=site.secure),
            Middleware(front.Signpost),
        ],
        secrets=site.sign_in.secrets(site.url) if site.sign_in else None,
        on_script_error=told,
    )


def _fonts() -> Any:
    """Return the route of the bundled fonts: only WOFF2 files, kept by the browser for a year."""
    from starlette.responses import Response
    from starlette.staticfiles import StaticFiles

    class Fonts(StaticFiles):
        async def get_response(self, path: str, scope: Any) -> Response:
            if not path.endswith(".woff2"):
                return Response("There is nothing at this address.", 404)
            answer = await super().get_response(path, scope)
            answer.headers["Cache-Control"] = "public, max-age=31536000, immutable"
            return answer

    return Fonts(directory=HERE / "assets" / "fonts")


@asynccontextmanager
async def _lifespan(_app: Any) -> AsyncIterator[dict[str, Any]]:
    """Warm the process before the first visitor, the rest of the charts beside them."""
    import pandas  # noqa: F401  all imported here, so that the first visitor does not wait for them
    import pyarrow  # noqa: F401

    from dashboard.looks import warming
    from dashboard.server import parked
    from etl.intake import add_command

    add_command.catch_up(place.folder())
    warming.warm(first=True)
    _freeze()
    threading.Thread(target=_warm_rest, daemon=True).start()
    parked.keep_sweeping()
    threading.Thread(target=_look_daily, daemon=True).start()
    threading.Thread(target=_keep_time, daemon=True).start()
    threading.Thread(target=_keep_frozen, daemon=True).start()
    yield {}


def _warm_rest() -> None:
    """Draw every chart once as it first opens, make ready for an upload, then freeze what that left behind."""
    from dashboard.figures import served
    from dashboard.find import finder
    from dashboard.looks import warming
    from dashboard.overview import headline_changes, state_of_play
    from etl.store import StoreError

    started = time.monotonic()
    state_of_play.warm()
    warming.warm()
    finder.warm()
    if place.local() or sign_in.used():
        with suppress(StoreError):  # the pages say what is wrong with the figures
            headline_changes.warm(place.folder(), served.newest())
    _freeze()
    LOG.info("all charts drawn once in %.1f s", time.monotonic() - started)


def _look_daily() -> None:
    """Read every byte behind the figures at the start and once a day; what is damaged is said here and on the pictures."""
    from dashboard import looks
    from dashboard.figures import health

    while True:
        found, moved = health.check(place.folder())
        for problem in found:
            LOG.error("%s", problem)
        if moved:
            looks.forget()
        time.sleep(DAY)


def _keep_time() -> None:
    """Let each accepted proposal go out at its minute, whether or not anybody reads, and build anew after it."""
    from dashboard.figures import served
    from etl.intake import add_command

    while True:
        if served.let_go():
            add_command.rebuilt(place.folder())
        time.sleep(TICK)


def _freeze() -> None:
    gc.collect()
    gc.freeze()


def freeze_again(turn: int) -> None:
    """Take what sessions and caches keep out of the collector's way; each THAW-th turn look at all of it first.

    Without it every run of a page walks over all that was loaded since the start: nine tenths of a small page's time. What
    was frozen and let go in a circle since is found at the next thaw.
    """
    if turn % THAW == 0:
        gc.unfreeze()
    _freeze()


def _keep_frozen() -> None:
    for turn in itertools.count(1):
        time.sleep(FREEZE)
        freeze_again(turn)


def _open(url: str) -> None:
    """Open the browser once the server answers."""
    for _ in range(100):
        try:
            with urllib.request.urlopen(f"{url}/_stcore/health", timeout=1):  # noqa: S310  our own address
                webbrowser.open(url)
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
