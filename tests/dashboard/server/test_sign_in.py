"""Who a visitor is: the settings file, every way a token can be worth nothing, and what only a proxy may say."""

import pytest

from dashboard.figures import settings
from dashboard.server import sign_in
from dashboard.server.errors import SiteError
from dashboard.server.proxy import ProxyOnly
from dashboard.server.sign_in import SignIn, judged
from dashboard.server.site import to_others
from etl.office import people
from etl.office.permissions import OWN, Actor, allowed, here
from etl.store import process
from tests.dashboard.server.test_guard import ask
from tests.support import apart

NOW = 1_790_000_000.0
SECRET = "drawn-by-chance-and-long-enough-to-sign-with"
PROVIDER = {
    "client_id": "kyakhta",
    "client_secret": "s",
    "server_metadata_url": "https://idp.test/x",
    "cookie_secret": SECRET,
}
ONE = SignIn(**PROVIDER, groups={"trade-in": "contributor"})
CLAIMS = {
    "sub": "id-ben",
    "name": "Ben",
    "is_logged_in": True,
    "aud": "kyakhta",
    "iat": NOW - 60,
    "exp": NOW + 600,
    "groups": ["trade-in"],
}
FILE = """
[sign_in]
client_id = "kyakhta"
client_secret = "s"
server_metadata_url = "https://idp.test/.well-known/openid-configuration"
cookie_secret = "drawn-by-chance-and-long-enough-to-sign-with"
max_session_hours = 4

[roles]
contributor = ["trade-in"]
reviewer = ["trade-check", "heads"]
"""


@pytest.fixture(autouse=True)
def elsewhere(monkeypatch, tmp_path):
    process.forget()
    monkeypatch.setenv(settings.SERVED, settings.OTHERS)
    monkeypatch.setenv(settings.VARIABLE, str(tmp_path))
    sign_in.use(ONE)
    yield tmp_path
    sign_in.use(None)


def test_a_settings_file_is_read(tmp_path):
    path = tmp_path / "kyakhta.toml"
    path.write_text(FILE)
    one = sign_in.read(path)
    assert one.groups == {"trade-in": "contributor", "trade-check": "reviewer", "heads": "reviewer"}
    assert (one.max_session_hours, one.reading) == (4, "open")
    told = one.secrets("https://trade.example.org")["auth"]
    assert told["redirect_uri"] == "https://trade.example.org/oauth2callback" and told["cookie_secret"] == SECRET
    assert SECRET not in repr(one) and "client_secret" not in repr(one)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (("client_id", "clientid"), "“clientid” in \\[sign_in\\] cannot be used"),
        (('client_id = "kyakhta"', ""), "either a provider"),
        (("drawn-by-chance-and-long-enough-to-sign-with", "placeholder"), "32 characters"),
        (("= 4", "= 13"), "from 1 to 12"),
        (("= 4", '= "4"'), "“max_session_hours”"),
        (("[roles]", "[rolls]"), "“rolls”"),
        (("reviewer", "boss"), "the roles are reader"),
        (('["trade-in"]', '"trade-in"'), "a list of groups"),
        (("[sign_in]", "[sign_in"), "is not TOML"),
        (("max_session_hours = 4", 'header = "x-user"'), "either a provider"),
        (("max_session_hours = 4", 'reading = "closed"'), "reading is one of"),
    ],
)
def test_what_cannot_be_used_of_it_is_a_sentence(tmp_path, change, says):
    path = tmp_path / "kyakhta.toml"
    path.write_text(FILE.replace(*change))
    with pytest.raises(SiteError, match=says) as told:
        sign_in.read(path)
    assert "Nothing was started" in str(told.value)


def test_a_file_that_is_not_there_is_a_sentence(tmp_path):
    with pytest.raises(SiteError, match="cannot be read"):
        sign_in.read(tmp_path / "none.toml")


def test_a_header_needs_a_proxy_that_may_set_it():
    with pytest.raises(SiteError, match="--trust-proxy"):
        to_others(8501, "127.0.0.1", "https://x.org", sign_in=SignIn(header="x-user"))
    site = to_others(8501, "127.0.0.1", "https://x.org", "127.0.0.1", sign_in=SignIn(header="X-User"))
    assert site.settings()["server.trustedUserHeaders"] == {"X-User": "sub"}


