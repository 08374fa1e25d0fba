"""Workbooks of any make, written byte by byte: what no honest program writes can only be made by hand."""

import io
import itertools
import struct
import warnings
import zipfile
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

NAMESPACE = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
RELATIONS = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
MAIN = "application/vnd.openxmlformats-officedocument.spreadsheetml"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
TYPES = (
    f'<?xml version="1.0" encoding="UTF-8"?><Types xmlns="{PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{MAIN}.sheet.main+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{MAIN}.styles+xml"/>'
    f'<Override PartName="/xl/sharedStrings.xml" ContentType="{MAIN}.sharedStrings+xml"/>'
    "{sheets}</Types>"
)
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STYLES = (  # 0 general, 1 day, 2 percent, 3 thousands, 4 one decimal
    f'<styleSheet {NAMESPACE}><numFmts count="3"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/>'
    '<numFmt numFmtId="165" formatCode="#,##0,"/><numFmt numFmtId="166" formatCode="0.0"/></numFmts>'
    '<fonts count="1"><font/></fonts><fills count="1"><fill/></fills><borders count="1"><border/></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0"/></cellStyleXfs><cellXfs count="5"><xf numFmtId="0"/><xf numFmtId="164"/>'
    '<xf numFmtId="10"/><xf numFmtId="165"/><xf numFmtId="166"/></cellXfs></styleSheet>'
)
Row = Sequence[object]


