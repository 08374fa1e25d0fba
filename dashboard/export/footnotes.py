"""Sources of a brief, numbered once for all its slides, and the caveats that the figures themselves give."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from dashboard.export import picture
from dashboard.figures import words

if TYPE_CHECKING:
    from dashboard.exhibits.model import Exhibit
    from dashboard.export.brief import BriefItem


class Footnote(NamedTuple):
    """A source with its number in the brief and the slides that use it."""

    number: int
    source: str
    words: str
    slides: tuple[int, ...]


def number_sources(each: list[BriefItem], first: int) -> list[Footnote]:
    """Return the sources in the order of their first use; `first` is the number of the first exhibit's slide."""
    used: dict[str, list[int]] = {}
    said: dict[str, str] = {}
    for number, one in enumerate(each, start=first):
        for source in one.item.sources:
            used.setdefault(source.source, []).append(number)
            said.setdefault(source.source, f"{source.publisher}: {source.title}. {source.licence}.")
    return [Footnote(n, source, said[source], tuple(used[source])) for n, source in enumerate(used, start=1)]


def for_exhibit(item: Exhibit, notes: list[Footnote]) -> list[tuple[int, str]]:
    """Return the footnotes of one exhibit: number, and publisher with years and newest day."""
    numbers = {note.source: note.number for note in notes}
    lines = [
        (numbers[one.source], f"{one.publisher}, {one.title}, {one.periods}, published to {words.day(one.newest)}")
        for one in item.sources
    ]
    return sorted(lines)


def footnote_line(item: Exhibit, notes: list[Footnote]) -> str:
    """Return the footnotes of one exhibit as one line: "[1] …. [2] …."; the documents where no publication is drawn."""
    said = ". ".join(f"[{number}] {text}" for number, text in for_exhibit(item, notes))
    return f"{said}." if said else picture.source_line(item)


def caveats(one: BriefItem) -> list[str]:
    """Return what a reader must know of one exhibit's figures, counted from its rows."""
    table, out = one.item.table, []
    drawn = int(table["value"].notna().sum())
    for status, said in (("derived", "computed by a rule"), ("estimated", "estimates"), ("provisional", "provisional")):
        count = int(((table["status"] == status) & table["value"].notna()).sum())
        if count:
            out.append(f"{count} of {drawn} values {'is' if count == 1 else 'are'} {said}")
    apart = len(one.item.disagreements)
    if apart:
        out.append(f"{apart} known figure{'s differ' if apart > 1 else ' differs'} from the one drawn beyond rounding")
    if one.edited:
        out.append(f"headline by the author; the figures say “{one.item.headline}”")
    return out
