"""Number formats of workbooks: days, and whether a cell shows something else than it stores."""

import re
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

_QUOTED = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')

_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
# Formats that every workbook has without saying so. 27 to 36 and 50 to 58 are days in Chinese and Japanese.
BUILT_IN = dict.fromkeys([*range(27, 37), *range(50, 59)], "yyyy-mm-dd") | {
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    9: "0%",
    10: "0.00%",
    11: "0.00E+00",
    12: "# ?/?",
    13: "# ??/??",
    14: "mm-dd-yy",
    15: "d-mmm-yy",
    16: "d-mmm",
    17: "mmm-yy",
    18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM",
    20: "h:mm",
    21: "h:mm:ss",
    22: "m/d/yy h:mm",
    37: "#,##0",
    38: "#,##0",
    39: "#,##0.00",
    40: "#,##0.00",
    45: "mm:ss",
    46: "[h]:mm:ss",
    47: "mm:ss.0",
    48: "##0.0E+0",
    49: "@",
}
_WHOLE = re.compile("0|-?[1-9][0-9]*")
_SHORT = re.compile(r"-?(?:0|[1-9][0-9]*)\.[0-9]*[1-9]")  # fifteen digits always are the shortest text of their number


def section(code: str) -> str:
    """Return the part of a format for positive numbers, without quoted text, colours and padding."""
    return _QUOTED.sub("", code.split(";", maxsplit=1)[0])


def is_day(code: str) -> bool:
    """Return True for formats of days and times."""
    plain = section(code).lower()
    return "general" not in plain and re.search("[ymdhs]", plain) is not None


def day(text: str, *, from_1904: bool) -> str:
    """Return a stored day number as `2026-06-30`, with the time if there is one; the number itself where there is no such day.

    Excel counts a 29 February 1900 that never was: numbers before 61 are one day further on.
    """
    try:
        serial = float(text)
        seconds = timedelta(seconds=round(serial * 86_400))
        if serial < 1 and not from_1904:
            return (datetime(1900, 1, 1) + seconds).time().isoformat() if serial >= 0 else text
        start = datetime(1904, 1, 1) if from_1904 else datetime(1899, 12, 31 if serial < 60 else 30)
        moment = start + seconds
    except (ValueError, OverflowError):
        return text
    if 60 <= serial < 61 and not from_1904:
        return text
    return moment.isoformat(" ").removesuffix(" 00:00:00")


def unescaped(text: str) -> str:
    """Workbooks write characters that XML cannot hold as _x000D_."""
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text


def hides_scale(code: str) -> bool:
    """Return True for percentages and for formats that show thousands or millions."""
    plain = section(code)
    return "%" in plain or re.search(r"[0#?],+(?![0#?,])", plain) is not None


def shown(text: str, code: str) -> str:
    """Return what the cell shows for a stored number, as far as scale and decimals go; "" if it shows the number itself."""
    plain = section(code)
    if not re.search("[0#?]", plain) or re.search(r"[ymdhsEe/]|General", plain):
        return ""
    try:
        value = Decimal(text)
    except InvalidOperation:
        return ""
    percent, thousands = plain.count("%"), re.search(r"[0#?](,+)(?![0#?,])", plain)
    scaled = value.scaleb(2 * percent - 3 * (len(thousands[1]) if thousands else 0))
    decimals = re.search(r"\.([0#?]+)", plain)
    rounded = scaled.quantize(Decimal(1).scaleb(-(len(decimals[1]) if decimals else 0)), ROUND_HALF_UP)
    if rounded == value:
        return ""
    return f"{rounded:f}{'%' * percent}"


def exact(text: str) -> str:
    """Return the shortest plain decimal text of a stored number: 1.5354E3 → 1535.4. The text itself if it is no number."""
    if _WHOLE.fullmatch(text) or (len(text) <= 16 and _SHORT.fullmatch(text)):
        return text
    try:
        number = float(text)
        return text if number != number or number in (float("inf"), float("-inf")) else _plain(Decimal(repr(number)))
    except (ValueError, InvalidOperation):
        return text


def _plain(value: Decimal) -> str:
    """Return a Decimal as plain digits: 1E+3 → 1000, 2.0 → 2, -0 → 0."""
    text = f"{value:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text
