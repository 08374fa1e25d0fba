"""Formulas in texts, two exports at once, a crashed renderer, a full disk: the right file or a sentence."""

import dataclasses
import errno
import io
import json
import os
import re
import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from dashboard.exhibits import exhibit as exhibits
from dashboard.exhibits import model, tables
from dashboard.export import brief, brief_file, formats, html_page, workbook
from dashboard.export.errors import ExportError

STARTS = "=+-@\t\r\n\0＝＋－＠"
TRIGGERS = [
    *(f"{start}1+1" for start in STARTS), *(f" {start}1+1" for start in STARTS), *(f'"{start}1+1' for start in STARTS),
    *(f"'{start}1+1" for start in STARTS[:4]), "=HYPERLINK(\"http://example.org\",\"x\")", "-2+3", "+cmd|' /C calc'!A0",
    ";=1+1", "\u201c=1+1", "\ufeff=1", "\u200b@x", "_=1", "$-1", "''=1+1", '"-2',
    "=cmd|'/C calc'!A0", "@SUM(1+1)*cmd|' /C calc'!A0", "=WEBSERVICE(\"http://example.org\")", "\u00a0=1", "\u3000=1",
]  # fmt: skip


@pytest.fixture(scope="module")
def item(data):
    return exhibits.exhibit("crude_share", data)


def poisoned(item, text):
    """The exhibit with a text where publishers' words stand."""
    citations = {key: one._replace(title=text, printed=text) for key, one in item.data.citations.items()}
    spoilt = dataclasses.replace(item.data, citations=citations)
    return dataclasses.replace(item, headline=text, subtitle=text, source_line=text, calculation=text, data=spoilt)


def formulas(content):
    book = load_workbook(io.BytesIO(content))
    return [
        cell.coordinate
        for one in book.worksheets
        for row in one.iter_rows()
        for cell in row
        if cell.data_type == "f" or cell.hyperlink
    ]


def test_there_are_forty_triggers_and_the_guard_is_what_stops_them(item):
    assert len(TRIGGERS) >= 40
    book = Workbook()
    book.active.append(["=1+1"])
    out = io.BytesIO()
    book.save(out)
    assert formulas(out.getvalue()) == ["A1"], "without the guard a text is a formula"


@pytest.mark.parametrize("text", TRIGGERS, ids=ascii)
def test_no_text_becomes_a_formula_and_numbers_stay_numbers(item, text):
    item = dataclasses.replace(poisoned(item, text), table=item.table.assign(value=-item.table["value"]).head(3))
    content = workbook.xlsx(item)
    assert formulas(content) == []
    lines = list(load_workbook(io.BytesIO(content))["Data"].values)
    at = workbook.DATA.index("value")
    assert all(isinstance(line[at], int | float) and line[at] < 0 for line in lines[1:])
    for row in tables.csv_file(item).decode("utf-8-sig").splitlines()[1:]:
        assert not re.match(rf'\s*"?[{re.escape(STARTS)}]', row)


BEFORE = st.text(st.characters(exclude_categories=["L", "N"]), max_size=4)


@pytest.mark.parametrize("text", TRIGGERS, ids=ascii)
def test_whatever_stands_before_the_sign_the_cell_is_escaped(text):
    assert tables.escape_formula(text) == "'" + text


@given(before=BEFORE, sign=st.sampled_from(STARTS), after=st.text(max_size=20))
def test_no_blank_quote_or_sign_hides_a_formula(before, sign, after):
    assert tables.escape_formula(before + sign + after) == "'" + before + sign + after


@given(before=st.text(max_size=5), first=st.characters(categories=["L", "N"]), after=st.text(max_size=20))
def test_a_text_that_begins_with_a_letter_or_a_digit_is_left_alone(before, first, after):
    plain = "".join(sign for sign in before if sign.isalnum()) + first + after
    assert tables.escape_formula(plain) == plain


@pytest.mark.parametrize("value", [-1, 2.5, 0])
def test_numbers_are_no_formulas(value):
    assert tables.escape_formula(value) is value


def test_words_cannot_end_the_script_or_the_page(data):
    item = exhibits.exhibit("crude_buyers", data)
    evil = "</script><script>alert(1)</script><img src=http://example.org/x>"
    shown = brief.BriefItem(brief.pin_slide(item, headline=evil, speaking=evil, note=evil), item)
    made = html_page.build(evil, [shown]).decode()
    own = made
    assert own.count("<script") == 1 and "<img" not in own and "alert(1)</script>" not in own


def test_a_page_fetches_nothing(data):
    item = exhibits.exhibit("crude_share", data)
    own = html_page.build("Brief", [brief.BriefItem(brief.pin_slide(item), item)]).decode()
    assert "default-src 'none'" in own
    assert not re.findall(r"""(?:src|srcset|poster|data)\s*=\s*["'](?!data:)""", own)
    assert not re.findall(r"url\((?!data:)|@import|<link|<iframe|<object", own)


