"""What each word of a file was taken for, row by row, in `kyakhta add --format json` and on the page."""

import json

from etl.extract import read_as

TABLE = (
    "reporter,partner,flow,period,product,unit,value,remark\n"
    "China,Viet Nam,import,2024-03,1001,USD 10 million,1,checked twice\n"
    "China,Россия,Ausfuhr,март 2024,1002,Mrd. EUR,2,\n"
)
ROLES = json.dumps({name: name for name in ("reporter", "partner", "flow", "period", "product", "unit", "value")})


def labels(take, content, name="t.csv", header=0, **answers):
    got = take(content, name, **answers)
    assert got.rows and not got.held
    return read_as.of(got.document, got.recognised.sheet, header, got.rows, got.found.taken, answers), got


def test_every_word_of_a_row_is_named_with_what_it_was_taken_for(take):
    found, got = labels(take, TABLE, mapping=ROLES)
    first, second = ({one.text: (one.kind, one.taken_for) for one in found[row["place"]]} for row in got.rows)
    assert first["USD 10 million"][1].startswith(
        "USD × 10,000,000 (usd: currency USD; 10: times 10; million: times 1,000,000"
    )
    assert first["Viet Nam"] == ("place", "VNM") and first["China"] == ("place", "CHN")
    assert first["2024-03"] == ("period", "2024-03") and first["import"] == ("flow", "import")
    assert first["1001"] == ("product", "1001") and first["value"] == ("column", "value")
    assert first["checked twice"] == ("", read_as.NOT_USED)
    assert second["Россия"] == ("place", "RUS") and second["Ausfuhr"] == ("flow", "export")
    assert second["март 2024"] == ("period", "2024-03") and second["Mrd. EUR"][1].startswith("EUR × 1,000,000,000")
    assert "Viet Nam" not in second


def test_answers_and_lines_around_the_table_are_named_too(take):
    lines = "Scale: Millions\n\npartner,period,value\nPeru,2024-01,5\nChile,2024-01,6\n"
    roles = json.dumps({"partner": "partner", "period": "period", "value": "value"})
    said = {"reporter": "CHN", "product": "TOTAL", "flow": "import", "unit_missing": "USD 1 Million"}
    found, got = labels(take, lines, header=2, mapping=roles, **said)
    first = {one.text: (one.kind, one.taken_for) for one in found[got.rows[0]["place"]]}
    assert first["Millions"] == ("unit", "× 1,000,000") and first["CHN"] == ("answer: reporter", "CHN")


LINES = "Trade of China\nUnit: US dollar\nScale: Millions\n\npartner,period,value\nPeru,2024-01,5\nChile,2024-01,6\nSource: X\n"


def test_a_line_that_is_read_as_the_unit_is_not_set_aside(take):
    said = {"reporter": "CHN", "product": "TOTAL", "flow": "import"}
    got = take(LINES, mapping=json.dumps({name: name for name in ("partner", "period", "value")}), **said)
    assert [row["value"] for row in got.rows] == ["5000000", "6000000"]
    for taken in (got.found.taken, None):  # read, and still asked for its columns
        (note,) = read_as.notes(got.document, taken)
        assert (note.code, note.found, note.where) == ("S-15", "Trade of China / Source: X", "lines 1, 8")
    (unread,) = read_as.notes(got.document, {})
    assert unread.found == "Trade of China / Unit: US dollar / Scale: Millions / Source: X"


def test_nothing_is_said_of_lines_that_all_are_read(take):
    got = take("Unit: USD million\nReporter,Partner,Period,Flow,Value\nCHN,Peru,2024-01,import,5\n", product="TOTAL")
    assert got.rows and got.document.notes and read_as.notes(got.document, got.found.taken) == []


def test_answers_of_a_service_without_a_sheet_name_their_words(take):
    record = {
        "typeCode": "C", "freqCode": "A", "period": "2023", "reporterCode": 156, "reporterDesc": "China", "flowCode": "M",
        "partnerCode": 643, "partnerDesc": "Russian Federation", "classificationCode": "H6", "cmdCode": "TOTAL",
        "primaryValue": 5,
    }  # fmt: skip
    answer = json.dumps({"elapsedTime": "1", "count": 1, "data": [record], "error": ""})
    found, got = labels(take, answer, "a.json")
    first = {one.text: one.taken_for for one in found[got.rows[0]["place"]]}
    assert first["643"] == "RUS" and first["Russian Federation"] == "RUS" and first["M"] == "import"
    assert first["H6"] == "hs: Harmonized System, edition of 2022"
