"""Who trades what with whom in a stretch of a sentence: product, flow, importer and exporter, by the words around them."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields, replace
from functools import cache
from typing import Any

from etl.draft import words

MIRRORED = ("import", "export")
UNCLEAR = "which"  # goods that are not named again
UNKNOWN = "?"  # a product that is named and that no series holds


@dataclass(frozen=True)
class Frame:
    """What a stretch says of a trade; "" where it is silent."""

    product: str = ""
    flow: str = ""  # the word used: import, export, total, balance
    importer: str = ""
    exporter: str = ""
    pair: tuple[str, ...] = ()
    holder: str = ""  # whose share it is
    other: str = ""  # a place whose part is told by its verb alone
    family: str = ""
    basis: str = ""
    world: bool = False

    def beside(self, other: Frame) -> Frame:
        """Return this frame with what it leaves open as another part of the same clause has it."""
        both = {one.name: getattr(self, one.name) or getattr(other, one.name) for one in fields(self)}
        if both["importer"] == both["exporter"]:
            both |= {"importer": self.importer, "exporter": self.exporter}
        return Frame(**both)

    def over(self, earlier: Frame) -> Frame:
        """Return this frame with what it leaves open as what was said before has it.

        Who reports stays when the flow turns: "China's exports to Russia … and imports from there" are both China's. Goods stay
        until a flow is named anew.
        """
        if not (self.flow or self.sides or self.product or self.other):
            return earlier.only_basis(self)
        found: dict[str, Any] = {name: getattr(self, name) or getattr(earlier, name) for name in ("family", "flow")}
        found |= {"product": self._product(earlier), "basis": self.basis or ("" if self.flow else earlier.basis)}
        found["world"] = self.world or (earlier.world and not self.flow)
        if not self.sides and not self.other:
            found["holder"] = self.holder or earlier.holder
        if found["flow"] in ("total", "balance"):
            return replace(self, pair=self._pair(earlier), **found)
        return replace(self, **self._ends(found["flow"], earlier), **found)

    def only_basis(self, later: Frame) -> Frame:
        """Return this frame on the basis, and from the source, that a silent stretch after it names."""
        return replace(self, basis=later.basis or self.basis, family=later.family or self.family)

    def _product(self, earlier: Frame) -> str:
        if self.product or not self.flow or not earlier.product:
            return self.product or earlier.product
        whole = len(self.sides) == 2
        return "" if whole or self.flow in ("total", "balance") else UNCLEAR

    def _pair(self, earlier: Frame) -> tuple[str, ...]:
        known = self.pair or tuple(filter(None, (self.importer, self.exporter)))
        if self.holder or len(known) > 1 or len(earlier.sides) != 2 or not set(known) <= earlier.sides:
            return known
        return (*known, *sorted(earlier.sides - set(known)))

    def _ends(self, flow: str, earlier: Frame) -> dict[str, Any]:
        """Return importer and exporter: a partner is not taken from before where it is said whose flow it is."""
        own, partner = self.ends(flow)
        before, other = earlier.ends(earlier.flow) if earlier.flow in MIRRORED else ("", "")
        two = sorted(earlier.sides) if len(earlier.sides) == 2 else []
        if (
            not own and not partner and earlier.flow in MIRRORED and flow != earlier.flow
        ):  # whose flow it is now, nobody says
            known = self.product not in ("", UNKNOWN)
            return {"importer": earlier.importer, "exporter": earlier.exporter} if known else {}
        if not own:
            own = next((one for one in (before, *two) if one and one != partner), "") if partner or before else ""
            partner = partner or next((one for one in (other, *two) if one and one != own), "")
        pair = self.pair or (() if own and partner else earlier.pair)
        importer, exporter = (partner, own) if flow == "export" else (own, partner)
        return {"importer": importer, "exporter": exporter, "pair": pair}

    def ends(self, flow: str) -> tuple[str, str]:
        """Return who reports a flow and with whom."""
        return (self.exporter, self.importer) if flow == "export" else (self.importer, self.exporter)

    @property
    def sides(self) -> frozenset[str]:
        """The places that have a part in it."""
        return frozenset(filter(None, (self.importer, self.exporter, *self.pair)))


@cache
def _rules() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Return the rules for places, the surest first: what part the place that stands at `p` has."""
    place, goods = words.either("place"), words.either("product")
    mods = rf"(?:(?:{words.either('mod')}|{words.either('all')})\s+){{0,4}}"
    own = rf"(?P<p>{place})(?:'s?)?\s+"
    named = rf"{own}{mods}(?:{place}\s+)?(?:{goods}\s+)?"
    verbs = r"(?:\s+(?:has|have|had|also|then|already|alone)){0,2}\s+"
    return tuple(
        (part, re.compile(text))
        for part, text in (
            ("pair", rf"(?P<p>{place})(?:'s)?(?:\s*[-/]\s*|\s+and\s+)(?P<q>{place})(?=\s+{mods}(?:trade|turnover|commerce))"),
            ("pair", rf"(?:between|of)\s+(?:the\s+)?(?P<p>{place})\s+and\s+(?:the\s+)?(?P<q>{place})"),
            ("pair", rf"(?P<pair>{words.either('pair')})"),
            ("holder", rf"{own}(?:{mods})share\b"),
            ("importer", rf"{named}(?:imports?|purchases)\b"),
            ("exporter", rf"{named}(?:exports?|sales|shipments|deliveries|supplies)\b"),
            ("with", rf"{named}(?:trade|turnover|surplus|deficit|(?:trade )?balance)\b"),
            ("with", rf"\bwith\s+(?:the\s+)?(?P<p>{place})"),
            ("exporter", rf"\b(?:from|by)\s+(?:the\s+)?(?P<p>{place})(?!')"),
            ("importer", rf"\bto\s+(?:the\s+)?(?P<p>{place})(?!')"),
            ("importer", rf"(?P<p>{place}){verbs}(?:imported|bought|purchased|received|imports|buys|importing|buying)\b"),
            ("exporter", rf"(?P<p>{place}){verbs}(?:exported|supplied|sold|shipped|delivered|supplies|exports|supplying)\b"),
            ("exporter", rf"{own}{mods}{goods}"),
        )
    )  # fmt: skip