def test_a_sign_in_that_holds():
    who = judged(ONE, CLAIMS, NOW)
    assert who == Actor("Ben", False, "id-ben", frozenset({"reader", "contributor"}))
    assert allowed(who, "stage", OWN).yes


@pytest.mark.parametrize(
    "claims",
    [
        {"exp": NOW - 1},
        {"exp": NOW},
        {"iat": NOW - 8 * 3600 - 1, "exp": NOW + 10**6},
        {"auth_time": NOW - 8 * 3600 - 1, "iat": NOW, "exp": NOW + 10**6},
        {"iat": NOW + 3600},
        {"exp": None},
        {"exp": "soon"},
        {"iat": None},
        {"exp": float("nan")},
    ],
)
def test_a_sign_in_that_has_run_out_changes_nothing_and_says_so(claims):
    who = judged(ONE, CLAIMS | claims, NOW)
    decision = allowed(who, "stage", OWN)
    assert not who.roles and not decision.yes and decision.reason == sign_in.RAN_OUT


@pytest.mark.parametrize("aud", [None, "", "another", ["another"], [], 7, ["another", "kyakhta-test"], "kyakhta-test"])
def test_a_token_for_another_program_is_worth_nothing_here_even_if_it_names_us_beside_it(aud):
    who = judged(ONE, CLAIMS | {"aud": aud, "azp": "kyakhta"}, NOW)
    assert (who.roles, allowed(who, "stage", OWN)) == (frozenset(), (False, sign_in.ELSEWHERE))
    assert judged(ONE, CLAIMS | {"aud": ["another", "kyakhta"], "azp": "kyakhta"}, NOW).roles


def test_what_the_proxy_said_when_a_window_was_opened_holds_as_long_as_a_sign_in(monkeypatch):
    """The proxy is asked when a window opens; a window left open must not decide for ever."""
    one = SignIn(header="X-User", groups_header="X-Groups", max_session_hours=2, groups={"trade-in": "contributor"})
    told = {"sub": "id-ben", "groups": "trade-in", "iat": NOW}
    assert judged(one, told, NOW + 2 * 3600 - 1).roles == {"reader", "contributor"}
    assert allowed(judged(one, told, NOW + 2 * 3600), "stage", OWN) == (False, sign_in.OPEN_TOO_LONG)
    assert not judged(one, {"sub": "id-ben"}, NOW).roles, "nobody knows since when"
    kept = {}
    monkeypatch.setattr("streamlit.session_state", kept)
    monkeypatch.setattr("streamlit.user", type("User", (), {"to_dict": lambda _self: {"sub": "id-ben"}})())
    sign_in.use(one)
    monkeypatch.setattr(sign_in.time, "time", lambda: NOW)
    assert sign_in.actor().roles == {"reader"}
    monkeypatch.setattr(sign_in.time, "time", lambda: NOW + 3 * 3600)
    assert sign_in.actor().why_not == sign_in.OPEN_TOO_LONG, "asked again in the same window"
    assert sign_in.may_ask({}, {"x-user": "id-ben"}), "each request beside the pages carries the header anew"


@pytest.mark.parametrize("claims", [{}, {"sub": ""}, {"is_logged_in": False}, {"sub": None}])
def test_what_is_no_sign_in_is_anybody(claims):
    who = judged(ONE, CLAIMS | claims if claims else {}, NOW)
    assert not who.signed_in and allowed(who, "stage", OWN).reason.startswith("Sign in first")


def test_somebody_taken_off_is_refused_at_their_next_act(elsewhere):
    assert allowed(judged(ONE, CLAIMS, NOW), "stage", OWN).yes
    people.change(elsewhere, here(), people.REMOVE, "id-ben")
    assert allowed(judged(ONE, CLAIMS, NOW), "stage", OWN) == (False, sign_in.TAKEN_OFF)


