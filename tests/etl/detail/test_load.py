"""Loading: each publisher's layout, what stops a file, what is said, and that nothing is ever half there."""

import gzip
import zipfile
from decimal import Decimal

import duckdb
import pytest

from etl.detail import convert, files, load, parts, synthetic
from etl.store import Store
from tests.etl.detail.conftest import COMTRADE, USUAL, written

GACC = (
    "Commodity code", "Commodity", "Trading partner code", "Trading partner", "Quantity", "Unit", "Supplementary Quantity",
    "Supplementary Unit", "US dollar",
)  # fmt: skip


def rows(data):
    """Every row in force, as dictionaries."""
    paths = [str(part.path) for part in parts.in_force(data)]
    found = duckdb.sql(f"SELECT * FROM read_parquet({paths}, hive_partitioning = false) ORDER BY ALL").fetchall()
    names = duckdb.sql(f"SELECT * FROM read_parquet({paths}, hive_partitioning = false) LIMIT 0").columns
    return [dict(zip(names, row, strict=True)) for row in found]


def gacc(path, lines, encoding="gb18030"):
    """Write a query file: quoted, thousands with commas, each line ending in a comma."""
    text = "\n".join(",".join(f'"{cell}"' for cell in line) + "," for line in (GACC, *lines))
    path.write_bytes(f"{text}\n".encode(encoding))
    return path


def test_a_record_of_comtrade_keeps_what_the_source_says(data, comtrade, added):
    path = comtrade(
        {"primaryValue": "1234.5", "fobvalue": "1234.5", "isNetWgtEstimated": "true"},
        {"cmdCode": "TOTAL", "primaryValue": "1234.5"},
    )
    one = added(path)
    assert (one.rows, one.parts) == (2, 1)
    first, second = rows(data)
    assert (first["reporter"], first["partner"], first["flow"], first["year"], first["month"]) == (
        "CHN",
        "RUS",
        "X",
        2022,
        0,
    )
    assert (first["code"], first["level"], first["revision"]) == ("854231", 6, "HS2022")
    assert (first["value"], first["fob"], first["cif"]) == (Decimal("1234.5"), Decimal("1234.5"), None)
    assert (first["weight"], first["quantity"], first["unit"], first["marks"]) == (Decimal(5), Decimal(10), "u", "w")
    assert (second["code"], second["level"]) == ("TOTAL", 0)


def test_a_zero_that_a_spreadsheet_took_is_put_back_and_both_codes_of_the_united_states_are_one(data, comtrade, added):
    added(comtrade({"cmdCode": "10121", "primaryValue": "1"}, {"reporterCode": "842", "primaryValue": "2"},
                   {"reporterCode": "840", "period": "2023", "primaryValue": "3"}))  # fmt: skip
    assert {(row["reporter"], row["code"]) for row in rows(data)} == {("CHN", "010121"), ("USA", "854231")}


def test_parts_of_a_total_are_kept_and_not_counted(data, comtrade, added):
    one = added(comtrade({"primaryValue": "10"}, {"motCode": "1000", "primaryValue": "6"}, {"motCode": "2000", "primaryValue": "4"},
                         {"partner2Code": "398", "primaryValue": "3"}, {"customsCode": "C01", "primaryValue": "2"}))  # fmt: skip
    assert [finding.kind for finding in one.findings] == ["parts"]
    assert sum(row["value"] for row in rows(data) if row["counted"]) == 10
    assert sorted(row["division"] for row in rows(data)) == [
        "",
        "customs C01",
        "transport 1000",
        "transport 2000",
        "via 398",
    ]


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        (({"motCode": "1000", "primaryValue": "6"},), "parts of a total that the file does not have"),
        (({"primaryValue": "6"}, {"primaryValue": "7"}), "stand in several rows"),
        (({"primaryValue": "6"}, {"cmdCode": "TOTAL", "primaryValue": "5"}), "more than the total"),
        (({"primaryValue": "6"}, {"partnerCode": "0", "primaryValue": "5"}), "more than the world"),
        (({"primaryValue": "six"},), "six"),
    ],
)
def test_what_would_be_summed_wrong_stops_a_file_and_leaves_nothing(data, comtrade, added, changes, word):
    with pytest.raises(files.Refused, match=word) as refused:
        added(comtrade(*changes))
    assert "Nothing has been changed." in str(refused.value)
    assert Store(data).history() == [] and not list(data.rglob("*.parquet")) and not list(data.rglob("done.jsonl"))


def test_missing_goods_places_nobody_knows_and_slips_of_units_are_said(data, comtrade, added):
    usual = [
        {"partnerCode": code, "netWgt": "10000", "primaryValue": "200000"}
        for code in ("643", "398", "417", "51", "268", "860", "112", "792")
    ]
    one = added(comtrade(*usual, {"partnerCode": "276", "netWgt": "10", "primaryValue": "200000"}, {"partnerCode": "9999", "primaryValue": "1"},
                         {"cmdCode": "TOTAL", "primaryValue": "900000"}, {"cmdCode": "99XX", "primaryValue": "1"}))  # fmt: skip
    kinds = {finding.kind: finding.words for finding in one.findings}
    assert set(kinds) == {"codes", "places", "totals", "slips"}
    assert "99XX" in kinds["codes"] and "m49:9999" in kinds["places"] and "DEU" in kinds["slips"]


