"""Days, languages and the plain form of a document."""

import pytest

from etl.texts import documents


@pytest.mark.parametrize(
    ("text", "day"),
    [("2022-02-04", "2022-02-04"), ("2022年2月4日", "2022-02-04"), ("4 February 2022", "2022-02-04"), ("February 4, 2022", "2022-02-04"),
     ("04.02.2022", "2022-02-04"), ("4 февраля 2022 г.", "2022-02-04"), ("2022-02-04 readout of talks", "2022-02-04"),
     ("2022-02-04T09:30:00Z", "2022-02-04"), ("04/02/2022", ""), ("2022-13-04", ""), ("30 February 2022", ""), ("4 Smarch 2022", ""), ("", "")],
)  # fmt: skip
def test_a_day_is_read_in_four_styles_and_never_guessed(text, day):
    assert documents.day_of(text) == day


@pytest.mark.parametrize(
    ("text", "language"),
    [("The two sides agreed that trade is growing.", "en"), ("中俄两国元首就世界秩序发表联合声明。", "zh"),
     ("Стороны договорились о многополярном мире.", "ru"), ("De leiders spraken over het verdrag en de orde.", "nl"), ("Gas 2022", "")],
)  # fmt: skip
def test_a_language_is_told_by_letters_and_common_words(text, language):
    assert documents.language_of(text) == language


def test_a_plain_text_joins_lines_that_were_broken_for_width_and_keeps_paragraphs():
    assert documents.plain("world\r\norder\u00ad \ufeffnow\n\nnext\u3000part") == "world order now\nnext part"
    assert documents.plain("世界\n秩序，\n新时代") == "世界秩序,新时代"
    assert documents.plain("ｆｕｌｌ") == "full"


def test_sentences_end_in_every_language():
    body = documents.plain("One. Two! Three?\n\n三。四！五？六\n\nПять… Шесть.")
    text = documents.Text("2022-01-01", "", body, "en", "x")
    assert text.sentences == ["One.", "Two!", "Three?", "三。", "四!", "五?", "六", "Пять...", "Шесть."]


def test_a_chinese_text_is_as_long_as_its_signs_and_another_as_its_words():
    assert documents.Text("2022-01-01", "", "中俄 2022, ok", "zh", "x").size == 2
    assert documents.Text("2022-01-01", "", "the West's gas-price 2022", "en", "x").size == 3
