"""How to cite an exhibit and what stands behind it: short, long, BibTeX and RIS."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from dashboard.exhibits import evidence
from dashboard.export.picture import link
from dashboard.figures import words

if TYPE_CHECKING:
    from dashboard.exhibits.model import Exhibit

FORMS = ("short", "long", "bibtex", "ris")
AUTHOR = "Kyakhta"
TEX = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"} | {
    c: f"\\{c}" for c in "&%$#_{}"
}


class Work(NamedTuple):
    """One thing to cite."""

    key: str
    author: str
    title: str
    published: str  # day, month or year, as far as known
    url: str
    note: str


def short(item: Exhibit) -> str:
    """Return one line: finding, publishers, edition, link."""
    publishers = words.listed(dict.fromkeys(one.publisher for one in item.sources))
    return f"{AUTHOR}, “{item.headline}”, from {publishers}; edition {item.edition}, {_as_of_words(item)}{link(item)}"


def long(item: Exhibit) -> str:
    """Return the full citation: finding, measure, calculation, edition, link, then every publication behind it."""
    first = f"{AUTHOR} ({item.edition[:4]}): {_end_sentence(item.headline)} {_end_sentence(item.subtitle)} {item.source_line}"
    tail = f"{item.calculation} Edition {item.edition}, {_as_of_words(item)}{link(item)}".strip()
    behind = [
        f"- {one.author}: {one.title}, {words.day(one.published)}. {one.url}".rstrip() for one in source_works(item)
    ]
    return "\n".join([f"{first} {tail}", "", "Publications behind it:", *behind])


def bibtex(item: Exhibit) -> str:
    """Return BibTeX: one entry for the exhibit, one for each publication behind it."""
    return "\n".join(_bibtex_entry(one) for one in (exhibit_work(item), *source_works(item)))


def ris(item: Exhibit) -> str:
    """Return RIS: one record for the exhibit, one for each publication behind it."""
    return "".join(_ris_record(one) for one in (exhibit_work(item), *source_works(item)))


def cite(item: Exhibit, form: str) -> str:
    """Return the citation in one of FORMS."""
    return {"short": short, "long": long, "bibtex": bibtex, "ris": ris}[form](item)


def exhibit_work(item: Exhibit) -> Work:
    """Return the exhibit itself as a work."""
    note = (
        f"{_end_sentence(item.subtitle)} {item.source_line} Edition {item.edition}, {_as_of_words(item).rstrip(', ')}."
    )
    return Work(_key(item.file_name), AUTHOR, item.headline, item.edition.partition("+")[0], link(item), note)


def source_works(item: Exhibit) -> list[Work]:
    """Return the publications behind the rows drawn, those with most figures first."""
    works, taken = [], set()
    for publisher, line, count in evidence.publications(item):
        key = base = _key(f"{line.citation.partition('/')[0]}_{line.published}")
        number = 1
        while key in taken:
            number += 1
            key = f"{base}_{number}"
        taken.add(key)
        figures = f"{count} figure{'s' if count != 1 else ''} used"
        works.append(Work(key, publisher, line.title, line.published, line.url, figures))
    return works


def _as_of_words(item: Exhibit) -> str:
    return f"as known on {words.day(item.as_of)}, " if item.as_of else ""


def _end_sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."


def _key(text: str) -> str:
    return re.sub(r"[^A-Za-z0-9_]+", "_", text).strip("_")


def _tex(text: str) -> str:
    return "".join(TEX.get(c, c) for c in _line(text))


def _line(text: str) -> str:
    """Return a text on one line: a line end would start a field of its own."""
    return re.sub(r"[\s\x00-\x1f]+", " ", text).strip()


def _bibtex_entry(work: Work) -> str:
    fields = {"author": f"{{{_tex(work.author)}}}", "title": f"{{{_tex(work.title)}}}", "year": work.published[:4],
              "url": _line(work.url).translate({123: "%7B", 125: "%7D", 92: "%5C"}), "note": _tex(work.note)}  # fmt: skip
    body = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items() if value)
    return f"@misc{{{work.key},\n{body}}}\n"


def _ris_record(work: Work) -> str:
    year, month, day = (*work.published.split("-"), "", "", "")[:3]
    fields = [("TY", "DATA"), ("ID", work.key), ("AU", work.author), ("TI", work.title), ("PY", year),
              ("DA", f"{year}/{month}/{day}" if month else ""), ("UR", work.url), ("N1", work.note), ("ER", "")]  # fmt: skip
    return "".join(f"{tag}  - {_line(value)}\r\n" for tag, value in fields if value or tag == "ER")
