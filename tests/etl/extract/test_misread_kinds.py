"""Kinds of small files that were once read wrong in silence: as stored, in other words, and saved again by other programs."""

import io
import json

import pandas
import pytest

from tests.etl.extract.test_units import RIGHT

HEADS = ("reporter", "partner", "flow", "period", "product", "unit", "value")
ROLES = json.dumps({name: name for name in HEADS})
WHOLE = {"reporter": "CHN", "product": "TOTAL", "flow": "import"}


def table(*lines: tuple[str, ...], heads: tuple[str, ...] = HEADS, above: str = "", below: str = "") -> str:
    rows = [",".join(f'"{cell}"' for cell in row) for row in (heads, *lines)]
    return "\n".join([*([above, ""] if above else []), *rows, *(["", below] if below else []), ""])


def line(unit: str = "USD", period: str = "2024-03", flow: str = "import", value: str = "5") -> tuple[str, ...]:
    return ("China", "Viet Nam", flow, period, "1001", unit, value)


def saved(lines: list[tuple[str, ...]], by: str) -> tuple[bytes, str]:
    """Return a table as another program saves it again."""
    frame = pandas.DataFrame(lines, columns=HEADS)
    frame["value"] = pandas.to_numeric(frame["value"])
    out = io.BytesIO()
    if by == "pandas csv":
        frame.to_csv(out, index=False)
        return out.getvalue(), "own.csv"
    if by == "excel csv":  # where the comma is the decimal sign
        frame.to_csv(out, index=False, sep=";", decimal=",", encoding="utf-8-sig", lineterminator="\r\n")
        return out.getvalue(), "own.csv"
    if by == "unicode text":
        frame.to_csv(out, index=False, sep="\t", encoding="utf-16")
        return out.getvalue(), "own.txt"
    frame.to_excel(out, index=False)
    return out.getvalue(), "own.xlsx"


@pytest.mark.parametrize("by", ["pandas csv", "excel csv", "unicode text", "openpyxl"])
def test_labels_are_read_alike_however_the_file_was_saved(take, by):
    units = ("US$ '000", "Mrd. EUR", "млн руб.", "亿日元", "USD hundred million", "HK$ m", "milliers d'euros")
    lines = [(*line(unit)[:4], f"10{number:02d}", unit, "5") for number, unit in enumerate(units)]
    data, name = saved(lines, by)
    got = take(data, name, mapping=ROLES)
    assert not got.held
    assert {row["series"]: row["value"] for row in got.rows} == {
        "hs1000_imports_usd": "5000", "hs1001_imports_eur": "5000000000", "hs1002_imports_rub": "5000000",
        "hs1003_imports_jpy": "500000000", "hs1004_imports_usd": "500000000", "hs1005_imports_hkd": "5000000",
        "hs1006_imports_eur": "5000",
    }  # fmt: skip


def test_a_label_that_is_not_clear_is_shown_and_an_answer_settles_it(take):
    got = take(table(line("USD zillion"), line("USD")), mapping=ROLES)
    assert got.held == ["U-05"] and "zillion" in got.problems[0].why and len(got.rows) == 1
    told = take(table(line("USD zillion")), mapping=ROLES, **{"unit:USD zillion": "USD million"})
    assert not told.held and told.rows[0]["value"] == "5000000"
    more = take(table(line("index, 2015=100")), mapping=ROLES)
    assert more.held == ["U-06"] and "an index" in more.problems[0].why and not more.rows
    assert not take(table(line("USD/t")), mapping=ROLES, **{"unit:USD/t": "leave out"}).rows


@pytest.mark.parametrize(
    ("above", "below", "unit", "factor"),
    [
        ("Unit: USD million", "", "usd", 10**6), ("", "Unit: 100 million yuan", "cny", 10**8), ("单位：万美元", "", "usd", 10**4),
        ("Trade of China with Viet Nam, USD thousand", "", "usd", 10**3), ("Einheit: Mrd. EUR", "", "eur", 10**9),
        ("Imports by partner (millions d'euros)", "", "eur", 10**6), ("Ед. изм.: тыс. долл. США", "", "usd", 10**3),
        ("(in millions of US dollars)", "", "usd", 10**6),
    ],
)  # fmt: skip
def test_what_a_line_around_the_table_says_of_the_unit_counts(take, above, below, unit, factor):
    heads = ("partner", "period", "value")
    text = table(
        ("Viet Nam", "2024-03", "5"), ("Peru", "2024-03", "6"), heads=heads, above=above.replace(",", "，"), below=below
    )
    got = take(text, **WHOLE, mapping=json.dumps({head: head for head in heads}))
    assert not got.held and not got.questions
    assert [row["value"] for row in got.rows] == [str(5 * factor), str(6 * factor)]
    assert {row["series"] for row in got.rows} == {f"goods_imports_{unit}"}


