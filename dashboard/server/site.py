"""Where and how the dashboard is served: to this machine alone, or at an address that others type."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from dashboard.server.errors import SiteError
from dashboard.server.sign_in import SignIn

ADDRESS = "127.0.0.1"
LOOPBACK = ("localhost", ADDRESS, "[::1]")
_HOST = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:]+\]", re.ASCII)


@dataclass(frozen=True)
class Site:
    """One way of serving. `url` is the public address, "" for this machine alone; `proxies` are the addresses whose word
    on a visitor's own address is taken; `replica` tells servers of one installation apart.
    """

    port: int = 8501
    address: str = ADDRESS
    url: str = ""
    proxies: tuple[str, ...] = ()
    replica: str = ""
    metrics_port: int = 0
    sign_in: SignIn | None = None

    @property
    def local(self) -> bool:
        """Whether only the person at this machine can reach it."""
        return not self.url

    @property
    def secure(self) -> bool:
        """Whether readers come by https."""
        return self.url.startswith("https:")

    @property
    def hosts(self) -> list[str]:
        """The hosts that pages are served at; any other gets 421."""
        return [*LOOPBACK, *([urlsplit(self.url).hostname or ""] if self.url else [])]

    @property
    def opened_at(self) -> str:
        """The address that the person who started it opens."""
        return self.url or f"http://localhost:{self.port}"

    def settings(self) -> dict[str, Any]:
        """Return the settings of Streamlit that no configuration file may loosen, and those of this run."""
        return {
            "server.port": self.port, "server.address": self.address, "server.headless": True,
            "server.fileWatcherType": "none", "server.enableXsrfProtection": True, "server.enableCORS": True,
            "server.corsAllowedOrigins": [self.url] if self.url else [],
            "server.enableStaticServing": False, "server.allowedHosts": self.hosts, "server.enableAgentApi": False,
            "server.trustedUserHeaders": self.sign_in.headers() if self.sign_in else {},
            "server.baseUrlPath": "", "server.unsafeMetricsUserAttributes": [], "secrets.files": [],
            "client.allowedOrigins": [self.url or f"http://localhost:{self.port}"],
            "global.developmentMode": False, "global.e2eTest": False,
            "client.showErrorDetails": "none", "client.disableDataExport": True, "client.toolbarMode": "viewer",
            "browser.gatherUsageStats": False, "runner.magicEnabled": False, "logger.hideWelcomeMessage": True,
        }  # fmt: skip

    def check_environment(self, given: Mapping[str, str]) -> None:
        """Raise SiteError in words when a variable asks Streamlit for what is fixed here, such as its agent interface."""
        fixed = {"STREAMLIT_" + re.sub(r"\.|(?<=[a-z])(?=[A-Z])", "_", name).upper() for name in self.settings()}
        if found := sorted(fixed & set(given)):
            raise SiteError(
                f"The environment sets {', '.join(found)}, which Kyakhta sets itself where it serves others. Take it out "
                "(`unset`, or the line `Environment=` of the unit). Nothing was started."
            )


def to_others(
    port: int,
    address: str,
    url: str,
    proxies: str = "",
    replica: str = "",
    metrics_port: int = 0,
    sign_in: SignIn | None = None,
) -> Site:
    """Return the site that serves readers elsewhere. Raises SiteError in words when one of its words cannot be used."""
    parts = urlsplit(url.strip())
    host = (parts.hostname or "") if ":" not in (parts.hostname or "") else f"[{parts.hostname}]"
    whole = parts.scheme in ("http", "https") and parts.path in ("", "/") and not (parts.query or parts.fragment)
    if not (whole and _HOST.fullmatch(host) and parts.username is None):
        raise SiteError(
            f"“{url}” is no public address. Write what readers type, with https and without a page: "
            "`--url https://trade.example.org`. Nothing was started."
        )
    named = parts.netloc.lower()
    trusted = tuple(one.strip() for one in proxies.split(",") if one.strip())
    if sign_in and sign_in.header and not trusted:
        raise SiteError(
            "People sign in by a header of the proxy, so say which proxy may set it: `--trust-proxy 127.0.0.1`. "
            "Nothing was started."
        )
    if sign_in and parts.scheme == "http" and host not in LOOPBACK:
        raise SiteError(
            f"People sign in, and {url} is not encrypted: whoever is on the way could take their place. Put a proxy with a "
            f"certificate before it (docs/operating.md) and write `--url https://{named}`. Nothing was started."
        )
    for one in (address, *trusted):
        try:
            ipaddress.ip_network(one, strict=False)
        except ValueError as error:
            raise SiteError(
                f"“{one}” is no address of a network card or a proxy. Write numbers such as 0.0.0.0, 10.0.0.5 or 10.0.0.0/24. "
                "Nothing was started."
            ) from error
    return Site(port, address, f"{parts.scheme}://{named}", trusted, replica, metrics_port, sign_in)
