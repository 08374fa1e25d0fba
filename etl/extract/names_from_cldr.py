"""Write names_cldr.csv: names of countries in ten languages, from the Unicode CLDR as the package Babel carries it.

Run once for a new edition of the CLDR: `uv run --with babel python -m etl.extract.names_from_cldr`. Nothing of it is
needed when the program runs.
"""

from __future__ import annotations

import csv

from etl.extract.headings import key
from etl.tables import registry

LANGUAGES = ("en", "de", "fr", "nl", "es", "it", "pl", "pt", "ru", "zh", "zh_Hant", "ja")
_AREAS = {"001": "WLD", "002": "AFRICA", "150": "EUROPE", "142": "ASIA", "009": "OCEANIA", "005": "SAMERICA",
          "013": "CAMERICA", "003": "NAMERICA", "419": "LATAM", "034": "SOUTHASIA", "030": "EASTASIA",
          "035": "SEASIA", "143": "CENTRALASIA", "145": "WESTASIA", "151": "EASTEUROPE", "155": "WESTEUROPE",
          "154": "NORTHEUROPE", "039": "SOUTHEUROPE", "015": "NORTHAFRICA", "011": "WESTAFRICA", "014": "EASTAFRICA",
          "017": "MIDAFRICA", "018": "SOUTHERNAFRICA", "202": "SUBSAHARA", "029": "CARIBBEAN", "EU": "EU27;EU28",
          "EZ": "EUROAREA"}  # fmt: skip


def names() -> list[tuple[str, str, str]]:
    """Return (language, name, place) of every territory that we have a place for; of one name for two places none."""
    from babel import Locale

    iso2 = {"XK": "XKX"} | {line["code"]: line["place"] for line in registry.lines("codes") if line["scheme"] == "iso2"}
    found: dict[str, dict[str, tuple[str, str]]] = {}
    for language in LANGUAGES:
        for code, name in Locale.parse(language).territories.items():
            place = _AREAS.get(code) or iso2.get(code, "")
            if place:
                found.setdefault(key(name), {}).setdefault(place, (language, name))
    lone = [next(iter(told.items())) for told in found.values() if len(told) == 1]
    return [(language, name, place) for place, (language, name) in lone]


def _order(line: tuple[str, str, str]) -> tuple[str, int, str]:
    language, name, place = line
    return place, LANGUAGES.index(language), name


def main() -> None:
    """Write the table beside this file."""
    with (registry.HERE / "names_cldr.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("language", "name", "place"))
        lines = sorted(names(), key=_order)
        writer.writerows(lines)


if __name__ == "__main__":
    main()
