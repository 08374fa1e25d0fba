"""What stands behind a chart, as text: each value with unit, status, publisher, day, address and figure as printed."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from html import escape
from typing import TYPE_CHECKING, Any

from dashboard.exhibits import catalogue
from dashboard.figures import words
from etl.build import transform
from etl.ledger.claims import unmarked
from etl.tables import registry
from etl.tables.rows import Citation

if TYPE_CHECKING:
    from dashboard.exhibits.model import Exhibit

TOKEN = re.compile(r"([\w.]+)\(|\)|[^\s()]+")
FACTOR = "factor_"  # a conversion: "factor_1.38(a#1)"
STATUS = {"reported": "published", "derived": "computed", "estimated": "estimate", "provisional": "provisional"}
MOST_INPUTS = 12


@dataclass(frozen=True)
class Trail:
    """Where a value comes from: the rules applied, outermost first, and the published lines underneath."""

    rules: tuple[str, ...]
    leaves: tuple[str, ...]


def trail(citation: str) -> Trail:
    """Return the rules and the published lines inside a citation such as "growth(total(a#1 a#2) b#3)", each once."""
    rules: dict[str, None] = {}
    leaves: dict[str, None] = {}
    for token in TOKEN.finditer(citation):
        if token[1]:
            rules[token[1]] = None
        elif token[0] != ")":
            leaves[token[0]] = None
    return Trail(tuple(rules), tuple(leaves))


@cache
def rule_words() -> Mapping[str, str]:
    """Return what each rule does, in words: those of `etl.build.transform`, and of rules.csv for what is computed for showing."""
    return {**transform.WORDS, **{line["rule"]: line["words"] for line in catalogue.table("rules")}}


def describe_rule(name: str) -> str:
    """Return a rule in words: the transformation's own, or those of a calculation made for showing."""
    if name.startswith(FACTOR):
        return f"multiplied by the factor {name.removeprefix(FACTOR)}"
    return rule_words().get(name, name.replace("_", " "))


def decimals(rounding: float, scale: float) -> int:
    """Return how many decimals a value may show in its display unit: those it was printed with, at most three."""
    if rounding <= 0:
        return 3 if scale > 1 else 1
    return min(3, max(0, math.ceil(-math.log10(2 * rounding / scale) - 1e-9)))


def figure(row: Mapping[str, Any]) -> str:
    """Return a row's value in its display unit, with no more digits than it was published with."""
    scale = float(registry.get("series", row["series"])["scale"])
    value = row["value"] / scale
    text = f"{abs(value):,.{decimals(row['rounding'], scale)}f}"
    if row["rounding"] <= 0 and "." in text:
        text = text.rstrip("0").rstrip(".")
    return (words.MINUS if value < 0 and text.strip("0,.") else "") + text


def unit(series: str) -> str:
    """Return the display unit of a series: "US$ bn", "%", "Mt"."""
    return registry.get("series", series)["shown"]


def place_words(row: Mapping[str, Any], column: str) -> str:
    """Return the words of one of a row's distinguishing columns."""
    if column == "series":
        return registry.get("series", row["series"])["label"]
    if column == "family":
        return registry.get("sources", row["source"])["publisher"] if row["source"] else ""
    return registry.place_name(row[column])


def distinguishing_columns(exhibit: Exhibit) -> dict[str, str]:
    """Return the columns that tell the rows of an exhibit apart, with their headings."""
    arms = exhibit.table["series"].str.startswith("arms_").all()
    heads = {
        "series": "Series",
        "reporter": "Supplier" if arms else "Counted by",
        "partner": "Recipient" if arms else "Partner",
    }  # fmt: skip
    return {column: head for column, head in heads.items() if exhibit.table[column].nunique() > 1}


def row_name(exhibit: Exhibit, row: Mapping[str, Any]) -> str:
    """Return what a row is about, in words: "Russia, 2022"; what all rows share is left to the subtitle."""
    parts = [place_words(row, column) for column in distinguishing_columns(exhibit)]
    return ", ".join([*parts, words.period(row["period"], int(row["months"]))])


def find_line(exhibit: Exhibit, citation: str) -> Citation | None:
    """Return the publication's line behind a citation, or None when nothing here has it."""
    return exhibit.data.citations.get(citation) or hand_kept_line(citation)


def lines(citation: str, known: Mapping[str, Citation]) -> list[Citation]:
    """Return the publications' lines a citation leads to: one for a published row, all inputs, however deep, for a computed one."""
    found = (known.get(leaf) or hand_kept_line(leaf) for leaf in trail(citation).leaves)
    return [line for line in found if line is not None]


