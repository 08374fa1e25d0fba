"""Words that people hand in (notes, claims, headlines, briefs): what cannot stand in a text, and the same text without it."""

import unicodedata

_BREAKS = str.maketrans(
    dict.fromkeys("\v\f\r\x1c\x1d\x1e\x85\u2028\u2029", "\n")
)  # PowerPoint writes \v for a soft break


def tidy(text: str) -> str:
    """Return a text with every kind of line break as a newline, without control characters and halves of characters."""
    broken = text.replace("\r\n", "\n").translate(_BREAKS)
    return "".join(character for character in broken if not _bad(character))


def fault(text: str) -> str:
    """Return what a text holds that no text can, in words such as "a half character, U+D800"; "" when it is sound."""
    bad = next((character for character in text.translate(_BREAKS) if _bad(character)), "")
    if not bad:
        return ""
    kind = "a half character" if unicodedata.category(bad) == "Cs" else "a control character"
    return f"{kind}, U+{ord(bad):04X}"


def _bad(character: str) -> bool:
    return character not in "\n\t" and unicodedata.category(character) in ("Cc", "Cs")
