"""Layouts of detail files: how each publisher names and writes what a row of detail holds. Imports `etl.extract` for codes."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Protocol, cast

from etl.detail.layouts.head import Head

MODULES = ("comtrade", "china_customs", "comext", "baci", "own")


class Layout(Protocol):
    """What a module of this folder offers; `select` gives SQL over columns of text, by our own name of the column."""

    SOURCE: str
    SCHEMES: tuple[str, ...]

    def recognises(self, head: Head) -> bool:
        """Return whether a file is of this layout."""

    def whole(self, head: Head) -> bool:
        """Return whether a file is all that there is of its reporters, flows and periods."""

    def asks(self, head: Head, answers: Mapping[str, str]) -> dict[str, str]:
        """Return what the file does not say and no answer gives, as questions."""

    def select(self, head: Head, answers: Mapping[str, str]) -> dict[str, str]:
        """Return SQL for each column."""


def layout_of(head: Head) -> Layout | None:
    """Return the layout of a file, or None when nobody knows it."""
    every = (cast(Layout, import_module(f"{__name__}.{name}")) for name in MODULES)
    return next((layout for layout in every if layout.recognises(head)), None)
