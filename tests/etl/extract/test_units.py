"""Units: every word of a label is accounted for, in six languages; what is left over or means more is a question."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.extract import unit_words, units

RIGHT = {  # label → currency and factor, typed in by hand
    "US$ m": ("USD", "1e6"), "USD m": ("USD", "1e6"), "US$m": ("USD", "1e6"), "USDm": ("USD", "1e6"),
    "$m": ("USD", "1e6"), "USD '000": ("USD", "1e3"), "US$ '000": ("USD", "1e3"), "USD 000": ("USD", "1e3"),
    "US$ 000s": ("USD", "1e3"), "'000 USD": ("USD", "1e3"), "k USD": ("USD", "1e3"), "USD k": ("USD", "1e3"),
    "kUSD": ("USD", "1e3"), "USD thous.": ("USD", "1e3"), "thous. USD": ("USD", "1e3"), "USD tsd": ("USD", "1e3"),
    "Tsd. EUR": ("EUR", "1e3"), "TEUR": ("EUR", "1e3"), "Mrd. EUR": ("EUR", "1e9"), "Mrd EUR": ("EUR", "1e9"),
    "Milliarden EUR": ("EUR", "1e9"), "EUR bn": ("EUR", "1e9"), "bn EUR": ("EUR", "1e9"), "€ bn": ("EUR", "1e9"),
    "EUR m": ("EUR", "1e6"), "€m": ("EUR", "1e6"), "M EUR": ("EUR", "1e6"), "MEUR": ("EUR", "1e6"),
    "Mln EUR": ("EUR", "1e6"), "mln USD": ("USD", "1e6"), "USD mln": ("USD", "1e6"), "USD mio": ("USD", "1e6"),
    "MUSD": ("USD", "1e6"), "milliards EUR": ("EUR", "1e9"), "millions d'euros": ("EUR", "1e6"),
    "USD tn": ("USD", "1e12"), "USD trillion": ("USD", "1e12"), "trn USD": ("USD", "1e12"), "RMB m": ("CNY", "1e6"),
    "CNY m": ("CNY", "1e6"), "100m CNY": ("CNY", "1e8"), "USD 100 million": ("USD", "1e8"), "10k USD": ("USD", "1e4"),
    "USD 10 million": ("USD", "1e7"), "USD hundred million": ("USD", "1e8"), "USD millions": ("USD", "1e6"),
    "USD in millions": ("USD", "1e6"), "in million USD": ("USD", "1e6"), "USD (million)": ("USD", "1e6"),
    "million US dollars": ("USD", "1e6"), "billions of dollars": ("USD", "1e9"), "USD lakh": ("USD", "1e5"),
    "crore USD": ("USD", "1e7"), "RUB bn": ("RUB", "1e9"),
    "HK dollars": ("HKD", "1"), "Canadian dollars": ("CAD", "1"), "日元": ("JPY", "1"), "港元": ("HKD", "1"),
    "亿日元": ("JPY", "1e8"), "万元人民币": ("CNY", "1e4"), "百万美元": ("USD", "1e6"), "万亿元": ("CNY", "1e12"),
    "тыс. долл. США": ("USD", "1e3"), "млн евро": ("EUR", "1e6"), "млрд руб.": ("RUB", "1e9"),
    "USD 10^6": ("USD", "1e6"), "USD 10⁶": ("USD", "1e6"), "1 000 EUR": ("EUR", "1e3"), "Md€": ("EUR", "1e9"),
    "mld euro": ("EUR", "1e9"), "miljoen euro": ("EUR", "1e6"), "duizend euro": ("EUR", "1e3"),
    "USD thousand million": ("USD", "1e9"), "USD thousand (1,000)": ("USD", "1e3"), "US$ bn, current prices": ("USD", "1e9"),
    "Trade value in million ECU/EURO": ("EUR", "1e6"), "USD x 1000": ("USD", "1e3"),
}  # fmt: skip
MEANS_MORE = {
    "USD/t": "so much for each of something", "USD per tonne": "so much for each of something", "USD index": "an index",
    "% change, USD": "a change", "亿美元 同比": "a change", "constant 2015 USD million": "the prices of another year",
    "USD million, seasonally adjusted": "an adjusted figure", "USD million, cumulative": "a sum since the beginning of the year",
    "share of total, USD": "a part of a whole", "млрд долл., нарастающим итогом": "a sum since the beginning of the year",
    "Mrd. EUR, saisonbereinigt": "an adjusted figure", "累计 亿美元": "a sum since the beginning of the year",
    "USD million (12-month average)": "an average or a rate", "млн долл. в постоянных ценах": "the prices of another year",
    "M€ CVS": "an adjusted figure", "index, 2015 = 100": "an index",
}  # fmt: skip
LEFT_OVER = {
    "USD zillion": "zillion", "USD 5 million": "5", "USD 1.000": "1.000", "2015 USD": "2015", "USD T": "usd",
    "USD, EUR": "usd", "¥ million": "¥", "million barrels": "barrels", "USD thousand million tonnes": "usd", "USDT": "usdt",
    "津巴布韦元": "津", "USD million thousand": "million", "thousand tonnes of oil equivalent": "oil", "兆美元": "兆",
    "mil USD": "mil", "Rs million": "rs", "USD bil": "bil",
}  # fmt: skip


@pytest.mark.parametrize("label", RIGHT)
def test_a_label_gives_its_currency_and_factor(label):
    unit, factor = RIGHT[label]
    assert units.any_unit(label) == units.Unit(unit, Decimal(factor)) == units.money(label)


@pytest.mark.parametrize("label", MEANS_MORE)
def test_a_word_that_changes_the_meaning_is_never_a_plain_amount(label):
    found = units.read(label)
    assert found.unit is None and MEANS_MORE[label] in {word.value for word in found.changes}


@pytest.mark.parametrize("label", LEFT_OVER)
def test_a_word_left_over_is_shown(label):
    found = units.read(label)
    assert found.unit is None and LEFT_OVER[label] in found.left


def test_a_currency_that_several_countries_call_alike_is_known_as_such():
    bare = {
        label: units.read(label).bare
        for label in ("$m", "US$ m", "HK$m", "亿元", "亿元人民币", "млн руб.", "RUB bn", "dollars")
    }
    assert bare == {
        "$m": "$", "US$ m": "", "HK$m": "", "亿元": "元", "亿元人民币": "", "млн руб.": "руб", "RUB bn": "", "dollars": "dollars",
    }  # fmt: skip


def test_a_scale_alone_is_a_factor_without_a_unit():
    assert units.read("Millions").factor == 10**6 and units.read("Millions").unit is None
    assert units.unit_line("Scale: Millions") == "Millions" and units.unit_line("Unité : millions d'euros").startswith(
        "m"
    )


CURRENCIES = {
    "USD": "USD",
    "US$": "USD",
    "EUR": "EUR",
    "€": "EUR",
    "RMB": "CNY",
    "日元": "JPY",
    "HK$": "HKD",
    "руб.": "RUB",
}
SIZES = {
    "": 1, "'000": 10**3, "thousand": 10**3, "tsd.": 10**3, "тыс.": 10**3, "mln": 10**6, "Mio.": 10**6, "百万": 10**6,
    "10 million": 10**7, "hundred million": 10**8, "亿": 10**8, "Mrd.": 10**9, "bn": 10**9, "млрд": 10**9, "trn": 10**12,
    "10^6": 10**6, "1,000": 10**3, "万": 10**4, "lakh": 10**5, "crore": 10**7, "miljard": 10**9, "milliers": 10**3,
}  # fmt: skip
KNOWN_NOISE = ("", "in", "value", "(current prices)", "unit:", "金额", "в", "Angaben in")
WORDS = st.text(st.characters(categories=("L", "N", "Sc", "Sm")), min_size=1, max_size=9)


@settings(max_examples=600, deadline=None)
@given(
    st.sampled_from(sorted(CURRENCIES)), st.sampled_from(sorted(SIZES)), st.sampled_from(KNOWN_NOISE), st.booleans(),
    st.one_of(st.just(""), WORDS, st.sampled_from(("per t", "index", "adjusted", "2015", "pood", "zillion", "change"))),
    st.integers(0, 2),
)  # fmt: skip
def test_the_right_factor_or_a_question_never_a_silent_one(money, size, noise, before, other, at):
    """A label of the grammar is read right; with a foreign word in it, it has no unit unless the word is a known one."""
    parts = [size, money] if before else [money, size]
    parts = [part for part in [noise, *parts] if part]
    found = units.read(" ".join(parts))
    assert found.unit == units.Unit(CURRENCIES[money], Decimal(SIZES[size])), found
    parts.insert(min(at, len(parts)), other)
    found = units.read(" ".join(filter(None, parts)))
    foreign = {word.kind for word in unit_words.scan(other)} if other else set()
    if found.unit is not None and not foreign & {"magnitude", "letter", "number", "measure"}:
        assert found.unit.factor == SIZES[size]
    if foreign & {"left", "changes"}:
        assert found.unit is None, (other, found)
