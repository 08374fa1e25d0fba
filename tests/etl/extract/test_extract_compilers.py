# ruff: noqa: E501 - headings and rows stand as the publishers write them
"""WITS, Trade Map and SIPRI: years as columns, units in words, pages named .xls, TIV that are no money."""

import json

import pytest

SUMMARY = """Reporter,Partner,Product categories,Indicator Type,Indicator,2021,2020
China,...,...,Development,GDP (current US$ Mil),       17734062.65,       14687673.89
China,"Korea, Rep.",All Products,Export,Trade (US$ Mil)-Top 5 Export Partner,         148846.01,
China,World,Fuels,Import,Import(US$ Mil),         401000.50,         267000.25
China,World,All Products,Export,Exports (in US$ Mil),        3362302.00,        2590600.90
China,World,All Products,Tariff,Duty Free Imports (US$ Thousand),      950637355.47,      777099920.06
China,"Other Asia, nes",All Products,Import,Partner share(%)-Top 5 Import Partner,          9.30,          9.76
"""  # fmt: skip


def test_wits_country_summary(take):
    got = take(SUMMARY.replace("\n", "\r\n"))
    assert (got.module, got.recognised.layout, got.recognised.reporter) == ("wits", "country summary", "CHN")
    assert got.values == {
        ("goods_exports_usd", "CHN", "KOR", "2021", 12): "148846010000",
        ("wits_fuels_imports_usd", "CHN", "WLD", "2021", 12): "401000500000",
        ("wits_fuels_imports_usd", "CHN", "WLD", "2020", 12): "267000250000",
        ("goods_exports_usd", "CHN", "WLD", "2021", 12): "3362302000000",
        ("goods_exports_usd", "CHN", "WLD", "2020", 12): "2590600900000",
        ("goods_imports_share_pct", "CHN", "TWN", "2021", 12): "9.3",
        ("goods_imports_share_pct", "CHN", "TWN", "2020", 12): "9.76",
    }
    assert got.codes.count("S-17") == 1 and not got.held


def test_wits_partner_series_in_a_workbook_whose_first_sheet_is_empty(take):
    import io

    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    page = book.create_sheet("Partner-Timeseries")
    page.append(["Reporter Name", "Partner Name", "Trade Flow", "Indicator", "2017", "2018"])
    page.append([" World", "Russian Federation", "Import", "Import Partner Share (%)", 1.87, None])
    page.append(["Germany", "China", "Export", "Export (US$ Thousand)", 100, 200.5])
    data = io.BytesIO()
    book.save(data)
    assert take(data.getvalue(), "series.xlsx").values == {
        ("goods_imports_share_pct", "WLD", "RUS", "2017", 12): "1.87",
        ("goods_exports_usd", "DEU", "CHN", "2017", 12): "100000",
        ("goods_exports_usd", "DEU", "CHN", "2018", 12): "200500",
    }


def wits_answer(key="0:0:0:1:0") -> str:
    values = {
        "FREQ": [("A", "Annual")], "REPORTER": [("CHN", "China")], "PARTNER": [("RUS", "Russian Federation")],
        "PRODUCTCODE": [("Total", "All Products"), ("27-27_Fuels", "Fuels")],
        "INDICATOR": [("XPRT-TRD-VL", "Export Trade Value (US$ Thousand)"), ("AHS-WGHTD-AVRG", "AHS Weighted Average (%)")],
    }  # fmt: skip
    series = [{"id": name, "values": [{"id": a, "name": b} for a, b in pairs]} for name, pairs in values.items()]
    times = [{"id": "TIME_PERIOD", "values": [{"id": "2019", "name": "2019"}]}]
    data = {"0:0:0:0:0": [12.345, 0], key: [7.5, 0], "0:0:0:0:1": [3.3, 0]}
    sets = [{"series": {one: {"observations": {"0": value}} for one, value in data.items()}}]
    return json.dumps({"dataSets": sets, "structure": {"dimensions": {"series": series, "observation": times}}})


def test_wits_answer_of_the_api(take):
    got = take(wits_answer(), "answer.json")
    assert got.module == "wits_sdmx" and got.values == {
        ("goods_exports_usd", "CHN", "RUS", "2019", 12): "12345",
        ("wits_fuels_exports_usd", "CHN", "RUS", "2019", 12): "7500",
    }
    assert take(wits_answer("0:0:0:9:0"), "answer.json").held == ["F-08"]


