"""Readers with caps: any file that a person hands in becomes a Document, or is refused with reasons."""

from etl.cage.document import Document, Refused, Sheet, letters

__all__ = ["Document", "Refused", "Sheet", "letters"]