ASIDE = (
    r"\b(?i:behind|ahead of|surpass(?:ed|ing)|overt(?:ook|aking)|according to|compared (?:to|with)|unlike|after|followed by"
    r"|before|as well as|such as|thanks to|due to|against|than from)\s+"
)
OF = re.compile(
    r"\b(?:imports?|exports?|sales|purchases|shipments|supplies|deliveries|volumes?|value) of\s+(?:the\s+|more\s+)?(?P<word>[\w'-]+)",
    re.IGNORECASE,
)
SERVED = re.compile(
    r"(?P<word>[\w'-]+)\s+(?:imports?|exports?|trade|shipments|deliveries|purchases|sales)\b", re.IGNORECASE
)


def blank(text: str, kind: str) -> str:
    """Return a text of the same length without the words of a kind."""
    return words.pattern(kind).sub(lambda found: " " * len(found[0]), text)


def without_asides(text: str) -> str:
    """Return a text of the same length without places that are only held against the one it is about."""
    flow = r"(?!\s+(?:\w+\s+)?(?:imports?|exports?|trade)\b)"
    return re.sub(ASIDE + words.either("place") + f"(?:'s)?(?!'){flow}", lambda found: " " * len(found[0]), text)


def read(text: str, last: bool) -> Frame:
    """Return what a searchable stretch says; of several products and places the last, or the first."""
    family = next((one for found in words.pattern("said").finditer(text) if (one := words.value("said", found[0]))), "")
    text = blank(text, "said")
    text = without_asides(text)
    goods = [words.value("product", one[0]) for one in words.pattern("product").finditer(text)]
    flows = sorted(
        (one.start(), kind)
        for kind in ("import", "export", "total", "balance")
        for one in words.pattern(kind).finditer(text)
    )
    at = -1 if last else 0
    product = goods[at] if goods else ""
    if _foreign(text) and not goods:
        product = UNKNOWN
    frame = Frame(product=product, flow=flows[at][1] if flows else "", family=family, basis=_basis(text, last))
    return _placed(replace(frame, world=bool(words.has("world", text))), text, last)


def _basis(text: str, last: bool) -> str:
    found = sorted((one.start(), kind) for kind in ("value", "volume") for one in words.pattern(kind).finditer(text))
    return found[-1 if last else 0][1] if found else ""


def _foreign(text: str) -> bool:
    """Return whether a flow is said to be of goods that no series holds: exports of cars, grain imports."""
    return any(not _known(found["word"]) for rule in (OF, SERVED) for found in rule.finditer(text))


def _known(word: str) -> bool:
    word = word.rstrip("'").removesuffix("'s")
    if not word or word[0].isdigit() or words.has("mod", word) or words.has("all", word) or words.has("world", word):
        return True
    if any(words.has(kind, word) for kind in ("place", "pair", "product", "up", "down", "two", "share")):
        return True
    whole = [part for one in words.values("place") for part in re.split(r"[\s-]", one)]
    return (
        word.casefold() in whole or all(part and _known(part) for part in word.split("-"))
        if "-" in word
        else word.casefold() in whole
    )


def _placed(frame: Frame, text: str, last: bool) -> Frame:
    """Return the frame with the places that the rules find, each place's part by the surest rule."""
    taken: list[tuple[int, int]] = []
    found: dict[str, list[tuple[int, tuple[str, ...]]]] = {}
    for part, rule in _rules():
        for one in rule.finditer(text):
            groups = {name: one.span(name) for name in ("p", "q", "pair") if name in one.groupdict() and one[name]}
            if any(start < end_ and begin < end for start, end in groups.values() for begin, end_ in taken):
                continue
            taken += groups.values()
            names = tuple(words.value("place", text[slice(*span)]) for name, span in groups.items() if name != "pair")
            if "pair" in groups:
                names = tuple(words.value("pair", one["pair"]).split(";"))
            found.setdefault(part, []).append((one.start(), names))
    rest = [
        words.value("place", one[0])
        for one in words.pattern("place").finditer(text)
        if not any(start <= one.start() < end for start, end in taken)
    ]

    def chosen(part: str) -> tuple[str, ...]:
        several = sorted(found.get(part, ()))
        return several[-1 if last else 0][1] if several else ()

    withs = tuple(dict.fromkeys(name for _, names in found.get("with", ()) for name in names))
    return replace(
        frame,
        importer="".join(chosen("importer")),
        exporter="".join(chosen("exporter")),
        holder="".join(chosen("holder")),
        pair=chosen("pair") or withs[-2:],
        other=(rest[-1] if last else rest[0]) if rest else "",
    )
