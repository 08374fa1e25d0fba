"""JSON and XML files: checked to be whole, shallow and free of tricks; what they say is for who knows the source."""

import json
import re
from typing import Any

from etl.read import characters, limits
from etl.read.document import Refused
from etl.tables.problems import Problem, problem

_TOKENS = re.compile(r'"(?:[^"\\]|\\.)*"|[\[\]{}]', re.DOTALL)
_HALF = re.compile(
    r"\\u[dD][89abAB][0-9a-fA-F]{2}(?!\\u[dD][c-fC-F])|(?<!\\u[dD][89abAB]..)\\u[dD][c-fC-F][0-9a-fA-F]{2}"
)
_SHEET_XML = "urn:schemas-microsoft-com:office:spreadsheet"


def check_json(text: str) -> None:
    """Raise Refused, with everything found, unless the text is whole JSON with ordinary numbers and names."""
    _refuse_deep(text)
    problems: list[Problem] = []

    def odd(word: str) -> None:
        problems.append(problem("N-03", word))

    def names(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        told = dict(pairs)
        if len(told) < len(pairs):
            double = next(name for number, (name, _) in enumerate(pairs) if name in dict(pairs[:number]))
            problems.append(problem("S-07", double, heading=double))
        return told

    try:
        json.loads(text, parse_constant=odd, parse_int=len, parse_float=len, object_pairs_hook=names)
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, character {error.colno}"
        raise Refused((problem("F-08", error.doc[max(0, error.pos - 20) : error.pos + 20], where=where),)) from error
    if _HALF.search(text):
        problems.append(problem("X-06", "half a character"))
    problems += characters.suspicious(text)
    if problems:
        raise Refused(tuple(dict.fromkeys(problems)))


def check_xml(text: str) -> None:
    """Raise Refused for XML that may expand or fetch text, and for old Excel XML."""
    if re.search(r"<!(?:DOCTYPE|ENTITY)", text, re.IGNORECASE):
        raise Refused((problem("Z-04"),))
    if _SHEET_XML in text[:4000]:
        raise Refused((problem("F-04", kind="XML Spreadsheet 2003"),))
    if re.search(r"<svg[\s>]", text[:2000]):
        raise Refused((problem("F-05", kind="a picture"),))
    if re.search(r"</\s*[\w:.-]+\s*>\s*(?:<!--.*?-->\s*)*$", text, re.DOTALL) is None:
        raise Refused((problem("F-08"),))


def _refuse_deep(text: str) -> None:
    """Raise Refused before any reader that calls itself meets parts inside parts without end."""
    depth = 0
    for token in _TOKENS.finditer(text):
        sign = token[0]
        depth += (sign in "[{") - (sign in "]}")
        if depth > limits.NESTING:
            raise Refused(
                (problem("Z-08", "parts inside parts without end", where=f"character {token.start() + 1:,}"),)
            )
