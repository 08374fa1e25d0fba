"""What only a trusted proxy may say of a visitor: from anybody else it is taken away before anything reads it."""

from __future__ import annotations

from dashboard.server.guard import Message, Next, Receive, Send

FORWARDED = ("x-forwarded-for", "x-forwarded-proto", "x-forwarded-host", "forwarded", "x-real-ip")


class ProxyOnly:
    """ASGI middleware, the outermost: drops headers of identity and origin that come from elsewhere than the proxies."""

    def __init__(self, app: Next, proxies: tuple[str, ...], headers: tuple[str, ...]) -> None:
        from uvicorn.middleware.proxy_headers import _TrustedHosts

        self._app = app
        self._trusted = _TrustedHosts(list(proxies))
        self._dropped = {name.lower().encode() for name in (*FORWARDED, *headers)}

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Pass a request or a socket on, without what its sender may not say."""
        if scope["type"] in ("http", "websocket") and (scope.get("client") or ("",))[0] not in self._trusted:
            kept = [pair for pair in scope["headers"] if pair[0].lower().replace(b"_", b"-") not in self._dropped]
            scope = {**scope, "headers": kept}
        await self._app(scope, receive, send)
