"""An exhibit as a picture that can be cited: headline, subtitle, source, edition and link inside, white whatever the theme."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from dashboard.draw import Words, fonts, style, to_plotly
from dashboard.exhibits import permalink
from dashboard.export import render
from dashboard.export.errors import ExportError
from dashboard.figures import words

if TYPE_CHECKING:
    from dashboard.exhibits.model import Exhibit

FORMS = ("png", "svg", "pdf")
SIZES = ("slide", "half", "square")
SMALLEST = (320, 300)  # px; below, the words leave no room for the plot
SCALES = (1.0, 3.0)


def link(item: Exhibit) -> str:
    """Return the address that shows exactly this exhibit, whatever is added later."""
    return permalink.whole(permalink.address(item.id, item.picks, item.edition, item.as_of))


def edition_line(item: Exhibit) -> str:
    """Return edition, day and link in words that stay true: "Edition 2026-11-21+41 · as known on 31 Jan 2023 · link /trade?v=…"."""
    known = f"as known on {words.day(item.as_of)}" if item.as_of else "as known in that edition"
    return f"Edition {item.edition} · {known} · link {link(item)}"


def markers(item: Exhibit, unreviewed: bool = False) -> tuple[str, ...]:
    """Return the words of the amber mark: a past day, an upload that nobody has reviewed."""
    return tuple(filter(None, (item.marker, "Unreviewed upload" if unreviewed else "")))


def source_line(item: Exhibit) -> str:
    """Return the source line, of rows from hand-kept tables too; nothing where there is none to name."""
    return item.source_line if item.source_line.removeprefix("Source:").strip(" .") else ""


def frame_words(item: Exhibit, headline: str = "", *, unreviewed: bool = False) -> Words:
    """Return the words around the plot; a `headline` of the reader's own takes the place of the one from the data."""
    told = Words(
        headline=headline or item.headline, subtitle=item.subtitle, source=source_line(item), calculation=item.calculation,
        edition=edition_line(item), marker=markers(item, unreviewed), short_edition=f"{item.edition} · {link(item)}",
    )  # fmt: skip
    check_glyphs(told.headline, told.subtitle, told.source, told.calculation, *told.marker)
    return told


def check_glyphs(*texts: str) -> None:
    """Raise ExportError naming every sign that the bundled fonts cannot draw; it would come out as an empty box."""
    lacking = fonts.missing("".join(texts))
    if lacking:
        shown = " ".join(f"“{sign}” (U+{ord(sign):04X})" for sign in lacking[:5])
        raise ExportError(
            f"The bundled fonts cannot draw {shown}. Write it in Latin, Cyrillic or Chinese letters. Nothing was written."
        )


def parse_size(size: str) -> style.Frame:
    """Return the frame of a size: slide (1600 × 900), half, square, or 1200x675. Raises ExportError in words."""
    try:
        made = style.frame(size)
    except KeyError:
        known = ", ".join(SIZES)
        raise ExportError(f"“{size}” is no size. Write one of {known}, or 1200x675. Nothing was written.") from None
    except ValueError as reason:
        raise ExportError(f"{reason} Nothing was written.") from reason
    if made.width < SMALLEST[0] or made.height < SMALLEST[1]:
        raise ExportError(
            f"{made.width} × {made.height} px leaves no room for the plot; the least is {SMALLEST[0]} × {SMALLEST[1]}. "
            "Nothing was written."
        )
    return replace(made, theme="light", scale=1.0)


def lay_out(
    item: Exhibit, size: str = "slide", headline: str = "", *, unreviewed: bool = False
) -> tuple[dict[str, Any], style.Frame]:
    """Return the picture as plain data and layout, with its frame. Raises ExportError for a size that is none."""
    shape = parse_size(size)
    return to_plotly(item.plot, frame_words(item, headline, unreviewed=unreviewed), shape), shape


def render_picture(
    item: Exhibit, form: str, size: str = "slide", *, scale: float = 1.0, headline: str = "", unreviewed: bool = False
) -> bytes:
    """Return the exhibit as PNG (`scale` 1 to 3), SVG or PDF. Raises ExportError or RenderError in words."""
    if form not in FORMS:
        raise ExportError(f"“{form}” is no picture; there are {', '.join(FORMS)}. Nothing was written.")
    if not SCALES[0] <= scale <= SCALES[1]:
        raise ExportError(f"Scale {scale:g} is not possible; write 1, 2 or 3. Nothing was written.")
    drawn, shape = lay_out(item, size, headline, unreviewed=unreviewed)
    if form == "png":
        return render.png(drawn, shape.width, shape.height, scale=scale)
    if form == "svg":
        return render.svg(drawn, shape.width, shape.height).encode()
    return render.pdf(drawn, shape.width, shape.height, title=headline or item.headline, words=item.alt)


def render_plot(item: Exhibit, width: int, height: int) -> bytes:
    """Return only the plot as a one-page PDF, for a document that prints headline and sources as its own text."""
    shape = style.Frame(width, height, kind="card")
    return render.pdf(to_plotly(item.plot, Words(), shape), width, height, title=item.headline, words=item.alt)