@pytest.mark.parametrize(
    "above", ["Scale: Millions", "Unit: CNY 100 Million", "Unit: USD thousand", "Trade (EUR million)"]
)
def test_two_statements_that_disagree_are_held_and_settled(take, above):
    heads = ("partner", "period", "value (USD)")
    text = table(("Viet Nam", "2024-03", "5"), ("Peru", "2024-03", "6"), heads=heads, above=above)
    said = {**WHOLE, "mapping": json.dumps({"partner": "partner", "period": "period", "value (USD)": "value"})}
    got = take(text, **said)
    assert (
        got.held == ["U-07"]
        and not got.rows
        and above.split(": ")[-1].split("(")[-1].rstrip(")") in got.problems[0].found
    )
    assert [row["value"] for row in take(text, **said, unit_stated="as the columns say").rows] == ["5", "6"]
    assert take(text, **said, unit_stated="as the line says").rows[0]["value"] not in ("", "5")


def test_a_line_that_cannot_be_read_is_shown(take):
    heads = ("partner", "period", "value")
    text = table(("Viet Nam", "2024-03", "5"), ("Peru", "2024-03", "6"), heads=heads, above="Unit: thousand persons")
    said = {**WHOLE, "mapping": json.dumps({head: head for head in heads}), "unit_missing": "USD"}
    got = take(text, **said)
    assert got.held == ["U-05"] and "persons" in got.problems[0].why
    assert not take(text, **said, unit_line="set aside").held


def test_figures_in_single_dollars_under_a_line_of_millions_are_more_than_the_world_trades(take):
    heads = ("partner", "2020", "2021")
    roles = json.dumps({"partner": "partner", "2020": "value by period", "2021": "value by period"})
    text = table(
        ("Viet Nam", "57100200180", "78350803382"),
        ("Peru", "4300000001", "5300000001"),
        heads=heads,
        below="Scale: Millions",
    )
    got = take(text, **WHOLE, mapping=roles, unit_missing="USD")
    assert got.held == ["U-07"] and not got.rows
    as_line = take(text, **WHOLE, mapping=roles, unit_missing="USD", unit_stated="as the line says")
    assert as_line.held == ["U-08"] and "57100200180" in as_line.problems[0].found
    single = take(text, **WHOLE, mapping=roles, unit_missing="USD", unit_stated="as the columns say")
    assert not single.held and single.rows[0]["value"] == "57100200180"


@pytest.mark.parametrize(
    ("column", "text"),
    [("scale", "6"), ("UNIT_MULT", "3"), ("adjustment", "SCA"), ("flag", "c"), ("Notes", "seasonally adjusted")],
)
def test_a_column_left_out_that_says_how_figures_are_to_be_read_is_held(take, column, text):
    lines = ((*line(), text), (*line(period="2024-04"), text))
    got = take(table(*lines, heads=(*HEADS, column)), mapping=ROLES)
    assert got.held == ["S-16"] and text in got.problems[-1].found
    assert not take(table(*lines, heads=(*HEADS, column)), mapping=ROLES, **{f"column:{column}": "ignore"}).held


@pytest.mark.parametrize(
    "heading", ["value, seasonally adjusted", "value per tonne", "value index", "同比 金额", "cumulative value"]
)
def test_a_heading_that_says_more_than_an_amount_is_held(take, heading):
    roles = (*HEADS[:-1], "quantity", "quantity unit", "value")
    heads = (*roles[:-1], heading)
    own = (*line()[:-1], "7", "t", "5")
    got = take(table(own, heads=heads), mapping=json.dumps(dict(zip(heads, roles, strict=True))))
    assert "U-06" in got.held
    plain = take(table(own, heads=roles), mapping=json.dumps(dict(zip(roles, roles, strict=True))))
    assert not plain.held and {row["value"] for row in plain.rows} == {"5", "7"}


@pytest.mark.parametrize(
    "title", ["Imports of China, seasonally adjusted", "Импорт, нарастающим итогом", "进口（不变价格）， 累计"]
)
def test_a_title_that_says_more_is_held(take, title):
    heads = ("partner", "period", "value")
    said = {**WHOLE, "mapping": json.dumps({head: head for head in heads}), "unit_missing": "USD"}
    got = take(table(("Viet Nam", "2024-03", "5"), ("Peru", "2024-03", "6"), heads=heads, above=f'"{title}"'), **said)
    assert got.held == ["U-06"] or title.startswith("进口")


