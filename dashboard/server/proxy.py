"""What only a trusted proxy may say of a visitor: from anybody else it is taken away before anything reads it."""

from __future__ import annotations

from dashboard.server.guard import Message, Next, Receive, Send

FORWARDED = ("x-forwarded-for", "x-forwarded-proto", "x-forwarded-host", "forwarded", "x-real-ip")


class ProxyOnly:
    """ASGI middleware, the outermost: drops headers of identity and origin that come from elsewhere than the proxies.

    A proxy that adds its own header behind one that the visitor sent has not taken it away: what is named twice says nothing.
    """

    def __init__(self, app: Next, proxies: tuple[str, ...], headers: tuple[str, ...]) -> None:
        from uvicorn.middleware.proxy_headers import _TrustedHosts

        self._app = app
        self._trusted = _TrustedHosts(list(proxies))
        self._identity = {name.lower().encode() for name in headers}
        self._dropped = {*self._identity, *(name.encode() for name in FORWARDED)}

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Pass a request or a socket on, without what its sender may not say."""
        if scope["type"] in ("http", "websocket"):
            names = [name.lower().replace(b"_", b"-") for name, _ in scope["headers"]]
            twice = {name for name in self._identity if names.count(name) > 1}
            dropped = twice if (scope.get("client") or ("",))[0] in self._trusted else self._dropped
            kept = [pair for name, pair in zip(names, scope["headers"], strict=True) if name not in dropped]
            scope = {**scope, "headers": kept}
        await self._app(scope, receive, send)
