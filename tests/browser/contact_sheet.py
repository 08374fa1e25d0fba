"""Write build/contact-sheet/*.png: every chart with every pick, at slide and phone size. Run as `python -m tests.browser.contact_sheet`.

Twelve slides or twenty phone cards a page, each under its picks, drawn by the writer that makes the exported pictures.
A view that looks like one already drawn is left out; one that is refused stands there as its sentence.
"""

import sys
from html import escape
from pathlib import Path

import resvg_py

from dashboard.draw import Words, fonts, style, svg, to_plotly
from dashboard.exhibits.catalogue import catalogue, module
from dashboard.exhibits.exhibit import exhibit
from dashboard.exhibits.model import NothingToShow
from dashboard.exhibits.picks import UnknownPick
from dashboard.export import picture
from dashboard.figures import query
from dashboard.looks import pictures
from etl.store import Store
from tests.support import variants

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "build" / "contact-sheet"
HEAD, GAP = 22, 14  # px: the line with the picks over a picture, and between pictures
SHEETS = {"slide": (3, 4, 560, 315), "phone": (5, 4, 350, 560)}  # across, down, and the room of one picture, px


def drawn(item, size: str) -> tuple[str, int, int]:
    """Return an exhibit as SVG with its width and height: a slide with its words, or the card that a phone shows."""
    if size == "slide":
        spec, shape = picture.lay_out(item, "slide")
    else:
        shape = style.frame("card_phone", height=pictures.height(item.plot, narrow=True))
        spec = to_plotly(item.plot, Words(), shape)
    return svg.to_svg(spec, shape.width, shape.height), shape.width, shape.height


def views(chart: str, data):
    """Yield (picks in words, exhibit or sentence) for every view of a chart that looks unlike those before it."""
    seen = set()
    for picks in variants.of_chart(module(chart)):
        told = " ".join(f"{name}={value}" for name, value in picks.items()) or "usual"
        try:
            item = exhibit(chart, data, picks)
        except (NothingToShow, UnknownPick) as reason:
            item = str(reason)
        look = item if isinstance(item, str) else repr((item.plot, item.headline))
        if look not in seen:
            seen.add(look)
            yield told, item


def sheet(cells: list[tuple[str, str, int, int]], size: str) -> bytes:
    """Return one page of pictures as PNG; each is shrunk to its room, never stretched."""
    across, down, wide, high = SHEETS[size]
    body = []
    for at, (told, inner, width, height) in enumerate(cells):
        x, y = GAP + at % across * (wide + GAP), GAP + at // across * (high + HEAD + GAP)
        shrunk = min(wide / width, high / height, 1.0)
        room = f'<svg x="{x}" y="{y + HEAD}" width="{width * shrunk}" height="{height * shrunk}" viewBox="0 0 {width} {height}">'
        body.append(f"{_line(told[:90], x, y + 14)}{room}{inner}</svg>")
    full = (across * (wide + GAP) + GAP, down * (high + HEAD + GAP) + GAP)
    text = svg_of("".join(body), *full, "#CBD2DA")
    files = [str(path) for path in fonts.FILES.values()]
    made = resvg_py.svg_to_bytes(svg_string=text, skip_system_fonts=True, font_family=fonts.FAMILY, font_files=files)
    return bytes(made)


def svg_of(inner: str, wide: int, high: int, ground: str) -> str:
    """Return markup as an SVG of its own on a ground."""
    head = f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide}" height="{high}">'
    return f'{head}<rect width="{wide}" height="{high}" fill="{ground}"/>{inner}</svg>'


def _line(words: str, x: int, y: int) -> str:
    return f'<text x="{x}" y="{y}" font-size="13" font-family="{fonts.FAMILY}">{escape(words)}</text>'


def _some(all_: list, count: int) -> list[list]:
    return [all_[at : at + count] for at in range(0, len(all_), count)]


def refused(sentence: str, size: str) -> tuple[str, int, int]:
    """Return a refusal as a picture of its words."""
    _, _, wide, high = SHEETS[size]
    lines = _some(sentence.split(), 9 if size == "slide" else 6)
    inner = "".join(_line(" ".join(line), 10, 30 + 20 * n) for n, line in enumerate(lines))
    return svg_of(inner, wide, high, "#F6EBD8"), wide, high


def write(charts: list[str]) -> None:
    """Write the sheets of these charts, older ones of theirs removed."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    data = query.load((ROOT / "data").resolve(), Store(ROOT / "data").edition())
    for chart in charts:
        for old in FOLDER.glob(f"{chart}_*.png"):
            old.unlink()
        made = list(views(chart, data))
        for size, (across, down, _, _) in SHEETS.items():
            cells = [(told, *(refused(one, size) if isinstance(one, str) else drawn(one, size))) for told, one in made]
            for page, some in enumerate(_some(cells, across * down), 1):
                (FOLDER / f"{chart}_{size}_{page:02d}.png").write_bytes(sheet(list(some), size))
        print(f"{chart}: {len(made)} views", flush=True)


if __name__ == "__main__":
    write(sys.argv[1:] or list(catalogue()))
