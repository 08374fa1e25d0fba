"""A small installation of detail, and files of each source as they are published."""

import csv
from pathlib import Path

import pytest

from etl.detail import load

COMTRADE = [
    "typeCode", "freqCode", "refPeriodId", "refYear", "refMonth", "period", "reporterCode", "reporterISO", "reporterDesc",
    "flowCode", "flowDesc", "partnerCode", "partnerISO", "partnerDesc", "partner2Code", "partner2ISO", "partner2Desc",
    "classificationCode", "classificationSearchCode", "isOriginalClassification", "cmdCode", "cmdDesc", "aggrLevel", "isLeaf",
    "customsCode", "customsDesc", "mosCode", "motCode", "motDesc", "qtyUnitCode", "qtyUnitAbbr", "qty", "isQtyEstimated",
    "altQtyUnitCode", "altQtyUnitAbbr", "altQty", "isAltQtyEstimated", "netWgt", "isNetWgtEstimated", "grossWgt",
    "isGrossWgtEstimated", "cifvalue", "fobvalue", "primaryValue", "legacyEstimationFlag", "isReported", "isAggregate",
]  # fmt: skip
USUAL = {
    "typeCode": "C", "freqCode": "A", "period": "2022", "reporterCode": "156", "flowCode": "X", "partnerCode": "643",
    "partner2Code": "0", "classificationCode": "H6", "cmdCode": "854231", "customsCode": "C00", "mosCode": "0", "motCode": "0",
    "qtyUnitAbbr": "u", "qty": "10", "isQtyEstimated": "false", "netWgt": "5", "isNetWgtEstimated": "false",
}  # fmt: skip


def written(path: Path, rows: list[dict[str, str]], names: list[str] | None = None, **how) -> Path:
    """Write rows as CSV with all names of the first, or those given."""
    with path.open("w", encoding=how.pop("encoding", "utf-8"), newline="") as file:
        writer = csv.DictWriter(file, names or list(rows[0]), restval="", **how)
        writer.writeheader()
        writer.writerows(rows)
    return path


@pytest.fixture
def data(tmp_path):
    folder = tmp_path / "data"
    folder.mkdir()
    return folder


@pytest.fixture
def comtrade(tmp_path):
    """Return a function that writes a file of records: each a change of the usual one."""

    def make(*changes, name="TradeData.csv"):
        return written(tmp_path / name, [USUAL | change for change in changes], COMTRADE)

    return make


@pytest.fixture
def own(tmp_path):
    """Return a function that writes a table of one's own from lines of reporter, partner, flow, period, code, value, weight."""

    def make(*lines, name="own.csv", revision="HS2022"):
        names = ("reporter", "partner", "flow", "period", "code", "value", "weight")
        rows = [
            dict(zip(names, line.split(), strict=True)) | {"currency": "USD", "revision": revision} for line in lines
        ]
        return written(tmp_path / name, rows)

    return make


@pytest.fixture
def added(data):
    """Return a function that adds a file and returns what came of it."""

    def add(path, published="2024-01-01", **answers):
        return load.take(data, path, load.Wish(answers, published))

    return add