TRADEMAP = (
    '\ufeffImporters\tExported value in 2022\tExported value in 2023-M04\t\n"World"\t100\t7\t\n'
    '"Russian Federation"\t40\t\t\n"Taipei, Chinese"\t0\t2\t\n'
)  # fmt: skip


def test_trade_map_text_names_neither_country_nor_product_nor_unit(take):
    asked = take(TRADEMAP, "list.txt")
    assert asked.recognised.flow == "export" and set(asked.questions) == {"reporter", "product", "unit_missing"}
    got = take(TRADEMAP, "list.txt", reporter="China", product="2709", unit_missing="US Dollar thousand")
    assert got.values == {
        ("hs2709_exports_usd", "CHN", "WLD", "2022", 12): "100000",
        ("hs2709_exports_usd", "CHN", "WLD", "2023-04", 1): "7000",
        ("hs2709_exports_usd", "CHN", "RUS", "2022", 12): "40000",
        ("hs2709_exports_usd", "CHN", "TWN", "2022", 12): "0",
        ("hs2709_exports_usd", "CHN", "TWN", "2023-04", 1): "2000",
    }


PAGE = """<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "x"><html><head><meta charset="utf-8"/></head><body>
<table><tr><td colspan="6">Bilateral trade between Germany and China</td></tr><tr><td> Product: 2709 Crude oil</td></tr></table>
<table><tr><td>Germany's exports have been reported by Germany</td></tr></table>
<table><tr><td><span>Unit : Euro thousand</span></td></tr></table>
<div><table><tr><th rowspan="2">Product code</th><th rowspan="2">Product label</th>
<td colspan="2">Germany's imports from China</td><td colspan="1">Germany's imports from world</td></tr>
<tr><th>Value in 2025-M01</th><th>Value in 2025-M02</th><th>Value in 2025-M01</th></tr>
<tr><td>
   '27090000
  </td><td>Crude <b>oil</b></td><td title="Direct Data">65</td><td></td><td>900</td></tr></table></div></body></html>"""


def test_trade_map_bilateral_page_named_xls(take):
    got = take(PAGE, "bilateral.xls")
    assert got.values == {
        ("hs27090000_imports_eur", "DEU", "CHN", "2025-01", 1): "65000",
        ("hs27090000_imports_eur", "DEU", "WLD", "2025-01", 1): "900000",
    }
    assert not got.questions
    mirrored = take(
        PAGE.replace("exports have been reported by Germany", "exports have been reported by China"), "b.xls"
    )
    assert mirrored.held == ["U-03"]
    assert take(PAGE.replace("'27090000", "'2709000"), "b.xls").held == ["K-06"]


TIV = """Volume of transfers of major arms
Figures are in millions of SIPRI trend-indicator values (TIVs).

Source: SIPRI Arms Transfers Database (c) SIPRI.
Data generated: 02 May 2027 12:33:29 PM

Recipient,2024,2025,2026,2024-2026,Percentage,Sum total years,Percentage of total
China,2570,0 ,,2570,88.6%,2570,88.6%
Hezbollah (Lebanon)*,,330,,330,11.4%,330,11.4%
Contras (Nicaragua)*,,1,,1,0.0%,1,0.0%
Total exports from Russia,2570,331,,2901,100.0%,2901,100.0%
"""  # fmt: skip


def test_sipri_table_of_one_supplier(take):
    got = take(TIV)
    assert (got.module, got.recognised.source, got.recognised.layout) == ("sipri_tiv", "sipri_2027", "TIV by recipient")
    assert got.values == {
        ("arms_deliveries_tiv", "RUS", "CHN", "2024", 12): "2570",
        ("arms_deliveries_tiv", "RUS", "CHN", "2025", 12): "0",
        ("arms_deliveries_tiv", "RUS", "CHN", "2024", 36): "2570",
        ("arms_deliveries_tiv", "RUS", "NONSTATE", "2025", 12): "331",
        ("arms_deliveries_tiv", "RUS", "NONSTATE", "2024", 36): "331",
        ("arms_deliveries_tiv", "RUS", "WLD", "2024", 12): "2570",
        ("arms_deliveries_tiv", "RUS", "WLD", "2025", 12): "331",
        ("arms_deliveries_tiv", "RUS", "WLD", "2024", 36): "2901",
        ("arms_supplier_share_pct", "RUS", "CHN", "2024", 36): "88.6",
    }
    assert "0 " in got.printed, "with its blank it is more than nothing"
    assert {"N-09", "K-09", "N-10"} <= set(got.codes) and not got.held
    assert got.recognised.detail["released"] == "2027-03"


