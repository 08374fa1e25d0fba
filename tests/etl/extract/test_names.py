"""Names of places: by table, aggregates as aggregates, hints of the same class only, one question for many."""

import json

import pytest

from etl.extract import codes, kinds, names
from etl.intake import intake
from etl.tables import registry

OWN = {
    "mapping": json.dumps({n: n for n in ("reporter", "partner", "flow", "period", "value")}),
    "product": "TOTAL",
    "unit_missing": "USD",
}


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("Russian Fed.", "RUS"), ("Russia (Federation)", "RUS"), ("Russland", "RUS"), ("Fédération de Russie", "RUS"),
        ("俄罗斯联邦", "RUS"), ("РФ", "RUS"), ("Rusland", "RUS"), ("Korea, Dem. People's Rep.", "PRK"), ("Korea, Rep. of", "KOR"),
        ("Südkorea", "KOR"), ("Южная Корея", "KOR"), ("Poland, Rep. of", "POL"), ("Czech Rep.", "CZE"), ("Vereinigte Staaten", "USA"),
        ("США", "USA"), ("Corée du Sud", "KOR"), ("Congo, Dem. Rep. of the", "COD"), ("Egypt, Arab Rep. of", "EGY"),
        ("Africa not specified", "NESAFR"), ("Rest of world", "ROW"), ("Other countries", "ROW"), ("Прочие страны", "ROW"),
        ("South Asia", "SOUTHASIA"), ("Südasien", "SOUTHASIA"), ("Eurasian Economic Union", "EAEU"), ("ЕАЭС", "EAEU"),
        ("Africa", "AFRICA"), ("Extra-EU27 (from 2020)", "EXTEU27"), ("East Asia & Pacific", "EASTASIAPACIFIC"),
        ("Korea", ""), ("Atlantis", ""), ("China (ohne Hongkong)", ""), ("Republic of China", ""),
    ],
)  # fmt: skip
def test_a_name_is_found_by_table_and_never_by_likeness(name, place):
    assert codes.by_name(name) == place


@pytest.mark.parametrize(
    "name",
    [
        "Rest of Western Asia",
        "Other Pacific countries",
        "Eurasian Customs Union",
        "South Asia and Pacific",
        "Pays en développement",
    ],
)
def test_an_aggregate_is_never_hinted_as_a_country(name):
    near = codes.nearest(name)
    kind = {row["name"]: row["kind"] for row in registry.lines("places")}
    assert names.is_group(name) and kind.get(near, "bloc") != "country"


def test_a_hint_is_given_where_one_country_alone_is_near():
    assert codes.nearest("Russland ") == "Russia" and codes.nearest("Kazahstan") == "Kazakhstan"
    assert codes.nearest("Korea") == "" and codes.nearest("Rest of worlds") in ("", "Rest of the world")


def test_every_place_of_the_tables_is_a_place_and_countries_are_no_groups():
    places = registry.table("places")
    for place in names.listed().values():
        assert all(each in places for each in place.split(";")), place
    groups = [
        row["name"] for row in registry.lines("places") if row["kind"] == "country" and names.is_group(row["name"])
    ]
    assert set(groups) <= {"South Africa", "Central African Republic", "Christmas Island"}, groups


def table(*partners: str) -> bytes:
    lines = "".join(f"China,{name},import,2024-{n:02d},{n}000\n" for n, name in enumerate(partners, 1))
    return f"reporter,partner,flow,period,value\n{lines}".encode()


def test_unknown_names_are_one_question_and_one_answer(copy):
    one = intake.preview(copy, table("Korea", "Atlantis", "Kazahstan", "Belarus"), "t.csv", OWN)
    (asked,) = one.held
    assert asked.key == "names" and asked.table == (("Korea", ""), ("Atlantis", ""), ("Kazahstan", "Kazakhstan"))
    said = json.dumps({"Korea": "South Korea", "Atlantis": "leave out", "Kazahstan": "KAZ"})
    one = intake.preview(copy, table("Korea", "Atlantis", "Kazahstan", "Belarus"), "t.csv", OWN | {"names": said})
    assert [row.partner for row in one.rows] == ["KOR", "KAZ", "BLR"] and not [p for p in one.held if p.key == "names"]
    part = json.dumps({"Korea": "South Korea", "Kazahstan": "KAZ"})
    one = intake.preview(copy, table("Korea", "Atlantis", "Kazahstan", "Belarus"), "t.csv", OWN | {"names": part})
    assert [each.key for each in one.held if each.code == "K-04"] == ["partner:Atlantis"]


@pytest.mark.parametrize(
    ("code", "whole"),
    [
        ("302", "0302"),
        ("3", "03"),
        ("30462", "030462"),
        ("2709.0", "2709"),
        ("27", ""),
        ("270900", ""),
        ("0", ""),
        ("x1", ""),
    ],
)
def test_a_code_that_lost_a_zero_is_suggested_whole(code, whole):
    assert kinds.whole_code(code) == whole


def test_an_answer_that_is_no_line_of_json_stays_open():
    assert kinds.taken_apart({"names": "{oops"}) == {"names": "{oops"}
    assert kinds.taken_apart({"names": '{"A": "CHN", "B": ""}'}) == {
        "names": '{"A": "CHN", "B": ""}',
        "partner:A": "CHN",
    }