def test_two_exports_at_once_never_mix(data):
    items = [exhibits.exhibit(chart, data) for chart in ("crude_share", "gas_routes", "lng_suppliers")]
    alone = [formats.made(item, "svg") for item in items]
    got = {}

    def work(number):
        got[number] = formats.made(items[number % 3], "svg")

    threads = [threading.Thread(target=work, args=(number,)) for number in range(6)]
    [thread.start() for thread in threads]
    [thread.join(60) for thread in threads]
    assert got == {number: alone[number % 3] for number in range(6)}


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EIO])
def test_a_full_disk_leaves_the_old_file_and_says_so(tmp_path, monkeypatch, number):
    path = tmp_path / "deck.pptx"
    path.write_bytes(b"old")

    def full(_):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(ExportError, match="could not be written"):
        formats.save(path, b"new")
    assert path.read_bytes() == b"old" and [one.name for one in tmp_path.iterdir()] == ["deck.pptx"]


def test_a_file_is_written_whole_and_a_folder_that_is_not_there_is_a_sentence(tmp_path):
    formats.save(tmp_path / "a.csv", b"x")
    assert (tmp_path / "a.csv").read_bytes() == b"x" and len(list(tmp_path.iterdir())) == 1
    with pytest.raises(ExportError, match="folder does not exist"):
        formats.save(tmp_path / "none" / "a.csv", b"x")


def test_no_rows_is_a_sentence(data):
    with pytest.raises(model.NothingToShow) as said:
        exhibits.exhibit("crude_share", data, {"first": "1950", "last": "1951"})
    assert len(str(said.value)) > 20


BAD = [
    "", "{", "[]", "null", '{"kyakhta_brief": 2, "slides": []}', '{"kyakhta_brief": 1, "slides": 3}', "[" * 100_000,
    json.dumps({"kyakhta_brief": 1, "slides": [{}] * 61}), json.dumps({"kyakhta_brief": 1, "slides": [3]}),
    json.dumps({"kyakhta_brief": 1, "slides": [{"chart": "../../x", "edition": "2026-11-21+0"}]}),
    json.dumps({"kyakhta_brief": 1, "slides": [{"chart": "crude_share", "edition": "yesterday"}]}),
    json.dumps({"kyakhta_brief": 1, "slides": [{"chart": "crude_share", "edition": "2026-11-21+0", "picks": {"x": 1}}]}),
    json.dumps({"kyakhta_brief": 1, "slides": [{"chart": "crude_share", "edition": "2026-11-21+0", "as_of": "2023-02-30"}]}),
    json.dumps({"kyakhta_brief": 1, "template": "poster", "slides": []}),
    json.dumps({"kyakhta_brief": 1, "slides": [{"chart": "crude_share", "edition": "2026-11-21+0", "headline": "x" * 201}]}),
]  # fmt: skip


@pytest.mark.parametrize("text", BAD, ids=range(len(BAD)))
def test_a_file_that_is_no_brief_is_a_sentence(text):
    with pytest.raises(brief.BriefError, match="Nothing was opened"):
        brief_file.from_json(text)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"kyakhta_brief": 1, "title": "\\ud800", "slides": []}', "without control characters"),
        ('{"kyakhta_brief": 1, "slides": [], "n": ' + "9" * 6_000 + "}", "not a brief.json"),
        ('{"kyakhta_brief": 1, "template": ["slides"], "slides": []}', "“template” is one of"),
        ('{"kyakhta_brief": 1, "slides": [{"chart": "trade_by_partner", "headline": "a\\u0001b"}]}', "cannot be read"),
        (
            '{"kyakhta_brief": 1, "slides": [{"chart": "trade_by_partner", "picks": {"view": "\\ud800"}}]}',
            "cannot be read",
        ),
        ('{"kyakhta_brief": 1, "slides": [{"chart": "trade_by_partner", "picks": {"view": 5}}]}', "cannot be read"),
        ("[" * 100_000, "not a brief.json"),
        ("x" * 1_000_001, "are the most"),
        ('{"kyakhta_brief": 1, "slides": [' + ",".join(["3"] * 60) + "]}", "And 40 more"),
    ],
)
def test_a_brief_made_to_do_harm_is_a_sentence(text, said):
    with pytest.raises(brief.BriefError) as caught:
        brief_file.from_json(text)
    assert said in str(caught.value) and str(caught.value).endswith("Nothing was opened.")
    str(caught.value).encode("utf-8")


def test_the_soft_break_of_powerpoint_is_a_space_in_a_headline():
    assert brief.Slide("trade_by_partner", headline="Two\vlines\x00").headline == "Two lines"
