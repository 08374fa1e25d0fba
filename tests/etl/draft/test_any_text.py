"""The finder on any text: it never fails, and proposes nothing that the text does not say."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.draft import draft, prose

PIECES = st.sampled_from(
    ["China", "Russia's", "’s", "imports", "exports of", "crude", "trade", "rose", "fell", " by ", "29.3", "1,000,000", "percent", "%", "$", "billion",
     "million tonnes", "in 2022", "2017–2021", "from", "to", "(", ")", ", while", ". ", "\n\n", "<sup>", "[", "](", "largest supplier", "third-",
     "half of", "four times", "between", "and", "January", "\ud800", "\x00", "٣", "²", "E+9", "-", "−", "its", "share of", "GDP", "arms", "surplus"]
)  # fmt: skip


@settings(deadline=None)
@given(st.lists(st.one_of(PIECES, st.text(max_size=6)), max_size=60).map(" ".join))
def test_it_never_fails_and_every_value_stands_in_the_text(text):
    read, found = draft.find(text)
    for one in found:
        assert read.paragraphs[one.paragraph][one.start : one.end] == one.printed
        assert bool(one.line) != bool(one.why)
        if (
            one.line
            and one.line["unit"] not in ("rank", "times")
            and not re.search("half|quarter|fifth|tenth", one.printed)
        ):
            digits = re.sub(r"E\+?-?\d+$", "", one.line["value"]).lstrip("-").replace(".", "")
            assert digits.strip("0") in re.sub(r"[^\d]", "", one.printed)
    draft.claims(found)


@pytest.mark.parametrize("text", [
    "\ud83d half a pair \udc00 grew 5 percent in 2022", "China's imports from Russia rose " * 2000, "a" * 190_000, "(" * 100_000,
    "China's " * 20_000, ", and " * 30_000, "1,000" * 30_000, "[x](" * 40_000, "$" * 100_000, "- " * 90_000, "2022 to " * 20_000,
], ids=lambda text: text[:12].encode("ascii", "replace").decode())  # fmt: skip
def test_odd_and_endless_texts_are_read_through(text):
    draft.find(text)


def test_a_text_that_is_too_long_or_has_too_many_figures_is_refused_in_words():
    with pytest.raises(prose.TooLong, match=r"10,000,000 characters.*chapter.*Nothing has been changed"):
        draft.find("x" * 10_000_000)
    with pytest.raises(draft.TooMany, match="more than 200 figures"):
        draft.find("Trade of China with Russia rose 5 percent in 2022. " * 400)
