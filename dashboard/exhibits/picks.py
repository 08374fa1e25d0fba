"""What the reader chose of a chart: declared by the chart, read from an address or a command, never guessed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from etl.tables import registry

Picks = Mapping[str, str]
SPANS = ("year", "month")  # kinds that pick from when to when


class UnknownPick(ValueError):
    """A pick or value that the chart does not have; the message says which it has."""


@dataclass(frozen=True)
class Pick:
    """One choice of a chart. `kind`: choice (one of options), many (comma-joined options), year (any year), month (any year or month), text."""

    name: str  # in addresses and commands: "flow"
    label: str  # above the box: "Flow"
    options: tuple[tuple[str, str], ...] = ()  # (value, words)
    default: str = ""
    kind: str = "choice"
    segmented: bool = False  # drawn as the row of views above the others
    also: tuple[str, ...] = ()  # further values understood but not offered

    def words(self, value: str) -> str:
        """Return the words of a value: "Exports + imports" of "total"; a value without words is its own."""
        return dict(self.options).get(value, value)


FIRST = Pick("first", "From", default="", kind="year")
FIRST_2010 = Pick("first", "From", default="2010", kind="year")
CURRENCY = Pick("currency", "Currency", (("usd", "US dollars"), ("cny", "Yuan")), "usd")
LAST = Pick("last", "To", default="", kind="year")
EVENTS = Pick(
    "events",
    "Events",
    (
        ("main", "Main events"),
        ("conflict", "Conflict"),
        ("sanction", "Sanctions"),
        ("agreement", "Agreements"),
        ("energy", "Energy"),
        ("exercise", "Exercises"),
        ("none", "None"),
    ),
    "main",
)


def settle(declared: tuple[Pick, ...], given: Mapping[str, str]) -> dict[str, str]:
    """Return a value for every declared pick, defaults filled in, in declared order.

    Raises UnknownPick in words for a name or value that is not declared; nothing is guessed.
    """
    names = {pick.name: pick for pick in declared}
    problems = [f"There is no pick “{name}”{_near(name, names)}." for name in given if name not in names]
    settled = {}
    for pick in declared:
        value = str(given.get(pick.name, pick.default))
        problem = _problem(pick, value)
        problems += [problem] if problem else []
        settled[pick.name] = value
    if not problems and settled.get("first") and settled.get("last") and settled["first"] > f"{settled['last']}-12"[:7]:
        problems.append(f"“first” ({settled['first']}) lies after “last” ({settled['last']}); swap them.")
    if problems:
        raise UnknownPick(" ".join(problems))
    return settled


def settle_leniently(declared: tuple[Pick, ...], given: Mapping[str, str]) -> tuple[dict[str, str], list[str]]:
    """Return the nearest valid picks of an old or mistyped address, and a sentence for each that was not understood."""
    kept: dict[str, str] = {}
    sentences = []
    names = {pick.name: pick for pick in declared}
    for name, value in given.items():
        problem = (
            _problem(names[name], str(value)) if name in names else f"There is no pick “{name}”{_near(name, names)}."
        )
        if problem:
            sentences.append(f"{problem} Shown with the usual choice instead.")
        else:
            kept[name] = str(value)
    try:
        return settle(declared, kept), sentences
    except UnknownPick as error:
        return settle(declared, {}), [*sentences, f"{error} Shown with the usual choices instead."]


def _problem(pick: Pick, value: str) -> str:
    """Return what is wrong with a value, in words, or nothing."""
    if value == pick.default:
        return ""
    if pick.kind == "text":
        return "" if len(value) <= 100 and value.isprintable() else f"“{pick.name}” takes at most 100 characters."
    if pick.kind == "month":
        good = re.fullmatch(r"\d{4}(-(0[1-9]|1[0-2]))?", value)
        return "" if good else f"“{value}” is no year or month for “{pick.name}”; write 2022 or 2022-03."
    if pick.kind == "year":
        return "" if value.isdigit() and len(value) == 4 else f"“{value}” is not a year for “{pick.name}”; write 2022."
    known = [*dict(pick.options), *pick.also]
    wrong = [part for part in (value.split(",") if pick.kind == "many" else [value]) if part not in known]
    if wrong:
        return f"“{wrong[0]}” is not a choice of “{pick.name}”{_near(wrong[0], known)}. It has: {', '.join(known)}."
    return ""


def _near(word: str, known: Iterable[str]) -> str:
    """Return " (did you mean …?)" for a near name, or nothing."""
    near = registry.near(word, known, 1)
    return f" (did you mean “{near[0]}”?)" if near else ""