def test_a_query_of_china_customs_is_read_in_its_own_letters_and_asks_what_it_does_not_say(data, tmp_path, added):
    lines = [("01012900", "Live horses", "344", "Russia", "47690", "Kilogram", "93", "Number of item", "19,121,826"),
             ("01012900", "Live horses", "110", "Hong Kong，China", "200", "Kilogram", "0", "?", "1,693")]  # fmt: skip
    path = gacc(tmp_path / "2024in.csv", lines)
    with pytest.raises(load.Asked, match="does not write whether its rows are imports"):
        added(path)
    added(path, flow="M", period="202403")
    first, second = rows(data)
    assert [row["partner"] for row in (first, second)] == ["HKG", "RUS"]  # 344 is Russia here, and Hong Kong at the UN
    assert (second["value"], second["currency"], second["weight"], second["quantity2"]) == (
        19_121_826,
        "USD",
        47_690,
        93,
    )
    assert (first["quantity2"], first["unit2"]) == (None, "")
    assert (second["year"], second["month"], second["reporter"], second["flow"], second["revision"]) == (
        2024,
        3,
        "CHN",
        "M",
        "HS2022",
    )


def test_a_query_cut_at_its_limit_is_refused_with_the_split_that_gets_the_rest(data, tmp_path, added):
    lines = [
        (f"{1 + n // 1500:02}{n % 1500:04}00", "Goods", "344", "Russia", "1", "Kilogram", "0", "?", "5")
        for n in range(10_000)
    ]
    with pytest.raises(files.Refused, match=r"10,000.*the rest is missing") as refused:
        added(gacc(tmp_path / "cut.csv", lines), flow="X", period="2024")
    assert "chapters 01 to 06 in one query and for 07 to 97 in another" in str(refused.value)


def test_baci_is_thousands_and_tonnes_and_na_is_a_gap(data, tmp_path, added):
    path = tmp_path / "BACI_HS17_Y2022_V202501.csv"
    path.write_text("t,i,j,k,v,q\n2022,156,643,10620,48.641,3.124\n2022,156,398,854231,1.5,NA\n")
    added(path, published="")
    first, second = rows(data)
    assert (second["partner"], second["code"], second["value"], second["weight"]) == (
        "RUS",
        "010620",
        Decimal(48641),
        Decimal(3124),
    )
    assert (first["partner"], first["weight"], first["revision"]) == ("KAZ", None, "HS2017")
    (part,) = parts.in_force(data)
    assert (part.vintage, part.whole) == ("2025-01-31", True)


def test_a_full_file_of_comext_is_euros_and_kilograms_and_its_procedures_add_up(data, tmp_path, added):
    names = "REPORTER,PARTNER,TRADE_TYPE,PRODUCT_NC,FLOW,STAT_PROCEDURE,SUPPL_UNIT,PERIOD,VALUE_EUR,QUANTITY_KG,QUANTITY_SUPPL_UNIT"
    path = tmp_path / "full_v2_202312.dat"
    path.write_text(
        f"{names}\nDE,RU,E,01012100,2,1,P/ST,202312,500,70,2\nDE,RU,E,01012100,2,9,P/ST,202312,5,1,1\nEL,CN,E,010121XX,1,1,,202312,9,0,\n"
    )
    added(path)
    assert {(row["reporter"], row["flow"], row["value"], row["currency"], row["month"]) for row in rows(data)} == {
        ("DEU", "X", 500, "EUR", 12), ("DEU", "X", 5, "EUR", 12), ("GRC", "M", 9, "EUR", 12)}  # fmt: skip
    assert next(row["marks"] for row in rows(data) if row["reporter"] == "GRC") == "c"


def test_latin_letters_after_a_plain_beginning_are_read(data, tmp_path, added):
    rows_ = [
        USUAL | {"partnerCode": str(code), "partnerDesc": "Plain", "primaryValue": "1"} for code in range(9001, 9900)
    ]
    rows_ = [row | {"period": str(year)} for year in (2020, 2021, 2022) for row in rows_]
    path = written(tmp_path / "site.csv", [*rows_, USUAL | {"partnerDesc": "Côte d'Ivoire", "partnerCode": "384", "period": "2019", "primaryValue": "7"}],
                   COMTRADE, encoding="latin-1")  # fmt: skip
    added(path)
    assert next(row["value"] for row in rows(data) if row["partner"] == "CIV" and row["year"] == 2019) == 7


