"""A draft whole: every figure with what was understood as a line of a claims file, or with the reason why it was not."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from etl.draft import figures, frames, measures, prose, spans, understand, words
from etl.draft.figures import Figure
from etl.draft.frames import Frame
from etl.draft.heard import Heard, Line, NotUnderstood
from etl.draft.prose import Prose, Sentence
from etl.ledger import claims_file
from etl.ledger.claims import Claim

MOST_FIGURES = 200  # of a draft; each is judged, some with a search for other readings
COLUMNS = (*claims_file.COLUMNS, "family", "ours", "printed")
AND = re.compile(r"\band\s+$")
THESE = re.compile(r"\s*(?:These|This|They|It|Those)\b")


class TooMany(ValueError):
    """The draft has more figures than are judged at a time; the message says what to do."""


@dataclass(frozen=True)
class Found:
    """A figure of a draft: where it stands, and its line of a claims file; without one `why` says why not."""

    id: str
    paragraph: int
    start: int
    end: int
    printed: str  # as the text prints it, with its unit
    sentence: str
    given: Line = field(default_factory=dict)  # value, unit and qualifier, understood or not
    line: Line = field(default_factory=dict)
    why: str = ""


@dataclass
class Context:
    """What was said before a figure: in its sentence, and in the sentence before it."""

    frame: Frame = field(default_factory=Frame)
    periods: tuple[str, ...] = ()
    measure: tuple[str, str, Figure] | None = None


def find(text: str, most: int = MOST_FIGURES) -> tuple[Prose, list[Found]]:
    """Return the draft in paragraphs, and its figures in their order, at most so many. Raises TooLong or TooMany in words."""
    read = prose.read(text)
    found: list[Found] = []
    context, paragraph = Context(), -1
    for sentence in read.sentences:
        if sentence.paragraph != paragraph or sentence.note:
            context, paragraph = Context(), sentence.paragraph
        found += _sentence(sentence, context, len(found))
        if len(found) > most:
            raise TooMany(
                f"The draft has more than {most} figures. Hand in a part of it at a time. Nothing has been changed."
            )
    return read, found


def _sentence(sentence: Sentence, context: Context, count: int) -> list[Found]:
    """Return the figures of a sentence; the context then is what it says."""
    text = prose.searchable(sentence.text)
    numbers, whens = figures.find(text), spans.find(text)
    numbers = [
        one
        for one in numbers
        if not any(one.start < when.end and when.start < one.end for when in whens)
        and not (one.kind == "other" and sentence.note)
    ]
    context.measure = None
    found: list[Found] = []
    for at, figure in enumerate(numbers):
        if figure.kind == "rank" and not figure.what and context.measure:
            figure = replace(figure, what=context.measure[2].what)  # "its 17th-largest supplier … its third-largest"
        begin = numbers[at - 1].end if at else 0
        stop = numbers[at + 1].start if at + 1 < len(numbers) else len(text)
        if (
            at + 1 < len(numbers)
            and numbers[at + 1].kind == "mass"
            and re.fullmatch(r"\s*to\s*", text[figure.end : stop])
        ):
            figure = replace(figure, basis="volume")  # "by 43.9% to 6.5 million tons"
        line: Line = {}
        why = ""
        try:
            line = _understood(figure, text, (begin, stop), whens, context)
        except NotUnderstood as reason:
            why = str(reason)
        printed = sentence.text[figure.start : figure.end]
        start = sentence.start + figure.start
        name = f"figure {count + len(found) + 1}"
        place = sentence.paragraph, start, start + len(printed)
        told = {"id": name, "text": sentence.text}
        given = understand.valued(figure)
        found.append(Found(name, *place, printed, sentence.text, told | given, line and told | given | line, why))
    if not numbers:
        context.frame = frames.read(text, last=True)
    own = tuple(dict.fromkeys(one.period for one in whens if one.role == "of"))
    context.periods = own or context.periods
    return found


def _understood(figure: Figure, text: str, bounds: tuple[int, int], whens: list[spans.When], context: Context) -> Line:
    """Return the line of one figure. Raises NotUnderstood."""
    before, after = text[bounds[0] : figure.start], measures.clause_after(text[figure.end : bounds[1]])
    heard = _heard(figure, before, after, context)
    context.frame = understand.ranking(figure, heard) if figure.kind == "rank" else heard.frame
    measure, sign, why = _measure(figure, heard, before, context)
    context.measure = (measure, sign, figure)
    _refuse(figure, heard, why)
    period = spans.of((figure.start, figure.end), bounds[1], whens, text)
    if not whens and len(context.periods) == 1:
        period = context.periods[0]
    clear = f"{measures.clause_before(before)} {after}"
    vague = spans.UNCLEAR.search(clear) or (measure != measures.CHANGE and spans.EARLIER.search(clear))
    if not period or vague:
        raise NotUnderstood("its year or months are not named in a way that figures have")
    return understand.line(figure, heard, measure, sign, period)


def _heard(figure: Figure, before: str, after: str, context: Context) -> Heard:
    """Return what is said around a figure; what stands after it leads where it is the head of what is counted."""
    clause = measures.clause_before(before)
    leads = measures.leads(figure, after)
    two = context.measure is not None and AND.search(before)  # "19 from one place and 20 from another"
    short = after if leads or figure.kind in ("rank", "times") else re.split(r"[,(]", after)[0]
    ahead, behind = frames.read(clause, last=True), frames.read(short, last=False)
    frame = (
        ahead if figure.kind in ("rank", "times") else behind.beside(ahead) if leads or two else ahead.beside(behind)
    )
    said = len(measures.clause_after(before)) if context.measure else 0  # what stood after the figure before is known
    earlier = frames.read(before[said : max(said, len(before.rstrip(" :(")) - len(clause))], last=True)
    frame = frame.over(earlier.over(context.frame))
    if THESE.match(before):
        frame = frame.beside(context.frame)  # "These once accounted for …": the trade of the sentence before
    return Heard(before, after, ahead, behind, replace(frame, basis=frame.basis or earlier.basis))


def _measure(figure: Figure, heard: Heard, before: str, context: Context) -> tuple[str, str, str]:
    """Return (measure, sign, why) of a figure by its kind."""
    if figure.kind == "percent":
        return measures.of_percent(before, heard.after, context.measure)
    if figure.kind in ("money", "mass", "bcm", "bpd"):
        return measures.of_amount(before, heard.after)
    return {
        "part": ("share", "", ""), "rank": ("rank", "", ""), "times": ("ratio", "", ""),
        "points": ("", "", "the ledger measures shares, not changes of them in points"),
        "range": ("", "", "it is a range, or has a sign of its own"),
    }.get(figure.kind, ("", "", "it has no unit that a series of the ledger has"))  # fmt: skip


def _refuse(figure: Figure, heard: Heard, why: str) -> None:
    """Raise NotUnderstood for what the words around a figure rule out."""
    if why or not figure.unit:
        raise NotUnderstood(why or "it has no unit that a series of the ledger has")
    near = frames.blank(f"{measures.clause_before(heard.before)} {heard.after}", "product")
    if found := words.has("none", near):
        raise NotUnderstood(f"{words.value('none', found)} (“{found}”)")
    if found := words.has("ahead", near):
        raise NotUnderstood(f"it looks ahead or says what may be (“{found}”)")
    if found := words.has("not", near):
        raise NotUnderstood(f"it may be denied (“{found}”)")


def as_csv(lines: Iterable[Line]) -> str:
    """Return lines of a claims file as CSV, ready for `kyakhta verify --claims`."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, restval="", extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(lines)
    return out.getvalue()


def claims(found: Iterable[Found]) -> list[Claim]:
    """Return the claims of the figures that were understood."""
    made, _ = claims_file.read(as_csv(one.line for one in found if one.line))
    return made
