"""What a file is, by its contents and never by its name; the name is a label that is only shown."""

import re
from pathlib import PurePosixPath

from etl.read import limits
from etl.read.document import Refused
from etl.tables.problems import Problem, cut, escaped, problem

_SIGNS: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "a PDF file"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"BM", "a picture"),
    (b"II*\0", "a picture"),
    (b"MM\0*", "a picture"),
    (b"\x1f\x8b", "a packed file (.gz)"),
    (b"BZh", "a packed file (.bz2)"),
    (b"\xfd7zXZ", "a packed file (.xz)"),
    (b"7z\xbc\xaf", "a packed file (.7z)"),
    (b"Rar!", "a packed file (.rar)"),
    (b"\x28\xb5\x2f\xfd", "a packed file (.zst)"),
    (b"PAR1", "a Parquet file"),
    (b"SQLite format 3\0", "a database"),
    (b"{\\rtf", "a text document (.rtf)"),
    (b"MZ", "a program"),
    (b"\x7fELF", "a program"),
)
_OLD_EXCEL = (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00", b"\x09\x08\x08\x00", b"\x09\x08\x10\x00")
_NAMED = {"csv": "csv", "tsv": "csv", "txt": "csv", "tab": "csv", "dat": "csv", "xlsx": "xlsx", "xlsm": "xlsx",
          "xls": "xls", "htm": "html", "html": "html", "json": "json", "xml": "text"}  # fmt: skip
_CALLED = {"csv": "a text table", "xlsx": "an Excel workbook", "xls": "an old Excel workbook", "html": "a web page",
           "json": "a JSON file", "text": "an XML file"}  # fmt: skip
_HTML = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|table|meta|div|title|script|style|center|form|p|h[1-6])\b",
    re.IGNORECASE | re.DOTALL,
)
_JSON = re.compile(r'\s*(?:\{\s*(?:"|\}|$)|\[\s*(?:[\[{"\]]|-?\d|$))')
_MHTML = re.compile(r"\s*(?:MIME-Version:|Content-Type:\s*multipart/related)", re.IGNORECASE)


def of_bytes(data: bytes, name: str) -> str:
    """`zip`, `ole` or `characters`. Raises Refused for empty, too large, foreign and left-over files."""
    if len(data) > limits.UPLOAD_BYTES:
        limit = f"{limits.UPLOAD_BYTES // limits.MB} MB"
        raise Refused((problem("Z-06", f"{len(data) / limits.MB:.1f} MB", limit=limit),))
    if not data:
        raise Refused((problem("F-01"),))
    if data.startswith(b"PK\x03\x04"):
        return "zip"
    if data.startswith((b"\xd0\xcf\x11\xe0", *_OLD_EXCEL)):
        return "ole"
    if b"PK\x03\x04" in data and data.rfind(b"PK\x05\x06") >= len(data) - 66_000 and data.rfind(b"PK\x05\x06") > 0:
        raise Refused((problem("F-09", "other contents stand in front of the workbook"),))
    if PurePosixPath(name).name.startswith("~$") and len(data) < 512:
        raise Refused((problem("F-12", kind="a lock file of Excel"),))
    if data.startswith(b"\0\0\0\1Bud1"):
        raise Refused((problem("F-12", kind="a settings file of a folder"),))
    kind = next((kind for sign, kind in _SIGNS if data.startswith(sign) and not _is_text(data, sign)), "")
    if kind:
        raise Refused((problem("F-05", kind=kind),))
    return "characters"


def of_text(text: str) -> str:
    """`html`, `json`, `text` (XML) or `csv`. Raises Refused for web archives and pointers."""
    start = text[:4000].lstrip("\ufeff")
    if start.startswith("version https://git-lfs"):
        raise Refused((problem("F-12", kind="a pointer to a file kept elsewhere"),))
    if _MHTML.match(start):
        raise Refused((problem("F-04", kind="web archive"),))
    if _HTML.match(start):
        return "html"
    if start.lstrip().startswith("<") and re.match(r"\s*<[?!A-Za-z]", start):
        return "text"
    return "json" if _JSON.match(start) else "csv"


def of_name(name: str, kind: str) -> tuple[str, list[Problem]]:
    """Return the name as it is shown, and notes on odd characters and on a name that does not fit the contents."""
    shown = cut(name, limits.NAME_CHARACTERS)
    notes = []
    if escaped(name) != name or len(name) > limits.NAME_CHARACTERS or _RESERVED.match(name):
        notes.append(problem("X-05", shown))
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    named = _NAMED.get(ending, kind)
    if named == "xls" and kind == "html":
        notes.append(problem("F-03", shown))
    elif named != kind and not (ending == "txt" and kind in ("json", "text", "html")):
        notes.append(problem("F-02", named=f".{ending}", kind=_CALLED[kind]))
    return shown, notes


_RESERVED = re.compile(r"[-.]|(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)|.*[/\\]", re.IGNORECASE)


def _is_text(data: bytes, sign: bytes) -> bool:
    """Return True for a table that happens to begin with the letters of a short sign, such as BM or MZ."""
    return len(sign) == 2 and sign.isalpha() and b"\0" not in data[:512] and b"\n" in data[:4000]
