"""The bundled fonts: which file serves which weight, how wide a text is, and the CSS that brings them along.

Page, pictures and documents use the same two families, so that nothing depends on what a machine has installed:
Source Sans 3 for Latin and Cyrillic, Kyakhta Sans SC (a subset of Noto Sans SC) for every character it lacks.
"""

from __future__ import annotations

import base64
import io
import threading
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from fontTools.ttLib import TTFont

FOLDER = Path(__file__).parents[1] / "assets" / "fonts"
FAMILY = "Source Sans 3"
CHINESE = "Kyakhta Sans SC"
STACK = f"'{FAMILY}', '{CHINESE}', sans-serif"  # quoted: the digit makes the bare name invalid CSS
REGULAR, SEMIBOLD, BOLD = 400, 600, 700

FILES: dict[tuple[str, int], Path] = {
    (FAMILY, REGULAR): FOLDER / "SourceSans3-Regular.ttf",
    (FAMILY, SEMIBOLD): FOLDER / "SourceSans3-SemiBold.ttf",
    (FAMILY, BOLD): FOLDER / "SourceSans3-Bold.ttf",
    (CHINESE, REGULAR): FOLDER / "KyakhtaSansSC-Regular.ttf",
    (CHINESE, BOLD): FOLDER / "KyakhtaSansSC-Bold.ttf",
}
# In every embedded font: most files then share one, which is cut out of the whole only once.
USUAL = "".join(map(chr, range(0x20, 0x7F))) + "\u00a0£¥·×÷–—‘’“”…€№→−≈≤≥₂"
_READING = threading.RLock()  # fontTools reads kerning when first asked, from one shared file position
CHINESE_RANGE = "U+2E80-2FDF, U+3000-30FF, U+3400-4DBF, U+4E00-9FFF, U+F900-FAFF, U+FF00-FFEF"


def bundled_weight(wanted: int | str, family: str = FAMILY) -> int:
    """Return the bundled weight that serves a CSS weight, chosen as browsers do: 500 is 400, 600 in Chinese is 700."""
    number = {"normal": REGULAR, "bold": BOLD}.get(str(wanted)) or int(float(wanted))
    bundled = sorted(weight for name, weight in FILES if name == family)
    if number <= 500:  # up to here CSS takes the lighter face, above it the heavier one
        return bundled[0]
    return next((weight for weight in bundled if weight >= number), bundled[-1])


def family_runs(text: str) -> list[tuple[str, str]]:
    """Return the text cut into (family, piece): a piece is Chinese only where Source Sans 3 lacks the character."""
    return [(family, "".join(piece)) for family, piece in groupby(text, _family)]


def missing(text: str) -> str:
    """Return the characters that no bundled font can draw, each once; "" when all are right."""
    lacking = {c for c in text if ord(c) not in _face(_family(c), REGULAR).glyphs and not _unseen(c)}
    return "".join(sorted(lacking))


def width(text: str, size: float, weight: int | str = REGULAR) -> float:
    """Return the width of one line of text in pixels at `size` pixels, kerning included."""
    return size * _em(text, weight)


def ascent(size: float) -> float:
    """Return the height above the baseline of a line of Source Sans 3 at `size` pixels, as browsers lay it out."""
    face = _face(FAMILY, REGULAR)
    return size * face.ascent / face.units


def descent(size: float) -> float:
    """Return the depth below the baseline of a line of Source Sans 3 at `size` pixels, as a positive number."""
    face = _face(FAMILY, REGULAR)
    return size * face.descent / face.units


def page_css(address: str) -> str:
    """Return the @font-face rules of a page that is served the WOFF2 files under `address` ("/fonts").

    Chinese is fetched only by a page that shows it.
    """
    return "".join(
        _rule(family, weight, f"{address}/{path.with_suffix('.woff2').name}", "woff2")
        for (family, weight), path in FILES.items()
    )


def embedded_css(text: str, weights: Iterable[int] = (REGULAR, SEMIBOLD, BOLD)) -> str:
    """Return @font-face rules whose data: addresses hold the glyphs of `text`, for a file that travels alone."""
    rules = []
    pieces = [*family_runs(text), (FAMILY, USUAL)]
    for family, weight in sorted({(name, bundled_weight(wanted, name)) for name, _ in pieces for wanted in weights}):
        used = "".join(sorted({c for name, piece in pieces if name == family for c in piece if not _unseen(c)}))
        code = base64.b64encode(_subset(family, weight, used)).decode("ascii")
        rules.append(_rule(family, weight, f"data:font/woff;base64,{code}", "woff"))
    return "".join(rules)


