"""What a machine asks of the server: whether it lives, whether it is ready, and its counts.

`/healthz` answers as long as the process does; `/readyz` once the figures are read and while they can be read, with the
edition; the counts in Prometheus' form stand on a port of their own, which readers do not reach.
"""

from __future__ import annotations

from typing import Any

from dashboard.server.errors import PortTaken

ALIVE, READY = "/healthz", "/readyz"
METRICS_ADDRESS = "127.0.0.1"


def routes() -> list[Any]:
    """Return the routes of both questions."""
    from starlette.requests import Request
    from starlette.responses import JSONResponse, PlainTextResponse, Response
    from starlette.routing import Route

    async def alive(_request: Request) -> Response:
        return PlainTextResponse("alive\n", headers={"Cache-Control": "no-store"})

    def ready(_request: Request) -> Response:  # not async: it reads the disk
        status, told = readiness()
        return JSONResponse(told, status, headers={"Cache-Control": "no-store"})

    return [Route(ALIVE, alive), Route(READY, ready)]


def readiness() -> tuple[int, dict[str, Any]]:
    """Return 200 and the edition when pages can be shown, else 503 and why; `writable` says whether decisions can be saved."""
    from dashboard.figures import served, settings
    from etl.store import Store, StoreError

    store = Store(settings.folder())
    try:
        edition = served.newest()
        served.figures()
    except StoreError as error:
        return 503, {"ready": False, "why": error.problem.found}
    cannot = store.cannot_write()
    return 200, {"ready": True, "edition": edition, "writable": cannot is None, "why": cannot.found if cannot else ""}


def serve_metrics(port: int) -> None:
    """Answer with the counts on a port of this machine, in a thread of its own. Raises PortTaken in words."""
    import prometheus_client
    from prometheus_client.core import CollectorRegistry

    registry = CollectorRegistry()
    prometheus_client.ProcessCollector(registry=registry)
    registry.register(Counts())
    try:
        prometheus_client.start_http_server(port, METRICS_ADDRESS, registry)
    except OSError as error:
        raise PortTaken(
            f"The counts cannot be served on port {port}: {error.strerror}. Choose another: `--metrics-port {port + 1}`. "
            "Nothing was started."
        ) from error


class Counts:
    """What Prometheus collects: open sessions, files that wait in memory, the number of decisions, readiness."""

    def collect(self) -> list[Any]:
        """Return the counts as they are now."""
        from prometheus_client.core import GaugeMetricFamily

        from dashboard.figures import settings
        from dashboard.server import parked
        from etl.store import Store

        status, _ = readiness()
        told = {
            "kyakhta_ready": ("1 when pages can be shown", float(status == 200)),
            "kyakhta_sessions": ("Windows that are open", float(sessions())),
            "kyakhta_waiting_bytes": ("Bytes of files that wait in memory", float(sum(parked.held().values()))),
            "kyakhta_decisions": ("Number of the last decision", float(Store(settings.folder()).head())),
        }
        return [GaugeMetricFamily(name, words, value=value) for name, (words, value) in told.items()]


def sessions() -> int:
    """Return how many windows are open."""
    from streamlit import runtime

    return len(runtime.get_instance()._session_mgr.list_active_sessions()) if runtime.exists() else 0
