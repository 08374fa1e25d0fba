"""Questions of one kind asked as one: sixty codes that lost a zero, or thirty names, are one table to tick.

Each question of a kind has a key of its own (`partner:Rusland`, `product:302`). Several of them become one whose key
is that of the kind (`names`, `codes`), with a row an item and what it may mean. The answer is a line of JSON, item →
meaning, or "as suggested" where the suggestions follow by rule; it is taken apart again before the file is read.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from etl.extract import codes
from etl.tables.problems import HOLD, Problem, problem, together
from etl.text import periods

SUGGESTED = "as suggested"
_FLOAT = re.compile(r"(\d+)\.0+")


def whole_code(code: str) -> str:
    """Return an HS code with what a spreadsheet did to it undone: 302 is 0302, 2709.0 is 2709; "" if it did nothing.

    A code has an even number of digits, and the first two are a chapter from 01 to 97.
    """
    match = _FLOAT.fullmatch(code)
    digits = match[1] if match else code
    if not digits.isdigit() or len(digits) > 10:
        return ""
    full = digits.zfill(len(digits) + len(digits) % 2)
    return full if full != code and "01" <= full[:2] <= "97" else ""


@dataclass(frozen=True)
class Kind:
    """A kind of question: the beginning of its keys, the code and key of the one for all, what is suggested."""

    begins: str
    code: str
    key: str
    suggest: Callable[[str], str]
    sure: bool = False  # whether all suggestions may be taken at once


KINDS = (
    Kind("partner:", "K-20", "names", codes.nearest),
    Kind("product:", "K-21", "codes", whole_code, sure=True),
    Kind("period:", "T-20", "periods", periods.likely),
    Kind("unit:", "U-20", "units", lambda text: ""),
    Kind("flow:", "K-22", "flows", lambda text: ""),
)


def unknown_place(name: str, where: str) -> Problem:
    """Return the question which place a name means, with the name of the same class that it looks like, if any."""
    near, key = codes.nearest(name), f"partner:{name}"
    if near:
        return problem("K-04", name, where=where, verdict=HOLD, key=key, name=name, nearest=near)
    return problem("K-04", name, where=where, verdict=HOLD, key=key, name=name)


def together_asked(problems: Iterable[Problem]) -> list[Problem]:
    """Return problems with the open ones of a kind as one, where the first of them stood; a lone one stays as it is."""
    out: list[Problem] = list(problems)
    for kind in KINDS:
        own = [one for one in out if _open(one) and one.key.startswith(kind.begins)]
        items = {one.key.removeprefix(kind.begins): one for one in reversed(own)}
        if len(items) > 1:
            at = out.index(own[0])
            out = [each for each in out if each not in own]
            out.insert(at, _one(kind, dict(reversed(items.items())), own))
    return out


def _open(one: Problem) -> bool:
    """Say whether a problem asks what something means; one with choices that a person compares stands by itself."""
    return one.verdict == HOLD and (not one.choices or one.code == "K-05")


def _one(kind: Kind, items: Mapping[str, Problem], own: list[Problem]) -> Problem:
    table = tuple((item, kind.suggest(item)) for item in items)
    found = f"{len(table)}: {', '.join(items)}"
    choices = (SUGGESTED,) if kind.sure and all(meant for _, meant in table) else ()
    where = together(dict.fromkeys(one.where for one in own))
    return replace(problem(kind.code, found, where=where, key=kind.key, choices=choices), table=table)


def taken_apart(answers: Mapping[str, str]) -> dict[str, str]:
    """Return answers with those for a whole kind as answers for each item. What is no such line of JSON stays open."""
    out = dict(answers)
    for kind in KINDS:
        text = answers.get(kind.key, "")
        if not text.startswith("{"):
            continue
        try:
            said = json.loads(text)
        except json.JSONDecodeError:
            continue
        out |= {f"{kind.begins}{item}": str(meant).strip() for item, meant in said.items() if str(meant).strip()}
    return out


def suggested(answers: Mapping[str, str], begins: str, item: str) -> str:
    """Return what is suggested for an item if a person took all suggestions of its kind; else ""."""
    kind = next(one for one in KINDS if one.begins == begins)
    return kind.suggest(item) if kind.sure and answers.get(kind.key) == SUGGESTED else ""
