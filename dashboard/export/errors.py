"""What stops an export, in words."""

from __future__ import annotations


class RenderError(Exception):
    """There is no picture; the message is a sentence for the person who asked for it."""


class ExportError(RenderError):
    """There is no file; the message is a sentence for the person who asked for it."""