def test_two_hundred_groups_and_odd_ones_do_no_harm():
    many = CLAIMS | {"groups": [f"g{n}" for n in range(200)] + ["trade-in", 7, None]}
    assert judged(ONE, many, NOW).roles == {"reader", "contributor"}
    assert judged(ONE, CLAIMS | {"groups": "a, trade-in"}, NOW).roles == {"reader", "contributor"}
    assert judged(ONE, CLAIMS | {"groups": None}, NOW).roles == {"reader"}


def test_a_name_is_not_who_somebody_is():
    assert judged(ONE, CLAIMS | {"name": "Katja", "sub": "id-eve"}, NOW).subject == "id-eve"


def test_without_sign_in_nobody_elsewhere_changes_anything():
    sign_in.use(None)
    assert allowed(sign_in.actor(), "stage", OWN) == (False, sign_in.NOT_SET_UP)


def test_reading_for_people_who_sign_in_closes_search_and_points(monkeypatch):
    assert ask("/find")[0] == ask("/point")[0] == 200
    sign_in.use(SignIn(**PROVIDER, reading=sign_in.SIGNED_IN))
    for path in ("/find", "/point"):
        status, _, words, asked = ask(path)
        assert (status, asked) == (401, False) and "Sign in first" in words
        assert ask(path, cookie="_streamlit_user=forged")[0] == 401
    assert ask("/trade")[0] == 200, "the page itself asks for sign-in"
    monkeypatch.setattr(sign_in, "_claims", lambda *_asked: CLAIMS | {"iat": 0})
    assert ask("/find")[0] == 401
    monkeypatch.setattr(sign_in.time, "time", lambda: NOW)
    monkeypatch.setattr(sign_in, "_claims", lambda *_asked: CLAIMS)
    assert ask("/find")[0] == 200


def through(client: str, kind: str = "websocket", **headers: str) -> dict[str, str]:
    """Return the headers that are left of a request from an address, behind a proxy at 10.0.0.5."""
    seen = {}

    async def behind(scope, _receive, _send):
        seen.update({name.decode(): value.decode() for name, value in scope["headers"]})

    pairs = [(name.encode(), value.encode()) for name, value in headers.items()]
    scope = {"type": kind, "client": (client, 1), "headers": pairs}
    apart.run(ProxyOnly(behind, ("10.0.0.0/29",), ("X-User", "X-Groups"))(scope, None, None))
    return seen


@pytest.mark.parametrize("kind", ["http", "websocket"])
def test_only_the_proxy_says_who_somebody_is(kind):
    told = {"X-User": "id-anna", "x-groups": "trade-in", "X-Forwarded-For": "1.2.3.4", "accept": "*"}
    assert through("10.0.0.5", kind, **told) == told
    assert through("10.0.0.9", kind, **told) == {"accept": "*"}
    assert through("127.0.0.1", kind, **{"X_User": "id-anna", "x-USER": "id-anna"}) == {}


@pytest.mark.parametrize("other", ["x-user", "X_User", "X-USER"])
def test_a_header_that_the_proxy_added_behind_a_visitors_own_says_nothing(other):
    assert through("10.0.0.5", **{"X-User": "id-anna", other: "id-ben", "X-Groups": "trade-in"}) == {
        "X-Groups": "trade-in"
    }


def test_cookies_go_by_https_alone_where_the_page_does():
    from dashboard.server import front, guard

    def cookies(secure: bool) -> list[bytes]:
        sent = []

        async def behind(_scope, _receive, send):
            kept = [(b"Set-Cookie", b"_streamlit_user=x; HttpOnly"), (b"set-cookie", b"a=b; Secure")]
            await send({"type": "http.response.start", "status": 200, "headers": kept})

        async def send(message):
            sent.extend(value for name, value in message["headers"] if name.lower() == b"set-cookie")

        scope = {"type": "http", "path": "/", "method": "GET", "headers": [(b"host", b"localhost")]}
        apart.run(guard.Guard(behind, front.INDEX, secure)(scope, None, send))
        return sent

    assert cookies(True) == [b"_streamlit_user=x; HttpOnly; Secure", b"a=b; Secure"]
    assert cookies(False) == [b"_streamlit_user=x; HttpOnly", b"a=b; Secure"]
