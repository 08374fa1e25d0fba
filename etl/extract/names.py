"""Names of places as people and offices write them, beside those of codes.csv: by table, never by likeness.

`names_cldr.csv` holds countries and regions in twelve languages (see `names_from_cldr`), `names_offices.csv` the ways of
the Fund, Comtrade, Eurostat and others. A name that no table has is looked up by its words without their order and
abbreviations: "Korea, Dem. People's Rep." and "Democratic People's Republic of Korea" have the same ones.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Mapping
from functools import cache

from etl.extract.headings import key
from etl.tables import registry

_SHORT = {  # abbreviations of the offices
    "rep": "republic", "fed": "federation", "dem": "democratic", "isds": "islands", "isl": "islands", "is": "islands",
    "st": "saint", "fmr": "former", "terr": "territory", "fr": "french", "br": "british", "int'l": "international",
}  # fmt: skip
_EMPTY = {"of", "the", "and"}
_GROUPS = re.compile(  # words that no country has in its name
    r"\b(rest|others?|areas?|countries|economies|regions?|community|association|cooperation|alliance|members?|total|all"
    r"|remaining|unspecified|n\.?e\.?[si]\.?|not (?:specified|elsewhere|included)|extra|intra|income|developed|developing"
    r"|asia|europe|americas?|oceania|caribbean|latin|sub-saharan|eurasian|middle east|gulf|countries|world|zones?|waters)\b"
    r"|\b(?:north|south|east|west|central|northern|southern|eastern|western) africa\b|^africa\b"
    r"|其[他它]|国家|地区|联盟|组织|合计|不详|страны|прочие|остальн|другие|союз|всего|länder|übrige|sonstige|pays|autres|landen",
    re.IGNORECASE,
)  # fmt: skip
_CERTAIN = 0.8  # of likeness: below that a hint would mislead


@cache
def listed() -> Mapping[str, str]:
    """Return name → place of both tables, names as they are compared. Raises ValueError if a name means two places."""
    found: dict[str, str] = {}
    for line in registry.lines("names_offices"):
        if found.setdefault(key(line["name"]), line["place"]) != line["place"]:
            raise ValueError(f"names_offices.csv: {line['name']} means two places")
    for line in registry.lines("names_cldr"):
        found.setdefault(key(line["name"]), line["place"])
    return found


def words(name: str) -> tuple[str, ...]:
    """Return the words of a name in alphabetical order, written out and without accents, articles and brackets."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", key(name)) if not unicodedata.combining(c))
    found = (_SHORT.get(word, word) for word in re.findall(r"[\w']+", bare))
    return tuple(sorted(word for word in found if word not in _EMPTY))


def by_words(known: Mapping[str, str]) -> Mapping[tuple[str, ...], str]:
    """Return words → place for names that have several words; of words that two places share there is no line."""
    found: dict[tuple[str, ...], set[str]] = {}
    for name, place in known.items():
        found.setdefault(words(name), set()).add(place)
    return {told: places.pop() for told, places in found.items() if len(places) == 1 and told}


def is_group(name: str) -> bool:
    """Say whether a name has words of an aggregate (rest, other, countries, union …), as no country's name has."""
    return _GROUPS.search(key(name)) is not None


def nearest(name: str, known: Mapping[str, str]) -> str:
    """Return our name of the place whose known name looks most like a name; "" if none is near, or two are.

    An aggregate is only ever compared with aggregates, a country with countries.
    """
    group = is_group(name)
    wanted = (each for each, place in known.items() if (_kind(place) not in ("country", "former")) == group)
    near = difflib.get_close_matches(key(name), list(wanted), n=3, cutoff=_CERTAIN)
    places = {known[each].split(";")[0] for each in near}
    return registry.place_name(places.pop()) if len(places) == 1 else ""


def _kind(place: str) -> str:
    row = registry.table("places").get(place.split(";", maxsplit=1)[0])
    return row["kind"] if row else ""
