"""What an extractor asks while it reads, and what it takes from a person's answers: places, periods, units, codes.

Every problem that an answer can settle carries the key of that answer, also after an answer that settles nothing: it
stays open, because the answer is none of its choices or the name means nothing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from etl.extract import codes, kinds, publisher_codes, series_ids, units
from etl.extract.contract import Question, question
from etl.extract.headings import key as compared
from etl.extract.headings import plain
from etl.read import Document
from etl.tables.problems import HOLD, Problem, cut, problem, together
from etl.text import periods
from etl.text.periods import Period

LEFT_OUT = "leave out"  # the answer of a person who does without
_CODE = re.compile(r"(?:\d{2}){1,5}")
_ALL = {"total", "all", "all products", "all commodities", "all goods"}


@dataclass
class Asking:
    """A document that is read for one source, with a person's answers."""

    source: str  # whose marks count: gacc, eurostat …
    document: Document
    answers: Mapping[str, str]
    problems: list[Problem] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    taken: dict[tuple[str, str], str] = field(default_factory=dict)  # (what it is, text) → what it was taken for
    _meanings: dict[tuple[str, str, str], str] = field(default_factory=dict)
    _unknown: dict[str, list[str]] = field(default_factory=dict)
    _names: dict[tuple[str, str, str], str] = field(default_factory=dict)

    def place(self, name: str, where: str, *, scheme: str = "", code: str = "", month: str = "") -> str:
        """Return our place for a code of a scheme or a name; an unknown name is kept as it stands and is a problem.

        Where both are given and they mean different places, the question is held (K-03): neither is trusted.
        `month` (2026-06) decides what "European Union" meant. "" is a place whose rows a person left out.
        """
        remembered = (scheme, code, name)
        if remembered not in self._names:
            self._names[remembered] = self._place(name, where, scheme, code)
        elif self._names[remembered] == (name.strip() or code.strip()):
            self._unknown.get(name.strip() or code.strip(), []).append(where)
        found = codes.at(self._names[remembered], month or "9999-12")
        for text in (code, name):
            if text and found:
                self.take("place", text, found)
        return found

    def take(self, kind: str, text: str, meaning: str) -> None:
        """Remember what a text of the file was taken for, so that a person can look at it; see `read_as`."""
        self.taken[kind, plain(text)] = meaning

    def _place(self, name: str, where: str, scheme: str, code: str) -> str:
        coded, called = codes.by_code(scheme, code) if code else "", codes.by_name(name) if name else ""
        shown = name.strip() or code.strip()
        said = self.answers.get(f"partner:{shown}", "")
        answer = self.named(f"partner:{shown}")
        if answer or said == LEFT_OUT:
            return answer
        if coded and called and coded != called:
            found = f"{code} {name}"
            other, country = (codes.label(place) for place in (coded, called))
            key, choices = f"partner:{shown}", (coded, called, LEFT_OUT)
            self.problems.append(
                problem("K-03", found, where=where, key=key, choices=choices, other=other, country=country)
            )
        if not (coded or called):
            self._unknown[shown] = [where]
        return coded or called or shown

    def period(self, text: str, where: str, *, year: int | None = None) -> Period | None:
        """Return the period of a text, or of what a person answered for it; None with a problem if it has none."""
        key = f"period:{text.strip()}"
        answer = self.answers.get(key, "")
        found = periods.read(answer or text, where=where, year=year)
        if isinstance(found, Period):
            self.take("period", text, f"{found.period} {found.months}")
            return found
        if answer != LEFT_OUT:
            # An answer that can be no period is asked again; it is not held against the file.
            asked = replace(found, verdict=HOLD, key=key) if answer or found.verdict == HOLD else found
            self.problems.append(replace(asked, found=cut(text)))
        return None

    def unit(self, text: str, where: str, *, heading: bool = False, money: bool = False) -> units.Unit | None:
        """Return the unit of a label or of the answer for it; None with a problem that shows what is not clear in it.

        A label of a quantity is no currency unless `money` says that it may be.
        """
        name = f"unit:{plain(text)}"
        said = self.answers.get(name, "")
        found = units.read(said or text, heading=heading)
        if found.unit and (said or money or not units.is_money(found.unit)):
            self.take("unit", text, units.told(found))
            return found.unit
        if said != LEFT_OUT:
            self.problems.append(unclear(found, text, where, name))
        return None

    def product(self, text: str, where: str) -> str:
        """Return a product code of two, four … ten digits, or TOTAL; "" with a problem for anything else.

        A code of odd length has lost its first zero in a spreadsheet: it is asked for, never filled up.
        """
        code = plain(text).lstrip("'").strip()
        said = self.answers.get(f"product:{code}", "") or kinds.suggested(self.answers, "product:", code)
        wanted = said or code
        if compared(wanted) in _ALL:
            wanted = series_ids.TOTAL
        if wanted == series_ids.TOTAL or _CODE.fullmatch(wanted):
            self.take("product", text, wanted)
            return wanted
        if said != LEFT_OUT:
            self.problems.append(problem("K-06", code or "a blank", where=where, key=f"product:{code}"))
        return ""

    def heading(self, text: str, where: str, scheme: str = "hs") -> str:
        """Return a code of a classification as it is written; see `product` for one of the HS of an odd length."""
        code = plain(text)
        return self.product(code, where) if scheme == "hs" and code.isdigit() and len(code) % 2 else code

    def flow(self, text: str, where: str, known: Mapping[str, str]) -> str:
        """Return the flow that a text means by `known`, or the answer for it; "" with a problem if there is none."""
        name = f"flow:{plain(text)}"
        said = self.answers.get(name, "")
        found = known.get(compared(said or text), "")
        if found:
            self.take("flow", text, found)
        if not found and said != LEFT_OUT:
            choices = ("import", "export", LEFT_OUT)
            self.problems.append(problem("K-05", plain(text) or "a blank", where=where, key=name, choices=choices))
        return found

    def coded(self, publisher: str, field: str, code: str, where: str) -> str:
        """Return what a code is taken for by its publisher's list or a person's answer; "", held, if neither says it."""
        found = self.meaning(publisher, field, code)
        name = f"{field}:{plain(code)}"
        if found or self.answers.get(name) == LEFT_OUT:
            return found
        # Several rows with one code are one question, at the first of them.
        if not any(one.key == name for one in self.problems):
            known = publisher_codes.listed(publisher, field).values()
            choices = (*dict.fromkeys(one.taken for one in known), LEFT_OUT)
            said = {"told": plain(code), "field": f"{field} ({publisher})"}
            self.problems.append(problem("K-10", plain(code), where=where, key=name, choices=choices, **said))
        return ""

    def meaning(self, publisher: str, field: str, code: str) -> str:
        """Return what a code is taken for, as `coded` does, and say nothing where that is not known."""
        remembered = (publisher, field, code)
        if remembered not in self._meanings:
            self._meanings[remembered] = self._meaning(publisher, field, code)
        return self._meanings[remembered]

    def _meaning(self, publisher: str, field: str, code: str) -> str:
        known = publisher_codes.listed(publisher, field)
        one = known.get(compared(code))
        answer = self.answers.get(f"{field}:{plain(code)}", "")
        found = one.taken if one else answer if answer in {each.taken for each in known.values()} else ""
        if found and plain(code):
            self.take(field, code, f"{found}: {one.words}" if one else found)
        return found

    def ask(self, key: str, evidence: str = "", options: Sequence[str] = (), **said: object) -> str:
        """Return the answer to a question of `questions.csv`; without one the question is kept and "" comes back."""
        about = str(said.pop("about", ""))
        answer = self.answers.get(f"{key}:{about}" if about else key, "")
        if answer and (not options or answer in options):
            return answer
        asked = question(key, evidence, options, about=about, **said)
        if asked not in self.questions:
            self.questions.append(asked)
        return ""

    def ask_place(self, key: str, evidence: str = "", options: Sequence[str] = ()) -> str:
        """Return the place that a person named for a question: a code of ours or any known name; "" without one."""
        place = self.named(key)
        if not place:
            self.questions.append(question(key, evidence, options))
        return place

    def named(self, key: str) -> str:
        """Return the place that an answer names, by our code or by any known name; "" where it names none."""
        answer = self.answers.get(key, "").strip()
        if codes.kind(answer):
            return answer
        return (codes.by_code("iso3", answer) or codes.by_name(answer)) if answer else ""

    def unknown_places(self) -> None:
        """Hold every name that no place is known for, with all places where it stands."""
        for name, places in self._unknown.items():
            self.problems.append(kinds.unknown_place(name, together(places)))


def unclear(found: units.Reading, text: str, where: str, key: str, choices: tuple[str, ...] = ()) -> Problem:
    """Return the held problem of a unit label: words that are not known, or words that make it more than an amount."""
    told = plain(text) or "nothing"
    if found.changes:
        words, meaning = ", ".join(word.text for word in found.changes), found.changes[0].value
        said = {"unit": told, "words": words, "meaning": meaning}
        return problem("U-06", told, where=where, key=key, choices=choices, **said)
    if found.left and len(found.left) < len(found.words):
        said = {"unit": told, "words": ", ".join(found.left)}
        return problem("U-05", told, where=where, key=key, choices=choices, **said)
    return problem("U-01", told, where=where, key=key, choices=choices, unit=told, usual="another unit")
