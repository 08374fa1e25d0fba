"""The claims by consequence: what does not hold, what depends on the source, what holds; folded, what cannot be checked."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from html import escape
from pathlib import Path

from dashboard.figures import query
from dashboard.ledger import verdict_lists, verdict_words
from dashboard.views.ledger.signs import entry_link
from etl.ledger.verdicts import REASONS, Verdict

SHORT = 15  # rows that a group shows at once; a longer one is folded, unless it is all there is or does not hold
HEADS = {  # a group's words after its count, for one and for many, and what they mean
    "not": (
        "does not reproduce",
        "do not reproduce",
        "The data, or an independent source, give something else than the text says.",
    ),
    "depends": (
        "depends on the source",
        "depend on the source",
        "One publisher or source bears the text out, another does not.",
    ),
    "reproduces": (
        "reproduces",
        "reproduce",
        "The data give what the text says, within its own rounding, or an independent source says the same.",
    ),
    "unchecked": ("cannot be checked", "cannot be checked", "By the reason why not."),
}
LOOKS_AHEAD = "It looks ahead; its date has not come."
NOTE = "A claimed 29.3 means 29.25 to 29.35. “Over”, “almost” and “about” become bounds, stated in each entry."
COLUMNS = ("What the text says", "Claimed", "Computed", "Difference", "Source used")


@lru_cache(maxsize=16)  # a hundred kilobytes of text each
def markup(folder: Path, chosen: tuple[str, ...], edition: str, named: str | None, as_of: str | None) -> str:
    """Return these claims as markup, worst group first: the same words for every reader who chose the same."""
    verdicts = {one.claim.id: one for one in verdict_lists.verdicts(query.load(folder, edition, as_of))}
    sorted_in = verdict_lists.by_consequence(verdicts[claim] for claim in chosen)
    alone = len(sorted_in) == 1
    parts = []
    for name, members in sorted_in.items():
        one, many, means = HEADS[name]
        heading = f"{len(members)} {one if len(members) == 1 else many}"
        inside = _reasons(members, named, as_of) if name == "unchecked" else _table(name, members, named, as_of)
        fold = name == "unchecked" or (name != "not" and len(members) > SHORT)
        parts.append(_group(name, heading, means, inside, fold=fold and not alone))
    return "".join(parts) + f'<p class="muted">{NOTE}</p>'


def _group(name: str, heading: str, means: str, inside: str, *, fold: bool) -> str:
    """Return one group under its heading; folded, the heading opens it."""
    sub = f'<span class="ky-sub">{means}</span>'
    if fold:
        return f'<details class="ky-group" id="ky-{name}"><summary><h2>{heading}</h2>{sub}</summary>{inside}</details>'
    return f'<section class="ky-group" id="ky-{name}"><h2>{heading}</h2>{sub}{inside}</section>'


def _table(name: str, members: list[Verdict], named: str | None, as_of: str | None) -> str:
    head = "".join(
        f'<th scope="col"{" class=num" if column in COLUMNS[1:4] else ""}>{column}</th>' for column in COLUMNS
    )
    rows, document = [], ""
    for one in members:
        if one.claim.document != document:
            document = one.claim.document
            title = escape(verdict_lists.DOCUMENTS.get(document, document))
            rows.append(f'<tr class="doc"><th colspan="5" scope="rowgroup">{title}</th></tr>')
        rows.append(_row(one, verdict_lists.USUAL[name], named, as_of))
    return f'<table class="ky-ledger"><thead><tr>{head}</tr></thead><tbody>{"".join(rows)}</tbody></table>'


def _row(one: Verdict, usual: str, named: str | None, as_of: str | None) -> str:
    """Return one claim: its quote leads to its entry, and the verdict is said where it is not the group's usual one."""
    other = f" · {one.word}" if one.verdict != usual else ""
    return (
        f"<tr><td>{_quote(one, named, as_of)}"
        f'<div class="muted">{escape(verdict_lists.section(one.claim) + other)}</div></td>'
        + "".join(
            f'<td class="num{" none" if told == "–" else ""}" data-label="{label}">{escape(told)}</td>'
            for label, told in zip(
                COLUMNS[1:4],
                (verdict_words.claimed(one.claim), verdict_words.computed(one), verdict_words.difference(one)),
                strict=True,
            )
        )
        + f'<td class="muted">{escape(verdict_words.source(one))}</td></tr>'
    )


def _quote(one: Verdict, named: str | None, as_of: str | None) -> str:
    """Return a claim's sign and quote; the link says what it opens: verdict and quote."""
    address = escape(entry_link(one, named, as_of), quote=True)
    return (
        f'<a class="ky-claim" href="{address}" target="_self"><i class="{verdict_lists.tone(one)}" aria-hidden="true">'
        f'{one.shape}</i><span class="ky-unseen">{escape(one.word)}: </span><span>“{escape(one.claim.text)}”</span></a>'
    )


def _reasons(members: Iterable[Verdict], named: str | None, as_of: str | None) -> str:
    """Return what cannot be checked, the commonest reason first: each with its count, and folded below it its claims."""
    by_reason: dict[str, list[Verdict]] = {}
    for one in members:
        by_reason.setdefault(REASONS.get(one.reason, LOOKS_AHEAD), []).append(one)
    return "".join(
        f'<details class="ky-reason"><summary><b>{len(found)}</b> {escape(why)}</summary><ul>'
        + "".join(
            f'<li>{_quote(one, named, as_of)} <span class="muted">{escape(verdict_lists.section(one.claim))}</span></li>'
            for one in found
        )
        + "</ul></details>"
        for why, found in sorted(by_reason.items(), key=lambda pair: -len(pair[1]))
    )
