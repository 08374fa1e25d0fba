"""Number formats of workbooks: whether a cell shows something else than it stores, and what it shows."""

import re
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

_QUOTED = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')


def section(code: str) -> str:
    """The part of a format for positive numbers, without quoted text, colours and padding."""
    return _QUOTED.sub("", code.split(";", maxsplit=1)[0])


def hides_scale(code: str) -> bool:
    """True for percentages and for formats that show thousands or millions."""
    plain = section(code)
    return "%" in plain or re.search(r"[0#?],+(?![0#?,])", plain) is not None


def shown(text: str, code: str) -> str:
    """What the cell shows for a stored number, as far as scale and decimals go; "" if it shows the number itself."""
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
    """The shortest plain decimal text of a stored number: 1.5354E3 → 1535.4. The text itself if it is no number."""
    if re.fullmatch(r"0|-?[1-9][0-9]*", text):
        return text
    try:
        number = float(text)
        return text if number != number or number in (float("inf"), float("-inf")) else _plain(Decimal(repr(number)))
    except (ValueError, InvalidOperation):
        return text


def _plain(value: Decimal) -> str:
    """A Decimal as plain digits: 1E+3 → 1000, 2.0 → 2."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
