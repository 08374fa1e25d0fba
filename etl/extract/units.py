"""Units as sources write them → our base unit and the factor to it: `CNY 100 Million`, `千美元`, `Mrd. EUR`, `10000T`.

A label is currency × magnitude × measure with words around it, all from `units.csv`. Every word is accounted for: a
label with a word that nobody knows, or with one that makes it more than an amount (per, index, change, constant prices),
has no unit here and is a question.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise
from types import MappingProxyType

from etl.extract import unit_words
from etl.extract.headings import plain
from etl.extract.unit_words import LEFT, NUMBER, Word

SUFFIX: Mapping[str, str] = MappingProxyType(
    {"USD": "usd", "CNY": "cny", "EUR": "eur", "percent": "pct", "TIV_mn": "tiv"}
)  # every other base unit is its own ending, in small letters
_LABEL = re.compile(
    r"^\s*(?:units?|unit of (?:value|measure)|scale|单位|計量单位|计量单位|ед\. ?изм\.?|единица измерения|einheit|eenheid|unité)"
    r"(?:\s*[:：]\s*|\s+(?=[(\d'$€]|us|cny|rmb|eur))",
    re.IGNORECASE,
)
_BRACKETS = re.compile(r"[(（\[]([^()（）\[\]]+)[)）\]]")
_SIZES = ("magnitude", "letter", NUMBER)
_KINDS = {  # as a person reads them
    "sign": "currency", "letter": "times", "magnitude": "times", NUMBER: "times", "measure": "counted in",
    "word": "says nothing of the unit", "heading": "says nothing of the unit", "valuation": "way of valuing",
}  # fmt: skip
_SHARED = re.compile(r"元$|руб|rubles?$|roubles?$|卢布$|rubel$|roebel$")  # of China and Taiwan, of Russia and Belarus
_MILLION = Decimal(10**6)


@dataclass(frozen=True)
class Unit:
    """A base unit and what one of the file's units is in it: USD 1,000 → (USD, 1000)."""

    unit: str
    factor: Decimal

    @property
    def suffix(self) -> str:
        """The ending of a series id in this unit."""
        return SUFFIX.get(self.unit, self.unit).lower()


@dataclass(frozen=True)
class Reading:
    """What a label was read as: its unit or None, its words, those left over, and those that change its meaning."""

    unit: Unit | None
    words: tuple[Word, ...]
    left: tuple[str, ...] = ()
    changes: tuple[Word, ...] = ()
    factor: Decimal | None = None  # of a label without a unit, as `Millions`

    @property
    def states(self) -> bool:
        """Whether a label says a unit, or a factor without one."""
        return self.unit is not None or self.factor is not None

    @property
    def bare(self) -> str:
        """The word of a currency that several countries call alike (dollar, 元, рубль) where nothing says whose; else ""."""
        named = [word for word in self.words if word.kind in ("currency", "sign")]
        shared = [word.text for word in named if word.kind == "sign" or _SHARED.match(word.text)]
        return shared[0] if shared and len(shared) == len(named) else ""

    @property
    def valuation(self) -> str:
        """The word that says FOB or CIF, or ""."""
        return next((word.text for word in self.words if word.kind == "valuation"), "")


@lru_cache(maxsize=10_000)
def read(text: str, *, heading: bool = False) -> Reading:
    """Return what a unit label says; in a heading the words for trade, flows and value say nothing of the unit."""
    words = unit_words.scan(text)
    silent = {"word", "valuation", *(("heading",) if heading else ())}
    changes = tuple(word for word in words if word.kind == "changes")
    said = [word for word in words if word.kind not in silent]
    left = [word.text for word in said if word.kind in (LEFT, "heading")]
    money = _currency(said)
    if money:  # "unit" is an item that is counted, or a word before a currency
        said = [word for word in said if word.kind != "measure" or not unit_words.silent(word.text)]
    measures = {word.value for word in said if word.kind == "measure"}
    sized, odd = _factor(said, money=bool(money))
    if not money and not measures:
        left += [word.text for word in said if word.kind == "sign"]
    if len(money) > 1 or len(measures) > 1 or (money and measures) or (sized and not (money or measures) and odd):
        odd = odd or [word.text for word in said if word.kind in ("currency", "sign", "measure")]
    left += odd
    if changes or left or not (money or measures):
        return Reading(None, words, tuple(dict.fromkeys(left)), changes, sized if not (left or changes) else None)
    name, one = (next(iter(money)), "1") if money else next(iter(measures)).split()
    return Reading(Unit(name, (sized or Decimal(1)) * Decimal(one)), words)


