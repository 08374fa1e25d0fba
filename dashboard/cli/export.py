"""The commands that take figures along: `kyakhta render`, `brief`, `cite`. What they need loads when they run."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from etl.cli.changes import day

if TYPE_CHECKING:
    from dashboard.exhibits.model import Exhibit

Find = Callable[[argparse.Namespace], "Exhibit"]


def register(add: Any, chart: Callable[[argparse.ArgumentParser], None], find: Find) -> None:
    """Add the commands; `chart` adds what every command on a chart takes, `find` returns the exhibit that it names."""
    draw = add(
        "render", partial(render, find), "make a picture or a data file of a chart",
        "kyakhta render trade_by_partner view=ratio --out trade.png --size slide --scale 2",
    )  # fmt: skip
    chart(draw)
    draw.add_argument(
        "--out", type=Path, required=True, metavar="FILE", help="ends in png, svg, pdf, csv, xlsx, zip or pptx"
    )
    draw.add_argument("--size", default="slide", help="slide (1600 × 900), half, square, or 1200x675")
    draw.add_argument("--scale", type=float, default=1.0, metavar="N", help="1, 2 or 3 times as many pixels, of a PNG")
    deck = add(
        "brief",
        brief,
        "make a deck, a note or a page of several charts",
        "kyakhta brief --charts trade_by_partner,crude_share --out deck.pptx",
    )
    deck.add_argument("file", nargs="?", type=Path, metavar="BRIEF.json", help="a brief saved on the page Briefing")
    deck.add_argument("--charts", help="chart ids with commas between them, in order")
    deck.add_argument("--title", help="the title (default: that of the file, or Briefing)")
    deck.add_argument(
        "--template",
        metavar="NAME",
        help="slides, note or sheet: of a PDF; or your own PowerPoint template, house.pptx",
    )
    deck.add_argument("--out", type=Path, required=True, metavar="FILE", help="ends in pptx, pdf, html, zip or json")
    deck.add_argument("--newest", action="store_true", help="take the newest figures in place of those briefed")
    deck.add_argument("--as-of", type=day, metavar="DATE", help="as known on a day, of --charts")
    deck.add_argument("--edition", help="an edition, 2026-11-21+41, of --charts")
    source = add(
        "cite",
        partial(cite, find),
        "print how to cite a chart and what stands behind it",
        "kyakhta cite crude_share --format bibtex",
    )
    chart(source)
    source.add_argument("--format", choices=("short", "long", "bibtex", "ris"), default="long")


def _form(path: Path, forms: tuple[str, ...]) -> str:
    """Return the format that a file's name asks for. Raises ExportError with those there are."""
    from dashboard.export.errors import ExportError

    form = path.suffix.lstrip(".").lower()
    if form not in forms:
        raise ExportError(f"{path} does not end in one of {', '.join(forms)}. Nothing was written.")
    return form


def render(find: Find, arguments: argparse.Namespace) -> int:
    """Write one chart in the format of the file's name; print the name and its size."""
    from dashboard.export import formats

    form = _form(arguments.out, formats.FORMS)
    content = formats.made(find(arguments), form, arguments.size, arguments.scale)
    formats.save(arguments.out, content)
    print(f"{arguments.out} ({len(content) / 1024:,.0f} KB)")
    return 0


def cite(find: Find, arguments: argparse.Namespace) -> int:
    """Print the citation of a chart."""
    from dashboard.export import citations

    text = citations.cite(find(arguments), arguments.format)
    print(text, end="" if text.endswith("\n") else "\n")
    return 0


def brief(arguments: argparse.Namespace) -> int:
    """Write a brief in the format of the file's name; say on the way which slide is being made."""
    from dataclasses import replace

    from dashboard.export import brief as briefs
    from dashboard.export import brief_file, formats, make
    from dashboard.figures import query
    from etl.store import Store

    form = _form(arguments.out, (*make.FORMS, "json"))
    folder = arguments.data.resolve()
    load: briefs.Load = partial(query.load, folder)
    newest = Store(arguments.data).edition()
    made = _opened(arguments, newest)
    if arguments.newest:
        made = replace(made, slides=tuple(briefs.refresh(one, load, newest) for one in made.slides))
    named, house = _template(arguments.template)
    made = replace(made, title=arguments.title or made.title, template=named or made.template)
    if form == "json":
        pinned = tuple(one.slide for one in briefs.resolve(made, load))
        content = brief_file.to_json(replace(made, slides=pinned)).encode()
    else:
        _tell_moved(made, load, newest)
        content = make.build(made, form, load, _progress, house)
    formats.save(arguments.out, content)
    print(f"{arguments.out} ({len(content) / 1024:,.0f} KB, {len(made.slides)} charts)")
    return 0


def _template(given: str | None) -> tuple[str, bytes | None]:
    """Return the template of a PDF that was named, or the bytes of somebody's own PowerPoint file."""
    from dashboard.export import brief as briefs
    from dashboard.export import houses

    if not given or given in briefs.TEMPLATES:
        return given or "", None
    if not given.lower().endswith(".pptx"):
        raise briefs.BriefError(
            f"There is no template “{given}”; there are {', '.join(briefs.TEMPLATES)}, or the path of your own .pptx. "
            "Nothing was written."
        )
    return "", houses.load(Path(given))


def _opened(arguments: argparse.Namespace, newest: str) -> Any:
    """Return the brief that a command names: a file, or charts as they first open."""
    from dashboard.exhibits.catalogue import module
    from dashboard.export import brief as briefs
    from dashboard.export import brief_file
    from etl.store import Edition

    if bool(arguments.file) == bool(arguments.charts):
        raise briefs.BriefError(
            "Name a brief.json, or charts: `kyakhta brief --charts trade_by_partner,crude_share --out deck.pptx`."
        )
    if arguments.charts:
        ids = [one.strip() for one in arguments.charts.split(",") if one.strip()]
        for chart_id in ids:
            module(chart_id)  # an unknown chart is said before the data are read
        edition = str(Edition.parse(arguments.edition)) if arguments.edition else newest
        return briefs.Brief(slides=tuple(briefs.Slide(one, {}, edition, arguments.as_of) for one in ids))
    if arguments.edition or arguments.as_of:
        raise briefs.BriefError(
            "A brief.json has its own editions and days; leave out --edition and --as-of, or write --newest."
        )
    try:
        return brief_file.from_json(arguments.file.read_text(encoding="utf-8"))
    except UnicodeDecodeError as problem:
        raise briefs.BriefError(f"{arguments.file} is not a brief.json: it is not text in UTF-8.") from problem
    except OSError as problem:
        raise briefs.BriefError(f"{arguments.file} cannot be read: {problem.strerror}.") from problem


def _tell_moved(made: Any, load: Any, newest: str) -> None:
    """Say for each slide of an older edition what the newest figures would change."""
    from dashboard.export import brief as briefs

    for number, one in enumerate(made.slides, start=1):
        if one.edition != newest:
            moved = briefs.compare_editions(one, load, newest)
            if moved.any:
                now = f"; now: {moved.now}" if moved.now != moved.then else ""
                print(f"note: slide {number} has newer data: {moved.values} values differ{now}", file=sys.stderr)


def _progress(number: int, count: int, what: str) -> None:
    print(f"{number} of {count}: {what}", file=sys.stderr)