def test_packed_files_and_folders_come_in_one_by_one(data, tmp_path, own, added):
    first, second = own("CHN RUS X 2022 854231 5 1"), own("CHN KAZ X 2022 854231 7 1", name="b.csv")
    with zipfile.ZipFile(tmp_path / "both.zip", "w") as packed:
        packed.write(first, "inside/a.csv")
        packed.write(second, "inside/b.csv")
        packed.writestr("readme.md", "nothing")
    (tmp_path / "c.csv.gz").write_bytes(gzip.compress(own("CHN UZB X 2022 854231 9 1", name="c.csv").read_bytes()))
    for path in files.tables(tmp_path / "both.zip", tmp_path / "unpacked"):
        added(path)
    added(tmp_path / "c.csv.gz")
    assert {(row["partner"], row["value"]) for row in rows(data)} == {("RUS", 5), ("KAZ", 7), ("UZB", 9)}
    assert not list((tmp_path / "unpacked").iterdir())


@pytest.mark.parametrize("name", ["empty.zip", "x.7z", "words.csv", "picture.csv"])
def test_what_is_no_table_known_here_is_refused_in_words(data, tmp_path, added, name):
    path = tmp_path / name
    if name == "empty.zip":
        with zipfile.ZipFile(path, "w") as packed:
            packed.writestr("readme.md", "nothing")
    else:
        path.write_bytes(
            {"x.7z": b"7z\xbc\xaf\x27\x1c", "words.csv": b"one,two,three\n1,2,3\n", "picture.csv": b"\x89PNG\r\n"}[name]
        )
    with pytest.raises(files.Refused, match="Nothing has been changed"):
        [added(each) for each in files.tables(path, tmp_path)]


def test_a_load_that_died_goes_on_where_it_was_and_counts_once(data, own, added, monkeypatch):
    path = own("CHN RUS X 2022 854231 5 1", "DEU RUS X 2022 854231 6 1", "USA RUS X 2022 854231 7 1")
    made = convert._of_reporter

    def dies(database, reporter, paths, out):
        if reporter == "USA":
            raise KeyboardInterrupt
        return made(database, reporter, paths, out)

    monkeypatch.setattr(convert, "_of_reporter", dies)
    with pytest.raises(KeyboardInterrupt):
        added(path)
    assert Store(data).history() == [] and parts.in_force(data) == []
    asked = []
    monkeypatch.setattr(convert, "_of_reporter", lambda *given: asked.append(given[1]) or made(*given))
    monkeypatch.setattr(convert, "_apart", lambda *given: pytest.fail("what was read before is not read again"))
    added(path)
    assert asked == ["USA"] and len(rows(data)) == 3 and not list((data / "detail").glob(".loading-*/"))
    assert added(path).idle and len(Store(data).history()) == 1


def test_a_file_is_withdrawn_restored_and_seen_as_of_a_day_like_any_other(data, own, added):
    one = added(own("CHN RUS X 2022 854231 5 1"), published="2023-06-01")
    source, _, snapshot = one.snapshot.partition("/")
    edition = Store(data).edition()
    assert parts.in_force(data, as_of="2023-05-31") == [] and len(parts.in_force(data, as_of="2023-06-01")) == 1
    Store(data).withdraw(source, snapshot, by="Test", key="w")
    assert parts.in_force(data) == [] and len(parts.in_force(data, edition)) == 1
    Store(data).restore(source, snapshot, by="Test", key="r")
    assert len(parts.in_force(data)) == 1


def test_parts_that_are_gone_are_made_again_from_the_file_as_received(data, own, added):
    import shutil

    added(own("CHN RUS X 2022 854231 5 1"))
    before = rows(data)
    shutil.rmtree(data / "detail")
    with pytest.raises(parts.NotPrepared, match="kyakhta detail build"):
        parts.in_force(data)
    assert load.prepare(data) == 1 and load.prepare(data) == 0
    assert rows(data) == before


def test_generated_rows_are_the_same_for_a_seed_labelled_and_never_among_real_ones(data, tmp_path, own, added):
    for name, seed in (("a.csv", 1), ("b.csv", 1), ("c.csv", 2)):
        synthetic.generate(tmp_path / name, 2000, seed)
    read = [sorted((tmp_path / name).read_text().splitlines()) for name in ("a.csv", "b.csv", "c.csv")]
    assert read[0] == read[1] != read[2] and all("seed 1" in line for line in read[0] if line[:8] != "reporter")
    assert added(tmp_path / "a.csv").snapshot.startswith("detail_synthetic/")
    added(own("CHN RUS X 2022 854231 5 1"))
    assert {part.source for part in parts.in_force(data)} == {"detail_own"}
    assert {part.source for part in parts.in_force(data, synthetic=True)} == {"detail_synthetic"}
    assert sum(part.rows for part in parts.in_force(data, synthetic=True)) == 2000


def test_a_part_is_sorted_by_goods_and_partner(data, own, added):
    added(
        own(
            *(
                f"CHN {partner} X 2022 {code} 5 1"
                for code in ("854232", "010121", "854231")
                for partner in ("RUS", "ARM")
            )
        )
    )
    (part,) = parts.in_force(data)
    found = duckdb.sql(f"SELECT code, partner FROM read_parquet('{part.path}')").fetchall()
    assert found == sorted(found) and len(found) == 6 and part.path.as_posix().endswith("CHN/X/2022.parquet")