def _currency(words: Sequence[Word]) -> set[str]:
    """Return the currencies named; a bare sign counts as the currency that stands beside it, ¥ alone as none."""
    named = {word.value for word in words if word.kind == "currency"}
    signs = {word.text: word.value for word in words if word.kind == "sign"}
    if "¥" in signs and not named & {"CNY", "JPY"}:
        return named | {"¥"} if named else set()
    return named or {value for value in signs.values() if value != "?"}


def _factor(words: Sequence[Word], *, money: bool) -> tuple[Decimal | None, list[str]]:
    """Return the magnitude and the words that make it unclear: a number that is no 10, 100 …, or two sizes that differ."""
    blocks: list[list[Word]] = [[]]
    for word in words:
        if word.kind in _SIZES:
            blocks[-1].append(word)
        elif blocks[-1]:
            blocks.append([])
    sizes, odd = [], []
    for block in filter(None, blocks):
        size = _size(block)
        if size is None or (not money and any(word.kind == "letter" for word in block)):
            odd += [word.text for word in block]
        else:
            sizes.append(size)
    if len(set(sizes)) > 1:
        odd += [word.text for block in blocks for word in block]
    return (sizes[0] if sizes and not odd else None), odd


def _size(block: Sequence[Word]) -> Decimal | None:
    """Return what one run of numbers and magnitudes says: `10 million`, `hundred million`, `1,000`; None if unclear.

    `1,000 thousand` may be a thousand said twice: a large number stands before a million or more only.
    """
    numbers = [word for word in block if word.kind == NUMBER]
    values = [Decimal(word.value) for word in block]
    if any(not unit_words.is_power(word.value) for word in numbers) or len(numbers) > 1:
        return None
    if numbers and block[0] is not numbers[0]:
        return values[0] if len(set(values)) == 1 else None
    if len(block) > 1 and numbers and values[0] > 100 and values[1] < _MILLION:
        return values[0] if len(set(values)) == 1 else None
    if any(early >= late for early, late in pairwise(values)):
        return values[0] if len(set(values)) == 1 else None
    return unit_words.product([str(value) for value in values])


def currency(text: str) -> str:
    """Return the currency of a title or heading where exactly one is named (USD, EUR, CNY, HKD …), else ""."""
    found = _currency([word for word in unit_words.scan(text) if word.kind in ("currency", "sign")])
    return next(iter(found)) if len(found) == 1 else ""


def money(text: str) -> Unit | None:
    """Return the unit of a money label: `Unit:US$1,000`, `亿元人民币`; None unless every word of it is accounted for."""
    found = read(text).unit
    return found if found and is_money(found) else None


def is_money(unit: Unit) -> bool:
    """Say whether a unit is a currency."""
    return re.fullmatch("[A-Z]{3}", unit.unit) is not None


def bracketed(text: str) -> Unit | None:
    """Return the unit in the brackets of a name: `Export(US$ Mil)`; None where there is none or it is not clear."""
    found = [unit for inside in _BRACKETS.findall(text) if (unit := money(inside))]
    return found[0] if len(found) == 1 else None


def unit_line(text: str) -> str:
    """Return what stands behind `Unit:`, `Scale:` or `单位：`; "" for text that does not begin so."""
    match = _LABEL.match(plain(text))
    return plain(text)[match.end() :] if match else ""


def quantity(token: str) -> Unit | None:
    """Return the unit of a quantity token: `10000T`, `10,000 Tons`, `千克`; None if it is not known or is money."""
    found = read(token).unit
    return None if found is None or is_money(found) else found


def any_unit(text: str) -> Unit | None:
    """Return the unit of a label of either kind."""
    return read(text).unit


def told(found: Reading) -> str:
    """Return what a label was taken for, word by word: `USD × 10,000,000 (usd: currency USD; 10: number …)`."""
    if found.unit is None:
        return "no unit"
    words = (f"{word.text}: {_KINDS.get(word.kind, word.kind)} {_shown(word.value)}".rstrip() for word in found.words)
    return f"{found.unit.unit} × {found.unit.factor:,f} ({'; '.join(words)})"


def _shown(value: str) -> str:
    return f"{Decimal(value):,f}" if re.fullmatch(r"\d+(?:e\d+)?", value) else value
