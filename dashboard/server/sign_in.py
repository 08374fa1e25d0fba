"""Who a visitor is, where the dashboard is served to others: what the settings file says of sign-in, and the checks of each act.

Sign-in is Streamlit's own (OpenID Connect by Authlib) or a header that a proxy sets. What Streamlit leaves open is closed
here: its cookie lasts 30 days, so the end of the token and our own limit of hours are asked at every act, and the roles
of a person are looked up each time.
"""

from __future__ import annotations

import logging
import time
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dashboard.figures import settings
from dashboard.server.errors import SiteError
from etl.office import audit, people, permissions
from etl.office.permissions import Actor
from etl.store import StoreError, account

OPEN, SIGNED_IN = READING = ("open", "signed in")
MOST_HOURS = 12
SHORTEST_SECRET = 32
NOT_SET_UP = (
    "This dashboard is served to others, and sign-in is not set up: nobody can change data through it. "
    "Start it for this machine alone (`kyakhta run`), or use `kyakhta add` where it runs."
)
RAN_OUT = "Your sign-in has run out. Sign in again; nothing was changed."
ELSEWHERE = "This sign-in was made for another program. Sign in again; nothing was changed."
OPEN_TOO_LONG = "This window has been open too long. Load the page again; nothing was changed."
TAKEN_OFF = "You were taken off the list of people by a keeper, so you cannot change anything. Ask them."
KEYS = {
    "client_id": str, "client_secret": str, "server_metadata_url": str, "cookie_secret": str, "reading": str,
    "max_session_hours": int, "groups_claim": str, "name_claim": str, "header": str, "name_header": str,
    "groups_header": str,
}  # fmt: skip
PROVIDER = ("client_id", "client_secret", "server_metadata_url")


@dataclass(frozen=True)
class SignIn:
    """How people sign in: with a provider, or by a header of the proxy; and which groups bring which roles."""

    client_id: str = ""
    client_secret: str = field(default="", repr=False)
    server_metadata_url: str = ""
    cookie_secret: str = field(default="", repr=False)
    reading: str = OPEN
    max_session_hours: int = 8
    groups_claim: str = "groups"
    name_claim: str = "name"
    header: str = ""
    name_header: str = ""
    groups_header: str = ""
    groups: Mapping[str, str] = field(default_factory=dict)  # group to role

    def secrets(self, url: str) -> dict[str, Any]:
        """Return what Streamlit's sign-in is told, for the public address; {} where a header does it."""
        if not self.client_id:
            return {}
        told = {name: getattr(self, name) for name in PROVIDER}
        return {"auth": told | {"redirect_uri": f"{url}/oauth2callback", "cookie_secret": self.cookie_secret}}

    def headers(self) -> dict[str, str]:
        """Return the headers of the proxy by the name under which Streamlit shall hand them on."""
        named = {self.header: "sub", self.name_header: "name", self.groups_header: "groups"}
        return {header: claim for header, claim in named.items() if header} if self.header else {}


def read(path: Path) -> SignIn:
    """Return what a settings file says. Raises SiteError in words for whatever cannot be used."""
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise SiteError(f"The settings file {path} cannot be read: {error.strerror}. Nothing was started.") from error
    except (ValueError, UnicodeDecodeError) as error:
        raise SiteError(f"The settings file {path} is not TOML: {error}. Nothing was started.") from error
    wrong = [f"“{name}”" for name in told if name not in ("sign_in", "roles")]
    given = told.get("sign_in", {})
    wrong += [
        f"“{name}” in [sign_in]" for name, value in given.items() if not isinstance(value, KEYS.get(name, type(None)))
    ]
    if wrong:
        known = f"There are [roles] and [sign_in] with {', '.join(KEYS)}"
        raise SiteError(f"{path}: {', '.join(wrong)} cannot be used. {known}. Nothing was started.")
    roles = told.get("roles", {})
    unknown = sorted(set(roles) - set(permissions.ROLES))
    if unknown or not all(isinstance(groups, list) for groups in roles.values()):
        raise SiteError(
            f'{path}: [roles] gives each role a list of groups, such as reviewer = ["trade-reviewers"]; '
            f"the roles are {', '.join(permissions.ROLES)}. Nothing was started."
        )
    made = SignIn(**given, groups={str(group): role for role, groups in roles.items() for group in groups})
    if faults := _faults(made):
        raise SiteError(f"{path}: {' '.join(faults)} Nothing was started.")
    return made


