"""China Customs' online query: eight-digit goods by partner and month, with the columns that somebody ticked.

The file says neither whether it holds imports or exports nor, at times, the period: these are asked. Rows by customs regime
or by place of registration are parts of a total that the file does not have; they are summed.
"""

from __future__ import annotations

from collections.abc import Mapping

from etl.detail.layouts.head import Head
from etl.detail.schema import number, padded, revision_of

SOURCE = "detail_china_customs"
SCHEMES = ("gacc", "name")
LIMIT = 10_000  # rows that one query gives; no more are said to be missing
COLUMNS = {
    "period": ("数据年月", "月份", "period", "date"),
    "code": ("商品编码", "commodity code"),
    "partner": ("贸易伙伴编码", "trading partner code"),
    "partner_name": ("贸易伙伴名称", "trading partner"),
    "regime": ("贸易方式编码", "customs regime code", "贸易方式名称", "customs regime"),
    "place": ("注册地编码", "locations of importers and exporters code", "注册地名称"),
    "quantity": ("第一数量", "quantity"),
    "unit": ("第一计量单位", "unit"),
    "quantity2": ("第二数量", "supplementary quantity"),
    "unit2": ("第二计量单位", "supplementary unit"),
}
MONEY = {"人民币": "CNY", "rmb": "CNY", "美元": "USD", "us dollar": "USD"}
KILOGRAM = "'千克', 'KILOGRAM', 'KG'"


def columns(head: Head) -> dict[str, str]:
    """Return the file's own heading of each column that it has."""
    found = {ours: next((name for name in names if name in head), "") for ours, names in COLUMNS.items()}
    return {ours: name for ours, name in found.items() if name}


def _money(head: Head) -> str:
    return next((name for name in head.names if name in MONEY), "")


def recognises(head: Head) -> bool:
    """Return whether the file has the query's heading of codes and one of money."""
    return "code" in columns(head) and bool(_money(head))


def whole(head: Head) -> bool:
    """Return False: a query gives what was asked for."""
    return False


def asks(head: Head, answers: Mapping[str, str]) -> dict[str, str]:
    """Return what the file does not say, as a question by the name of its answer."""
    asked = {}
    if answers.get("flow") not in ("M", "X"):
        asked["flow"] = "The query does not write whether its rows are imports (M) or exports (X)."
    if "period" not in columns(head) and not answers.get("period"):
        asked["period"] = "The query was made without months; write the year (2024) or the month (202403) it is about."
    if not {"partner", "partner_name"} & set(columns(head)) and not answers.get("partner"):
        asked["partner"] = "The query was made without partners; write the code of the one it is about (344 is Russia)."
    return asked


def select(head: Head, answers: Mapping[str, str]) -> dict[str, str]:
    """Return SQL for each column that the file has or an answer gives."""
    own, money = columns(head), _money(head)
    field = {ours: f'trim("{name}")' for ours, name in own.items()}
    period = field.get("period") or f"'{answers.get('period', '')}'"
    period = f"replace(replace({period}, '-', ''), '年', '')"
    year = f"CAST(left({period}, 4) AS SMALLINT)"
    divided = [
        f"'{word} ' || {field[ours]}" for ours, word in (("regime", "regime"), ("place", "place")) if ours in field
    ]
    unit = f"upper({field['unit']})" if "unit" in field else "''"
    out = {
        "reporter": "'142'",  # China, in its own codes
        "partner": field.get("partner") or field.get("partner_name") or f"'{answers.get('partner', '')}'",
        "flow": f"'{answers['flow']}'",
        "year": year,
        "month": f"CASE WHEN length({period}) = 6 THEN CAST(right({period}, 2) AS UTINYINT) ELSE 0 END",
        "revision": revision_of(year),
        "code": padded(field["code"]),
        "value": number(f'trim("{money}")'),
        "currency": f"'{MONEY[money]}'",
        "valuation": "'cif'" if answers["flow"] == "M" else "'fob'",
        "division": f"concat_ws(', ', {', '.join(divided)})" if divided else "''",
        "counted": "true",
    }
    if "quantity" in field:
        out |= {"quantity": _amount(field, "quantity", "unit")}
        out |= {"weight": f"CASE WHEN {unit} IN ({KILOGRAM}) THEN {_amount(field, 'quantity', 'unit')} END"}
    if "quantity2" in field:
        out |= {"quantity2": _amount(field, "quantity2", "unit2")}
    return out | {name: f"nullif({field[name]}, '?')" for name in ("unit", "unit2") if name in field}


def _amount(field: Mapping[str, str], quantity: str, unit: str) -> str:
    """Return SQL for a quantity; 0 with the unit ? says that there is none."""
    if unit not in field:
        return number(field[quantity])
    return f"CASE WHEN {field[unit]} = '?' THEN NULL ELSE {number(field[quantity])} END"
