"""Classes 1 to 36: what the file is, how it is packed, what its name says."""

import io
import random
import struct
import zipfile
from collections.abc import Iterator

from tests.support.corpus import Case, Maker, rows, text
from tests.support.corpus_books import NAMESPACE, book, parts, sheet, zipped


def _typed(rnd: random.Random) -> list[list[object]]:
    heads, *lines = rows(rnd)
    return [heads, *([line[0], *map(float, line[1:])] for line in lines)]


def _good(rnd: random.Random) -> dict[str, str]:
    return parts({"Data": sheet(_typed(rnd))})


def empty(rnd: random.Random) -> Iterator[Case]:
    yield Case(b"", "F-01", "R", name=rnd.choice(["a.csv", "b.xlsx", "c"]))


def blank(rnd: random.Random) -> Iterator[Case]:
    yield Case(rnd.choice([b"\xef\xbb\xbf", b"\xff\xfe", b" "]) + b" \r\n\t" * rnd.randint(0, 50), "F-01", "R")


def workbook_named_csv(rnd: random.Random) -> Iterator[Case]:
    yield Case(book(_typed(rnd)), "F-02", "N", name="export.csv", holds=("Country",))


def page_named_xls(rnd: random.Random) -> Iterator[Case]:
    body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows(rnd))
    yield Case(
        f"<html><body><table>{body}</table></body></html>".encode(), "F-03", "A", name="t.xls", holds=("Country",)
    )


def old_formats(rnd: random.Random) -> Iterator[Case]:
    lines = "".join(f"<Row><Cell><Data>{row[0]}</Data></Cell></Row>" for row in rows(rnd))
    name = "urn:schemas-microsoft-com:office:spreadsheet"
    yield Case(f'<?xml version="1.0"?><Workbook xmlns="{name}">{lines}</Workbook>'.encode(), "F-04", "R", name="t.xls")
    yield Case(f"MIME-Version: 1.0\nContent-Type: multipart/related\n\n{lines}".encode(), "F-04", "R", name="t.mht")


def foreign(rnd: random.Random) -> Iterator[Case]:
    noise = rnd.randbytes(200)
    for start in (b"%PDF-1.7\n", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0", b"7z\xbc\xaf\x27\x1c", b"PAR1"):
        yield Case(start + noise, "F-05", "R")
    for names in (
        ("xl/workbook.bin",),
        ("content.xml", "mimetype"),
        ("word/document.xml",),
        ("a.csv", "b.csv"),
        ("Index/D.iwa",),
    ):
        yield Case(zipped({name: text(rows(rnd)) for name in names}), "F-05", "R", name="file.zip")


def macros(rnd: random.Random) -> Iterator[Case]:
    yield Case(
        zipped(_good(rnd) | {"xl/vbaProject.bin": rnd.randbytes(100)}),
        "F-06",
        "N",
        "vbaProject",
        "t.xlsm",
        ("Country",),
    )


def locked(rnd: random.Random) -> Iterator[Case]:
    start = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500)
    yield Case(start + "EncryptedPackage".encode("utf-16-le") + rnd.randbytes(300), "F-07", "R", name="t.xlsx")


def protected(rnd: random.Random) -> Iterator[Case]:
    yield Case(book(_typed(rnd), after='<sheetProtection sheet="1"/>'), "F-13", "N", name="t.xlsx", holds=("Country",))
    yield Case(
        zipped(parts({"D": sheet(_typed(rnd))}, workbook='<workbookProtection lockStructure="1"/>')),
        "F-13",
        "N",
        name="t.xlsx",
    )


