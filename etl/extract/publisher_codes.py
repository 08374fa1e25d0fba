"""The closed lists of codes of each publisher: flows, classifications, procedures, transport, flags, scales.

A code that a list lacks has no meaning here. It is never given one by likeness or default: a person says it, or the
rows stay out.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import NamedTuple

from etl.extract.headings import key
from etl.tables import registry


class Code(NamedTuple):
    """What a code is taken for, and its publisher's words for it."""

    taken: str
    words: str


@cache
def _lists() -> Mapping[tuple[str, str], Mapping[str, Code]]:
    found: dict[tuple[str, str], dict[str, Code]] = {}
    for line in registry.lines("publisher_codes"):
        codes = found.setdefault((line["publisher"], line["field"]), {})
        if codes.setdefault(key(line["code"]), Code(line["taken"], line["words"])).taken != line["taken"]:
            raise ValueError(f"publisher_codes.csv: {line['publisher']} {line['field']} {line['code']} stands twice")
    return MappingProxyType({name: MappingProxyType(codes) for name, codes in found.items()})


def listed(publisher: str, field: str) -> Mapping[str, Code]:
    """Return a publisher's list of codes of a field, in small letters. Raises KeyError for a list that is not kept."""
    return _lists()[publisher, field]


def find(publisher: str, field: str, code: str) -> Code | None:
    """Return what a code means to its publisher, without regard to letter case; None if the list lacks it."""
    return listed(publisher, field).get(key(code))


def taken(publisher: str, field: str, code: str) -> str:
    """Return what a code is taken for; "" if the list lacks it."""
    found = find(publisher, field, code)
    return found.taken if found else ""


def flows(publisher: str) -> Mapping[str, str]:
    """Return flow code → flow of a publisher, as `Asking.flow` takes it."""
    return MappingProxyType({code: one.taken for code, one in listed(publisher, "flow").items()})


@cache
def flow_words() -> Mapping[str, str]:
    """Return words for a flow, in six languages, → flow: the whole wording counts, never a word inside it."""
    return MappingProxyType({key(line["words"]): line["flow"] for line in registry.lines("flows")})
