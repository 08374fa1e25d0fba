"""Units as sources write them → our base unit and the factor to it: `CNY 100 Million`, `千美元`, `10000T`, `千克`."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from pathlib import Path
from types import MappingProxyType

from etl.extract.headings import key, plain

SUFFIX: Mapping[str, str] = MappingProxyType(
    {"USD": "usd", "CNY": "cny", "EUR": "eur", "percent": "pct", "TIV_mn": "tiv"}
)  # every other base unit is its own ending

# "元" alone is yuan, but 美元 and 欧元 are not: the foreign ones are looked for first.
_CURRENCIES = (
    ("USD", r"us ?\$|usd|u\.s\. dollars?|us dollars?|dollars?|美元"),
    ("EUR", r"eur|euros?|€|欧元"),
    ("CNY", r"cny|rmb|yuan|renminbi|[¥￥]|人民币|元"),
)
_MULTIPLES = (
    ("1e9", r"十亿|billions?|\bbn\b"),
    ("1e8", r"亿|100 ?millions?"),
    ("1e6", r"百万|(?:1 ?)?millions?|\bmil\b|\bmn\b|\bmio\b"),
    ("1e4", r"万|10000|ten thousands?"),
    ("1e3", r"千|1000|thousands?"),
)
_LABEL = re.compile(r"^\s*(?:unit|单位|計量单位|计量单位)\s*[:：]?\s*", re.IGNORECASE)


@dataclass(frozen=True)
class Unit:
    """A base unit and what one of the file's units is in it: USD 1,000 → (USD, 1000)."""

    unit: str
    factor: Decimal

    @property
    def suffix(self) -> str:
        """The ending of a series id in this unit."""
        return SUFFIX.get(self.unit, self.unit)


def currency(text: str) -> str:
    """Return USD, EUR or CNY where exactly one of them is named, else ""."""
    rest, found = key(text), []
    for code, pattern in _CURRENCIES:
        rest, count = re.subn(pattern, " ", rest)
        if count:
            found.append(code)
    return found[0] if len(found) == 1 else ""


def money(text: str) -> Unit | None:
    """Return the unit of a money label: `Unit:US$1,000`, `亿元人民币`; None unless it names one currency."""
    code = currency(text)
    if not code:
        return None
    rest = re.sub(r"(?<=\d),(?=\d{3})", "", key(text))
    for factor, pattern in _MULTIPLES:
        if re.search(pattern, rest):
            return Unit(code, Decimal(factor))
    return Unit(code, Decimal(1))


def unit_line(text: str) -> str:
    """Return what stands behind `Unit:` or `单位：`; "" for text that does not begin so."""
    match = _LABEL.match(plain(text))
    return plain(text)[match.end() :] if match else ""


@cache
def _quantities() -> Mapping[str, Unit]:
    with (Path(__file__).parent / "units.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    return MappingProxyType({key(row["token"]): Unit(row["unit"], Decimal(row["factor"])) for row in rows})


@lru_cache(maxsize=5_000)
def quantity(token: str) -> Unit | None:
    """Return the unit of a quantity token: `10000T`, `10,000 Tons`, `千克`; None if it is not known."""
    return _quantities().get(re.sub(r"(?<=\d),(?=\d{3})", "", key(token)))


def any_unit(text: str) -> Unit | None:
    """Return the unit of a label of either kind, money first."""
    return money(text) or quantity(text)
