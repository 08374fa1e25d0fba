"""A bulk file of Comtrade is streamed: only the rows that are drawn here come out, and they go the usual way."""

import csv
import io

import pytest

from etl.intake import bulk, intake
from etl.read import Refused, limits

HEAD = (
    "typeCode,freqCode,period,reporterCode,reporterDesc,flowCode,partnerCode,partnerDesc,partner2Code,"
    "classificationCode,cmdCode,customsCode,motCode,qtyUnitAbbr,qty,netWgt,primaryValue"
)
WANTED = [
    "C,M,202404,156,China,M,643,Russian Federation,0,H6,TOTAL,C00,0,N/A,0,0,11000000000",
    "C,M,202404,156,China,M,643,Russian Federation,0,H6,2709,C00,0,kg,9000000000,9000000000,5000000000",
    'C,M,202404,276,Germany,X,156,"China, mainland",0,H6,TOTAL,C00,0,N/A,0,0,8000000000',
]
OTHER = [
    "C,M,202404,156,China,M,643,Russian Federation,643,H6,TOTAL,C00,0,N/A,0,0,1",  # a part by second partner
    "C,M,202404,156,China,M,643,Russian Federation,0,H6,0203,C00,0,kg,1,1,1",
    "C,M,202404,276,Germany,X,251,France,0,H6,TOTAL,C00,0,N/A,0,0,1",
    "C,M,202404,156,China,RM,643,Russian Federation,0,H6,TOTAL,C00,0,N/A,0,0,1",
    "C,M,202404,156,China,M,643,Russian Federation,0,H6,TOTAL,C01,0,N/A,0,0,1",
]


def write(path, rows, sign=",", ending="", letters="utf-8"):
    lines = [HEAD.replace(",", sign)] + [
        sign.join(f'"{cell}"' for cell in next(csv.reader([row]))) + ending for row in rows
    ]
    path.write_bytes(("\r\n".join(lines) + "\r\n").encode(letters))
    return path


@pytest.mark.parametrize(
    ("sign", "ending", "letters"), [(",", "", "utf-8"), ("\t", "", "utf-8"), (",", ",", "latin-1")]
)
def test_only_wanted_rows_come_out_in_order_and_are_read_as_usual(tmp_path, copy, sign, ending, letters):
    rows = [*OTHER, *reversed(WANTED), *OTHER]
    if letters == "latin-1":
        rows = [row.replace("Germany", "Côte d'Ivoire") for row in rows]
    file = write(tmp_path / "bulk.csv", rows, sign, ending, letters)
    assert bulk.fits(file, 10) and not bulk.fits(file, limits.UPLOAD_BYTES)
    lines = list(csv.reader(io.StringIO(bulk.narrowed(file).decode())))
    assert [name.casefold() for name in HEAD.split(",")] == lines[0]
    assert sorted(line[-1] for line in lines[1:]) == ["11000000000", "5000000000", "8000000000"]
    assert bulk.narrowed(file) == bulk.narrowed(file)
    one = intake.preview(copy, bulk.narrowed(file), "bulk.csv")
    assert one.source == "comtrade_monthly" and not one.refused
    assert {(row.series, row.partner) for row in one.rows} >= {
        ("goods_imports_usd", "RUS"),
        ("goods_exports_usd", "CHN"),
    }


def test_what_is_no_bulk_file_goes_the_usual_way(tmp_path):
    import gzip

    packed = tmp_path / "bulk.csv.gz"
    packed.write_bytes(gzip.compress(HEAD.encode()))
    other = tmp_path / "other.csv"
    other.write_text("a,b\n1,2\n")
    link = tmp_path / "link.csv"
    link.symlink_to(write(tmp_path / "bulk.csv", WANTED))
    assert not any(bulk.fits(path, 1) for path in (packed, other, link, tmp_path / "none"))


def test_a_file_of_uneven_rows_is_refused(tmp_path):
    file = write(tmp_path / "bulk.csv", WANTED)
    file.write_bytes(file.read_bytes() + b'"C","M"\r\n')
    with pytest.raises(Refused) as refused:
        bulk.narrowed(file)
    assert refused.value.problems[0].code == "S-05"


def test_more_than_an_upload_may_hold_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(limits, "UPLOAD_BYTES", 100)
    with pytest.raises(Refused) as refused:
        bulk.narrowed(write(tmp_path / "bulk.csv", WANTED))
    assert refused.value.problems[0].code == "Z-06"
