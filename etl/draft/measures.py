"""What a figure measures: growth, share, level, balance, rank or multiple, by the words right before and after it."""

from __future__ import annotations

import re

from etl.draft import words
from etl.draft.figures import BOUND, Figure

BREAK = re.compile(
    r";|:(?=\s)|,\s+(?:there|it|they|this|these|followed)\b"
    r"|(?<!\d),\s+(?:and|while|whereas|but|which|following|with|although|though|yet|as)\b"
    r"|\b(?:while|whereas|although|outpac(?:ed|ing)|compared)\b|,\s+(?=[a-z]+ing\b)|(?<=[a-z\d)]),\s+(?=[A-Z])"
)
FILLER = re.compile(
    r"(?:\b(?:by|of|a|an|the|even|bigger|smaller|another|further|some|full|sharply|slightly|strongly|significantly|substantially"
    r"|dramatically|steadily|respectively|only|just|also|much|year-on-year|year on year|at)|[(,:])\s*$",
    re.IGNORECASE,
)
JOINED = re.compile(r"(?:\b(?:and|or|to|from|in|of|the|then|versus)\b|(?:19|20)\d\d|[-,()/\s])*")
RISE_AFTER = re.compile(r"\s*-?(?:year-on-year|year on year|annual|yearly|overall)?\s*", re.IGNORECASE)
CHANGE = "growth"


def clause_before(text: str) -> str:
    """Return the last clause of what stands before a figure."""
    text = text.rstrip(" :(")
    ends = [one.start() for one in BREAK.finditer(text)]
    return text[ends[-1] :] if ends else text


def clause_after(text: str) -> str:
    """Return the first clause of what stands after a figure."""
    end = BREAK.search(text)
    return text[: end.start()] if end else text


def leads(figure: Figure, after: str) -> bool:
    """Return whether what stands after a percentage says of what it is: an increase in, more of, of, a share of."""
    rest = after[RISE_AFTER.match(after).end() :]  # type: ignore[union-attr]
    return figure.kind in ("percent", "part") and (
        any(_first(kind, rest) for kind in ("up", "down")) or bool(re.match(r"\s*(?:share\b|of\b)", after))
    )


def tail(before: str) -> str:
    """Return what stands before a figure without the words that bound or soften it."""
    while True:
        shorter = before.rstrip()
        for _, bound in BOUND:
            shorter = bound.sub("", shorter).rstrip()
        shorter = FILLER.sub("", shorter).rstrip()
        if shorter == before:
            return shorter
        before = shorter


def _last(kind: str, text: str) -> int:
    """Return where the last word of a kind ends, -1 without one."""
    return max((one.end() for one in words.pattern(kind).finditer(text)), default=-1)


def _first(kind: str, text: str) -> bool:
    return bool(words.pattern(kind).match(text))


def of_percent(before: str, after: str, previous: tuple[str, str, Figure] | None) -> tuple[str, str, str]:
    """Return (measure, sign, why): growth or share of a percentage; why it is neither.

    `previous` is the measure and sign of the figure before in the sentence, and that figure.
    """
    rest = after[RISE_AFTER.match(after).end() :]  # type: ignore[union-attr]
    for kind, sign in (("up", ""), ("down", "-")):
        if _first(kind, rest) and not words.pattern("share").match(rest):
            return CHANGE, sign, ""
    if re.match(r"\s*(?:share\b|of\b)", after):
        return "share", "", ""
    if previous and previous[2].kind == "rank" and re.search(r"\b(?:at|with)\s*$", tail_words(before)):
        return "share", "", ""
    if previous and JOINED.fullmatch(tail(before)):
        if previous[2].kind == "rank":
            return "share", "", ""
        return (previous[0], previous[1], "") if previous[0] in (CHANGE, "share") else ("", "", UNSAID)
    return _by_clause(tail(clause_before(before)), previous)


UNSAID = "whether it is a change or a share is not said"


def _by_clause(clause: str, previous: tuple[str, str, Figure] | None) -> tuple[str, str, str]:
    """Return measure, sign and why by the last word of change or share in a clause."""
    up, down, share = (_last(kind, clause) for kind in ("up", "down", "share"))
    if re.search(r"\b(?:to|from)$", clause):
        if share >= 0 or (previous and previous[0] == "share"):
            return "share", "", ""
        return "", "", "a rate that moves to a figure is no share or growth that is clear here"
    if max(up, down, share) < 0:
        return ("share", "", "") if previous and previous[2].kind == "rank" and not clause else ("", "", UNSAID)
    if share > max(up, down):
        return "share", "", ""
    if share >= 0:
        return "", "", "a change of a share is not measured here"
    if up >= 0 and down >= 0:
        return "", "", "words for a rise and for a fall stand beside it"
    return CHANGE, "" if up > down else "-", ""


def of_amount(before: str, after: str) -> tuple[str, str, str]:
    """Return (measure, sign, why) of an amount of money or goods: level, balance, or why it is neither."""
    clause = clause_before(before)
    if re.search(r"\b(?:by|up|down|another|additional|extra)\s*$", tail_words(clause)) or re.match(
        r"\s*(?:more|less|increase|rise|fall|drop|decline)\b", after
    ):
        return "", "", "it is a change of an amount; the ledger measures changes in per cent"
    near = f"{clause} {after}"
    if words.has("balance", near):
        return "balance", "-" if re.search(r"\bdeficit\b", near, re.IGNORECASE) else "", ""
    return "level", "", ""


def tail_words(clause: str) -> str:
    """Return a clause without bounds at its end, its small words left."""
    for _, bound in BOUND:
        clause = bound.sub("", clause)
    return clause
