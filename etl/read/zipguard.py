"""The guard before any reader of workbooks: the zip archive itself must be sound, small and only what it says it is.

Nothing is unpacked to disk. Every part is unpacked once in pieces, counted and looked through, and let go again.
"""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from etl.read import limits
from etl.read.document import Refused
from etl.tables.problems import Problem, problem

WORKBOOK = "xl/workbook.xml"
_PIECE = 256 * 1024
_END = b"PK\x05\x06"
_LOCAL = b"PK\x03\x04"
_BAD_NAME = re.compile(r"^[/\\]|^[A-Za-z]:|\\|(?:^|/)\.\.(?:/|$)|[\x00-\x1f]")
_CELL = (b"<c ", b"<c>", b":c ", b":c>")
_ROW = (b"<row ", b"<row>", b":row ", b":row>")
_KINDS = (  # a part that tells what the archive is
    (re.compile(r"xl/workbook\.bin$", re.IGNORECASE), "an Excel binary workbook (.xlsb)"),
    (re.compile(r"word/"), "a Word document"),
    (re.compile(r"ppt/"), "a PowerPoint file"),
    (re.compile(r"index/.*\.iwa$|index\.zip$", re.IGNORECASE), "a Numbers or Pages file"),
    (re.compile(r"content\.xml$"), "an OpenDocument file"),
)


@dataclass
class _Counted:
    """What was counted so far: bytes and cells of all parts, rows of the part at hand."""

    size: int = 0
    cells: int = 0
    rows: int = 0
    inside: bool = False  # whether files inside are borne: a Word document holds the workbooks of its charts


def guarded(data: bytes, main: str = WORKBOOK) -> tuple[zipfile.ZipFile, tuple[Problem, ...]]:
    """Return the archive of a workbook, safe to hand to a reader, and notes (macros). Raises Refused for anything else.

    `main` is the part that makes it one. A file inside a Word document is counted like any part and never opened.
    """
    if not data.startswith(_LOCAL):
        raise Refused((problem("F-09", "other contents stand in front of the workbook"),))
    archive = _opened(data)
    entries = archive.infolist()
    counted = _Counted(inside=main != WORKBOOK)
    _refuse_entries(entries, counted.inside)
    _refuse_overlaps(data, entries)
    _refuse_kind({entry.filename for entry in entries}, main)
    for entry in entries:
        _look_through(data, entry, counted)
    macros = [entry.filename for entry in entries if entry.filename.lower().endswith("vbaproject.bin")]
    return archive, (problem("F-06", where=macros[0]),) if macros else ()


def _opened(data: bytes) -> zipfile.ZipFile:
    """Return the archive, which must end exactly with its own directory."""
    end = data.rfind(_END)
    if end < 0 or len(data) < end + 22:
        raise Refused((problem("F-08", "it ends in the middle"),))
    comment = struct.unpack_from("<H", data, end + 20)[0]
    if end + 22 + comment != len(data):
        raise Refused((problem("F-09", "other contents stand behind the workbook"),))
    try:
        return zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, RuntimeError, ValueError) as error:
        raise Refused((problem("F-08"),)) from error


def _refuse_entries(entries: list[zipfile.ZipInfo], inside: bool) -> None:
    """Raise Refused for too many parts, parts with dangerous or double names, links, locked or oddly packed parts."""
    if len(entries) > limits.ZIP_PARTS:
        raise Refused((problem("Z-01", f"{len(entries):,} parts", limit=f"{limits.ZIP_PARTS} parts"),))
    seen = set[str]()
    for entry in entries:
        name = entry.orig_filename
        where = f"part {name}"
        if entry.flag_bits & 0x1:
            raise Refused((problem("F-07", where=where),))
        link = (entry.external_attr >> 16) & 0o170000 == 0o120000
        packed = entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
        if _BAD_NAME.search(name) or name.lower() in seen or link or packed:
            raise Refused((problem("F-09", name, where=where),))
        if not inside and re.search(r"\.(zip|xls[xmb]?|7z|rar|gz)$", name, re.IGNORECASE):
            raise Refused((problem("F-09", f"another file inside: {name}", where=where),))
        seen.add(name.lower())


def _refuse_overlaps(data: bytes, entries: list[zipfile.ZipInfo]) -> None:
    """Raise Refused for parts that share their bytes, as in bombs, and for bytes in front of the first part."""
    end = 0
    for entry in sorted(entries, key=lambda entry: entry.header_offset):
        start = entry.header_offset
        if start < end or (end == 0 and start != 0):
            raise Refused((problem("F-09", "parts lie over each other", where=f"part {entry.filename}"),))
        if data[start : start + 4] != _LOCAL:
            raise Refused((problem("F-08", where=f"part {entry.filename}"),))
        end = _begin(data, entry) + entry.compress_size
    if end > len(data):
        raise Refused((problem("F-08"),))