def test_sipri_imports_of_one_recipient_and_a_copy_from_european_excel(take):
    text = (
        TIV.replace("Recipient", "Supplier")
        .replace("Total exports from Russia", "Total imports to India")
        .replace("China", "Russia")
    )
    lines = [line.replace(",", ";") + ";" * (7 - line.count(",")) for line in text.splitlines()]
    got = take("\r\n".join(lines).encode("utf-8-sig"))
    assert got.values["arms_deliveries_tiv", "RUS", "IND", "2024", 12] == "2570"
    assert got.values["arms_recipient_share_pct", "RUS", "IND", "2024", 36] == "88.6"


def test_sipri_release_depends_on_the_month_and_is_asked_where_open(take):
    for day, source in (("17 Feb 2027", "sipri_2026"), ("03 Apr 2027", "sipri_2027"), ("20 Mar 2026", "sipri_2026")):
        assert take(TIV.replace("02 May 2027", day)).recognised.source == source
    open_ = take(TIV.replace("02 May 2027", "20 Mar 2027"))
    assert open_.questions["edition"].options == ("2026", "2027")
    assert take(TIV.replace("02 May 2027", "20 Mar 2027"), edition="2027").found.source == "sipri_2027"
    bare = TIV[TIV.index("Recipient") :].replace("Total exports from Russia", "Sum")
    asked = take(bare)
    assert set(asked.questions) == {"edition", "reporter"}
    told = take(bare, edition="2025", reporter="Russia")
    assert told.values["arms_deliveries_tiv", "RUS", "CHN", "2024", 12] == "2570"


REGISTER = """Transfers of major conventional arms from Russia  to China . Deals with deliveries or orders made for year range '2010' to '2026'
A '?' in a column indicates uncertain data.
Source: SIPRI Arms Transfers Database (c) SIPRI.
Data generated: 13 Oct 2027 2:20:11 PM
Recipient,Supplier,Year of order, ,Number ordered, ,Weapon designation,Weapon description,Number delivered, ,Year(s) of delivery,status,Comments,SIPRI TIV per unit,SIPRI TIV for total order,SIPRI TIV of delivered weapons
China,Russia,2015,?,250,?,9M96,SAM,250,?,2018; 2019,New,For S-400 SAM systems,0.9,225,225
China,Russia,2015,,1,,Mi-17,transport helicopter,1,,2016,Second hand,"x, y",7.25,7.25,7.25
China,Russia,2015,,1,,Mi-17,transport helicopter,1,,2016,New,,7.25,7.25,14.5
China,unknown supplier(s),2026,,4,,Tiger,APV,,,,New,,1,4,
"""  # fmt: skip


def test_sipri_register_gives_a_row_a_deal_from_first_to_last_delivery(take):
    got = take(REGISTER.encode("latin-1"))
    assert (got.module, got.recognised.source) == ("sipri_register", "sipri_register")
    assert got.recognised.detail["edition"] == "sipri_2027"
    assert got.values == {
        ("arms_deal_9m96_2015_tiv", "RUS", "CHN", "2018", 24): "225",
        ("arms_deal_mi_17_2015_tiv", "RUS", "CHN", "2016", 12): "7.25",
        ("arms_deal_mi_17_2015_2_tiv", "RUS", "CHN", "2016", 12): "14.5",
    }
    assert [row["status"] for row in got.rows] == ["estimated", "reported", "reported"]
    assert "delivered=250?; years=2018, 2019; condition=New" in got.rows[0]["details"]
    bad = take(REGISTER.replace("2018; 2019", "soon").encode())
    assert bad.held == ["T-06"]


def test_sipri_register_of_deals(take):
    text = """SIPRI AT Database ID,Supplier,Recipient,Designation,Description,Armament category,Order date,Order date is estimate,Numbers delivered,Numbers delivered is estimate,Delivery year,Delivery year is estimate,Status,SIPRI estimate,TIV deal unit,TIV delivery values,Local production
65361,Russia,China,Su-35,fighter,Aircraft,2015,No,4,No,2016,No,New,70,70,280,No
65361,Russia,China,Su-35,fighter,Aircraft,2015,No,10,Yes,2017,No,New,70,70,700,No
"""  # fmt: skip
    got = take(text)
    assert got.values == {
        ("arms_deal_su_35_65361_tiv", "RUS", "CHN", "2016", 12): "280",
        ("arms_deal_su_35_65361_tiv", "RUS", "CHN", "2017", 12): "700",
    }
    assert [row["status"] for row in got.rows] == ["reported", "estimated"] and not got.questions


