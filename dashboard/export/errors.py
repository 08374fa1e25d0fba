"""What stops an export, in words; `RenderError` is the one of the drawing process."""

from __future__ import annotations

from dashboard.export.figure import RenderError

__all__ = ["ExportError", "RenderError"]


class ExportError(RenderError):
    """There is no file; the message is a sentence for the person who asked for it."""
