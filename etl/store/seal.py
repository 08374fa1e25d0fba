"""Small text files that notice every change: JSON whose last line is the hash of everything above it."""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

_LAST_LINE = re.compile(rb',\n "seal": "([0-9a-f]{64})"\n}\n')
_LENGTH = len(b',\n "seal": ""\n}\n') + 64


def digest(data: bytes | Iterable[bytes]) -> str:
    """sha256 of bytes or of a stream of them, as 64 hex digits."""
    found = hashlib.sha256()
    for chunk in (data,) if isinstance(data, bytes) else data:
        found.update(chunk)
    return found.hexdigest()


def sealed(content: Mapping[str, Any]) -> bytes:
    """Return the file for `content`. Raises TypeError or ValueError when JSON cannot hold it (NaN, sets, dates)."""
    text = json.dumps(dict(content), ensure_ascii=False, allow_nan=False, indent=1)
    # Half characters (lone surrogates, from names in a broken encoding) have no UTF-8: they become "?".
    above = text.removesuffix("\n}").encode("utf-8", "replace")
    return above + f',\n "seal": "{digest(above)}"\n}}\n'.encode()


def unsealed(data: bytes) -> dict[str, Any]:
    """Return what such a file says, without its seal. Raises ValueError when any byte differs from what was written."""
    above, last = data[:-_LENGTH], _LAST_LINE.fullmatch(data[-_LENGTH:])
    if not last:
        raise ValueError("it is cut short or its last line is damaged")
    if digest(above) != last[1].decode():
        raise ValueError("its text has changed since it was written")
    try:
        content = json.loads(above + b"\n}")
    except (ValueError, RecursionError) as error:
        raise ValueError("it is not in the format of this program") from error
    if not isinstance(content, dict):
        raise ValueError("it is not in the format of this program")
    return content
