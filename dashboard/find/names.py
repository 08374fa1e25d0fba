"""By which words a thing is found: names of places and offices in the languages of the tables, and those of find_words.csv."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache

from dashboard.exhibits import catalogue
from etl.tables import registry

LANGUAGES = ("en", "zh", "zh_Hant", "ru", "nl")
SPOKEN = ("product", "flow", "measure", "basis")  # columns of series.csv that words are kept for


@cache
def _places() -> Mapping[str, str]:
    found = {
        place: " ".join((place, line["name"], line["short"], line["name_zh"], line["name_ru"]))
        for place, line in registry.table("places").items()
    }
    spoken = [line for line in registry.lines("names_cldr") if line["language"] in LANGUAGES]
    for line in (*spoken, *registry.lines("names_offices")):
        for place in line["place"].split(";"):
            found[place] = f"{found.get(place, place)} {line['name']}"
    return found


@cache
def _meanings() -> Mapping[str, str]:
    found: dict[str, str] = {}
    lines = [(line["means"], line["words"]) for line in catalogue.table("find_words")]
    lines += [(line["flow"], line["words"]) for line in registry.lines("flows") if line["language"] in LANGUAGES]
    for means, words in lines:
        found[means] = f"{found.get(means, '')} {words}"
    return found


def place_words(place: str) -> str:
    """Return every name of a place, in five languages and as offices write it; of an unknown place its code."""
    return _places().get(place, place)


def code_words(codes: Iterable[str]) -> str:
    """Return the words of codes: a product, flow, measure, basis, family of sources or kind of event; of others nothing."""
    return " ".join(_meanings().get(code, "") for code in codes)


@cache
def series_words(series: str) -> str:
    """Return the words of a series of series.csv: its label and those of what it measures."""
    line = registry.get("series", series)
    heading = f"HS {line['hs']}" if line["hs"].isdigit() else ""
    return f"{line['label']} {heading} {code_words(line[column] for column in SPOKEN)}"
