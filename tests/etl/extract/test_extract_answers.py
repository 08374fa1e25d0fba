"""Whatever is held can be settled by the answer that it asks for, and by no other."""

import json

import pytest

QUERY = '"数据年月","贸易伙伴编码","贸易伙伴名称","商品编码","商品名称","第一数量","第一计量单位","人民币",\n' + (
    '"202702","344","俄罗斯联邦","27090000","石油原油","9000000","千克","5,917",\n'
    '"202701","110","中国香港","01012900","马","1500","千克","8,634,000",\n'
)
TABLE = "Partner,Date,Flow,HS code,Value (USD),Quantity,Quantity unit\nRussia,2024-05,import,2709,9,5,tons\n"
ROLES = {
    "Partner": "partner", "Date": "period", "Flow": "flow", "HS code": "product", "Value (USD)": "value",
    "Quantity": "quantity", "Quantity unit": "quantity unit",
}  # fmt: skip
WHOLE = {"mapping": json.dumps(ROLES), "reporter": "CHN"}

CASES = [  # what is changed, in which file, what is held, the answer, and a row that it gives
    (QUERY, '"千克","5,917"', '"bushel","5,917"', "U-01", "unit:bushel", "万吨", "crude_imports_t", "90000000000"),
    (QUERY, '"27090000"', '"2709000"', "K-06", "product:2709000", "27090000", "crude_imports_cny", "5917"),
    (QUERY, '"344"', '"110"', "K-03", "partner:俄罗斯联邦", "RUS", "crude_imports_cny", "5917"),
    (QUERY, "俄罗斯联邦", "露西亚", "", "", "", "crude_imports_cny", "5917"),
    (QUERY, '"344","俄罗斯联邦"', '"988","露西亚"', "K-04", "partner:露西亚", "Russia", "crude_imports_cny", "5917"),
    (QUERY, "202702", "某月", "T-07", "period:某月", "2027-02", "crude_imports_cny", "5917"),
    (QUERY, '"5,917"', '"-5,917"', "N-04", "negative", "keep", "crude_imports_cny", "-5917"),
    (TABLE, "import", "in", "K-05", "flow:in", "import", "crude_imports_usd", "9"),
    (TABLE, "2024-05", "soon", "T-07", "period:soon", "2024", "crude_imports_usd", "9"),
    (TABLE, ",tons", ",sacks", "U-01", "unit:sacks", "t", "crude_imports_t", "5"),
    (TABLE, ",2709,", ",709,", "K-06", "product:709", "2709", "crude_imports_usd", "9"),
    (TABLE, "Russia", "Russa", "K-04", "partner:Russa", "RUS", "crude_imports_usd", "9"),
]


def given(text: str) -> dict[str, str]:
    return {"flow": "import"} if text is QUERY else dict(WHOLE)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case[3]} {case[4]}")
def test_the_answer_settles_what_is_held(take, case):
    text, old, new, code, key, answer, series, value = case
    changed, answers = text.replace(old, new, 1), given(text)
    held = [one for one in take(changed, **answers).problems if one.verdict in "RH"]
    assert [(one.code, one.key) for one in held] == ([(code, key)] if code else [])
    told = take(changed, **answers, **({key: answer} if key else {}))
    assert not told.held and value in {row["value"] for row in told.rows if row["series"] == series}


@pytest.mark.parametrize("case", [case for case in CASES if ":" in case[4]], ids=lambda case: f"{case[3]} {case[4]}")
def test_a_useless_answer_leaves_it_open_and_leaving_out_closes_it(take, case):
    text, old, new, code, key, _, series, _ = case
    changed, answers = text.replace(old, new, 1), given(text)
    useless = take(changed, **answers, **{key: "neither here nor there"})
    assert [(one.code, one.key) for one in useless.problems if one.verdict in "RH"] == [(code, key)]
    assert "neither here nor there" not in useless.problems[-1].choices, "so it stays held"
    out = take(changed, **answers, **{key: "leave out"})
    assert not out.held and not [row for row in out.rows if row["series"] == series]


def test_negative_figures_are_left_out_on_request(take):
    changed = QUERY.replace('"5,917"', '"-5,917"')
    out = take(changed, flow="import", negative="leave out")
    assert "crude_imports_cny" not in {row["series"] for row in out.rows} and len(out.rows) == 3


def test_every_held_problem_of_a_spoilt_file_has_a_key(take):
    changed = QUERY.replace("27090000", "1").replace("344", "110").replace("202701", "x").replace("千克", "y")
    held = [one for one in take(changed, flow="import").problems if one.verdict == "H"]
    assert {one.code for one in held} == {"K-06", "K-03", "T-07", "U-01"} and all(one.key for one in held)