def test_compiler_samples(sample):
    china = sample("wits/en_CHN_AllYears_WITS_Trade_Summary_2022-11.CSV")
    assert china.values["goods_exports_usd", "CHN", "WLD", "2019", 12] == "2498569870000"
    assert china.values["goods_imports_usd", "CHN", "WLD", "2019", 12] == "2068950250000"
    shares = [sample(f"wits/WITS-Partner-Timeseries_world_imports_share.{name}").values for name in ("csv", "xlsx")]
    assert shares[0] == shares[1] and len(shares[0]) == 7106
    assert (
        sample("wits/api_sdmx_json_tradestats_trade_usa_2017.json").values[
            "goods_imports_usd", "USA", "WLD", "2017", 12
        ]
        == "2407390189460"
    )
    folder, answers = "itc_trademap/Trade_Map_-_List_of", {"reporter": "China", "unit_missing": "US Dollar thousand"}
    markets = sample(f"{folder}_supplying_markets_for_a_product_imported_by_China.txt", product="TOTAL", **answers)
    goods = sample(f"{folder}_products_imported_by_China.txt", partner="World", **answers)
    key = ("goods_imports_usd", "CHN", "WLD", "2019", 12)
    assert markets.values[key] == goods.values[key] == "2068950255000"
    japan = sample(f"{folder}_importing_markets_for_a_product_exported_by_Japan.xls")
    assert japan.values["hs848620_exports_usd", "JPN", "CHN", "2024-02", 1] == "745775000" and not japan.questions
    both = sample("itc_trademap/bilateral_Netherlands_Taipei_3109_bytes.xls")
    assert both.values["hs84862000_exports_usd", "NLD", "TWN", "2025-06", 1] == "1040834000"


def test_sipri_samples(sample):
    got = sample("sipri/import-export-values_1950-2024_by_recipient.csv")
    arms = {(key[2], key[3], key[4]): value for key, value in got.values.items() if key[0] == "arms_deliveries_tiv"}
    for place, period, months, value in (
        ("CHN", "1950", 900, "82865"), ("CHN", "2000", 12, "2491"), ("CHN", "2014", 12, "1041"), ("CHN", "2023", 12, "471"),
        ("RUS", "1950", 900, "1355"), ("WLD", "1950", 900, "2065055"), ("WLD", "2023", 12, "29104"),
    ):  # fmt: skip
        assert arms[place, period, months] == value
    assert not [key for key in arms if key[1] == "2024"], "a year without data yet is a gap"
    assert [one.found[:4] for one in got.problems if one.code == "N-10"] == ["247 "]
    register = sample("sipri/trade-register_1950-2024_first_2000_lines.csv")
    conditions = [row["details"].split("condition=")[1].split(";")[0] for row in register.rows]
    assert [conditions.count(one) for one in ("New", "Second hand", "Second hand but modernized")] == [1437, 516, 35]
    assert (
        sum(
            "order_year=" in row["details"] and "?" in row["details"].split("order_year=")[1][:5]
            for row in register.rows
        )
        == 1149
    )
    assert len(register.values) == 1988, "no two deals under one key"
    assert len(sample("sipri/trade-register_1950-2024_china_russia_rows_filtered.csv").values) == 183
    assert len(sample("sipri/trade-register_deals_variant_to_ukraine_2000-2024.csv").values) == 382


def test_trade_map_headings_that_state_their_unit(take):
    text = "Importers\tValue exported in 2023 (USD thousand)\tShare in exports (%)\nRussian Federation\t7\t3\n"
    got = take(text, "list.txt", reporter="China", product="TOTAL")
    assert got.values == {("goods_exports_usd", "CHN", "RUS", "2023", 12): "7000"}
    weighed = "Importers\tExported value in 2023\tExported quantity in 2023, Tons\nChina\t7\t3\n"
    asked = take(weighed, "list.txt", reporter="Russia", product="2709", unit_missing="US Dollar thousand")
    assert set(asked.questions) == {"quantities"} and set(asked.values.values()) == {"7000"}
