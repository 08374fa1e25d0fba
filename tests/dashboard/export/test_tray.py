"""The brief that a browser keeps: packed into cookies, read back whole, and nothing else taken for one."""

import base64
import zlib

from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.exhibits import catalogue
from dashboard.export import brief as briefs
from dashboard.export import tray
from dashboard.figures import served
from dashboard.looks import Request, look


def slides(count, words=""):
    chart = "trade_by_partner"
    picks = {pick.name: pick.default for pick in catalogue.module(chart).PICKS}
    one = briefs.pin_slide(look(Request.for_chart(chart, picks, served.newest())).exhibit, speaking=words)
    return briefs.Brief("For the minister", slides=(one,) * count)


def cookies(held):
    return {f"{tray.COOKIE}{number}": piece for number, piece in enumerate(tray.to_cookies(held))}


def test_a_brief_comes_back_as_it_was():
    held = tray.Tray()
    held.open(slides(10, "Мы должны сказать, что 中国 grew."))
    again = tray.from_cookies(cookies(held))
    assert again.brief == held.brief and len(again.ids) == 10
    assert all(len(piece) <= tray.PIECE and piece.isascii() and ";" not in piece for piece in tray.to_cookies(held))


def test_an_empty_brief_is_forgotten_and_one_too_long_is_not_cut():
    assert tray.to_cookies(tray.Tray()) == []
    held, chance = tray.Tray(), base64.b64encode(bytes(range(256)) * 8).decode()[:2_000]
    held.open(
        briefs.Brief(slides=tuple(briefs.Slide("crude_share", speaking=chance[n:] + chance[:n]) for n in range(60)))
    )
    while len(tray.to_cookies(held)) and len(held.ids) < briefs.MOST:
        held.add(held.slide(held.ids[0]))
    for piece in tray.to_cookies(held):
        assert len(piece) <= tray.PIECE
    assert tray.from_cookies(cookies(held)).brief in (held.brief, briefs.Brief())


def test_every_change_has_a_number_of_its_own():
    held = tray.Tray()
    held.open(slides(2))
    seen = [held.version]
    for change in (
        lambda: held.move(held.ids[0], 1),
        lambda: held.name(title="Other"),
        lambda: held.change(held.ids[0], note="n"),
        lambda: held.remove(held.ids[0]),
    ):
        change()
        seen.append(held.version)
    assert seen == sorted(set(seen))


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=80) | st.binary(max_size=60).map(lambda raw: base64.urlsafe_b64encode(raw).decode()))
def test_what_is_no_brief_of_ours_gives_an_empty_tray(text):
    assert tray.from_cookies({f"{tray.COOKIE}0": text}).ids == []


def test_a_cookie_that_swells_is_not_unpacked_whole():
    bomb = base64.urlsafe_b64encode(zlib.compress(b" " * 50_000_000, 9)).decode()
    assert tray.from_cookies({f"{tray.COOKIE}0": bomb}).ids == []
