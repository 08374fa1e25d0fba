"""The process that draws: Plotly's own JavaScript in QuickJS, no browser, one picture at a time.

It is started and watched by `render`, which talks to it in frames over its standard input and output. A process of
its own, because a figure that loops or breaks the engine must not take the page down with it.

A request is one line of JSON and the figure; an answer is one line of JSON and the bytes of the picture.
"""

from __future__ import annotations

import faulthandler
import json
import os
import re
import sys
import zlib
from importlib.util import find_spec
from pathlib import Path
from typing import Any, BinaryIO

from dashboard import fonts

HERE = Path(__file__).parent
SCRIPTS = ("dom.js", "select.js", "geometry.js", "hatch.js", "engine.js")
MEMORY = 1_000_000_000  # bytes of JavaScript objects; a slide needs a tenth
STACK = 6_000_000  # bytes, inside the 8 MB that Linux gives the first thread
PIXEL = 0.75  # points


class Engine:
    """Plotly in one QuickJS context; used by one thread."""

    def __init__(self) -> None:
        import quickjs

        self._context = quickjs.Context()
        self._context.set_memory_limit(MEMORY)
        self._context.set_max_stack_size(STACK)
        self._context.add_callable("measureText", lambda text, weight: fonts.width(text, 1, weight))
        self._context.add_callable("fontRuns", lambda text: json.dumps(fonts.runs(text)))
        facts = {"ascent": fonts.ascent(1), "descent": fonts.descent(1), "stack": fonts.STACK, "family": fonts.FAMILY}
        self._context.eval(f"globalThis.fontMetrics = {json.dumps(facts)};")
        for name in SCRIPTS:
            self._context.eval((HERE / name).read_text("utf-8"))
        self._context.eval(_plotly().read_text("utf-8"))
        self._context.eval("globalThis.Plotly = globalThis.Plotly || globalThis.moduleName;")

    def svg(self, figure: str, width: int, height: int, *, unrolled: bool = False) -> str:
        """Return the picture; the same figure and size give the same bytes. Raises ValueError in Plotly's words."""
        seed = zlib.crc32(f"{width}x{height} {figure}".encode())
        self._context.get("draw")(figure, width, height, seed, unrolled)
        while self._context.execute_pending_job():
            pass
        answer = json.loads(self._context.get("answer")())
        if not answer["svg"]:
            raise ValueError(answer["error"] or "Plotly did not finish the picture")
        return str(answer["svg"])

    def tidy(self) -> None:
        """Clear away what the last picture left behind: an eighth of its time, so after it has been handed over."""
        self._context.gc()


def _plotly() -> Path:
    """Plotly's script out of its Python package, found without the import, which takes longer than drawing."""
    found = find_spec("plotly")
    if found is None or found.origin is None:
        raise ValueError("the package plotly is not installed")
    return Path(found.origin).parent / "package_data" / "plotly.min.js"


def carrying_fonts(svg: str) -> str:
    """Return the SVG with the glyphs and weights that it shows, so that it looks the same on any machine."""
    weights = {fonts.weight_of(named) for named in re.findall(r"font-weight: (\w+)", svg)}
    style = fonts.embedded_css("".join(sorted(set(svg))), {fonts.REGULAR, *weights})
    head = svg.index(">") + 1
    return f"{svg[:head]}<style>{style}</style>{svg[head:]}"


def png(svg: str, scale: float) -> bytes:
    """Return the picture as PNG, drawn at `scale` times its size; only the bundled fonts are used."""
    import resvg_py

    return bytes(
        resvg_py.svg_to_bytes(
            svg_string=svg,
            zoom=scale,
            skip_system_fonts=True,
            font_files=[str(path) for path in fonts.FILES.values()],
            font_family=fonts.FAMILY,
            sans_serif_family=fonts.FAMILY,
            serif_family=fonts.FAMILY,
            monospace_family=fonts.FAMILY,
        )
    )


def pdf(svg: str, size: tuple[int, int], title: str, words: str) -> bytes:
    """Return the picture as a one-page PDF: vectors, real text, embedded fonts, and `words` for a screen reader."""
    import typst

    page = (
        "#set document(title: sys.inputs.title, date: none)\n"
        f"#set page(width: {size[0] * PIXEL}pt, height: {size[1] * PIXEL}pt, margin: 0pt)\n"
        '#image(bytes(sys.inputs.svg), format: "svg", width: 100%, alt: sys.inputs.words)\n'
    )
    made = typst.compile(
        page.encode(),
        format="pdf",
        font_paths=typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[fonts.FOLDER]),
        sys_inputs={"svg": svg, "title": title, "words": words},
    )
    if not isinstance(made, bytes):
        raise ValueError("the PDF has no single page")
    return made


def picture(engine: Engine, figure: str, wish: dict[str, Any]) -> bytes:
    """Return what one request asks for. Raises ValueError with the reason that there is none."""
    size, form = (wish["width"], wish["height"]), wish["form"]
    svg = engine.svg(figure, *size, unrolled=form == "pdf")
    if form == "png":
        return png(svg, wish["scale"])
    if form == "pdf":
        return pdf(svg, size, wish["title"], wish["words"])
    return (carrying_fonts(svg) if wish["fonts"] else svg).encode()


def serve(requests: BinaryIO, answers: BinaryIO) -> None:
    """Answer requests until the other side hangs up, or the engine has run out of memory."""
    import quickjs

    engine = Engine()
    spent = False
    while not spent and (line := requests.readline()):
        wish = json.loads(line)
        figure = requests.read(wish["size"]).decode()
        # Ends this process even inside the engine, should the one that watches it be gone by then.
        faulthandler.dump_traceback_later(wish["limit"] + 5, exit=True)
        made, error = b"", ""
        try:
            made = picture(engine, figure, wish)
        except (quickjs.JSException, ValueError, RuntimeError) as problem:  # of QuickJS, resvg, typst
            error = next(iter(str(problem).splitlines()), type(problem).__name__)
            spent = "out of memory" in error
        faulthandler.cancel_dump_traceback_later()
        answers.write(json.dumps({"id": wish["id"], "size": len(made), "error": error}).encode() + b"\n" + made)
        answers.flush()
        engine.tidy()


def main() -> None:
    """Serve on the standard streams; what a library prints goes elsewhere, never between two answers."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    serve(sys.stdin.buffer, answers)


if __name__ == "__main__":
    main()