def test_a_bare_dollar_of_a_reporter_with_a_dollar_of_its_own_is_asked_about(take):
    own = ("Australia", *line("$ million")[1:])
    got = take(table(own, line("$ million")), mapping=ROLES)
    assert got.held == ["U-05"] and "AUD" in got.problems[0].why and [row["reporter"] for row in got.rows] == ["CHN"]
    told = take(table(own), mapping=ROLES, **{"unit:$ million": "AUD million"})
    assert told.rows[0]["series"] == "hs1001_imports_aud" and told.rows[0]["value"] == "5000000"


def test_fob_imports_and_cif_exports_in_the_unit_are_held(take):
    assert take(table(line("USD (FOB)")), mapping=ROLES).held == ["U-03"]
    assert take(table(line("USD, CIF", flow="export")), mapping=ROLES).held == ["U-03"]
    assert not take(table(line("USD, CIF"), line("USD FOB", flow="export")), mapping=ROLES).held


READ = {
    "03.2024": "2024-03 1", "2024M3": "2024-03 1", "март 2024": "2024-03 1", "Mrz 2024": "2024-03 1", "2024年3月": "2024-03 1",
    "202403": "2024-03 1", "2024-3": "2024-03 1", "Mar-2024": "2024-03 1", "2024/03/31": "2024-03 1", "YTD Mar 2024": "2024-01 3",
    "Jan-Mar 2024": "2024-01 3", "1-3/2024": "2024-01 3", "январь-март 2024": "2024-01 3", "2024.3": "2024-03 1",
    "2024.03": "2024-03 1", "2024.10": "2024-10 1", "45292": "2024-01 1", "45323": "2024-02 1",
}  # fmt: skip
ASKED = (
    "01.03.2024",
    "Jan-24",
    "24-Jan",
    "Q1-24",
    "янв.24",
    "FY2024",
    "2023/24",
    "2024p",
    "2024*",
    "Feb",
    "3",
    "2024.1",
)


@pytest.mark.parametrize("text", [*READ, *ASKED])
def test_a_period_is_read_or_asked_about_and_never_guessed(take, text):
    got = take(table(line(period=text)), mapping=ROLES)
    assert [f"{row['period']} {row['months']}" for row in got.rows] == ([READ[text]] if text in READ else [])
    assert bool(got.held) is (text in ASKED)


@pytest.mark.parametrize(
    ("name", "answers"),
    [("own_unit_words.csv", {}), ("own_period_forms.csv", {"unit_missing": "USD"}), ("own_serial_dates.csv", {"unit_missing": "USD", "product": "TOTAL"}),
     ("own_serial_dates.xlsx", {"unit_missing": "USD", "product": "TOTAL"})],
)  # fmt: skip
def test_the_stored_small_files_are_read(sample, name, answers):
    offered = sample(f"cases/{name}", **answers)
    asked = offered.questions.get("mapping")
    got = sample(f"cases/{name}", **answers, mapping=asked.evidence) if asked else offered
    if name == "own_unit_words.csv":
        labels = [row[5] for row in got.document.sheets[0].rows[1:]]
        assert [row["value"] for row in got.rows] == [
            f"{int(float(RIGHT[label][1]))}" for label in labels
        ] and not got.held
    elif "serial" in name:
        assert [row["period"] for row in got.rows] == ["2024-01", "2024-02", "2024-03"] and not got.held
    else:
        texts = {row[3]: row[5] for row in got.document.sheets[0].rows[1:]}
        values = {row["value"]: f"{row['period']} {row['months']}" for row in got.rows}
        assert {text: values[value] for text, value in texts.items() if value in values} == {
            text: READ[text] for text in texts if text in READ
        }


def test_percentages_as_values_are_no_amounts(take):
    got = take(table(line("%"), line("USD")), mapping=ROLES)
    assert got.held == ["U-06"] and "a share or a change" in got.problems[0].why and len(got.rows) == 1
    assert not take(table(line("%")), mapping=ROLES, **{"unit:%": "leave out"}).rows


@pytest.mark.parametrize(
    ("reporter", "unit", "own"),
    [("Taiwan", "亿元", "TWD"), ("Belarus", "тыс. руб.", "BYN"), ("Canada", "$ million", "CAD")],
)
def test_the_money_of_a_reporter_that_calls_it_alike_is_asked_about(take, reporter, unit, own):
    got = take(table((reporter, *line(unit)[1:])), mapping=ROLES)
    assert got.held == ["U-05"] and own in got.problems[0].why and not got.rows
