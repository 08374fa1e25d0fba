"""What all extractors share: codes with their scheme, units, series ids, questions in words, and who is surest."""

import csv
import re
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import etl.extract
from etl import extract
from etl.extract import codes, contract, fast_numbers, series_ids, units
from etl.read import Document, Sheet
from etl.tables import registry
from etl.text.numbers import decimal_sign, marks, read

HERE = Path(etl.extract.__file__).parent


def lines(name: str) -> list[dict[str, str]]:
    with (registry.HERE / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize(
    ("scheme", "code", "place"),
    [
        ("gacc", "344", "RUS"), ("m49", "344", "HKG"), ("m49", "643", "RUS"), ("gacc", "110", "HKG"),
        ("gacc", "142", "CHN"),
        ("m49", "410", "KOR"), ("gacc", "410", "BRA"), ("m49", "842", "USA"), ("m49", "490", "TWN"),
        ("gacc", "143", "TWN"),
        ("m49", "004", "AFG"), ("m49", "0", "WLD"), ("eurostat", "EL", "GRC"), ("iso2", "GR", "GRC"),
        ("census", "4621", "RUS"),
        ("census", "5830", "TWN"), ("iso3", "KOS", "XKX"), ("iso2", "NA", "NAM"), ("gacc", "643", ""),
        ("iso2", "EL", ""),
    ],
)  # fmt: skip
def test_a_code_means_a_place_in_its_scheme_only(scheme, code, place):
    assert codes.by_code(scheme, code) == place


@pytest.mark.parametrize(
    ("place", "names"),
    [
        ("RUS", "Russia|Russian Federation|俄罗斯|俄罗斯联邦|RUSSIA|Россия"),
        ("KOR", "R. O. Korea|Republic of Korea|Korea, Rep.|Korea, Republic of|韩国"),
        ("TWN", "Taiwan, China|Taiwan，China|Taipei, Chinese|Other Asia, nes|Taiwan Province of China|中国台湾"),
        ("HKG", "Hong Kong, China|Hong Kong，China|China, Hong Kong SAR|中国香港"),
        ("MAC", "Macao,China|Macau"), ("LAO", "Lao|Lao PDR"), ("VNM", "Viet Nam|Vietnam| Viet Nam"),
        ("TUR", "Türkiye|Turkey|Turkiye"), ("CZE", "Czechia|Czechia(Czech Republic)|Czechia（Czech Republic）"),
        ("AZE", "Azerbai jan"), ("CIV", "Cote d'lvoire|Côte d'Ivoire|Côte d’Ivoire"),
        ("USA", "United States|United States (US)|USA|United States of America|美国"), ("GBR", "United Kingdom (UK)"),
        ("PRK", "Democratic People's Republic of Korea"), ("CUW", "Curacao"), ("ASIA", "Asia:"), ("COG", "Congo"),
    ],
)  # fmt: skip
def test_every_way_of_writing_a_name_is_one_place(place, names):
    assert {codes.by_name(name) for name in names.split("|")} == {place}


def test_a_name_that_only_looks_like_one_is_not_that_place_but_is_offered():
    assert codes.by_name("Сhina") == "" and codes.nearest("Сhina") == "China"
    assert codes.by_name("") == "" and codes.nearest("qqqqqqqq") == ""


def test_the_table_of_codes_is_sound():
    rows = registry.lines("codes")
    assert len(rows) > 2000
    places = registry.table("places")
    assert {one for row in rows for one in row["place"].split(";")} <= places.keys()
    coded = [(row["scheme"], row["code"]) for row in rows if row["code"]]
    assert len(coded) == len(set(coded))
    assert {row["scheme"] for row in rows} == {"gacc", "m49", "iso2", "iso3", "eurostat", "census", "name"}
    everywhere = {row["place"] for row in rows if row["scheme"] == "iso3"}
    assert {place for place, row in places.items() if row["kind"] == "country"} <= everywhere
    assert codes.by_name("Russia") and codes.kind("RUS") == "country" and codes.kind("ASEAN") == "bloc"


def test_the_union_is_the_one_of_the_month():
    both = codes.by_name("European Union")
    assert [codes.at(both, month) for month in ("2020-01", "2020-02", "2027-01")] == ["EU28", "EU27", "EU27"]


@pytest.mark.parametrize(
    ("text", "unit", "factor"),
    [
        ("Unit: CNY 100 Million", "CNY", "1e8"), ("Unit:US$1,000", "USD", "1000"), ("Unit:RMB￥10,000", "CNY", "1e4"),
        ("USD 1 Million", "USD", "1e6"), ("USD 100 Million", "USD", "1e8"), ("单位：亿元人民币", "CNY", "1e8"),
        ("单位：万元人民币", "CNY", "1e4"), ("单位：千美元", "USD", "1000"), ("单位：百万美元", "USD", "1e6"),
        ("亿美元", "USD", "1e8"),
        ("US Dollar thousand", "USD", "1000"), ("人民币", "CNY", "1"),
        ("US dollar", "USD", "1"), ("Euro thousand", "EUR", "1000"), ("十亿元", "CNY", "1e9"),
    ],
)  # fmt: skip
def test_units_of_money(text, unit, factor):
    assert units.money(units.unit_line(text) or text) == units.Unit(unit, Decimal(factor))


def test_no_unit_of_money_is_guessed():
    assert units.money("100 Million") is None and units.money("USD or CNY 1,000") is None and units.currency("") == ""


@pytest.mark.parametrize(
    ("token", "unit", "factor"),
    [("10000T", "t", 10000), ("10,000 Tons", "t", 10000), ("万吨", "t", 10000), ("千克", "t", Decimal("0.001")),
     ("N", "n", 1),
     ("100MN", "n", 10**8), ("MPR", "pair", 10**6), ("升", "l", 1), ("m³", "m3", 1), ("MKWH", "kwh", 10**6)],
)  # fmt: skip
def test_units_of_quantities(token, unit, factor):
    assert units.quantity(token) == units.Unit(unit, Decimal(factor))


def test_units_are_named_once_each():
    tokens = [(row["token"], row["kind"]) for row in lines("units")]
    assert len(tokens) == len(set(tokens)) and units.quantity("bushel") is None
    assert units.bracketed("Imports (in US$ Mil)") == units.Unit("USD", Decimal("1e6"))
    assert units.bracketed("Imports") is None and units.money("Imports (in US$ Mil)") is None


@pytest.mark.parametrize(
    ("product", "flow", "unit", "series"),
    [
        ("TOTAL", "export", "USD", "goods_exports_usd"), ("TOTAL", "import", "CNY", "goods_imports_cny"),
        ("27090000", "import", "t", "crude_imports_t"), ("270900", "import", "USD", "crude_imports_usd"),
        ("2709", "export", "USD", "hs2709_exports_usd"), ("271111", "import", "t", "lng_imports_t"),
        ("27112100", "import", "USD", "pipeline_gas_imports_usd"), ("2701", "import", "t", "coal_imports_t"),
        ("1201", "import", "t", "hs1201_imports_t"), ("27011210", "import", "t", "coking_coal_imports_t"),
        ("93", "export", "USD", "arms_hs93_usd"), ("10", "import", "USD", "hs10_imports_usd"),
    ],
)  # fmt: skip
def test_series_ids(product, flow, unit, series):
    assert series_ids.level(product, flow, unit) == series


def test_every_question_and_remark_has_words_and_a_code_of_the_usual_form():
    for name in ("questions", "remarks"):
        rows = lines(name)
        assert rows and all(re.fullmatch(r"[A-Z]-\d\d", row["code"]) for row in rows)
        assert len({row["key"] for row in rows}) == len(rows)
    asked = contract.question("breakdown", "a, b", ("a", "b"), about="mode", column="mode")
    assert asked.key == "breakdown:mode" and "mode" in asked.words
    assert contract.remark("unused", count=3, what="x").verdict == "N"
    with pytest.raises(KeyError):
        contract.question("nobody asked this")


def test_every_module_is_in_the_list_and_says_what_it_does():
    names = set(extract.MODULES)
    found = {
        path.stem for path in HERE.rglob("*.py")
        if "def recognises(document: Document)" in path.read_text(encoding="utf-8")
    } - {"__init__"}  # fmt: skip
    assert names == found and len(names) >= 21


def test_equally_sure_modules_make_a_question_and_an_answer_decides():
    from etl.extract import jodi
    from etl.extract.worldbank import wits

    one, two = contract.Recognised("jodi", "a", 0.9), contract.Recognised("wits", "b", 0.9)
    ranked = [(jodi, one), (wits, two)]
    asked = extract.choose(ranked, {})
    assert isinstance(asked, contract.Question) and asked.options == ("jodi", "wits")
    assert extract.choose(ranked, {"source": "wits"}) == (wits, two)
    assert extract.choose([(jodi, one), (wits, contract.Recognised("wits", "b", 0.8))], {}) == (jodi, one)
    assert extract.choose([], {}) is None


CELLS = st.sampled_from(
    ["", "0", "1,234", "12.5", "-", "########", "Total", "Partner", "2023", "2023-01", "China", "exports", "%"]
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=1, max_size=6))
def test_no_table_makes_a_module_fall_over(rows):
    document = Document("csv", "x.csv", "utf-8", ",", sheets=(Sheet("", tuple(map(tuple, rows))),))
    for module in extract.modules():
        recognised = module.recognises(document)
        if recognised:
            module.extract(document, recognised, {})


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.from_regex(r"\A[ \u00a0]?-?[0-9]{1,3}([.,][0-9]{1,4}){0,2} ?\Z"), min_size=1, max_size=8),
    st.sampled_from([".", ",", ""]),
)
def test_figures_read_quickly_are_those_of_the_number_grammar(texts, sign):
    fast = fast_numbers.figures(texts, sign, lambda index: False, marks("gacc"))
    slow = read(texts, decimal=sign, meanings=marks("gacc"), negative=True)
    if sign and decimal_sign(texts, known=sign) == sign:
        for index, figure in fast.figures.items():
            assert figure.value == slow.figures[index].value
    assert set(fast.figures) | set(fast.rest) == set(range(len(texts)))
    assert decimal_sign(fast_numbers.shapes(texts)) == decimal_sign(
        [text for text in texts if "," in text or "." in text]
    )


def test_rows_have_the_keys_of_the_agreement(take):
    got = take(
        "Reporter,Partner,Product categories,Indicator Type,Indicator,2021\n"
        "China,World,Fuels,Import,Import(US$ Mil),4\n"
    )
    assert tuple(got.rows[0]) == contract.FIELDS