def hand_kept_line(citation: str) -> Citation | None:
    """Return the line of a hand-kept table (announcements, named systems, events) as a citation, or None."""
    key = citation.rpartition("#")[2]
    if line := registry.table("announcements").get(key):
        return Citation(citation, line["title"], line["url"], line["published"], line["words"], line["notes"])
    if line := registry.table("systems").get(key):
        return Citation(
            citation, line["title"], line["url"], line["published"], line["printed"] or line["kind"], line["note"]
        )
    if line := registry.table("events").get(key):
        published = registry.table("documents").get(line["document"], {}).get("published", "")
        return Citation(citation, line["source"], "", published, quoted_words(key) or line["what"], line["notes"])
    return None


def quoted_words(event: str) -> str:
    """Return the words in which its document dates an event, without markup; "" where none is kept."""
    document = registry.table("events")[event]["document"]
    dated = (line for line in registry.lines("claims") if line["event"] == event and line["document"] == document)
    return next((unmarked(line["text"]) for line in dated), "")


def publisher(leaf: str) -> str:
    """Return the publisher of a citation's source; hand-kept tables name theirs in the title."""
    line = registry.table("sources").get(leaf.partition("/")[0])
    return line["publisher"] if line else ""


def web_address(url: str) -> str:
    """Return an address that a browser opens; a file in a repository is kept as github:owner/name@commit:path."""
    file = re.fullmatch(r"github:([\w.-]+/[\w.-]+)@([0-9a-f]+):(.+)", url)
    return f"https://github.com/{file[1]}/blob/{file[2]}/{file[3]}" if file else url


def link_html(url: str, text: str) -> str:
    """Return a link that opens beside the page; an address that is not of the web stays text."""
    address = web_address(url)
    if not re.match(r"https?://", address):
        return escape(f"{text} ({url})" if url else text)
    return f'<a href="{escape(address, quote=True)}" target="_blank" rel="noopener noreferrer">{escape(text)}</a>'


def release_words(line: Citation) -> str:
    """Return when a figure came out: the day printed there, or by which day and why: "not dated; out by 20 Aug 2026: …"."""
    if line.published or not line.known_by:
        return words.day(line.published)
    return f"not dated; out by {words.day(line.known_by)}: {line.known_why}"


def carriers(citations: Iterable[str], known: Mapping[str, Citation]) -> dict[str, tuple[str, ...]]:
    """Return for each source behind the citations who carried its figures, most figures first; not the publisher itself."""
    counted: dict[str, dict[str, int]] = {}
    for citation in citations:
        for leaf in trail(citation).leaves:
            line = known.get(leaf)
            if line is not None and line.carrier:
                group = counted.setdefault(leaf.partition("/")[0], {})
                group[line.carrier] = group.get(line.carrier, 0) + 1
    return {
        source: tuple(sorted(group, key=lambda name: (-group[name], name))) for source, group in sorted(counted.items())
    }


def publication_html(exhibit: Exhibit, leaf: str) -> str:
    """Return one publication's line: publisher, title that opens its address, day, and the figure as printed."""
    line = find_line(exhibit, leaf)
    if line is None:
        return escape(leaf)
    printed = f", printed <q>{escape(line.printed)}</q>" if line.printed else ""
    who = ", carried by ".join(filter(None, (publisher(leaf), line.carrier)))
    return (
        f"{escape(who)}{': ' if who else ''}{link_html(line.url, line.title)}, {escape(release_words(line))}{printed}"
    )


def origin_html(exhibit: Exhibit, citation: str) -> str:
    """Return where a value comes from: its publication, or the rule in words and all publications it was applied to."""
    found = trail(citation)
    if not found.rules:
        return publication_html(exhibit, citation)
    lines = "".join(f"<li>{publication_html(exhibit, leaf)}</li>" for leaf in found.leaves[:MOST_INPUTS])
    more = len(found.leaves) - MOST_INPUTS
    lines += f"<li>and {more} more, all in the data file</li>" if more > 0 else ""
    how = ", from ".join(describe_rule(one) for one in found.rules[:2])
    count = f"{len(found.leaves)} published figure" + ("s" if len(found.leaves) != 1 else "")
    return f"<details><summary>Computed: {escape(how)}; {count}</summary><ul>{lines}</ul></details>"


def publications(exhibit: Exhibit) -> list[tuple[str, Citation, int]]:
    """Return the publications behind the rows drawn with the number of figures from each, most figures first."""
    counted: dict[tuple[str, str, str, str], int] = {}
    first: dict[tuple[str, str, str, str], Citation] = {}
    for citation in exhibit.table["citation"]:
        for leaf in trail(str(citation)).leaves:
            line = find_line(exhibit, leaf)
            if line:
                key = (publisher(leaf), line.title, line.url, line.published)
                counted[key] = counted.get(key, 0) + 1
                first.setdefault(key, line)
    order = sorted(counted, key=lambda key: (-counted[key], key))
    return [(key[0], first[key], counted[key]) for key in order]


def html_list(items: Iterable[str]) -> str:
    """Return lines as an HTML list."""
    return "<ul>" + "".join(f"<li>{item}</li>" for item in items) + "</ul>"