def _refuse_kind(names: set[str], main: str) -> None:
    """Raise Refused for archives without the part that makes them what is wanted, an .xlsx or .xlsm workbook."""
    if "[Content_Types].xml" in names and any(name.lower() == main for name in names):
        return
    kind = next((kind for sign, kind in _KINDS if any(sign.match(name) for name in names)), "a zip archive")
    raise Refused((problem("F-05", kind=kind),))


def _begin(data: bytes, entry: zipfile.ZipInfo) -> int:
    """Where the packed bytes of the part begin: behind its own header, whose name and extra field may differ."""
    name, extra = map(int, struct.unpack_from("<HH", data, entry.header_offset + 26))
    return entry.header_offset + 30 + name + extra


def _unpacked(data: bytes, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    """Yield the part unpacked in pieces, for as long as it really is; its declared size is not believed."""
    start = _begin(data, entry)
    packed = memoryview(data)[start : start + entry.compress_size]
    if entry.compress_type == zipfile.ZIP_STORED:
        for at in range(0, len(packed), _PIECE):
            yield bytes(packed[at : at + _PIECE])
        return
    engine = zlib.decompressobj(-15)
    rest: bytes | memoryview = packed
    while not engine.eof:
        piece = engine.decompress(rest, _PIECE)
        rest = engine.unconsumed_tail
        if not piece and not rest and not engine.eof:
            raise zlib.error("the part ends too early")
        yield piece


def _look_through(data: bytes, entry: zipfile.ZipInfo, counted: _Counted) -> None:
    """Count and check one part. Raises Refused for what is too large, damaged or expands text."""
    where = f"part {entry.filename}"
    # A part that says itself that it is too large need not be unpacked; one that lies is counted below.
    _refuse_size(entry, entry.file_size, counted.size + entry.file_size)
    size = check = 0
    since_tag = counted.rows = 0
    tail = b""
    is_sheet = entry.filename.startswith("xl/worksheets/")
    try:
        for piece in _unpacked(data, entry):
            size += len(piece)
            check = zlib.crc32(piece, check)
            _refuse_size(entry, size, counted.size + size)
            if not counted.inside and size == len(piece) and piece.startswith(_LOCAL):
                raise Refused((problem("F-09", f"another file inside: {entry.filename}", where=where),))
            since_tag = len(piece) - piece.rfind(b"<") if b"<" in piece else since_tag + len(piece)
            text = tail + piece
            _refuse_text(entry, text, since_tag if entry.filename.endswith((".xml", ".rels", ".vml")) else 0)
            if is_sheet:
                _count_cells(text, tail, counted)
            tail = piece[-16:]
    except zlib.error as error:
        raise Refused((problem("F-08", where=where),)) from error
    if size != entry.file_size or check != entry.CRC:
        raise Refused((problem("F-08", where=where),))
    counted.size += size


def _refuse_size(entry: zipfile.ZipInfo, size: int, total: int) -> None:
    where = f"part {entry.filename}"
    for counted, most in ((size, limits.ZIP_PART_BYTES), (total, limits.ZIP_BYTES)):
        if counted > most:
            raise Refused((problem("Z-01", where=where, limit=f"{most // limits.MB} MB"),))
    if size > entry.file_size:
        raise Refused((problem("Z-01", where=where, limit="it says"),))


def _refuse_text(entry: zipfile.ZipInfo, text: bytes, since_tag: int) -> None:
    where = f"part {entry.filename}"
    if not entry.filename.endswith((".xml", ".rels", ".vml")):
        return
    if b"<!DOCTYPE" in text or b"<!ENTITY" in text or text.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Refused((problem("Z-04", where=where),))
    if since_tag > limits.XML_TOKEN_BYTES:
        raise Refused((problem("Z-05", where=where),))


def _count_cells(text: bytes, tail: bytes, counted: _Counted) -> None:
    """Count the cells and rows that begin in this piece. Raises Refused beyond the limits."""
    counted.cells += sum(text.count(sign) - tail.count(sign) for sign in _CELL)
    counted.rows += sum(text.count(sign) - tail.count(sign) for sign in _ROW)
    if counted.cells > limits.GRID_CELLS:
        raise Refused((problem("Z-02", limit=f"{limits.GRID_CELLS:,} cells"),))
    if counted.rows > limits.GRID_ROWS:
        raise Refused((problem("Z-02", limit=f"{limits.GRID_ROWS:,} rows"),))