def letters(column: int) -> str:
    return chr(65 + column) if column < 26 else chr(64 + column // 26) + chr(65 + column % 26)


def cell(row: int, column: int, value: object) -> str:
    """One cell; a string that begins with < is taken as the inside of a `c` element, a tuple as (value, style)."""
    style = 0
    if isinstance(value, tuple):
        value, style = value
    place = f'r="{letters(column)}{row}" s="{style}"'
    if value is None or value == "":
        return f"<c {place}/>" if style else ""
    if isinstance(value, bool):
        return f'<c {place} t="b"><v>{int(value)}</v></c>'
    if isinstance(value, int | float):
        return f"<c {place}><v>{value!r}</v></c>"
    text = str(value)
    if text.startswith("<c"):
        return text.replace("<c", f"<c {place}", 1)
    return f'<c {place} t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>'


def sheet(
    rows: Sequence[Row], *, before: str = "", after: str = "", hidden: Sequence[int] = (), dimension: str = ""
) -> str:
    """The XML of a sheet. `hidden` are row numbers from 1, `before` and `after` stand around the rows."""
    lines = [
        f'<row r="{n}"{" hidden=" + chr(34) + "1" + chr(34) if n in hidden else ""}>'
        + "".join(cell(n, column, value) for column, value in enumerate(row))
        + "</row>"
        for n, row in enumerate(rows, start=1)
    ]
    size = f'<dimension ref="{dimension}"/>' if dimension else ""
    return f"<worksheet {NAMESPACE}>{size}{before}<sheetData>{''.join(lines)}</sheetData>{after}</worksheet>"


def parts(sheets: Mapping[str, str], *, states: Mapping[str, str] | None = None, workbook: str = "") -> dict[str, str]:
    """The parts of a workbook by name, its sheets by theirs."""
    states = states or {}
    numbered = list(enumerate(sheets, start=1))
    kind = f"{MAIN}.worksheet+xml"
    overrides = "".join(f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{kind}"/>' for n, _ in numbered)
    listed = "".join(
        f'<sheet name="{escape(name)}" sheetId="{n}" r:id="rId{n}"'
        + (f' state="{states[name]}"' if name in states else "")
        + "/>"
        for n, name in numbered
    )
    related = "".join(
        f'<Relationship Id="rId{n}" Type="{OFFICE}/worksheet" Target="worksheets/sheet{n}.xml"/>' for n, _ in numbered
    )
    related += "".join(
        f'<Relationship Id="r{part}" Type="{OFFICE}/{part}" Target="{part}.xml"/>'
        for part in ("styles", "sharedStrings")
    )
    relations = '<Relationships xmlns="' + PACKAGE + '/relationships">{}</Relationships>'
    root = f'<Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/>'
    return {
        "[Content_Types].xml": TYPES.format(sheets=overrides),
        "_rels/.rels": relations.format(root),
        "xl/workbook.xml": f"<workbook {NAMESPACE} {RELATIONS}>{workbook}<sheets>{listed}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": relations.format(related),
        "xl/styles.xml": STYLES,
        "xl/sharedStrings.xml": f'<sst {NAMESPACE} count="0" uniqueCount="0"></sst>',
    } | {f"xl/worksheets/sheet{n}.xml": sheets[name] for n, name in numbered}


def zipped(files: Mapping[str, str | bytes], *, doubled: Sequence[str] = (), links: Sequence[str] = ()) -> bytes:
    """The parts as an archive; `doubled` are put in twice, `links` as symbolic links."""
    out = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        warnings.simplefilter("ignore", UserWarning)  # of parts with the same name, which are meant
        for name, contents in files.items():
            entry = zipfile.ZipInfo(name, (2026, 11, 21, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = (0o120777 if name in links else 0o100644) << 16
            level = 1 if len(contents) > 1_000_000 else 6
            for _ in range(2 if name in doubled else 1):
                archive.writestr(entry, contents, compresslevel=level)
    return out.getvalue()


def book(rows: Sequence[Row], **how: object) -> bytes:
    """A workbook of one sheet called Data."""
    return zipped(parts({"Data": sheet(rows, **how)}))  # type: ignore[arg-type]


def old_book(
    rows: Sequence[Row], *, merged: Sequence[tuple[int, int, int, int]] = (), hidden: Sequence[int] = (), state: int = 0
) -> bytes:
    """An Excel 97 workbook of one sheet, a bare BIFF8 stream. Bytes are an error cell, None an empty one.

    A tuple is a formula with that saved result. `hidden` are row numbers from 0, `state` 1 hides the sheet.
    """
    begin = struct.pack("<HHHHII", 0x0600, 0x0005, 0, 0, 0, 0)
    bound = struct.pack("<IBB", 0, state, 0) + struct.pack("<BB", 4, 0) + b"Data"
    fonts = b"".join(
        _record(0x31, struct.pack("<HHHHHBBBBBB", 200, 0, 0x7FFF, 400, 0, 0, 0, 0, 0, 1, 0) + b"A") for _ in range(5)
    )
    formats = b"".join(
        _record(0xE0, struct.pack("<HHHBBBBIIH", 0, 0, 0xFFF5 if n < 15 else 1, 0, 0, 0, 0, 0, 0, 0)) for n in range(16)
    )
    bare = _record(0x809, begin) + _record(0x42, struct.pack("<H", 1200)) + fonts + formats
    place = len(bare) + len(bound) + 4 + 4
    start = bare + _record(0x85, struct.pack("<I", place) + bound[4:]) + _record(0x0A, b"")
    width = max(map(len, rows), default=0)
    body = _record(0x809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 0, 0, 0))
    body += _record(0x200, struct.pack("<IIHHH", 0, len(rows), 0, width, 0))
    for number in range(len(rows)):
        body += _record(0x208, struct.pack("<HHHHHHI", number, 0, width, 255, 0, 0, 0x20 if number in hidden else 0))
    for r, row in enumerate(rows):
        body += b"".join(_old_cell(r, c, value) for c, value in enumerate(row))
    if merged:
        spans = b"".join(struct.pack("<HHHH", top, bottom, left, right) for top, left, bottom, right in merged)
        body += _record(0xE5, struct.pack("<H", len(merged)) + spans)
    return start + body + _record(0x0A, b"")


def _record(kind: int, contents: bytes) -> bytes:
    return struct.pack("<HH", kind, len(contents)) + contents


def _old_cell(row: int, column: int, value: object) -> bytes:
    head = struct.pack("<HHH", row, column, 15)
    if isinstance(value, bytes):
        return _record(0x205, head + value + b"\x01")
    if isinstance(value, tuple):
        return _record(0x06, head + struct.pack("<dHIH", float(value[0]), 0, 0, 3) + b"\x1e\x01\x00")
    if isinstance(value, int | float):
        return _record(0x203, head + struct.pack("<d", value))
    if value is None or value == "":
        return b""
    text = str(value)
    return _record(0x204, head + struct.pack("<HB", len(text), 1) + text.encode("utf-16-le"))


def compound(stream: bytes, *, overlapping: bool = False) -> bytes:
    """An old workbook's stream in its compound file; `overlapping` has the chain of its blocks end in the directory."""
    blocks = max(9, -(-len(stream) // 512) + 1)  # a stream below 4,096 bytes would be stored in another way
    stream = stream.ljust(blocks * 512, b"\0")
    chain = [*range(2, blocks + 1), 1] if overlapping else list(range(2, blocks + 2))
    table = [-1] * 128
    table[0], table[1] = -3, -2
    for here, there in itertools.pairwise(chain):
        table[here] = there
    table[chain[-1]] = -2
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(10)
    head += struct.pack("<IIIIiIiI", 1, 1, 0, 4096, -2, 0, -2, 0) + struct.pack("<109i", 0, *[-1] * 108)

    def entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
        written = name.encode("utf-16-le")
        about = struct.pack("<HBBiii", len(written) + 2, kind, 1, -1, -1, child)
        return written.ljust(64, b"\0") + about + bytes(36) + struct.pack("<iII", start, size, 0)

    folder = entry("Root Entry", 5, 1, -2, 0) + entry("Workbook", 2, -1, 2, len(stream))
    return head + struct.pack("<128i", *table) + folder.ljust(512, b"\0") + stream