def _faults(one: SignIn) -> list[str]:
    """Return what is wrong with settings, a sentence each."""
    given = [bool(getattr(one, name)) for name in PROVIDER]
    found = []
    if any(given) is bool(one.header) or any(given) != all(given):
        found.append(f"Name either a provider by {', '.join(PROVIDER)}, or the header that a proxy sets.")
    if any(given) and len(one.cookie_secret) < SHORTEST_SECRET:
        found.append(
            f"cookie_secret must have {SHORTEST_SECRET} characters or more, drawn by chance and the same on every server."
        )
    if one.reading not in READING:
        found.append(f"reading is one of “{OPEN}” and “{SIGNED_IN}”.")
    if not 1 <= one.max_session_hours <= MOST_HOURS:
        found.append(f"max_session_hours is from 1 to {MOST_HOURS}.")
    return found


_used: list[SignIn] = []


def use(sign_in: SignIn | None) -> None:
    """Let every page of this process know how people sign in; None where nobody can."""
    _used[:] = [sign_in] if sign_in else []


def used() -> SignIn | None:
    """Return how people sign in; None where nobody can."""
    return _used[0] if _used else None


def actor() -> Actor:
    """Return who sits at the page, asked anew at every act. Only what our server serves to this machine alone is local."""
    if settings.local():
        return Actor(account(), local=True)
    one = used()
    if one is None:
        return Actor("somebody", local=False, why_not=NOT_SET_UP)
    import streamlit as st

    now, claims = time.time(), st.user.to_dict()
    if one.header:  # the proxy said it when the window was opened, and is not asked again while it stays open
        claims["iat"] = st.session_state.setdefault("opened", now)
    return judged(one, claims, now)


def judged(one: SignIn, claims: Mapping[str, Any], now: float) -> Actor:
    """Return who the claims of a sign-in make a visitor at a moment (seconds since 1970)."""
    subject = str(claims.get("sub") or "")
    if not subject or (one.client_id and not claims.get("is_logged_in")):
        return Actor("somebody", local=False)
    name = str(claims.get(one.name_claim) or claims.get("name") or claims.get("email") or subject)[:100]
    if why_not := _worth_nothing(one, claims, now):
        return Actor(name, local=False, subject=subject, why_not=why_not)
    groups = claims.get(one.groups_claim) or ()
    groups = groups.split(",") if isinstance(groups, str) else groups
    try:
        roles = people.roles_of(settings.folder(), subject, [str(group).strip() for group in groups], one.groups)
    except StoreError as error:
        return Actor(name, local=False, subject=subject, why_not=str(error))
    if roles is None:
        return Actor(name, local=False, subject=subject, why_not=TAKEN_OFF)
    return Actor(name, local=False, subject=subject, roles=roles)


def _worth_nothing(one: SignIn, claims: Mapping[str, Any], now: float) -> str:
    """Return words when a token is for another program or has ended, or somebody signed in too long ago.

    A claim that is missing or no number counts so. Authlib lets a token of another audience pass that names us beside it.
    """
    ran_out = OPEN_TOO_LONG if one.header else RAN_OUT
    meant_for = claims.get("aud")
    if one.client_id and one.client_id not in (meant_for if isinstance(meant_for, list) else [meant_for]):
        return ELSEWHERE
    try:
        since = float(claims.get("auth_time") or claims["iat"])
        ends = now + 1 if one.header else float(claims["exp"])
    except (KeyError, TypeError, ValueError):
        return ran_out
    return "" if now < ends and now - since + 60 >= 0 and now - since < one.max_session_hours * 3600 else ran_out


def note(who: Actor, what: str, on: str = "", outcome: str = "done") -> None:
    """Record what somebody did, where the dashboard is served to others; a disk that fails is said in the server's own log."""
    if who.local:
        return
    try:
        audit.note(settings.folder(), who, what, on=on, outcome=outcome)
    except OSError as error:
        logging.getLogger("kyakhta").error("what %s did could not be recorded: %s", who.name, error.strerror)  # noqa: TRY400  words, no traceback


def may_read(who: Actor) -> bool:
    """Return whether somebody may see the pages: everybody, or those who signed in and were not taken off."""
    one = used()
    return one is None or one.reading == OPEN or who.local or bool(who.roles)


def may_ask(cookies: Mapping[str, str], headers: Mapping[str, str]) -> bool:
    """Return whether a request beside the pages (search, values at a point) comes from somebody who may see them."""
    one = used()
    if one is None or one.reading == OPEN or settings.local():
        return True
    now = time.time()
    return may_read(judged(one, _claims(one, cookies, headers, now), now))


def _claims(one: SignIn, cookies: Mapping[str, str], headers: Mapping[str, str], now: float) -> Mapping[str, Any]:
    if one.header:
        said = {claim: headers[name.lower()] for name, claim in one.headers().items() if name.lower() in headers}
        return said | {"iat": now}
    import json

    from streamlit.web.server.starlette import starlette_server_config, starlette_websocket

    told = starlette_websocket._get_signed_cookie_with_chunks(dict(cookies), starlette_server_config.USER_COOKIE_NAME)
    claims = json.loads(told) if told else {}
    return claims if isinstance(claims, dict) else {}
