"""The rules of every part of the page Methods, from the tables and constants that the program itself works by."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from dashboard.exhibits import catalogue
from dashboard.figures import words
from dashboard.ledger import verdict_words
from etl.build import transform, vintages
from etl.ledger.claims import QUALIFIERS
from etl.ledger.verdicts import REASONS, VERDICTS
from etl.tables import registry

Rules = list[tuple[str, str]]
PLAUSIBILITY = ("P-", "U-01", "U-02", "U-08", "T-02", "T-03")
MEANINGS = {  # of verdicts.VERDICTS, which names them
    "contradicted": "A date or figure elsewhere in the same text excludes it.",
    "not_reproduced": "The data give something outside what the words allow.",
    "depends_on_source": "One publisher's figures bear it out, another's do not.",
    "reproduced_on_vintage": "It comes out of the figures as known on another day than the text's.",
    "reproduced": "The data give it, within what its words allow.",
    "forecast": "It looks ahead and its date has not come.",
    "uncheckable": "No series here can answer; the reason stands beside it.",
}


class Part(NamedTuple):
    """One part of the page: heading, what is said first, what its rules are called, and the rules as terms with their words."""

    name: str
    title: str
    lead: str
    each: str  # what the rules are, many of them
    rules: Rules


def parts() -> list[Part]:
    """Return every part of methods.csv in its order, each with the rules of its tables."""
    return [
        Part(line["part"], line["title"], line["words"], line["each"], RULES.get(line["part"], list)())
        for line in catalogue.table("methods")
    ]


def _series() -> Rules:
    return [(f"{line['label']}, {line['shown']}", line["definition"]) for line in registry.lines("series")]


def _classes() -> Rules:
    """Return the kinds of page in the order in which they are trusted, each with the publishers of such pages."""
    found: dict[str, list[str]] = {kind: [] for kind in vintages.CLASSES}
    for line in registry.lines("sources"):
        found[line["class"]].append(line["publisher"])
    return [(kind.capitalize(), "; ".join(dict.fromkeys(by)) + ".") for kind, by in found.items() if by]


def _named(table: Mapping[str, str]) -> Rules:
    return [(name.replace("_", " ").capitalize(), _sentence(said)) for name, said in table.items()]


def _sentence(said: str) -> str:
    return said[0].upper() + said[1:].rstrip(".") + "."


def _verdicts() -> Rules:
    return [(f"{shape} {word}", MEANINGS[name]) for name, (shape, word) in VERDICTS.items()]


def _reasons() -> Rules:
    return [(verdict_words.UNSOURCED[name], said) for name, said in REASONS.items()]


def _badges() -> Rules:
    return [(line["name"], f"Beside {line['stands']}. {line['words']}") for line in catalogue.table("badges")]


def _calendar() -> Rules:
    publishers = {line["family"]: line["publisher"] for line in reversed(registry.lines("sources"))}
    return [
        (f"{publishers.get(line['family'], line['family'])}, {line['rhythm']}", _sentence(line["note"]))
        for line in registry.lines("release_calendar")
    ]


def _ranks() -> Rules:
    return [
        (f"{words.period(line['period'], int(line['months']))}: rank {line['value']}", line["why"])
        for line in registry.lines("rank_rules")
    ]


def _problems(wanted: Callable[[str, str], bool]) -> Rules:
    """Return the problems that are wanted by code and usual verdict; what a file fills in stands as "…"."""
    return [
        (_open(line["title"]), _open(f"{line['why']} {line['do']}"))
        for line in registry.lines("problems")
        if wanted(line["code"], line["verdicts"][0])
    ]


def _open(text: str) -> str:
    return re.sub(r"\{\w+\}", "…", text)


def _of(verdicts: Iterable[str]) -> Callable[[str, str], bool]:
    return lambda code, verdict: verdict in verdicts and not code.startswith(PLAUSIBILITY)


RULES: Mapping[str, Callable[[], Rules]] = {
    "figures": _series, "vintages": _classes,
    "derived": lambda: _named(transform.WORDS),
    "shown": lambda: _named({line["rule"]: line["words"] for line in catalogue.table("rules")}),
    "verdicts": _verdicts, "readings": lambda: _named(QUALIFIERS), "reasons": _reasons,
    "badges": _badges, "calendar": _calendar, "ranks": _ranks,
    "plausibility": lambda: _problems(lambda code, _: code.startswith(PLAUSIBILITY)),
    "held": lambda: _problems(_of("H")), "refused": lambda: _problems(_of("R")), "noted": lambda: _problems(_of("NA")),
}  # fmt: skip
