"""Files made of ZIP archives, the same bytes for the same content: no clock in them, and none of the writer's."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping

DAY = (1980, 1, 1, 0, 0, 0)
STAMP = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(</dcterms)")
BOOKS = (".xlsx", ".pptx")


def zip_files(parts: Mapping[str, bytes]) -> bytes:
    """Return a ZIP of these files in the order given."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name, DAY)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            file.writestr(entry, content)
    return out.getvalue()


def strip_times(book: bytes, day: str) -> bytes:
    """Return an XLSX or PPTX with `day` (2026-11-21) in place of every clock reading, inner workbooks included."""
    with zipfile.ZipFile(io.BytesIO(book)) as file:
        parts = {name: file.read(name) for name in file.namelist()}
    for name, content in parts.items():
        if name.endswith(BOOKS):
            parts[name] = strip_times(content, day)
        elif name == "docProps/core.xml":
            parts[name] = STAMP.sub(rb"\g<1>" + f"{day}T00:00:00Z".encode() + rb"\g<3>", content)
    return zip_files(parts)