def _rule(family: str, weight: int, address: str, form: str) -> str:
    spread = {(FAMILY, REGULAR): "1 500", (FAMILY, SEMIBOLD): "501 600", (FAMILY, BOLD): "601 1000"}
    weights = spread.get((family, weight), "1 500" if weight == REGULAR else "501 1000")
    only = f"unicode-range:{CHINESE_RANGE};" if family == CHINESE and form == "woff2" else ""
    return (
        f"@font-face{{font-family:'{family}';font-weight:{weights};font-style:normal;font-display:swap;"
        f"{only}src:url({address}) format('{form}')}}"
    )


@lru_cache(maxsize=64)
def _subset(family: str, weight: int, used: str) -> bytes:
    from fontTools import subset

    font = _open(family, weight)
    options = subset.Options(layout_features=["kern"], hinting=False)
    options.drop_tables += ["GSUB", "GDEF", "STAT"]
    chosen = subset.Subsetter(options)
    chosen.populate(text=used)
    chosen.subset(font)
    font.flavor = "woff"  # zlib is in the standard library; WOFF2 would need one more package
    out = io.BytesIO()
    font.save(out, reorderTables=False)
    return out.getvalue()


@lru_cache(maxsize=20_000)
def _em(text: str, weight: int | str) -> float:
    total = 0.0
    with _READING:
        for family, piece in family_runs(text):
            face = _face(family, bundled_weight(weight, family))
            total += sum(_advances(face, piece)) / face.units
    return total


def _advances(face: _Face, piece: str) -> Iterator[int]:
    """Advance widths and kerning of a piece in font units."""
    before = None
    for character in piece:
        if _unseen(character):
            continue
        glyph = face.glyphs.get(ord(character), ".notdef")
        yield face.advances[glyph][0]
        if before:
            yield _kern(face.kerning, before, glyph)
        before = glyph


def _kern(tables: tuple[Any, ...], left: str, right: str) -> int:
    for table in tables:  # the first subtable that covers the pair decides
        if left not in table.at:
            continue
        if table.Format == 1:
            pairs = table.PairSet[table.at[left]].PairValueRecord
            found = next((pair.Value1 for pair in pairs if pair.SecondGlyph == right), None)
            if found is None:
                continue
        else:
            row = table.Class1Record[table.ClassDef1.classDefs.get(left, 0)]
            found = row.Class2Record[table.ClassDef2.classDefs.get(right, 0)].Value1
        return getattr(found, "XAdvance", 0) or 0
    return 0


def _unseen(character: str) -> bool:
    """Return True for what takes no room: joiners, direction marks, line ends."""
    return unicodedata.category(character) in {"Cf", "Cc"}


def _family(character: str) -> str:
    known = ord(character) in _face(FAMILY, REGULAR).glyphs or ord(character) not in _face(CHINESE, REGULAR).glyphs
    return FAMILY if known else CHINESE


@dataclass(frozen=True)
class _Face:
    """What measuring needs of one font file, read once."""

    glyphs: dict[int, str]
    advances: dict[str, tuple[int, int]]
    kerning: tuple[Any, ...]  # the pair tables, each with `at`: glyph to its place in the coverage
    units: int
    ascent: int
    descent: int


@cache
def _face(family: str, weight: int) -> _Face:
    font = _open(family, weight)
    lookups = getattr(font["GPOS"].table.LookupList, "Lookup", ())
    tables = [getattr(entry, "ExtSubTable", entry) for lookup in lookups for entry in lookup.SubTable]
    pairs = tuple(table for table in tables if type(table).__name__ == "PairPos")
    for table in pairs:
        table.at = {glyph: place for place, glyph in enumerate(table.Coverage.glyphs)}
    line = font["hhea"]
    return _Face(
        glyphs=dict(font.getBestCmap()),
        advances=dict(font["hmtx"].metrics),
        kerning=pairs,
        units=font["head"].unitsPerEm,
        ascent=line.ascent,
        descent=-line.descent,
    )


def _open(family: str, weight: int) -> TTFont:
    from fontTools.ttLib import TTFont

    return TTFont(FILES[family, weight], recalcTimestamp=False, lazy=True)
