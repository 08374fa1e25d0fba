"""A Plotly figure as plain text: what may be drawn, and nothing that only Python or numpy can read."""

from __future__ import annotations

import base64
import json
import math
import re
import sys
from array import array
from itertools import islice
from typing import Any

KINDS = frozenset({"scatter", "bar"})  # maps, WebGL and images would come out empty, without an error
TYPECODES = {
    "i1": "b",
    "u1": "B",
    "i2": "h",
    "u2": "H",
    "i4": "i",
    "u4": "I",
    "i8": "q",
    "u8": "Q",
    "f4": "f",
    "f8": "d",
}
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # not allowed in XML


class RenderError(Exception):
    """There is no picture; the message is a sentence for the person who asked for it."""


def plain(value: Any, where: str = "figure") -> Any:
    """Return the value as lists, dicts, numbers and text that JSON can hold; packed arrays are unpacked.

    NaN and infinity become None, which Plotly draws as a gap. Raises RenderError naming the place of anything else.
    """
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, str):
        return UNWRITABLE.sub("\ufffd", value)
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, dict):
        if "bdata" in value:
            return _unpacked(value, where)
        return {str(key): plain(held, f"{where}.{key}") for key, held in value.items()}
    if isinstance(value, list | tuple):
        return [plain(held, f"{where}[{place}]") for place, held in enumerate(value)]
    if hasattr(value, "tolist"):  # numpy, pandas
        return plain(value.tolist(), where)
    if hasattr(value, "isoformat"):  # dates
        return value.isoformat()
    raise RenderError(
        f"The picture has a {type(value).__name__} at {where}, which cannot be drawn. Nothing was written."
    )


def _unpacked(packed: dict[str, Any], where: str) -> list[Any]:
    """The numbers of an array that Plotly has packed: their type, the bytes, and the shape if it has two sides."""
    code = TYPECODES.get(str(packed.get("dtype", "")))
    if code is None:
        raise RenderError(f"The numbers at {where} are packed as {packed.get('dtype')!r}, which cannot be drawn.")
    numbers = array(code, base64.b64decode(packed["bdata"]))
    if sys.byteorder == "big":
        numbers.byteswap()
    flat = plain(numbers.tolist(), where)
    shape = [int(side) for side in str(packed.get("shape", "")).split(",") if side.strip()]
    if len(shape) < 2:
        return list(flat)
    rest = iter(flat)
    return [list(islice(rest, shape[1])) for _ in range(shape[0])]


def canonical(figure: str | dict[str, Any]) -> str:
    """Return the figure as one text, the same for equal figures.

    Raises RenderError for what would be drawn wrongly or not at all.
    """
    try:
        whole = json.loads(figure) if isinstance(figure, str) else figure
    except json.JSONDecodeError as problem:
        raise RenderError(f"The picture's description is not JSON ({problem}). Nothing was written.") from problem
    if not isinstance(whole, dict):
        raise RenderError(f"The picture's description is a {type(whole).__name__}, not a figure. Nothing was written.")
    data, layout = plain(whole.get("data") or []), plain(whole.get("layout") or {}, "layout")
    if not isinstance(layout, dict) or not isinstance(data, list) or not all(isinstance(trace, dict) for trace in data):
        raise RenderError("The picture's description has no list of traces and one layout. Nothing was written.")
    unknown = sorted({str(trace.get("type", "scatter")) for trace in data} - KINDS)
    if unknown:
        raise RenderError(
            f"Pictures hold lines, points and bars; this one also has {', '.join(unknown)}. Nothing was written."
        )
    if layout.get("images"):
        raise RenderError("Pictures hold no other pictures (layout.images). Nothing was written.")
    return json.dumps({"data": data, "layout": layout}, ensure_ascii=False, allow_nan=False, sort_keys=True)
