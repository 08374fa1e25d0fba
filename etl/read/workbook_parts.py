"""The parts that all sheets of a workbook share: which sheets there are, texts, number formats, the first day.

openpyxl is the yardstick of the tests, not the reader: it refuses whole workbooks of other programs for a colour that
it does not know (`<fill/>`), and needs 33 s for the cells that are allowed here.
"""

import posixpath
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from xml.parsers import expat

from defusedxml.ElementTree import fromstring

from etl.read import formats
from etl.read.document import Refused
from etl.tables.problems import problem

_STATES = ("visible", "hidden", "veryHidden")


@dataclass(frozen=True)
class SheetPart:
    """One sheet of figures: its name, visible, hidden or veryHidden, and the part that holds it."""

    name: str
    state: str
    path: str


@dataclass(frozen=True)
class Book:
    """What the sheets refer to: texts by number, number formats by style, and whether days count from 1904."""

    sheets: tuple[SheetPart, ...]
    strings: tuple[str, ...]
    formats: tuple[str, ...]
    from_1904: bool

    def format(self, style: int) -> str:
        """Return the number format of a style; General for a style that is not there."""
        return self.formats[style] if 0 <= style < len(self.formats) else "General"


def book(archive: zipfile.ZipFile) -> Book:
    """Return the shared parts of a workbook. Raises KeyError, ValueError or ParseError if they are missing or broken."""
    root = fromstring(archive.read("xl/workbook.xml"), forbid_dtd=True)
    related = _related(archive)
    sheets = []
    for element in root.iter():
        if _name(element) == "sheet":
            kind, path = related[next(value for name, value in element.attrib.items() if name.endswith("}id"))]
            state = element.get("state", "visible")
            if kind == "worksheet":
                sheets.append(SheetPart(element.attrib["name"], state if state in _STATES else "hidden", path))
    from_1904 = any(_name(e) == "workbookPr" and e.get("date1904") in ("1", "true") for e in root.iter())
    return Book(tuple(sheets), _strings(archive, related), _formats(archive, related), from_1904)


def _name(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]


def _related(archive: zipfile.ZipFile) -> Mapping[str, tuple[str, str]]:
    """Kind and path of each part by the id under which the workbook knows it."""
    root = fromstring(archive.read("xl/_rels/workbook.xml.rels"), forbid_dtd=True)
    found = {}
    for element in root.iter():
        if _name(element) == "Relationship" and element.get("TargetMode") != "External":
            path = posixpath.normpath(posixpath.join("/xl", element.attrib["Target"])).lstrip("/")
            found[element.attrib["Id"]] = (element.attrib["Type"].rpartition("/")[2], path)
    return found


def _only(related: Mapping[str, tuple[str, str]], kind: str) -> str:
    return next((path for what, path in related.values() if what == kind), "")


def _formats(archive: zipfile.ZipFile, related: Mapping[str, tuple[str, str]]) -> tuple[str, ...]:
    """Return the number format of every style, in their order."""
    path = _only(related, "styles")
    if path not in archive.namelist():
        return ()
    root = fromstring(archive.read(path), forbid_dtd=True)
    own = {e.get("numFmtId"): e.get("formatCode", "General") for e in root.iter() if _name(e) == "numFmt"}
    styles = next((e for e in root.iter() if _name(e) == "cellXfs"), ())
    numbers = [style.get("numFmtId", "0") for style in styles]
    return tuple(own.get(number) or formats.BUILT_IN.get(int(number), "General") for number in numbers)


def _strings(archive: zipfile.ZipFile, related: Mapping[str, tuple[str, str]]) -> tuple[str, ...]:
    """Return the texts that cells refer to by number: rich text put together, readings of Chinese signs left out."""
    path = _only(related, "sharedStrings")
    if path not in archive.namelist():
        return ()
    reader = _Strings()
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.characters
    parser.StartDoctypeDeclHandler = reader.doctype
    with archive.open(path) as part:
        parser.ParseFile(part)
    return tuple(reader.done)


class _Strings:
    """Handlers of the stream of shared texts."""

    def __init__(self) -> None:
        self.done: list[str] = []
        self._text: list[str] = []
        self._inside = False
        self._phonetic = False

    def doctype(self, *_: object) -> None:
        raise Refused((problem("Z-04", where="the texts of the workbook"),))

    def start(self, name: str, _: Mapping[str, str]) -> None:
        name = name.rpartition(":")[2]
        if name == "si":
            self._text.clear()
        elif name == "rPh":
            self._phonetic = True
        elif name == "t":
            self._inside = not self._phonetic

    def characters(self, text: str) -> None:
        if self._inside:
            self._text.append(text)

    def end(self, name: str) -> None:
        name = name.rpartition(":")[2]
        if name == "t":
            self._inside = False
        elif name == "rPh":
            self._phonetic = False
        elif name == "si":
            self.done.append(formats.unescaped("".join(self._text)))