def cut_short(rnd: random.Random) -> Iterator[Case]:
    whole = book(_typed(rnd))
    yield Case(whole[: rnd.randint(len(whole) // 3, len(whole) - 30)], "F-08", "R", name="t.xlsx")
    yield Case(
        b'{"count": 2, "data": [{"period": "2024", "primaryValue": 12',
        "F-08",
        "R",
        "line 1, character 60",
        name="t.json",
    )


def wrong_check(rnd: random.Random) -> Iterator[Case]:
    whole = bytearray(book(_typed(rnd)))
    place = whole.index(b"PK\x01\x02") + 16  # the check sum in the directory
    whole[place] ^= rnd.randint(1, 255)
    yield Case(bytes(whole), "F-08", "R", "part ", name="t.xlsx")


def polyglot(rnd: random.Random) -> Iterator[Case]:
    whole = book(_typed(rnd))
    yield Case(b"<html><script>1</script></html>" + whole, "F-09", "R", "in front", name="t.xlsx")
    yield Case(b"\xff\xd8\xff\xe0" + rnd.randbytes(90) + whole, "F-09", "R", "in front", name="t.xlsx")
    yield Case(whole + b"<script>", "F-09", "R", "behind", name="t.xlsx")


def doubled(rnd: random.Random) -> Iterator[Case]:
    yield Case(
        zipped(_good(rnd), doubled=["xl/worksheets/sheet1.xml"]),
        "F-09",
        "R",
        "part xl/worksheets/sheet1.xml",
        name="t.xlsx",
    )


def escaping(rnd: random.Random) -> Iterator[Case]:
    for name in ("../evil.xml", "/etc/passwd", "C:\\x.xml", "xl\\..\\..\\x.xml"):
        yield Case(zipped(_good(rnd) | {name: "x"}), "F-09", "R", f"part {name}", name="t.xlsx")


def linked(rnd: random.Random) -> Iterator[Case]:
    yield Case(
        zipped(_good(rnd) | {"xl/media.xml": "/etc/passwd"}, links=["xl/media.xml"]),
        "F-09",
        "R",
        "part xl/media.xml",
        name="t.xlsx",
    )


def locked_part(rnd: random.Random) -> Iterator[Case]:
    whole = bytearray(book(_typed(rnd)))
    for sign, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        whole[whole.index(sign) + place] |= 1
    yield Case(bytes(whole), "F-07", "R", "part [Content_Types].xml", name="t.xlsx")


def bomb(rnd: random.Random) -> Iterator[Case]:
    part = f"<worksheet {NAMESPACE}><sheetData>" + " <!-- -->" * rnd.randint(13_000_000, 13_500_000)
    yield Case(zipped(_good(rnd) | {"xl/worksheets/sheet1.xml": part}), "Z-01", "R", name="t.xlsx")


def nested(rnd: random.Random) -> Iterator[Case]:
    inside = zipped({"a.csv": text(rows(rnd))})
    yield Case(
        zipped(_good(rnd) | {"xl/embeddings/more.zip": inside}),
        "F-09",
        "R",
        "part xl/embeddings/more.zip",
        name="t.xlsx",
    )
    yield Case(
        zipped(_good(rnd) | {"xl/media/image1.png": inside}), "F-09", "R", "part xl/media/image1.png", name="t.xlsx"
    )


def lying(rnd: random.Random) -> Iterator[Case]:
    whole = bytearray(book([*_typed(rnd), *([["x" * 50] * 20] * 2000)]))
    with zipfile.ZipFile(io.BytesIO(bytes(whole))) as archive:
        entry = archive.getinfo("xl/worksheets/sheet1.xml")
    at = whole.index(b"PK\x01\x02" + whole[whole.index(b"PK\x01\x02") + 4 :][:0])
    while whole[at + 46 : at + 46 + len(entry.filename)] != entry.filename.encode():
        at = whole.index(b"PK\x01\x02", at + 4)
    struct.pack_into("<I", whole, at + 24, rnd.randint(100, 900))
    yield Case(bytes(whole), "Z-01", "R", "sheet1", name="t.xlsx")


def many_cells(rnd: random.Random) -> Iterator[Case]:
    row = "<row>" + "<c><v>1</v></c>" * 250 + "</row>"
    part = f"<worksheet {NAMESPACE}><sheetData>{row * rnd.randint(8001, 9000)}</sheetData></worksheet>"
    yield Case(zipped(_good(rnd) | {"xl/worksheets/sheet1.xml": part}), "Z-02", "R", name="t.xlsx")


def far_corner(rnd: random.Random) -> Iterator[Case]:
    corner = '</sheetData><sheetData><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    whole = sheet(_typed(rnd)).replace("</sheetData>", corner + "</sheetData>")
    yield Case(zipped(parts({"Data": whole})), "Z-03", "N", "XFD1048576", "t.xlsx", ("Country",))
    more = whole.replace("<v>1</v></c></row>", f'<v>1</v></c><c r="XFE{rnd.randint(1, 9)}"><v>2</v></c></row>')
    yield Case(zipped(parts({"Data": more})), "Z-03", "R", "XFD1048576", "t.xlsx")


def wrong_size(rnd: random.Random) -> Iterator[Case]:
    table = _typed(rnd)
    yield Case(book(table, dimension=rnd.choice(["A1", "A1:B2"])), "W-09", "A", "Data", "t.xlsx", (str(table[-1][0]),))


def laughs(rnd: random.Random) -> Iterator[Case]:
    names = "".join(
        f'<!ENTITY l{n} "{"&l" + str(n - 1) + ";" if n else "ha"}{"&l" + str(n - 1) + ";" if n else ""}">'
        for n in range(20)
    )
    for part in ("xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"):
        text_ = _good(rnd)[part]
        yield Case(zipped(_good(rnd) | {part: f"<!DOCTYPE x [{names}]>{text_}"}), "Z-04", "R", part, "t.xlsx")


def blow_up(rnd: random.Random) -> Iterator[Case]:
    long = f'<!DOCTYPE x [<!ENTITY a "{"x" * rnd.randint(50_000, 60_000)}">]>'
    yield Case(
        zipped(_good(rnd) | {"xl/workbook.xml": long + _good(rnd)["xl/workbook.xml"]}),
        "Z-04",
        "R",
        name="t.xlsx",
    )


def outside(rnd: random.Random) -> Iterator[Case]:
    for address in ("file:///etc/passwd", "http://127.0.0.1:1/x"):
        told = f'<!DOCTYPE x [<!ENTITY e SYSTEM "{address}">]>'
        yield Case(
            zipped(_good(rnd) | {"xl/styles.xml": told + _good(rnd)["xl/styles.xml"]}),
            "Z-04",
            "R",
            name="t.xlsx",
        )
        yield Case(f'<?xml version="1.0"?>{told}<data>&e;</data>'.encode(), "Z-04", "R", name="t.xml")


def long_token(rnd: random.Random) -> Iterator[Case]:
    part = f'<worksheet {NAMESPACE} a="{"x" * rnd.randint(1_200_000, 2_000_000)}"><sheetData/></worksheet>'
    yield Case(zipped(_good(rnd) | {"xl/worksheets/sheet1.xml": part}), "Z-05", "R", name="t.xlsx")


def packed_text(rnd: random.Random) -> Iterator[Case]:
    import gzip

    yield Case(gzip.compress(text(rows(rnd)).encode(), mtime=0), "F-05", "R", name="t.csv.gz")


def path_name(rnd: random.Random) -> Iterator[Case]:
    yield Case(
        text(rows(rnd)).encode(),
        "X-05",
        "A",
        name=rnd.choice(["../../etc/passwd.csv", "..\\..\\x.csv"]),
        holds=("Country",),
    )


def odd_name(rnd: random.Random) -> Iterator[Case]:
    for name in ("a\0b.csv", "a\nb.csv", "x" * 300 + ".csv", "-rf.csv", ".hidden.csv", "CON.csv", "a\u202evsc.exe.csv"):
        yield Case(text(rows(rnd)).encode(), "X-05", "A", name=name, holds=("Country",))


def markup_name(rnd: random.Random) -> Iterator[Case]:
    name = rnd.choice(["<img onerror=alert(1)>.csv", "[x](javascript:alert(1)).csv"])
    yield Case(text(rows(rnd)).encode(), "", "A", name=name, holds=("Country",))


def left_over(rnd: random.Random) -> Iterator[Case]:
    page = '<html><head><title>Sign in</title></head><body><form><input type="password"></form></body></html>'
    yield Case(page.encode(), "F-12", "R", name="export.csv")
    yield Case(b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 12\n", "F-12", "R", name="t.csv")
    yield Case(b"\x05Staff" + b" " * 150, "F-12", "R", name="~$t.xlsx")
    yield Case(b"\0\0\0\1Bud1" + rnd.randbytes(40), "F-12", "R", name=".DS_Store")


MAKERS: dict[int, Maker] = {
    1: empty, 2: blank, 3: workbook_named_csv, 4: page_named_xls, 5: old_formats, 6: foreign, 7: macros, 8: locked,
    9: protected, 10: cut_short, 11: wrong_check, 12: polyglot, 13: doubled, 14: escaping, 15: linked, 16: locked_part,
    17: bomb, 18: nested, 19: lying, 20: many_cells, 21: far_corner, 22: wrong_size, 23: laughs, 24: blow_up,
    25: outside, 26: long_token, 30: packed_text, 31: path_name, 32: odd_name, 33: markup_name, 36: left_over,
}  # fmt: skip
